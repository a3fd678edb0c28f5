"""What a reader may narrow a listing by, read from the address and written back into it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from haat.core.money import format_rupees
from haat.shelf.cards import Facet

LONGEST_QUERY = 80
# Upper and lower ends of the price bands, in rupees.
BANDS: tuple[tuple[int | None, int | None], ...] = ((None, 200), (200, 500), (500, 1000), (1000, None))
SORTS: dict[str, str | Promise] = {
    "new": gettext_lazy("Newest first"),
    "cheap": gettext_lazy("Cheapest first"),
    "dear": gettext_lazy("Dearest first"),
    "best": gettext_lazy("Best liked first"),
    "loved": gettext_lazy("Most bought first"),
}
# The fields of an address that `read_filters` reads, beside the craft.
NARROWED_BY = ("q", "exact", "block", "price", "ready", "sort")
_READY = {"yes": True, "order": False}


@dataclass(frozen=True)
class Filters:
    """The filters of one page; what the address says wrongly counts as not said."""

    query: str = ""
    literal: bool = False
    craft: str = ""
    block: str = ""
    price: str = ""
    ready: str = ""
    sort: str = "new"

    @property
    def band(self) -> tuple[int | None, int | None] | None:
        """The price band in paise."""
        found = {band_name(band): band for band in BANDS}.get(self.price)
        if found is None:
            return None
        low, high = found
        return (low * 100 if low is not None else None, high * 100 if high is not None else None)

    @property
    def is_ready(self) -> bool | None:
        return _READY.get(self.ready)

    def address(self, **changes: Any) -> str:
        """The query of this listing's address, with some filters changed."""
        other = replace(self, **changes)
        said = {
            "q": other.query,
            "exact": "1" if other.query and other.literal else "",
            "craft": other.craft,
            "block": other.block,
            "price": other.price,
            "ready": other.ready,
        }
        if other.sort != "new":
            said["sort"] = other.sort
        return "?" + urlencode({name: value for name, value in said.items() if value})


def band_name(band: tuple[int | None, int | None]) -> str:
    """`200-500`, `-200`, `1000-`: a band in an address."""
    low, high = band
    return f"{'' if low is None else low}-{'' if high is None else high}"


def band_words(band: tuple[int | None, int | None]) -> str:
    """A band as people say it."""
    low, high = (None if end is None else format_rupees(end * 100) for end in band)
    if low is None:
        return _("up to %(high)s") % {"high": high}
    if high is None:
        return _("above %(low)s") % {"low": low}
    return _("%(low)s to %(high)s") % {"low": low, "high": high}


def read_filters(said: QueryDict, *, craft: str = "") -> Filters:
    """The filters an address asks for; `craft` when the page is a craft's own."""
    price = said.get("price", "")
    return Filters(
        query=" ".join(said.get("q", "").replace("\x00", "").split())[:LONGEST_QUERY],
        literal=said.get("exact") == "1",
        craft=craft or _slug(said.get("craft", "")),
        block=_slug(said.get("block", "")),
        price=price if price in {band_name(band) for band in BANDS} else "",
        ready=said.get("ready", "") if said.get("ready", "") in _READY else "",
        sort=said.get("sort", "") if said.get("sort", "") in SORTS else "new",
    )


def _slug(text: str) -> str:
    return text if len(text) <= 60 and text.isascii() and text.replace("-", "").replace("_", "").isalnum() else ""


def chips(filters: Filters, crafts: Sequence[Facet], blocks: Sequence[Facet]) -> list[dict[str, str]]:
    """The applied filters, each with the address without it."""
    made = []
    if filters.craft:
        made.append({"text": _name(crafts, filters.craft), "url": filters.address(craft="")})
    if filters.block:
        made.append({"text": _name(blocks, filters.block), "url": filters.address(block="")})
    if filters.price:
        band = next(band for band in BANDS if band_name(band) == filters.price)
        made.append({"text": band_words(band), "url": filters.address(price="")})
    if filters.ready:
        made.append({"text": ready_words(filters.ready), "url": filters.address(ready="")})
    return made


def ready_words(ready: str) -> str:
    return _("Ready now") if ready == "yes" else _("Made to order")


def _name(facets: Sequence[Facet], slug: str) -> str:
    return next((facet.name for facet in facets if facet.slug == slug), slug)
