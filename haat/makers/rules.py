"""Who may act for a maker, which makers a person sees, and what a maker still lacks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.core.actor import Actor
from haat.core.dates import today
from haat.makers.errors import MayNotAct
from haat.makers.models import Document, Maker, MakerQuerySet, Organisation
from haat.makers.paper_proofs import EXPIRED, MISSING, NOT_YET, standing
from haat.people.models import User
from haat.people.rules import holds, organisations_held, places_held, require, scope
from haat.places.models import Mart

MAKER, DESK = "maker", "desk"


@dataclass(frozen=True)
class Blocker:
    """Because of this (`sentence`), do that (`next_step`); `who` has to: "maker" or "desk"."""

    code: str
    sentence: "str | Promise"
    next_step: "str | Promise"
    who: str


class NeedsPapers(Protocol):
    """A craft, as far as its papers go (`catalogue.Craft`)."""

    papers: Sequence[str]


BLOCKERS = {
    blocker.code: blocker
    for blocker in (
        Blocker(
            "names",
            _("The name is missing in the mart's first language."),
            _("Write the name as the members write it."),
            DESK,
        ),
        Blocker(
            "members",
            _("Nobody leads this maker."),
            _("Add a member and mark her as the leader."),
            MAKER,
        ),
        Blocker(
            "phone",
            _("No mobile number is known: nobody can sign in, and nobody hears of orders and money."),
            _("Write the leader’s mobile number, or that of somebody at home."),
            MAKER,
        ),
        Blocker(
            "bank",
            _("No bank account is known, so no money can be paid."),
            _("Send a picture of the first page of the passbook."),
            MAKER,
        ),
        Blocker(
            "pan",
            _("The seller has neither PAN nor GST number."),
            _("Give the PAN, the GST enrolment number or the GSTIN."),
            MAKER,
        ),
        Blocker(
            "fssai",
            _("Food may be sold only with an FSSAI number."),
            _("Register with FSSAI (the desk helps) and give the 14-digit number."),
            MAKER,
        ),
        Blocker(
            "fssai_expired",
            _("The FSSAI number has run out."),
            _("Renew it and give the new date."),
            MAKER,
        ),
        Blocker(
            "paused",
            _("This maker is paused."),
            _("Open it again when the members can send goods."),
            DESK,
        ),
        Blocker(
            "not_open",
            _("This maker is enrolled but not yet open."),
            _("Look at the papers and open the maker."),
            DESK,
        ),
        Blocker(
            "paper",
            _("A paper that this craft needs is missing."),
            _("Give the number of the paper."),
            MAKER,
        ),
        Blocker(
            "paper_expired",
            _("A paper that this craft needs has run out."),
            _("Renew it and give the new date."),
            MAKER,
        ),
        Blocker(
            "paper_not_yet",
            _("A paper that this craft needs holds only from a later day."),
            _("Wait for that day, or give the paper that holds now."),
            MAKER,
        ),
    )
}


def _papers(maker: Maker) -> dict[str, list[Document]]:
    """The maker's papers that were not refused, by kind (uses a prefetch when there is one)."""
    found: dict[str, list[Document]] = {}
    for document in maker.documents.all():
        if document.state != Document.State.REFUSED:
            found.setdefault(document.kind, []).append(document)
    return found


def missing_to_open(maker: Maker) -> list[Blocker]:
    """What a maker lacks before it can be live: a name, a leader, a phone, a bank account, a tax paper."""
    seller, papers = maker.seller, _papers(maker)
    identity = {Document.Kind.PAN, Document.Kind.GSTIN, Document.Kind.ENROLMENT}
    lacks = {
        "names": not maker.names.get(maker.mart.default_language),
        "members": not any(member.leads and member.active for member in maker.members.all()),
        "phone": not maker.phone,
        "bank": not hasattr(maker, "bank"),
        "pan": not (seller.gstin or seller.enrolment or seller.pan or identity & set(papers)),
    }
    return [BLOCKERS[code] for code, lacking in lacks.items() if lacking]


def readiness(maker: Maker, *, craft: NeedsPapers, on: date | None = None) -> list[Blocker]:
    """Everything that keeps the maker from selling goods of `craft` now; empty when it is ready."""
    blockers = missing_to_open(maker)
    blockers += papers_missing(maker, craft=craft, on=on)
    if maker.state == Maker.State.PAUSED:
        blockers.append(BLOCKERS["paused"])
    elif maker.state == Maker.State.ENROLLED:
        blockers.append(BLOCKERS["not_open"])
    return blockers


def papers_missing(maker: Maker, *, craft: NeedsPapers, on: date | None = None) -> list[Blocker]:
    """The papers `craft` needs and neither maker nor seller has, or that ran out by `on` (today)."""
    papers = _papers(maker) if craft.papers else {}
    blockers = []
    for kind in craft.papers:
        code, _best = standing(papers.get(kind, ()), on or today())
        if code in (EXPIRED, NOT_YET):
            blockers.append(BLOCKERS.get(f"{kind}_{code}", BLOCKERS[f"paper_{code}"]))
        elif code == MISSING and not getattr(maker.seller, kind, ""):
            blockers.append(BLOCKERS.get(kind, BLOCKERS["paper"]))
    return blockers


def makers_of(user: User) -> MakerQuerySet:
    """The makers a person is an active member of; none while no code has shown that her phone is hers."""
    return _seats(user) if user.phone_verified else Maker.objects.none()


def lacks_code(user: User, mart: Mart) -> bool:
    """True for a member of a maker of `mart` who came in by a paper alone, which others may have had in their hands."""
    return not user.phone_verified and _seats(user).filter(mart=mart).exists()


def _seats(user: User) -> MakerQuerySet:
    return Maker.objects.own().filter(members__user=user, members__active=True).distinct()


def visible_to(user: User, mart: Mart, deed: str = "see_office") -> MakerQuerySet:
    """The makers of `mart` at or below the place where the person may do `deed`; none without a role."""
    return ever_visible_to(user, mart, deed).own()


def ever_visible_to(user: User, mart: Mart, deed: str) -> MakerQuerySet:
    """The same with those that were found to be another one."""
    place = scope(user, mart, deed)
    if place is None:
        return Maker.objects.none()
    return Maker.objects.filter(place.reach(mart, "block"), mart=mart)


def may_see(user_id: int, maker: Maker) -> bool:
    """Whether a person whom a door let in belongs to the maker or has a role that sees it."""
    if maker.members.filter(user=user_id, active=True).exists():
        return True
    user = User.objects.filter(pk=user_id).first()
    return user is not None and holds(user, "see_makers", mart=maker.mart, place=maker.block)


def federations_of(user: User, mart: Mart, deed: str = "see_federation") -> QuerySet[Organisation]:
    """The organisations whose accounts a person keeps; none for everybody else."""
    held = organisations_held(user, mart, deed)
    return Organisation.objects.filter(mart=mart, pk__in=held).select_related("place").order_by("slug")


def makers_of_federation(user: User, mart: Mart, deed: str = "see_federation") -> MakerQuerySet:
    """The makers of those organisations, and of the village organisations below them: all she may see anything of."""
    held = organisations_held(user, mart, deed)
    below = Q(organisation__in=held) | Q(organisation__parent__in=held)
    return Maker.objects.filter(below, mart=mart) if held else Maker.objects.none()


def at_node(user: User, mart: Mart, organisation: str = "organisation", place: str = "place") -> Q | None:
    """What lies at the organisations and villages that a secretary or a CRP keeps; None for everybody else."""
    held = organisations_held(user, mart, "keep_node")
    villages = [each.pk for each in places_held(user, mart, "keep_node")]
    if not (held or villages):
        return None
    own, below = Q(**{f"{organisation}__in": held}), Q(**{f"{organisation}__parent__in": held})
    return own | below | Q(**{f"{place}__in": villages})


def makers_at_node(user: User, mart: Mart) -> MakerQuerySet:
    """The makers at them."""
    there = at_node(user, mart)
    return Maker.objects.own().filter(there, mart=mart) if there is not None else Maker.objects.none()


def may_act_for(user: User, maker: Maker) -> Actor:
    """Who the record says acted: the member herself, or a coordinator or the desk for the maker.

    Raises NotAllowed for everybody else; FactorMissing for those two while they have not given the second factor.
    """
    if user.phone_verified and maker.members.filter(user=user, active=True).exists():
        return Actor(user_id=user.pk)
    if not holds(user, "act_for_maker", mart=maker.mart, place=maker.block):
        raise MayNotAct()
    require(user, "act_for_maker", mart=maker.mart, place=maker.block)
    return Actor(user_id=user.pk, for_maker_id=maker.pk)
