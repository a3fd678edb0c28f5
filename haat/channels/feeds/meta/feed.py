"""Meta's catalogue, which Facebook, Instagram and WhatsApp share: a table parted by commas, fetched once an hour.

Columns, limits and what India asks besides: Meta's catalogue reference ("Additional required fields for selling in
India"). Importers are asked only of what was made abroad.
"""

from django.utils.translation import gettext_lazy as _

from haat.channels.feeds import columns
from haat.channels.feeds.kind import FeedKind
from haat.studio.where import PictureRule


class Meta(FeedKind):
    title = _("Facebook, Instagram and WhatsApp")
    hint = _("Commerce Manager, Catalogue, Data sources: add a scheduled feed by its address. Choose once an hour.")
    form = "csv"
    asks_as = "meta"
    pictures = PictureRule(least_side=500, letters=False, most_number=20)
    knows = frozenset({"brand"})  # without one there is the number
    columns = (
        columns.sku(),
        columns.answer("title", needed=True, most=200),
        columns.answer("description", needed=True, most=9999),
        columns.availability({"there": "in stock", "made": "available for order", "gone": "out of stock"}),
        columns.spelt("condition", {"new": "new"}, needed=True),
        columns.price(),
        columns.link(),
        columns.main_picture(),
        columns.more_pictures(),
        columns.answer("brand", most=100),
        columns.answer("gtin"),
        # Brand, barcode or the maker's number of it: one must be there, and the last always is.
        columns.number("mpn", most=100),
        columns.spelt("origin_country", {"india": "IN", "in": "IN"}, needed=True, about="country_of_origin"),
        columns.answer("manufacturer_info", needed=True, about="maker_name_address"),
        columns.always("wa_compliance_category", "DEFAULT"),
        columns.category(),
        columns.craft("product_type", most=750),
        columns.group(),
        columns.answer("color", most=200),
        columns.answer("material", most=200),
        columns.answer("size", most=200),
    )


FEED = Meta()
