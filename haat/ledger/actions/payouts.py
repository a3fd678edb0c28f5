"""Payouts: proposed by one person, released by another, settled by the bank's word, shared among members."""

import re
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.money import share_out
from haat.core.rows import update
from haat.core.sequences import next_number
from haat.ledger.actions.transfers import At, Move, transfer, transfer_all
from haat.ledger.errors import nothing_owed, payout_closed, run_closed, same_person, utr_needed, utr_used
from haat.ledger.models import Due, Payout, PayoutRun, Share
from haat.ledger.queries import payable
from haat.makers.actions import doubt_bank
from haat.makers.models import BankAccount, Maker, Member
from haat.places.models import Mart

UTR = re.compile(r"[A-Z0-9]{8,30}")


@transaction.atomic
def propose_payouts(mart: Mart, *, by: Actor, maker_ids: list[int] | None = None) -> PayoutRun:
    """Gather every due that may be paid today, of makers whose bank account the desk has confirmed, into one run.

    Raises HaatError(ledger.nothing_owed). `by` must be a person: she may not release what she proposed.
    """
    if by.user_id is None:
        raise same_person()
    dues = payable(mart).select_for_update(of=("self",))
    if maker_ids is not None:
        dues = dues.filter(maker_id__in=maker_ids)
    by_maker: dict[int, list[Due]] = {}
    for due in dues.order_by("pk"):
        by_maker.setdefault(due.maker_id, []).append(due)
    if not by_maker:
        raise nothing_owed()
    run = PayoutRun.objects.create(
        mart=mart,
        number=f"{mart.order_prefix}P-{next_number(f'payout:{mart.pk}'):04d}",
        proposed_by_id=by.user_id,
    )
    accounts = BankAccount.objects.in_bulk(list(by_maker), field_name="maker_id")
    for maker_id, owed in sorted(by_maker.items()):
        _propose_one(run, accounts[maker_id], owed)
    record("ledger.payouts_proposed", run, by=by, amount_paise=_total(run), makers=len(by_maker))
    return run


def _propose_one(run: PayoutRun, bank: BankAccount, owed: list[Due]) -> None:
    payout = Payout.objects.create(
        mart_id=run.mart_id,
        run=run,
        maker_id=bank.maker_id,
        amount_paise=sum(due.amount_paise for due in owed),
        holder=bank.holder,
        account_number=bank.number,
        ifsc=bank.ifsc,
    )
    Due.objects.filter(pk__in=[due.pk for due in owed]).update(state=Due.State.IN_PAYOUT, payout=payout)


def _total(run: PayoutRun) -> int:
    return int(run.payouts.aggregate(total=Sum("amount_paise"))["total"] or 0)


def _open_run(run: PayoutRun) -> PayoutRun:
    fresh = PayoutRun.objects.select_for_update().get(pk=run.pk)
    if fresh.state != PayoutRun.State.PROPOSED:
        raise run_closed()
    return fresh


@transaction.atomic
def release_payouts(run: PayoutRun, *, by: Actor) -> PayoutRun:
    """A second person releases the run: the money leaves the bank account with the bank file.

    Raises NotAllowed(ledger.same_person), Stale(ledger.run_closed), HaatError(ledger.overdrawn) when the bank
    account does not hold it.
    """
    run = _open_run(run)
    if by.user_id is None or by.user_id == run.proposed_by_id:
        raise same_person()
    now = timezone.now()
    for payout in run.payouts.select_related("mart").order_by("pk"):
        transfer(
            payout.mart,
            debit=At("maker_due", payout.maker_id),
            credit=At("bank"),
            amount_paise=payout.amount_paise,
            cause=f"payout:{payout.pk}",
            payout=payout,
            by=by,
        )
    run.payouts.update(state=Payout.State.SENT, sent_at=now)
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


def _sent(payout: Payout) -> Payout:
    fresh = Payout.objects.select_for_update().get(pk=payout.pk)
    if fresh.state != Payout.State.SENT:
        raise payout_closed()
    return fresh


@transaction.atomic
def payout_paid(payout: Payout, *, utr: str, by: Actor) -> Payout:
    """The bank paid it: the dues are settled and a group's members get their shares.

    Raises HaatError(ledger.utr_needed / ledger.utr_used), Stale(ledger.payout_closed).
    """
    utr = "".join(utr.split()).upper()
    if not UTR.fullmatch(utr):
        raise utr_needed()
    payout = _sent(payout)
    payout.state, payout.utr, payout.paid_at = Payout.State.PAID, utr, timezone.now()
    try:
        with transaction.atomic():
            update(payout, "state", "utr", "paid_at")
    except IntegrityError:
        raise utr_used() from None
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
    payout = _sent(payout)
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
    Due.objects.filter(payout=payout).update(state=Due.State.EARNED, payout=None)
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
    rows = Share.objects.select_for_update().filter(payout=payout, given_at=None)
    if share_ids is not None:
        rows = rows.filter(pk__in=share_ids)
    shares = list(rows.order_by("pk"))
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
