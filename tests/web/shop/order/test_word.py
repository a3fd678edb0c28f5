"""The buyer of a cash order writes her code on the order's page, or the desk calls her."""

import re

import pytest
from django.urls import reverse

from haat.core.worker import run_due
from haat.orders.actions import cancel
from haat.payments import actions
from haat.payments.queries import terms
from tests.make import BY, make_basket, make_buyer, make_mart, make_promise, make_stocked
from tests.web.office.signed import officer

pytestmark = pytest.mark.django_db
HERE = {"HTTP_HOST": "deoghar.localhost"}


@pytest.fixture
def order():
    actions.set_cash_rule(make_mart(), asks="always", by=BY)
    basket = make_basket({make_stocked(): 1})
    wanted = {"buyer": make_buyer(language="en"), "promise": make_promise(basket), "terms": terms("cod")}
    made = actions.check_out(basket, **wanted, key="word", by=BY)
    run_due()
    return made


def page(client, order):
    return client.get(f"/en/o/{order.token}/", **HERE).content.decode()


def sent(client, order, **typed):
    return client.post(f"/en/o/{order.token}/", {"at": "word"} | typed, **HERE)


def test_page_asks_for_the_code_and_says_what_it_waits_for(client, order):
    html = page(client, order)
    assert "Waiting for your word" in html
    assert 'A code goes to <bdi dir="ltr">98xxxxxx10</bdi>.' in html
    assert "Your order is placed." not in html
    assert "Waiting for your payment" not in html
    assert order.word.code not in html
    wrong = sent(client, order, deed="word", code="12")
    assert wrong.status_code == 422
    assert "it is not the one we sent" in wrong.content.decode()
    assert sent(client, order, deed="word", code=order.word.code).status_code == 303
    placed = page(client, order)
    assert "Your order is placed." in placed
    assert "The code" not in placed


def test_no_code_is_promised_where_nobody_carries_it(client, order, settings):
    settings.SENDERS = []
    html = page(client, order)
    assert ("A code goes to" in html, "The mart calls you and asks" in html) == (False, True)
    assert "Nobody carries the code" in officer("desk").get(reverse("office:orders:cash")).content.decode()


def test_fifth_wrong_code_is_said_and_no_field_is_spoken_of(client, order):
    answers = [sent(client, order, deed="word", code="12").content.decode() for _turn in range(5)]
    assert ["it is not the one we sent" in html for html in answers] == [True, True, True, True, False]
    assert ("it was wrong five times" in answers[-1], "Write it here" in answers[-1]) == (True, False)
    assert "The mart calls you and asks" in answers[-1]


@pytest.mark.parametrize("deed", ["word", "code"])
def test_word_that_comes_too_late_is_answered(client, order, deed):
    """Let go in another window meanwhile: the page still has the key."""
    cancel(order.parts.get(), reason="Changed her mind", by=BY)
    answer = sent(client, order, deed=deed, code=order.word.code)
    assert answer.status_code == 422
    assert "This order was let go in the meantime." in answer.content.decode()


def test_until_when_it_waits_is_told_to_the_minute(client, order):
    assert re.search(r"Until \d+ \w+, \d\d:\d\d we keep the goods", page(client, order))


def test_another_code_is_sent_three_times_at_most(client, order):
    for _turn in range(2):
        assert sent(client, order, deed="code").status_code == 303
    assert "Send another code" not in page(client, order)
    answer = sent(client, order, deed="code")
    assert "No more codes are sent" in answer.content.decode()


def test_cash_order_that_waits_cannot_be_claimed_as_paid(client, order):
    assert sent(client, order, deed="paid", reference="123456789012").status_code == 404


def test_desk_sees_who_to_call_and_settles_it_with_one_key(order):
    desk, number = officer("desk"), order.parts.get().number
    assert (
        f"Cash order {order.number} waits for its buyer’s word"
        in desk.get(reverse("office:today:list")).content.decode()
    )
    html = desk.get(reverse("office:orders:order", args=[number])).content.decode()
    assert "Waits for the buyer’s word" in html
    assert "Waiting for payment" not in html.partition("<main")[2].partition("history")[0]
    for _turn in range(2):
        assert desk.post(reverse("office:orders:keep_word", args=[number])).status_code == 302
    order.refresh_from_db()
    assert (order.state, order.word.by_call) == ("placed", True)


def test_desk_sets_what_is_asked(order):
    desk = officer("desk")
    typed = {"asks": "above", "above": "1,000", "lapse_hours": "12", "most_orders": "3"}
    assert desk.post(reverse("office:orders:cash"), typed).status_code == 302
    html = desk.get(reverse("office:orders:cash")).content.decode()
    assert 'value="12"' in html
    order.mart.cash_rule.refresh_from_db()
    rule = order.mart.cash_rule
    assert (rule.asks, rule.above_paise, rule.lapse_hours, rule.most_orders) == ("above", 100_000, 12, 3)
    wrong = desk.post(reverse("office:orders:cash"), typed | {"lapse_hours": "0", "most_pieces": "7"})
    assert wrong.status_code == 422
    assert 'value="7"' in wrong.content.decode()
