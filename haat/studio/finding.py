"""Finding any good of a mart: by how it stands, by what it lacks, by words in any language and script."""

from collections.abc import Collection, Mapping
from functools import reduce
from operator import and_

from django.db.models import Exists, OuterRef, Q, QuerySet

from haat.catalogue.models import Good, GoodText, Photo, Variant
from haat.catalogue.queries import goods_at
from haat.core.dates import today
from haat.core.slugs import slug
from haat.makers.models import Maker
from haat.makers.queries import named
from haat.places.models import Mart, Place
from haat.places.queries import counted
from haat.stock.queries import without_pieces

MOST_WORDS = 6
S = Good.State


def standings() -> Mapping[str, Q]:
    """Every way in which goods are looked for, by its name: their states, and what they lack."""
    lacks_weight = Exists(Variant.objects.filter(good=OuterRef("pk"), active=True, weight_g=None))
    return {
        **{state: Q(state=state) for state in (S.WAITING, S.LIVE, S.PAUSED, S.SENT_BACK, S.DRAFT)},
        "no_photo": ~Q(Exists(Photo.objects.filter(good=OuterRef("pk")))),
        "no_weight": Q(lacks_weight),
        "sold_out": Q(state=S.LIVE, made_to_order=False) & without_pieces(),
    }


def counts(mart: Mart, place: Place) -> dict[str, int]:
    """By standing ("": all of them), how many goods at or below `place`, up to `MOST_COUNTED` + 1; one statement."""
    goods = goods_at(mart, place)
    key = ("goods", today(), mart.pk, mart.place_id, place.pk, place.path)
    return counted(key, lambda: {"": [goods], **{name: [goods.filter(each)] for name, each in standings().items()}})


def find_goods(
    mart: Mart,
    place: Place,
    *,
    standing: str = "",
    craft: str = "",
    maker_id: int | None = None,
    words: str = "",
    alike: Collection[int] = (),
) -> "QuerySet[Good]":
    """Goods at or below `place` that fit all that is given; without order.

    Each of the `words` must stand in a name, a code, the address or the maker's name or phone; `alike` are the keys of
    goods that fit the words for how they sound.
    """
    goods = goods_at(mart, place)
    if standing in standings():
        goods = goods.filter(standings()[standing])
    if craft:
        goods = goods.filter(craft__slug=craft)
    if maker_id is not None:
        goods = goods.filter(maker=maker_id)
    told = words.split()[:MOST_WORDS]
    if told:
        goods = goods.filter(Q(pk__in=list(alike)) | reduce(and_, [_holds(word, mart) for word in told]))
    return goods


def _holds(word: str, mart: Mart) -> Q:
    """That a good, its maker or a size of it is called so, in whatever language."""
    within = Q(Exists(GoodText.objects.filter(good=OuterRef("pk"), name__icontains=word)))
    within |= Q(Exists(Variant.objects.filter(good=OuterRef("pk"), sku__icontains=word)))
    makers = named(Maker.objects.filter(mart=mart), word, mart.languages)
    within |= Q(maker__in=makers.values("pk"))
    address = slug(word)
    return within | Q(slug__icontains=address) if address else within
