"""Signing in by phone: a code is right once, for ten minutes, and may be guessed five times."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from haat.core.models import Event
from haat.people import actions
from haat.people.actions import signing
from haat.people.models import PhoneCode, User
from haat.people.tries import Caller
from tests.make import make_mart, make_phone, make_user
from tests.refusals import refused

pytestmark = pytest.mark.django_db
NOON = "2026-11-22 12:00+00:00"


def ask(phone="+919000000001", *, address="10.0.0.1", purpose="sign_in", **more):
    return actions.make_code(phone, mart=make_mart(), purpose=purpose, caller=Caller(address, **more))


def check(code, phone="+919000000001", *, address="10.0.0.1", purpose="sign_in", **more):
    return actions.check_code(phone, code, purpose=purpose, caller=Caller(address, **more))


def other_than(code):
    return f"{(int(code) + 1) % 10**6:06d}"


def test_right_code_signs_a_new_person_up():
    user = check(ask())
    assert (user.phone, user.phone_verified, user.name, user.has_usable_password()) == (
        "+919000000001",
        True,
        "",
        False,
    )
    assert Event.objects.get().kind == "people.signed_up"


def test_right_code_finds_who_is_known():
    known = make_user(phone="+919000000001")
    assert check(ask()) == known
    known.refresh_from_db()
    assert known.phone_verified is True
    assert check(ask()) == known


def test_code_is_six_digits_and_only_its_digest_is_kept():
    code = ask()
    row = PhoneCode.objects.get()
    assert (len(code), code.isdigit(), len(row.digest), str(row)) == (6, True, 64, f"code {row.pk}")
    assert code not in row.digest


def test_wrong_code_costs_a_try_and_the_sixth_is_too_late():
    code = ask()
    for _guess in range(5):
        with refused("people.wrong_code", field="code"):
            check(other_than(code))
    with refused("people.code_expired", field="code"):
        check(code)
    assert PhoneCode.objects.get().tries == 5


def test_right_code_after_four_wrong_ones():
    code = ask()
    for _guess in range(4):
        with refused("people.wrong_code"):
            check(other_than(code))
    assert check(code).phone == "+919000000001"


def test_code_is_used_once():
    code = ask()
    check(code)
    with refused("people.code_expired"):
        check(code)


def test_code_used_at_the_same_moment_by_another_is_refused(monkeypatch):
    code = ask()

    def used_meanwhile(one, two):
        PhoneCode.objects.update(used_at=timezone.now())
        return one == two

    monkeypatch.setattr(signing.hmac, "compare_digest", used_meanwhile)
    with refused("people.code_expired"):
        check(code)
    assert User.objects.count() == 0


def test_code_lives_ten_minutes():
    with time_machine.travel(NOON, tick=False):
        code = ask()
    with time_machine.travel("2026-11-22 12:10:01+00:00", tick=False), refused("people.code_expired"):
        check(code)
    with time_machine.travel("2026-11-22 12:10:00+00:00", tick=False):
        assert check(code).phone == "+919000000001"


def test_only_the_last_code_counts():
    first, last = ask(), ask()
    if first != last:
        with refused("people.wrong_code"):
            check(first)
    assert check(last).phone == "+919000000001"


def test_code_belongs_to_its_phone_and_purpose():
    code = ask()
    for other in ({"phone": "+919000000002"}, {"purpose": "order"}):
        with refused("people.code_expired"):
            check(code, **other)


def test_no_code_was_sent():
    with refused("people.code_expired"):
        check("123456")


def test_who_was_closed_may_not_sign_in():
    make_user(phone="+919000000001", is_active=False)
    with refused("people.closed", field="code"):
        check(ask())


def test_three_codes_a_phone_in_ten_minutes():
    with time_machine.travel(NOON, tick=False):
        for _code in range(3):
            ask()
        with refused("limits.too_many"):
            ask()
        assert ask("+919000000002") != ""
    with time_machine.travel("2026-11-22 12:10:00+00:00", tick=False):
        assert ask() != ""


def test_eight_codes_a_phone_from_one_address_in_a_day():
    start = timezone.datetime.fromisoformat("2026-11-22T00:00:00+00:00")
    for number in range(8):
        with time_machine.travel(start + timedelta(minutes=11 * number), tick=False):
            ask()
    with time_machine.travel(start + timedelta(hours=20), tick=False), refused("limits.too_many"):
        ask()
    with time_machine.travel(start + timedelta(days=1), tick=False):
        assert ask() != ""


def test_a_stranger_elsewhere_leaves_the_phone_its_codes():
    with time_machine.travel(NOON, tick=False):
        for _code in range(3):
            ask(address="10.6.6.6")
        with refused("limits.too_many"):
            ask(address="10.6.6.6")
        assert check(ask()).phone == "+919000000001"


def test_a_crowd_of_strangers_does_not_shut_out_a_known_device():
    with time_machine.travel(NOON, tick=False):
        for number in range(10):
            ask(address=f"10.6.6.{number}")
        with refused("limits.too_many"):
            ask()
        assert check(ask(device="known")).phone == "+919000000001"


def test_forty_codes_a_phone_in_a_day_wherever_they_are_asked():
    start = timezone.datetime.fromisoformat("2026-11-22T00:00:00+00:00")
    for number in range(40):
        with time_machine.travel(start + timedelta(minutes=11 * number), tick=False):
            ask(address=f"10.6.6.{number}")
    with time_machine.travel(start + timedelta(hours=20), tick=False), refused("limits.too_many"):
        ask()


def test_a_known_device_has_twenty_codes_a_day():
    start = timezone.datetime.fromisoformat("2026-11-22T00:00:00+00:00")
    for number in range(20):
        with time_machine.travel(start + timedelta(minutes=11 * number), tick=False):
            ask(address=f"10.6.6.{number}", device="known")
    with time_machine.travel(start + timedelta(hours=20), tick=False), refused("limits.too_many"):
        ask(device="known")


def test_a_stranger_neither_replaces_nor_uses_up_a_code():
    code = ask(browser="hers")
    stolen = ask(browser="his", address="10.6.6.6")
    for _guess in range(5):
        with refused("people.wrong_code"):
            check(other_than(stolen), browser="his", address="10.6.6.6")
    with refused("people.code_expired"):
        check(code, browser="another")
    assert check(code, browser="hers").phone == "+919000000001"


def test_twenty_codes_an_address_in_ten_minutes():
    with time_machine.travel(NOON, tick=False):
        for _code in range(20):
            ask(make_phone())
        with refused("limits.too_many"):
            ask(make_phone())
        assert ask(make_phone(), address="10.0.0.2") != ""


def test_sixty_tries_an_address_in_ten_minutes():
    with time_machine.travel(NOON, tick=False):
        for _guess in range(60):
            with refused("people.code_expired"):
                check("123456", make_phone())
        code = ask()
        with refused("limits.too_many"):
            check(code)
        assert check(code, address="10.0.0.2").phone == "+919000000001"
