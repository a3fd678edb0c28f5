"""What of a maker's money can go over to the maker it was found to be, and what cannot yet."""

from collections.abc import Iterable

from django.db.models import QuerySet

from haat.ledger.models import Due, Payout, Share
from haat.makers.models import Maker
from haat.orders.models import Part


def owed_now(maker: Maker) -> QuerySet[Due]:
    """What the maker is owed and is in no payout."""
    return Due.objects.filter(maker=maker, state=Due.State.EARNED)


def in_payout(dues: Iterable[int]) -> bool:
    """Whether one of these dues is in a payout that the bank has not answered."""
    return Due.objects.filter(pk__in=list(dues), state=Due.State.IN_PAYOUT).exists()


def at_the_bank(maker: Maker) -> bool:
    """Whether money of the maker is proposed, or on its way to her account."""
    going = (Payout.State.PROPOSED, Payout.State.SENT)
    return Payout.objects.filter(maker=maker, state__in=going).exists()


def unbooked(maker: Maker) -> bool:
    """Whether something of the maker's was delivered that the worker has not booked yet."""
    done = (Part.State.DELIVERED, Part.State.RETURNED)
    return Part.objects.filter(maker=maker, state__in=done, due=None).exists()


def with_shares(members: Iterable[int]) -> frozenset[int]:
    """Those of these members who ever had a share of a payout."""
    return frozenset(Share.objects.filter(member__in=list(members)).values_list("member_id", flat=True))
