"""Items as feeds get them, and marts with a good that may go into every feed."""

from datetime import date
from typing import Any

from haat.catalogue.models import Attribute, Variant
from haat.channels import actions
from haat.channels.feeds.kind import Item
from haat.channels.models import Feed
from haat.places.models import Mart
from haat.stock import actions as stock
from tests.make import BY, number
from tests.studio.goods import make_attribute, make_sellable

BASE = "http://deoghar.localhost"


def make_item(**told: Any) -> Item:
    """A bangle at ₹520 of which seven lie there."""
    said = {
        "title": "Lac bangles, red",
        "description": "Twelve bangles of lac, turned by hand.",
        "origin_country": "India",
        "manufacturer_info": "Lahthi group, Burhai, Palojori, Deoghar, Jharkhand, 814146",
        "condition": "new",
        "color": "maroon",
        "mpn": "LB-26",
    }
    usual: dict[str, Any] = {
        "sku": "DM000012-1",
        "group": "",
        "said": said,
        "raw": dict(said),
        "price_paise": 52_000,
        "mrp_paise": 60_050,
        "free": 7,
        "ready_on": None,
        "link": f"{BASE}/hi/g/lah/?v=1&from=google",
        "pictures": [f"{BASE}/media/pictures/ab/abc/square.jpg", f"{BASE}/media/pictures/cd/cde/square.jpg"],
        "category": 191,
        "craft": "Lac bangles",
        "weight_g": 300,
    }
    return Item(**(usual | told))


MADE_TO_ORDER = {"free": 3, "ready_on": date(2026, 12, 18)}


# What is asked of all goods, and what the feeds call it: slug → Google's name, Meta's name, its choices.
QUESTIONS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "title": ("title", "title", ()),
    "description": ("description", "description", ()),
    "brand": ("brand", "brand", ()),
    "country_of_origin": ("", "origin_country", ("india", "other")),
    "maker_name_address": ("", "manufacturer_info", ()),
    "gtin": ("gtin", "gtin", ()),
    "model_number": ("", "mpn", ()),
    "condition": ("condition", "condition", ("new",)),
    "google_category": ("google_product_category", "google_product_category", ()),
    "package_weight": ("", "", ()),
}
NEEDED = ("title", "description")


def make_questions() -> None:
    """The questions that feeds find their texts by; once."""
    if Attribute.objects.filter(slug="title").exists():
        return
    for slug, (google, meta, choices) in QUESTIONS.items():
        maps = {name: [called] for name, called in (("google", google), ("meta", meta)) if called}
        needed = ["google", "meta"] if slug in NEEDED else []
        make_attribute(
            slug, maps=maps, required_for=needed, type="choice" if choices else "text", choices=list(choices)
        )


def make_ready(pieces: int = 7, **told: Any) -> Variant:
    """A size that every feed may carry, and so many pieces of it."""
    make_questions()
    variant = make_sellable(**told)
    if pieces:
        stock.count(variant, on_hand=pieces, cause=f"ready:{number()}", by=BY)
    return variant


def make_feed(mart: Mart, kind: str = "google", language: str = "en", *, made: bool = True) -> Feed:
    """A feed of the mart, made once."""
    feed = actions.open_feed(mart, kind=kind, language=language, base=f"http://{mart.slug}.localhost", by=BY)
    if made:
        actions.make_feed(Feed.objects.select_related("mart").get(pk=feed.pk))
        feed.refresh_from_db()
    return feed
