"""Finding offers, and goods that could be offered, by what somebody chooses."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from haat.catalogue.models import Good, GoodText, Variant
from haat.channels.models import IS_DUE, Account, Cause, Offer, Refusal
from haat.makers.models import Maker
from haat.places.models import Mart, Place

MOST_WORDS = 6


def offers_at(mart: Mart, place: Place) -> QuerySet[Offer]:
    """The mart's offers of makers at or below a place."""
    return Offer.objects.filter(place.reach(mart, "variant__good__maker__block"), mart=mart)


def find_offers(
    mart: Mart,
    place: Place,
    *,
    account: Account | None = None,
    state: str = "",
    cause: Cause | None = None,
    craft: str = "",
    maker: Maker | None = None,
    due: bool = False,
    words: str = "",
) -> QuerySet[Offer]:
    """Offers at or below `place` that fit all that is given; without order.

    `due`: those of which something waits to be sent.
    """
    rows = offers_at(mart, place)
    if account is not None:
        rows = rows.filter(account=account)
    if state in Offer.State.values:
        rows = rows.filter(state=state)
    if cause is not None:
        rows = rows.filter(Exists(Refusal.objects.filter(offer=OuterRef("pk"), cause=cause, ended_at=None)))
    if due:
        rows = rows.filter(IS_DUE)
    for name, value in (("variant__good__craft__slug", craft), ("variant__good__maker", maker)):
        if value:
            rows = rows.filter(**{name: value})
    for word in words.split()[:MOST_WORDS]:
        rows = rows.filter(
            Q(sku__icontains=word)
            | Q(external_id__iexact=word)
            | Q(Exists(GoodText.objects.filter(good=OuterRef("variant__good"), name__icontains=word)))
        )
    return rows


def for_listing(offers: QuerySet[Offer]) -> QuerySet[Offer]:
    """`offers` with what a row of a list shows, without their bodies."""
    rows = offers.select_related("account", "variant__good__maker__block", "variant__good__craft")
    return rows.prefetch_related("variant__good__texts").defer("wanted_body", "seen_body")


def offer_of(mart: Mart, place: Place, pk: int) -> Offer | None:
    """One offer at or below a place, with all that its page shows."""
    rows = offers_at(mart, place).select_related(
        "account__seller", "account__mart", "attempt", "variant__good__maker__block", "variant__good__craft"
    )
    return rows.prefetch_related("variant__good__texts").filter(pk=pk).first()


def offers_called(sku: str, mart: Mart | None = None) -> list[Offer]:
    """The offers of this code, at every account of a mart, or of all marts."""
    rows = Offer.objects.filter(Q(sku=sku) | Q(variant__sku=sku)).select_related("account__mart", "attempt")
    return list((rows.filter(mart=mart) if mart else rows).order_by("account", "pk"))


def elsewhere(offer: Offer) -> QuerySet[Offer]:
    """The other offers of the same good."""
    rows = Offer.objects.filter(variant__good=offer.variant.good_id).exclude(pk=offer.pk)
    return rows.select_related("account", "variant").order_by("account", "pk")


def publishable(
    account: Account,
    place: Place,
    *,
    craft: str = "",
    maker: Maker | None = None,
    words: str = "",
) -> QuerySet[Variant]:
    """Sizes of goods in the shop, of makers at or below `place`, that the account does not offer yet."""
    offered = Offer.objects.filter(account=account, variant=OuterRef("pk"), open=True)
    rows = Variant.objects.filter(
        ~Exists(offered),
        place.reach(account.mart, "good__maker__block"),
        mart=account.mart,
        active=True,
        good__state=Good.State.LIVE,
    )
    for name, value in (("good__craft__slug", craft), ("good__maker", maker)):
        if value:
            rows = rows.filter(**{name: value})
    for word in words.split()[:MOST_WORDS]:
        named = Exists(GoodText.objects.filter(good=OuterRef("good"), name__icontains=word))
        rows = rows.filter(Q(sku__icontains=word) | Q(named))
    return rows.order_by("good", "pk")
