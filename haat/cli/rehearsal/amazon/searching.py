"""Listings searched: by SKU, ASIN or barcode, by parent, time and status; twenty a page, never beyond a thousand."""

from collections import OrderedDict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from haat.cli.rehearsal.amazon.listing import Listing
from haat.cli.rehearsal.amazon.wire import BadInput, Call, moment

if TYPE_CHECKING:
    from haat.cli.rehearsal.amazon.listings import Listings

MOST, PAGE, KEPT = 1000, 10, 50
_SORTS = {"sku": "sku", "createdDate": "created", "lastUpdatedDate": "updated"}
_BOUNDS = (
    ("createdAfter", "created", 1),
    ("createdBefore", "created", -1),
    ("lastUpdatedAfter", "updated", 1),
    ("lastUpdatedBefore", "updated", -1),
)


class Searching:
    """A search with more than one page is kept as it was found, under the tokens of its pages."""

    def __init__(self, listings: "Listings") -> None:
        self.listings = listings
        self._kept: OrderedDict[str, tuple[list[str], int]] = OrderedDict()

    def answer(self, call: Call) -> dict[str, Any]:
        size = int(call.query.get("pageSize", PAGE))
        token = call.query.get("pageToken")
        if token:
            name, _, place = token.partition(".")
            if name not in self._kept or not place.isdigit():
                raise BadInput("pageToken is not known any more", code="BAD_REQUEST")
            begin = int(place)
        else:
            name, begin = self.listings.world.name(80), 0
            found = self._found(call)
            self._keep(name, found)
        skus, number = self._kept[name]
        page = (self.listings.by_sku.get(sku) for sku in skus[begin : begin + size])
        wanted = call.many("includedData", ("summaries",))
        turns = {}
        if begin + size < len(skus):
            turns["nextToken"] = f"{name}.{begin + size}"
        if begin:
            turns["previousToken"] = f"{name}.{max(0, begin - size)}"
        items = [self.listings.told(listing, wanted) for listing in page if listing is not None]
        return {"numberOfResults": number, "items": items} | ({"pagination": turns} if turns else {})

    def _keep(self, name: str, found: list[Listing]) -> None:
        self._kept[name] = ([listing.sku for listing in found[:MOST]], len(found))
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)

    def _found(self, call: Call) -> list[Listing]:
        named, parent = call.many("identifiers"), call.query.get("variationParentSku")
        if sum(map(bool, (named, parent, call.query.get("packageHierarchySku")))) > 1:
            raise BadInput("identifiers, variationParentSku and packageHierarchySku exclude each other", "BAD_REQUEST")
        if bool(named) != ("identifiersType" in call.query):
            raise BadInput("identifiers and identifiersType go together", code="BAD_REQUEST")
        bounds = [(of, sign, moment(call.query[name], name)) for name, of, sign in _BOUNDS if name in call.query]
        found = [each for each in self._candidates(call, named, parent) if self._fits(each, call, bounds)]
        by, turned = _SORTS[call.query.get("sortBy", "lastUpdatedDate")], call.query.get("sortOrder") != "ASC"
        return sorted(found, key=lambda each: (getattr(each, by), each.sku), reverse=turned)

    def _candidates(self, call: Call, named: tuple[str, ...], parent: str | None) -> Iterable[Listing]:
        known = self.listings.by_sku
        if parent:
            return (known[sku] for sku in self.listings.children.get(parent, ()) if sku in known)
        if "packageHierarchySku" in call.query:
            return ()
        if not named:
            return known.values()
        if call.query["identifiersType"] == "SKU":
            return (known[sku] for sku in dict.fromkeys(named) if sku in known)
        if call.query["identifiersType"] == "ASIN":
            return (each for each in known.values() if each.asin in named)
        return (each for each in known.values() if _barcodes(each) & set(named))

    def _fits(self, listing: Listing, call: Call, bounds: list[tuple[str, int, float]]) -> bool:
        if any((getattr(listing, of) - at) * sign < 0 for of, sign, at in bounds):
            return False
        grave = set(call.many("withIssueSeverity"))
        if grave and not grave & {each["severity"] for each in listing.issues}:
            return False
        wanted, unwanted = set(call.many("withStatus")), set(call.many("withoutStatus"))
        if not (wanted or unwanted):
            return True
        status = set(listing.status(self.listings.world.now()))
        return wanted <= status and not unwanted & status


def _barcodes(listing: Listing) -> set[str]:
    return {str(each.get("value")) for each in listing.attributes.get("externally_assigned_product_identifier", ())}
