"""Columns that several feeds have, each made in one way: answers, money, pictures, and whether it can be had."""

from collections.abc import Mapping
from datetime import UTC, datetime, time

from haat.channels.feeds.kind import Column, Item
from haat.core.dates import INDIA

CURRENCY = "INR"


def answer(name: str, *, most: int = 0, needed: bool = False, about: str = "") -> Column:
    """What was answered to the question that the feed calls `name`, in the feed's language."""
    return Column(name, lambda item: item.said.get(name, ""), needed, most, about or name, (name,))


def spelt(name: str, spelling: Mapping[str, str], *, needed: bool = False, about: str = "") -> Column:
    """The same where the feed takes a few words only: our value → its word. What it has no word for stays empty."""

    def make(item: Item) -> str:
        return spelling.get(str(item.raw.get(name, "")).strip().casefold(), "")

    return Column(name, make, needed, about=about or name, reads=(name,))


def always(name: str, text: str) -> Column:
    """The same for every good a feed may carry."""
    return Column(name, lambda _item: text)


def sku(name: str = "id") -> Column:
    """Never cut: two goods would be one. Ours are shorter than any feed's limit."""
    return Column(name, lambda item: item.sku, needed=True)


def number(name: str, *, most: int) -> Column:
    """The number its makers have for it; without one its number in the mart."""
    return Column(name, lambda item: item.said.get(name) or item.sku, most=most, reads=(name,))


def link(name: str = "link") -> Column:
    return Column(name, lambda item: item.link, needed=True)


def group(name: str = "item_group_id") -> Column:
    """What the sizes of one good have in common; empty for a good of one size."""
    return Column(name, lambda item: item.group)


def main_picture(name: str = "image_link") -> Column:
    return Column(name, lambda item: item.pictures[0] if item.pictures else "", needed=True, about="pictures")


def more_pictures(name: str = "additional_image_link") -> Column:
    return Column(name, lambda item: item.pictures[1:])


def money(paise: int) -> str:
    """52000 as `520.00 INR`."""
    return f"{paise // 100}.{paise % 100:02d} {CURRENCY}"


def price(name: str = "price") -> Column:
    return Column(name, lambda item: money(item.price_paise), needed=True)


def mrp(name: str) -> Column:
    return Column(name, lambda item: money(item.mrp_paise))


def availability(words: Mapping[str, str], name: str = "availability") -> Column:
    """`words`: there, made (to order, once it is ordered), gone → the feed's word."""

    def make(item: Item) -> str:
        if item.free <= 0:
            return words["gone"]
        return words["made" if item.ready_on else "there"]

    return Column(name, make, needed=True)


def available_from(name: str = "availability_date") -> Column:
    """When one that is made to order would leave; empty for what lies there."""

    def make(item: Item) -> str:
        if item.ready_on is None or item.free <= 0:
            return ""
        noon = datetime.combine(item.ready_on, time(12), tzinfo=INDIA).astimezone(UTC)
        return noon.strftime("%Y-%m-%dT%H:%MZ")

    return Column(name, make)


def category(name: str = "google_product_category") -> Column:
    return Column(name, lambda item: str(item.category or ""))


def craft(name: str = "product_type", *, most: int = 0) -> Column:
    """Our own sorting, which every feed takes as it is."""
    return Column(name, lambda item: item.craft, most=most)


def weight(name: str = "shipping_weight") -> Column:
    return Column(name, lambda item: f"{item.weight_g} g" if item.weight_g else "")


def without(names: tuple[str, ...], name: str = "identifier_exists") -> Column:
    """`no` where none of the answers `names` says who made it under which number: what is made by hand has none."""
    return Column(name, lambda item: "" if any(item.said.get(each) for each in names) else "no", reads=names)
