"""Certificates and cards made, printed, handed over and ended by two at once, each trial in a mart of its own."""

from datetime import timedelta

from haat.core.dates import today
from haat.letters import actions
from haat.letters.models import Begun, Card, Ceremony, Letter, Signing
from haat.letters.rules import next_march
from haat.makers.models import Maker
from haat.places.models import Mart
from tests.make import BY, make_good, make_maker, make_own_mart
from tests.make_letters import SIGNS
from tests.races.race import Pair, given, race, told, twice


def own_maker() -> Maker:
    """A maker of a mart of its own, on sale there, with somebody who signs."""
    mart = make_own_mart()
    actions.set_signing(mart, people=SIGNS, from_on=today(), by=BY)
    maker = make_maker(mart=mart, block=mart.place)
    make_good(maker=maker)
    actions.note_begun([maker.pk])
    return maker


def begun_of(maker: Maker) -> Begun:
    return Begun.objects.get(maker=maker, where="mart")


def own_letter() -> Letter:
    return actions.make_letter(begun_of(own_maker()), by=BY)


def own_card() -> Card:
    maker = own_maker()
    (card,) = actions.make_cards(maker.mart, members=[maker.members.get().pk], valid_until=next_march(), by=BY)
    return card


@race(actions.make_letter)
def one_certificate_is_made_twice() -> Pair:
    begun = begun_of(own_maker())
    return twice(
        lambda row: actions.make_letter(row, by=BY),
        begun,
        counted=lambda: Letter.objects.filter(maker=begun.maker_id).count(),
    )


@race(actions.hold_ceremony)
def one_ceremony_is_sent_twice() -> Pair:
    begun = begun_of(own_maker())
    words = {"title": "Fair", "place": "Hall", "held_on": today() + timedelta(days=2), "key": f"race:{begun.pk}"}
    hold = given(lambda mart: actions.hold_ceremony(mart, chosen=[begun.pk], by=BY, **words), begun.mart)
    return Pair(hold, hold, lambda: Ceremony.objects.filter(mart=begun.mart).count())


@race(actions.call_off_ceremony)
def two_call_a_ceremony_off() -> Pair:
    begun = begun_of(own_maker())
    words = {"title": "Fair", "place": "Hall", "held_on": today(), "key": f"race:{begun.pk}"}
    ceremony = actions.hold_ceremony(begun.mart, chosen=[begun.pk], by=BY, **words)
    called_off = told("letters.ceremony_called_off", ceremony)
    return twice(lambda row: actions.call_off_ceremony(row, by=BY), ceremony, counted=called_off)


@race(actions.print_letters)
def one_printing_is_sent_twice() -> Pair:
    letter = own_letter()
    return twice(
        lambda row: actions.print_letters([row.pk], key="one", by=BY), letter, counted=told("letters.printed", letter)
    )


@race(actions.hand_over)
def two_hand_it_over() -> Pair:
    letter = own_letter()
    hand = given(lambda row: actions.hand_over([row.pk], handed_on=today(), handed_by="Anjali", by=BY), letter)
    return Pair(hand, hand, told("letters.handed", letter))


@race(actions.take_back_handing, "letters.not_handed")
def two_take_the_tick_back() -> Pair:
    letter = own_letter()
    actions.hand_over([letter.pk], handed_on=today(), handed_by="Anjali", by=BY)
    return twice(
        lambda row: actions.take_back_handing(row, by=BY), letter, counted=told("letters.handed_taken_back", letter)
    )


@race(actions.take_off)
def two_take_it_off_the_list() -> Pair:
    letter = own_letter()
    words = {"title": "Fair", "place": "Hall", "held_on": today(), "key": f"off:{letter.pk}"}
    actions.hold_ceremony(letter.mart, chosen=[begun_of(letter.maker).pk], by=BY, **words)
    return twice(lambda row: actions.take_off(row, by=BY), letter, counted=told("letters.taken_off", letter))


@race(actions.set_signing)
def two_write_down_who_signs() -> Pair:
    mart: Mart = make_own_mart()
    write = given(lambda row: actions.set_signing(row, people=SIGNS, from_on=today(), by=BY), mart)
    return Pair(write, write, lambda: Signing.objects.filter(mart=mart).count())


@race(actions.make_cards)
def two_make_her_card() -> Pair:
    maker = own_maker()
    member = maker.members.get()
    make = given(lambda row: actions.make_cards(row, members=[member.pk], valid_until=next_march(), by=BY), maker.mart)
    return Pair(make, make, lambda: Card.objects.filter(member=member).count())


@race(actions.replace_card)
def two_say_it_is_lost() -> Pair:
    card = own_card()
    return twice(
        lambda row: actions.replace_card(row, by=BY),
        card,
        counted=lambda: Card.objects.filter(member=card.member_id, ended_at=None).count(),
    )


@race(actions.end_card)
def two_end_it() -> Pair:
    card = own_card()
    return twice(lambda row: actions.end_card(row, by=BY), card, counted=told("letters.card_ended", card))


@race(actions.print_cards)
def one_printing_of_cards_is_sent_twice() -> Pair:
    card = own_card()
    return twice(
        lambda row: actions.print_cards([row.pk], key="one", by=BY), card, counted=told("letters.card_printed", card)
    )
