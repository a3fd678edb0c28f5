"""What was sold elsewhere: her passbook says plainly that its money has not come yet, and when it has."""

import pytest
from django.test import Client

from haat.makers.models import Maker
from tests.ledger.books import delivered, ripen, send_back, work
from tests.ledger.elsewhere import settle, sold
from tests.make import make_officer
from tests.web.office.signed import sign_in

pytestmark = pytest.mark.django_db


def whens(page):
    return [line.when for line in page.context["lines"]]


def test_passbook_says_whose_money_has_not_come_yet(phone: Client, maker: Maker):
    part = sold(maker)
    ripen()
    page = phone.get("/maker/money/")
    assert whens(page) == ["The money from Amazon A1 has not come yet"]
    assert page.context["why"] == "It was sold elsewhere, and its money has not come yet. Then the desk pays it."
    assert "The money from others has not come yet" in phone.get("/maker/").content.decode()
    settle(part, came=part.total_paise)
    page = phone.get("/maker/money/")
    assert whens(page) == ["Comes with the next payment"]
    assert page.context["why"] == "The days for sending goods back are over. The desk pays it next."


def test_what_else_she_waits_for_is_said_first(phone: Client, maker: Maker):
    sold(maker)
    delivered(maker, method="upi")
    work()
    page = phone.get("/maker/money/")
    assert page.context["why"].startswith("Until ")
    assert (page.context["owed"].elsewhere_paise, page.context["owed"].here_paise) == (47_340, 47_340)
    words = page.content.decode()
    assert words.index("The money from others has not come yet") < words.index("Waits for the return days")
    desk = sign_in(make_officer("desk", mart=maker.mart)).get(f"/office/makers/{maker.pk}/").content.decode()
    assert "The money from others has not come" in desk
    assert "The money from others has not come yet" not in phone.get("/maker/").content.decode()


def test_what_came_back_is_not_waited_for(phone: Client, maker: Maker):
    part = sold(maker)
    send_back(part)
    work()
    page = phone.get("/maker/money/")
    assert whens(page) == ["The goods came back, nothing is owed"]
    assert page.context["owed"].elsewhere_paise == 0
