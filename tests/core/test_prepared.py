"""A prepared query answers as the queryset it was made of; a written row is as if Django had written it."""

from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import BigIntegerField, CharField, F, Model, QuerySet
from django.db.utils import ConnectionRouter
from django.test.utils import isolate_apps
from django.utils import timezone
from django.utils.connection import ConnectionDoesNotExist

from haat.core import prepared
from haat.core.models import Event, Job, Sequence
from haat.core.prepared import Prepared, Slot, fresh, made
from haat.core.rows import insert, insert_new, update
from haat.orders.models import BasketLine, Order, OrderLine, Part
from haat.stock.models import Movement
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


@pytest.mark.parametrize("number", [10**30, 2**63, -(2**63) - 1])
def test_number_that_no_row_has_finds_none(number):
    asked = Prepared(lambda: Order.objects.filter(pk=Slot("pk", BigIntegerField())))
    assert asked.all(pk=number) == []
    assert asked.all(pk=2**63 - 1) == []


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
    by_name._plans.clear()  # as another thread finds it that asks at the same moment: it compiles one of its own
    assert by_name.first(name="a") is not None
    assert built == [1, 1]


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


# ---- what PostgreSQL keeps of a statement ----


@Prepared
def done_jobs() -> QuerySet[Job]:
    return Job.objects.filter(
        state=Job.State.DONE, name=Slot("name", CharField()), pk__gte=Slot("least", BigIntegerField())
    )


postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'")


def kept() -> list[str]:
    """The statements this session of PostgreSQL has prepared for jobs."""
    with connection.cursor() as lines:
        lines.execute("SELECT statement FROM pg_prepared_statements WHERE statement LIKE %s", ["%core_job%"])
        return [row[0] for row in lines.fetchall()]


@pytest.fixture
def line():
    """A session that has prepared nothing yet."""
    connection.ensure_connection()
    with connection.cursor() as lines:
        lines.execute("DEALLOCATE ALL")
    connection.connection._prepared.clear()
    connection.connection._prepared._to_flush.clear()


def asked() -> None:
    for name, least in (("a", 0), ("नाम", 1_000_000_000_000), ("c", 70_000)):
        done_jobs.all(name=name, least=least)


@postgresql
def test_postgresql_prepares_once_whatever_the_values_are(line):
    asked()
    (statement,) = kept()
    assert "\"state\" = 'done'" in statement
    assert statement.count("$") == 2


@postgresql
def test_postgresql_prepares_what_is_written_once_whatever_the_values_are(line):
    now = timezone.now()
    for lease, attempts in ((None, 0), (now, 30_000)):
        row = Job(name="a", args={"नाम": [1, None]}, lease_until=lease, attempts=attempts)
        insert([row])
        row.error = "50% of $1"
        update(row, "error", "lease_until")
    insert([Job(name="b") for _row in range(20)])  # a statement as long is not kept
    assert sorted(statement.split()[0] for statement in kept()) == ["INSERT", "UPDATE"]
    found = Job.objects.filter(name="a").order_by("pk").values_list("args", "lease_until", "attempts", "error")
    assert list(found) == [
        ({"नाम": [1, None]}, None, 0, "50% of $1"),
        ({"नाम": [1, None]}, now, 30_000, "50% of $1"),
    ]


@postgresql
def test_postgresql_prepares_nothing_behind_a_pooler_that_does_not_carry_it(line, monkeypatch):
    options = connection.settings_dict["OPTIONS"]
    monkeypatch.setitem(options, "prepare_threshold", None)
    asked()
    assert kept() == []


@postgresql
@pytest.mark.parametrize(("shared", "mode"), [(False, "force_generic_plan"), (True, "auto")])
def test_a_connection_of_our_own_keeps_one_plan_for_all_values(line, monkeypatch, shared, mode):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", shared)
    with connection.cursor() as lines:
        lines.execute("RESET plan_cache_mode")
        connection.connection.prepared_max = 100
        asked()
        lines.execute("SHOW plan_cache_mode")
        assert lines.fetchone() == (mode,)


def test_prepared_query_logs_its_values(django_assert_num_queries):
    with django_assert_num_queries(1) as seen:
        done_jobs.all(name="it's", least=7)
    assert "it''s" in seen[0]["sql"]
    assert "7" in seen[0]["sql"]


# ---- which database is asked ----


class Replica:
    """Reads elsewhere, as a house with replicas would."""

    def db_for_read(self, model: type[Model], **_hints: object) -> str:
        return "replica"


@Prepared
def locked_jobs() -> QuerySet[Job]:
    return Job.objects.filter(name=Slot("name", CharField())).select_for_update()


@pytest.mark.parametrize(("inside", "where"), [(False, "replica"), (True, "default")])
def test_prepared_query_is_asked_where_its_model_is_read(monkeypatch, inside, where):
    monkeypatch.setattr(prepared, "router", ConnectionRouter([Replica()]))
    monkeypatch.setattr(prepared, "connections", {"default": SimpleNamespace(in_atomic_block=inside)})
    assert (done_jobs._routed(), locked_jobs._routed()) == (where, "default")


def test_prepared_query_may_be_asked_of_another_database():
    done_jobs.using("default").all(name="a", least=0)
    with pytest.raises(ConnectionDoesNotExist, match="replica"):
        done_jobs.using("replica").all(name="a", least=0)


# ---- objects made in one step ----


@pytest.mark.parametrize("model", apps.get_models(), ids=lambda model: model._meta.label)
def test_object_made_in_one_step_is_as_django_makes_it(model):
    names = [field.attname for field in model._meta.concrete_fields]
    for given in (names, names[: len(names) // 2 + 1]):
        values = [f"value {number}" for number in range(len(given))]
        ours, theirs = (make(model, "default", given, values) for make in (prepared._made, from_db))
        assert (ours._state.adding, ours._state.db) == (theirs._state.adding, theirs._state.db) == (False, "default")
        assert ours._state.fields_cache == theirs._state.fields_cache == {}
        assert {**vars(ours), "_state": None} == {**vars(theirs), "_state": None}
        assert ours.get_deferred_fields() == theirs.get_deferred_fields()


def from_db(model: type[Model], alias: str, names: list[str], values: list[str]) -> Model:
    return model.from_db(alias, names, values)


@isolate_apps("haat.core")
def test_object_that_does_more_when_it_is_made_is_made_by_django():
    class Careful(Sequence):
        class Meta:
            proxy = True
            app_label = "core"

        def __init__(self, *values: object) -> None:
            super().__init__(*values)
            self.made = True

    found = prepared._made(Careful, "default", ["name", "last"], ["a", 2])
    assert (found.made, found.name, prepared._plain(Sequence), prepared._plain(Careful)) == (True, "a", True, False)


def test_made_object_is_one_that_can_be_written():
    when = timezone.now()
    values = {"kind": "core.tested", "subject_type": "core.event", "subject_id": 1, "data": {"a": 1}, "at": when}
    new = made(Event, id=None, mart_id=None, by_id=None, for_maker_id=None, **values)
    assert new._state.adding
    new.save()
    assert Event.objects.filter(pk=new.pk).values(*values).get() == values


@pytest.mark.parametrize("model", [Event, Job, Movement, Order, OrderLine, Part])
def test_fresh_object_says_what_a_new_one_does(model):
    when = timezone.now()
    given = {
        name: when
        for field in model._meta.concrete_fields
        if (name := field.attname).endswith("at") and callable(field.default)
    }
    one, other = fresh(model, **given), model(**given)
    assert {k: v for k, v in one.__dict__.items() if k != "_state"} == {
        k: v for k, v in other.__dict__.items() if k != "_state"
    }
    assert one._state.adding
    assert fresh(Event).data is not fresh(Event).data


def test_fresh_object_knows_what_it_refers_to():
    order = Order(pk=7, number="A-1")
    part = fresh(Part, order=order, number="A-1-1", goods_paise=5)
    assert (part.order_id, part.order, part.number, part.goods_paise) == (7, order, "A-1-1", 5)
    with pytest.raises(TypeError, match="colour"):
        fresh(Part, colour="red")
