"""Baskets, orders, each seller's part of an order, returns and ratings."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from haat.catalogue.models import Good, Variant
from haat.makers.models import Maker, Seller
from haat.people.models import User
from haat.places.models import Mart, Place


class Basket(models.Model):
    """What an anonymous buyer has gathered; found by the token in her cookie."""

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    token = models.CharField(max_length=32, unique=True)
    pin = models.CharField(max_length=6, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"basket {self.pk}"


class BasketLine(models.Model):
    """A variant in a basket and the price (paise) its buyer saw when she put it there."""

    basket = models.ForeignKey(Basket, models.CASCADE, related_name="lines")
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
    """What a buyer placed. Unique on (channel, account, external id): told twice, it counts once."""

    class Method(models.TextChoices):
        COD = "cod"
        UPI = "upi"

    class State(models.TextChoices):
        AWAITING_PAYMENT = "awaiting_payment"
        PLACED = "placed"
        DONE = "done"
        CANCELLED = "cancelled"

    mart = models.ForeignKey(Mart, models.PROTECT, related_name="orders")
    number = models.CharField(max_length=20)
    token = models.CharField(max_length=32, unique=True)
    channel = models.SlugField(max_length=20, default="mart")
    account = models.CharField(max_length=40, default="")
    external_id = models.CharField(max_length=60)
    state = models.CharField(max_length=16, choices=State)
    method = models.CharField(max_length=4, choices=Method)
    language = models.CharField(max_length=5)
    buyer = models.ForeignKey(User, models.PROTECT, null=True, related_name="orders")
    phone = models.CharField(max_length=16)
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=240)
    landmark = models.CharField(max_length=120, blank=True)
    pin = models.CharField(max_length=6)
    district = models.ForeignKey(Place, models.PROTECT, related_name="+")
    ship_state = models.ForeignKey(Place, models.PROTECT, related_name="+")
    goods_paise = models.PositiveBigIntegerField()
    delivery_paise = models.PositiveBigIntegerField()
    total_paise = models.PositiveBigIntegerField()
    placed_at = models.DateTimeField(default=timezone.now)
    paid_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mart", "number"], name="order_number"),
            models.UniqueConstraint(fields=["mart", "channel", "account", "external_id"], name="order_once"),
            models.CheckConstraint(
                condition=Q(total_paise=F("goods_paise") + F("delivery_paise")), name="order_total_adds_up"
            ),
        ]
        indexes = [
            models.Index(fields=["mart", "-placed_at"], name="order_placed"),
            models.Index(fields=["phone", "-placed_at"], name="order_phone"),
        ]

    def __str__(self) -> str:
        return self.number


class SellerOrder(models.Model):
    """One seller's part of an order, made by one maker; it travels as one parcel."""

    class State(models.TextChoices):
        AWAITING_PAYMENT = "awaiting_payment"
        PLACED = "placed"
        ACCEPTED = "accepted"
        PACKED = "packed"
        ON_THE_WAY = "on_the_way"
        DELIVERED = "delivered"
        CANCELLED = "cancelled"
        RETURNED = "returned"

    mart = models.ForeignKey(Mart, models.PROTECT, related_name="+")
    order = models.ForeignKey(Order, models.PROTECT, related_name="parts")
    seller = models.ForeignKey(Seller, models.PROTECT, related_name="orders")
    maker = models.ForeignKey(Maker, models.PROTECT, related_name="orders")
    number = models.CharField(max_length=24)
    state = models.CharField(max_length=16, choices=State)
    goods_paise = models.PositiveBigIntegerField()
    delivery_paise = models.PositiveBigIntegerField()
    maker_paise = models.PositiveBigIntegerField()
    tax_paise = models.PositiveBigIntegerField()
    fee_paise = models.PositiveBigIntegerField()
    packing_paise = models.PositiveBigIntegerField()
    carrier = models.SlugField(max_length=20, default="own")
    promised_by = models.DateField()
    placed_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True)
    packed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "seller", "maker"], name="seller_order_once"),
            models.UniqueConstraint(fields=["mart", "number"], name="seller_order_number"),
            models.CheckConstraint(
                condition=Q(goods_paise=F("maker_paise") + F("tax_paise") + F("fee_paise") + F("packing_paise")),
                name="seller_order_split_adds_up",
            ),
        ]
        indexes = [
            models.Index(fields=["mart", "state", "placed_at"], name="seller_order_state"),
            models.Index(fields=["maker", "state", "-placed_at"], name="seller_order_maker"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def total_paise(self) -> int:
        """What the buyer pays for this part: goods and its share of the delivery."""
        return self.goods_paise + self.delivery_paise

    @property
    def living(self) -> bool:
        """True unless it was cancelled: it counts in what the buyer pays."""
        return self.state != self.State.CANCELLED

    @property
    def cause(self) -> str:
        """The name under which stock is promised to its order."""
        return f"order:{self.order_id}"


_S = SellerOrder.State
# Where a seller order may go from each state. A parcel that could not be handed over lies packed again.
TRANSITIONS: dict[SellerOrder.State, tuple[SellerOrder.State, ...]] = {
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

    part = models.ForeignKey(SellerOrder, models.PROTECT, related_name="lines")
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


class Return(models.Model):
    """A buyer sends a seller order back: asked, agreed and received, or refused. One a seller order."""

    class State(models.TextChoices):
        ASKED = "asked"
        RECEIVED = "received"
        REFUSED = "refused"

    mart = models.ForeignKey(Mart, models.PROTECT, related_name="+")
    part = models.OneToOneField(SellerOrder, models.PROTECT, related_name="return_asked")
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    reason = models.CharField(max_length=300)
    answer = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"return of {self.part_id}"


class Rating(models.Model):
    """What a buyer says of a line she received: 1 to 5 stars and a few words."""

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    line = models.OneToOneField(OrderLine, models.CASCADE, related_name="rating")
    good = models.ForeignKey(Good, models.CASCADE, related_name="ratings")
    stars = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=5)
    buyer_name = models.CharField(max_length=60)
    place = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(stars__gte=1) & Q(stars__lte=5), name="rating_one_to_five")]
        indexes = [models.Index(fields=["good", "-at"], name="rating_good")]

    def __str__(self) -> str:
        return f"{self.stars} for {self.good_id}"
