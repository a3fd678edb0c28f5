"""Every way an offer can stand, and what goes next: the whole table, held against sentences of its own."""

from itertools import product

import pytest

from haat.channels.channel import CLOSE, LISTING, PRICE, STOCK
from haat.channels.models import Attempt, Offer
from haat.channels.states import (
    ALL,
    LISTED,
    NEW,
    Standing,
    agrees,
    digest_of,
    due_of,
    hold_of,
    says,
    seen_as,
    standing_of,
    state_of,
)

A, S, D = Attempt.State, Offer.State, Offer.Due
WANTED = {LISTING: "l", PRICE: "p", STOCK: "s"}
ATTEMPTS = [("", ""), *product(A.values, (LISTING, STOCK, CLOSE))]
EVERY = [
    Standing(
        open=open_,
        paused=paused,
        hold=hold,
        pieces=pieces,
        attempt=attempt,
        operation=operation,
        there=there,
        buyable=there and buyable,
        shown=there and shown,
        refused=refused,
        wanted=WANTED,
        sent=sent,
        seen=seen,
    )
    for open_, paused, there, buyable, shown, refused in product((False, True), repeat=6)
    for hold in ("", NEW, LISTED, ALL)
    for pieces in (0, 3)
    for attempt, operation in ATTEMPTS
    for sent in ({}, WANTED, {CLOSE: "off"})
    for seen in ({}, WANTED, WANTED | {STOCK: "other"})
]


def test_state_is_said_in_sentences():
    """As one would say it aloud, one after the other, of every standing there is."""
    for now in EVERY:
        state = state_of(now)
        if now.attempt in (A.SENDING, A.UNKNOWN):
            assert state == now.attempt
        elif not now.open:
            assert state == S.CLOSED
        elif now.paused:
            assert state == S.PAUSED
        elif now.hold == ALL or (now.hold and not now.buyable):
            assert state == S.BLOCKED
        elif now.buyable:
            assert state == (S.LIVE if now.shown else S.HIDDEN)
        elif now.refused:
            assert state == S.REFUSED
        elif now.there or now.sent:
            assert state == S.ACCEPTED
        else:
            assert state == S.READY


def test_nothing_is_sent_while_a_call_is_under_way_or_was_lost():
    assert {due_of(now) for now in EVERY if now.attempt in (A.SENDING, A.UNKNOWN)} == {""}


def test_nothing_follows_a_new_listing_before_the_channel_has_taken_it_up():
    assert {due_of(now) for now in EVERY if now.attempt == A.TAKEN and not now.there} == {""}


def test_what_was_sent_makes_nothing_live():
    assert {state_of(now) for now in EVERY if not now.buyable} & {S.LIVE, S.HIDDEN} == set()


def test_only_what_stands_there_is_changed_or_taken_off():
    assert {due_of(now) for now in EVERY if not now.there} <= {"", D.LISTING}


def test_closed_offers_are_taken_off_and_nothing_else():
    assert {due_of(now) for now in EVERY if not now.open} == {"", D.CLOSE}


def test_stock_goes_before_price_and_listing_and_none_left_before_all():
    differing = Standing(there=True, wanted=WANTED)
    assert due_of(differing) == D.STOCK
    assert due_of(Standing(there=True, wanted=WANTED, pieces=0)) == D.EMPTY
    assert due_of(Standing(there=True, wanted=WANTED, sent={STOCK: "s"})) == D.PRICE
    assert due_of(Standing(there=True, wanted=WANTED, sent={STOCK: "s", PRICE: "p"})) == D.LISTING
    assert due_of(Standing(there=True, wanted=WANTED, sent=WANTED)) == ""
    assert due_of(Standing(there=True, wanted=WANTED, seen=WANTED)) == ""


def test_what_was_told_last_counts_before_what_was_read_before_it():
    """None left was read, five were sent: none again goes at once, and does not wait for the next reading."""
    told = {"there": True, "wanted": WANTED, "sent": WANTED | {STOCK: "five"}, "seen": WANTED}
    assert due_of(Standing(**told, pieces=0)) == D.EMPTY
    assert due_of(Standing(**told, pieces=7)) == D.STOCK
    assert due_of(Standing(**told | {"sent": WANTED | {PRICE: "dearer"}})) == D.PRICE
    assert due_of(Standing(**told | {"sent": {}})) == ""


def test_listing_under_way_is_not_sent_once_more_but_its_stock_goes():
    now = {"there": True, "wanted": WANTED, "attempt": A.TAKEN, "operation": LISTING}
    assert due_of(Standing(**now, seen=WANTED | {LISTING: "old"})) == ""
    assert due_of(Standing(**now, seen=WANTED | {STOCK: "old"})) == D.STOCK


@pytest.mark.parametrize(
    ("hold", "new", "there"),
    [
        ("", D.LISTING, [D.STOCK, D.PRICE, D.LISTING]),
        (NEW, "", [D.STOCK, D.PRICE, D.LISTING]),
        (LISTED, "", [D.STOCK, D.PRICE]),
        (ALL, "", [D.STOCK]),
    ],
)
def test_hold_says_what_is_still_sent(hold, new, there):
    assert due_of(Standing(hold=hold, wanted=WANTED)) == new
    differing = [
        due_of(Standing(hold=hold, there=True, wanted=WANTED, seen=WANTED | {part: "other"}))
        for part in (STOCK, PRICE, LISTING)
    ]
    assert [due for due in differing if due] == there


def test_most_of_several_holds_counts():
    assert hold_of([]) == ""
    assert hold_of([{"hold": NEW}, {"hold": LISTED}]) == LISTED
    assert hold_of([{"hold": NEW}, {"hold": ALL}]) == ALL


def test_digest_is_of_what_is_said_not_of_its_order():
    assert digest_of({"a": 1, "b": [1, 2]}) == digest_of({"b": [1, 2], "a": 1})
    assert digest_of({"a": [1, 2]}) != digest_of({"a": [2, 1]})
    assert len(digest_of("मिट्टी")) == 32


@pytest.mark.parametrize(
    ("wanted", "seen", "right"),
    [
        ({"a": 1}, {"a": 1, "b": 2}, True),
        ({"a": 1}, {"a": 2}, False),
        ({"a": {"b": [1]}}, {"a": {"b": [1], "c": 3}}, True),
        ({"a": [{"v": 1}]}, {"a": [{"v": 1, "tag": "en"}]}, True),
        ({"a": [1]}, {"a": [1, 2]}, False),
        ({"a": 1}, {"a": True}, False),
        ({"a": 1}, None, False),
        ([1], "1", False),
        ("x", "x", True),
    ],
)
def test_seen_agrees_when_all_that_is_wanted_is_there(wanted, seen, right):
    assert agrees(wanted, seen) is right


def test_what_a_channel_does_not_tell_contradicts_nothing():
    assert says({"paise": 5, "mrp": 6}, {"paise": 5})
    assert not says({"paise": 5, "mrp": 6}, {"mrp": 5})
    assert not says({"attributes": {"metal": "brass"}}, {"attributes": {}})
    assert says("x", "x")


def test_seen_part_has_the_digest_of_what_is_wanted_where_it_agrees():
    seen = seen_as(
        {STOCK: "s", PRICE: "p"}, {STOCK: {"n": 1}, PRICE: {"n": 2}}, {STOCK: {"n": 1, "x": 0}, PRICE: {"n": 3}}
    )
    assert seen == {STOCK: "s", PRICE: digest_of({"n": 3})}
    assert seen_as({}, {}, {LISTING: {"a": 1}}) == {LISTING: digest_of({"a": 1})}


def test_unknown_attempt_that_was_settled_for_an_offer_says_nothing_of_it():
    offer, attempt = Offer(sending={}), Attempt(state=A.UNKNOWN, operation=STOCK)
    assert standing_of(offer, attempt, refused=False).attempt == ""
    offer.sending = {STOCK: "s"}
    assert standing_of(offer, attempt, refused=False).attempt == A.UNKNOWN
    assert standing_of(offer, None, refused=True).refused
