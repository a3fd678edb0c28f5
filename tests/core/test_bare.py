"""A bare row is what the database answered: whatever was not read with it is read when it is asked for."""

import pytest

from haat.catalogue.models import Good, Variant
from haat.core.bare import bare
from tests.make import make_variant

pytestmark = pytest.mark.django_db
NAMES = ("id", "good_id", "mart_id", "sku", "labels")


def test_bare_row_is_the_row_with_what_it_refers_to(django_assert_num_queries):
    variant = make_variant()
    values = Variant.objects.values_list(*NAMES, "price_paise").get(pk=variant.pk)
    good = Good.objects.get(pk=variant.good_id)
    row = bare(Variant, NAMES, values, good=good)
    with django_assert_num_queries(0):
        assert (row, row.pk, row.sku, row.labels) == (variant, variant.pk, variant.sku, variant.labels)
        assert row.good is good
    with django_assert_num_queries(1):
        assert row.price_paise == variant.price_paise
    with django_assert_num_queries(1):
        assert row.mart == variant.mart


def test_bare_row_can_be_written_and_read_anew():
    variant = make_variant()
    row = bare(Variant, ("id", "sku"), (variant.pk, "another"))
    row.save(update_fields=["sku"])
    variant.refresh_from_db()
    assert variant.sku == "another"
    row.refresh_from_db()
    assert row.good_id == variant.good_id
