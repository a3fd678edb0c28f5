"""A person's e-mail: set at the office, by who may, and a message reaches it."""

import pytest
from django.urls import reverse

from haat.core import worker
from haat.core.errors import Changed
from haat.core.models import Event
from haat.messages.models import Message
from haat.messages.queries import told, unread
from haat.people import actions
from haat.people.errors import BadEmail, NoRoleHere, WorksElsewhere
from haat.people.models import Role, User
from tests.make import BY, make_district, make_mart, make_officer, make_user
from tests.messages.conftest import mart, post  # noqa: F401 - the double of a post office
from tests.web.office.people.test_people import code_on, invite
from tests.web.office.signed import officer, sign_in

pytestmark = pytest.mark.django_db
PHONE, MAIL = "+919431100044", "anjali@example.in"


def address(person):
    return reverse("office:people:email", args=[person.pk])


def set_mail(client, person, email, **more):
    return client.post(address(person), {"email": email, **more})


def test_office_writes_an_email_and_her_history_says_so_without_it():
    collector, person = officer("collector"), make_officer("desk", mart=make_mart())
    wrong = set_mail(collector, person, "anjali")
    html = wrong.content.decode()
    assert (wrong.status_code, "write it like" in html, 'value="anjali"' in html) == (422, True, True)
    in_hindi = set_mail(officer("collector", language="hi"), person, "anjali").content.decode()
    assert "ऐसे लिखें: mart@durg.example.in" in in_hindi
    assert set_mail(collector, person, f" {MAIL} ").status_code == 302
    assert User.objects.get(pk=person.pk).email == MAIL
    page = collector.get(reverse("office:people:person", args=[person.pk])).content.decode()
    assert (MAIL in page, "E-mail changed" in page) == (True, True)
    assert MAIL not in str(Event.objects.get(kind="people.email_set").data)
    assert set_mail(collector, person, "").status_code == 302
    assert User.objects.get(pk=person.pk).email == ""


def test_email_of_a_page_of_before_is_not_written_over_unread():
    collector, person = officer("collector"), make_officer("desk", mart=make_mart())
    page = collector.get(reverse("office:people:person", args=[person.pk]))
    seen = page.context["email_form"].standing
    actions.set_email(person, mart=make_mart(), email=MAIL, by=BY)
    answer = set_mail(collector, person, "other@example.in", seen=seen)
    assert (answer.status_code, f"There now: {MAIL}" in answer.content.decode()) == (422, True)
    with pytest.raises(Changed):
        actions.set_email(person, mart=make_mart(), email="other@example.in", seen="", by=BY)
    assert User.objects.get(pk=person.pk).email == MAIL


def test_who_may_change_people_writes_her_own_and_no_collectors():
    desk, collector = make_officer("desk", mart=make_mart()), make_officer("collector", mart=make_mart())
    client = sign_in(desk)
    assert set_mail(client, desk, MAIL).status_code == 302
    page = client.get(reverse("office:people:person", args=[collector.pk]))
    assert page.context["email_form"] is None
    set_mail(client, collector, MAIL)
    assert list(User.objects.filter(email=MAIL)) == [desk]


def test_email_reaches_no_other_mart():
    here, person = make_mart(), make_officer("desk", mart=make_mart())
    far = make_mart("far", place=make_district("Far", lgd=9_001))
    Role.objects.create(user=person, mart=far, kind="desk", place=far.place)
    for who, wrong in ((person, WorksElsewhere), (make_user(), NoRoleHere)):
        with pytest.raises(wrong):
            actions.set_email(who, mart=here, email=MAIL, by=BY)
    with pytest.raises(BadEmail):
        actions.set_email(person, mart=here, email="x@", by=BY)


def test_who_is_invited_with_an_email_gets_the_code_there(post):  # noqa: F811
    collector = officer("collector")
    assert "her e-mail as well" in collector.get(reverse("office:people:invite")).content.decode()
    page = invite(collector, email=MAIL, send="on")
    assert "A message with the code waits to leave" in page.content.decode()
    worker.run_due()
    assert [(one.to, code_on(page) in one.text) for one in post.received] == [(MAIL, True)]
    message, person = Message.objects.get(), User.objects.get(phone=PHONE)
    assert (message.state, message.body, message.user) == ("taken", "", person)
    assert code_on(page) not in message.attempts.get().text
    assert (list(told(person)), unread(person)) == ([], 0)


def test_nothing_is_said_to_leave_where_she_has_no_email(post):  # noqa: F811
    page = invite(officer("collector"), send="on")
    assert ("waits to leave" in page.content.decode(), Message.objects.count()) == (False, 0)


def test_invited_who_is_in_already_keeps_her_email():
    person = make_officer("accountant", mart=make_mart())
    actions.set_password(person, password="three words for a desk", by=BY)
    answer = invite(officer("collector"), phone=person.phone[3:], email=MAIL)
    html = answer.content.decode()
    assert (answer.status_code, "has a way in here already" in html, MAIL in html) == (422, True, True)
    assert (User.objects.get(pk=person.pk).email, person.roles.count()) == ("", 1)
