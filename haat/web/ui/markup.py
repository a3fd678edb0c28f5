"""What the pages most asked for repeat, made in Python: a template each would cost them 2 to 8%.

The other components are templates under ui/components.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape

from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from haat.core.files import SIZES, picture_url
from haat.core.languages import LANGUAGES, best, current
from haat.core.money import format_rupees, group_lakh
from haat.web.ui.icons import icon as icon_svg

SHAPES = {"square": " plate--square", "thumb": " plate--thumb", "line": " plate--line", "": ""}
WHOLE = 1000  # tenths of a percent
BAR_SIZES = ("list", "checkout", "office", "good")


def attributes(**given: str | int | bool | None) -> SafeString:
    """` name="value"` for each not None, False or empty; True gives the bare name; `_` becomes `-`."""
    parts = []
    for name, value in given.items():
        if value is True:
            parts.append(f" {name.replace('_', '-')}")
        elif value not in (None, False, ""):
            parts.append(f' {name.replace("_", "-")}="{conditional_escape(str(value))}"')
    return mark_safe("".join(parts))


def in_language(text: str, language: str) -> SafeString:
    """`text`, marked with its own language when that is not the page's, so it is read aloud rightly."""
    if language in ("", current()):
        return conditional_escape(text)
    direction = LANGUAGES[language].direction if language in LANGUAGES else "ltr"
    return format_html('<span lang="{}" dir="{}">{}</span>', language, direction, text)


def text_of(texts: Mapping[str, str] | str | Promise | None) -> SafeString:
    """The best of `texts` for the reader, marked when in another language; plain text stays as it is."""
    if not texts:
        return mark_safe("")
    if not isinstance(texts, Mapping):
        return conditional_escape(str(texts))
    found = best(texts)
    return in_language(found.text, found.language)


def picture(
    *,
    src: str = "",
    digest: str = "",
    alt: str = "",
    width: int = 400,
    height: int = 400,
    ground: str = "",
    shape: str = "square",
    lazy: bool = True,
    sizes: str = "",
    srcset: str = "",
) -> SafeString:
    """A picture on its cloth (`ground`) or bare; `digest` names a stored picture and brings its srcset."""
    if digest:
        src = src or picture_url(digest, 320 if width <= 320 else 640)
        srcset = srcset or ", ".join(f"{picture_url(digest, size)} {size}w" for size in SIZES)
        sizes = sizes or f"{width}px"
    more = attributes(srcset=srcset, sizes=sizes, loading="lazy" if lazy else "", fetchpriority="" if lazy else "high")
    image = (
        f'<img src="{conditional_escape(src)}" alt="{conditional_escape(alt)}" width="{width}" height="{height}"'
        f' decoding="async"{more}>'
    )
    if not ground:
        return mark_safe(image)
    return mark_safe(f'<span class="plate{SHAPES[shape]} cloth ground-{conditional_escape(ground)}">{image}</span>')


def price(paise: int, *, size: str = "") -> SafeString:
    """₹1,20,500 in the display face; `size` is empty (23 px), `big` (28) or `huge` (36)."""
    kind = f" price--{size}" if size else ""
    return format_html('<span class="price{}">{}</span>', kind, format_rupees(paise))


def share_words(maker_paise: int | None, *, to: str = "group") -> str:
    """`₹412 to the group`: the words that always go with a split bar; with None `{amount}` stands for the money."""
    amount = "{amount}" if maker_paise is None else format_rupees(maker_paise)
    if to == "maker":
        return gettext("%(amount)s to the maker") % {"amount": amount}
    return gettext("%(amount)s to the group") % {"amount": amount}


def bar(*, maker: int, total: int, post: int = 0, size: str = "list") -> SafeString:
    """The split bar alone: leaf for the maker, sand for the post, pale sand for the rest; no inline style."""
    if total <= 0:
        return mark_safe("")
    first = min(WHOLE, round(WHOLE * maker / total))
    return _bar(first, min(WHOLE, round(WHOLE * (maker + post) / total)) - first, size)


@lru_cache(maxsize=4 * WHOLE)
def _bar(first: int, second: int, size: str) -> SafeString:
    """A bar by the tenths of a percent of its first two parts: listings draw the same few hundred again and again."""
    parts = [("maker", 0, first), ("post", first, second), ("rest", first + second, WHOLE - first - second)]
    drawn = [(kind, start, wide) for kind, start, wide in parts if wide > 0]
    rects = "".join(
        f'<rect class="split-{kind}" x="{start / 10:.1f}%" width="{wide / 10:.1f}%" height="100%"/>'
        for kind, start, wide in drawn
    )
    seams = "".join(
        f'<line class="seam" x1="{start / 10:.1f}%" x2="{start / 10:.1f}%" y1="0" y2="100%"/>'
        for _, start, _ in drawn[1:]
    )
    return mark_safe(f'<svg class="split split--{size}" aria-hidden="true">{rects}{seams}</svg>')


def split_bar(
    *,
    maker: int,
    total: int,
    post: int | None = None,
    mart: int | None = None,
    size: str = "list",
    to: str = "group",
    makers: int = 1,
) -> SafeString:
    """The bar with its words: how much of `total` reaches the maker. All in paise.

    `size`: list (6 px), checkout (10), office (12), good (14). `makers` counts who shares it at checkout.
    """
    drawing = bar(maker=maker, total=total, post=post or 0, size=size)
    amounts = {"amount": format_rupees(maker), "count": makers}
    if size == "list":
        return format_html('{}<span class="share small">{}</span>', drawing, share_words(maker, to=to))
    if size == "checkout":
        words = ngettext(
            "%(amount)s of it reaches %(count)s group", "%(amount)s of it reaches %(count)s groups", makers
        )
        return format_html('{}<p class="share share--big">{}</p>', drawing, words % amounts)
    rest = []
    if post:
        rest.append(gettext("%(amount)s packing") % {"amount": format_rupees(post)})
    if mart:
        rest.append(gettext("%(amount)s mart’s costs") % {"amount": format_rupees(mart)})
    if size == "office":
        return format_html('{}<p class="small">{}</p>', drawing, ", ".join([share_words(maker, to=to), *rest]))
    words = (
        gettext("%(amount)s of this reaches the maker")
        if to == "maker"
        else gettext("%(amount)s of this reaches the group")
    )
    return format_html(
        '{}<p class="share share--big">{}</p><p class="small soft">{}</p>',
        drawing,
        words % amounts,
        " · ".join(rest),
    )


def ticks(*, name: str, value: str, choices: Sequence[tuple[str, str, int | None]]) -> SafeString:
    """One of many as radio buttons, the first for all: each (value, words, how many there are or None)."""
    rows = [("", gettext("All"), None), *choices]
    return mark_safe("\n".join(_tick(name, each, words, count, each == value) for each, words, count in rows))


def _tick(name: str, value: str, words: str, count: int | None, chosen: bool) -> str:
    many = "" if count is None else f'<span class="push small soft num">{group_lakh(count)}</span>'
    return (
        f'<label class="tick"><input type="radio" name="{name}" value="{escape(value)}"{" checked" * chosen}>'
        f"<span>{escape(words)}</span>{many}</label>"
    )


def facts(rows: Sequence[tuple[str, Sequence[str]]]) -> SafeString:
    """(what, lines) as the rows of a list of facts."""
    return mark_safe(
        "".join(
            f"<dt>{escape(what)}</dt><dd>{'<br>'.join(f'<bdi>{escape(str(line))}</bdi>' for line in lines)}</dd>"
            for what, lines in rows
        )
    )


def key_button(
    *,
    text: str,
    url: str = "",
    kind: str = "primary",
    size: str = "",
    icon: str = "",
    after: str = "",
    wide: bool = False,
    name: str = "",
    value: str = "",
    form: str = "",
    type: str = "submit",
    disabled: object = False,
    id: str = "",
    of: str = "",
) -> SafeString:
    """A key: a link when `url` is given, else a button. One `primary` a screen.

    `kind`: primary, second, line, ink, alarm. `size`: big (64 px), small (48 px) or empty (56 px).
    `icon` stands before the words, `after` behind them. `of` is heard after them, where rows have keys of one name.
    `disabled` may be what keeps it shut: a list of it, open when the list is empty.
    """
    kinds = "" if kind == "primary" else f" key--{kind}"
    classes = f"key{kinds}{f' key--{size}' if size else ''}{' key--wide' if wide else ''}"
    heard = f'<span class="sr">: {conditional_escape(of)}</span>' if of else ""
    before, behind = (icon_svg(name) if name else "" for name in (icon, after))
    inside = f"{before}{conditional_escape(text)}{heard}{behind}"
    if url and not disabled:
        return mark_safe(f'<a class="{classes}" href="{conditional_escape(url)}"{attributes(id=id)}>{inside}</a>')
    given = attributes(name=name, value=value, form=form, disabled=bool(disabled), id=id)
    return mark_safe(f'<button class="{classes}" type="{type}"{given}>{inside}</button>')
