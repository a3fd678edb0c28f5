"""A road is begun: for a maker, one of its members, or a federation's seller; for many makers at once."""

from collections.abc import Sequence

from django.db import transaction

from haat.core.actor import Actor
from haat.core.dates import today
from haat.core.errors import HaatError
from haat.core.events import record
from haat.core.locks import hold
from haat.core.texts import clean_line
from haat.makers import papers
from haat.makers.models import BankAccount, Document, Maker, Member, Seller
from haat.makers.paper_book import kind_known
from haat.paperwork.actions.holding import tie_what_waits
from haat.paperwork.errors import HasPaper, InTheSeller, NeedsMember, NotAMember, NotForThis
from haat.paperwork.models import Duty, Road
from haat.paperwork.roads import RoadKind, road_of
from haat.paperwork.rules import MOST_ABOUT, OPEN, PASSBOOK, needs_member


@transaction.atomic
def begin_road(maker: Maker, *, kind: str, member: Member | None = None, about: str = "", by: Actor) -> Road:
    """A paper of a maker, or of one of its members, is being made; one that is open already is answered.

    `about` tells several of one kind apart. Raises UnknownRoad, NotForThis, NeedsMember, NotAMember, HasPaper.
    """
    known = road_of(kind)
    held = hold(maker, "seller")
    _check_holder(known, held, member)
    about = clean_line(about)[:MOST_ABOUT]
    found = Road.objects.filter(maker=held, member=member, kind=kind, about=about, state__in=OPEN).first()
    if found is not None:
        return found
    if _has(known, held, member):
        raise HasPaper(known.name)
    return _begun(Road(mart_id=held.mart_id, maker=held, member=member, kind=kind, about=about), by)


@transaction.atomic
def begin_for_seller(seller: Seller, *, kind: str, about: str = "", by: Actor) -> Road:
    """A paper of a federation's seller is being made; one that is open already is answered.

    Raises UnknownRoad, NotForThis, InTheSeller.
    """
    known = road_of(kind)
    held = hold(seller)
    if held.organisation_id is None or known.fits == "artisan" or known.kind == PASSBOOK:
        raise NotForThis(known.name)
    if known.kind in papers.SELLER_PAPERS:
        raise InTheSeller()
    about = clean_line(about)[:MOST_ABOUT]
    found = Road.objects.filter(seller=held, kind=kind, about=about, state__in=OPEN).first()
    return found or _begun(Road(mart_id=held.mart_id, seller=held, kind=kind, about=about), by)


@transaction.atomic
def begin_roads(makers: Sequence[Maker], *, kind: str, by: Actor) -> int:
    """The same paper of many makers; whoever has it, or does not go this road, is left out. How many were begun."""
    open_before = set(
        Road.objects.filter(maker__in=makers, kind=kind, state__in=OPEN).values_list("maker_id", flat=True)
    )
    begun = 0
    for maker in sorted(makers, key=lambda each: each.pk):
        try:
            begin_road(maker, kind=kind, by=by)
        except HaatError:
            continue
        begun += maker.pk not in open_before
    return begun


def _check_holder(known: RoadKind, maker: Maker, member: Member | None) -> None:
    if member is not None and (member.maker_id != maker.pk or not member.active):
        raise NotAMember()
    if member is not None and not known.member:
        raise NotForThis(known.name)
    if member is None and needs_member(known, maker):
        raise NeedsMember()
    if member is None and not known.fits_maker(maker):
        raise NotForThis(known.name)


def _has(known: RoadKind, maker: Maker, member: Member | None) -> bool:
    """Whether it holds already, and nothing asks for a newer one."""
    if known.kind == PASSBOOK:
        return BankAccount.objects.filter(maker=maker, confirmed=True, sent_back=False).exists()
    if member is not None or kind_known(known.kind).several:
        return False
    accepted = Document.objects.filter(maker=maker, kind=known.kind, state=Document.State.ACCEPTED)
    held = [document for document in accepted if document.valid_until is None or document.valid_until >= today()]
    return bool(held) and not Duty.objects.filter(document__in=held, done_at=None).exists()


def _begun(road: Road, by: Actor) -> Road:
    road.save(force_insert=True)
    record("paperwork.begun", road, by=by, kind=road.kind)
    tie_what_waits(road)
    return road
