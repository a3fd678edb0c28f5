"""Money is double entry by construction: a transfer moves paise between two accounts, once per cause."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from haat.delivery.models import Round
from haat.makers.models import Maker, Member, Seller
from haat.orders.models import Part
from haat.places.models import Mart

# What stands in debit: what others hold for us or owe us, and what was lost. All other accounts stand in credit.
DEBIT_KINDS = (
    *("bank", "rider_cash", "cash_desk", "group_purse", "return_loss"),
    *("receivable", "channel_fee", "tcs_credit", "tds_credit", "adjustment_loss", "rounding_loss"),
)


class Account(models.Model):
    """A running total of debits and credits (paise). `owner_id` is the maker, member, rider, seller or party it is
    about (0: the mart). What people owe us stands in debit, what we owe them in credit; neither may cross."""

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
        RECEIVABLE = "receivable"  # sold at a party's, its money has not come yet (debit)
        CHANNEL_DUE = "channel_due"  # owed back to a party for what came back after it had settled (credit)
        CHANNEL_FEE = "channel_fee"  # what a party kept for its service (debit)
        TCS_CREDIT = "tcs_credit"  # tax a party collected in a seller's name, to be claimed by her (debit)
        TDS_CREDIT = "tds_credit"  # tax a party deducted in a seller's name, to be claimed by her (debit)
        ADJUSTMENT_LOSS = "adjustment_loss"  # came less than was sold for, with a reason (debit)
        ADJUSTMENT_GAIN = "adjustment_gain"  # came more than was sold for, with a reason (credit)
        ROUNDING_LOSS = "rounding_loss"  # less than a rupee left off (debit)
        ROUNDING_GAIN = "rounding_gain"  # less than a rupee put on (credit)

    mart = models.ForeignKey(Mart, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=16, choices=Kind)
    owner_id = models.BigIntegerField(default=0)
    debits_paise = models.PositiveBigIntegerField(default=0)
    credits_paise = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mart", "kind", "owner_id"], name="account_once"),
            models.CheckConstraint(
                condition=(Q(kind__in=DEBIT_KINDS) & Q(credits_paise__lte=F("debits_paise")))
                | (~Q(kind__in=DEBIT_KINDS) & Q(debits_paise__lte=F("credits_paise"))),
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
    """`amount_paise` from `credit`'s side to `debit`'s, once per `cause`. Never edited, only reversed.

    `round` stands on cash that was missing when that round was counted and is brought later.
    """

    mart = models.ForeignKey(Mart, models.PROTECT, related_name="+")
    debit = models.ForeignKey(Account, models.PROTECT, related_name="debited", db_index=False)
    credit = models.ForeignKey(Account, models.PROTECT, related_name="credited", db_index=False)
    amount_paise = models.PositiveBigIntegerField()
    cause = models.CharField(max_length=80, unique=True)
    part = models.ForeignKey(Part, models.PROTECT, null=True, related_name="transfers")
    payout = models.ForeignKey("Payout", models.PROTECT, null=True, related_name="transfers")
    round = models.ForeignKey(Round, models.PROTECT, null=True, db_index=False, related_name="+")
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
            # Few have one, so that the others cost nothing here.
            models.Index(fields=["round"], condition=Q(round__isnull=False), name="transfer_round"),
        ]

    def __str__(self) -> str:
        return self.cause


class Due(models.Model):
    """What a maker is owed for one part, from delivery until it is paid out or taken back.

    `amount_paise` is hers still; with `taken_back_paise`, for pieces that came back, it is what she earned.
    `pay_from` is the day at whose start the buyer's return days are over (`orders.rules.return_ends`).
    """

    class State(models.TextChoices):
        EARNED = "earned"  # delivered and paid for; may be paid from `pay_from` on
        IN_PAYOUT = "in_payout"
        PAID = "paid"
        TAKEN_BACK = "taken_back"

    mart = models.ForeignKey(Mart, models.PROTECT, related_name="+", db_index=False)
    maker = models.ForeignKey(Maker, models.PROTECT, related_name="dues")
    part = models.OneToOneField(Part, models.PROTECT, related_name="due")
    amount_paise = models.PositiveBigIntegerField()
    taken_back_paise = models.PositiveBigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.EARNED)
    earned_at = models.DateTimeField(default=timezone.now)
    pay_from = models.DateField()
    payout = models.ForeignKey("Payout", models.SET_NULL, null=True, related_name="dues")

    class Meta:
        indexes = [models.Index(fields=["mart", "state", "earned_at"], name="due_state")]

    def __str__(self) -> str:
        return f"{self.amount_paise} to {self.maker_id} {self.state}"

    @property
    def earned_paise(self) -> int:
        """What she earned when it was delivered."""
        return self.amount_paise + self.taken_back_paise

    @property
    def last_return_day(self) -> date:
        """The last day on which the buyer may ask to send the goods back."""
        return self.pay_from - timedelta(days=1)


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
    run = models.ForeignKey(PayoutRun, models.PROTECT, related_name="payouts", db_index=False)
    maker = models.ForeignKey(Maker, models.PROTECT, related_name="payouts", db_index=False)
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
        indexes = [
            models.Index(fields=["maker", "-id"], name="payout_maker"),
            models.Index(fields=["run", "amount_paise"], name="payout_sums"),
            models.Index(fields=["mart", "paid_at"], condition=Q(paid_at__isnull=False), name="payout_paid"),
            # Few have failed, and Today asks for them.
            models.Index(fields=["mart", "sent_at"], condition=Q(state="failed"), name="payout_failed"),
        ]

    def __str__(self) -> str:
        return f"{self.amount_paise} to {self.maker_id} {self.state}"


class Share(models.Model):
    """A member's part of a payout, by her group's rule (paise), and whether she has had it."""

    payout = models.ForeignKey(Payout, models.CASCADE, related_name="shares", db_index=False)
    member = models.ForeignKey(Member, models.PROTECT, related_name="shares")
    amount_paise = models.PositiveBigIntegerField()
    given_at = models.DateTimeField(null=True)
    disputed_at = models.DateTimeField(null=True)  # marked as given, and she says that she has not got it

    class Meta:
        constraints = [models.UniqueConstraint(fields=["payout", "member"], name="share_once")]
        indexes = [
            # Few are open or disputed, and her leader asks for them each time she looks at the money.
            models.Index(
                fields=["payout"], condition=Q(given_at=None) | Q(disputed_at__isnull=False), name="share_to_give"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount_paise} to member {self.member_id}"


class Invoice(models.Model):
    """A tax invoice, bill of supply or credit note: numbered per seller and year, its facts frozen in `facts`.

    A part has one bill, and a credit note for each `cause`: `cancelled:9`, `return:4`.
    """

    class Kind(models.TextChoices):
        INVOICE = "invoice"
        BILL = "bill"
        CREDIT_NOTE = "credit_note"

    mart = models.ForeignKey(Mart, models.PROTECT, related_name="+")
    seller = models.ForeignKey(Seller, models.PROTECT, related_name="invoices", db_index=False)
    part = models.ForeignKey(Part, models.PROTECT, related_name="invoices")
    kind = models.CharField(max_length=12, choices=Kind)
    year = models.CharField(max_length=7)
    number = models.CharField(max_length=16)
    cause = models.CharField(max_length=40, default="", blank=True)
    facts = models.JSONField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seller", "year", "number"], name="invoice_number"),
            models.UniqueConstraint(fields=["part", "kind"], condition=~Q(kind="credit_note"), name="bill_once"),
            models.UniqueConstraint(fields=["cause"], condition=~Q(cause=""), name="credit_note_once"),
            models.CheckConstraint(
                condition=(Q(kind="credit_note") & ~Q(cause="")) | (~Q(kind="credit_note") & Q(cause="")),
                name="credit_note_has_cause",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Party(models.Model):
    """Somebody else who takes buyers' money: an account at a marketplace, a counter, a gateway.

    It is made at the first sale through it; the office may give it a name.
    """

    mart = models.ForeignKey(Mart, models.PROTECT, related_name="parties")
    channel = models.SlugField(max_length=20, db_index=False)
    account = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mart", "channel", "account"], name="party_once")]

    def __str__(self) -> str:
        return self.name or f"{self.channel.replace('-', ' ').capitalize()} {self.account}".strip()


class Receivable(models.Model):
    """What a party owes us for one part (paise): what it was sold for, what came back of it, what was settled.

    Settled is all that a party accounted for: what came, and what it kept as fee and tax or took off. What remains is
    open; below zero it is owed back to the party. `came_paise` reached us, and is below zero when the party took more.
    """

    mart = models.ForeignKey(Mart, models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, models.PROTECT, related_name="receivables", db_index=False)
    part = models.OneToOneField(Part, models.PROTECT, related_name="receivable")
    sold_paise = models.PositiveBigIntegerField()
    returned_paise = models.PositiveBigIntegerField(default=0)
    settled_paise = models.PositiveBigIntegerField(default=0)
    came_paise = models.BigIntegerField(default=0)
    sold_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(returned_paise__lte=F("sold_paise")), name="receivable_returns_sold"),
            models.CheckConstraint(condition=Q(settled_paise__lte=F("sold_paise")), name="receivable_settles_sold"),
        ]
        indexes = [
            models.Index(fields=["party", "-sold_at"], name="receivable_party"),
            # Few are open, so that the oldest of them are found at once.
            models.Index(
                fields=["mart", "sold_at"],
                condition=Q(settled_paise__lt=F("sold_paise") - F("returned_paise")),
                name="receivable_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.balance_paise} of {self.sold_paise} for part {self.part_id}"

    @property
    def balance_paise(self) -> int:
        """What the party still owes us; below zero: what we owe it back."""
        return self.sold_paise - self.returned_paise - self.settled_paise

    @property
    def open_paise(self) -> int:
        return max(0, self.balance_paise)

    @property
    def owed_back_paise(self) -> int:
        return max(0, -self.balance_paise)


class Settlement(models.Model):
    """What a party told of one part at one time, and what came with it (paise), once per `key` of that party.

    Above zero: came, or was kept by the party. Below: the party took it back, or gave it back. Adjustment and rounding
    above zero were put on the sale, below taken off it. A wrong one is taken back, and its key may be told anew.
    """

    class Lands(models.TextChoices):
        BANK = "bank"
        CASH_DESK = "cash_desk"

    mart = models.ForeignKey(Mart, models.PROTECT, related_name="+", db_index=False)
    party = models.ForeignKey(Party, models.PROTECT, related_name="settlements", db_index=False)
    part = models.ForeignKey(Part, models.PROTECT, related_name="settlements")
    key = models.CharField(max_length=80)
    came_paise = models.BigIntegerField(default=0)
    fee_paise = models.BigIntegerField(default=0)
    tcs_paise = models.BigIntegerField(default=0)
    tds_paise = models.BigIntegerField(default=0)
    adjustment_paise = models.BigIntegerField(default=0)
    rounding_paise = models.BigIntegerField(default=0)
    reason = models.CharField(max_length=200, blank=True)
    lands_in = models.CharField(max_length=12, choices=Lands, default=Lands.BANK)
    reference = models.CharField(max_length=60)
    day = models.DateField()
    at = models.DateTimeField(default=timezone.now)
    by_id = models.BigIntegerField(null=True)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by_id = models.BigIntegerField(null=True)
    taken_back_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mart", "party", "key"], condition=Q(taken_back_at=None), name="settlement_once"
            ),
            models.CheckConstraint(
                condition=Q(rounding_paise__gt=-100) & Q(rounding_paise__lt=100),
                name="settlement_rounds_little",
            ),
            models.CheckConstraint(
                condition=Q(adjustment_paise=0) | ~Q(reason=""), name="settlement_adjusts_with_a_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["party", "-day"], name="settlement_party"),
            models.Index(fields=["mart", "party", "key"], name="settlement_key"),
        ]

    def __str__(self) -> str:
        return f"{self.came_paise} for part {self.part_id}, {self.reference}"

    @property
    def settled_paise(self) -> int:
        """How much of the sale it accounts for; below zero: how much it opens again."""
        kept = self.fee_paise + self.tcs_paise + self.tds_paise
        return self.came_paise + kept - self.adjustment_paise - self.rounding_paise
