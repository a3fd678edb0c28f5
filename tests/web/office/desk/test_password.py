"""An officer changes her own password."""

import pytest
from django.urls import reverse

from haat.core.models import Event
from tests.make import make_mart, make_officer
from tests.web.office.signed import sign_in

pytestmark = pytest.mark.django_db
OLD, NEW = "old words of mine", "bamboo peda lahthi"


@pytest.fixture
def desk():
    user = make_officer("desk", mart=make_mart())
    user.set_password(OLD)
    user.save()
    return user


def test_the_password_is_changed_and_the_session_goes_on(desk):
    client = sign_in(desk)
    answer = client.post(reverse("office:password"), {"old": OLD, "new": NEW}, follow=True)
    assert answer.redirect_chain == [(reverse("office:today:list"), 302)]
    assert "Your password is changed." in answer.content.decode()
    desk.refresh_from_db()
    assert desk.check_password(NEW)
    assert Event.objects.get(kind="people.password_set").by_id == desk.pk


def test_sessions_elsewhere_end(desk):
    here, elsewhere = sign_in(desk), sign_in(desk)
    here.post(reverse("office:password"), {"old": OLD, "new": NEW})
    assert elsewhere.get(reverse("office:today:list")).status_code == 302
    assert here.get(reverse("office:today:list")).status_code == 200


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("not this", NEW, "This is not your password."),
        ("", NEW, "This field is required."),
        (OLD, "short", "at least 10 characters"),
        (OLD, "password123", "too common"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(desk, old, new, said):
    answer = sign_in(desk).post(reverse("office:password"), {"old": old, "new": new})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    desk.refresh_from_db()
    assert desk.check_password(OLD)


def test_guessing_the_old_one_is_limited(desk):
    client = sign_in(desk)
    for _guess in range(10):
        client.post(reverse("office:password"), {"old": "guess", "new": NEW})
    right, wrong = (client.post(reverse("office:password"), {"old": old, "new": NEW}) for old in (OLD, "guess"))
    assert [answer.status_code for answer in (right, wrong)] == [422, 422]
    assert "Too many tries" in right.content.decode()
    assert [dict(answer.context["form"].errors) for answer in (right, wrong)] == [{}, {}]
    desk.refresh_from_db()
    assert desk.check_password(OLD)
