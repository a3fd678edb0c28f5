"""What pages of the desk show of causes and offers beside their rows, in as few statements for many as for one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import DenseRank

from haat.catalogue.models import Attribute, Good, Variant
from haat.channels.channel import find
from haat.channels.models import Account, Cause, Found, Offer, Refusal, Sale, Shipment
from haat.channels.queries import TASKS
from haat.core.models import Event
from haat.core.queries import events_of
from haat.makers.models import Seller
from haat.orders.models import Part
from haat.places.models import Mart
from haat.pricing.channel_prices import price_for, terms_for
from haat.pricing.reach import Reach, reaches

PICTURES = 3
G = Good.State


@dataclass(frozen=True)
class Kept:
    """Of a cause: of how many makers in how many blocks it keeps goods back, and the first few goods."""

    makers: int = 0
    blocks: int = 0
    goods: list[int] = field(default_factory=list)


def kept_back(causes: Sequence[Cause]) -> dict[int, Kept]:
    """By cause, whose goods it keeps back; two statements."""
    standing = Refusal.objects.filter(cause__in=causes, ended_at=None, severity__in=TASKS).order_by()
    counted = standing.values_list("cause").annotate(
        makers=Count("offer__variant__good__maker", distinct=True),
        blocks=Count("offer__variant__good__maker__block", distinct=True),
    )
    numbers = {pk: (makers, blocks) for pk, makers, blocks in counted}
    place = Window(DenseRank(), partition_by=F("cause"), order_by=F("offer__variant__good").asc())
    ranked = standing.annotate(place=place).filter(place__lte=PICTURES)
    first: dict[int, list[int]] = {}
    for pk, good in ranked.values_list("cause", "offer__variant__good").order_by("cause", "offer__variant__good"):
        goods = first.setdefault(pk, [])
        if good not in goods:
            goods.append(good)
    return {cause.pk: Kept(*numbers.get(cause.pk, (0, 0)), first.get(cause.pk, [])) for cause in causes}


def raw_words(cause: Cause) -> list[Refusal]:
    """The newest of what the channel said, as it said it."""
    rows = Refusal.objects.filter(cause=cause, ended_at=None).select_related("cause", "offer")
    return list(rows.order_by("-at", "-pk")[:3])


def in_own_mart(mart: Mart) -> dict[str, int]:
    """How the mart's goods stand in its own shop, as channels' offers are counted; one statement."""
    rows = Good.objects.filter(mart=mart).exclude(state=G.DRAFT).order_by().values_list("state")
    states = dict(rows.annotate(n=Count("pk")))
    names = {G.LIVE: "live", G.WAITING: "waiting", G.SENT_BACK: "refused", G.PAUSED: "blocked"}
    return {name: states.get(state, 0) for state, name in names.items()}


def by_state(rows: QuerySet[Offer]) -> dict[str, int]:
    """State → how many of these offers."""
    return dict(rows.order_by().values_list("state").annotate(n=Count("pk")))


def not_offered(account: Account) -> int:
    """How many goods in the shop the account offers no size of."""
    offered = Offer.objects.filter(account=account, open=True).values("variant__good")
    goods = Good.objects.filter(mart=account.mart_id, state=G.LIVE, variants__active=True)
    return goods.exclude(pk__in=offered).distinct().count()


PUBLISHED, TAKEN_OFF = "channels.published", "channels.taken_off"


def published_lately(account: Account, most: int = 6) -> list[Event]:
    """The last deeds that published goods at an account or took them off; each can be undone as a whole."""
    rows = events_of(account.mart_id, [PUBLISHED, TAKEN_OFF])
    return list(rows.filter(subject_type="channels.account", subject_id=account.pk)[:most])


def publishing_of(account: Account, pk: int) -> Event | None:
    """One of them."""
    rows = events_of(account.mart_id, [PUBLISHED, TAKEN_OFF])
    return rows.filter(subject_type="channels.account", subject_id=account.pk, pk=pk).first()


@dataclass(frozen=True)
class Since:
    """What has become of a deed's offers: how many are still (`so`) wanted, or not wanted, as it left them.

    Of these `there` stand at the channel as it was read last; `states` says how many of them stand in which way.
    """

    so: int = 0
    there: int = 0
    states: Mapping[str, int] = field(default_factory=dict)

    @property
    def elsewhere(self) -> int:
        """Those of them of which nothing stands there."""
        return self.so - self.there


def since_then(account: Account, events: Sequence[Event]) -> dict[int, Since]:
    """Deed → what has become of its offers since; one statement."""
    wanted = {pk for event in events for pk in event.data["offer_ids"]}
    rows = Offer.objects.filter(account=account, pk__in=wanted).values_list("pk", "open", "there", "state")
    known = {pk: (open_, there, state) for pk, open_, there, state in rows}
    found = {}
    for event in events:
        mine = [known[pk] for pk in event.data["offer_ids"] if pk in known]
        so = [(there, state) for open_, there, state in mine if open_ is (event.kind == PUBLISHED)]
        states = Counter(state for _there, state in so)
        found[event.pk] = Since(len(so), sum(there for there, _state in so), dict(states.most_common()))
    return found


def sizes_of(account: Account, offers: Sequence[int]) -> list[int]:
    """The sizes of these offers (their keys) of an account."""
    rows = Offer.objects.filter(account=account, pk__in=offers)
    return list(rows.order_by("variant").values_list("variant", flat=True))


def names_there(variant: Variant, channel: str) -> dict[str, dict[str, str]]:
    """What the channel calls our questions of such a good → what we call them, by language; one statement."""
    found: dict[str, dict[str, str]] = {}
    kinds = [variant.good.kind_id] if variant.good.kind_id else []
    asks_as = getattr(find(channel), "asks_as", "") or channel
    rows = Attribute.objects.filter(Q(kind=None) | Q(kind__in=kinds))
    for maps, labels in rows.order_by("pk").values_list("maps", "labels"):
        for name in maps.get(asks_as, []):
            found.setdefault(name, labels)
    return found


@dataclass(frozen=True)
class Money:
    """What a sale of one piece brings at a place of sale (`account` None: the mart's own shop)."""

    account: Account | None
    price_paise: int
    reach: Reach
    why_not: object = ""


def money_at(variant: Variant, accounts: Sequence[Account]) -> list[Money]:
    """Of a size, what reaches its maker in the own shop, and at each account."""
    here = reaches(variant.price_paise, terms_for([variant])[variant.pk])
    rows = [Money(None, variant.price_paise, here)]
    for account in accounts:
        found = price_for(variant, channel=account.channel, policy=account.prices, seller=account.seller)
        rows.append(Money(account, found.price_paise, found.reach, found.blocked))
    return rows


def asked_in(cause: Cause, slug: str) -> Attribute | None:
    """A question as the goods that a cause keeps back are asked it: their kind's own before that of all goods."""
    kinds = Offer.objects.filter(refusals__cause=cause, refusals__ended_at=None).values("variant__good__kind")
    rows = Attribute.objects.filter(Q(kind=None) | Q(kind__in=kinds), slug=slug)
    return rows.order_by(F("kind").desc(nulls_last=True)).first()


# ---- what waits, and what one page is of ----


def for_the_desk(mart: Mart) -> tuple[QuerySet[Cause], QuerySet[Account], QuerySet[Shipment]]:
    """What keeps goods back and is the desk's work, accounts that are let in no more, or not to everything, and parcels
    to hand over."""
    causes = Cause.objects.filter(mart=mart, closed_at=None, who=Cause.Who.DESK)
    lacking = Q(state=Account.State.OPEN, lacking_since__isnull=False)
    stopped = Account.objects.filter(Q(state=Account.State.STOPPED) | lacking, mart=mart)
    return causes, stopped, Shipment.objects.filter(mart=mart, state=Shipment.State.WAITS)


def offers_of_good(offer: Offer) -> list[Offer]:
    """Every offer of the same good, also this one, with its account and seller."""
    rows = Offer.objects.filter(variant__good=offer.variant.good_id).select_related("account__seller", "variant")
    return list(rows.order_by("account", "pk"))


def found_at(account: Account) -> QuerySet[Found]:
    """What stood there before us and nobody has said whose it is."""
    rows = Found.objects.filter(account=account, state=Found.State.OPEN).select_related("variant__good")
    return rows.prefetch_related("variant__good__texts")


def found_of(mart: Mart, pk: int) -> Found | None:
    """One of the mart's, also when it is settled."""
    return Found.objects.filter(account__mart=mart, pk=pk).select_related("account").first()


def sales_of(mart: Mart) -> QuerySet[Sale]:
    """Every order that a channel told of."""
    return Sale.objects.filter(mart=mart).select_related("account", "arrival__order")


def sales_to_hand_over(mart: Mart) -> QuerySet[Sale]:
    """Those of which a parcel waits: nobody has booked a time for it, or told that it left."""
    waits = Shipment.objects.filter(sale=OuterRef("pk"), state=Shipment.State.WAITS)
    return sales_of(mart).filter(Exists(waits))


def parts_of(sale: Sale) -> list[Part]:
    """What came of it here."""
    order = sale.arrival.order_id if sale.arrival else None
    return list(Part.objects.filter(order=order).order_by("number")) if order else []


@dataclass(frozen=True)
class Together:
    """Goods of several makers that a channel fetches as one parcel: of how many parts, and whether they lie apart."""

    parts: int
    apart: bool


def together_of(parts: Sequence[Part]) -> Together | None:
    """How the parts of an order that leave as one parcel lie; None where it is one alone."""
    going = [part for part in parts if part.state != Part.State.CANCELLED]
    if len(going) < 2:
        return None
    lie = {(part.place_id, part.maker_id if part.place_id is None else 0) for part in going}
    return Together(len(going), len(lie) > 1)


def sellers_for(mart: Mart, *, away: bool) -> QuerySet[Seller]:
    """Who may sell at a channel: makers themselves, and open organisations; where it sells `away`, with a GSTIN."""
    open_ = Q(organisation=None) | Q(organisation__closed_at=None)
    rows = Seller.objects.filter(open_, mart=mart)
    return (rows.exclude(gstin="") if away else rows).order_by("legal_name", "pk")
