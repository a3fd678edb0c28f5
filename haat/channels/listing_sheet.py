"""A channel's own sheet of goods for who has no account there: every size the shop sells of one kind, as it stands.

What nobody has said stays empty and is counted; nothing depends on an account, a seller or a schema.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import IO

from django.db.models import Count, F, Q, QuerySet

from haat.catalogue.models import Attribute, GoodKind, Variant
from haat.channels.channel import Channel, Good, parent_sku
from haat.channels.feeds.goods import for_sale_in, of_mart
from haat.channels.goods import Sizes, address_of, host_of, names_of, sizes_of
from haat.channels.office import Filled, Office
from haat.places.models import Mart, Place
from haat.stock.queries import available
from haat.stock.rules import longest_wait
from haat.studio.knowing import Known, Library, known
from haat.studio.where import Where

MOST = 1_000  # sizes in one sheet
AT_ONCE = 250
PROVEN = "yes"  # of what a channel calls a kind of goods: its own pages say so


@dataclass(frozen=True)
class Chosen:
    """A kind of goods with how many sizes of it the shop sells, and what the channel calls it.

    `kind` None: goods of which nobody has said the kind. `sure` False: the channel's name is not proven.
    """

    kind: GoodKind | None
    product_type: str
    sizes: int
    sure: bool = True


def sizes_in(mart: Mart, place: Place) -> "QuerySet[Variant]":
    """The sizes the shop sells of makers at or below `place`."""
    return for_sale_in(mart).filter(place.reach(mart, "good__maker__block"))


def kinds_in(mart: Mart, place: Place, channel: Channel) -> list[Chosen]:
    """Every kind of which the shop sells something, those with most sizes first; two statements."""
    rows = sizes_in(mart, place).order_by().values_list("good__kind").annotate(n=Count("pk"))
    numbers: dict[int | None, int] = dict(rows)
    kinds = GoodKind.objects.in_bulk([pk for pk in numbers if pk])
    found = [_chosen(kinds.get(pk or 0), number, channel) for pk, number in numbers.items()]
    return sorted(found, key=lambda each: (not each.product_type, -each.sizes, each.kind.slug if each.kind else ""))


def _chosen(kind: GoodKind | None, sizes: int, channel: Channel) -> Chosen:
    told = kind.channels.get(channel.asks_as or channel.slug) if kind else None
    named = told if isinstance(told, dict) else {}
    return Chosen(kind, str(named.get("type") or ""), sizes, named.get("sure") == PROVEN)


def count(office: Office, channel: Channel, mart: Mart, place: Place, chosen: Chosen) -> Filled:
    """What the sheet of a kind would hold and lack."""
    return office.count(chosen.product_type, goods_of(channel, mart, place, chosen))


def write(office: Office, channel: Channel, mart: Mart, place: Place, chosen: Chosen, out: IO[bytes]) -> Filled:
    """Write it."""
    return office.sheet(chosen.product_type, goods_of(channel, mart, place, chosen), out)


def goods_of(channel: Channel, mart: Mart, place: Place, chosen: Chosen) -> Iterator[Good]:
    """The sizes of a kind, at most MOST, as a channel shapes them; a fixed number of statements for some hundred."""
    rows = sizes_in(mart, place).filter(good__kind=chosen.kind).order_by("good__maker", "good", "position", "pk")
    ids = iter(list(rows.values_list("pk", flat=True)[:MOST]))
    made = _Made(channel, mart, chosen)
    while some := list(islice(ids, AT_ONCE)):
        found = {variant.pk: variant for variant in of_mart(list(for_sale_in(mart).filter(pk__in=some)), mart)}
        yield from made.of([found[pk] for pk in some if pk in found])


class _Made:
    """What is the same for all goods of a sheet, read once."""

    def __init__(self, channel: Channel, mart: Mart, chosen: Chosen) -> None:
        self.chosen, self.host = chosen, host_of(mart.pk)
        self.library = Library(where_without(channel))
        asked = Attribute.objects.filter(Q(kind=chosen.kind) | Q(kind=None)).exclude(unit="")
        of_its_kind_last = asked.order_by(F("kind").asc(nulls_first=True), "pk")
        self.units = dict(of_its_kind_last.values_list("slug", "unit"))

    def of(self, variants: Sequence[Variant]) -> Iterator[Good]:
        facts = known(variants, self.library.where, library=self.library)
        free, sizes = available([variant.pk for variant in variants]), sizes_of(variants)
        for variant in variants:
            yield self._good(variant, facts[variant.pk], free[variant.pk], sizes.get(variant.good_id, Sizes()))

    def _good(self, variant: Variant, told: Known, free: int, sizes: Sizes) -> Good:
        good, several = variant.good, sizes.number > 1
        return Good(
            sku=variant.sku,
            variant_id=variant.pk,
            kind=self.chosen.kind.slug if self.chosen.kind else "",
            product_type=self.chosen.product_type,
            values=told.values,
            names=names_of(told),
            pictures=[address_of(self.host, picture.digest) for picture in told.pictures],
            price_paise=variant.price_paise,
            mrp_paise=variant.mrp_paise,
            stock=free,
            handling_days=longest_wait(good.making_days) if good.made_to_order else 0,
            parent=parent_sku(good.pk) if several else "",
            theme=sizes.theme if several else (),
            units=self.units,
        )


def where_without(channel: Channel) -> Where:
    """A channel as a place of sale while nobody has an account there: each good is its own seller's."""
    return Where(
        channel=channel.slug,
        title=channel.title,
        asks_as=channel.asks_as or channel.slug,
        away=channel.away,
        delivery_days=channel.delivery_days,
        handling_days=0,
        life_left_days=channel.life_left_days,
        life_left_bp=channel.life_left_bp,
        pictures=channel.pictures,
    )
