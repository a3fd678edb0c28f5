"""Addresses of the shop, worked out once for each language: a page says many, and `reverse` is slow."""

from functools import cache

from django.urls import reverse

from haat.core.languages import current


def address(name: str, slug: str = "") -> str:
    """`reverse` of a page of the shop in the reader's language: `address("good", "peda")` is `/hi/g/peda/`."""
    head, tail = _around(current(), name, bool(slug))
    return head + slug + tail


def around(name: str) -> tuple[str, str]:
    """What stands before the slug and behind it in an address: for who writes many."""
    return _around(current(), name, True)


@cache
def _around(_language: str, name: str, with_slug: bool) -> tuple[str, str]:
    """What stands before the slug and behind it."""
    if not with_slug:
        return reverse(f"shop:{name}"), ""
    head, _slug, tail = reverse(f"shop:{name}", args=["slug"]).rpartition("slug")
    return head, tail
