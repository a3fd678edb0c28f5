"""Many lists are counted in one statement."""

import pytest

from haat.core.models import Mark
from haat.core.queries import counted_each
from haat.makers.models import Maker
from tests.make import make_maker

pytestmark = pytest.mark.django_db


def test_each_list_has_its_number_in_one_statement(django_assert_num_queries):
    first, *_others = (make_maker(name) for name in ("One group", "Two group", "Three group"))
    makers = Maker.objects.order_by("slug")
    with django_assert_num_queries(1):
        assert counted_each([makers, Mark.objects.all(), makers.none(), makers.filter(pk__gt=first.pk).distinct()]) == [
            3,
            0,
            0,
            2,
        ]


def test_nothing_to_count_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert counted_each([]) == []
        assert counted_each([Maker.objects.none()]) == [0]
