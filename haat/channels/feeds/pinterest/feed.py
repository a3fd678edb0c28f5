"""Pinterest: the same names as Google's in a table parted by tabs, fetched every one or two days.

A feed that stays the same for 90 days is fetched no more (developers.pinterest.com, "Manage with a feed").
"""

from django.utils.translation import gettext_lazy as _

from haat.channels.feeds import columns
from haat.channels.feeds.kind import FeedKind
from haat.studio.where import PictureRule


class Pinterest(FeedKind):
    title = "Pinterest"
    hint = _("Business account, Catalogues: add a data source by its address. It is fetched every one or two days.")
    form = "tsv"
    asks_as = "google"
    pictures = PictureRule(least_side=500, most_number=11)
    columns = (
        columns.sku(),
        columns.answer("title", needed=True, most=150),
        columns.answer("description", needed=True, most=5000),
        columns.link(),
        columns.main_picture(),
        columns.more_pictures(),
        columns.availability({"there": "in stock", "made": "preorder", "gone": "out of stock"}),
        columns.available_from(),
        columns.price(),
        columns.spelt("condition", {"new": "new"}),
        columns.answer("brand", most=70),
        columns.category(),
        columns.craft(most=750),
        columns.group(),
        columns.answer("color", most=100),
        columns.answer("material", most=200),
        columns.answer("size", most=100),
    )


FEED = Pinterest()
