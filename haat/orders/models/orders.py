"""Baskets, orders, each seller's part of an order, and returns."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from haat.catalogue.models import Good, Variant
from haat.core.abroad import HOME, RUPEE, countries, told_money
from haat.core.ends import LastFour
from haat.makers.models import Maker, Seller
from haat.people.models import User
from haat.places.models import Mart, Place
from haat.stock.models import StockPlace

OPS, LISTED = ["int8_ops", "varchar_pattern_ops"], (("placed", "at"), ("promised", "by"), ("goods", "paise"))
ABROAD_CODE = "96"  # place of supply "other countries" in the GST returns


class Basket(models.Model):
    """What an anonymous buyer has gathered; found by the token in her cookie. `source`: see Order."""

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    token = models.CharField(max_length=32, unique=True)
    pin = models.CharField(max_length=6, blank=True)
    source = models.CharField(max_length=90, blank=True, default="", db_default="")
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"basket {self.pk}"


class BasketLine(models.Model):
    """A variant in a basket and the price (paise) its buyer saw when she put it there."""

    basket = models.ForeignKey(Basket, models.CASCADE, related_name="lines", db_index=False)
    variant = models.ForeignKey(Variant, models.CASCADE, related_name="+")
    quantity = models.PositiveIntegerField()
    seen_paise = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["basket", "variant"], name="basket_line_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1) & Q(quantity__lte=99), name="basket_quantity"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.variant_id}"


class Order(models.Model):
    """What a buyer placed. Unique on (channel, account, external id): told twice, it counts once.

    One that was placed elsewhere may lack a phone, an address, and a district when it goes abroad (`country`, ISO 3166;
    `region` and `postcode` as told). What its buyer paid in another `currency` (ISO 4217) is kept as it was told
    (`told_total_minor`, in that currency's smallest unit) with the rupees for one unit (`rate`) of the day `rate_on`.
    `source` is the link that brought its buyer, as the link calls itself (`orders.sources`); empty for no such link.
    """

    class Pays(models.TextChoices):
        """When the buyer's money comes; stored when the order is placed, as its method says."""

        BEFORE = "before"  # the makers begin when it has come
        AT_THE_DOOR = "at_the_door"  # who carries the parcel takes it
        ELSEWHERE = "elsewhere"  # somebody else's affair: nobody is asked here, and no refund is ours

    class Bills(models.TextChoices):
        """Who writes the buyer's invoice: the sellers here, or the channel, and then no second one is made."""

        HERE = "here"
        CHANNEL = "channel"

    class State(models.TextChoices):
        AWAITING_PAYMENT = "awaiting_payment"
        PLACED = "placed"
        DONE = "done"
        CANCELLED = "cancelled"

    mart = models.ForeignKey(Mart, models.PROTECT, related_name="orders", db_index=False)
    number = models.CharField(max_length=20)
    token = models.CharField(max_length=32, unique=True)
    channel = models.SlugField(max_length=20, default="mart")
    account = models.CharField(max_length=40, default="")
    external_id = models.CharField(max_length=60)
    state = models.CharField(max_length=16, choices=State)
    method = models.SlugField(max_length=20, db_index=False)
    pays = models.CharField(max_length=12, choices=Pays)
    bills = models.CharField(max_length=8, choices=Bills, default=Bills.HERE)
    language = models.CharField(max_length=5)
    source = models.CharField(max_length=90, blank=True, default="", db_default="")
    buyer = models.ForeignKey(User, models.PROTECT, null=True, related_name="orders")
    phone = models.CharField(max_length=16, blank=True)
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=240, blank=True)
    landmark = models.CharField(max_length=120, blank=True)
    pin = models.CharField(max_length=6, blank=True)
    district = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    ship_state = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    country = models.CharField(max_length=2, default="IN")
    region = models.CharField(max_length=80, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    currency = models.CharField(max_length=3, default="INR")
    told_total_minor = models.PositiveBigIntegerField(null=True)
    rate = models.DecimalField(max_digits=18, decimal_places=8, null=True)
    rate_on = models.DateField(null=True)
    goods_paise = models.PositiveBigIntegerField()
    delivery_paise = models.PositiveBigIntegerField()
    # What its parcels leave off together: `Part.rounding_paise`.
    rounding_paise = models.PositiveIntegerField(default=0, db_default=0)
    total_paise = models.PositiveBigIntegerField()
    placed_at = models.DateTimeField(default=timezone.now)
    paid_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mart", "number"], name="order_number"),
            models.UniqueConstraint(fields=["mart", "channel", "account", "external_id"], name="order_once"),
            models.CheckConstraint(
                condition=Q(total_paise=F("goods_paise") + F("delivery_paise") - F("rounding_paise")),
                name="order_total_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(currency="INR")
                | Q(told_total_minor__isnull=False, rate__isnull=False, rate_on__isnull=False, rate__gt=0),
                name="order_in_another_money_keeps_its_rate",
            ),
        ]
        indexes = [
            models.Index(fields=["mart", "-placed_at"], name="order_placed"),
            models.Index(fields=["phone", "-placed_at"], name="order_phone"),
            models.Index(fields=["mart", "external_id"], name="order_external"),
            models.Index(fields=["mart", "number"], opclasses=OPS, name="order_number_begun"),
            *(models.Index(F("mart"), LastFour(name), name=f"order_{name}_end") for name in ("number", "phone")),
            models.Index(fields=["mart", "pin", "-placed_at"], name="order_pin"),
            models.Index(fields=["mart", "placed_at"], condition=~Q(source=""), name="order_brought"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def district_names(self) -> dict[str, str]:
        """Of the district it goes to; empty when it goes abroad or nobody said."""
        return self.district.names if self.district else {}

    @property
    def country_names(self) -> dict[str, str]:
        """Of the country it goes to."""
        return countries()[self.country]

    @property
    def told_money(self) -> str:
        """What its buyer paid in the money it was told in, `USD 64.97`; empty when that was rupees."""
        minor = self.told_total_minor
        return "" if self.currency == RUPEE or minor is None else told_money(minor, self.currency)

    @property
    def told_rate(self) -> str:
        """The rate as one writes it: `83.415`."""
        return "" if self.rate is None else f"{self.rate.normalize():f}"

    @property
    def goes_to(self) -> dict[str, str]:
        """Where it goes in a word: the district, what was told in its place, or the country."""
        if self.country != HOME:
            return self.country_names
        return self.district_names or ({self.language: self.region} if self.region else {})

    @property
    def code_there(self) -> str:
        """The PIN code, or the code of another country's post."""
        return self.pin if self.country == HOME else self.postcode

    @property
    def state_names(self) -> dict[str, str]:
        """Of the state it goes to, or the region as it was told."""
        return self.ship_state.names if self.ship_state else {self.language: self.region}

    def is_within(self, state_id: int) -> bool:
        """Whether it is supplied within this state: it goes there, or nobody said where in India it goes.

        Of goods handed over without an address on record, the place of supply is the seller's (section 10 IGST Act).
        """
        return self.ship_state_id == state_id or (self.ship_state_id is None and self.country == HOME)

    @property
    def is_elsewhere(self) -> bool:
        """Whether its money, and with it cancelling and returns by the buyer, is somebody else's affair."""
        return self.pays == self.Pays.ELSEWHERE

    @property
    def reachable(self) -> bool:
        """Whether its buyer can be told things: a number was told, and it is one of India."""
        return self.phone.startswith("+91")

    @property
    def state_code(self) -> str:
        """The tax code of the state it goes to."""
        if self.ship_state is not None:
            return self.ship_state.gst_code
        return "" if self.country == HOME else ABROAD_CODE


class Part(models.Model):
    """One seller's part of an order, made by one maker; it travels as one parcel.

    Pieces may be divided off into a part of their own (`divided_from` the part they were in), which is accepted,
    held, packed or cancelled by itself. A held one is ready on `held_until`, for a reason the buyer reads. One that
    `joined` came to its order later, or has a good that another part has at another price. It is packed and fetched at
    its `place`, a hub, centre or stall; None: at its maker's. One that is paid in cash leaves off the paise above whole
    rupees (`rounding_paise`, docs/decisions/whole-rupees-in-cash.md). `pieces` says where those of a cancelled one are:
    "" free again, away still, or lost (docs/decisions/cancelled-under-way.md).
    """

    class State(models.TextChoices):
        AWAITING_PAYMENT = "awaiting_payment"
        PLACED = "placed"
        ACCEPTED = "accepted"
        PACKED = "packed"
        ON_THE_WAY = "on_the_way"
        DELIVERED = "delivered"
        CANCELLED = "cancelled"
        RETURNED = "returned"

    class Pieces(models.TextChoices):
        AWAY = "away"
        LOST = "lost"

    mart = models.ForeignKey(Mart, models.PROTECT, related_name="+", db_index=False)
    order = models.ForeignKey(Order, models.PROTECT, related_name="parts")
    seller = models.ForeignKey(Seller, models.PROTECT, related_name="orders")
    maker = models.ForeignKey(Maker, models.PROTECT, related_name="orders", db_index=False)
    place = models.ForeignKey(StockPlace, models.PROTECT, null=True, related_name="parts")
    divided_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="divided_off")
    joined = models.BooleanField(default=False)
    number = models.CharField(max_length=24)
    state = models.CharField(max_length=16, choices=State)
    goods_paise = models.PositiveBigIntegerField()
    delivery_paise = models.PositiveBigIntegerField()
    delivery_tax_paise = models.PositiveBigIntegerField(default=0)
    rounding_paise = models.PositiveSmallIntegerField(default=0, db_default=0)
    maker_paise = models.PositiveBigIntegerField()
    tax_paise = models.PositiveBigIntegerField()
    fee_paise = models.PositiveBigIntegerField()
    packing_paise = models.PositiveBigIntegerField()
    carrier = models.SlugField(max_length=20)
    promised_by = models.DateField()
    held_until = models.DateField(null=True)
    hold_reason = models.CharField(max_length=200, blank=True)
    placed_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True)
    packed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=200, blank=True)
    pieces = models.CharField(max_length=4, choices=Pieces, default="", db_default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mart", "number"], name="part_number"),
            models.CheckConstraint(condition=Q(pieces="") | Q(state="cancelled"), name="part_away_is_cancelled"),
            models.CheckConstraint(
                condition=Q(goods_paise=F("maker_paise") + F("tax_paise") + F("fee_paise") + F("packing_paise")),
                name="part_split_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(delivery_tax_paise__lte=F("delivery_paise")), name="part_delivery_holds_its_tax"
            ),
            models.CheckConstraint(condition=Q(rounding_paise__lt=100), name="part_leaves_off_little"),
        ]
        indexes = [
            models.Index(fields=["mart", "state", "placed_at"], name="part_state"),
            # What is past its day is among the few that are open, not among all that ever were promised.
            models.Index(fields=["mart", "promised_by", "id"], condition=Q(closed_at=None), name="part_due"),
            models.Index(fields=["maker", "state", "-placed_at"], name="part_maker"),
            *(models.Index(fields=["mart", f"{n}_{end}", "id"], name=f"part_{n}") for n, end in LISTED),
            models.Index(fields=["mart", "delivered_at"], name="part_delivered"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def total_paise(self) -> int:
        """What the buyer pays for this part: goods and its share of the delivery, less what is left off."""
        return self.goods_paise + self.delivery_paise - self.rounding_paise

    @property
    def whole_tax_paise(self) -> int:
        """The tax its seller owes on it: inside the goods' price and inside the delivery charge."""
        return self.tax_paise + self.delivery_tax_paise

    @property
    def living(self) -> bool:
        """True unless it was cancelled: it counts in what the buyer pays."""
        return self.state != self.State.CANCELLED

    @property
    def cause(self) -> str:
        """The name under which its stock is promised: its order's, or its own when it was divided off or joined."""
        return f"part:{self.pk}" if self.divided_from_id or self.joined else f"order:{self.order_id}"

    @property
    def is_held(self) -> bool:
        """True while its maker makes it for a later day."""
        return self.held_until is not None and self.state in (self.State.PLACED, self.State.ACCEPTED)


_S = Part.State
# Where a part may go from each state. A parcel that could not be handed over lies packed again.
TRANSITIONS: dict[Part.State, tuple[Part.State, ...]] = {
    _S.AWAITING_PAYMENT: (_S.PLACED, _S.CANCELLED),
    _S.PLACED: (_S.ACCEPTED, _S.CANCELLED),
    _S.ACCEPTED: (_S.PACKED, _S.CANCELLED),
    _S.PACKED: (_S.ON_THE_WAY, _S.CANCELLED),
    _S.ON_THE_WAY: (_S.DELIVERED, _S.PACKED, _S.CANCELLED),
    _S.DELIVERED: (_S.RETURNED,),
    _S.CANCELLED: (),
    _S.RETURNED: (),
}


class OrderLine(models.Model):
    """A line as it was sold: names, price, tax and split (paise) are kept, whatever changes later."""

    part = models.ForeignKey(Part, models.PROTECT, related_name="lines", db_index=False)
    variant = models.ForeignKey(Variant, models.PROTECT, related_name="+")
    good = models.ForeignKey(Good, models.PROTECT, related_name="+")
    names = models.JSONField()
    labels = models.JSONField(default=dict)
    hsn = models.CharField(max_length=8)
    quantity = models.PositiveIntegerField()
    piece_paise = models.PositiveBigIntegerField()
    goods_paise = models.PositiveBigIntegerField()
    tax_bp = models.PositiveIntegerField()
    tax_rule_id = models.BigIntegerField(null=True)
    tax_paise = models.PositiveBigIntegerField()
    fee_paise = models.PositiveBigIntegerField()
    packing_paise = models.PositiveBigIntegerField()
    maker_paise = models.PositiveBigIntegerField()
    weight_g = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["part", "variant"], name="order_line_once"),
            models.CheckConstraint(condition=Q(goods_paise=F("piece_paise") * F("quantity")), name="line_adds_up"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.variant_id}"
