"""People, and what they are told."""

import pyotp

from haat.messages import actions as messages
from haat.messages.models import Message
from haat.people import actions
from haat.people.models import Consent, PhoneCode, Role, SecondFactor, User
from haat.people.tries import Caller
from tests.make import BY, make_mart, make_officer, make_phone, make_user, number
from tests.races.race import Pair, given, race, read, told, twice


@race(actions.sign_up)
def one_phone_signs_up_twice() -> Pair:
    phone = make_phone()

    def sign_up() -> User:
        return actions.sign_up(phone, name="Sita Devi")

    return Pair(sign_up, sign_up, lambda: User.objects.filter(phone=phone).count())


@race(actions.give_role)
def a_role_is_given_twice() -> Pair:
    mart = make_mart()
    user, place = make_user(), mart.place
    return twice(
        lambda row: actions.give_role(row, mart=mart, kind="desk", place=place, by=BY),
        user,
        counted=told("people.role_given", user),
    )


@race(actions.take_role)
def a_role_is_taken_twice() -> Pair:
    user = make_officer("desk")
    return twice(
        lambda row: actions.take_role(row, by=BY),
        Role.objects.get(user=user),
        counted=told("people.role_taken", user),
    )


@race(actions.check_code, "people.code_expired")
def one_code_is_used_twice() -> Pair:
    phone, caller = make_phone(), Caller(f"10.0.0.{number()}")
    code = actions.make_code(phone, purpose="sign_in", caller=caller)

    def check() -> User:
        return actions.check_code(phone, code, purpose="sign_in", caller=caller)

    return Pair(check, check, lambda: PhoneCode.objects.exclude(used_at=None).filter(phone=phone).count())


@race(actions.begin_second_factor)
def a_second_factor_is_begun_twice() -> Pair:
    user = make_user()
    return twice(
        lambda row: actions.begin_second_factor(row, by=BY),
        user,
        counted=lambda: SecondFactor.objects.filter(user=user).count(),
    )


@race(actions.ready_second_factor)
def two_windows_ask_for_one_authenticator() -> Pair:
    user = make_user()
    shown: list[str] = []
    return Pair(
        given(lambda row: shown.append(actions.ready_second_factor(row, by=BY)[1]), user),
        given(lambda row: shown.append(actions.ready_second_factor(row, by=BY)[1]), user),
        lambda: (len(shown), len(set(shown))),
        once=(2, 1),
    )


@race(actions.check_second_factor, "people.wrong_code")
def one_step_is_used_twice() -> Pair:
    user = make_user()
    secret = actions.begin_second_factor(user, by=BY)
    return twice(
        lambda row: actions.check_second_factor(row, pyotp.TOTP(secret).now(), caller=Caller("10.0.0.1")),
        user,
        counted=lambda: SecondFactor.objects.exclude(confirmed_at=None).filter(user=user).count(),
    )


@race(actions.give_consent)
def consent_is_given_twice() -> Pair:
    user = make_user()
    return twice(
        lambda row: actions.give_consent(row, notice="privacy", language="hi", by=BY),
        user,
        counted=lambda: Consent.objects.filter(user=user).count(),
    )


@race(messages.tell)
def one_cause_is_told_twice() -> Pair:
    cause, phone = f"race:{number()}", make_phone()

    def tell() -> Message:
        return messages.tell(phone, template="t", language="hi", body="नमस्ते", cause=cause)

    return Pair(tell, tell, lambda: Message.objects.filter(cause=cause).count())


@race(messages.mark_read)
def messages_are_read_twice() -> Pair:
    user = make_user()
    message = messages.tell(user.phone, template="t", language="hi", body="x", cause=f"race:{number()}", user=user)
    new: list[int] = []
    return Pair(
        given(lambda row: new.append(messages.mark_read(row)), user),
        given(lambda row: new.append(messages.mark_read(row)), user),
        lambda: (sum(new), read(message).read_at is not None),
        once=(1, True),
    )
