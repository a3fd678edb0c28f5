"""A yes that is told again from another phone counts once, however far its order has gone meanwhile."""

import pytest

from haat.core.models import Event
from haat.orders import actions as orders
from haat.orders.models import Part
from tests.make import BY, make_part
from tests.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", ["accepted", "packed", "on_the_way", "delivered"])
def test_yes_told_again_changes_nothing(state: str):
    part = make_part(state=state)
    again = orders.accept(Part.objects.get(pk=part.pk), by=BY)
    assert (again.state, Part.objects.get(pk=part.pk).state) == (state, state)
    assert Event.objects.filter(kind="orders.accepted").count() == 1


@pytest.mark.parametrize("before", ["placed", "accepted"])
def test_yes_to_what_was_cancelled_is_refused(before: str):
    part = make_part(state=before)
    orders.cancel(Part.objects.get(pk=part.pk), reason="late", by=BY)
    with refused("orders.wrong_state"):
        orders.accept(part, by=BY)
