"""Listings put, patched, deleted, read and searched: a preview keeps nothing, and what is accepted is not yet live."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from typing import Any

from haat.cli.rehearsal.amazon.checking import (
    LETTERED,
    NO_BARCODE,
    NO_PARENT,
    NOT_IN_CATALOGUE,
    Checking,
    Issue,
    enforced,
    issue,
    wrong,
)
from haat.cli.rehearsal.amazon.kinds import KINDS
from haat.cli.rehearsal.amazon.listing import CHANGES, EVERYTHING, Listing
from haat.cli.rehearsal.amazon.patching import patched
from haat.cli.rehearsal.amazon.searching import Searching
from haat.cli.rehearsal.amazon.wire import MARKETPLACE, SELLER, BadInput, Call, Calls, Denied, NotThere, stamp
from haat.cli.rehearsal.amazon.world import World

ANY_KIND = "PRODUCT"  # a patch may say this for whatever type the listing is of


class Listings:
    """All listings of the seller, by SKU."""

    def __init__(self, world: World, checking: Checking) -> None:
        self.world, self.checking = world, checking
        self.by_sku: dict[str, Listing] = {}
        self.children: dict[str, set[str]] = {}
        self.wholes: Counter[str] = Counter()  # how often the whole of each was taken since it was there last
        self.searching = Searching(self)
        world.on("listing", self._settle)
        world.on("gone", self._go)

    def calls(self) -> Calls:
        return {
            "putListingsItem": self.put,
            "patchListingsItem": self.patch,
            "deleteListingsItem": self.delete,
            "getListingsItem": self.get,
            "searchListingsItems": self.search,
        }

    def put(self, call: Call) -> dict[str, Any]:
        """Make a listing, or tell all of it anew."""
        _own(call)
        body = call.body
        return self._answer(call, self.submit_put(call.path["sku"], body, preview="mode" in call.query))

    def patch(self, call: Call) -> dict[str, Any]:
        _own(call)
        return self._answer(call, self.submit_patch(call.path["sku"], call.body, preview="mode" in call.query))

    def delete(self, call: Call) -> dict[str, Any]:
        _own(call)
        self.submit_delete(call.path["sku"])
        return self._answer(call, [])

    def get(self, call: Call) -> dict[str, Any]:
        _own(call)
        listing = self.by_sku.get(call.path["sku"])
        if listing is None:
            raise NotThere(f"SKU '{call.path['sku']}' not found in marketplace {MARKETPLACE}", code="NOT_FOUND")
        return self.told(listing, call.many("includedData", ("summaries",)))

    def search(self, call: Call) -> dict[str, Any]:
        _own(call)
        return self.searching.answer(call)

    def told(self, listing: Listing, wanted: tuple[str, ...]) -> dict[str, Any]:
        related = self._related(listing) if "relationships" in wanted else None
        return listing.told(wanted, self.world.now(), related)

    def submit_put(
        self, sku: str, told: Mapping[str, Any], *, preview: bool = False, by_feed: bool = False
    ) -> list[Issue]:
        """Take the whole of a listing; the issues, of which one that is an error keeps it back."""
        kind, requirements, attributes = told["productType"], told.get("requirements", "LISTING"), told["attributes"]
        if kind not in KINDS:
            return [wrong("product_type")]
        issues = self.checking.issues(kind, requirements, attributes)
        if preview:
            return issues + (self.checking.unseen(kind, attributes) if not issues else [])
        if not any(map(_is_error, issues)):
            self.wholes[sku] += 1
            self._accept(sku, kind, requirements, attributes, EVERYTHING, by_feed=by_feed)
        return issues

    def submit_patch(
        self, sku: str, told: Mapping[str, Any], *, preview: bool = False, by_feed: bool = False
    ) -> list[Issue]:
        """Take a part of a listing."""
        listing = self.by_sku.get(sku)
        if listing is None:
            return [NOT_IN_CATALOGUE]
        if told["productType"] not in (ANY_KIND, listing.kind):
            return [wrong("product_type")]
        attributes, touched, issues = patched(listing.attributes, told["patches"])
        part = {name: attributes[name] for name in touched if name in attributes}
        issues += self.checking.issues(listing.kind, listing.requirements, part, whole=False)
        if not issues and touched - set(part):
            issues = self.checking.issues(listing.kind, listing.requirements, attributes)
        if not preview and not any(map(_is_error, issues)):
            changed = frozenset(CHANGES.get(name, "good") for name in touched)
            self._accept(sku, listing.kind, listing.requirements, attributes, changed, by_feed=by_feed)
        return issues

    def submit_delete(self, sku: str) -> None:
        if sku in self.by_sku:
            self.world.later(self.world.switches.change_seconds, "gone", (sku, self.world.now()))

    def _accept(
        self, sku: str, kind: str, requirements: str, attributes: Mapping[str, Any], changed: frozenset[str],
        *, by_feed: bool,
    ) -> None:  # fmt: skip
        now, switches = self.world.now(), self.world.switches
        listing = self.by_sku.get(sku)
        if listing is None:
            listing = self.by_sku[sku] = Listing(sku, now)
        self.children.get(listing.claim.parent, set()).discard(sku)
        listing.accept(kind, requirements, attributes, self.checking.identified(kind, attributes), now)
        if listing.claim.parent:
            self.children.setdefault(listing.claim.parent, set()).add(sku)
        wait = switches.change_seconds if listing.asin else switches.review_seconds * (0.5 + self.world.random.random())
        self.world.later(wait, "listing", (sku, changed, by_feed))

    def _go(self, what: tuple[str, float]) -> None:
        """It is gone, unless it was told anew after it was deleted."""
        sku, asked = what
        listing = self.by_sku.get(sku)
        if listing is not None and listing.updated <= asked:
            self.children.get(listing.claim.parent, set()).discard(sku)
            del self.by_sku[sku]
            self.wholes.pop(sku, None)

    def _settle(self, what: tuple[str, frozenset[str], bool]) -> None:
        """What was accepted is looked at, and becomes what buyers see; or does not."""
        sku, changed, by_feed = what
        listing, switches = self.by_sku.get(sku), self.world.switches
        if listing is None or (sku in switches.never_live and not listing.asin):
            return
        if "price" in changed:
            listing.price = listing.claim.price
        if "stock" in changed and not (by_feed and listing.asin and sku in switches.stale):
            listing.stock = dict(listing.claim.stock)
        self.review(listing)

    def review(self, listing: Listing) -> None:
        """Whether it belongs into the catalogue, and what is said against it."""
        if not listing.identified:
            listing.identified = self.checking.identified(listing.kind, {"brand": [{"value": listing.claim.brand}]})
        if not listing.identified:
            listing.issues = (NO_BARCODE, NOT_IN_CATALOGUE)
            return
        listing.asin = listing.asin or _asin(listing.sku)
        listing.issues = tuple(self._warnings(listing))

    def _warnings(self, listing: Listing) -> list[Issue]:
        found = list[Issue]()
        switches = self.world.switches
        if listing.sku in switches.lettered:
            until = stamp(listing.updated + switches.grace_seconds) if switches.grace_seconds else ""
            found.append(enforced(LETTERED, "SEARCH_SUPPRESSED", until))
        parent = self.by_sku.get(listing.claim.parent)
        if listing.claim.parent and (parent is None or parent.claim.level != "parent"):
            found.append(NO_PARENT)
        elif parent is not None and parent.claim.theme != listing.claim.theme:
            said = "The variation theme of the child is not its parent's."
            found.append(issue("8008", said, ["variation_theme"], severity="WARNING"))
        return found

    def review_all(self) -> None:
        """Look again at what was told already: something was granted, or switched."""
        for listing in self.by_sku.values():
            if listing.asin or listing.issues:
                self.review(listing)

    def _related(self, listing: Listing) -> Mapping[str, Any] | None:
        claim, children = listing.claim, sorted(self.children.get(listing.sku, ()))
        if not (claim.parent or children):
            return None
        names = {"parentSkus": [claim.parent]} if claim.parent else {"childSkus": children}
        theme = {"attributes": claim.theme.lower().split("/"), "theme": claim.theme}
        return {"type": "VARIATION", **names, "variationTheme": theme}

    def _answer(self, call: Call, issues: list[Issue]) -> dict[str, Any]:
        refused = any(map(_is_error, issues))
        status = "INVALID" if refused else "VALID" if "mode" in call.query else "ACCEPTED"
        submission = self.world.name()
        told: dict[str, Any] = {"sku": call.path["sku"], "status": status, "submissionId": submission}
        wanted = call.many("includedData", ("issues",))
        if "issues" in wanted or refused:
            told["issues"] = issues
        if "identifiers" in wanted:
            listing = self.by_sku.get(call.path["sku"])
            found = listing is not None and listing.asin
            told["identifiers"] = [{"marketplaceId": MARKETPLACE, "asin": found}] if found else []
        return told


def _own(call: Call) -> None:
    """The account is the one the keys are of, and the marketplace one it sells in. Raises Denied or BadInput."""
    if call.path["sellerId"] != SELLER:
        raise Denied()
    if call.many("marketplaceIds") != (MARKETPLACE,):
        raise BadInput("marketplaceIds: an unknown marketplace", code="BAD_REQUEST")


def _is_error(told: Issue) -> bool:
    return bool(told["severity"] == "ERROR")


def _asin(sku: str) -> str:
    """Ten letters and digits, the same for a SKU at every start."""
    number = int.from_bytes(hashlib.sha256(sku.encode()).digest()[:6], "big")
    letters = "0123456789ABCDEFGHJKLMNPQRSTVWXYZ"
    told = ""
    while len(told) < 8:
        number, place = divmod(number, len(letters))
        told += letters[place]
    return f"B0{told}"
