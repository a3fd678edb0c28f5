"""Search on PostgreSQL finds the newest first and reads no more than it needs."""

from collections.abc import Iterator

import pytest
from django.db import connection

from haat.places.models import Mart
from haat.shelf import newest
from haat.shelf.matching import COARSE, SHOP_BANDS, SOME_WORDS, Asked, ask, price_keys, shop_key
from haat.shelf.models import ShelfWords
from haat.shelf.picking import FLOOR, Counted, Cursor, Wanted, rows
from haat.shelf.queries import _tiers, listing
from haat.web.shop.look.filters import BANDS
from tests.make import make_mart
from tests.shelf.rooms import put_good

GOODS = 9000
postgresql_only = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's index is read in order")
# Which goods have a key: every second, every fortieth, every 700th, the oldest hundred, one of each pair never both.
KEYS = {
    "ecommon": lambda good: good % 2 == 0,
    "eother": lambda good: good % 2 == 1,
    "eseldom": lambda good: good % 40 == 0,
    "erare": lambda good: good % 700 == 0,
    "eold": lambda good: good <= 100,
    "eone": lambda good: good == 4321,
}


@pytest.fixture
def words() -> Iterator[Mart]:
    """Words of GOODS goods that are nowhere else, so many that they lie in more than one stretch."""
    mart = make_mart()
    ShelfWords.objects.bulk_create(
        ShelfWords(good_id=good, mart=mart, keys=" ".join(f"{mart.pk}{key}" for key, has in KEYS.items() if has(good)))
        for good in range(1, GOODS + 1)
    )
    yield mart
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM shelf_shelfwords")


def asked(mart: Mart, query: str) -> str:
    return query.replace("e", f"{mart.pk}e", 1).replace(" & e", f" & {mart.pk}e").replace("!e", f"!{mart.pk}e")


def fetched() -> int:
    """Rows of the words' table this transaction has read so far."""
    sql = "SELECT idx_tup_fetch + seq_tup_read FROM pg_stat_xact_user_tables WHERE relname = 'shelf_shelfwords'"
    return int(rows(sql, [])[0][0])


QUERIES = ["ecommon", "eseldom", "erare", "eold", "eone", "ecommon & eother", "ecommon & eseldom", "ecommon & !eseldom"]


@postgresql_only
@pytest.mark.django_db
def test_newest_are_those_of_the_whole_index(words: Mart) -> None:
    for query in QUERIES:
        for top in (GOODS, GOODS - 1, 4321, 2050, 700, 0):
            for most in (1, 25, 501):
                found = rows("SELECT shelf_newest(%s, %s::tsquery, %s, %s)", [words.pk, asked(words, query), top, most])
                true = rows(
                    "SELECT good_id FROM shelf_shelfwords WHERE search @@ %s::tsquery AND good_id <= %s"
                    " ORDER BY good_id DESC LIMIT %s",
                    [asked(words, query), top, most],
                )
                assert found[0][0] == [row[0] for row in true], (query, top, most)


@postgresql_only
@pytest.mark.django_db
@pytest.mark.parametrize(("query", "most_read"), [("ecommon", 600), ("ecommon & eseldom", 400), ("eone", 10)])
def test_a_page_of_the_newest_reads_a_stretch_not_the_shop(words: Mart, query: str, most_read: int) -> None:
    before = fetched()
    found = rows(
        "SELECT f.arm, f.good_id FROM shelf_picked(%s, '{0,10}', %s::tsquery[], %s, 25) f",
        [words.pk, [asked(words, query)] * 2, [1 << 30, 0]],
    )
    assert len(found) == (1 if query == "eone" else 25)
    assert 0 < fetched() - before <= most_read


@postgresql_only
@pytest.mark.django_db
def test_counts_are_true_and_end_where_going_on_is_dear(words: Mart) -> None:
    def count(key: str) -> list[Counted]:
        return newest.count(Wanted(words.pk), Asked((key,), ((key,),)))

    before = fetched()
    assert count("ecommon")[0] == Counted(FLOOR + 1, many=True)
    assert fetched() - before <= FLOOR + 10
    seldom = count("eseldom")[0]
    assert seldom.held <= GOODS // 40
    assert seldom.held > seldom.floor or seldom.ids is not None
    rare = count("erare")[0]
    assert (rare.held, sorted(rare.ids or [])) == (GOODS // 700, list(range(700, GOODS + 1, 700)))
    assert count("enone") == [Counted(ids=[])] * 3


@pytest.mark.django_db
def test_a_search_that_only_sounds_alike_asks_no_tier_known_to_be_empty() -> None:
    jalebi = put_good("Jalebi")
    page = listing(make_mart(), "hi", query="jelebi")
    assert ([card.id for card in page.cards], page.relaxed) == ([jalebi.pk], "sounds")
    assert _tiers(0, 1) == [COARSE]
    assert _tiers(0, 0) == [SOME_WORDS]


@postgresql_only
@pytest.mark.django_db
@pytest.mark.parametrize("looked_at", [0, 1000])
def test_a_page_is_the_same_however_its_goods_are_found(monkeypatch: pytest.MonkeyPatch, looked_at: int) -> None:
    for name in ("Peda", "Pera box", "Peda box", "Khoya tray"):
        put_good(name, pieces=5)
        put_good(name, pieces=0, description="peda")
    monkeypatch.setattr(newest, "LOOKED_AT", looked_at)
    wanted, asked = Wanted(make_mart().pk), ask("peda")
    assert asked is not None
    counted = newest.count(wanted, asked)[0]
    tiers = _tiers(counted.held, 0)
    for after in (Cursor(), Cursor(1, 0), Cursor(10, 0)):
        known, tried = (
            rows(*newest.arms(wanted, asked, tiers, each, after, 4)[0]) for each in (counted, Counted(counted.held))
        )
        assert known == tried
        assert len(known) > 1


def test_a_price_has_the_keys_of_the_shops_bands_it_lies_in() -> None:
    bands = {paise: [key for key in price_keys(paise, paise) if key.startswith("kq")] for paise in (1, 20_000, 20_001)}
    assert bands == {1: ["kq0"], 20_000: ["kq0", "kq1"], 20_001: ["kq1"]}
    assert [shop_key(low, high) for low, high in SHOP_BANDS] == ["kq0", "kq1", "kq2", "kq3"]
    assert (shop_key(1, 2), shop_key(None, None)) == (None, None)


def test_the_bands_the_shop_offers_have_keys() -> None:
    paise = [tuple(end and end * 100 for end in band) for band in BANDS]
    assert paise == list(SHOP_BANDS)
