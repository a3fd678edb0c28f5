"""Pages of a list go on where the last one ended, whatever comes in between."""

from datetime import timedelta

import pytest
from django.db.models import Q
from django.utils import timezone

from haat.core import paging
from haat.core.models import Mark

pytestmark = pytest.mark.django_db


def marks(count, *, alike=1):
    now = timezone.now()
    rows = [Mark(name=f"m{n:03}", at=now - timedelta(minutes=n // alike)) for n in range(count)]
    return Mark.objects.bulk_create(rows)


def names(found):
    return [row.name for row in found.rows]


def walk(order, size=3, **how):
    """Every page to the end and back again."""
    pages, found = [], paging.cut(Mark.objects.all(), order, size, **how)
    while True:
        pages.append(found)
        if found.after is None:
            break
        edge = paging.read(paging.write(found.after, order), order)
        found = paging.cut(Mark.objects.all(), order, size, edge, **how)
    return pages


@pytest.mark.parametrize("order", ["at", "-at", "name", "-name"])
def test_pages_hold_every_row_once_in_order_and_back(order):
    marks(10, alike=4)
    pages = walk(order)
    down = order.startswith("-")
    expected = sorted(Mark.objects.all(), key=lambda row: (getattr(row, order.lstrip("-")), row.name), reverse=down)
    assert [name for found in pages for name in names(found)] == [row.name for row in expected]
    back = paging.cut(Mark.objects.all(), order, 3, pages[2].before)
    assert (names(back), back.first) == (names(pages[1]), 4)


@pytest.mark.parametrize("order", ["at", "-at", "name", "-name"])
def test_at_once_the_pages_are_the_same(order, django_assert_num_queries):
    marks(10, alike=4)
    pages, once = walk(order), walk(order, at_once=True)
    assert [(names(each), each.first, each.total) for each in once] == [
        (names(each), each.first, each.total) for each in pages
    ]
    with django_assert_num_queries(2):
        back = paging.cut(Mark.objects.all(), order, 3, pages[2].before, at_once=True)
    assert (names(back), back.first) == (names(pages[1]), 4)


@pytest.mark.parametrize("order", ["at", "-at"])
def test_one_value_after_the_other_the_pages_are_the_same(order, monkeypatch, django_assert_num_queries):
    marks(10, alike=4)
    among = [(at, Q(at=at)) for at in sorted(set(Mark.objects.values_list("at", flat=True)))]
    pages = walk(order)
    monkeypatch.setattr(paging, "MOST_COUNTED", 5)  # few are sorted, as ever
    many = walk(order, among=among)
    assert [names(each) for each in many] == [names(each) for each in pages]
    back = paging.cut(Mark.objects.all(), order, 3, many[2].before, among=among)
    assert (names(back), back.first) == (names(pages[1]), 4)
    with django_assert_num_queries(4 if order == "at" else 3):  # how many there are, one value or two, the rows
        paging.cut(Mark.objects.all(), order, 3, among=among)


def test_a_number_that_is_known_is_not_counted(django_assert_num_queries):
    marks(7)
    with django_assert_num_queries(2):
        assert paging.cut(Mark.objects.all(), "-at", 3, count=lambda: 7).total == 7


def test_rows_that_come_meanwhile_move_no_page():
    marks(6)
    first = paging.cut(Mark.objects.all(), "-at", 3)
    Mark.objects.create(name="new", at=timezone.now() + timedelta(minutes=1))
    assert names(paging.cut(Mark.objects.all(), "-at", 3, first.after)) == ["m003", "m004", "m005"]


def test_number_behind_the_end_is_the_last_page():
    marks(7)
    found = paging.cut(Mark.objects.all(), "-at", 3, page=1000)
    assert (names(found), found.first, found.total) == (["m006"], 7, 7)


def test_more_than_are_counted_have_no_total(monkeypatch):
    monkeypatch.setattr(paging, "MOST_COUNTED", 5)
    marks(6)
    assert paging.cut(Mark.objects.all(), "-at", 3).total is None


def test_edge_of_another_order_or_made_up_is_no_edge():
    edge = paging.Edge(timezone.now(), 1, 3)
    assert paging.read(paging.write(edge, "-at"), "-at") == edge
    assert paging.read(paging.write(edge, "-at"), "name") is None
    assert paging.read("made-up", "-at") is None
