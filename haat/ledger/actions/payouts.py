"""Payouts: proposed by one person, released by another, settled by the bank's word, shared among members.

What a run may pay is decided on rows read after these locks, always in this order: the run, the bank accounts, the
orders of its dues, the dues. `orders.ask_return` locks the order too: a return is either read here or comes after.
"""

import re
from collections.abc import Collection, Mapping, Sequence

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.locks import hold, hold_all, hold_key, hold_keys
from haat.core.money import share_out
from haat.core.rows import add_to, batches, insert_many, update
from haat.core.sequences import next_number
from haat.ledger.actions.transfers import At, Move, transfer, transfer_all
from haat.ledger.errors import (
    AllComingBack,
    NoneHasCome,
    NothingOwed,
    PayoutClosed,
    RunClosed,
    SamePerson,
    UtrNeeded,
    UtrUsed,
)
from haat.ledger.models import Due, Payout, PayoutRun, Share
from haat.ledger.queries import coming_back, not_come, payable
from haat.makers.actions import doubt_bank
from haat.makers.models import BankAccount, Maker, Member
from haat.orders.models import Order, Part
from haat.payments.queries import moved_under
from haat.places.models import Mart

UTR = re.compile(r"[A-Z0-9]{8,30}")


@transaction.atomic
def propose_payouts(mart: Mart, *, by: Actor, maker_ids: list[int] | None = None) -> PayoutRun:
    """Gather every due that may be paid today, of makers whose bank account the desk has confirmed, into one run.

    Raises NothingOwed, SamePerson. `by` must be a person: she may not release what she proposed.
    """
    if by.user_id is None:
        raise SamePerson()
    found = payable(mart) if maker_ids is None else payable(mart).filter(maker_id__in=maker_ids)
    banks = hold_all(BankAccount.objects.filter(maker__in=found.values("maker_id")))
    accounts = {bank.maker_id: bank for bank in banks if bank.confirmed}
    by_maker: dict[int, list[Due]] = {}
    for some in batches(_lock_orders(found, accounts)):
        for due in hold_all(payable(mart).filter(pk__in=some)):
            if due.maker_id in accounts:  # her maker was not made one with another until now
                by_maker.setdefault(due.maker_id, []).append(due)
    if not by_maker:
        raise NothingOwed()
    run = PayoutRun.objects.create(
        mart=mart,
        number=f"{mart.order_prefix}P-{next_number(f'payout:{mart.pk}'):04d}",
        proposed_by_id=by.user_id,
    )
    _propose(run, accounts, by_maker)
    record("ledger.payouts_proposed", run, by=by, amount_paise=_total(run), makers=len(by_maker))
    return run


def _lock_orders(dues: QuerySet[Due], makers: Collection[int] | None = None) -> list[int]:
    """Lock the orders of these dues (of these makers), in key order, and answer the dues' keys in theirs.

    Read them again before deciding.
    """
    rows = dues.order_by("pk").values_list("pk", "part__order_id", "maker_id")
    wanted = [(due, order) for due, order, maker_id in rows if makers is None or maker_id in makers]
    hold_keys(Order, {order for _due, order in wanted})
    return [due for due, _order in wanted]


def _propose(run: PayoutRun, accounts: Mapping[int, BankAccount], by_maker: Mapping[int, list[Due]]) -> None:
    """A payout for each maker, and her dues in it."""
    insert_many(
        [
            Payout(
                mart_id=run.mart_id,
                run=run,
                maker_id=maker_id,
                amount_paise=sum(due.amount_paise for due in owed),
                holder=accounts[maker_id].holder,
                account_number=accounts[maker_id].number,
                ifsc=accounts[maker_id].ifsc,
            )
            for maker_id, owed in sorted(by_maker.items())
        ]
    )
    of_maker = Payout.objects.filter(run=run, maker=OuterRef("maker")).values("pk")
    for some in batches(sorted(due.pk for owed in by_maker.values() for due in owed)):
        Due.objects.filter(pk__in=some).update(state=Due.State.IN_PAYOUT, payout=Subquery(of_maker))


def _total(run: PayoutRun) -> int:
    return int(run.payouts.aggregate(total=Sum("amount_paise"))["total"] or 0)


def _open_run(run: PayoutRun) -> PayoutRun:
    fresh = hold(run)
    if fresh.state != PayoutRun.State.PROPOSED:
        raise RunClosed()
    return fresh


@transaction.atomic
def release_payouts(run: PayoutRun, *, by: Actor) -> PayoutRun:
    """A second person releases the run: the money leaves the bank account with the bank file.

    What buyers asked to send back since it was proposed stays behind, and so does what a party took back of its money:
    a run pays less than was proposed, never more. Raises SamePerson, RunClosed, Overdrawn when the bank account does
    not hold it, AllComingBack or NoneHasCome when nothing is left to pay.
    """
    run = _open_run(run)
    if by.user_id is None or by.user_id == run.proposed_by_id:
        raise SamePerson()
    now, dues = timezone.now(), Due.objects.filter(payout__run=run)  # none joins or leaves while the run is held
    _lock_orders(dues)
    unpaid = dues.filter(not_come()).exists()
    _leave(run, dues.filter(coming_back() | not_come()), by=by)
    payouts = (
        run.payouts.filter(state=Payout.State.PROPOSED).order_by("pk").values_list("pk", "maker_id", "amount_paise")
    )
    moves = [
        Move(At("maker_due", maker_id), At("bank"), paise, f"payout:{pk}", payout_id=pk)
        for pk, maker_id, paise in payouts.values_list("pk", "maker_id", "amount_paise")
    ]
    if not moves:
        raise NoneHasCome() if unpaid else AllComingBack()
    transfer_all(run.mart, moves, by=by)
    run.payouts.filter(state=Payout.State.PROPOSED).update(state=Payout.State.SENT, sent_at=now)
    run.state, run.released_by_id, run.released_at = PayoutRun.State.RELEASED, by.user_id, now
    run.save(update_fields=["state", "released_by_id", "released_at"])
    record("ledger.payouts_released", run, by=by, amount_paise=_total(run))
    return run


@transaction.atomic
def drop_payouts(run: PayoutRun, *, by: Actor) -> PayoutRun:
    """Give a proposed run up; its dues may be proposed again."""
    run = _open_run(run)
    Due.objects.filter(payout__run=run).update(state=Due.State.EARNED, payout=None)
    run.payouts.update(state=Payout.State.DROPPED)
    run.state = PayoutRun.State.DROPPED
    run.save(update_fields=["state"])
    record("ledger.payouts_dropped", run, by=by)
    return run


@transaction.atomic
def leave_proposed(part: Part, *, by: Actor) -> None:
    """The goods of a part are coming back: its due leaves the run it stands in, unless that was released already.

    A run left with nothing is dropped.
    """
    runs = hold_all(PayoutRun.objects.filter(state=PayoutRun.State.PROPOSED, payouts__dues__part=part))
    if not runs:
        return
    run = runs[0]
    _leave(run, Due.objects.filter(part=part, payout__run=run), by=by)
    if not run.payouts.filter(state=Payout.State.PROPOSED).exists():
        run.state = PayoutRun.State.DROPPED
        update(run, "state")
        record("ledger.payouts_dropped", run, by=by)


def _leave(run: PayoutRun, dues: QuerySet[Due], *, by: Actor) -> None:
    """Take dues out of a locked, proposed run; a payout left with nothing pays nothing and is dropped."""
    left = hold_all(dues)
    less: dict[int, int] = {}
    for due in left:
        assert due.payout_id is not None
        less[due.payout_id] = less.get(due.payout_id, 0) - due.amount_paise
    add_to(Payout, {payout_id: [paise] for payout_id, paise in less.items()}, "amount_paise")
    for some in batches([due.pk for due in left]):
        Due.objects.filter(pk__in=some).update(state=Due.State.EARNED, payout=None)
    run.payouts.filter(dues=None).update(state=Payout.State.DROPPED)
    if left:
        paise = sum(due.amount_paise for due in left)
        record("ledger.payouts_reduced", run, by=by, amount_paise=paise, parts=[due.part_id for due in left])


def _sent(payout: Payout) -> Payout:
    fresh = hold(payout, "mart", "maker")
    if fresh.state != Payout.State.SENT:
        raise PayoutClosed()
    return fresh


@transaction.atomic
def payout_paid(payout: Payout, *, utr: str, by: Actor) -> Payout:
    """The bank paid it: the dues are settled and a group's members get their shares.

    Raises UtrNeeded, UtrUsed (of a payout, a refund or a payment of the mart), PayoutClosed.
    """
    utr = "".join(utr.split()).upper()
    if not UTR.fullmatch(utr):
        raise UtrNeeded()
    hold_key(Mart, payout.mart_id)  # with `send_refund`: what one of them writes, the other finds
    payout = _sent(payout)
    if moved_under(payout.mart_id, utr):
        raise UtrUsed()
    payout.state, payout.utr, payout.paid_at = Payout.State.PAID, utr, timezone.now()
    try:
        with transaction.atomic():
            update(payout, "state", "utr", "paid_at")
    except IntegrityError:
        raise UtrUsed() from None
    Due.objects.filter(payout=payout).update(state=Due.State.PAID)
    if payout.maker.is_group:
        _share(payout, by=by)
    record(
        "ledger.payout_paid",
        payout,
        by=by,
        maker_id=payout.maker_id,
        amount_paise=payout.amount_paise,
        utr=utr,
    )
    return payout


def weight_of(member: Member, rule: str) -> int:
    """How heavily a member counts under her group's rule."""
    if rule == Maker.ShareRule.BY_WORK:
        return member.work_units
    if rule == Maker.ShareRule.BY_AMOUNTS:
        return member.amount_share
    return 1


def _share(payout: Payout, *, by: Actor) -> None:
    """Write each active member's share, exact to the paisa, into the group's own purse."""
    members = list(payout.maker.members.filter(active=True).order_by("pk"))
    if not members:
        return
    weights = [weight_of(member, payout.maker.share_rule) for member in members]
    amounts = share_out(payout.amount_paise, weights)
    Share.objects.bulk_create(
        Share(payout=payout, member=member, amount_paise=amount)
        for member, amount in zip(members, amounts, strict=True)
    )
    purse = At("group_purse", payout.maker_id)
    moves = [
        Move(purse, At("member_share", member.pk), amount, f"share:{payout.pk}:{member.pk}")
        for member, amount in zip(members, amounts, strict=True)
    ]
    transfer_all(payout.mart, moves, payout=payout, by=by)


@transaction.atomic
def payout_failed(payout: Payout, *, reason: str, by: Actor) -> Payout:
    """The bank sent it back: the money is here again, and due once the bank account is mended and confirmed."""
    hold_key(Maker, payout.maker_id)
    payout = _sent(payout)
    Due.objects.filter(payout=payout).update(state=Due.State.EARNED, payout=None)
    transfer(
        payout.mart,
        debit=At("bank"),
        credit=At("maker_due", payout.maker_id),
        amount_paise=payout.amount_paise,
        cause=f"payout-failed:{payout.pk}",
        payout=payout,
        by=by,
    )
    payout.state, payout.failure = Payout.State.FAILED, reason[:200]
    payout.save(update_fields=["state", "failure"])
    doubt_bank(payout.maker, number=payout.account_number, ifsc=payout.ifsc, by=by)
    record("ledger.payout_failed", payout, by=by, maker_id=payout.maker_id, reason=reason[:200])
    return payout


@transaction.atomic
def share_given(share: Share, *, by: Actor) -> Share:
    """A member has had her share from the group's account; telling it twice counts once."""
    shares_given(share.payout, share_ids=[share.pk], by=by)
    share.refresh_from_db(fields=["given_at"])
    return share


@transaction.atomic
def shares_given(payout: Payout, *, share_ids: Sequence[int] | None = None, by: Actor) -> int:
    """Members of a group had their shares (all still open, or those named); answers how many were new."""
    rows = Share.objects.filter(payout=payout, given_at=None)
    if share_ids is not None:
        rows = rows.filter(pk__in=share_ids)
    shares = hold_all(rows)
    purse = At("group_purse", payout.maker_id)
    moves = [
        Move(At("member_share", share.member_id), purse, share.amount_paise, f"share-given:{share.pk}")
        for share in shares
    ]
    transfer_all(payout.mart, moves, payout=payout, by=by)
    Share.objects.filter(pk__in=[share.pk for share in shares]).update(given_at=timezone.now())
    if shares:
        record("ledger.shares_given", payout, by=by, members=[share.member_id for share in shares])
    return len(shares)
