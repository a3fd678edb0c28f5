"""The authenticator app: a step counts once, a little early or late is fine, the secret is never kept plain."""

from datetime import timedelta

import pyotp
import pytest
import time_machine
from django.utils import timezone

from haat.core.models import Event
from haat.people import actions
from haat.people.models import SecondFactor
from haat.people.tries import Caller
from tests.make import BY, make_user
from tests.refusals import refused

pytestmark = pytest.mark.django_db
NOON = timezone.datetime.fromisoformat("2026-11-22T12:00:00+00:00")


@pytest.fixture
def user():
    with time_machine.travel(NOON, tick=False):
        yield make_user()


def give(user, code, **more):
    actions.check_second_factor(user, code, caller=Caller("10.0.0.1", **more))


def code_at(secret, *, seconds=0):
    return pyotp.TOTP(secret).at(NOON + timedelta(seconds=seconds))


def test_code_is_accepted_and_confirms(user):
    secret = actions.begin_second_factor(user, by=BY)
    assert SecondFactor.objects.get().confirmed_at is None
    give(user, code_at(secret))
    row = SecondFactor.objects.get()
    assert (row.confirmed_at, row.last_step) == (NOON, int(NOON.timestamp()) // 30)
    assert Event.objects.get().kind == "people.second_factor_begun"


def test_confirmed_once_keeps_its_day(user):
    secret = actions.begin_second_factor(user, by=BY)
    give(user, code_at(secret))
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        give(user, code_at(secret, seconds=86_400))
    assert SecondFactor.objects.get().confirmed_at == NOON


@pytest.mark.parametrize("seconds", [-30, 0, 30])
def test_code_one_step_early_or_late_is_accepted(user, seconds):
    secret = actions.begin_second_factor(user, by=BY)
    give(user, code_at(secret, seconds=seconds))


@pytest.mark.parametrize("seconds", [-60, 60])
def test_code_two_steps_away_is_refused(user, seconds):
    secret = actions.begin_second_factor(user, by=BY)
    with refused("people.wrong_code", field="code"):
        give(user, code_at(secret, seconds=seconds))


def test_step_counts_once_and_earlier_ones_no_more(user):
    secret = actions.begin_second_factor(user, by=BY)
    give(user, code_at(secret))
    for seconds in (0, -30):
        with refused("people.wrong_code"):
            give(user, code_at(secret, seconds=seconds))
    give(user, code_at(secret, seconds=30))


def test_without_an_app_no_code_is_right(user):
    with refused("people.wrong_code"):
        give(user, "123456")


def test_secret_is_sealed(user):
    secret = actions.begin_second_factor(user, by=BY)
    row = SecondFactor.objects.get()
    assert secret not in row.sealed_secret
    assert (actions.open_secret(row), str(row)) == (secret, f"second factor of {user.pk}")


def test_beginning_again_takes_a_new_secret_and_asks_to_confirm(user):
    old = actions.begin_second_factor(user, by=BY)
    give(user, code_at(old))
    assert actions.begin_second_factor(user, by=BY) != old
    row = SecondFactor.objects.get()
    assert (row.confirmed_at, row.last_step) == (None, 0)
    with refused("people.wrong_code"):
        give(user, code_at(old, seconds=30))


def test_ten_tries_in_ten_minutes_even_wrong_ones(user):
    secret = actions.begin_second_factor(user, by=BY)
    wrong = f"{(int(code_at(secret, seconds=3000)) + 1) % 10**6:06d}"
    for _guess in range(10):
        with refused("people.wrong_code"):
            give(user, wrong)
    with refused("limits.too_many"):
        give(user, code_at(secret))
    give(user, code_at(secret), device="known")


def test_fifty_tries_in_a_day(user):
    secret = actions.begin_second_factor(user, by=BY)
    for turn in range(5):
        with time_machine.travel(NOON + timedelta(minutes=11 * turn), tick=False):
            for _guess in range(10):
                with refused("people.wrong_code"):
                    give(user, "no code")
    later = NOON + timedelta(hours=20)
    with time_machine.travel(later, tick=False), refused("limits.too_many"):
        give(user, pyotp.TOTP(secret).at(later))


def test_secret_sealed_under_another_key_is_told(user, settings):
    secret = actions.begin_second_factor(user, by=BY)
    settings.SECRET_KEY = "the key of the machine to which it was restored, and no other one"
    with refused("people.factor_unreadable"):
        actions.open_secret(SecondFactor.objects.get())
    with refused("people.factor_unreadable"):
        give(user, code_at(secret))
    give(user, code_at(actions.begin_second_factor(user, by=BY)))
