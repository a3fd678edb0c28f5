"""Dues, payouts, runs and shares are what was told of them, to the paisa and the hand."""

from collections.abc import Iterator

from django.db.models import Count, Exists, F, OuterRef, Q, Sum
from django.db.models.functions import Coalesce

from haat.core.doctor import check
from haat.core.identifiers import mask_account
from haat.core.models import Event, Sequence
from haat.core.trail import NOTHING, hand, last, last_id, said, said_text, told
from haat.ledger.models import Due, Payout, PayoutRun, Share
from haat.makers.models import Maker
from haat.orders.models import Part
from haat.payments.models import Payment, Refund

DUE, PAYOUT, RUN = Due.State, Payout.State, PayoutRun.State


@check("ledger: a due is its part's share for the maker")
def dues_are_earned() -> Iterator[str]:
    """Amount and maker are those of the part, and of the moment it was earned, or was last moved to another maker."""
    earned, moved = told(Part, "ledger.earned", at="part_id"), told(Part, "ledger.due_moved", at="part_id")
    dues = Due.objects.select_related("part").annotate(
        told_paise=said(earned, "amount_paise"),
        told_maker=said(told(Part, "ledger.earned", "ledger.due_moved", at="part_id"), "maker_id"),
        was_moved=Exists(moved),
    )
    dues = dues.annotate(earned=F("amount_paise") + F("taken_back_paise"))
    of_part = Q(earned=F("part__maker_paise")) & (Q(maker_id=F("part__maker_id")) | Q(was_moved=True))
    for due in dues.exclude(of_part):
        yield f"due {due.pk}: {due.earned_paise} paise, its part {due.part.number} says {due.part.maker_paise}"
    for due in dues.exclude(told_paise=F("earned"), told_maker=F("maker_id")):
        yield f"due {due.pk}: {due.earned_paise} paise to maker {due.maker_id}, earned as {due.told_paise}"
    for due in dues.exclude(mart_id=F("part__mart_id")):
        yield f"due {due.pk}: it is of another mart than its part"


@check("ledger: a due stands where its payout stands")
def dues_stand_with_payouts() -> Iterator[str]:
    right = (
        Q(state=DUE.EARNED, payout=None)
        | Q(state=DUE.IN_PAYOUT, payout__state__in=(PAYOUT.PROPOSED, PAYOUT.SENT))
        | Q(state=DUE.PAID, payout__state=PAYOUT.PAID)
        | Q(state=DUE.TAKEN_BACK, payout=None, amount_paise=0)
    )
    for due in Due.objects.exclude(right).select_related("payout"):
        yield f"due {due.pk} is {due.state}, its payout is {due.payout.state if due.payout else 'none'}"
    for due in Due.objects.exclude(payout=None).exclude(maker_id=F("payout__maker_id"), mart_id=F("payout__mart_id")):
        yield f"due {due.pk}: it is of another maker or mart than its payout"


@check("ledger: what was taken back of dues is what was told")
def taken_back_is_told() -> Iterator[str]:
    """Return by return; a due of which nothing is left was taken back."""
    taken: dict[int, int] = {}
    events = Event.objects.filter(kind="ledger.taken_back", subject_type=Part._meta.label_lower)
    for part_id, data in events.values_list("subject_id", "data").iterator():
        taken[part_id] = taken.get(part_id, 0) + data["amount_paise"]
    dues = Due.objects.filter(Q(taken_back_paise__gt=0) | Q(state=DUE.TAKEN_BACK) | Q(part__in=taken))
    for due in dues.order_by("pk").iterator():
        if due.taken_back_paise != taken.get(due.part_id, 0):
            yield f"due {due.pk}: {due.taken_back_paise} paise taken back, told as {taken.get(due.part_id, 0)}"
        if (due.state == DUE.TAKEN_BACK) != (due.amount_paise == 0 and due.part_id in taken):
            yield f"due {due.pk} is {due.state}: {due.amount_paise} paise are left of it"


@check("ledger: payouts went to the maker's own account")
def payouts_went_to_their_maker() -> Iterator[str]:
    """The account is the one the maker has now, or one that was written down for her before the run."""
    known: dict[int, list[tuple[int, str, str]]] = {}
    events = Event.objects.filter(kind="makers.bank_set", subject_type=Maker._meta.label_lower).order_by("pk")
    for pk, maker_id, data in events.values_list("pk", "subject_id", "data").iterator():
        known.setdefault(maker_id, []).append((pk, data["number"], data["ifsc"]))
    rows = (
        Payout.objects.select_related("maker__bank")
        .order_by("pk")
        .annotate(proposed=last_id(told(PayoutRun, "ledger.payouts_proposed", at="run_id")))
    )
    for payout in rows.iterator():
        bank = payout.maker.bank if hasattr(payout.maker, "bank") else None
        if bank and (bank.number, bank.ifsc) == (payout.account_number, payout.ifsc):
            continue
        before = [row for row in known.get(payout.maker_id, []) if row[0] < payout.proposed]
        masked = mask_account(payout.account_number)
        if not before or before[-1][1:] != (masked, payout.ifsc):
            yield f"payout {payout.pk}: {masked} at {payout.ifsc} was not maker {payout.maker_id}'s account then"


@check("ledger: payouts ended as told")
def payouts_are_told() -> Iterator[str]:
    """Paid under the reference and of the amount that were told; failed and dropped as told."""
    paid, failed = told(Payout, "ledger.payout_paid"), told(Payout, "ledger.payout_failed")
    rows = Payout.objects.annotate(told_paise=said(paid, "amount_paise"), told_utr=said_text(paid, "utr"))
    right = Q(told_paise=F("amount_paise"), told_utr=F("utr"), paid_at__isnull=False)
    for payout in rows.filter(state=PAYOUT.PAID).exclude(right):
        yield f"payout {payout.pk}: {payout.amount_paise} paise under {payout.utr}, told as {payout.told_paise}"
    for payout in rows.exclude(state=PAYOUT.PAID).exclude(told_paise=NOTHING, utr=""):
        yield f"payout {payout.pk}: told as paid, but it is {payout.state}"
    for other in Payout.objects.filter(~Exists(failed), state=PAYOUT.FAILED):
        yield f"payout {other.pk}: failed, and nobody was told"
    for other in Payout.objects.filter(Exists(failed)).exclude(state=PAYOUT.FAILED):
        yield f"payout {other.pk}: told as failed, but it is {other.state}"
    for other in Payout.objects.filter(state__in=(PAYOUT.SENT, PAYOUT.PAID), sent_at=None):
        yield f"payout {other.pk}: {other.state}, sent at no time"


@check("ledger: a bank reference is one payout's, and no refund's or payment's")
def references_are_one_movements() -> Iterator[str]:
    under = {"mart": OuterRef("mart"), "reference": OuterRef("utr")}
    buyers = Exists(Payment.objects.filter(**under)) | Exists(Refund.objects.filter(**under))
    for payout in Payout.objects.exclude(utr="").filter(buyers).order_by("pk"):
        yield f"payout {payout.pk}: a buyer's money moved under {payout.utr} too"


@check("ledger: a payout stands where its run stands")
def payouts_stand_with_runs() -> Iterator[str]:
    right = (
        Q(run__state=RUN.PROPOSED, state__in=(PAYOUT.PROPOSED, PAYOUT.DROPPED))
        | Q(run__state=RUN.RELEASED, state__in=(PAYOUT.SENT, PAYOUT.PAID, PAYOUT.FAILED, PAYOUT.DROPPED))
        | Q(run__state=RUN.DROPPED, state=PAYOUT.DROPPED)
    )
    for payout in Payout.objects.exclude(right).select_related("run"):
        yield f"payout {payout.pk} is {payout.state}, but run {payout.run.number} is {payout.run.state}"
    for payout in Payout.objects.exclude(mart_id=F("run__mart_id"), maker__mart_id=F("mart_id")):
        yield f"payout {payout.pk}: it is of another mart than its run or maker"


@check("ledger: runs were proposed by one hand and released by another")
def runs_have_two_hands() -> Iterator[str]:
    """The row and the trail name the same two people, and they are two."""
    proposed, released = told(PayoutRun, "ledger.payouts_proposed"), told(PayoutRun, "ledger.payouts_released")
    rows = PayoutRun.objects.annotate(
        proposer=last_id(proposed, "by_id"), releaser=last_id(released, "by_id"), second=hand("released_by_id")
    )
    for run in rows.exclude(proposer=F("proposed_by_id")):
        yield f"run {run.number}: proposed by user {run.proposed_by_id}, told as {run.proposer}"
    for run in rows.exclude(releaser=F("second")):
        yield f"run {run.number}: released by user {run.released_by_id}, told as {run.releaser}"
    for run in rows.filter(Q(releaser=F("proposer")) | Q(second=F("proposed_by_id"))):
        yield f"run {run.number}: user {run.releaser} released what she proposed"
    for run in rows.filter(Q(state=RUN.RELEASED, second=NOTHING) | ~Q(state=RUN.RELEASED) & ~Q(second=NOTHING)):
        yield f"run {run.number} is {run.state}, released by {run.released_by_id}"


@check("ledger: runs pay what was proposed")
def runs_pay_what_was_proposed() -> Iterator[str]:
    """Less what left them before they were released."""
    run_type = PayoutRun._meta.label_lower
    left: dict[int, int] = {}
    events = Event.objects.filter(kind="ledger.payouts_reduced", subject_type=run_type)
    for run_id, data in events.values_list("subject_id", "data").iterator():
        left[run_id] = left.get(run_id, 0) + data["amount_paise"]
    rows = PayoutRun.objects.annotate(
        told_paise=said(told(PayoutRun, "ledger.payouts_proposed"), "amount_paise"),
        paise=Coalesce(Sum("payouts__amount_paise"), 0),
    )
    for run in rows.order_by("pk").iterator():
        if run.paise != run.told_paise - left.get(run.pk, 0):
            yield f"run {run.number}: its payouts come to {run.paise} paise, proposed were {run.told_paise}"


@check("ledger: runs are numbered without gaps")
def runs_are_numbered() -> Iterator[str]:
    given = dict(Sequence.objects.filter(name__startswith="payout:").values_list("name", "last"))
    numbers: dict[int, list[int]] = {}
    for mart_id, number in PayoutRun.objects.values_list("mart_id", "number").iterator():
        numbers.setdefault(mart_id, []).append(int(number.rsplit("-", 1)[1]))
    for mart_id, found in sorted(numbers.items()):
        counted = given.pop(f"payout:{mart_id}", 0)
        if not len(found) == max(found) == counted:
            yield f"mart {mart_id}: {len(found)} runs, the highest {max(found)}, counted to {counted}"
    for name, counted in given.items():
        yield f"{name} is counted to {counted}, and there are no runs"


@check("ledger: runs stand where they were put")
def runs_stand_where_told() -> Iterator[str]:
    kinds = {
        "ledger.payouts_proposed": RUN.PROPOSED,
        "ledger.payouts_released": RUN.RELEASED,
        "ledger.payouts_dropped": RUN.DROPPED,
    }
    right = Q(pk=None)
    for kind, state in kinds.items():
        right |= Q(moved=kind, state=state)
    for run in PayoutRun.objects.annotate(moved=last(told(PayoutRun, *kinds))).exclude(right):
        yield f"run {run.number} is {run.state}, but last told: {run.moved or 'nothing'}"


@check("ledger: shares = their payouts")
def shares_are_their_payouts() -> Iterator[str]:
    """A paid group's shares come to what was paid; an artisan has none, and nobody of another maker has one."""
    paid = Payout.objects.filter(state=PAYOUT.PAID)
    rows = paid.annotate(count=Count("shares"), paise=Coalesce(Sum("shares__amount_paise"), 0))
    group = Q(maker__kind__in=(Maker.Kind.GROUP, Maker.Kind.PRODUCER_GROUP))
    for payout in rows.filter(group, count__gt=0).exclude(paise=F("amount_paise")):
        yield f"payout {payout.pk}: {payout.amount_paise} paise, its shares come to {payout.paise}"
    for payout in rows.filter(group, count=0, maker__member_count__gt=0):
        yield f"payout {payout.pk}: paid to a group, and nobody has a share"
    for share in Share.objects.exclude(member__maker_id=F("payout__maker_id")):
        yield f"share {share.pk}: member {share.member_id} is not of the maker that was paid"
    for share in Share.objects.exclude(payout__state=PAYOUT.PAID):
        yield f"share {share.pk}: of payout {share.payout_id}, which is not paid"


@check("ledger: shares were given as told")
def shares_are_given() -> Iterator[str]:
    """Whoever is marked as having had her share is named among those who had it, and the other way round."""
    told_of: dict[int, set[int]] = {}
    events = Event.objects.filter(kind="ledger.shares_given", subject_type=Payout._meta.label_lower)
    for payout_id, data in events.values_list("subject_id", "data").iterator():
        told_of.setdefault(payout_id, set()).update(data["members"])
    rows = Share.objects.order_by("pk").values_list("pk", "payout_id", "member_id", "given_at")
    for pk, payout_id, member_id, given_at in rows.iterator():
        if (given_at is not None) != (member_id in told_of.get(payout_id, ())):
            yield f"share {pk} of payout {payout_id}: {'given' if given_at else 'open'}, told otherwise"
