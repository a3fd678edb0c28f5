"""What must hold of makers."""

from collections.abc import Iterable

from django.db.models import Count, F, Q

from haat.core.doctor import check
from haat.makers.models import Maker


@check("every open maker has a bank account and a leader")
def payable() -> Iterable[str]:
    """A maker who sells and cannot be paid, or whom nobody answers for."""
    for maker in Maker.objects.live().filter(bank=None):
        yield f"maker {maker.pk} ({maker}) is open without a bank account"
    leads = Count("members", filter=Q(members__leads=True, members__active=True))
    for maker in Maker.objects.live().annotate(leaders=leads).filter(leaders=0):
        yield f"maker {maker.pk} ({maker}) is open without a leader"


@check("member counts = members")
def member_counts() -> Iterable[str]:
    """`Maker.member_count` is the number of active members."""
    active = Count("members", filter=Q(members__active=True))
    for maker in Maker.objects.annotate(active=active).exclude(member_count=F("active")):
        yield f"maker {maker.pk} ({maker}) counts {maker.member_count} members, has {maker.active}"


@check("makers lie in their block, blocks in their mart")
def places() -> Iterable[str]:
    """A maker no coordinator would see."""
    for maker in Maker.objects.select_related("block", "place", "mart__place").iterator():
        if not (maker.block.contains(maker.place) and maker.mart.place.contains(maker.block)):
            yield f"maker {maker.pk} ({maker}) lies outside its block or mart"
