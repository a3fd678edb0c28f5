"""Meta's catalogue, which Facebook, Instagram and WhatsApp share: a table parted by commas, fetched once an hour.

Columns, limits and what India asks besides: Meta's catalogue reference ("Additional required fields for selling in
India"). Importers are asked only of what was made abroad.
"""

from django.utils.translation import gettext_lazy as _

from haat.channels.feeds import columns
from haat.channels.feeds.kind import Column, FeedKind, Item
from haat.studio.where import PictureRule

NAMED = ("brand", "gtin", "mpn")


def _mpn() -> Column:
    """Who made it has a number for it: the one asked for, or its number in the mart where neither brand nor barcode
    says what it is. One of the three must be there."""

    def make(item: Item) -> str:
        named = any(item.said.get(name) for name in NAMED)
        return item.said.get("mpn", "") if named else item.sku

    return Column("mpn", make, most=100)


class Meta(FeedKind):
    title = _("Facebook, Instagram and WhatsApp")
    hint = _("Commerce Manager, Catalogue, Data sources: add a scheduled feed by its address. Choose once an hour.")
    form = "csv"
    asks_as = "meta"
    pictures = PictureRule(least_side=500, letters=False)
    most_pictures = 20
    # A service would be exempt from saying where it is from, goods never are; without a brand there is the number.
    knows = frozenset({"whatsapp_compliance", "brand"})
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
        _mpn(),
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
