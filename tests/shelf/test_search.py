"""Searching the shop: across scripts, ranked, relaxed, and not to be broken by what people type."""

import pytest
from django.test.utils import CaptureQueriesContext

from haat.shelf.queries import Page, listing
from tests.make import make_block, make_maker, make_mart
from tests.shelf.rooms import put_good

pytestmark = pytest.mark.django_db


def found(query: str, **more: object) -> list[int]:
    return [card.id for card in search(query, **more).cards]


def search(query: str, **more: object) -> Page:
    return listing(make_mart(), "hi", query=query, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("query", ["pera", "peda", "pedha", "पेड़ा", "પેંડા", "PEDA", "  peda! "])
def test_listing_finds_peda_in_every_spelling(query: str) -> None:
    peda = put_good({"hi": "खोये का पेड़ा", "en": "Khoya peda"})
    put_good("Bamboo basket")
    assert found(query) == [peda.pk]


def test_listing_says_what_it_understood() -> None:
    put_good({"hi": "पेड़ा"})
    assert search("pera").understood == "पेड़ा"
    assert search("पेड़ा").understood is None


def test_listing_understands_in_the_reader_s_script() -> None:
    put_good({"hi": "पेड़ा", "en": "Peda"})
    told = {language: listing(make_mart(), language, query="pera").understood for language in ("hi", "mr", "en", "ur")}
    assert told == {"hi": "पेड़ा", "mr": "पेड़ा", "en": None, "ur": None}


def test_literal_listing_finds_only_what_is_spelt_so() -> None:
    mart = make_mart()
    put_good({"hi": "खोये का पेड़ा", "en": "Khoya peda"})
    spelt = put_good({"hi": "डिब्बा", "en": "Pera box"})
    freely, just_so = (listing(mart, "hi", query="pera", literal=literal) for literal in (False, True))
    assert (freely.total, freely.understood) == (2, "पेड़ा")
    assert ([card.id for card in just_so.cards], just_so.understood) == ([spelt.pk], None)
    assert listing(mart, "hi", query="paira", literal=True).cards == []


def test_listing_ranks_exact_name_before_like_sound_before_other_words() -> None:
    described = put_good("Cane tray", description="Goes well with peda")
    sounds = put_good("Pera box")
    exact = put_good("Peda box", live_at=None)
    newer = put_good("Another peda")
    assert found("peda") == [newer.pk, exact.pk, sounds.pk, described.pk]


def test_listing_finds_by_maker_place_craft_and_material() -> None:
    block = make_block("Palojori")
    maker = make_maker("Ujala samuh", block=block)
    mine = put_good("Soop", maker=maker, craft="weaving", attributes={"material": {"en": "Cane strip"}})
    put_good("Gamchha", craft="cloth")
    for query in ("ujala", "palojori", "weaving", "cane", "उजाला"):
        assert found(query) == [mine.pk]


def test_listing_wants_every_word() -> None:
    both = put_good("Red bamboo lamp")
    put_good("Red clay lamp", craft="clay")
    assert found("bamboo lamp") == [both.pk]
    assert search("bamboo lamp").relaxed == ""


def test_listing_leaves_empty_words_out() -> None:
    basket = put_good({"hi": "बाँस टोकरी"})
    assert found("बाँस की टोकरी") == [basket.pk]


def test_listing_relaxes_to_some_of_the_words_and_says_so() -> None:
    lamp = put_good("Clay lamp", craft="clay")
    page = search("clay helicopter")
    assert ([card.id for card in page.cards], page.relaxed, page.total) == ([lamp.pk], "some_words", 1)


def test_listing_finds_nothing_for_unknown_words() -> None:
    put_good("Clay lamp", craft="clay")
    assert search("helicopter") == Page([], None, 0)


def test_listing_shows_sold_out_matches_last() -> None:
    stocked = put_good("Peda")
    gone = put_good("Peda", pieces=0)
    assert found("peda") == [stocked.pk, gone.pk]


def test_listing_narrows_a_search_by_every_filter() -> None:
    maker = make_maker(block=make_block("Palojori"))
    mine = put_good("Peda", maker=maker, craft="sweets", price_paise=30_000)
    put_good("Peda", craft="sweets-box", price_paise=90_000)
    put_good("Peda", craft="bamboo", price_paise=40_000, made_to_order=True)
    assert found("peda", craft="sweets") == [mine.pk]
    assert found("peda", block="palojori") == [mine.pk]
    assert found("peda", maker_id=maker.pk) == [mine.pk]
    assert found("peda", price=(10_000, 35_000)) == [mine.pk]
    assert len(found("peda", ready=True)) == 2
    assert len(found("peda", ready=False)) == 1


@pytest.mark.parametrize(
    ("sort", "prices"),
    [
        ("cheap", [100, 200, 300]),
        ("dear", [300, 200, 100]),
        ("best", [100, 300, 200]),
        ("loved", [100, 300, 200]),
    ],
)
def test_listing_sorts_a_search(sort: str, prices: list[int]) -> None:
    for price in (200, 300, 100):
        put_good("Peda", price_paise=price * 100)
    assert [card.price_paise // 100 for card in search("peda", sort=sort).cards] == prices


@pytest.mark.parametrize("sort", ["new", "cheap"])
def test_listing_pages_a_search_without_gap_or_repeat(sort: str) -> None:
    wanted = {put_good(name, pieces=pieces).pk for name in ("Peda", "Pera", "Peda box") for pieces in (0, 5, 5)}
    seen: list[int] = []
    after = None
    for _turn in range(9):
        page = search("peda", sort=sort, after=after, size=2)
        assert page.total == 9
        seen += [card.id for card in page.cards]
        after = page.next
        if after is None:
            break
    assert (len(seen), set(seen)) == (9, wanted)


ODD = [
    '"',
    "'",
    '" OR keys:*',
    "NEAR(peda, box)",
    "keys : peda",
    "-peda NOT box",
    "^peda*",
    "') OR 1=1 --",
    "'; DROP TABLE shelf_shelf; --",
    "a & b | !c <-> d",
    "(((((",
    "\x00\x01",
    "peda\x00",
    "\\'\\",
    "%s %(x)s {0}",
    "😀🎉",
    "   \t\n",
    "x" * 100_000,
    "peda " * 5000,
    "漢字 עברית",
    "\u200d\u200c",
]


@pytest.mark.parametrize("query", ODD)
@pytest.mark.parametrize("sort", ["new", "dear"])
def test_listing_survives_odd_queries(query: str, sort: str) -> None:
    peda = put_good("Peda box")
    page = search(query, sort=sort)
    assert {card.id for card in page.cards} <= {peda.pk}
    assert found("peda") == [peda.pk]


@pytest.mark.parametrize("query", ["😀🎉", "!!!", "\u200d"])
def test_listing_finds_nothing_for_a_query_without_words(query: str) -> None:
    put_good("Peda")
    assert search(query).total == 0


def test_listing_shows_everything_for_a_blank_query() -> None:
    peda = put_good("Peda")
    assert found("   ") == [peda.pk]


@pytest.mark.parametrize("sort", ["new", "cheap"])
def test_listing_of_a_search_costs_two_queries(
    sort: str, django_assert_num_queries: "type[CaptureQueriesContext]"
) -> None:
    for _turn in range(3):
        put_good("Peda")
    mart = make_mart()
    with django_assert_num_queries(2):  # type: ignore[call-arg]
        listing(mart, "hi", query="peda", sort=sort, craft="bamboo", price=(1, None))
