"""Many rows are written in few statements, and the statement that writes them answers what is asked besides."""

from decimal import Decimal

import pytest
from django.db import connection
from django.utils.translation import gettext_lazy

from haat.core import cursors, rows
from haat.core.models import Event, Job, Sequence
from haat.core.rows import copy_new, insert_asking, update_each
from haat.orders.models import Order, Part

pytestmark = pytest.mark.django_db


def test_each_row_is_written_with_its_own_values_in_one_statement(django_assert_num_queries):
    rows = [Sequence.objects.create(name=f"of {number}", last=number) for number in range(3)]
    for row in rows:
        row.last += 10
    with django_assert_num_queries(1):
        update_each(rows, "last")
    assert list(
        Sequence.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk").values_list("last", flat=True)
    ) == [
        10,
        11,
        12,
    ]


def test_row_that_is_gone_is_told_of():
    rows = [Sequence.objects.create(name=f"of {number}", last=number) for number in range(2)]
    Sequence.objects.filter(pk=rows[0].pk).delete()
    with pytest.raises(Sequence.DoesNotExist, match="1 of 2"):
        update_each(rows, "last")


def test_no_row_costs_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        update_each([], "last")


def test_what_is_asked_is_answered_of_each_row_by_the_statement_that_writes_it(django_assert_num_queries):
    rows = [Event(kind="core.tested", subject_type="core.event", subject_id=number, data={}) for number in range(3)]
    with django_assert_num_queries(1):
        found = insert_asking(rows, '"core_event"."subject_id" > 0', 'COALESCE("core_event"."mart_id", 0) = 0')
    assert [(bool(some), bool(none)) for some, none in found] == [(False, True), (True, True), (True, True)]
    assert all(row.pk for row in rows)


@pytest.mark.parametrize("text", [True, False])
def test_values_are_written_as_django_writes_them(monkeypatch, text):
    for module in (rows, cursors):
        monkeypatch.setattr(module, "prepares", lambda _connection: text)
    order = Order(
        mart_id=7,
        number="DM-1",
        phone="5",
        total_paise="12",
        buyer_id=None,
        rate=Decimal("1.50"),
        pin=gettext_lazy("x"),
    )
    for row in (order, Job(name="a", args={"b": 1}, attempts=2**40, done_at=None), Part(joined=True, promised_by=None)):
        fields = rows._fields(type(row))
        whole = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
        given = rows._values([row, row], fields, connection)
        assert [str(value) for value in given] == [str(value) for value in cursors.for_columns(connection, whole * 2)]
        assert [type(value) for value in given] == [type(value) for value in cursors.for_columns(connection, whole * 2)]


@pytest.mark.parametrize("many", [1, 200])
def test_new_rows_are_copied_as_they_are(many):
    odd = "tab\t, line\n, \\N, \\. and 'quote' \x7f पेड़ा"
    told = [
        Event(
            kind="core.tested",
            subject_type=odd,
            subject_id=number,
            mart_id=None if number % 2 else 7,
            data={odd: [number, None, True]},
        )
        for number in range(many)
    ]
    copy_new(told)
    found = Event.objects.filter(kind="core.tested").order_by("subject_id")
    names = ("subject_type", "subject_id", "mart_id", "data", "at")
    assert list(found.values_list(*names)) == [tuple(getattr(row, name) for name in names) for row in told]


def test_no_new_row_costs_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        copy_new([])
