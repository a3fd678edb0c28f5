"""How far groups have come, as the rows of the rooms below say: nothing here is remembered, all can be made anew.

A stage is the day on which the fact first stood: on a list or found by the survey; a lesson tried, or done right in the
real app; a good brought; all that opening and her crafts ask given in; a good sent to the desk with its picture; a good
in the shop of an open maker; the first and the tenth parcel that was delivered and not sent back
(docs/decisions/waves.md).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import F, Min, Q, Window
from django.db.models.functions import RowNumber

from haat.catalogue.models import Craft, Good
from haat.cohorts import rules
from haat.cohorts.models import Seat
from haat.core.dates import day_of
from haat.core.models import Event
from haat.learning.models import Study
from haat.makers.models import Document, Maker
from haat.makers.queries import with_papers
from haat.makers.rules import missing_to_open, papers_missing
from haat.orders.models import Part
from haat.survey.models import Find

_TAX = (Document.Kind.PAN, Document.Kind.GSTIN, Document.Kind.ENROLMENT)
_S = Good.State


@dataclass
class Reached:
    """Stage → the day; sales counted up to ten; and of each stage that is not reached what it lacks."""

    days: dict[str, date | None] = field(default_factory=lambda: dict.fromkeys(rules.STAGES))
    sales: int = 0
    lacks: dict[str, list[str]] = field(default_factory=dict)


@dataclass
class _Facts:
    """What the rows say of one maker."""

    trained: list[datetime] = field(default_factory=list)
    goods: list[Any] = field(default_factory=list)
    sent: list[datetime] = field(default_factory=list)
    bank: datetime | None = None
    found: datetime | None = None
    sold: dict[int, datetime] = field(default_factory=dict)


def reckoned(seats: Sequence[Seat]) -> dict[int, Reached]:
    """Seat → how far it is; the seats with their `group`. Thirteen statements, however many seats."""
    maker_of = {seat.pk: maker_id(seat) for seat in seats}
    keys = {pk for pk in maker_of.values() if pk}
    rows = with_papers(Maker.objects.filter(pk__in=keys).order_by()) if keys else ()
    makers = {maker.pk: maker for maker in rows}
    facts = _facts(keys)
    crafts = Craft.objects.in_bulk({good.craft_id for each in facts.values() for good in each.goods})
    return {seat.pk: _of(seat, makers.get(maker_of[seat.pk] or 0), facts, crafts) for seat in seats}


def maker_id(seat: Seat) -> int | None:
    """The maker that a seat is by now; None for a group that is not enrolled."""
    return seat.maker_id or (seat.group.maker_id if seat.group is not None else None)


def _facts(keys: Collection[int]) -> dict[int, _Facts]:
    """Maker → what the rows say of it and of those that were found to be it."""
    found: dict[int, _Facts] = defaultdict(_Facts)
    if not keys:
        return found
    merged = Maker.objects.filter(merged_into__in=keys).values_list("pk", "merged_into")
    owner = {pk: pk for pk in keys} | {pk: into for pk, into in merged if into}
    own = list(owner)
    _lessons(found, owner, own)
    _goods(found, owner, own)
    told = Event.objects.filter(kind="makers.bank_set", subject_type=Maker._meta.label_lower, subject_id__in=own)
    for pk, at in told.order_by().values_list("subject_id").annotate(at=Min("at")):
        found[owner[pk]].bank = min(filter(None, (found[owner[pk]].bank, at)))
    finds = Find.objects.filter(maker__in=own, state=Find.State.MAKER).order_by()
    found_at: Any = finds.values_list("maker")
    for pk, at in found_at.annotate(at=Min("found_at")):
        found[owner[pk]].found = min(filter(None, (found[owner[pk]].found, at)))
    _sales(found, owner, own)
    return found


def _lessons(found: dict[int, _Facts], owner: Mapping[int, int], own: Sequence[int]) -> None:
    right = Min("first_at", filter=Q(first=Study.Verdict.RIGHT))
    rows = Study.objects.filter(maker__in=own).order_by().values_list("maker")
    for pk, tried, done in rows.annotate(tried=Min("tried_at"), done=right):
        found[owner[pk]].trained += filter(None, (tried, done))


def _goods(found: dict[int, _Facts], owner: Mapping[int, int], own: Sequence[int]) -> None:
    whose = {}
    for good in Good.objects.filter(maker__in=own).order_by().only("maker", "craft", "state", "made_at", "live_at"):
        found[owner[good.maker_id]].goods.append(good)
        whose[good.pk] = owner[good.maker_id]
    sent = Event.objects.filter(kind="catalogue.good_sent", subject_type=Good._meta.label_lower, subject_id__in=whose)
    for pk, at in sent.order_by().values_list("subject_id").annotate(at=Min("at")):
        found[whose[pk]].sent.append(at)


def _sales(found: dict[int, _Facts], owner: Mapping[int, int], own: Sequence[int]) -> None:
    """The first ten parcels of each that were delivered and are still with their buyers."""
    rows = Part.objects.filter(maker__in=own, state=Part.State.DELIVERED, delivered_at__isnull=False).order_by()
    number = Window(RowNumber(), partition_by=F("maker"), order_by=(F("delivered_at"), F("pk")))
    by: dict[int, list[datetime]] = defaultdict(list)
    for pk, at in rows.annotate(nth=number).filter(nth__lte=rules.TEN).values_list("maker", "delivered_at"):
        if at is not None:
            by[owner[pk]].append(at)
    for pk, moments in by.items():
        found[pk].sold = dict(enumerate(sorted(moments)[: rules.TEN], start=1))


def _of(seat: Seat, maker: Maker | None, facts: Mapping[int, _Facts], crafts: Mapping[int, Craft]) -> Reached:
    reached = Reached()
    known = seat.group.known_at if seat.group is not None else maker.enrolled_at if maker is not None else None
    if maker is None:
        reached.days[rules.SURVEY] = _first((known,))
        reached.lacks = {stage: ["enrol"] for stage in rules.STAGES[1:]}
        return reached
    own = facts.get(maker.pk) or _Facts()
    asked = [crafts[pk] for pk in sorted({good.craft_id for good in own.goods})]
    papers = _papers_lacking(maker, asked)
    live = [good.live_at for good in own.goods if good.live_at]
    reached.days |= {
        rules.SURVEY: _first((known, own.found)),
        rules.TRAINING: _first(own.trained),
        rules.GOOD: _first(good.made_at for good in own.goods),
        rules.PAPERS: None if papers else _papers_day(maker, asked, own),
        rules.PHOTOS: _first(own.sent),
        rules.LIVE: day_of(max(maker.live_at, min(live))) if maker.live_at and live else None,
        rules.SALE: _first((own.sold.get(1),)),
        rules.TENTH: _first((own.sold.get(rules.TEN),)),
    }
    reached.sales = len(own.sold)
    reached.lacks = {
        rules.TRAINING: ["lesson"],
        rules.GOOD: ["good"],
        rules.PAPERS: papers,
        rules.PHOTOS: ["picture"],
        rules.LIVE: [_not_live(maker, own.goods)],
        rules.SALE: ["order"],
        rules.TENTH: ["orders"],
    }
    return reached


def _first(moments: Iterable[datetime | None]) -> date | None:
    first = min(filter(None, moments), default=None)
    return day_of(first) if first is not None else None


def _papers_lacking(maker: Maker, crafts: Sequence[Craft]) -> list[str]:
    """Codes of what was never given. What ran out was given once: renewals are no stage of a wave."""
    blockers = missing_to_open(maker) + [each for craft in crafts for each in papers_missing(maker, craft=craft)]
    codes = dict.fromkeys(blocker.code for blocker in blockers)
    return [code for code in codes if not code.endswith(("_expired", "_not_yet"))]


def _papers_day(maker: Maker, crafts: Sequence[Craft], own: _Facts) -> date:
    """The day on which the last of them came: account, tax paper, and what each craft asks."""
    given: dict[str, datetime] = {}
    for paper in maker.documents.all():
        if paper.state != Document.State.REFUSED:
            given[paper.kind] = min(paper.given_at, given.get(paper.kind, paper.given_at))
    tax = [given[kind] for kind in _TAX if kind in given]
    needed = {kind for craft in crafts for kind in craft.papers}
    moments = [maker.enrolled_at, own.bank, min(tax, default=None), *(given.get(kind) for kind in needed)]
    return day_of(max(filter(None, moments)))


def _not_live(maker: Maker, goods: Sequence[Good]) -> str:
    """Why none of its goods is in the shop."""
    states = {good.state for good in goods}
    if maker.state == Maker.State.ENROLLED:
        return "not_open"
    if maker.state == Maker.State.PAUSED:
        return "paused"
    return "look" if _S.WAITING in states else "sent_back" if _S.SENT_BACK in states else "draft"
