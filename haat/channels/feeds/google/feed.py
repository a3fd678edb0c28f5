"""Google Merchant Center: RSS 2.0 with Google's names, fetched once a day or as often as its owner asks.

Columns and limits: support.google.com/merchants/answer/7052112; `maximum_retail_price` is named in the API for India,
and its name in a file follows from that.
"""

from django.utils.translation import gettext_lazy as _

from haat.channels.feeds import columns
from haat.channels.feeds.kind import FeedKind
from haat.studio.where import PictureRule


class Google(FeedKind):
    title = "Google"
    hint = _("Merchant Center, Products, Data sources: add a file by its address. It is fetched once a day.")
    form = "xml"
    asks_as = "google"
    pictures = PictureRule(least_side=500, most_number=11)
    columns = (
        columns.sku(),
        columns.answer("title", needed=True, most=150),
        columns.answer("description", needed=True, most=5000),
        columns.link(),
        columns.main_picture(),
        columns.more_pictures(),
        # What is made once it is ordered is "backorder": it is not there, may be ordered, and has a day.
        columns.availability({"there": "in_stock", "made": "backorder", "gone": "out_of_stock"}),
        columns.available_from(),
        columns.price(),
        columns.mrp("maximum_retail_price"),
        columns.spelt("condition", {"new": "new"}),
        columns.answer("brand", most=70),
        columns.answer("gtin"),
        columns.without(("gtin",)),
        columns.category(),
        columns.craft(most=750),
        columns.group(),
        columns.answer("color", most=100),
        columns.answer("material", most=200),
        columns.answer("size", most=100),
        columns.spelt("age_group", {"adult": "adult", "kid": "kids"}),
        columns.spelt(
            "gender",
            {"female": "female", "girl": "female", "male": "male", "boy": "male", "unisex": "unisex"},
        ),
        columns.weight(),
    )


FEED = Google()
