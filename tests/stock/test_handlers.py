"""A maker is told of pieces of hers that did not come whole: how many, of what, where, and why; once."""

import pytest

from haat.core.models import Event
from haat.core.worker import run_due
from haat.messages.models import Message
from haat.stock import actions, handlers
from haat.stock.models import StockPlace
from haat.stock.rules import Came
from tests.make import BY, make_hub, make_moved, make_stocked

pytestmark = pytest.mark.django_db


@pytest.fixture
def variant():
    return make_stocked(pieces=10)


def home(variant):
    return StockPlace.objects.get(maker=variant.good.maker)


def received(source, target, variant, came):
    move = actions.dispatch(source, target=target, pieces={variant.pk: 6}, key="a", by=BY)
    return actions.receive(move, counts={variant.pk: came}, by=BY)


def told(maker):
    run_due()
    return list(
        Message.objects.filter(phone=maker.phone, template__startswith="pieces_").values_list("body", flat=True)
    )


def test_what_is_written_off_is_told_once_with_the_reason(variant):
    hub = make_hub()
    move = received(home(variant), hub, variant, Came(3))
    actions.settle_missing(move.lines.get(), found=1, reason="The river took them.", by=BY)
    (body,) = told(variant.good.maker)
    assert [word in body for word in (hub.name, "2 नग", "The river took them।")] == [True] * 3
    handlers.tell_written_off(Event.objects.get(kind="stock.missing_settled"))
    assert len(told(variant.good.maker)) == 1


def test_what_was_found_again_is_no_news(variant):
    move = received(home(variant), make_hub(), variant, Came(4))
    actions.settle_missing(move.lines.get(), found=2, by=BY)
    assert told(variant.good.maker) == []


def test_what_came_spoilt_is_told_also_on_the_way_back_to_her(variant):
    hub, maker = make_hub(), variant.good.maker
    make_moved(variant, hub, 8)
    received(hub, home(variant), variant, Came(4, 2))
    (body,) = told(maker)
    assert ("2 नग" in body, maker.names["hi"] in body) == (True, True)
