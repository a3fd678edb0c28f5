"""Orders as channels tell of them, what waits for a word, and the block on an order's own page."""

import pytest
from django.urls import reverse

from haat.channels.models import Sale
from haat.orders.models import Part
from tests.channels.make import live, make_good, told, turn
from tests.make import make_mart
from tests.web.office.channels.test_overview import text
from tests.web.office.signed import officer, work_off

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("says")]


def page(name="sales", *args):
    return reverse(f"office:channels:{name}", args=args)


def sold(bazaar, account, **more):
    good = make_good()
    live(account, good)
    bazaar.tell(account.key, told({good: 1}, **more))
    turn(account)
    return Sale.objects.get()


def test_an_order_stands_in_the_list_and_on_its_own_page_with_the_channels_number(bazaar, account):
    sale = sold(bazaar, account, key="T-<1>")
    work_off()
    desk = officer("desk")
    assert "T-&lt;1&gt;" in text(desk.get(page()))
    shown = text(desk.get(page("sale", sale.pk)))
    part = Part.objects.get()
    assert reverse("office:orders:order", args=[part.number]) in shown
    shown = text(desk.get(reverse("office:orders:order", args=[part.number])))
    assert "Ordered at Toy bazaar" in shown
    assert "T-&lt;1&gt;" in shown
    assert page("sale", sale.pk) in shown


def test_what_waits_for_a_word_is_found(bazaar, account):
    sale = sold(bazaar, account)
    desk = officer("desk")
    assert desk.get(page() + "?waits=1").context["listing"].rows == []
    Sale.objects.filter(pk=sale.pk).update(asks_cancel=True)
    assert [row.pk for row in desk.get(page() + "?waits=1").context["listing"].rows] == [sale.pk]
    assert "The buyer asks there to cancel it." in text(desk.get(page("sale", sale.pk)))
    assert [row.pk for row in desk.get(f"{page()}?q={sale.external_id}").context["listing"].rows] == [sale.pk]
    assert desk.get(f"{page()}?account=99999").context["listing"].rows == []


def test_another_money_is_received_at_the_rate_that_is_told(bazaar, account):
    good = make_good()
    live(account, good)
    facts = told({good: 1}).facts | {"currency": "USD"}
    bazaar.tell(account.key, told({good: 1}, facts=facts))
    turn(account)
    sale, desk = Sale.objects.get(), officer("desk")
    assert sale.problem == "rate"
    assert "Receive the order at this rate" in text(desk.get(page("sale", sale.pk)))
    wrong = desk.post(page("tell_rate", sale.pk), {"rate": "-1", "rate_on": "2026-11-01"})
    assert wrong.status_code == 422
    assert wrong.context["form"].errors["rate"]
    desk.post(page("tell_rate", sale.pk), {"rate": "83.5", "rate_on": "2026-11-01", "nonce": "n"})
    sale.refresh_from_db()
    assert sale.arrival_id is not None


def test_who_only_sees_channels_sees_no_buyers_words(bazaar, account):
    sale = sold(bazaar, account)
    auditor = officer("auditor")
    assert "Ranjana" not in text(auditor.get(page("sale", sale.pk)))
    assert auditor.post(page("tell_rate", sale.pk), {}).status_code == 403
    far = officer("desk", mart=make_mart("chandrapur"))
    assert far.get(page("sale", sale.pk)).status_code in (403, 404)


def test_the_list_costs_the_same_for_one_order_and_for_four(bazaar, account, django_assert_max_num_queries):
    good = make_good()
    live(account, good)
    bazaar.tell(account.key, told({good: 1}))
    turn(account)
    desk = officer("desk")
    desk.get(page())
    with django_assert_max_num_queries(40) as few:
        desk.get(page())
    Sale.objects.all().update(external_id="T-first")
    for place in range(3):
        Sale.objects.create(mart=account.mart, account=account, external_id=f"X-{place}")
    with django_assert_max_num_queries(len(few)):
        assert len(desk.get(page()).context["listing"].rows) == 4


@pytest.mark.parametrize("language", ["hi", "mr"])
def test_orders_are_read_in_hindi_and_marathi(bazaar, account, language):
    sale = sold(bazaar, account)
    desk = officer("desk", language=language)
    assert "as channels tell" not in text(desk.get(page()))
    assert "State there" not in text(desk.get(page("sale", sale.pk)))
