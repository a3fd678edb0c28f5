"""Petitions, seals, clocks and breaches, with two people at them at once."""

from datetime import timedelta

from django.utils import timezone
from django.utils.crypto import get_random_string

from haat.core.actor import Actor
from haat.core.models import Event
from haat.makers.models import Maker
from haat.people.models import Consent, PhoneCode, User
from haat.places.models import Mart
from haat.privacy import actions
from haat.privacy.models import Breach, Export, Petition
from haat.privacy.purposes import PURPOSES
from tests.make import BY, make_maker, make_own_mart, number
from tests.races.race import Pair, given, race, twice
from tests.races.race import told as said


def somebody() -> tuple[Maker, User]:
    """An artisan of a mart of her own."""
    maker = make_maker(mart=make_own_mart(), kind="artisan", phone=f"+9197{number():08d}")
    user = maker.members.select_related("user").get().user
    assert user is not None
    return maker, user


def asked(kind: str) -> Petition:
    maker, user = somebody()
    told = {"words": "Please", "came": "phone", "language": "hi", "key": get_random_string(12)}
    return actions.ask(maker.mart, kind=kind, **told, user=user, by=BY)


def lost(**more: object) -> Breach:
    told = {"name": "Lost", "words": "Lost", "data": ["phones"], "people_count": 1, "whom": "members",
            "measures": "Closed", "known_at": timezone.now(), "drill": True, "key": "b"}  # fmt: skip
    return actions.note_breach(make_own_mart(), **{**told, **more}, by=BY)


@race(actions.ask)
def one_thing_is_asked_twice() -> Pair:
    maker, user = somebody()

    def ask(mart: Mart) -> Petition:
        told = {"words": "A", "came": "phone", "language": "hi", "key": get_random_string(12)}
        return actions.ask(mart, kind="complain", **told, user=user, by=BY)

    return twice(ask, maker.mart, counted=lambda: Petition.objects.filter(user=user).count())


@race(actions.answer, "privacy.not_open")
def two_answer_her() -> Pair:
    mine = asked("correct")
    return twice(lambda row: actions.answer(row, words="Done", by=BY), mine, counted=said("privacy.answered", mine))


@race(actions.refuse, "privacy.not_open")
def one_refuses_while_she_asks_no_more() -> Pair:
    mine = asked("complain")
    return Pair(
        given(lambda row: actions.refuse(row, reason="No", by=BY), mine),
        given(lambda row: actions.take_back(row, by=BY), mine),
        lambda: Petition.objects.filter(pk=mine.pk, ended_at__isnull=False).count(),
    )


@race(actions.take_back)
def she_asks_no_more_twice() -> Pair:
    mine = asked("complain")
    return twice(lambda row: actions.take_back(row, by=BY), mine, counted=said("privacy.taken_back", mine))


@race(actions.make_export)
def two_workers_make_her_copy() -> Pair:
    mine = asked("export")
    return twice(actions.make_export, mine, counted=lambda: Export.objects.filter(petition=mine).count())


@race(actions.agree_erase)
def two_say_the_first_yes() -> Pair:
    mine = asked("erase")
    return twice(lambda row: actions.agree_erase(row, by=Actor(1)), mine, counted=said("privacy.erase_agreed", mine))


@race(actions.erase, "privacy.not_open")
def two_erase_her() -> Pair:
    mine = asked("erase")
    actions.agree_erase(mine, by=Actor(1))
    return twice(lambda row: actions.erase(row, by=Actor(2)), mine, counted=said("privacy.erased", mine))


@race(actions.answer_purpose)
def she_says_yes_twice() -> Pair:
    maker, user = somebody()
    told = {"mart": maker.mart, "purpose": PURPOSES["showing"], "agrees": True, "language": "hi"}
    say = given(lambda row: actions.answer_purpose(row, **told, by=BY), user)
    return Pair(say, say, lambda: Consent.objects.filter(user=user, withdrawn_at=None).count())


@race(actions.stop)
def a_no_is_followed_by_two_workers() -> Pair:
    maker, user = somebody()
    told = {"mart": maker.mart, "purpose": PURPOSES["paying"], "agrees": False, "language": "hi"}
    actions.answer_purpose(user, **told, by=BY)
    stop = given(lambda row: actions.stop(row.pk, mart_id=maker.mart_id, notice="paying"), user)
    return Pair(stop, stop, said("makers.paused", maker))


@race(actions.set_days)
def two_set_the_same_days() -> Pair:
    mart = make_own_mart()
    return twice(
        lambda row: actions.set_days(row, name="answer", days=20, by=BY),
        mart,
        counted=lambda: Event.objects.filter(kind="privacy.setting_changed", mart_id=mart.pk).count(),
    )


@race(actions.clear)
def two_workers_delete_what_is_over() -> Pair:
    maker, user = somebody()
    old = timezone.now() - timedelta(days=400)
    PhoneCode.objects.create(mart=maker.mart, phone=user.phone, purpose="x", digest="x", made_at=old)
    clear = given(actions.clear, maker.mart)
    return Pair(clear, clear, lambda: PhoneCode.objects.filter(phone=user.phone).count(), once=0)


@race(actions.note_breach)
def one_breach_is_noted_twice() -> Pair:
    mart = make_own_mart()
    told = {"name": "Lost", "words": "Lost", "data": ["phones"], "people_count": 1, "whom": "members",
            "known_at": timezone.now(), "drill": True, "key": "b"}  # fmt: skip
    return twice(
        lambda row: actions.note_breach(row, **told, by=BY),
        mart,
        counted=lambda: Breach.objects.filter(mart=mart).count(),
    )


@race(actions.change_breach)
def two_write_what_was_done() -> Pair:
    one = lost(measures="")
    return twice(
        lambda row: actions.change_breach(row, measures="Closed", people_count=1, by=BY),
        one,
        counted=said("privacy.breach_changed", one),
    )


@race(actions.name_concerned)
def two_name_the_same_persons() -> Pair:
    one = lost()
    return twice(
        lambda row: actions.name_concerned(row, numbers=["9812345678"], by=BY),
        one,
        counted=said("privacy.concerned_named", one),
    )


@race(actions.answer_purpose)
def two_say_no_for_her() -> Pair:
    maker, user = somebody()
    told = {"mart": maker.mart, "purpose": PURPOSES["showing"], "agrees": False, "language": "hi"}
    say = given(lambda row: actions.answer_purpose(row, **told, by=BY), user)
    return Pair(say, say, said("people.consent_refused", user))


@race(actions.tell_board)
def two_tell_the_board() -> Pair:
    one = lost()
    return twice(lambda row: actions.tell_board(row, by=BY), one, counted=said("privacy.board_told", one))


@race(actions.give_details)
def two_give_the_details() -> Pair:
    one = actions.tell_board(lost(), by=BY)
    return twice(lambda row: actions.give_details(row, by=BY), one, counted=said("privacy.board_given_details", one))


@race(actions.tell_persons)
def two_tell_the_persons() -> Pair:
    one = lost()
    return twice(lambda row: actions.tell_persons(row, by=BY), one, counted=said("privacy.people_told", one))


@race(actions.close_breach)
def two_close_it() -> Pair:
    one = actions.tell_persons(actions.give_details(actions.tell_board(lost(), by=BY), by=BY), by=BY)
    return twice(lambda row: actions.close_breach(row, by=BY), one, counted=said("privacy.breach_closed", one))
