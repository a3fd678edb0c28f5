"""`{% load office %}`: words, days of waiting, and heads of columns that sort."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from haat.catalogue.models import Good, Variant
from haat.catalogue.queries import name as name_of
from haat.core.dates import day_of, today
from haat.core.identifiers import mask_account
from haat.core.money import format_rupees
from haat.web.office.desk.words import word as word_of
from haat.web.ui.dates import weekday_near
from haat.web.ui.markup import in_language, text_of
from haat.web.ui.templatetags.ui import date_near, moment, phone

register = template.Library()
register.filter("word", word_of)


@register.filter
def days(moment: date | datetime | None) -> str:
    """`today`, `1 day`, `17 days` since `moment`."""
    if moment is None:
        return ""
    day = day_of(moment) if isinstance(moment, datetime) else moment
    number = (today() - day).days
    if number <= 0:
        return _("today")
    return ngettext("%(days)s day", "%(days)s days", number) % {"days": number}


@register.filter
def waits_long(moment: date | datetime | None, limit: int = 7) -> bool:
    """True when it has waited `limit` days or longer."""
    if moment is None:
        return False
    day = day_of(moment) if isinstance(moment, datetime) else moment
    return (today() - day).days >= limit


register.filter("moment", moment)
register.filter("date_near", date_near)
register.filter("weekday_near", weekday_near)


@register.filter
def masked(number: str) -> str:
    """All but the last four digits of an account number hidden."""
    return mask_account(number)


@register.filter
def percent(basis_points: int) -> str:
    """9100 as `91%`."""
    return f"{basis_points / 100:.1f}".removesuffix(".0") + "%"


@register.filter
def get(table: dict[Any, Any], key: Any) -> Any:
    """`table[key]`, or nothing."""
    return table.get(key)


@register.simple_tag
def tel(number: str) -> SafeString:
    """A phone number one can press."""
    return format_html('<a class="num" href="tel:{}">{}</a>', number, phone(number)) if number else SafeString("")


@register.simple_tag(takes_context=True)
def head(context: Any, name: str, text: str, kind: str = "") -> SafeString:
    """A column's head that sorts by `name`; pressing it again turns the order round."""
    listing, given = context["listing"], context["request"].GET.copy()
    down = listing.sort == name
    given["sort"] = f"-{name}" if down else name
    given.pop("page", None)
    order = {name: "ascending", f"-{name}": "descending"}.get(listing.sort, "none")
    arrow = {"ascending": " ↑", "descending": " ↓"}.get(order, "")
    return format_html(
        '<th scope="col" aria-sort="{}"{}><a class="plain" href="?{}">{}{}</a></th>',
        order,
        format_html(' class="{}"', kind) if kind else "",
        urlencode(list(given.items())),
        text,
        arrow,
    )


@register.simple_tag(takes_context=True)
def page_link(context: Any, name: str, page: str | None, anchor: str = "") -> str:
    """The address of another page of a list, all else as it is; None: its first.

    `pages_url` of the context is where the list stands: a refused form shows it at an address that nobody can open.
    """
    given = context["request"].GET.copy()
    given.pop(name, None)
    if page:
        given[name] = page
    query = urlencode([(key, value) for key in given for value in given.getlist(key)])
    address = f"{context.get('pages_url', '')}?{query}"
    return f"{address}#{anchor}" if anchor else address


@register.filter
def tenth(number: int | None) -> str:
    """Millimetres as centimetres."""
    return f"{(number or 0) / 10:g}"


@register.simple_tag
def good_name(good: Good) -> SafeString:
    """A good's name in the reader's language, marked when it is in another (`texts` prefetched)."""
    found = name_of(good)
    return in_language(found.text, found.language) if found.text else SafeString(good.slug)


@register.simple_tag
def variant_name(variant: Variant) -> SafeString:
    """The same of a variant, with what its size or colour is called: for a label that is only heard."""
    label = text_of(variant.labels)
    return format_html("{}, {}", good_name(variant.good), label) if label else good_name(variant.good)


@register.filter
def words(text: str) -> list[str]:
    """`"a b"` as a list to loop over."""
    return text.split()


@register.filter
def whole_rupees(paise: int) -> str:
    """Paise as rupees without paise, for tables one compares."""
    return format_rupees(paise // 100 * 100)


@register.filter
def sum_paise(bands: Sequence[tuple[str, int, object]]) -> int:
    """Paise of an ageing bar's bands together."""
    return sum(paise for _words, paise, _makers in bands)
