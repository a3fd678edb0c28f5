"""The same page in the other languages, for the reader to choose."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from haat.core.languages import LANGUAGES, current

CURRENT = ' aria-current="true"'


def language_links(context: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The languages offered here: code, endonym, direction, url of this same page, current.

    A view that knows better puts `languages` (dicts with the same keys) into the context.
    """
    if given := context.get("languages"):
        return list(given)
    request = context.get("request")
    offered = context.get("offered") or [LANGUAGES["en"]]
    path = request.get_full_path() if request else "/"
    head, _slash, rest = path.removeprefix("/").partition("/")
    prefixed, now = head in LANGUAGES, current()
    return [
        {
            "code": language.code,
            "endonym": language.endonym,
            "direction": language.direction,
            "url": f"/{language.code}/{rest}" if prefixed else "",
            "current": language.code == now,
        }
        for language in offered
    ]


def language_anchors(links: Iterable[Mapping[str, Any]]) -> SafeString:
    """`language_links` as anchors, each in its own language."""
    return mark_safe(
        "".join(
            f'<a href="{escape(link["url"])}" lang="{link["code"]}" hreflang="{link["code"]}"'
            f"{CURRENT * link['current']}>{link['endonym']}</a>"
            for link in links
        )
    )


def language_row(context: Mapping[str, Any]) -> SafeString:
    """The languages at the foot of a page; nothing where there is one alone."""
    links = language_links(context)
    if len(links) < 2:
        return mark_safe("")
    return mark_safe(
        f'<nav class="foot-languages" aria-label="{escape(gettext("Language"))}">{language_anchors(links)}</nav>'
    )
