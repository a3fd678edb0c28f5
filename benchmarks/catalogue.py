"""A synthetic mart of any size: makers, goods, texts, stock, written straight to the tables.

    python -m benchmarks.catalogue GOODS [MAKERS]

fills the configured database (it must be migrated). Words, prices and crafts are drawn as in a real district: a
few crafts hold most goods, a few words stand in most names, one good in fourteen is sold out.
"""

import os
import random
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

import django
from django.apps import apps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
if not apps.ready:
    django.setup()

from django.db import connection, models

from haat.catalogue.models import Craft, Good, GoodText, Photo, Variant
from haat.core.learning import learn_tables
from haat.core.models import Picture
from haat.makers.models import Maker, Seller
from haat.places.models import Mart, MartHost, Place
from haat.pricing.models import FeeRule, TaxRule
from haat.shelf import build
from haat.stock.models import OrdinaryWeek, StockItem, StockPlace

LANGUAGES = ["hi", "en"]
BATCH = 2000
BLOCKS = "deoghar mohanpur sarwan sonaraithari devipur madhupur margomunda karon sarath palojori".split()  # noqa: SIM905
VOCABULARY = 20_000  # distinct rare words of a catalogue of any size: names, places, turns of phrase


def _pairs(text: str) -> list[tuple[str, str]]:
    """English=Hindi pairs."""
    return [(english, hindi) for english, hindi in (pair.split("=") for pair in text.split())]


# Things and the words before them; the first are the commonest.
THINGS = _pairs(
    "saree=साड़ी basket=टोकरी peda=पेड़ा stole=दुपट्टा lamp=दीया pickle=अचार shawl=शॉल bag=झोला mat=चटाई pot=मटका "
    "honey=शहद soap=साबुन papad=पापड़ quilt=कथरी painting=चित्र soop=सूप gamchha=गमछा kurta=कुर्ता necklace=हार "
    "bangles=चूड़ी toy=खिलौना broom=झाड़ू rice=चावल turmeric=हल्दी chilli=मिर्च candle=मोमबत्ती fan=पंखा mask=मुखौटा "
    "drum=मांदर flute=बाँसुरी thekua=ठेकुआ laddu=लड्डू jaggery=गुड़ tray=थाली bowl=कटोरा vase=गुलदान frame=फ्रेम "
    "cushion=तकिया curtain=परदा rug=दरी sickle=हँसिया pan=कड़ाही incense=अगरबत्ती rakhi=राखी puppet=कठपुतली"
)
KINDS = _pairs(
    "Bamboo=बाँस Cotton=सूती Tussar=तसर Clay=मिट्टी Jute=जूट Brass=पीतल Wooden=लकड़ी Red=लाल Green=हरा "
    "Small=छोटा Large=बड़ा Painted=रंगीन Handwoven=हाथबुना Plain=सादा Striped=धारीदार Festive=त्योहारी "
    "Village=गाँव Forest=वन Black=काला White=सफ़ेद Yellow=पीला Round=गोल Square=चौकोर Heavy=भारी Light=हल्का"
)


def _made_up(rng: random.Random) -> str:
    return "".join(rng.choice("bcdghjklmnprst") + rng.choice("aeiou") for _turn in range(rng.choice((2, 3, 3, 4))))


RARE = [_made_up(random.Random(number)) for number in range(VOCABULARY)]


def word(rng: random.Random) -> str:
    """A rare word: the long tail of a real index."""
    return rng.choice(RARE)


def _skewed(rng: random.Random, size: int) -> int:
    """A number below `size`, the small ones much likelier."""
    return int(size * rng.random() ** 2.2)


def in_batches(model: type[models.Model], rows: Iterator[Any]) -> None:
    """Write rows as they come, BATCH in a statement."""
    while chunk := list(islice(rows, BATCH)):
        model._default_manager.bulk_create(chunk)


def fill(goods: int, makers: int | None = None, *, seed: int = 7) -> Mart:
    """A mart `bench` with `goods` live goods of `makers` (one in twenty of them by default), in Hindi and English.

    Gives the mart; its shelf is not built yet (`build.rebuild`).
    """
    rng = random.Random(seed)
    mart, blocks, state = _places()
    crafts = _crafts()
    made = _makers(mart, blocks, state, makers or max(1, goods // 20), rng)
    _goods(mart, made, crafts, goods, rng)
    return mart


def _places() -> tuple[Mart, list[Place], Place]:
    state = Place.objects.create(
        kind="state", path="9001", slug="bench", lgd_code=9901, gst_code="99", names={"en": "Bench", "hi": "बेंच"}
    )
    district = Place.objects.create(
        kind="district", parent=state, path="90010001", slug="bench", lgd_code=9902, names={"en": "Bench"}
    )
    blocks = [
        Place.objects.create(
            kind="block",
            parent=district,
            path=f"90010001{number:04d}",
            slug=name.lower(),
            lgd_code=9910 + number,
            names={"en": name, "hi": name},
        )
        for number, name in enumerate(BLOCKS, 1)
    ]
    mart = Mart.objects.create(
        slug="bench",
        place=district,
        names={"en": "Bench Mart", "hi": "बेंच मार्ट"},
        languages=LANGUAGES,
        order_prefix="BM",
        legal_name="Bench",
        address="Bench",
        phone="+916432000000",
        email="bench@example.in",
        grievance_officer="Bench",
    )
    MartHost.objects.create(host="bench.localhost", mart=mart)
    FeeRule.objects.create(
        mart=mart, fee_bp=800, packing_paise=500, from_date=datetime(2020, 1, 1, tzinfo=UTC).date(), source="bench"
    )
    return mart, blocks, state


def _crafts() -> list[Craft]:
    TaxRule.objects.create(
        slug="bench",
        hsn="4602",
        names={"en": "Bench"},
        rate_bp=500,
        from_date=datetime(2020, 1, 1, tzinfo=UTC).date(),
        source="bench",
    )
    rows = [
        Craft(
            slug=f"bench-{english}",
            names={"en": f"{english.title()} work", "hi": hindi},
            tax_slug="bench",
            drawing="basket-natural.svg",
            position=number,
        )
        for number, (english, hindi) in enumerate(THINGS[:40])
    ]
    return Craft.objects.bulk_create(rows)


def _makers(mart: Mart, blocks: list[Place], state: Place, count: int, rng: random.Random) -> list[Maker]:
    seller = Seller.objects.create(
        mart=mart, legal_name="Bench", address="Bench", pin="814112", state=state, gstin="99AAAAA0000A1Z5"
    )
    when = datetime(2026, 1, 1, tzinfo=UTC)

    def rows() -> Iterator[Maker]:
        for number in range(count):
            name = f"{word(rng)} {word(rng)} group".title()
            block = blocks[_skewed(rng, len(blocks))]
            yield Maker(
                mart=mart,
                kind=rng.choice(("artisan", "group")),
                state="live",
                slug=f"maker-{number}",
                names={"en": name, "hi": name},
                block=block,
                place=block,
                pin="814112",
                phone=f"+9170{number:08d}",
                seller=seller,
                live_at=when,
            )

    in_batches(Maker, rows())
    made = list(Maker.objects.filter(mart=mart).order_by("pk"))
    in_batches(StockPlace, (StockPlace(mart=mart, maker=maker, name="Home") for maker in made))
    return made


def _goods(mart: Mart, makers: list[Maker], crafts: list[Craft], count: int, rng: random.Random) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    Picture.objects.bulk_create(
        Picture(digest=f"{number:064x}", width=1200, height=1200, drawn=True) for number in range(200)
    )
    pictures = list(Picture.objects.filter(digest__startswith="0" * 50).order_by("pk"))
    things: list[int] = []

    def goods() -> Iterator[Good]:
        for number in range(count):
            thing = _skewed(rng, len(THINGS))
            things.append(thing)
            to_order = rng.random() < 0.2
            yield Good(
                mart=mart,
                maker=makers[_skewed(rng, len(makers))],
                craft=crafts[thing % len(crafts)],
                state="live",
                slug=f"good-{number}",
                key=f"bench-{number}",
                tax_slug="bench",
                attributes={"material": {"en": KINDS[thing % 8][0], "hi": KINDS[thing % 8][1]}},
                made_to_order=to_order,
                making_days=10 if to_order else 0,
                live_at=start + timedelta(seconds=60 * number + rng.randrange(86_400)),
            )

    in_batches(Good, goods())
    made = list(Good.objects.filter(mart=mart).order_by("pk"))
    in_batches(GoodText, _texts(made, things, rng))
    in_batches(Photo, (Photo(good=good, picture=rng.choice(pictures)) for good in made))
    in_batches(Variant, _variants(mart, made, rng))
    _stock(mart, rng)


def _texts(goods: list[Good], things: list[int], rng: random.Random) -> Iterator[GoodText]:
    for good, thing in zip(goods, things, strict=True):
        kinds = [KINDS[_skewed(rng, len(KINDS))] for _turn in range(2)]
        own = word(rng)
        for at, language in ((0, "en"), (1, "hi")):
            about = " ".join(rng.choice(KINDS)[at] for _turn in range(6))
            tail = " ".join(word(rng) for _turn in range(4)) if at == 0 else ""
            yield GoodText(
                good=good,
                language=language,
                name=f"{kinds[0][at]} {kinds[1][at]} {THINGS[thing][at]} {own}",
                description=f"{about} {THINGS[thing][at]} {tail}",
            )


def _variants(mart: Mart, goods: list[Good], rng: random.Random) -> Iterator[Variant]:
    for good in goods:
        price = 100 * round(rng.lognormvariate(6, 0.9) + 20)
        for position in range(2 if rng.random() < 0.15 else 1):
            paise = price * (position + 1)
            yield Variant(
                mart=mart,
                good=good,
                sku=f"B{good.pk}-{position}",
                price_paise=paise,
                mrp_paise=paise,
                weight_g=400,
                position=position,
            )


def _stock(mart: Mart, rng: random.Random) -> None:
    variants = list(
        Variant.objects.filter(mart=mart).order_by("pk").values_list("pk", "good__made_to_order", "good__maker")
    )
    places = dict(StockPlace.objects.filter(mart=mart).values_list("maker", "pk"))
    in_batches(
        StockItem,
        (
            StockItem(
                mart=mart,
                variant_id=variant_id,
                place_id=places[maker_id],
                on_hand=0 if rng.random() < 1 / 14 else rng.randrange(1, 60),
            )
            for variant_id, to_order, maker_id in variants
            if not to_order
        ),
    )
    weeks = (pk for pk, to_order, _maker in variants if to_order)
    in_batches(OrdinaryWeek, (OrdinaryWeek(mart=mart, variant_id=pk, capacity=20) for pk in weeks))


def analyze() -> None:
    """Let the database learn what is in its tables: PostgreSQL does by itself, SQLite by the product's worker."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    learn_tables()


def main(arguments: list[str]) -> None:
    goods = int(arguments[0]) if arguments else 10_000
    makers = int(arguments[1]) if len(arguments) > 1 else None
    began = time.perf_counter()
    mart = fill(goods, makers)
    filled, cpu = time.perf_counter(), time.process_time()
    rows = build.rebuild(mart)
    built, cpu = time.perf_counter(), time.process_time() - cpu
    analyze()
    print(f"{goods} goods filled in {filled - began:.1f} s")
    print(f"shelf of {rows} rows built in {built - filled:.1f} s, {cpu:.1f} s of them CPU")


if __name__ == "__main__":
    main(sys.argv[1:])
