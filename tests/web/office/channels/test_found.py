"""What stood there before us, at the desk: said whose it is, and nothing typed is lost; another code for a size."""

import pytest
from django.urls import reverse

from haat.catalogue.models import Good
from haat.channels import actions
from haat.channels.channel import PRICE, STOCK, Shut
from haat.channels.models import Account, Found, Offer
from haat.places import actions as places
from tests.channels.make import live, make_good, publish, turn
from tests.channels.toy import Listing, Speaks, once
from tests.make import BY, make_kind
from tests.web.office.channels.test_overview import text
from tests.web.office.signed import officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("says")]


def page(name, *args):
    return reverse(f"office:channels:{name}", args=args)


def found(account, sku="OLD-1"):
    return Found.objects.create(account=account, sku=sku)


# ---- whose it is


@pytest.mark.parametrize("typed", ["NOBODY", ""])
def test_a_code_that_is_refused_stays_where_it_was_typed_with_what_is_wrong(account, typed):
    here, other = found(account), found(account, "OLD-2")
    answer = officer("desk").post(page("adopt", here.pk), {"sku": typed, "nonce": "a"})
    shown = answer.content.decode()
    assert answer.status_code == 422
    forms = {each.row.pk: each.form for each in answer.context["rows"]}
    assert (forms[here.pk]["sku"].value(), forms[other.pk]["sku"].value()) == (typed, "")
    assert (bool(forms[here.pk].errors), bool(forms[other.pk].errors)) == (True, False)
    assert typed != "NOBODY" or "SKU: no size of ours is called so." in shown
    assert list(Found.objects.values_list("state", flat=True).distinct()) == ["open"]


def test_a_size_that_is_there_already_is_refused_at_its_field(bazaar, account):
    good = make_good()
    live(account, good)
    here = found(account)
    answer = officer("desk").post(page("adopt", here.pk), {"sku": good.sku, "nonce": "a"})
    (first,) = answer.context["rows"]
    assert answer.status_code == 422
    assert first.form.errors["sku"] == [f"This size is there already as {good.sku}. Choose another."]


def test_what_was_typed_stands_there_also_when_its_row_is_on_another_page(account, monkeypatch):
    monkeypatch.setattr("haat.web.office.channels.accounts.SIZE", 2)
    rows = [found(account, f"OLD-{number}") for number in range(5)]
    answer = officer("desk").post(page("adopt", rows[4].pk), {"sku": "NOBODY", "nonce": "a"})
    assert [each.row.pk for each in answer.context["rows"]] == [rows[4].pk, rows[0].pk, rows[1].pk]


def test_of_a_good_of_no_kind_it_is_said_what_is_kept_true_and_what_waits(bazaar, account):
    first, second = make_good(), make_good()
    Good.objects.filter(pk=second.good_id).update(kind=make_kind())
    said = []
    for number, good in enumerate((first, second)):
        here = found(account, f"OLD-{number}")
        answer = officer("desk").post(page("adopt", here.pk), {"sku": good.sku, "nonce": f"n{number}"}, follow=True)
        said += [str(message) for message in answer.context["messages"]]
    assert said == [
        "It is ours from now on: its stock and its price are kept true. "
        "Its words and pictures go there when its kind is chosen.",
        "It is ours from now on: what we want of it is sent with the next turn.",
    ]


# ---- another code


@pytest.fixture
def left(bazaar, account):
    good = make_good()
    bazaar.shop(account.key)[good.sku] = Listing({PRICE: {"paise": 900}, STOCK: {"pieces": 3}})
    publish(account, good)
    turn(account)
    actions.leave(Found.objects.get(), by=BY)
    turn(account)
    return Offer.objects.get()


def test_a_size_whose_code_is_taken_there_is_given_another_on_its_page(left):
    desk = officer("desk")
    shown = text(desk.get(page("offer", left.pk)))
    assert "Give this size another code there: two goods cannot have one code." in shown
    assert f'value="{left.sku}-H"' in shown
    answer = desk.post(page("rename_offer", left.pk), {"sku": "a code", "nonce": "a"})
    assert (answer.status_code, answer.context["code_form"]["sku"].value()) == (422, "a code")
    assert answer.context["code_form"].errors["sku"]
    answer = desk.post(page("rename_offer", left.pk), {"sku": f"{left.sku}-H", "nonce": "b"}, follow=True)
    assert "It goes by the new code there." in text(answer)
    left.refresh_from_db()
    assert left.sku.endswith("-H")
    shown = text(desk.get(page("offer", left.pk)))
    assert "Goes there by another code" in shown


def test_only_such_a_size_is_given_another_code(bazaar, account):
    live(account, make_good())
    one = Offer.objects.get()
    desk = officer("desk")
    assert "Give it this code there" not in text(desk.get(page("offer", one.pk)))
    answer = desk.post(page("rename_offer", one.pk), {"sku": "NEW-1", "nonce": "a"})
    assert answer.status_code == 422
    assert "it needs no other code" in answer.content.decode()


# ---- what rests


def test_a_missing_right_is_named_on_the_pages_with_what_to_do(bazaar, account, monkeypatch):
    monkeypatch.setattr(Speaks, "rights", {"orders": "Inventory and Order Tracking"})
    live(account, make_good())
    bazaar.happens = [once("orders", "before", Shut("rights_missing", "403"), times=9)]
    turn(account)
    desk = officer("desk")
    for shown in (text(desk.get(page("account", account.pk))), text(desk.get(page("overview")))):
        assert "The keys do not allow reading orders: none comes in." in shown
        assert "Give the application the right “Inventory and Order Tracking”" in shown
        assert "Stopped" not in shown
    assert "The keys do not allow something" in text(desk.get(page("account", account.pk)))
    assert "do not allow everything" in text(desk.get(reverse("office:today:list")))
    hindi = text(officer("desk", language="hi").get(page("account", account.pk)))
    assert "कुंजियाँ ऑर्डर पढ़ने नहीं देतीं" in hindi
    assert Account.objects.get().state == "open"


def test_a_closed_mart_says_that_it_sells_nowhere_and_the_way_back(bazaar, account):
    live(account, make_good())
    desk = officer("desk")
    said = "The mart is closed to buyers: while it is, nothing is sold at marketplaces either."
    assert said not in text(desk.get(page("overview")))
    places.close_doors(account.mart, reason="a flood", by=BY)
    actions.touch_all(account)
    turn(account)
    shown = text(desk.get(page("overview")))
    assert said in shown
    assert "What stands there stays, with no piece to sell." in shown
    assert reverse("office:settings:launch") in shown
    shown = text(desk.get(page("offer", Offer.objects.get().pk)))
    assert "Open the mart again in the settings: then it goes on by itself." in shown
    assert "At marketplaces nothing is sold either" not in shown
