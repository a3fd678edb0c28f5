"""Money is double entry by construction: a transfer moves paise between two accounts, once per cause."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from haat.makers.models import Maker, Member, Seller
from haat.orders.models import SellerOrder
from haat.places.models import Mart


class Account(models.Model):
    """A running total of debits and credits (paise). `owner_id` is the maker, member, rider or seller it is about
    (0: the mart). What people owe us stands in debit, what we owe them in credit; neither may cross."""

    class Kind(models.TextChoices):
        BANK = "bank"  # the mart's bank account (debit)
        RIDER_CASH = "rider_cash"  # cash in a rider's bag (debit)
        CASH_DESK = "cash_desk"  # cash counted at the desk, not yet banked (debit)
        GROUP_PURSE = "group_purse"  # money in a group's own account, to be shared (debit)
        BUYERS = "buyers"  # paid by buyers, not yet delivered (credit)
        MAKER_DUE = "maker_due"  # owed to a maker (credit)
        MEMBER_SHARE = "member_share"  # a member's share within her group (credit)
        TAX_DUE = "tax_due"  # tax a seller owes on what it sold (credit)
        FEE = "fee"  # the mart's fee (credit)
        PACKING = "packing"  # packing charged (credit)
        CARRIER_DUE = "carrier_due"  # delivery charged, owed to who carries (credit)
        REFUND_DUE = "refund_due"  # owed back to buyers (credit)
        RETURN_LOSS = "return_loss"  # what returns cost the mart (debit)

    DEBIT_KINDS = ("bank", "rider_cash", "cash_desk", "group_purse", "return_loss")

    mart = models.ForeignKey(Mart, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    owner_id = models.BigIntegerField(default=0)
    debits_paise = models.PositiveBigIntegerField(default=0)
    credits_paise = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mart", "kind", "owner_id"], name="account_once"),
            models.CheckConstraint(
                condition=(
                    Q(kind__in=("bank", "rider_cash", "cash_desk", "group_purse", "return_loss"))
                    & Q(credits_paise__lte=F("debits_paise"))
                )
                | (
                    ~Q(kind__in=("bank", "rider_cash", "cash_desk", "group_purse", "return_loss"))
                    & Q(debits_paise__lte=F("credits_paise"))
                ),
                name="account_never_overdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.owner_id}"

    @property
    def balance_paise(self) -> int:
        """What stands on the account's own side; never negative."""
        return abs(self.debits_paise - self.credits_paise)


class Transfer(models.Model):
    """`amount_paise` from `credit`'s side to `debit`'s, once per `cause`. Never edited, only reversed."""

    mart = models.ForeignKey(Mart, models.PROTECT, related_name="+")
    debit = models.ForeignKey(Account, models.PROTECT, related_name="debited")
    credit = models.ForeignKey(Account, models.PROTECT, related_name="credited")
    amount_paise = models.PositiveBigIntegerField()
    cause = models.CharField(max_length=80, unique=True)
    part = models.ForeignKey(SellerOrder, models.PROTECT, null=True, related_name="transfers")
    payout = models.ForeignKey("Payout", models.PROTECT, null=True, related_name="transfers")
    by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_paise__gt=0), name="transfer_positive"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="transfer_between_two"),
        ]
        indexes = [
            models.Index(fields=["debit", "-id"], name="transfer_debit"),
            models.Index(fields=["credit", "-id"], name="transfer_credit"),
        ]

    def __str__(self) -> str:
        return self.cause


class Due(models.Model):
    """What a maker is owed for one seller order, from delivery until it is paid out or taken back."""

    class State(models.TextChoices):
        EARNED = "earned"  # delivered and paid for; may be paid from `pay_from` on
        IN_PAYOUT = "in_payout"
        PAID = "paid"
        TAKEN_BACK = "taken_back"

    mart = models.ForeignKey(Mart, models.PROTECT, related_name="+")
    maker = models.ForeignKey(Maker, models.PROTECT, related_name="dues")
    part = models.OneToOneField(SellerOrder, models.PROTECT, related_name="due")
    amount_paise = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.EARNED)
    earned_at = models.DateTimeField(default=timezone.now)
    pay_from = models.DateField()
    payout = models.ForeignKey("Payout", models.SET_NULL, null=True, related_name="dues")

    class Meta:
        indexes = [models.Index(fields=["mart", "state", "earned_at"], name="due_state")]

    def __str__(self) -> str:
        return f"{self.amount_paise} to {self.maker_id} {self.state}"


class PayoutRun(models.Model):
    """Payouts proposed together by one person and released by another; the bank file comes from it."""

    class State(models.TextChoices):
        PROPOSED = "proposed"
        RELEASED = "released"
        DROPPED = "dropped"

    mart = models.ForeignKey(Mart, models.PROTECT, related_name="payout_runs")
    number = models.CharField(max_length=24)
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    proposed_by_id = models.BigIntegerField()
    proposed_at = models.DateTimeField(default=timezone.now)
    released_by_id = models.BigIntegerField(null=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mart", "number"], name="payout_run_number"),
            models.CheckConstraint(
                condition=Q(released_by_id__isnull=True) | ~Q(released_by_id=F("proposed_by_id")),
                name="payout_maker_is_not_checker",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Payout(models.Model):
    """One maker's money in a run, to the bank account as it was then."""

    class State(models.TextChoices):
        PROPOSED = "proposed"
        SENT = "sent"
        PAID = "paid"
        FAILED = "failed"
        DROPPED = "dropped"

    mart = models.ForeignKey(Mart, models.PROTECT, related_name="+")
    run = models.ForeignKey(PayoutRun, models.PROTECT, related_name="payouts")
    maker = models.ForeignKey(Maker, models.PROTECT, related_name="payouts")
    amount_paise = models.PositiveBigIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    holder = models.CharField(max_length=120)
    account_number = models.CharField(max_length=20)
    ifsc = models.CharField(max_length=11)
    utr = models.CharField(max_length=40, blank=True)
    failure = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "maker"], name="payout_once_a_run"),
            models.UniqueConstraint(fields=["mart", "utr"], condition=~Q(utr=""), name="payout_utr_once"),
        ]
        indexes = [models.Index(fields=["maker", "-id"], name="payout_maker")]

    def __str__(self) -> str:
        return f"{self.amount_paise} to {self.maker_id} {self.state}"


class Share(models.Model):
    """A member's part of a payout, by her group's rule (paise), and whether she has had it."""

    payout = models.ForeignKey(Payout, models.CASCADE, related_name="shares")
    member = models.ForeignKey(Member, models.PROTECT, related_name="shares")
    amount_paise = models.PositiveBigIntegerField()
    given_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["payout", "member"], name="share_once")]

    def __str__(self) -> str:
        return f"{self.amount_paise} to member {self.member_id}"


class Invoice(models.Model):
    """A tax invoice, bill of supply or credit note: numbered per seller and year, its facts frozen in `facts`."""

    class Kind(models.TextChoices):
        INVOICE = "invoice"
        BILL = "bill"
        CREDIT_NOTE = "credit_note"

    mart = models.ForeignKey(Mart, models.PROTECT, related_name="+")
    seller = models.ForeignKey(Seller, models.PROTECT, related_name="invoices")
    part = models.ForeignKey(SellerOrder, models.PROTECT, related_name="invoices")
    kind = models.CharField(max_length=12, choices=Kind)
    year = models.CharField(max_length=7)
    number = models.CharField(max_length=16)
    facts = models.JSONField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seller", "year", "number"], name="invoice_number"),
            models.UniqueConstraint(fields=["part", "kind"], name="invoice_once"),
        ]

    def __str__(self) -> str:
        return self.number
