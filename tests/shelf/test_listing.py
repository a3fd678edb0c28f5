"""Listings: filters, orders, pages without gaps, counts that are true, few queries."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haat.places.models import Mart
from haat.shelf import picking
from haat.shelf.counts import recount
from haat.shelf.models import SORTS, Shelf
from haat.shelf.queries import Card, Page, cards, facets, home, listing
from haat.shelf.ranking import places
from tests.make import make_block, make_maker, make_mart
from tests.shelf.rooms import put_good

pytestmark = pytest.mark.django_db
FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)


def shop(**more: object) -> Page:
    return listing(make_mart(), "hi", **more)  # type: ignore[arg-type]


def ids(**more: object) -> list[int]:
    return [card.id for card in shop(**more).cards]


def every_page(size: int, **more: object) -> list[int]:
    """The ids of all pages, one after the other."""
    seen: list[int] = []
    after = None
    while True:
        page = shop(size=size, after=after, **more)
        assert len(page.cards) <= size
        seen += [card.id for card in page.cards]
        after = page.next
        if after is None:
            return seen


def fill() -> list[int]:
    """Twelve goods of two crafts, blocks, makers, prices and ways of making; some sold out."""
    made = []
    makers = [make_maker(f"Maker {name}", block=make_block(name)) for name in ("Sarath", "Palojori")]
    for number in range(12):
        good = put_good(
            f"Good {number}",
            maker=makers[number % 2],
            craft=("clay", "bamboo")[number // 2 % 2],
            price_paise=10_000 + 1_000 * (number % 5),
            pieces=0 if number % 4 == 3 else 5,
            made_to_order=number % 3 == 0,
            live_at=FIRST_DAY + timedelta(days=number % 7),
        )
        made.append(good.pk)
    return made


def test_listing_gives_a_card_with_all_it_shows() -> None:
    maker = make_maker("Chandni group", block=make_block("Sarath"))
    good = put_good({"en": "Soop"}, maker=maker, price_paise=52_000, pieces=7, making_days=0, ground="leaf")
    (card,) = shop().cards
    assert card == Card(
        id=good.pk,
        slug=good.slug,
        name="Soop",
        name_language="en",
        maker_id=maker.pk,
        maker_name="Chandni group",
        maker_slug=maker.slug,
        place="Sarath",
        craft="bamboo",
        block="sarath",
        price_paise=52_000,
        top_paise=52_000,
        maker_paise=52_000,
        picture=good.photos.get().picture.digest,
        drawn=False,
        ground="leaf",
        available=7,
        made_to_order=False,
        making_days=0,
        can_buy=True,
        ratings=0,
        stars=None,
        sold=0,
        artisan=False,
        home_only=True,
    )


def test_listing_of_an_empty_shop_is_empty() -> None:
    assert shop() == Page([], None, 0)
    assert shop(price=(1, 2), craft="none") == Page([], None, 0)


def test_listing_shows_only_its_own_mart() -> None:
    other = make_mart("chandrapur", languages=["hi"])
    put_good("Theirs", maker=make_maker(mart=other))
    mine = put_good("Mine")
    assert ids() == [mine.pk]
    assert ids(query="theirs") == []


@pytest.mark.parametrize("sort", SORTS)
def test_listing_puts_sold_out_goods_last(sort: str) -> None:
    fill()
    bought = [card.can_buy for card in shop(sort=sort).cards]
    assert bought == [True] * 9 + [False] * 3


def test_listing_sorts_by_date_price_stars_and_sales() -> None:
    fill()
    Shelf.objects.update(can_buy=True)
    for row in Shelf.objects.all():
        row.stars_sum, row.stars_count, row.sold = 5 * (row.pk % 3), row.pk % 3, row.pk % 4
        fields = ("live_at", "price_paise", "stars_sum", "stars_count", "sold", "can_buy")
        for name, place in places(row.pk, **{field: getattr(row, field) for field in fields}).items():
            setattr(row, name, place)
        row.save()
    rows = {row.pk: row for row in Shelf.objects.all()}
    by_price = [rows[good_id].price_paise for good_id in ids(sort="cheap")]
    assert by_price == sorted(by_price)
    assert [rows[good_id].price_paise for good_id in ids(sort="dear")] == by_price[::-1]
    assert ids(sort="new") == sorted(rows, key=lambda pk: (rows[pk].live_at, pk), reverse=True)
    assert ids(sort="loved") == sorted(rows, key=lambda pk: (rows[pk].sold, pk), reverse=True)
    assert ids(sort="best") == sorted(rows, key=lambda pk: (pk % 3, pk % 4, pk), reverse=True)


def test_listing_takes_an_unknown_order_for_the_newest() -> None:
    fill()
    assert ids(sort="by_id; DROP TABLE") == ids(sort="new")


FILTERS = [
    dict(zip(("craft", "block", "ready", "price"), chosen, strict=True))
    for chosen in product(
        (None, "clay"), (None, "sarath"), (None, True, False), (None, (11_000, 13_000), (None, 11_000))
    )
]


def passes(row: Shelf, wanted: dict[str, object]) -> bool:
    low, high = wanted["price"] or (None, None)  # type: ignore[misc]
    return (
        wanted["craft"] in (None, row.craft)
        and wanted["block"] in (None, row.block)
        and wanted["ready"] in (None, not row.made_to_order)
        and (low or 0) <= row.price_paise <= (high or 10**12)
    )


def test_listing_pages_have_no_gap_or_repeat_and_true_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    fill()
    rows = list(Shelf.objects.all())
    for floor, wanted, sort in product((500, 1), FILTERS, SORTS):
        monkeypatch.setattr("haat.shelf.queries.FLOOR", floor)
        order = [row.pk for row in sorted(rows, key=lambda row: getattr(row, f"by_{sort}")) if passes(row, wanted)]
        assert every_page(3, sort=sort, **wanted) == order
        page = shop(sort=sort, **wanted)
        if not page.total_is_floor:
            assert page.total == len(order)
        else:
            assert (page.total, len(order) > floor) == (floor, True)


def test_listing_of_a_maker_pages_and_counts() -> None:
    fill()
    maker_id = Shelf.objects.get(slug=shop().cards[0].slug).maker_id
    mine = list(Shelf.objects.filter(maker_id=maker_id).order_by("by_new").values_list("pk", flat=True))
    assert every_page(4, maker_id=maker_id) == mine
    assert shop(maker_id=maker_id, size=2).total == len(mine) == 6


def test_listing_counts_only_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    fill()
    monkeypatch.setattr(picking, "FLOOR", 4)
    monkeypatch.setattr("haat.shelf.queries.FLOOR", 4)
    page = shop(price=(1, None))
    assert (page.total, page.total_is_floor) == (4, True)


@pytest.mark.parametrize("after", ["", "x", "1", "1.", ".1", "1.x", "-1.5", "9" * 40 + ".1", "१.१", "0.0; --"])
def test_listing_shows_the_first_page_for_a_cursor_of_nonsense(after: str) -> None:
    fill()
    assert ids(after=after) == ids()


def test_listing_bounds_its_size() -> None:
    fill()
    assert len(ids(size=0)) == 1
    assert len(ids(size=10**9)) == 12


@pytest.mark.parametrize(
    ("wanted", "queries"),
    [
        ({}, 1),
        ({"craft": "clay", "block": "sarath", "ready": True, "sort": "dear"}, 1),
        ({"price": (1, None), "sort": "best"}, 2),
        ({"price": (1, None), "sort": "cheap", "craft": "clay"}, 2),
        ({"maker_id": 1}, 2),
    ],
)
@pytest.mark.parametrize("size", [1, 24])
def test_listing_costs_one_or_two_queries(wanted: dict[str, object], queries: int, size: int) -> None:
    fill()
    mart = make_mart()
    if "maker_id" in wanted:
        wanted = {"maker_id": Shelf.objects.latest("pk").maker_id}
    with CaptureQueriesContext(connection) as asked:
        listing(mart, "hi", size=size, **wanted)  # type: ignore[arg-type]
    assert len(asked) == queries


def test_facets_count_under_the_other_filters() -> None:
    fill()
    rows = list(Shelf.objects.all())
    mart = make_mart()
    with CaptureQueriesContext(connection) as asked:
        found = facets(mart, "en", craft="clay", ready=True)
    assert len(asked) == 1
    ready = [row for row in rows if not row.made_to_order]
    for facet in found.crafts:
        goods = [row for row in ready if row.craft == facet.slug]
        assert (facet.goods, facet.makers) == (len(goods), len({row.maker_id for row in goods}))
    for facet in found.blocks:
        goods = [row for row in ready if row.block == facet.slug and row.craft == "clay"]
        assert (facet.goods, facet.makers) == (len(goods), len({row.maker_id for row in goods}))
    assert [facet.name for facet in found.blocks] == ["Palojori", "Sarath"]
    clay = [row for row in rows if row.craft == "clay"]
    assert (found.ready, found.to_order) == (
        sum(not row.made_to_order for row in clay),
        sum(row.made_to_order for row in clay),
    )
    assert found.goods == found.ready


def test_facets_of_an_empty_shop_are_empty() -> None:
    found = facets(make_mart(), "hi")
    assert (list(found.crafts), list(found.blocks), found.goods, found.ready) == ([], [], 0, 0)


def test_cards_keeps_the_order_and_leaves_out_what_is_not_there() -> None:
    made = fill()
    mart = make_mart()
    with CaptureQueriesContext(connection) as asked:
        found = cards(mart, "hi", [made[3], 10**9, made[0], made[3]])
    assert ([card.id for card in found], len(asked)) == ([made[3], made[0]], 1)
    assert cards(make_mart(), "hi", []) == []


def test_home_shows_crafts_and_the_newest_in_three_queries() -> None:
    fill()
    mart = Mart.objects.select_related("place").get()
    with CaptureQueriesContext(connection) as asked:
        page = home(mart, "en", new=4)
    assert len(asked) == 3
    assert [(tile.slug, tile.goods, tile.makers) for tile in page.crafts] == [
        ("bamboo", 6, 2),
        ("clay", 6, 2),
    ]
    assert ([card.id for card in page.new], page.goods, page.makers) == (ids(size=4), 12, 2)


def test_home_leads_with_the_biggest_craft_of_the_mart() -> None:
    for craft in ("bamboo", "clay", "lac", "lac"):
        put_good(f"{craft} good", craft=craft)
    assert [(tile.slug, tile.goods) for tile in home(make_mart(), "en").crafts] == [
        ("lac", 2),
        ("bamboo", 1),
        ("clay", 1),
    ]


def test_home_of_an_empty_shop_has_no_crafts() -> None:
    page = home(make_mart(), "hi")
    assert (list(page.crafts), list(page.new), page.goods) == ([], [], 0)


# ---- counts beside a listing, by their edition


def beside(**narrowed: object) -> tuple[object, int]:
    """The counts beside a listing as its page asks for them, and how many statements that took."""
    mart, edition = make_mart(), shop(**narrowed).edition
    with CaptureQueriesContext(connection) as asked:
        found = facets(mart, "hi", edition=edition, **narrowed)  # type: ignore[arg-type]
    assert found == facets(mart, "hi", **narrowed)  # type: ignore[arg-type]
    return found, len(asked)


@pytest.mark.parametrize("narrowed", [{}, {"craft": "clay"}, {"block": "sarath", "ready": True}])
def test_counts_of_an_edition_are_read_once(narrowed):
    fill()
    first, asked = beside(**narrowed)
    again, asked_again = beside(**narrowed)
    assert (asked, asked_again, again) == (1, 0, first)


def test_what_comes_goes_or_is_renamed_is_another_edition():
    fill()
    seen = {shop().edition}
    before, _asked = beside()
    good = put_good("Another", craft="clay")
    seen.add(shop().edition)
    after, asked = beside()
    assert asked == 1
    assert after.goods == before.goods + 1
    good.maker.block.names = {"hi": "नया"}
    good.maker.block.save()
    recount(good.mart_id)
    seen.add(shop().edition)
    assert beside()[1] == 1
    recount(good.mart_id)
    assert (len(seen), shop().edition in seen) == (3, True), "what did not change is no other edition"


def test_without_a_listing_counts_are_read_each_time():
    fill()
    assert [shop(query="nothing such").edition, shop(price=(1, 2)).edition] == [0, 0]
    mart = make_mart()
    for _turn in range(2):
        with CaptureQueriesContext(connection) as asked:
            facets(mart, "hi", edition=0)
        assert len(asked) == 1
