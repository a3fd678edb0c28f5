"""What must hold of pairs of makers."""

from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, Subquery

from haat.core.doctor import check
from haat.core.trail import last_id, told
from haat.doubles.models import Merge, Proposal
from haat.ledger.models import Due, Transfer
from haat.makers.models import Maker
from haat.orders.models import Part
from haat.orders.rules import CLOSED_STATES


@check("makers that were made one lead to one that is its own")
def merges_stand() -> Iterable[str]:
    """Merged is who has a standing merge, into the same maker; nobody leads to somebody who is merged too."""
    standing = Merge.objects.filter(gone=OuterRef("pk"), kept=OuterRef("merged_into"), undone_at=None)
    merged = Maker.objects.filter(state=Maker.State.MERGED)
    for maker in merged.filter(~Exists(standing)):
        yield f"maker {maker.pk} ({maker}) is merged, and nobody made it one with {maker.merged_into_id}"
    for merge in Merge.objects.filter(undone_at=None).exclude(gone__merged_into=F("kept")):
        yield f"merge {merge.pk}: maker {merge.gone_id} is its own, though nobody made them two again"


@check("makers that were made one have nothing open of their own")
def merged_are_empty() -> Iterable[str]:
    """Neither an order that is not closed, nor money that is owed; what is over stays under their number."""
    for part in Part.objects.filter(maker__state=Maker.State.MERGED).exclude(state__in=CLOSED_STATES):
        yield f"part {part.number} is of maker {part.maker_id}, which is merged"
    unpaid = Due.objects.filter(maker__state=Maker.State.MERGED, amount_paise__gt=0)
    for due in unpaid.exclude(state=Due.State.PAID):
        yield f"due {due.pk} is {due.state}, and owed to maker {due.maker_id}, which is merged"


@check("makers whose money moved were made one by two people")
def money_was_moved_by_two() -> Iterable[str]:
    """Whoever proposed it is not who did it, there and back; what was proposed at another time is no agreement."""
    for merge in Merge.objects.annotate(proposer=_proposer("at", back=False)).order_by("pk"):
        moved = bool(merge.undo.get("parts")) or any(merge.undo.get("dues", {}).values())
        if moved and merge.proposer in (None, merge.by_id):
            yield f"merge {merge.pk}: money moved, and user {merge.by_id} did it without a second person"
    undone = Merge.objects.exclude(undone_at=None).annotate(
        proposer=_proposer("undone_at", back=True),
        undone_by=last_id(told(Maker, "makers.parted", at="gone_id").filter(at__lte=OuterRef("undone_at")), "by_id"),
    )
    for merge in undone.order_by("pk"):
        returned = Transfer.objects.filter(cause__startswith="due-moved:", cause__endswith=f":{merge.pk}:back")
        if merge.proposer in (None, merge.undone_by) and returned.filter(amount_paise__gt=0).exists():
            yield f"merge {merge.pk}: money went back, and user {merge.undone_by} did it without a second person"


def _proposer(when: str, *, back: bool) -> Subquery:
    """Who proposed what was then done: made before, and ended by that very deed."""
    made = Proposal.objects.filter(kept=OuterRef("kept"), gone=OuterRef("gone"), back=back)
    ended = made.filter(at__lte=OuterRef(when), ended_at__gte=OuterRef(when))
    return Subquery(ended.order_by("ended_at").values("by_id")[:1])
