"""Rows of many keys, asked for with one value."""

import pytest

from haat.catalogue.models import Good, Variant
from tests.make import make_variant

pytestmark = pytest.mark.django_db


def test_it_finds_what_in_finds_of_any_collection():
    one, two, three = (make_variant() for _turn in range(3))
    for keys in ({one.pk, three.pk}, [three.pk, one.pk, one.pk], {one.pk: 1, three.pk: 2}.keys()):
        found = Variant.objects.filter(pk__among=keys).order_by("pk")
        assert list(found) == list(Variant.objects.filter(pk__in=list(keys)).order_by("pk"))
    assert list(Variant.objects.filter(good__among=[two.good_id])) == [two]
    assert list(Variant.objects.filter(good__maker__among=[three.good.maker_id])) == [three]


def test_many_keys_are_one_value(django_assert_num_queries):
    two = make_variant()
    keys = range(two.pk, two.pk + 100_000)
    with django_assert_num_queries(1):
        assert list(Variant.objects.filter(pk__among=keys)) == [two]


def test_no_keys_ask_nobody(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert list(Good.objects.filter(pk__among=[])) == []
        assert list(Good.objects.filter(pk__among=set())) == []


def test_what_is_left_out_is_all_else():
    one, two = make_variant(), make_variant()
    assert list(Variant.objects.exclude(pk__among=[one.pk])) == [two]
