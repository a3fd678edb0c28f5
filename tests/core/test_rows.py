"""Many rows are written in few statements, and the statement that writes them answers what is asked besides."""

import pytest

from haat.core.models import Event, Sequence
from haat.core.rows import insert_asking, update_each

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
