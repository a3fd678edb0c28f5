"""My data on one's own phone: a maker's and a buyer's; nothing of anybody else."""

import pytest
from django.test import Client
from django.urls import reverse

from haat.core import worker
from haat.privacy.models import Petition
from haat.privacy.queries import standings
from tests.make import make_order, make_stocked, make_user
from tests.privacy.made import artisan, petition
from tests.web.office.signed import sign_in
from tests.web.papers.read import pages_of

pytestmark = pytest.mark.django_db


def shop() -> str:
    return reverse("shop:privacy")


def test_buyer_asks_takes_her_copy_and_asks_no_more():
    maker, _seat, _user = artisan()
    order = make_order({make_stocked(maker): 1})
    buyer = make_user("Asha", phone=order.phone, phone_verified=True)
    client = sign_in(buyer, factor=False)
    sent = {"deed": "ask", "kind": "export", "words": "", "nonce": "n"}
    for _turn in range(2):
        assert client.post(shop(), sent).status_code == 302
    worker.run_due()
    mine = Petition.objects.get()
    assert client.post(shop(), {"deed": "copy", "petition": mine.pk}).content[:2] == b"PK"
    read = client.post(shop(), {"deed": "paper", "petition": mine.pk})
    assert (read["Content-Type"], "no-store" in read["Cache-Control"]) == ("application/pdf", True)
    assert order.address in " ".join(" ".join(pages_of(read.content)).split())
    assert "to hand out a copy" in client.get(shop()).content.decode()
    other = petition(maker.mart, "export", user=maker.members.get().user)
    worker.run_due()
    for deed in ("copy", "paper"):
        assert client.post(shop(), {"deed": deed, "petition": other.pk}).status_code == 404
    client.post(shop(), {"deed": "ask", "kind": "complain", "words": "Late", "nonce": "m"})
    client.post(shop(), {"deed": "back", "petition": Petition.objects.latest("pk").pk})
    assert Petition.objects.latest("pk").state == "taken_back"


@pytest.mark.parametrize("sent", [{"kind": "complain", "words": ""}, {"kind": "souls"}, {"kind": ""}])
def test_bad_asking_is_refused_and_keeps_the_words(sent):
    _maker, _seat, user = artisan()
    answer = sign_in(user, factor=False).post(shop(), {"deed": "ask", **sent})
    assert (answer.status_code, 'id="wrong-ask"' in answer.content.decode()) == (422, True)


def test_number_that_nobody_proved_shows_nothing():
    artisan()
    stranger = make_user("X", phone="+919812399999", phone_verified=False)
    client = sign_in(stranger, factor=False)
    assert "Sign in with the code" in client.get(shop()).content.decode()
    client.post(shop(), {"deed": "ask", "kind": "export"})
    assert Petition.objects.count() == 0
    assert Client().get(shop()).status_code == 302


def test_maker_says_yes_and_no_on_one_page_and_hears_it_read():
    maker, _seat, user = artisan()
    client = sign_in(user, factor=False)
    page = reverse("maker:privacy")
    html = client.get(page).content.decode()
    assert ("Showing your face" in html, "data-speak" in html or "speak" in html) == (True, True)
    for answer, yes in (("yes", True), ("no", False)):
        assert client.post(page, {"deed": "answer", "purpose": "showing", "answer": answer}).status_code == 302
        standing = next(each for each in standings(user, maker.mart) if each.purpose.code == "showing")
        assert (standing.yes is not None) is yes
    assert client.post(page, {"deed": "answer", "purpose": "souls"}).status_code == 404
    assert client.post(page, {"deed": "burn"}).status_code == 404
    assert client.post(page, {"deed": "answer", "purpose": "survey", "answer": "yes"}).status_code == 422
