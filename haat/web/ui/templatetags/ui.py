"""`{% load ui %}`: all a page is built of. Props are keyword-only; docs/look.md shows each in use."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from haat.core.files import picture_url as stored_picture_url
from haat.core.languages import LANGUAGES, best, current
from haat.core.money import format_rupees, group_lakh
from haat.web.ui import charts, dates, markup
from haat.web.ui.goods import good_card, good_cards
from haat.web.ui.icons import icon as icon_svg
from haat.web.ui.kept import kept
from haat.web.ui.language_links import language_anchors, language_links
from haat.web.ui.patchwork import blocks
from haat.web.ui.translated import translate

register = template.Library()

register.simple_tag(markup.picture, name="picture")
register.simple_tag(markup.price, name="price")
register.simple_tag(markup.bar, name="bar")
register.simple_tag(markup.split_bar, name="split_bar")
register.simple_tag(good_card, name="good_card")
register.simple_tag(good_cards, name="good_cards")
register.simple_tag(markup.craft_patch, name="craft_patch")
register.simple_tag(markup.ticks, name="ticks")
register.simple_tag(markup.facts, name="facts")
register.simple_tag(markup.stars, name="stars")
register.simple_tag(icon_svg, name="icon")
register.simple_tag(language_links, takes_context=True, name="language_links")
register.simple_tag(language_anchors, name="language_anchors")
register.tag("translate", translate)
register.tag("kept", kept)


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


@register.filter
def phone(number: str) -> str:
    """+919876543210 as `98765 43210`, as people read a number out."""
    digits = number.removeprefix("+91")
    return f"{digits[:5]} {digits[5:]}" if len(digits) == 10 else number


# ---- small parts


@register.simple_tag
def chip(*, text: str, url: str, label: str = "") -> SafeString:
    """An applied filter; pressing it takes it off. `label` is what a screen reader hears."""
    said = label or _("Take off %(filter)s") % {"filter": text}
    return format_html(
        '<a class="chip" href="{}" aria-label="{}">{}{}</a>', url, said, text, icon_svg("close", size="small")
    )


@register.simple_tag
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
    disabled: bool = False,
    id: str = "",
) -> SafeString:
    """A key: a link when `url` is given, else a button. One `primary` a screen.

    `kind`: primary, second, line, ink, alarm. `size`: big (64 px), small (48 px) or empty (56 px).
    `icon` stands before the words, `after` behind them.
    """
    kinds = "" if kind == "primary" else f" key--{kind}"
    classes = f"key{kinds}{f' key--{size}' if size else ''}{' key--wide' if wide else ''}"
    inside = format_html("{}{}{}", icon_svg(icon) if icon else "", text, icon_svg(after) if after else "")
    if url and not disabled:
        return format_html('<a class="{}" href="{}"{}>{}</a>', classes, url, markup.attributes(id=id), inside)
    given = markup.attributes(name=name, value=value, form=form, disabled=disabled, id=id)
    return format_html('<button class="{}" type="{}"{}>{}</button>', classes, type, given, inside)


@register.simple_tag
def steps(*, current: int, total: int) -> SafeString:
    """Progress through a question run: bars done, the current one wide, those to come."""
    kinds = ["past" if i < current else "now" if i == current else "" for i in range(1, total + 1)]
    bars = "".join(f'<i class="{kind}"></i>' if kind else "<i></i>" for kind in kinds)
    said = _("Step %(current)s of %(total)s") % {"current": current, "total": total}
    return format_html(
        '<span class="steps" role="img" aria-label="{}">{}</span><span class="num" aria-hidden="true">{}/{}</span>',
        said,
        mark_safe(bars),
        current,
        total,
    )


@register.simple_tag
def speak_button(*, target: str, line: bool = False, label: str = "") -> SafeString:
    """Reads the element with id `target` aloud (speak.js); hidden until a voice of the language is found."""
    return format_html(
        '<button class="speak{}" type="button" data-speak="{}" aria-label="{}" aria-pressed="false" hidden>{}</button>',
        " speak--line" if line else "",
        target,
        label or _("Read it to me"),
        icon_svg("speaker"),
    )


@register.simple_block_tag
def notice(content: str, *, kind: str = "info", icon: str = "") -> SafeString:
    """A notice: info, note (turmeric), done, wrong, offline. A wrong one is announced at once."""
    shown = icon or {"done": "check", "wrong": "cross", "offline": "cloud-off", "note": "clock"}.get(kind, "")
    role = "alert" if kind == "wrong" else "status"
    return format_html(
        '<div class="notice notice--{}" role="{}">{}<div>{}</div></div>',
        kind,
        role,
        icon_svg(shown) if shown else "",
        content,
    )


@register.inclusion_tag("ui/parts/empty.html")
def empty(
    *, title: str, text: str = "", drawing: str = "", ground: str = "khadi", url: str = "", key: str = ""
) -> dict[str, Any]:
    """An empty state: what is not here, what to do next, and the key that does it."""
    return {"title": title, "text": text, "drawing": drawing, "ground": ground, "url": url, "key": key}


# ---- forms


def _describe(bound_field: BoundField, hint: str, done: str) -> str:
    ids = [(bound_field.errors, "error"), (hint, "hint"), (done, "done")]
    return " ".join(f"{bound_field.auto_id}_{name}" for present, name in ids if present)


@register.inclusion_tag("ui/parts/field.html")
def field(
    bound_field: BoundField,
    *,
    hint: str = "",
    prefix: str = "",
    short: bool = False,
    done: str = "",
    placeholder: str = "",
    label: str = "",
) -> dict[str, Any]:
    """A form field: label, box, what went well (`done`) or the error at its place, and the hint.

    What was typed stays. `short` is for a PIN or a count; `prefix` stands in the box (`+91`, `₹`).
    """
    hint = hint or str(bound_field.help_text)
    extra = {"aria-describedby": _describe(bound_field, hint, done), "placeholder": placeholder}
    if bound_field.errors:
        extra["aria-invalid"] = "true"
    return {
        "field": bound_field,
        "label": label or bound_field.label,
        "widget": bound_field.as_widget(attrs={k: v for k, v in extra.items() if v}),
        "hint": hint,
        "prefix": prefix,
        "short": short,
        "done": done,
        "error": bound_field.errors[0] if bound_field.errors else "",
        "optional": not bound_field.field.required,
        "is_tick": bound_field.widget_type == "checkbox",
    }


@register.inclusion_tag("ui/parts/choices.html")
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


@register.inclusion_tag("ui/parts/patchwork.html")
def patchwork(crafts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Crafts as a patchwork without holes: each {name, line, url, src}. Grounds and shapes go by place."""
    return {"blocks": blocks(crafts)}


@register.inclusion_tag("ui/parts/stat.html")
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


@register.inclusion_tag("ui/parts/ageing.html")
def ageing_bar(buckets: Sequence[tuple[str, int, object]], *, caption: str = "") -> dict[str, Any]:
    """Money owed by how long it waits: a bar and its table, from (label, paise, how many in words)."""
    return {"bands": charts.bands(buckets), "caption": caption}


@register.inclusion_tag("ui/parts/line_chart.html")
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


@register.inclusion_tag("ui/parts/block_map.html")
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
