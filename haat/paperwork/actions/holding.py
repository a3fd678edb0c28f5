"""A road held with its maker, moved on, and found for a paper that came by another way."""

from django.utils import timezone

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.locks import hold, hold_key
from haat.makers.models import BankAccount, Document, Maker, Paper, SellerPaper
from haat.makers.queries import given_by
from haat.paperwork.errors import RoadEnded
from haat.paperwork.models import Road
from haat.paperwork.roads import road_of, roads_to
from haat.paperwork.rules import OPEN, PASSBOOK, keeps_number


def held_open(road: Road, *related: str) -> Road:
    """The road as it stands now, its maker held before it, for whoever changes it. Raises RoadEnded."""
    if road.maker_id is not None:
        hold_key(Maker, road.maker_id)
    held = hold(road, *related)
    if held.state not in OPEN:
        raise RoadEnded()
    return held


def moved(road: Road, state: str, *fields: str) -> None:
    """Write that the road stands elsewhere now; when it has ended, what was asked for the form is wiped out."""
    road.state, road.moved_at = state, timezone.now()
    if state not in OPEN:
        road.answers, road.lacking = b"", ""
    road.save(update_fields=["state", "moved_at", "answers", "lacking", *fields])


def road_for(paper: Document | SellerPaper) -> Road | None:
    """The one open road that this paper ends; None when there is none, or more than one may be meant."""
    kinds = [road.slug for road in roads_to(paper.kind)]
    own = {"maker": paper.maker_id} if isinstance(paper, Document) else {"seller": paper.seller_id}
    rows = Road.objects.filter(kind__in=kinds, state__in=OPEN, **own).select_related("maker").order_by("pk")
    found = [road for road in rows if keeps_number(road, road.maker)]
    name = "document_id" if isinstance(paper, Document) else "paper_id"
    mine = [road for road in found if getattr(road, name) == paper.pk]
    free = [road for road in found if getattr(road, name) is None]
    return mine[0] if mine else free[0] if len(free) == 1 else None


def tie(road: Road, paper: Document | SellerPaper, *, by: int | None) -> None:
    """A held road has the number of this paper, which `by` wrote down; told again it counts once."""
    name = "document" if isinstance(paper, Document) else "paper"
    stands = (road.state, getattr(road, f"{name}_id"), road.typed_by_id)
    if stands == (Road.State.GIVEN, paper.pk, by):
        return
    setattr(road, name, paper)
    road.typed_by_id = by
    moved(road, Road.State.GIVEN, name, "typed_by_id")
    record("paperwork.number_written", road, by=Actor(by), kind=paper.kind)


def tie_what_waits(road: Road) -> None:
    """A paper or account that was given before its road was begun, and waits to be read: the road begins with it."""
    kind = road_of(road.kind).kind
    if kind == PASSBOOK:
        account = BankAccount.objects.filter(maker=road.maker_id, confirmed=False, sent_back=False).first()
        if account is not None:
            road.typed_by_id = account.set_by_id
            moved(road, Road.State.GIVEN, "typed_by_id")
            record("paperwork.number_written", road, by=Actor(account.set_by_id), kind=road.kind)
        return
    waits = {"kind": kind, "state": Paper.State.GIVEN}
    rows = (
        Document.objects.filter(maker=road.maker_id, **waits)
        if road.maker_id is not None
        else SellerPaper.objects.filter(seller=road.seller_id, **waits)
    )
    paper: Document | SellerPaper
    for paper in rows.order_by("-pk"):
        if road_for(paper) == road:
            tie(road, paper, by=given_by(paper))
            return
