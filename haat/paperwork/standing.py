"""How far each paper of each maker is: from the makers' book, from the roads, and from what its goods ask for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef

from haat.catalogue.models import Craft, Good, GoodKind
from haat.catalogue.papers_wanted import STANDING
from haat.core.dates import today
from haat.core.identifiers import mask_account
from haat.core.languages import best
from haat.makers.models import Document, Maker
from haat.makers.paper_book import project_book
from haat.paperwork.models import Road, Tick
from haat.paperwork.roads import ALL, CHOICE, GOODS, SIGNED, RoadKind, need_name, of_kind, roads
from haat.paperwork.rules import OPEN, PASSBOOK

KEPT, CHECK, APPLIED, REFUSED = "kept", "check", "applied", "refused"
SIGN, PRINT, MAKE, APPLY = "sign", "print", "make", "apply"
MISSING, AFTER, LAPSED = "missing", "after", "lapsed"
NOT_NEEDED, THROUGH, NOT_ASKED = "not_needed", "through", "not_asked"
# What somebody can do today, and what is done.
NOW, DONE = (SIGN, PRINT, MAKE, APPLY, REFUSED, LAPSED), (KEPT, NOT_NEEDED, THROUGH)
TAX = ("gstin", "enrolment", "pan", "fssai")


@dataclass(frozen=True)
class Standing:
    """How far one paper is. `tail`: the end of its number; `need`: what is missing; `after`: the paper before it."""

    kind: RoadKind
    state: str
    road: Road | None = None
    document: Document | None = None
    tail: str = ""
    day: date | None = None
    need: str = ""
    after: str = ""

    @property
    def need_name(self) -> str:
        """What is missing, in the reader's language."""
        return need_name(self.need) if self.need else ""

    @property
    def after_name(self) -> str:
        """The paper that comes first, in the reader's language."""
        return best(roads()[self.after].short).text if self.after else ""


@dataclass
class Known:
    """What is known of some makers: six statements for any number of them."""

    documents: Mapping[tuple[int, str], Sequence[Document]] = field(default_factory=dict)
    roads: Mapping[tuple[int, str], Sequence[Road]] = field(default_factory=dict)
    wanted: Mapping[int, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, makers: Iterable[Maker], *, goods: bool = True) -> "Known":
        """`goods`: also which papers their goods ask for."""
        keys = [maker.pk for maker in makers]
        documents: dict[tuple[int, str], list[Document]] = defaultdict(list)
        for document in Document.objects.filter(maker__in=keys).order_by("pk"):
            documents[document.maker_id, document.kind].append(document)
        found: dict[tuple[int, str], list[Road]] = defaultdict(list)
        signed = Exists(Tick.objects.filter(road=OuterRef("pk"), what=SIGNED))
        for road in Road.objects.filter(maker__in=keys).annotate(signed=signed).order_by("pk"):
            found[road.maker_id or 0, road.kind].append(road)
        return cls(documents, found, _wanted(keys) if goods else {})

    def asked(self, kind: RoadKind, maker: Maker, *, chosen: bool) -> bool:
        """Whether this paper is asked of the maker; `chosen`: somebody named the kind, so choice counts as asked."""
        if kind.fits != "federation" and not kind.fits_maker(maker):
            return False
        if kind.asked == GOODS:
            return _paper_of(kind.kind) in self.wanted.get(maker.pk, ())
        return kind.fits != "federation" and (kind.asked == ALL or (chosen and kind.asked == CHOICE))

    def standing(self, kind: RoadKind, maker: Maker, *, chosen: bool = False) -> Standing:
        """How far this paper of a maker (`bank`, `seller` loaded) is."""
        mine = self.roads.get((maker.pk, kind.slug), ())
        road = next((each for each in reversed(mine) if each.state in OPEN), mine[-1] if mine else None)
        open_ = road if road is not None and road.state in OPEN else None
        kept = self._in_book(kind, maker, road)
        of_another = kind.member and open_ is not None  # one member's card is there, another's is being made
        if kept is not None and not of_another and (open_ is None or kept.state in (KEPT, CHECK)):
            return kept
        if open_ is not None:
            return self._on_road(kind, maker, open_)
        if road is not None and road.state != Road.State.GRANTED:
            return Standing(kind, NOT_NEEDED if road.state == Road.State.NOT_NEEDED else THROUGH, road)
        if road is not None and kind.member:
            return Standing(kind, KEPT, road, road.document, _tail(road.document))
        if not self.asked(kind, maker, chosen=chosen):
            return Standing(kind, NOT_ASKED)
        if kind.kind == "enrolment" and maker.seller.organisation_id is not None:
            return Standing(kind, THROUGH)
        if kind.kind == "enrolment" and maker.seller.gstin:
            return Standing(kind, NOT_NEEDED)
        if (before := self._before(kind, maker)) is not None:
            return Standing(kind, AFTER, after=before.slug)
        return Standing(kind, PRINT if kind.form else MAKE)

    def _in_book(self, kind: RoadKind, maker: Maker, road: Road | None) -> Standing | None:
        """What the makers' book says: there, waiting for a look, or run out; None where it has nothing."""
        if kind.kind == PASSBOOK:
            return _account(kind, maker, road)
        held = [d for d in self.documents.get((maker.pk, kind.kind), ()) if d.state != Document.State.REFUSED]
        now = today()
        holds = [d for d in held if d.valid_until is None or d.valid_until >= now]
        given = [d for d in holds if d.state == Document.State.GIVEN]
        # Accepted by the hand that wrote it: on its road another person still reads it.
        waits = road is not None and road.state == Road.State.GIVEN
        if holds and not given and not waits:
            return Standing(kind, KEPT, road, holds[-1], _tail(holds[-1]), holds[-1].valid_until)
        if given or (holds and waits):
            paper = given[-1] if given else holds[-1]
            return Standing(kind, CHECK, road, paper, _tail(paper))
        if kind.kind in TAX and maker.seller.organisation_id is None and (number := getattr(maker.seller, kind.kind)):
            return Standing(kind, KEPT, road, None, mask_account(number)[-4:])
        return Standing(kind, LAPSED, road, held[-1], _tail(held[-1]), held[-1].valid_until) if held else None

    def _on_road(self, kind: RoadKind, maker: Maker, road: Road) -> Standing:
        if road.state == Road.State.GIVEN:
            return Standing(kind, CHECK, road, road.document, _tail(road.document))
        if road.state == Road.State.APPLIED:
            return Standing(kind, APPLIED, road, day=road.applied_on)
        if road.state == Road.State.REFUSED:
            return Standing(kind, REFUSED, road)
        if road.lacking:
            return Standing(kind, MISSING, road, need=road.lacking)
        if (before := self._before(kind, maker)) is not None:
            return Standing(kind, AFTER, road, after=before.slug)
        if kind.form is None:
            return Standing(kind, MAKE, road)
        if road.printed_at is None:
            return Standing(kind, PRINT, road)
        return Standing(kind, APPLY if getattr(road, "signed", False) else SIGN, road)

    def _before(self, kind: RoadKind, maker: Maker) -> RoadKind | None:
        """The paper that has to be there first, and is not."""
        for slug in kind.after:
            road = of_kind(slug, group=maker.is_group)
            found = self._in_book(road, maker, None) if road is not None else None
            if road is not None and (found is None or found.state == LAPSED):
                return road
        return None


def _account(kind: RoadKind, maker: Maker, road: Road | None) -> Standing | None:
    bank = getattr(maker, "bank", None)
    if bank is None or bank.sent_back:
        return None
    return Standing(kind, KEPT if bank.confirmed else CHECK, road, tail=bank.number[-4:])


def _tail(document: Document | None) -> str:
    return mask_account(document.number)[-4:] if document is not None else ""


def _paper_of(kind: str) -> str:
    found = project_book().kinds.get(kind)
    return found.paper if found is not None else kind


def _wanted(makers: Sequence[int]) -> dict[int, frozenset[str]]:
    """Maker → the papers that its goods must have, or had better have; three statements."""
    rows = Good.objects.filter(maker__in=makers, state__in=STANDING).order_by()
    each = set(rows.values_list("maker_id", "craft_id", "kind_id").distinct())
    crafts = Craft.objects.in_bulk({craft for _maker, craft, _kind in each})
    kinds = GoodKind.objects.in_bulk({kind for _maker, _craft, kind in each if kind})
    found: dict[int, set[str]] = defaultdict(set)
    for maker, craft, kind in each:
        found[maker] |= papers_of_craft(crafts[craft]) | (papers_of_kind(kinds[kind]) if kind else set())
    return {maker: frozenset(papers) for maker, papers in found.items()}


def papers_of_craft(craft: Craft) -> set[str]:
    """What every good of the craft needs."""
    return set(craft.papers)


def papers_of_kind(kind: GoodKind) -> set[str]:
    """What every good of the kind must have, or had better have."""
    return {entry["paper"] for entry in kind.papers if entry["need"].startswith(("must", "advised"))}


def all_standings(maker: Maker) -> list[Standing]:
    """Every paper that is there, on its way, or asked of a maker (`bank`, `seller` loaded), in the order of roads."""
    known = Known.of([maker])
    found = [known.standing(kind, maker) for kind in roads().values() if kind.fits_maker(maker)]
    return [each for each in found if each.state != NOT_ASKED]
