"""The only writes to pairs: kept apart, made one, made two again."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from haat.catalogue.actions import hand_over_goods
from haat.core.actor import Actor
from haat.core.errors import Gone
from haat.core.events import record
from haat.core.locks import hold, hold_all
from haat.core.rows import insert_new, update
from haat.doubles.errors import AtTheBank, InTheWay, OrderedSince, SameMaker, SecondPerson, TooLate
from haat.doubles.models import Apart, Merge, Proposal
from haat.doubles.rules import in_the_way, moves_money, moves_money_back
from haat.ledger.actions import hand_over_dues
from haat.ledger.queries import at_the_bank, in_payout, unbooked, with_shares
from haat.makers.actions import give_back, take_in
from haat.makers.actions.joining import hold_both
from haat.makers.models import Maker
from haat.makers.queries import name_told
from haat.orders.actions import hand_over_parts
from haat.orders.queries import any_made
from haat.stock.actions import hand_over_items
from haat.stock.queries import any_moved


@transaction.atomic
def keep_apart(one: Maker, two: Maker, *, by: Actor) -> None:
    """They are not the same: nobody is asked about the pair again. Said twice it counts once. Raises SameMaker."""
    _two(one, two)
    first, second = sorted((one, two), key=lambda maker: maker.pk)
    if not insert_new([Apart(mart_id=one.mart_id, one=first, two=second, by_id=by.user_id)]):
        return
    record("doubles.kept_apart", first, by=by, other=second.pk, called=name_told(second))
    record("doubles.kept_apart", second, by=by, other=first.pk, called=name_told(first))
    _end_proposals(first, second)


@transaction.atomic
def merge_makers(kept: Maker, gone: Maker, *, by: Actor) -> Merge | None:
    """`gone` was `kept` all along: what it has goes over, with what it is owed and its open orders.

    What is closed stays under its number: orders, invoices, payouts. Where money moves the first person proposes (None)
    and another does it. Raises SameMaker, InTheWay, SecondPerson, Gone.
    """
    _two(kept, gone)
    kept, gone = hold_both(kept, gone)
    if Maker.State.MERGED in (kept.state, gone.state):
        raise Gone()
    if reasons := in_the_way(gone):
        raise InTheWay(reasons)
    if moves_money(gone) and not _agreed(kept, gone, back=False, by=by):
        return None
    merge = Merge.objects.create(mart_id=kept.mart_id, kept=kept, gone=gone, undo={}, by_id=by.user_id)
    merge.undo = _take_over(merge, kept, gone, by)
    update(merge, "undo")
    if at_the_bank(gone) or unbooked(gone):  # proposed or delivered while its dues and orders were waited for
        raise InTheWay(in_the_way(gone))
    _end_all_proposals(gone)
    return merge


def _take_over(merge: Merge, kept: Maker, gone: Maker, by: Actor) -> dict[str, Any]:
    """Everything that goes over, in the order in which it is held; answers what the way back needs."""
    undo = take_in(kept, gone, stay=with_shares(gone.members.values_list("pk", flat=True)), by=by)
    goods = hand_over_goods(gone, to=kept, by=by)
    parts = hand_over_parts(gone, to=kept, by=by)
    items = hand_over_items(goods, to=kept)
    dues = hand_over_dues(gone, to=kept, name=f"{merge.pk}", by=by)
    undo |= {"goods": goods, "parts": parts, "items": items}
    return undo | {"dues": {str(pk): paise for pk, paise in dues.items()}}


def _agreed(kept: Maker, gone: Maker, *, back: bool, by: Actor) -> bool:
    """Whether somebody else proposed it before; else it is proposed now. Raises SecondPerson. Both makers are held."""
    if by.user_id is None:
        raise SecondPerson
    open_ = Proposal.objects.filter(kept=kept, gone=gone, ended_at=None).first()
    if open_ is not None and open_.back == back:
        if open_.by_id == by.user_id:
            raise SecondPerson
        return True
    _end_proposals(kept, gone)
    Proposal.objects.create(mart_id=kept.mart_id, kept=kept, gone=gone, back=back, by_id=by.user_id)
    record("doubles.merge_proposed", kept, by=by, other=gone.pk, called=name_told(gone), back=back)
    return False


def _end_proposals(one: Maker, two: Maker) -> None:
    open_ = Proposal.objects.filter(kept__in=(one, two), gone__in=(one, two), ended_at=None)
    open_.update(ended_at=timezone.now())


def _end_all_proposals(gone: Maker) -> None:
    """What was proposed of it and anybody: it is no maker of its own any more."""
    open_ = Proposal.objects.filter(Q(kept=gone) | Q(gone=gone), ended_at=None)
    open_.update(ended_at=timezone.now())


@transaction.atomic
def part_again(merge: Merge, *, by: Actor) -> Maker | None:
    """They are two after all; answers the maker that is its own again.

    What came over and nobody has changed since goes back, open orders and what is owed too; what was delivered or paid
    meanwhile stays where it went, and so do members who had shares. Where money moves the first person proposes (None)
    and another does it. Raises TooLate, OrderedSince, AtTheBank, SecondPerson, and what `give_back` does.
    """
    kept, gone = hold_both(merge.kept, merge.gone)
    merge = hold(merge, "kept", "gone")
    if merge.undone_at is not None or merge.back_until < timezone.now():
        raise TooLate()
    undo = merge.undo
    goods, parts, dues = undo["goods"], undo.get("parts", []), [int(pk) for pk in undo.get("dues", {})]
    if any_made(goods, by=kept, but=_came_over(kept, gone)) or any_moved(goods, since=merge.at):
        raise OrderedSince()
    if in_payout(dues) or (undo["bank"] and at_the_bank(kept)):  # to the account that came over, it may be
        raise AtTheBank()
    if moves_money_back(merge) and not _agreed(kept, gone, back=True, by=by):
        return None
    members = [*map(int, undo["members"]), *undo.get("seats", [])]
    back = give_back(kept, gone, undo=undo, stay=with_shares(members), by=by)
    hand_over_goods(kept, to=back, only=goods, by=by)
    hand_over_parts(kept, to=back, only=parts, by=by)
    hand_over_items(goods, to=back)
    hand_over_dues(kept, to=back, name=f"{merge.pk}:back", only=dues, by=by)
    merge.undone_at = timezone.now()
    update(merge, "undone_at")
    _end_proposals(kept, gone)
    return back


@transaction.atomic
def forget_merges(keys: Sequence[int], by: Actor) -> None:
    """What stood at the two makers of these merges is not kept any more; goods, parts and dues still find their way
    back. Told twice it counts once."""
    for merge in hold_all(Merge.objects.filter(pk__in=keys)):
        merge.undo |= {"before": {}, "after": {}, "lokos_id": "", "gstin": ""}
        update(merge, "undo")


def _came_over(kept: Maker, gone: Maker) -> set[int]:
    """The parts that came with these goods, now or at a time before; what was ordered or divided since is none."""
    merges = Merge.objects.filter(kept=kept, gone=gone)
    return {part for undo in merges.values_list("undo", flat=True) for part in undo.get("parts", [])}


def _two(one: Maker, two: Maker) -> None:
    if one.pk == two.pk or one.mart_id != two.mart_id:
        raise SameMaker()
