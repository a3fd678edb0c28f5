"""The demonstration sells at a marketplace: the engine did everything there, the books hold it, and it goes on."""

from collections import Counter
from contextlib import nullcontext
from typing import Any

import pytest
from PIL import Image

from demo import content, goods, makers, photos, pictures, seed
from demo.world import MARTS
from haat.channels.models import Account, Cause, Feed, Offer, Refusal, Sale
from haat.cli.market import Rehearsed
from haat.cli.rehearsal.amazon import AmazonDouble
from haat.cli.rehearsing import world_file
from haat.core.doctor import examine
from haat.core.files import encode_made
from haat.core.models import Picture
from haat.delivery.models import Parcel
from haat.ledger.models import Settlement
from haat.orders.models import Part
from haat.shelf import build
from haat.studio import pixels

TRADING_DAYS = 12
FEW = (
    "maa-tara", "laal-lahthi", "chandni", "rangoli-lac", "suhagan-sarwan", "swad-deoghar", "khatta-meetha", "raja-peda",
    "shibu-madhu", "khajur-chatai", "jamila-lahthi",
)  # fmt: skip
S = Offer.State


def taken(name: str, view: str) -> photos.Taken:
    """A picture as the renderer makes one, quickly: the good fills a white frame, or lies on cloth."""
    ground = (255, 255, 255) if view == "white" else (160, 120, 90)
    image = Image.new("RGB", (1600, 1600), ground)
    shade = sum(map(ord, name)) % 200
    image.paste((shade, 40, 60), (100, 100, 1500, 1500))
    encoded = encode_made(image, rendered=True)
    measures = pixels.measures_of(image, sharpness=encoded.sharpness, brightness=encoded.brightness)
    return photos.Taken(encoded, measures, pixels.square(image, measures.frame, rendered=True))


@pytest.fixture
def sold(db: None, settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Account:
    """Deoghar alone with few makers, lived to its last day."""
    settings.DEMO = True
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    settings.CHANNELS = dict(settings.CHANNELS)
    every = content.load("deoghar", "makers")
    rows = [row for row in goods.rows_of("deoghar") if row["maker"] in FEW]
    one = Picture.objects.create(digest="5" * 64, width=800, height=800, drawn=True)
    monkeypatch.setattr(seed, "MARTS", {"deoghar": MARTS["deoghar"]})
    monkeypatch.setattr("demo.world.MARTS", {"deoghar": MARTS["deoghar"]})
    monkeypatch.setattr(seed, "load", lambda mart, name: [row for row in every if row["slug"] in FEW])
    monkeypatch.setattr(seed, "rows_of", lambda slug: rows)
    monkeypatch.setattr(seed, "NOT_COMPLETE", 0)
    monkeypatch.setattr(seed.Trade, "orders_today", lambda trade, day: 0)
    monkeypatch.setattr(seed, "read_models_at_the_end", nullcontext)
    monkeypatch.setattr(pictures, "drawn_beside", lambda wanted: nullcontext())
    monkeypatch.setattr(photos, "begin", lambda pool: photos._kept.clear())
    monkeypatch.setattr(photos, "taken", taken)
    monkeypatch.setattr(goods, "plate", lambda file, ground=None: one)
    monkeypatch.setattr(makers, "portrait", lambda row: one)
    market = Rehearsed()
    try:
        seed.seed(trading_days=TRADING_DAYS, market=market, port=8123)
    finally:
        market.stop()
    return Account.objects.get()


def of(slug: str) -> list[Offer]:
    return list(Offer.objects.filter(variant__good__key=slug).order_by("pk"))


def test_the_marketplace_lives(sold: Account) -> None:
    assert (sold.channel, sold.seller.gstin, sold.state, sold.trouble) == ("amazon", "20AAATD4127M1Z1", "open", "")
    offers_stand_in_every_state(sold)
    causes_say_why(sold)
    orders_stand_at_every_step(sold)
    (feed,) = Feed.objects.all()
    assert (feed.kind, feed.closed_at, feed.base, feed.number > 0) == (
        "google", None, "http://deoghar.localhost:8123", True,
    )  # fmt: skip
    build.rebuild()
    pictured = "every picture is in the store"  # the one drawing that stands for all here is not
    assert {finding.name: finding.examples for finding in examine() if finding.broken}.keys() - {pictured} == set()
    the_double_that_is_served_goes_on(sold)


def offers_stand_in_every_state(account: Account) -> None:
    found = {S(offer.state) for offer in Offer.objects.filter(account=account)}
    assert {S.LIVE, S.ACCEPTED, S.BLOCKED, S.REFUSED, S.PAUSED, S.HIDDEN, S.CLOSED} <= found
    assert found & {S.SENDING, S.UNKNOWN} == set()
    wanted = {
        "lac-bangles-set-of-six": S.LIVE,
        "beaded-kada-red": S.ACCEPTED,
        "mango-pickle-swad": S.REFUSED,
        "kada-with-white-beads": S.PAUSED,
        "sunday-dozen-mixed-colours": S.HIDDEN,
        "two-colour-kangan": S.CLOSED,
    }
    stand = {slug: {S(offer.state) for offer in of(slug)} for slug in wanted}
    assert stand == {slug: {state} for slug, state in wanted.items()}
    assert all(offer.external_id.startswith("B0") and offer.live_at for offer in of("lac-bangles-set-of-six"))


def causes_say_why(account: Account) -> None:
    """A letter that the marketplace does not know is one task for all pickles; what we know is told before."""
    barcode = Cause.objects.get(account=account, code="8560", closed_at=None)
    assert Refusal.objects.filter(cause=barcode, ended_at=None).count() >= 2
    blocked = Offer.objects.filter(account=account, state=S.BLOCKED)
    said = {(reason["code"], reason["about"]) for offer in blocked for reason in offer.reasons}
    assert {("not_fresh", ""), ("paper_expired", "fssai"), ("picture_drawn", "")} <= said
    assert {("attribute_missing", "size"), ("gtin_missing", "gtin_exempt")} <= said
    assert "picture_rendered" not in {code for code, _about in said}


def orders_stand_at_every_step(account: Account) -> None:
    sales = Sale.objects.filter(account=account)
    assert sales.count() >= 6
    assert sales.filter(asks_cancel=True).count() == 1
    assert not sales.exclude(problem="").exists()
    states = Counter(Part.objects.filter(order__arrival__channel="amazon").values_list("state", flat=True))
    assert states[Part.State.PACKED] >= 1
    assert states[Part.State.PLACED] >= 1
    posted = Parcel.objects.filter(part__order__arrival__channel="amazon").exclude(article="")
    assert posted.count() == sales.filter(state="SHIPPED").count() >= 1
    settled = Settlement.objects.filter(part__order__arrival__channel="amazon")
    assert [(row.fee_paise > 0, row.came_paise > 0) for row in settled][:1] == [(True, True)]


def the_double_that_is_served_goes_on(account: Account) -> None:
    double = AmazonDouble(keep=world_file())
    standing = double.control.standing()
    assert standing["switches"]["buyers_an_hour"] == 6
    there = Offer.objects.filter(account=account, there=True).exclude(external_id="")
    assert {offer.external_id for offer in there} <= {row.asin for row in double.listings.by_sku.values()}
    assert set(double.orders.known) == set(Sale.objects.values_list("external_id", flat=True))
