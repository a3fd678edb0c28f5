"""The shelf follows the catalogue, the stock and the orders, however it is brought up to date."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haat.catalogue.models import Craft, Good, GoodText
from haat.core.events import record
from haat.core.models import Event, Job
from haat.core.worker import run_due
from haat.makers.actions import open_maker, pause_maker
from haat.makers.models import Maker
from haat.orders import actions as orders
from haat.orders.models import OrderLine, Part
from haat.places.models import Mart
from haat.pricing.models import TaxRule
from haat.shelf import build, doctor, jobs, marks
from haat.shelf.models import Shelf, ShelfCount, ShelfMark, ShelfText, ShelfWords
from haat.shelf.queries import listing
from haat.stock import actions as stock
from tests.make import (
    BY,
    make_block,
    make_fee,
    make_maker,
    make_mart,
    make_order,
    make_part,
    make_registered_maker,
    make_variant,
    number,
)
from tests.shelf.rooms import put_good

pytestmark = pytest.mark.django_db


def rows() -> list[Any]:
    """Everything on the shelf, without the numbers of rows."""
    found: list[Any] = []
    for model in (Shelf, ShelfText, ShelfWords, ShelfCount):
        fields = [field.attname for field in model._meta.concrete_fields if field.name not in ("id", "edition")]
        found.append(sorted(map(repr, model.objects.values_list(*fields))))
    return found


def faults() -> list[str]:
    return [
        *doctor.shelf_is_catalogue(),
        *doctor.counts_are_rows(),
        *doctor.index_is_words(),
    ]


def card(good: Good) -> Shelf:
    return Shelf.objects.get(pk=good.pk)


def fill() -> list[Good]:
    maker = make_maker("Ujala", block=make_block("Palojori"))
    return [
        put_good({"hi": "पेड़ा", "en": "Peda"}, craft="sweets"),
        put_good("Soop", maker=maker, pieces=0),
        put_good("Stole", maker=maker, craft="cloth", made_to_order=True, making_days=7),
    ]


def test_rebuild_makes_what_refresh_made() -> None:
    fill()
    refreshed = rows()
    assert [len(part) for part in refreshed[:3]] == [3, 6, 3]
    for model in (Shelf, ShelfText, ShelfWords, ShelfCount):
        model.objects.all().delete()
    assert listing(make_mart(), "hi", query="peda").total == 0
    assert build.rebuild() == 6
    assert rows() == refreshed
    assert listing(make_mart(), "hi", query="peda").total == 1
    assert faults() == []


def test_rebuild_writes_nothing_when_all_is_right() -> None:
    fill()
    build.rebuild()
    with CaptureQueriesContext(connection) as asked:
        build.rebuild()
    assert [query["sql"] for query in asked if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []


def test_rebuild_of_one_mart_leaves_the_others() -> None:
    other = make_mart("chandrapur", languages=["mr"])
    theirs = put_good("Theirs", maker=make_maker(mart=other), shelve=False)
    put_good("Mine", shelve=False)
    assert build.rebuild(make_mart()) == 2
    assert not Shelf.objects.filter(pk=theirs.pk).exists()
    assert build.rebuild() == 3


def test_rebuild_costs_the_same_queries_for_one_good_and_for_many() -> None:
    put_good("One", shelve=False)
    with CaptureQueriesContext(connection) as few:
        build.rebuild()
    Shelf.objects.all().delete()
    maker = make_maker(block=make_block("Palojori"))
    for name in "abcdef":
        put_good(name, maker=maker, craft=name, shelve=False)
    with CaptureQueriesContext(connection) as many:
        build.rebuild()
    assert len(many) <= len(few) + 1


def test_rebuild_goes_chunk_by_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    fill()
    whole = rows()
    Shelf.objects.all().delete()
    monkeypatch.setattr(build, "CHUNK", 2)
    assert build.rebuild() == 6
    assert rows() == whole


def test_chunk_that_ends_in_the_middle_leaves_the_shelf_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    goods = fill()
    whole = rows()
    Good.objects.filter(pk=goods[0].pk).update(slug="another")
    GoodText.objects.filter(good=goods[0]).update(name="Another")
    put, told = build.put_many, []

    def ends(changed: Any, *unique: str) -> None:
        told.extend(type(row) for row in changed)
        if ShelfText in told:
            raise KeyboardInterrupt
        put(changed, *unique)

    monkeypatch.setattr(build, "put_many", ends)
    with pytest.raises(KeyboardInterrupt):
        build.rebuild()
    assert (Shelf in told, rows()) == (True, whole)


def test_language_a_mart_no_longer_speaks_loses_its_texts() -> None:
    fill()
    mart = make_mart()
    Mart.objects.filter(pk=mart.pk).update(languages=["hi"])
    assert build.rebuild() == 3
    assert set(ShelfText.objects.values_list("language", flat=True)) == {"hi"}
    assert faults() == []


@pytest.mark.parametrize("state", [Good.State.DRAFT, Good.State.WAITING, Good.State.SENT_BACK, Good.State.PAUSED])
def test_refresh_takes_away_what_is_not_live(state: str) -> None:
    good = fill()[0]
    Good.objects.filter(pk=good.pk).update(state=state)
    build.refresh([good.pk])
    assert Shelf.objects.count() == ShelfWords.objects.count() == 2
    assert listing(make_mart(), "hi", query="peda").cards == []
    assert faults() == []


def test_refresh_leaves_out_goods_without_a_variant_or_name() -> None:
    nameless, empty = put_good("One"), put_good("Two")
    nameless.texts.all().delete()
    empty.variants.update(active=False)
    build.refresh([nameless.pk, empty.pk])
    assert Shelf.objects.count() == 0
    assert faults() == []


def test_refresh_shows_prices_of_all_variants_and_the_makers_part_of_the_cheapest() -> None:
    make_fee(fee_bp=800, packing_paise=500)
    good = put_good("Soop", maker=make_registered_maker(), price_paise=10_500, pieces=2)
    dear = make_variant(good, price_paise=21_000)
    stock.count(dear, on_hand=3, cause="test", by=BY)
    build.refresh([good.pk])
    row = card(good)
    assert (row.price_paise, row.top_paise, row.available) == (10_500, 21_000, 5)
    assert row.maker_paise == 10_500 - 500 - 840 - 500


def test_refresh_of_a_good_without_a_tax_rate_shows_it_as_not_for_sale() -> None:
    maker = make_registered_maker()
    good, fine = put_good("Soop", maker=maker), put_good("Tray", maker=maker, craft="other")
    make_fee()
    unregistered = put_good("Mat")
    TaxRule.objects.all().delete()
    build.refresh([good.pk, fine.pk, unregistered.pk])
    assert [card(one).can_buy for one in (good, fine, unregistered)] == [False, False, True]


def test_refresh_of_a_price_below_the_packing_shows_it_as_not_for_sale() -> None:
    make_fee(packing_paise=60_000)
    good = put_good("Soop", price_paise=50_000)
    assert (card(good).can_buy, card(good).maker_paise) == (False, 0)


def test_refresh_falls_back_to_the_nearest_language() -> None:
    good = put_good({"en": "Soop"})
    assert {row.language: (row.name, row.name_language) for row in ShelfText.objects.filter(good=good)} == {
        "hi": ("Soop", "en"),
        "en": ("Soop", "en"),
    }


# ---- events ----


def test_approving_and_pausing_reach_the_shop() -> None:
    good = put_good("Soop", shelve=False)
    tell("catalogue.good_approved", good)
    assert Shelf.objects.filter(pk=good.pk).exists()
    Good.objects.filter(pk=good.pk).update(state=Good.State.PAUSED)
    tell("catalogue.good_paused", good)
    assert not Shelf.objects.filter(pk=good.pk).exists()
    assert faults() == []


def tell(kind: str, subject: Any, **data: Any) -> None:
    record(kind, subject, by=BY, **{"before": {}, "after": {}} | data)
    run_due()


def test_a_changed_name_and_price_reach_the_shop() -> None:
    good = put_good("Soop")
    GoodText.objects.filter(good=good).update(name="Dagra")
    tell("catalogue.good_saved", good)
    assert ShelfText.objects.filter(good=good).values_list("name", flat=True).distinct().get() == "Dagra"
    good.variants.update(price_paise=60_000, mrp_paise=60_000)
    tell("catalogue.price_changed", good.variants.get(), good=good.pk, before=50_000, after=60_000)
    assert card(good).price_paise == 60_000


def test_counting_selling_and_cancelling_reach_the_shop() -> None:
    good = put_good("Soop", pieces=1)
    order = make_order({good.variants.get(): 1})
    run_due()
    assert (card(good).available, card(good).can_buy) == (0, False)
    assert faults() == []
    orders.cancel(order.parts.get(), reason="changed her mind", by=BY)
    run_due()
    assert (card(good).available, card(good).can_buy) == (1, True)
    stock.count(good.variants.get(), on_hand=9, cause=f"count:{number()}", by=BY)
    run_due()
    assert card(good).available == 9


def test_delivering_and_rating_reach_the_shop() -> None:
    good = put_good("Soop")
    part = make_part({good.variants.get(): 2}, state="delivered")
    assert part.state == Part.State.DELIVERED
    orders.rate(OrderLine.objects.get(part=part), stars=4, words="Firm and light", by=BY)
    run_due()
    row = card(good)
    assert (row.sold, row.stars_sum, row.stars_count) == (2, 4, 1)
    shown = listing(make_mart(), "hi").cards[0]
    assert (shown.stars, shown.ratings, shown.sold) == (4.0, 1, 2)
    assert faults() == []


def test_pausing_and_opening_a_maker_reach_the_shop(monkeypatch: pytest.MonkeyPatch) -> None:
    goods = fill()
    maker = goods[1].maker
    pause_maker(maker, by=BY)
    run_due()
    assert set(Shelf.objects.values_list("pk", flat=True)) == {goods[0].pk}
    monkeypatch.setattr("haat.makers.actions.opening.missing_to_open", lambda _maker: [])
    open_maker(Maker.objects.get(pk=maker.pk), by=BY)
    run_due()
    assert Shelf.objects.count() == 3
    assert faults() == []


def test_another_language_of_the_mart_reaches_the_shop() -> None:
    fill()
    mart = make_mart()
    Mart.objects.filter(pk=mart.pk).update(languages=["mr", "hi", "en"])
    tell("places.mart_changed", mart)
    assert set(ShelfText.objects.values_list("language", flat=True)) == {"mr", "hi", "en"}
    assert faults() == []


def test_many_events_about_a_good_cost_one_refresh(monkeypatch: pytest.MonkeyPatch) -> None:
    good = put_good("Soop")
    refreshed: list[list[int]] = []
    monkeypatch.setattr(marks.build, "refresh", lambda ids: refreshed.append(list(ids)))
    for _turn in range(5):
        record("catalogue.good_saved", good, by=BY, before={}, after={})
    run_due()
    assert [ids for ids in refreshed if ids] == [[good.pk]]
    assert ShelfMark.objects.count() == 0
    assert Job.objects.exclude(state=Job.State.DONE).count() == 0


def test_an_event_told_twice_changes_nothing() -> None:
    good = put_good("Soop")
    before = rows()
    tell("catalogue.good_saved", good)
    Job.objects.update(state=Job.State.WAITING)
    run_due()
    assert rows() == before


def test_drafts_are_not_marked() -> None:
    good = put_good("Soop", shelve=False, state=Good.State.DRAFT)
    tell("catalogue.good_saved", good)
    assert (ShelfMark.objects.count(), Shelf.objects.count()) == (0, 0)
    assert Job.objects.filter(name="shelf.sweep").count() == 0


def test_sweep_leaves_what_is_too_much_for_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    goods = [put_good(name, shelve=False).pk for name in "abc"]
    monkeypatch.setattr(marks, "SWEPT_AT_ONCE", 2)
    marks.mark(goods)
    marks.sweep()
    assert (Shelf.objects.count(), ShelfMark.objects.count()) == (2, 1)
    run_due()
    assert (Shelf.objects.count(), ShelfMark.objects.count()) == (3, 0)


def test_leftover_marks_are_swept_by_the_clock() -> None:
    good = put_good("Soop", shelve=False)
    ShelfMark.objects.create(good_id=good.pk)
    jobs.sweep_leftovers()
    assert Shelf.objects.filter(pk=good.pk).exists()


def test_renew_mends_everything() -> None:
    fill()
    Shelf.objects.update(price_paise=1)
    jobs.renew()
    assert faults() == []


def test_events_and_crafts_stay_untouched_by_a_rebuild() -> None:
    fill()
    before = Event.objects.count(), Craft.objects.count()
    build.rebuild()
    assert (Event.objects.count(), Craft.objects.count()) == before


def test_upgrade_has_every_good_looked_at_again() -> None:
    good = put_good()
    build.rebuild()
    right = Shelf.objects.get().maker_paise
    Shelf.objects.update(maker_paise=1)
    upgrade = import_module("haat.shelf.migrations.0003_makers_share_of_an_even_tax")
    for _time in range(2):
        upgrade.mark_all(apps, None)
    assert list(ShelfMark.objects.values_list("good_id", flat=True)) == [good.pk]
    marks.sweep()
    assert Shelf.objects.get().maker_paise == right > 1
