"""Settlements at the desk: what does not agree first, by kind and by order, taken out, and never said to be booked."""

import pytest
from django.urls import reverse

from haat.channels import actions
from haat.channels.finances import FEE, PAID, UNKNOWN, Unreadable
from haat.channels.models import Account, Offer, Settlement
from tests.channels.handed import sold
from tests.channels.make import make_account, turn
from tests.channels.test_settling import amount, settlement
from tests.make import BY, make_mart
from tests.web.office.channels.test_overview import text
from tests.web.office.signed import officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("says")]


@pytest.fixture
def account(depot, db):
    return make_account()


def page(name, *args):
    return reverse(f"office:channels:{name}", args=args)


def read(account, depot, *lines, ref="r1", **more):
    depot.closed[ref] = settlement(*lines, **more)
    actions.ask_for_settlements(account, by=BY)
    turn(account)
    return Settlement.objects.latest("pk")


def odd(bazaar, account, depot):
    order = sold(bazaar, account).sale
    lines = (
        amount(PAID, 52000, order.external_id),
        amount(FEE, -9500, order.external_id, described="Commission"),
        amount(UNKNOWN, -1500, "S02-<b>", called="ItemHandling", described="Festival <i>handling</i>"),
    )
    return order, read(account, depot, *lines, total=40000)


def test_an_account_leads_to_its_settlements_and_they_say_whether_they_add_up(bazaar, account, depot):
    _order, found = odd(bazaar, account, depot)
    desk = officer("desk")
    assert page("settlements", account.pk) in text(desk.get(page("account", account.pk)))
    shown = text(desk.get(page("settlements", account.pk)))
    assert "-₹10" in shown
    assert "nothing of it is posted" in " ".join(shown.split())
    assert page("settlement", found.pk) in shown


def test_a_settlement_shows_what_does_not_agree_with_the_line_as_it_came(bazaar, account, depot):
    order, found = odd(bazaar, account, depot)
    shown = text(officer("desk").get(page("settlement", found.pk)))
    assert "1 November – 15 November 2026" in shown
    assert "S02-&lt;b&gt;" in shown
    assert "Festival &lt;i&gt;handling&lt;/i&gt;" in shown
    assert "amount-type" in shown
    assert "Not known here" in shown
    assert page("sale", order.pk) in shown
    assert "not reckoned" in shown


def test_one_that_agrees_says_so(bazaar, account, depot):
    order = sold(bazaar, account).sale
    found = read(account, depot, amount(PAID, 52000, order.external_id))
    assert "Every line is known" in text(officer("desk").get(page("settlement", found.pk)))


def test_one_that_cannot_be_read_says_so_and_gives_no_file(bazaar, account, depot):
    depot.closed["r1"] = Unreadable("columns")
    turn(account)
    found, desk = Settlement.objects.get(), officer("desk")
    assert "cannot be read" in text(desk.get(page("settlements", account.pk)))
    shown = text(desk.get(page("settlement", found.pk)))
    assert "This settlement cannot be read." in shown
    assert "Excel" not in shown


def test_another_money_is_told_as_it_is(bazaar, account, depot):
    order = sold(bazaar, account).sale
    found = read(account, depot, amount(PAID, 1050, order.external_id), currency="USD")
    shown = text(officer("desk").get(page("settlement", found.pk)))
    assert "USD 10.50" in shown
    assert "not reckoned" in shown


def test_the_accountant_takes_it_out_and_no_cell_is_run(bazaar, account, depot):
    read(account, depot, amount(UNKNOWN, -1500, "=cmd()", described="+1"), key="=9")
    found, accountant = Settlement.objects.get(), officer("accountant")
    answer = accountant.get(page("settlement", found.pk) + "?export=csv")
    assert answer["Content-Disposition"] == 'attachment; filename="settlement-9.csv"'
    assert "'=cmd()" in text(answer)
    assert "-15.0" in text(answer)
    assert accountant.get(page("settlement", found.pk) + "?export=xlsx").content[:2] == b"PK"


def test_who_may_change_channels_asks_for_them(bazaar, account, depot):
    desk, accountant = officer("desk"), officer("accountant")
    turn(account)
    assert "Look for settlements now" not in text(accountant.get(page("settlements", account.pk)))
    assert accountant.post(page("look_for_settlements", account.pk)).status_code == 403
    assert desk.post(page("look_for_settlements", account.pk)).status_code == 302
    assert Account.objects.get().settlements_at is None


def test_a_right_that_is_missing_is_said(bazaar, account):
    Account.objects.update(settlements_trouble="rights_missing")
    shown = text(officer("desk").get(page("settlements", account.pk)))
    assert "Settlements cannot be read:" in shown
    assert "The keys do not allow what is needed here." in shown


def test_settlements_of_another_mart_are_not_found(bazaar, account, depot):
    found = read(account, depot, amount(PAID, 100))
    far = officer("desk", mart=make_mart("chandrapur"))
    assert far.get(page("settlement", found.pk)).status_code in (403, 404)


def test_a_settlement_of_four_orders_costs_as_much_as_one_of_one(
    bazaar, account, depot, django_assert_num_queries, django_assert_max_num_queries
):
    desk = officer("desk")
    first = read(account, depot, amount(PAID, 100, sold(bazaar, account).sale.external_id))
    lines = [amount(PAID, 100, sold(bazaar, account).sale.external_id) for _order in range(4)]
    second = read(account, depot, *lines, ref="r2", key="222")
    desk.get(page("settlement", first.pk))
    with django_assert_max_num_queries(50) as few:
        desk.get(page("settlement", first.pk))
    with django_assert_num_queries(len(few)):
        desk.get(page("settlement", second.pk))


@pytest.mark.parametrize("language", ["hi", "mr"])
def test_settlements_are_read_in_hindi_and_marathi(bazaar, account, depot, language):
    _order, found = odd(bazaar, account, depot)
    desk = officer("desk", language=language)
    assert "Look for settlements" not in text(desk.get(page("settlements", account.pk)))
    shown = text(desk.get(page("settlement", found.pk)))
    assert [each for each in ("By kind of amount", "Paid to us", "Not known here") if each in shown] == []


def test_an_offer_says_what_was_settled_for_it_and_where(bazaar, account, depot):
    order = sold(bazaar, account, pieces=2).sale
    offer, desk = Offer.objects.get(), officer("desk")
    shown = text(desk.get(page("offer", offer.pk)))
    assert "No settlement tells of this size yet." in shown
    of = {"order": order.external_id, "sku": offer.sku, "quantity": 2}
    found = read(account, depot, amount(PAID, 100000, **of), amount(FEE, -9000, **of))
    answer = desk.get(page("offer", offer.pk))
    shown = " ".join(text(answer).split())
    assert "<b>₹910</b> came for 2 pieces." in shown
    assert "of ₹500, settled on 15 November 2026" in shown
    assert page("settlement", found.pk) in shown
    _own, there = answer.context["money"]
    assert (there.estimated, there.parts.piece.price, there.parts.piece.taken) == (False, 50000, 4500)
