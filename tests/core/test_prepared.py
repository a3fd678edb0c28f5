"""A prepared query answers as the queryset it was made of; a written row is as if Django had written it."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import BigIntegerField, CharField, F, QuerySet
from django.utils import timezone

from haat.core.models import Event, Job, Sequence
from haat.core.prepared import Prepared, Slot
from haat.core.rows import insert, insert_new, update
from haat.orders.models import BasketLine
from tests.make import make_basket, make_stocked
from tests.make_rooms import make_maker

pytestmark = pytest.mark.django_db


@Prepared
def lines_of() -> QuerySet[BasketLine]:
    lines = BasketLine.objects.filter(basket=Slot("basket", BigIntegerField()), quantity__gte=1)
    return (
        lines.select_related("variant__good__maker")
        .only("quantity", "variant__labels", "variant__good__maker__names")
        .annotate(twice=F("quantity") * 2)
        .order_by("pk")
    )


def event(**more: object) -> Event:
    return Event(kind="core.tested", subject_type="core.event", subject_id=1, **more)


def test_prepared_query_gives_objects_with_what_they_refer_to(django_assert_num_queries):
    maker = make_maker()
    first = make_basket({make_stocked(maker): 2, make_stocked(maker): 3})
    make_basket({make_stocked(maker): 1})
    with django_assert_num_queries(1):
        lines = lines_of.all(basket=first.pk)
        found = [(line.quantity, getattr(line, "twice"), line.variant.good.maker.names) for line in lines]  # noqa: B009
    assert found == [(2, 4, maker.names), (3, 6, maker.names)]
    assert lines == list(BasketLine.objects.filter(basket=first).order_by("pk"))
    assert lines[0].seen_paise == BasketLine.objects.get(pk=lines[0].pk).seen_paise


def test_prepared_query_is_built_once():
    built = []

    def build() -> QuerySet[Sequence]:
        built.append(1)
        return Sequence.objects.filter(name=Slot("name", CharField()))

    by_name = Prepared(build)
    Sequence.objects.create(name="a", last=1)
    Sequence.objects.create(name="b", last=2)
    assert [[row.last for row in by_name.all(name=name)] for name in ("a", "b", "c")] == [[1], [2], []]
    assert built == [1]


def test_inserted_rows_are_as_django_writes_them():
    now = timezone.now()
    rows = [event(data={"नाम": [1, None]}, at=now), event(mart_id=7)]
    insert(rows)
    insert([])
    kept = list(Event.objects.order_by("pk"))
    assert kept == rows
    assert [(row.data, row.mart_id, row._state.adding) for row in rows] == [
        ({"नाम": [1, None]}, None, False),
        ({}, 7, False),
    ]
    assert (kept[0].data, kept[0].at, kept[1].mart_id) == ({"नाम": [1, None]}, now, 7)


def test_insert_refuses_what_a_constraint_refuses():
    insert([Job(name="a", key="k")])
    with pytest.raises(IntegrityError), transaction.atomic():
        insert([Job(name="b", key="k")])
    assert list(Job.objects.values_list("name", flat=True)) == ["a"]


def test_insert_new_passes_over_what_is_there():
    first, again, other = Job(name="a", key="k"), Job(name="b", key="k"), Job(name="c")
    assert insert_new([first]) == 1
    assert insert_new([again, other]) == 1
    assert insert_new([]) == 0
    assert (first.pk, again.pk) == (Job.objects.get(key="k").pk, None)
    assert list(Job.objects.order_by("name").values_list("name", flat=True)) == ["a", "c"]


def test_update_writes_the_named_fields_and_no_others():
    row, other = Job(name="a", key="k"), Job(name="c")
    insert([row, other])
    row.name, row.args, row.key = "b", {"नाम": [1, None]}, "unsaid"
    update(row, "name", "args")
    assert list(Job.objects.order_by("pk").values_list("name", "args", "key")) == [
        ("b", {"नाम": [1, None]}, "k"),
        ("c", {}, None),
    ]


def test_update_of_a_row_that_is_gone_says_so():
    row = Job(name="a")
    insert([row])
    Job.objects.all().delete()
    with pytest.raises(Job.DoesNotExist):
        update(row, "name")
