"""From others: what they owe and since when, what came beside what was reckoned, and taking a wrong one back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from haat.core import kept
from haat.core.dates import today
from haat.ledger import actions
from haat.ledger.models import Party, Receivable, Settlement
from haat.ledger.queries import LATE_DAYS
from tests.ledger.books import books, broken, ripen, send_back, work
from tests.ledger.elsewhere import order_elsewhere, settle, sold
from tests.make import BY
from tests.web.office.signed import district, officer, part_of

pytestmark = pytest.mark.django_db

WHOLE = 56_000
FORM = {"came": "504.64", "fee": "52", "tcs": "2.80", "tds": ".56", "reference": "14839", "lands_in": "bank"}


def url(page, *args):
    return reverse(f"office:money:{page}", args=args)


def form(**fields):
    return {**FORM, "day": today().isoformat(), "nonce": "a", **fields}


def test_page_names_who_owes_what_and_since_when_and_finds_any_sale():
    here = district()
    old, new = sold(here.maker), sold(here.other, channel="counter", account="mela")
    settle(new, came=WHOLE - 100)
    Receivable.objects.filter(part=old).update(sold_at=timezone.now() - timedelta(days=3))
    accountant = officer("accountant")
    page = accountant.get(url("others"))
    assert [(str(party), party.open_paise) for party in page.context["parties"]] == [
        ("Amazon A1", WHOLE),
        ("Counter mela", 100),
    ]
    assert [row.part_id for row in page.context["listing"].rows] == [old.pk, new.pk]
    assert "3 days" in page.content.decode()
    settle(new, came=100)
    assert [row.part_id for row in accountant.get(url("others")).context["listing"].rows] == [old.pk]
    for words in (new.number, new.order.external_id):
        found = accountant.get(url("others"), {"q": words}).context["listing"].rows
        assert [row.part_id for row in found] == [new.pk]
    assert "No order fits" in accountant.get(url("others"), {"q": "nothing"}).content.decode()


def test_statements_of_the_pages_do_not_grow_with_their_rows():
    here = district()
    part = sold(here.maker)
    accountant, party = officer("accountant"), Party.objects.get()
    pages = (url("others"), url("party", party.pk), reverse("office:orders:order", args=[part.number]))
    few = [asked(accountant, page) for page in pages]
    for _time in range(3):
        settle(sold(here.other), came=100)
    assert [asked(accountant, page) for page in pages] == few


def asked(reader, page):
    """How many statements the page asks, the second time."""
    reader.get(page)
    with CaptureQueriesContext(connection) as statements:
        assert reader.get(page).status_code == 200
    return len(statements)


def test_what_came_is_written_once_and_stands_beside_what_was_reckoned():
    part = sold(district().maker)
    accountant, page = officer("accountant"), url("sale", part.number)
    for _time in range(2):
        assert accountant.post(url("settle", part.number), form()).status_code == 302
    assert Settlement.objects.count() == 1
    heads = {head.name: head.told_paise for head in accountant.get(page).context["heads"]}
    assert heads == {"came": 50_464, "fee": 5_200, "tcs": 280, "tds": 56}
    order = accountant.get(reverse("office:orders:order", args=[part.number])).content.decode()
    assert "Sold by Amazon A1" in order
    assert "₹504.64" in order
    history = accountant.get(page).context["history"]
    assert history[0].reason == "₹504.64"
    assert broken() == {}


def test_a_refusal_stands_at_its_field_and_nothing_typed_is_lost():
    part = sold(district().maker)
    answer = officer("accountant").post(url("settle", part.number), form(came="600", adjustment="-1.50"))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["reason"])
    assert 'value="-1.50"' in answer.content.decode()
    answer = officer("accountant").post(url("settle", part.number), form(came="600"))
    assert answer.context["form"].errors["came"][0].startswith("What came: only ₹560 of this order is open")
    answer = officer("accountant").post(url("settle", part.number), form(came="many", day="31/12/2999"))
    assert list(answer.context["form"].errors) == ["came"]
    assert Settlement.objects.count() == 0


def test_a_wrong_one_is_taken_back_with_a_reason_by_somebody_who_may():
    part = sold(district().maker)
    wrong = settle(part, came=WHOLE)
    accountant, address = officer("accountant"), url("take_back_settlement", part.number, wrong.pk)
    assert officer("auditor").post(address, {}).status_code == 403
    answer = accountant.post(address, {f"w{wrong.pk}-reason": ""})
    assert answer.status_code == 422
    assert accountant.post(address, {f"w{wrong.pk}-reason": "another order"}).status_code == 302
    assert books()["receivable"] == WHOLE
    page = accountant.get(url("sale", part.number)).content.decode()
    assert "another order" in page
    assert "Somebody has settled this in the meantime" in accountant.post(address, {}).content.decode()
    assert accountant.post(url("take_back_settlement", part.number, 999_999)).status_code == 404


def test_a_party_gets_a_name_and_its_page_tells_of_it():
    sold(district().maker)
    party, desk = Party.objects.get(), officer("desk")
    assert desk.post(url("name_party", party.pk), {"name": "Amazon Karigar"}).status_code == 302
    page = desk.get(url("party", party.pk))
    assert (page.context["party"].name, page.context["history"][0].kind) == ("Amazon Karigar", "ledger.party_named")
    assert desk.post(url("name_party", party.pk), {"name": "x" * 90}).status_code == 422


def test_only_what_was_sold_elsewhere_and_delivered_has_the_page():
    here = district()
    accountant = officer("accountant")
    ours, coming = part_of(here.maker, state="delivered"), order_elsewhere(here.maker).parts.get()
    for part in (ours, coming):
        assert accountant.get(url("sale", part.number)).status_code == 404
        assert accountant.get(reverse("office:orders:order", args=[part.number])).status_code == 200


def test_money_that_does_not_come_stands_on_today_with_the_key_that_mends_it():
    part = sold(district().maker)
    accountant = officer("accountant")
    assert accountant.get(reverse("office:today:list")).context["rows"] == []
    Receivable.objects.update(sold_at=timezone.now() - timedelta(days=LATE_DAYS + 2))
    kept.forget()  # a day goes by
    (row,) = accountant.get(reverse("office:today:list")).context["rows"]
    assert (row["what"], row["holds"], row["url"]) == (
        f"The money of {part.number} has not come",
        WHOLE,
        url("sale", part.number),
    )
    settle(part, came=WHOLE)
    assert accountant.get(reverse("office:today:list")).context["rows"] == []


def test_money_page_says_what_waits_for_others_and_shows_their_accounts():
    part = sold(district().maker)
    ripen()
    page = officer("accountant").get(url("money"))
    waits = [(paise, to) for words, paise, to in page.context["parts"] if "others" in str(words)]
    assert waits == [(47_340, url("others"))]
    assert dict(page.context["balances"])["receivable"] == WHOLE
    assert page.context["nothing"] is True
    settle(part, came=WHOLE)
    page = officer("accountant").get(url("money"))
    assert "receivable" not in dict(page.context["balances"])
    assert page.context["payable_paise"] == 47_340


def test_taxes_taken_in_sellers_names_are_a_table_for_the_accountant():
    here = district()
    first, second = sold(here.maker), sold(here.maker)
    settle(first, came=50_464, fee=5_200, tcs=280, tds=56)
    wrong = settle(second, came=50_464, tcs=280)
    settle(second, came=100)
    actions.take_back_settlement(wrong, reason="wrong", by=BY)
    answer = officer("accountant").get(url("credits"))
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == 'Seller,GSTIN,PAN,Taken by,Account,Month,"TCS, ₹","TDS, ₹"'
    assert lines[1:] == [f"Chandni Group,,AAATC1234D,amazon,A1,{today():%Y-%m},2.8,0.56"]
    assert officer("accountant").get(url("credits"), {"year": "2019-20"}).status_code == 200


def test_goods_that_came_back_are_owed_back_in_plain_words():
    part = sold(district().maker)
    settle(part, came=WHOLE)
    send_back(part)
    work()
    page = officer("accountant").get(url("sale", part.number)).content.decode()
    assert "owed back" in page
    assert "₹520" in page
