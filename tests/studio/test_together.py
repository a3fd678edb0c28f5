"""A table taken some rows at a time gives what `list_good` makes of each row, and costs a few statements."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from haat.catalogue.models import Good, GoodText, Variant
from haat.core import imports, worker
from haat.core.actor import Actor
from haat.core.doctor import examine
from haat.core.models import Event, Job
from haat.pricing.models import CostSheet
from haat.stock.models import Movement, OrdinaryWeek, StockItem, StockPlace
from haat.studio import actions
from haat.studio.actions import importing
from tests.make_rooms import make_craft, make_maker, make_mart

pytestmark = pytest.mark.django_db
BY = Actor(user_id=7, for_maker_id=3)


def table() -> list[dict[str, Any]]:
    """Every column, every way to be refused by an action, the same key, name and code again."""
    one, two = make_maker("One"), make_maker("Two")
    make_craft(fragile=True, materials=[{"slug": "bamboo", "en": "Bamboo"}])
    fine = {"maker": one.slug, "craft": "bamboo", "name_en": "Basket", "price": 380}
    whole = fine | {
        "key": "whole",
        "name_hi": "डलिया",
        "mrp": 400,
        "weight_g": 450,
        "net_quantity": 2,
        "net_unit": "set",
        "packed_and_labelled": "yes",
        "shelf_life_days": 30,
        "length_cm": 30,
        "width_cm": 20,
        "height_cm": 10,
        "hsn": "4602",
        "materials": "bamboo 90; 5",
        "minutes": 60,
        "pieces": 12,
        "description_hi": " मज़बूत ",
        "description_mr": "nobody reads this",
        "care_en": "Keep dry",
        "care_hi": "सूखा रखें",
        "care_mr": "without a name",
    }
    order = {"made_to_order": "yes", "making_days": 5, "capacity": 4}
    return [
        whole,
        fine | order | {"key": "order", "name_en": "Soop"},
        fine | {"maker": two.slug, "pieces": 0},
        fine,
        fine | {"key": "again"},
        fine | {"key": "numbered", "name_en": "Basket 2"},
        fine | {"key": "again-2", "name_en": "Basket-2"},
        fine | {"key": "sku", "sku": "B-1", "minutes": 10},
        fine | {"key": "sku-2", "sku": "B-1"},
        fine | {"key": "refused", "sku": "B-2", "minutes": 10**8},
        fine | {"key": "free", "sku": "B-2"},
        fine | {"key": "price", "price": 0.5},
        fine | {"key": "mrp", "mrp": 5},
        fine | {"key": "pieces", "pieces": 200_000},
        fine | {"key": "weeks"} | order | {"capacity": 200_000},
        fine | {"key": "unit", "net_unit": "bag"},
        fine | {"key": "weight", "weight_g": 90_000},
        fine | {"key": "name", "name_en": "x" * 200},
        fine | {"key": "maker", "maker": "nobody"},
        whole,
        fine | {"key": "letters", "name_en": "✿"},
        fine | {"key": "letters-2", "name_en": "✿"},
    ]


def written() -> dict[str, Any]:
    """Every row the table made, by what it is about instead of by its keys; moments left out."""
    goods = {good.pk: (good.maker.slug, good.key) for good in Good.objects.select_related("maker")}
    variants = {variant.pk: variant for variant in Variant.objects.all()}
    items = {item.pk: item for item in StockItem.objects.all()}
    about = {
        "catalogue.good": goods,
        "catalogue.variant": {pk: (goods[row.good_id], row.position) for pk, row in variants.items()},
        "stock.stockitem": {pk: (goods[variants[row.variant_id].good_id], "item") for pk, row in items.items()},
    }

    def of(rows: Any, *leave: str) -> list[Any]:
        leave = ("id", "good_id", "variant_id", "item_id", "changed_at", "made_at", "counted_at", "at", *leave)
        said = [
            (
                goods.get(row.pk if isinstance(row, Good) else getattr(row, "good_id", None)),
                getattr(row, "variant_id", None) and about["catalogue.variant"][row.variant_id],
                {
                    field.attname: getattr(row, field.attname)
                    for field in row._meta.concrete_fields
                    if field.attname not in leave
                },
            )
            for row in rows
        ]
        return sorted(said, key=str)

    def told(event: Event) -> Any:
        data = {key: value for key, value in event.data.items() if key not in ("good_id", "variant_id", "sku")}
        subject = about[event.subject_type][event.subject_id]
        return subject, event.kind, event.mart_id, event.by_id, event.for_maker_id, data, len(event.data)

    causes = [
        (about["stock.stockitem"][row.item_id], row.kind, row.on_hand, row.by_id, row.cause.split(":")[0])
        for row in Movement.objects.order_by("item__variant__good__key", "pk")
    ]
    events: dict[Any, list[Any]] = {}
    for event in Event.objects.order_by("pk"):
        events.setdefault((event.subject_type, event.subject_id), []).append(told(event))
    heard = sorted(
        (name, about[event.subject_type][event.subject_id], event.kind)
        for name, args in Job.objects.values_list("name", "args")
        for event in Event.objects.filter(pk__in=[args["event_id"]] if "event_id" in args else args["event_ids"])
    )
    return {
        "goods": of(Good.objects.all()),
        "texts": of(GoodText.objects.all()),
        "variants": of(Variant.objects.exclude(sku__startswith="DM")),
        "codes": of(Variant.objects.filter(sku__startswith="DM"), "sku"),
        "costs": of(CostSheet.objects.all()),
        "items": of(StockItem.objects.all(), "place_id"),
        "places": list(StockPlace.objects.order_by("maker").values_list("maker", "mart", "name", "kind")),
        "weeks": of(OrdinaryWeek.objects.all()),
        "movements": causes,
        "events": sorted(events.values(), key=str),
        "heard": sorted(heard, key=str),
    }


def taken(rows: list[dict[str, Any]]) -> tuple[Any, dict[str, Any]]:
    with transaction.atomic():
        report, found = actions.import_goods(rows, mart=make_mart(), by=BY), written()
        transaction.set_rollback(True)
    return report, found


@pytest.mark.parametrize("together", [1, 4, 200])
def test_a_table_gives_what_each_row_gives_by_itself(together, monkeypatch):
    rows = table()
    Event.objects.all().delete()
    Job.objects.all().delete()
    monkeypatch.setattr(imports, "TOGETHER", together)
    some = taken(rows)

    def never(*_args, **_kwargs):
        raise OverflowError

    monkeypatch.setattr(importing, "list_new", never)
    assert some == taken(rows)
    report, found = some
    assert (report.made, report.same) == (11, 1)
    assert len(report.refused) == 10
    assert len(found["goods"]) == 11
    assert sorted(good[2]["slug"] for good in found["goods"])[:5] == [
        "bamboo",
        "bamboo-2",
        "basket",
        "basket-2",
        "basket-2-2",
    ]


def test_what_the_database_refuses_is_said_at_its_row_and_the_others_stand():
    rows = table()[:3]
    too_long = rows[1] | {"key": "long", "making_days": 999_999_999}
    report = actions.import_goods([rows[0], too_long, rows[2]], mart=make_mart(), by=BY)
    said = [(refusal.row, refusal.sentence) for refusal in report.refused]
    kept = 3 if connection.vendor == "sqlite" else 2  # SQLite keeps any whole number
    assert (report.made, said) == (kept, [(3, "A number or a text in this row is too long.")][: 3 - kept])
    assert Good.objects.count() == kept


def test_a_table_leaves_sound_books_and_its_jobs_are_few():
    rows = table()
    actions.import_goods(rows, mart=make_mart(), by=BY)
    queued = list(Job.objects.values_list("name", flat=True))
    assert {name.partition(".")[0] for name in queued} == {"shelf", "studio"}
    assert (len(queued), worker.run_due()) == (4, 4)
    assert {finding.name: finding.examples for finding in examine() if finding.broken} == {}
    assert actions.import_goods(rows, mart=make_mart(), by=BY).made == 0


def test_statements_of_a_table_do_not_grow_with_its_rows():
    rows = table()[:1]
    actions.import_goods(rows, mart=make_mart(), by=BY)
    counts = []
    for many in (2, 100):
        more = [rows[0] | {"key": f"{many}-{number}", "name_en": f"Basket {many} {number}"} for number in range(many)]
        with CaptureQueriesContext(
            connection,
        ) as sent:
            report = actions.import_goods(more, mart=make_mart(), by=BY)
        assert report.made == many
        counts.append(len(sent))
    assert counts == [29, 29]


def test_progress_is_told_after_what_is_kept(monkeypatch):
    monkeypatch.setattr(imports, "TOGETHER", 2)
    told = []
    row = table()[2]
    rows = [row | {"key": str(number)} for number in range(5)]
    actions.import_goods(rows, mart=make_mart(), progress=lambda *far: told.append((*far, Good.objects.count())), by=BY)
    assert told == [(2, 5, 2), (4, 5, 4), (5, 5, 5)]


def test_a_table_broken_off_is_taken_up_where_it_ended(monkeypatch):
    monkeypatch.setattr(imports, "TOGETHER", 2)
    row = table()[2]
    rows = [row | {"key": str(number)} for number in range(5)]

    def killed(done: int, _total: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        actions.import_goods(rows, mart=make_mart(), progress=killed, by=BY)
    assert Good.objects.count() == 4
    report = actions.import_goods(rows, mart=make_mart(), by=BY)
    assert (report.made, report.same, report.refused) == (1, 4, [])
