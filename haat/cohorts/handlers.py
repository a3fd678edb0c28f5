"""What happens to groups, goods and orders moves their seats: each maker once, for all that tells of it.

Where a mart has no wave nobody is told (`WAVES`): that costs no job.
"""

from collections.abc import Iterable, Sequence

from haat.catalogue.models import Good
from haat.cohorts import actions
from haat.core.events import subscribe
from haat.core.models import Event
from haat.makers.models import Maker, SellerPaper

# Of an event: that its mart has a wave, or that nobody knows of which mart it is. Not by IS NULL: see
# `channels.handlers.SELLS`.
WAVES = (
    '(COALESCE("core_event"."mart_id", 0) = 0 OR EXISTS (SELECT 1 FROM "cohorts_cohort" AS "waves"'
    ' WHERE "waves"."mart_id" = "core_event"."mart_id"))'
)


@subscribe(
    "makers.opened",
    "makers.paused",
    "makers.changed",
    "makers.merged",
    "makers.parted",
    "makers.phone_changed",
    "makers.bank_set",
    "makers.leader_set",
    "learning.tried",
    many=True,
    where=WAVES,
)
def follow_maker(events: Sequence[Event]) -> None:
    """Something of a maker itself: opened, its account, its leader, a lesson."""
    told = {event.subject_id for event in events}
    into = {int(event.data["into"]) for event in events if event.kind == "makers.merged"}
    actions.follow_makers(told | into)


@subscribe(
    "makers.member_added",
    "makers.member_changed",
    "makers.member_removed",
    "makers.document_given",
    "makers.document_decided",
    many=True,
    where=WAVES,
)
def follow_papers(events: Sequence[Event]) -> None:
    """A member came or went, a paper was given or decided on."""
    actions.follow_makers({int(event.data["maker"]) for event in events})


@subscribe("makers.seller_changed", "makers.seller_paper_given", "makers.seller_paper_decided", many=True, where=WAVES)
def follow_seller(events: Sequence[Event]) -> None:
    """Who invoices has another number or paper: all makers that sell through it."""
    papers = {event.subject_id for event in events if event.subject_type == SellerPaper._meta.label_lower}
    sellers = {event.subject_id for event in events} - papers
    sellers |= set(SellerPaper.objects.filter(pk__in=papers).values_list("seller_id", flat=True))
    actions.follow_makers(set(Maker.objects.filter(seller__in=sellers).values_list("pk", flat=True)))


@subscribe(
    "catalogue.good_saved",
    "catalogue.good_sent",
    "catalogue.good_taken_back",
    "catalogue.good_approved",
    "catalogue.good_sent_back",
    "catalogue.good_paused",
    "catalogue.good_resumed",
    many=True,
    where=WAVES,
)
def follow_goods(events: Sequence[Event]) -> None:
    """A good was brought, sent, approved or sent back."""
    goods = Good.objects.filter(pk__in={event.subject_id for event in events})
    actions.follow_makers(set(goods.values_list("maker_id", flat=True)))


@subscribe(
    "orders.delivered",
    "orders.cancelled",
    "orders.divided",
    "orders.return_received",
    "orders.handed_on",
    many=True,
    where=WAVES,
)
def follow_sales(events: Sequence[Event]) -> None:
    """A parcel arrived, came back, or is another maker's now."""
    actions.follow_makers(set(_sold_by(events)))


def _sold_by(events: Iterable[Event]) -> Iterable[int]:
    for event in events:
        yield int(event.data["maker_id"])
        if event.kind == "orders.handed_on":
            yield int(event.data["was"])


@subscribe(
    "roster.group_enrolled",
    "roster.group_moved",
    "roster.groups_merged",
    "roster.groups_parted",
    many=True,
    where=WAVES,
)
def follow_group(events: Sequence[Event]) -> None:
    """A group is a maker now, lies elsewhere, or was found to be another."""
    actions.follow_groups({event.subject_id for event in events})


@subscribe("survey.made_maker", "survey.same", many=True, where=WAVES)
def follow_finds(events: Sequence[Event]) -> None:
    """The survey had found a maker before it was enrolled."""
    actions.follow_makers({int(event.data["maker"]) for event in events if event.data["maker"]})
