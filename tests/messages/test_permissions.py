"""By WhatsApp nobody is told anything before she has said yes to it; her no holds, also when WhatsApp reports it."""

import pytest
from django.urls import reverse

from haat.core.models import Event
from haat.people.actions import sign_up
from haat.people.models import Consent
from tests.messages.carrying import PHONE, say, steps, work
from tests.web.office.signed import sign_in

pytestmark = pytest.mark.django_db
PAGE = reverse("ui:agree", args=["whatsapp"])


@pytest.fixture
def silent(chat):
    """The double of WhatsApp, and a person who has not been asked yet."""
    Consent.objects.all().delete()
    Event.objects.all().delete()
    return chat


def answer(client, says):
    assert client.post(PAGE, {"answer": says}).url == PAGE


def test_without_a_yes_it_goes_by_text_message(mart, silent, gateway):
    message = say(mart)
    work()
    assert (silent.received, steps(message)) == ([], ("taken", [("sms", "taken", "")]))


def test_yes_is_asked_kept_once_and_taken_back(mart, silent, gateway):
    her = sign_up(PHONE)
    client = sign_in(her, factor=False, language="hi")
    assert "WhatsApp से संदेश" in client.get(PAGE).content.decode()
    answer(client, "yes"), answer(client, "yes")
    given = Consent.objects.get(user=her)
    assert (given.notice, given.version, given.language, given.withdrawn_at) == (f"whatsapp-{mart.slug}", 1, "hi", None)
    message = say(mart)
    work()
    assert steps(message)[1] == [("whatsapp", "taken", "")]
    answer(client, "no")
    other = say(mart, "order:2")
    work()
    assert steps(other)[1] == [("sms", "taken", "")]
    kinds = list(Event.objects.filter(subject_id=her.pk, kind__contains="consent").values_list("kind", flat=True))
    assert sorted(kinds) == ["people.consent_given", "people.consent_withdrawn"]


def test_no_is_kept_as_an_answer(mart, silent):
    her = sign_up(PHONE)
    answer(sign_in(her, factor=False), "no")
    assert Event.objects.get(kind="people.consent_refused").data["notice"] == f"whatsapp-{mart.slug}"


def test_who_told_whatsapp_to_stop_has_taken_her_yes_back(mart, chat, gateway):
    message = say(mart)
    work()
    chat.report(chat.received[0], "failed", code=131050)
    work()
    assert steps(message)[1] == [("whatsapp", "failed", "131050"), ("sms", "taken", "")]
    assert not Consent.objects.filter(user__phone=PHONE, withdrawn_at=None).exists()


def test_nobody_is_asked_where_whatsapp_is_not_on(mart, gateway):
    assert sign_in(sign_up(PHONE), factor=False).get(PAGE).status_code == 404
