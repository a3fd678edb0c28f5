"""What an officer typed is not lost when her session ends."""

import pytest
from django.test import Client
from django.urls import reverse

from haat.makers.models import BankAccount
from tests.make import make_officer
from tests.web.office.signed import district, sign_in

pytestmark = pytest.mark.django_db
TYPED = {"holder": "Sita Devi", "number": "12345678901", "ifsc": "SBIN0000001"}


def came_back(client: Client, user) -> str:
    """Sign the same browser in again, with what its session holds."""
    kept = client.session["unsent"]
    again = sign_in(user)
    session = again.session
    session["unsent"] = kept
    session.save()
    client.cookies = again.cookies
    return client.get(reverse("ui:unsent")).content.decode()


def test_a_form_sent_after_the_session_ended_is_offered_again():
    here = district()
    user, client = make_officer("desk", mart=here.mart), Client()
    address = reverse("office:makers:set_bank", args=[here.maker.pk])
    answer = client.post(address, TYPED)
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        "/sign-in/office/?next=%2Fsign-in%2Funsent%2F",
    )
    html = came_back(client, user)
    assert f'action="{address}"' in html
    for name, value in TYPED.items():
        assert f'<input type="hidden" name="{name}" value="{value}">' in html
    assert client.post(address, TYPED).status_code == 302
    assert BankAccount.objects.get(maker=here.maker).number == "12345678901"
    assert "unsent" not in client.session


def test_passwords_are_never_laid_down():
    district()
    client = Client()
    answer = client.post(reverse("office:password"), {"old": "one", "new": "two"})
    assert answer.headers["Location"] == "/sign-in/office/?next=%2Foffice%2Fpassword%2F"
    assert "unsent" not in client.session


def test_what_is_too_long_or_too_old_is_let_go(monkeypatch):
    here = district()
    client = Client()
    client.post(reverse("office:makers:set_bank", args=[here.maker.pk]), {"holder": "x" * 60_000})
    assert "unsent" not in client.session
    client.post(reverse("office:makers:set_bank", args=[here.maker.pk]), TYPED)
    monkeypatch.setattr("haat.web.ui.unsent.SECONDS", -1)
    assert came_back(client, make_officer("desk", mart=here.mart)) == ""


def test_a_stranger_sees_nothing():
    district()
    assert Client().get(reverse("ui:unsent")).status_code == 302
