"""People, and what they are told."""

import pyotp

from haat.core.actor import MACHINE
from haat.messages import actions as messages
from haat.messages.models import Message
from haat.people import actions
from haat.people.models import Consent, Invitation, PhoneCode, Role, SecondFactor, User
from haat.people.tries import Caller
from tests.make import BY, make_block, make_district, make_mart, make_officer, make_phone, make_user, number
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
        lambda row: actions.give_role(row, mart=mart, kind="desk", place=place, by=MACHINE),
        user,
        counted=told("people.role_given", user),
    )


@race(actions.take_role)
def a_role_is_taken_twice() -> Pair:
    user = make_officer("desk")
    return twice(
        lambda row: actions.take_role(row, by=MACHINE),
        Role.objects.get(user=user),
        counted=told("people.role_taken", user),
    )


@race(actions.take_role, "people.last_collector")
def two_collectors_are_ended_at_once() -> Pair:
    mart = make_mart(f"m{number()}", place=make_district(f"District {number()}", lgd=1000 + number()))
    one, two = make_officer("collector", mart=mart), make_officer("collector", mart=mart)
    return Pair(
        given(lambda row: actions.take_role(row, by=MACHINE), one.roles.get()),
        given(lambda row: actions.take_role(row, by=MACHINE), two.roles.get()),
        lambda: Role.objects.filter(mart=mart).count(),
    )


@race(actions.block_person, "people.last_collector")
def two_collectors_are_blocked_at_once() -> Pair:
    mart = make_mart(f"m{number()}", place=make_district(f"District {number()}", lgd=1000 + number()))
    one, two = make_officer("collector", mart=mart), make_officer("collector", mart=mart)
    return Pair(
        given(lambda row: actions.block_person(row, mart=mart, reason="x", by=MACHINE), one),
        given(lambda row: actions.block_person(row, mart=mart, reason="x", by=MACHINE), two),
        lambda: User.objects.filter(pk__in=(one.pk, two.pk), is_active=True).count(),
    )


@race(actions.set_email)
def an_address_of_mail_is_set_twice() -> Pair:
    user, email = make_officer("desk"), f"u{number()}@example.in"
    return twice(
        lambda row: actions.set_email(row, mart=make_mart(), email=email, by=MACHINE),
        user,
        counted=told("people.email_set", user),
    )


@race(actions.unblock_person)
def a_person_is_unblocked_twice() -> Pair:
    user = make_officer("desk")
    actions.block_person(user, mart=make_mart(), reason="x", by=MACHINE)
    return twice(
        lambda row: actions.unblock_person(row, mart=make_mart(), by=MACHINE),
        user,
        counted=told("people.unblocked", user),
    )


@race(actions.move_role, "people.already_held")
def two_roles_move_to_one_place() -> Pair:
    user, there = make_officer("coordinator", place=make_block("Sarath")), make_block("Palojori")
    actions.give_role(user, mart=make_mart(), kind="coordinator", place=make_block("Karon"), by=MACHINE)
    one, two = user.roles.order_by("pk")
    return Pair(
        given(lambda row: actions.move_role(row, place=there, by=MACHINE), one),
        given(lambda row: actions.move_role(row, place=there, by=MACHINE), two),
        lambda: Role.objects.filter(user=user, place=there).count(),
    )


@race(actions.invite)
def one_phone_is_invited_twice() -> Pair:
    phone, mart = make_phone(), make_mart()

    def invite() -> object:
        return actions.invite(phone, mart=mart, name="Sita", kind="desk", place=mart.place, by=MACHINE)

    return Pair(
        invite, invite, lambda: Invitation.objects.filter(user__phone=phone, used_at=None, ended_at=None).count()
    )


@race(actions.let_in_anew)
def a_person_is_let_in_anew_twice() -> Pair:
    user = make_officer("desk")
    return twice(
        lambda row: actions.let_in_anew(row, mart=make_mart(), by=MACHINE),
        user,
        counted=lambda: Invitation.objects.filter(user=user, used_at=None, ended_at=None).count(),
    )


def invitation() -> Invitation:
    mart = make_mart()
    role, _code = actions.invite(make_phone(), mart=mart, name="Sita", kind="desk", place=mart.place, by=MACHINE)
    return Invitation.objects.get(user=role.user)


@race(actions.accept_invitation, "people.invitation_over")
def one_invitation_is_used_twice() -> Pair:
    row = invitation()
    return twice(
        lambda found: actions.accept_invitation(found, password="three words for a desk"),
        row,
        counted=told("people.joined", row.user),
    )


@race(actions.withdraw_invitation)
def an_invitation_is_withdrawn_twice() -> Pair:
    user = invitation().user
    return twice(
        lambda row: actions.withdraw_invitation(row, mart=make_mart(), by=MACHINE),
        user,
        counted=told("people.invitation_withdrawn", user),
    )


@race(actions.check_code, "people.code_expired")
def one_code_is_used_twice() -> Pair:
    phone, caller = make_phone(), Caller(f"10.0.0.{number()}")
    code = actions.make_code(phone, mart=make_mart(), purpose="sign_in", caller=caller)

    def check() -> User:
        return actions.check_code(phone, code, purpose="sign_in", caller=caller)

    return Pair(check, check, lambda: PhoneCode.objects.exclude(used_at=None).filter(phone=phone).count())


@race(actions.begin_second_factor)
def a_second_factor_is_begun_twice() -> Pair:
    user = make_user()
    return twice(
        lambda row: actions.begin_second_factor(row, by=MACHINE),
        user,
        counted=lambda: SecondFactor.objects.filter(user=user).count(),
    )


@race(actions.ready_second_factor)
def two_windows_ask_for_one_authenticator() -> Pair:
    user = make_user()
    shown: list[str] = []
    return Pair(
        given(lambda row: shown.append(actions.ready_second_factor(row, by=MACHINE)[1]), user),
        given(lambda row: shown.append(actions.ready_second_factor(row, by=MACHINE)[1]), user),
        lambda: (len(shown), len(set(shown))),
        once=(2, 1),
    )


@race(actions.check_second_factor, "people.wrong_code")
def one_step_is_used_twice() -> Pair:
    user = make_user()
    secret = actions.begin_second_factor(user, by=MACHINE)
    return twice(
        lambda row: actions.check_second_factor(row, pyotp.TOTP(secret).now(), caller=Caller("10.0.0.1")),
        user,
        counted=lambda: SecondFactor.objects.exclude(confirmed_at=None).filter(user=user).count(),
    )


@race(actions.give_consent)
def consent_is_given_twice() -> Pair:
    user = make_user()
    return twice(
        lambda row: actions.give_consent(row, notice="privacy", language="hi", by=MACHINE),
        user,
        counted=lambda: Consent.objects.filter(user=user).count(),
    )


@race(actions.withdraw_consent)
def consent_is_taken_back_twice() -> Pair:
    user = make_user()
    actions.give_consent(user, notice="privacy", language="hi", by=BY)
    return twice(
        lambda row: actions.withdraw_consent(row, notice="privacy", by=BY),
        user,
        counted=told("people.consent_withdrawn", user),
    )


@race(actions.refuse_consent)
def consent_is_refused_twice() -> Pair:
    user = make_user()
    actions.give_consent(user, notice="privacy", language="hi", by=BY)
    return twice(
        lambda row: actions.refuse_consent(row, notice="privacy", language="hi", by=BY),
        user,
        counted=told("people.consent_withdrawn", user),
    )


@race(messages.tell)
def one_cause_is_told_twice() -> Pair:
    cause, phone = f"race:{number()}", make_phone()

    def tell() -> Message:
        return messages.tell(
            phone, template="order_placed", language="hi", body="नमस्ते", values={"number": "1"}, cause=cause
        )

    return Pair(tell, tell, lambda: Message.objects.filter(cause=cause).count())


@race(messages.mark_seen)
def an_order_is_opened_by_two_members() -> Pair:
    cause, new = f"order_new:{number()}", list[int]()
    told_once = {"template": "order_placed", "language": "hi", "body": "x", "values": {"number": "1"}}
    message = messages.tell(make_phone(), cause=cause, **told_once)

    def see() -> None:
        new.append(messages.mark_seen([cause]))

    return Pair(see, see, lambda: (sum(new), read(message).read_at is not None), once=(1, True))


@race(messages.mark_read)
def messages_are_read_twice() -> Pair:
    user = make_user()
    told_once = {"template": "order_placed", "language": "hi", "body": "x", "values": {"number": "1"}}
    message = messages.tell(user.phone, cause=f"race:{number()}", user=user, **told_once)
    new: list[int] = []
    return Pair(
        given(lambda row: new.append(messages.mark_read(row, shown=[message])), user),
        given(lambda row: new.append(messages.mark_read(row, shown=[message])), user),
        lambda: (sum(new), read(message).read_at is not None),
        once=(1, True),
    )
