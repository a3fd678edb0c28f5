"""The number came: written down by one person into the makers' book, read from the paper by another."""

from datetime import date
from typing import Any

from django.db import transaction

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.languages import best
from haat.core.locks import hold, hold_key
from haat.core.models import Event
from haat.core.scans import Scan
from haat.makers.actions import decide_document, decide_seller_paper, give_document, give_seller_paper
from haat.makers.models import Document, Maker, Paper, Seller, SellerPaper
from haat.makers.paper_book import kind_known
from haat.makers.papers import paper_number
from haat.makers.queries import given_by
from haat.paperwork.actions.holding import held_open, moved, road_for, tie
from haat.paperwork.errors import (
    AtTheBank,
    NothingToCheck,
    NumberNotKept,
    OtherPan,
    OwnHand,
    RoadEnded,
    WrongHolder,
)
from haat.paperwork.models import Road
from haat.paperwork.queries import alone
from haat.paperwork.roads import road_of
from haat.paperwork.rules import OPEN, PASSBOOK, keeps_number

G = Road.State.GIVEN


@transaction.atomic
def write_number(
    road: Road,
    *,
    number: str,
    valid_from: date | None = None,
    valid_until: date | None = None,
    scan: Scan | None = None,
    by: Actor,
) -> Road:
    """The paper's number, days and picture, into the makers' book; another person reads it (`check_number`).

    A PAN's fourth letter must be its holder's, a GSTIN's signs 3 to 12 her PAN. Raises what `give_document` raises at
    `number`, and WrongHolder, OtherPan, NumberNotKept, AtTheBank, RoadEnded.
    """
    held = _held(road)
    maker = held.maker
    kind = road_of(held.kind).kind
    if kind == PASSBOOK:
        raise AtTheBank()
    if not keeps_number(held, maker):
        raise NumberNotKept()
    clean = paper_number(kind, number, told=kind_known(kind))
    if maker is not None:
        _check_number(kind, clean, maker)
    before = held.document or held.paper
    same = before is not None and (before.number, before.valid_from, before.valid_until) == (
        clean,
        valid_from,
        valid_until,
    )
    if same and held.state == G and scan is None:
        return held
    days: dict[str, Any] = {"valid_from": valid_from, "valid_until": valid_until}
    if maker is not None:
        facts = _facts(held, kind)
        held.document = give_document(maker, kind=kind, number=clean, facts=facts, scan=scan, by=by, **days)
    elif held.seller is not None:
        held.paper = give_seller_paper(held.seller, kind=kind, number=clean, by=by, **days)
    held.typed_by_id, held.checked_by_id, held.why = by.user_id, None, ""
    moved(held, G, "document", "paper", "typed_by_id", "checked_by_id", "why")
    record("paperwork.number_written", held, by=by, kind=kind)
    return held


@transaction.atomic
def check_number(road: Road, *, accept: bool, seen: str, by: Actor) -> Road:
    """Another person read the number from the paper: it is so, or it is not and is written anew.

    `seen` is `makers.queries.seen_now` of the page she had. Where no other officer may, the hand that wrote it grants
    it too, and nobody is named as who checked it. Raises OwnHand, NothingToCheck, and what `decide_document` raises.
    """
    held = _held(road, closed=True)
    paper = held.document or held.paper
    if held.state == Road.State.GRANTED and accept:
        return held
    if held.state != G or paper is None or (accept and paper.state == Paper.State.REFUSED):
        raise NothingToCheck()
    own = held.typed_by_id is not None and held.typed_by_id == by.user_id
    if own and not alone(held, by.user_id):
        raise OwnHand()
    if paper.state == Paper.State.GIVEN or not accept:
        _decide(paper, accept, seen, by)
    if accept:
        return _granted(held, by, checked=not own)
    _back(held)
    record("paperwork.number_unlike", held, by=by, kind=road_of(held.kind).kind)
    return held


@transaction.atomic
def note_shown(road: Road, *, by: Actor) -> Road:
    """A member's own PAN was looked at, and its number is not kept. Raises NothingToCheck for any other paper."""
    held = _held(road, closed=True)
    if keeps_number(held, held.maker):
        raise NothingToCheck()
    if held.state == Road.State.GRANTED:
        return held
    if held.state not in OPEN:
        raise RoadEnded()
    return _granted(held, by)


@transaction.atomic
def hear_given(paper: Document | SellerPaper, *, by: Actor) -> None:
    """A paper was given elsewhere: the road that is open for it has its number."""
    paper = _paper_held(paper)
    if paper.state == Paper.State.GIVEN and (road := road_for(paper)) is not None:
        tie(hold(road), paper, by=by.user_id)


@transaction.atomic
def hear_decided(paper: Document | SellerPaper, *, accepted: bool, by: Actor) -> None:
    """A paper was decided on elsewhere; when by the hand that wrote it, another still has to read it, if there is one.

    One that was given anew since, or decided before anybody heard that it was given, counts as it stands now.
    """
    paper = _paper_held(paper)
    if paper.state != (Paper.State.ACCEPTED if accepted else Paper.State.REFUSED):
        return
    name = "document" if isinstance(paper, Document) else "paper"
    if accepted and (road := road_for(paper)) is not None and road.state != G:
        tie(hold(road), paper, by=given_by(paper))
    for road in Road.objects.filter(state=G, **{name: paper}).order_by("pk"):
        held = hold(road, "maker__block", "mart__place")
        if held.state != G:
            continue
        own = held.typed_by_id is not None and held.typed_by_id == by.user_id
        if not accepted:
            _back(held)
            record("paperwork.number_unlike", held, by=by, kind=paper.kind)
        elif not own or alone(held, by.user_id):
            _granted(held, by, checked=not own)


def _paper_held(paper: Document | SellerPaper) -> Document | SellerPaper:
    """The paper as it stands now, its holder held before it."""
    if isinstance(paper, Document):
        hold_key(Maker, paper.maker_id)
        return hold(paper)
    hold_key(Seller, paper.seller_id)
    return hold(paper)


@transaction.atomic
def hear_bank(maker: Maker, *, confirmed: bool, by: Actor) -> None:
    """An account was written down, or confirmed by another person: its road stands so."""
    hold(maker)
    road = Road.objects.filter(maker=maker, kind=PASSBOOK, state__in=OPEN).first()
    if road is None:
        return
    held = hold(road)
    if confirmed:
        _granted(held, by)
    elif held.state != G or held.typed_by_id != by.user_id:
        held.typed_by_id = by.user_id
        moved(held, G, "typed_by_id")
        record("paperwork.number_written", held, by=by, kind=held.kind)


@transaction.atomic
def hand_over_roads(gone: Maker, *, to: Maker, by: Actor) -> int:
    """Two makers were found to be one: what was being made for one goes on for the other, unless that has it open.

    A road of a member goes with her, when she is the other's now.
    """
    _hold_both(gone, to)
    taken = set(Road.objects.filter(maker=to, member=None, state__in=OPEN).values_list("kind", "about"))
    handed = 0
    for road in Road.objects.filter(maker=gone, state__in=OPEN).order_by("pk"):
        held = hold(road, "member")
        if held.state not in OPEN or (held.member is not None and held.member.maker_id != to.pk):
            continue
        if held.member is None and ((held.kind, held.about) in taken or held.state == G):
            continue
        _over(held, to, was=gone, by=by)
        handed += 1
    return handed


@transaction.atomic
def give_back_roads(gone: Maker, *, kept: Maker, by: Actor) -> int:
    """They are two after all: what came over and is still being made goes back, unless `gone` has it open again.

    What has its number by now stays where that stands. How many went back.
    """
    _hold_both(gone, kept)
    came = Event.objects.filter(mart_id=kept.mart_id, kind="paperwork.handed_over", data__was=gone.pk)
    roads = Road.objects.filter(pk__in=came.values("subject_id"), maker=kept, state__in=OPEN)
    taken = set(Road.objects.filter(maker=gone, member=None, state__in=OPEN).values_list("kind", "about"))
    back = 0
    for road in roads.order_by("pk"):
        held = hold(road, "member")
        hers = held.member is None or held.member.maker_id == gone.pk
        stays = held.member is None and ((held.kind, held.about) in taken or held.state == G)
        if held.state in OPEN and hers and not stays:
            _over(held, gone, was=kept, by=by)
            back += 1
    return back


def _hold_both(one: Maker, other: Maker) -> None:
    for key in sorted({one.pk, other.pk}):
        hold_key(Maker, key)


def _over(road: Road, to: Maker, *, was: Maker, by: Actor) -> None:
    road.maker = to
    road.save(update_fields=["maker"])
    record("paperwork.handed_over", road, by=by, maker=to.pk, was=was.pk)


def _held(road: Road, *, closed: bool = False) -> Road:
    related = ("maker__seller", "maker__block", "mart__place", "member", "seller", "document", "paper")
    if not closed:
        return held_open(road, *related)
    if road.maker_id is not None:
        hold_key(Maker, road.maker_id)
    elif road.seller_id is not None:
        hold_key(Seller, road.seller_id)
    return hold(road, *related)


def _check_number(kind: str, number: str, maker: Maker) -> None:
    if kind == Document.Kind.PAN and (number[3] == "P") is maker.is_group:
        raise WrongHolder(number[3], group=maker.is_group)
    if kind == Document.Kind.GSTIN:
        pans = Document.objects.filter(maker=maker, kind=Document.Kind.PAN).exclude(state=Document.State.REFUSED)
        known = {*pans.values_list("number", flat=True)}
        if maker.seller.organisation_id is None and maker.seller.pan:
            known.add(maker.seller.pan)
        if known and number[2:12] not in known:
            raise OtherPan()


def _facts(road: Road, kind: str) -> dict[str, str]:
    """Whose it is, of a card that belongs to a person."""
    if "person" not in kind_known(kind).asks:
        return {}
    person = road.member or (road.maker.members.filter(leads=True).first() if road.maker is not None else None)
    return {"person": best(person.names).text[:60]} if person is not None else {}


def _decide(paper: Document | SellerPaper, accept: bool, seen: str, by: Actor) -> None:
    if isinstance(paper, Document):
        decide_document(paper, accept=accept, seen=seen, by=by)
    else:
        decide_seller_paper(paper, accept=accept, seen=seen, by=by)


def _granted(road: Road, by: Actor, *, checked: bool = True) -> Road:
    road.checked_by_id, road.why = by.user_id if checked else None, ""
    moved(road, Road.State.GRANTED, "checked_by_id", "why")
    record("paperwork.granted", road, by=by, kind=road.kind)
    return road


def _back(road: Road) -> None:
    road.typed_by_id, road.checked_by_id = None, None
    moved(road, Road.State.APPLIED if road.applied_on else Road.State.MAKING, "typed_by_id", "checked_by_id")
