"""`{% load ui %}`: all a page is built of. Props are keyword-only; docs/look.md shows each in use."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.template import Context
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from haat.core.files import picture_url as stored_picture_url
from haat.core.languages import LANGUAGES, best, current
from haat.core.money import format_rupees, group_lakh
from haat.web.ui import charts, dates, markup
from haat.web.ui.framed import framed, own
from haat.web.ui.goods import good_card, good_cards
from haat.web.ui.icons import icon as icon_svg
from haat.web.ui.kept import kept
from haat.web.ui.language_links import language_anchors, language_links, language_row
from haat.web.ui.patchwork import blocks
from haat.web.ui.translated import translate
from haat.web.ui.units import unit_word
from haat.web.ui.widgets import field

register = template.Library()

register.simple_tag(markup.picture, name="picture")
register.simple_tag(markup.price, name="price")
register.simple_tag(markup.bar, name="bar")
register.simple_tag(markup.split_bar, name="split_bar")
register.simple_tag(good_card, name="good_card")
register.simple_tag(good_cards, name="good_cards")
register.simple_tag(markup.ticks, name="ticks")
register.simple_tag(markup.facts, name="facts")
register.simple_tag(markup.key_button, name="key_button")
register.simple_tag(icon_svg, name="icon")
register.simple_tag(field, name="field")
register.simple_tag(language_links, takes_context=True, name="language_links")
register.simple_tag(language_anchors, name="language_anchors")
register.simple_tag(language_row, takes_context=True, name="language_row")
register.filter("unit", unit_word)
register.filter("in_language", markup.in_language)
register.tag("translate", translate)
register.tag("kept", kept)
register.tag("framed", framed)
register.tag("own", own)


# ---- filters


@register.filter
def rupees(paise: int | None) -> str:
    """Paise as ₹1,20,500; nothing for None."""
    return "" if paise is None else format_rupees(paise)


@register.filter
def lakh(number: int) -> str:
    """120500 as 1,20,500."""
    return group_lakh(number)


@register.filter
def text(texts: Mapping[str, str] | str | None) -> SafeString:
    """The best of {language: text} for the reader, marked with lang and dir when in another language."""
    return markup.text_of(texts)


@register.filter
def plain_text(texts: Mapping[str, str] | str | None) -> str:
    """The same without markup: for attributes and titles."""
    if not isinstance(texts, Mapping):
        return str(texts or "")
    return best(texts).text


@register.filter
def text_language(texts: Mapping[str, str]) -> str:
    """The language code the text filter would take."""
    return best(texts).language


@register.filter
def date_short(moment: date | datetime | None) -> str:
    return dates.date_short(moment) if moment else ""


@register.filter
def date_year(moment: date | datetime | None) -> str:
    return dates.date_year(moment) if moment else ""


@register.filter
def weekday_date(moment: date | datetime | None) -> str:
    return dates.weekday_date(moment) if moment else ""


@register.filter
def date_near(moment: date | datetime | None) -> str:
    """`20 अक्टूबर`, and the year when it is not this one."""
    return dates.date_near(moment) if moment else ""


@register.filter
def moment(instant: datetime | None) -> str:
    """`20 अक्टूबर, 11:42` in India, and the year when it is not this one."""
    return dates.time_near(instant) if instant else ""


@register.filter
def month_year(moment: date | datetime | None) -> str:
    return dates.month(moment) if moment else ""


@register.filter
def picture_url(digest: str, width: int = 640) -> str:
    """The address of a stored picture at a width."""
    return stored_picture_url(digest, width)


@register.filter
def drawing(name: str) -> str:
    """The address of one of the project's drawings: `bangles-lac.svg`."""
    return static(f"ui/drawings/{name}")


def phone(number: str) -> str:
    """+919876543210 as `98765 43210`, as people read a number out."""
    digits = number.removeprefix("+91")
    return f"{digits[:5]} {digits[5:]}" if len(digits) == 10 else number


@register.filter
def ltr(text: str) -> SafeString:
    """A number, code or address of mail, which keeps its order on a page that is read from the right."""
    return format_html('<bdi dir="ltr">{}</bdi>', text)


@register.filter("phone")
def phone_shown(number: str) -> SafeString:
    """`phone` as pages show it: `98765 43210` in Urdu as well, not its halves changed."""
    return ltr(phone(number))


# ---- small parts


@register.inclusion_tag("ui/components/chip.html")
def chip(*, text: str, url: str, label: str = "") -> dict[str, Any]:
    """An applied filter; pressing it takes it off. `label` is what a screen reader hears."""
    return {"text": text, "url": url, "label": label}


@register.inclusion_tag("ui/components/crumb.html")
def crumb(text: str, name: str, *args: object, css: str = "") -> dict[str, Any]:
    """The way back to the page above, by the name of its address and what stands in it."""
    return {"text": text, "url": reverse(name, args=args), "css": css}


@register.inclusion_tag("ui/components/steps.html")
def steps(*, current: int, total: int) -> dict[str, Any]:
    """Progress through a question run: bars done, the current one wide, those to come."""
    kinds = ["past" if i < current else "now" if i == current else "" for i in range(1, total + 1)]
    return {"kinds": kinds, "current": current, "total": total}


@register.inclusion_tag("ui/components/speak.html")
def speak_button(*, target: str, line: bool = False, label: str = "") -> dict[str, Any]:
    """Reads the element with id `target` aloud (speak.js); hidden until a voice of the language is found."""
    return {"target": target, "line": line, "label": label}


@register.simple_block_tag(takes_context=True)
def notice(context: Context, content: str, *, kind: str = "info", icon: str = "") -> SafeString:
    """A notice: info, note (turmeric), done, wrong, offline. A wrong one is announced at once."""
    shown = icon or {"done": "check", "wrong": "cross", "offline": "cloud-off", "note": "clock"}.get(kind, "")
    drawn = get_template("ui/components/notice.html").template  # type: ignore[attr-defined]
    return drawn.render(context.new({"kind": kind, "icon": shown, "content": content}))


@register.inclusion_tag("ui/components/stars.html")
def stars(value: float, *, words: str = "") -> dict[str, Any]:
    """Five stars, filled to the nearest whole; a screen reader hears the number."""
    filled = [place <= round(value) for place in range(1, 6)]
    return {"filled": filled, "stars": f"{value:.1f}".removesuffix(".0"), "words": words}


@register.inclusion_tag("ui/components/empty.html")
def empty(
    *, title: str, text: str = "", drawing: str = "", ground: str = "khadi", url: str = "", key: str = ""
) -> dict[str, Any]:
    """An empty state: what is not here, what to do next, and the key that does it."""
    return {"title": title, "text": text, "drawing": drawing, "ground": ground, "url": url, "key": key}


# ---- forms


@register.inclusion_tag("ui/components/choices.html")
def choice_cards(
    *,
    name: str,
    choices: Sequence[Mapping[str, Any]],
    legend: str = "",
    value: object = None,
    error: str = "",
    kind: str = "radio",
    small: bool = False,
) -> dict[str, Any]:
    """Choices as cards: each {value, title, hint="", closed=False}; a closed one stays, its reason as hint.

    `kind` is radio or checkbox (then `value` is a list); `small` makes a row of short ones (sizes).
    """
    picked = [str(v) for v in value] if isinstance(value, (list, tuple, set)) else [str(value)]
    rows = [{**choice, "checked": str(choice["value"]) in picked} for choice in choices]
    return {"name": name, "choices": rows, "legend": legend, "error": error, "kind": kind, "small": small}


# ---- the patchwork, lists, figures


@register.inclusion_tag("ui/components/patchwork.html")
def patchwork(crafts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Crafts as a patchwork without holes: each {name, line, url, src}. Grounds and shapes go by place."""
    return {"blocks": blocks(crafts)}


@register.inclusion_tag("ui/components/stat.html")
def stat(
    *, label: str, value: str, actual: float, target: float, target_text: str, say: str = "", url: str = ""
) -> dict[str, Any]:
    """A target: big number, bar with a tick at the target, one sentence of what is missing."""
    scale = max(actual, target * 1.12, 1)
    return {
        "label": label,
        "value": value,
        "done": round(100 * actual / scale, 1),
        "tick": round(100 * target / scale, 1),
        "met": actual >= target,
        "target_text": target_text,
        "say": say,
        "url": url,
    }


@register.inclusion_tag("ui/components/ageing.html")
def ageing_bar(buckets: Sequence[tuple[str, int, object]], *, caption: str = "") -> dict[str, Any]:
    """Money owed by how long it waits: a bar and its table, from (label, paise, how many in words)."""
    return {"bands": charts.bands(buckets), "caption": caption}


@register.inclusion_tag("ui/components/line_chart.html")
def line_chart(
    points: Sequence[tuple[str, float]],
    *,
    title: str,
    id: str,
    aims: Sequence[float] = (),
    unit: str = "",
    column: str = "",
    marks: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """A line over time with its dashed target, labelled directly, with its table behind `Table`."""
    return {
        "chart": charts.line(points, aims=aims, unit=unit, marks=marks),
        "table": [(label, value, aims[i] if aims else None) for i, (label, value) in enumerate(points)],
        "title": title,
        "id": id,
        "column": column or title,
        "width": charts.WIDTH,
        "height": charts.HEIGHT,
        "foot": charts.HEIGHT - 6,
        "left": charts.LEFT,
        "end": charts.WIDTH - charts.RIGHT,
    }


@register.inclusion_tag("ui/components/block_map.html")
def block_map(
    map: Any,
    *,
    names: Mapping[int, str],
    values: Mapping[int, float] | None = None,
    here: int | None = None,
    title: str = "",
) -> dict[str, Any]:
    """The district as a patchwork of blocks (`places.data.block_map`).

    With `values` (LGD code → number) shades say how many; with `here` a dot says where. Shapes are
    schematic, and the map says so.
    """
    given = values or {}
    return {
        "view_box": map.view_box,
        "patches": charts.patches(map.shapes, names=names, values=given, here=here),
        "legend": charts.legend(given),
        "dot": here is not None,
        "title": title,
    }


# ---- the page


@register.simple_tag
def display_fonts() -> list[str]:
    """The display font files of the page's language, to preload; none where the phone's own face serves."""
    script = LANGUAGES[current()].script
    file = {"Deva": "rozha-deva", "Latn": "rozha-latn", "Beng": "serif-beng", "Olck": "sans-olck"}.get(script)
    return [static(f"ui/fonts/{name}.woff2") for name in (file, "rozha-digits")] if file else []
