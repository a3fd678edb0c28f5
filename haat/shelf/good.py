"""What a good's page shows, read in two statements: the good with its lists, and its variants with their pieces."""

from typing import Any

from django.db.models import BigIntegerField, CharField, QuerySet

from haat.catalogue.models import Good, Variant
from haat.core.json_rows import Rows, rows_of
from haat.core.prepared import Prepared, Slot
from haat.makers.models import Maker
from haat.places.models import Mart

# The lists that hang on a good (`catalogue_good`) or a variant (`catalogue_variant`): columns, and the rows.
TEXTS = Rows("language, name, description, care", "FROM catalogue_goodtext WHERE good_id = catalogue_good.id")
PHOTOS = Rows(
    "digest, width, height, drawn, rendered",
    """FROM catalogue_photo JOIN core_picture ON core_picture.id = picture_id
       WHERE good_id = catalogue_good.id ORDER BY position""",
)
RATINGS = Rows(
    "stars, CASE WHEN words_state = 'shown' THEN words ELSE '' END, language, buyer_name, place, at, "
    "answer, answer_language",
    "FROM orders_rating WHERE good_id = catalogue_good.id ORDER BY at DESC, id DESC LIMIT 4",
)
ON_SHELF = Rows("stars_sum, stars_count, available", "FROM shelf_shelf WHERE good_id = catalogue_good.id")
CARD = (
    *("name", "name_language", "maker_name", "place_name", "slug", "price_paise", "maker_paise", "picture", "ground"),
    *("available", "made_to_order", "making_days", "can_buy"),
)
MORE = Rows(
    ", ".join(CARD),
    """FROM shelf_shelf JOIN shelf_shelftext ON shelf_shelftext.good_id = shelf_shelf.good_id
       WHERE shelf_shelf.maker_id = catalogue_good.maker_id AND shelf_shelf.good_id <> catalogue_good.id
         AND shelf_shelftext.language = %s ORDER BY by_new LIMIT 4""",
)
STOCK = Rows(
    "on_hand - reserved, counted_at",
    """FROM stock_stockitem JOIN stock_stockplace ON stock_stockplace.id = stock_stockitem.place_id
       WHERE variant_id = catalogue_variant.id AND (kind = 'maker' OR EXISTS (
         SELECT 1 FROM stock_sellsfrom AS sold
         WHERE sold.place_id = stock_stockplace.id AND sold.channel = 'mart' AND sold.account = ''
           AND sold.stopped_at IS NULL))
       ORDER BY on_hand - reserved DESC, stock_stockitem.id LIMIT 1""",
)


@Prepared
def _one_good() -> QuerySet[Good]:
    """The live good with its maker, and its lists as JSON: one statement."""
    found = Good.objects.filter(
        mart=Slot("mart", BigIntegerField()),
        slug=Slot("slug", CharField()),
        state=Good.State.LIVE,
        maker__state=Maker.State.LIVE,
    )
    found = found.select_related("craft", "maker__seller__state", "maker__block", "maker__place", "maker__portrait")
    return found.annotate(
        text_rows=rows_of(TEXTS),
        photo_rows=rows_of(PHOTOS),
        rating_rows=rows_of(RATINGS),
        more_rows=rows_of(MORE, Slot("language", CharField())),
        shelf_row=rows_of(ON_SHELF),
    )[:1]


@Prepared
def _its_variants() -> QuerySet[Variant]:
    """The good's variants that may be bought, each with its free pieces: one statement."""
    found = Variant.objects.filter(good=Slot("good", BigIntegerField()), active=True).annotate(stock_row=rows_of(STOCK))
    return found.order_by("position", "pk")


def live_good(mart: Mart, slug: str, language: str) -> Any:
    """The good at this address with its maker; None when it is not in the shop now.

    `text_rows`, `photo_rows`, `rating_rows`, `more_rows` (by CARD, in `language`) and `shelf_row` are lists of lists,
    or None when there are none.
    """
    return next(iter(_one_good.all(mart=mart.pk, slug=slug, language=language)), None)


def live_variants(good: Good) -> list[Any]:
    """Its variants that may be bought; `stock_row` is [[free pieces, counted at]] of the place that has most."""
    return _its_variants.all(good=good.pk)
