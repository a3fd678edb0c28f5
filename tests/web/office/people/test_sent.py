"""An invitation goes by message too, where one would leave; nothing is called sent before a sender took it."""

import pytest
from django.urls import reverse

from haat.core import worker
from haat.messages.models import Message
from haat.people.models import User
from tests.messages.conftest import gateway, mart  # noqa: F401 - a double with everything registered
from tests.web.office.people.test_people import code_on, invite
from tests.web.office.signed import officer

pytestmark = pytest.mark.django_db
PHONE = "+919431100044"


def page_of(client):
    return client.get(reverse("office:people:person", args=[User.objects.get(phone=PHONE).pk])).content.decode()


def test_code_goes_to_her_phone_and_her_page_says_what_became_of_it(gateway):  # noqa: F811
    collector = officer("collector")
    page = invite(collector, send="on")
    assert "A message with the code waits to leave" in page.content.decode()
    assert "Waits" in page_of(collector)
    worker.run_due()
    assert [(one.to, code_on(page) in one.text) for one in gateway.received] == [("919431100044", True)]
    assert "Taken by a sender" in page_of(collector)
    told = Message.objects.get()
    assert (told.state, told.body, told.values) == ("taken", "", {})


def test_without_a_tick_only_the_paper_knows_the_code(gateway):  # noqa: F811
    page = invite(officer("collector"))
    assert (code_on(page) != "", Message.objects.count()) == (True, 0)


def test_without_a_sender_no_message_is_offered_nor_queued(settings):
    settings.SENDERS = []
    collector = officer("collector")
    assert 'name="send"' not in collector.get(reverse("office:people:invite")).content.decode()
    page = invite(collector, send="on")
    assert ("her phone as well" in page.content.decode(), Message.objects.count()) == (False, 0)


def test_pressed_twice_one_message_leaves(gateway):  # noqa: F811
    collector = officer("collector")
    invite(collector, send="on"), invite(collector, send="on")
    assert Message.objects.count() == 1
