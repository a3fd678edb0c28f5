"""A new version brings its crafts, kinds of goods, questions and tax lines to where a mart was opened."""

import pytest

from haat.catalogue.models import Attribute, Craft, GoodKind
from haat.cli import preparing
from haat.core.models import Mark
from haat.pricing.models import TaxRule
from tests.make import make_craft

pytestmark = pytest.mark.django_db


def test_tables_come_with_a_new_version_where_crafts_are():
    make_craft()
    for _start in range(2):
        preparing._bring_tables()
        assert (GoodKind.objects.count(), Craft.objects.count()) == (39, 19)
        assert Attribute.objects.filter(kind__slug="papad-badi", slug="kind").exists()
        assert TaxRule.objects.filter(slug="bamboo-seats", rate_bp=1800).count() == 1


def test_lists_that_are_there_are_not_brought_again(monkeypatch, django_assert_num_queries):
    make_craft()
    preparing._bring_tables()
    with django_assert_num_queries(2):
        preparing._bring_tables()
    GoodKind.objects.filter(slug="papad-badi").update(source="another list")
    preparing._bring_tables()
    assert GoodKind.objects.get(slug="papad-badi").source == "another list"
    monkeypatch.setattr(preparing, "_tables", lambda: "of the next version")
    preparing._bring_tables()
    assert GoodKind.objects.get(slug="papad-badi").source != "another list"
    assert list(Mark.objects.filter(name__startswith="tables:").values_list("name", flat=True)) == [
        "tables:of the next version"
    ]


def test_nothing_is_brought_where_no_mart_was_opened():
    preparing._bring_tables()
    assert (GoodKind.objects.count(), TaxRule.objects.count()) == (0, 0)
