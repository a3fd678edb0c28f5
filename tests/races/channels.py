"""Accounts, offers, what keeps them back, orders that channels tell of, and turns."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

from django.db.models import F

from haat.channels import actions
from haat.channels.actions import importing
from haat.channels.asked_papers import Given
from haat.channels.channel import LISTING, Issue, find
from haat.channels.models import Account, Cause, Found, MakerTask, Offer, Sale
from haat.core.models import Event
from haat.orders import actions as orders
from haat.orders.models import Order, Part
from tests.channels.asking import make_asked
from tests.channels.make import make_account, make_good, publish, turn
from tests.channels.make import told as told_order
from tests.channels.toy import SLUG, WORLD, Listing
from tests.make import BY, make_arrival, number, walk
from tests.races.race import Pair, given, race, read, told, twice


def live() -> Offer:
    """An offer that stands at an account of its own."""
    account = make_account()
    (offer,) = publish(account, make_good())
    turn(account)
    return read(offer)


def events(kind: str, account: Account) -> int:
    return Event.objects.filter(kind=kind, subject_id=account.pk).count()


@race(actions.connect_account)
def an_account_is_connected_twice() -> Pair:
    seller, token = make_account().seller, f"race{number()}"
    connect = partial(
        actions.connect_account, seller.mart, channel=SLUG, seller=seller, secrets={"token": token}, by=BY
    )
    return Pair(connect, connect, lambda: Account.objects.filter(key=f"shop-{token}").count())


@race(actions.change_account)
def an_account_is_changed_twice() -> Pair:
    account = make_account()
    now = {"name": "Race", "place": None, "buffer": 2, "most": 9, "handling_days": 3, "prices": "uniform"}
    changed = told("channels.account_changed", account)
    return twice(lambda row: actions.change_account(row, **now, by=BY), account, counted=changed)


@race(actions.check_account)
def a_stopped_account_is_checked_twice() -> Pair:
    account = make_account(state="stopped", trouble="suspended")
    works = told("channels.account_works_again", account)
    return twice(lambda row: actions.check_account(row, by=BY), account, counted=works)


@race(actions.close_account)
def an_account_is_closed_twice() -> Pair:
    account = live().account
    return twice(
        lambda row: actions.close_account(row, by=BY), account, counted=told("channels.account_closed", account)
    )


@race(actions.pause_account)
def an_account_is_paused_twice() -> Pair:
    account = make_account()
    paused = told("channels.account_paused", account)
    return twice(lambda row: actions.pause_account(row, why="a race", by=BY), account, counted=paused)


@race(actions.resume_account)
def an_account_is_resumed_twice() -> Pair:
    account = actions.pause_account(make_account(), why="a race", by=BY)
    resumed = told("channels.account_resumed", account)
    return twice(lambda row: actions.resume_account(row, by=BY), account, counted=resumed)


@race(actions.pause_channel)
def a_channel_and_one_of_its_accounts_are_paused() -> Pair:
    account = make_account()
    return Pair(
        partial(actions.pause_channel, account.mart, channel=SLUG, why="a race", by=BY),
        given(lambda row: actions.pause_account(row, why="a race", by=BY), account),
        lambda: events("channels.account_paused", account),
    )


@race(actions.resume_channel)
def a_channel_is_resumed_twice() -> Pair:
    account = actions.pause_account(make_account(), why="a race", by=BY)
    resume = partial(actions.resume_channel, account.mart, channel=SLUG, by=BY)
    return Pair(resume, resume, lambda: events("channels.account_resumed", account))


@race(actions.publish)
def a_size_is_published_twice() -> Pair:
    account, good = make_account(), make_good()
    return twice(
        lambda row: actions.publish(row, variants=[good.pk], by=BY),
        account,
        counted=lambda: (Offer.objects.filter(account=account).count(), events("channels.published", account)),
        once=(1, 1),
    )


@race(actions.close_offers)
def an_offer_is_taken_off_twice() -> Pair:
    offer = live()
    return twice(
        lambda row: actions.close_offers(row, offers=[offer.pk], by=BY),
        offer.account,
        counted=lambda: events("channels.taken_off", offer.account),
    )


@race(actions.pause_offer)
def an_offer_is_paused_twice() -> Pair:
    offer = live()
    paused = told("channels.offer_paused", offer)
    return twice(lambda row: actions.pause_offer(row, why="a race", by=BY), offer, counted=paused)


@race(actions.resume_offer)
def an_offer_is_resumed_twice() -> Pair:
    offer = actions.pause_offer(live(), why="a race", by=BY)
    return twice(lambda row: actions.resume_offer(row, by=BY), offer, counted=told("channels.offer_resumed", offer))


@race(actions.rename_offer, "channels.code_taken")
def two_sizes_are_to_go_by_one_code() -> Pair:
    account = make_account()
    sizes = [make_good(), make_good()]
    for row in publish(account, *sizes):
        Found.objects.create(account=account, sku=row.sku)
    for found in account.found.order_by("pk"):
        actions.leave(found, by=BY)
    first, second = account.offers.order_by("pk")
    code = f"NEW-{number()}"
    return Pair(
        given(lambda row: actions.rename_offer(row, sku=code, by=BY), first),
        given(lambda row: actions.rename_offer(row, sku=code, by=BY), second),
        lambda: Offer.objects.filter(account=account, sku=code).count(),
    )


@race(actions.pause_offers)
def a_good_is_held_back_everywhere_twice() -> Pair:
    offer = live()
    paused = told("channels.offer_paused", offer)
    return twice(lambda row: actions.pause_offers(row, why="a race", by=BY), offer.variant.good, counted=paused)


@race(actions.resume_offers)
def a_good_goes_on_everywhere_twice() -> Pair:
    offer = actions.pause_offer(live(), why="a race", by=BY)
    resumed = told("channels.offer_resumed", offer)
    return twice(lambda row: actions.resume_offers(row, by=BY), offer.variant.good, counted=resumed)


@race(actions.read_again)
def an_offer_is_to_be_read_again_by_two() -> Pair:
    offer = live()
    return twice(
        lambda row: actions.read_again(row, by=BY), offer, counted=lambda: read(offer).look_at is not None, once=True
    )


@race(actions.send_again)
def an_offer_is_to_be_sent_again_by_two() -> Callable[[], Pair]:
    offer = live()

    def ready() -> Pair:
        Offer.objects.filter(pk=offer.pk).update(seen={})
        return twice(lambda row: actions.send_again(row, by=BY), offer, counted=lambda: read(offer).due, once=LISTING)

    return ready


@race(actions.answer_cause)
def a_cause_is_mended_twice() -> Pair:
    account, good = make_account(), make_good()
    WORLD.refuses[good.sku] = Issue(f"E{number()}", "error", "No.")
    publish(account, good)
    turn(account)
    cause = Cause.objects.get(account=account)
    return twice(
        lambda row: actions.answer_cause(row, by=BY), cause, counted=lambda: read(cause).answer, once={"mended": True}
    )


@race(actions.tell_rate, "channels.no_rate_needed")
def the_rate_of_an_order_is_told_twice() -> Pair:
    account, key = make_account(), f"race-{number()}"
    one = told_order({make_good(): 1}, key=key)
    facts = {name: value for name, value in one.facts.items() if name != "pin"} if one.facts else {}
    abroad = replace(one, facts={**facts, "currency": "USD", "country": "US"})
    channel = find(SLUG)
    assert channel is not None
    sale = importing.keep(account, channel, abroad)
    return twice(
        lambda row: actions.tell_rate(row, rate="83.4150", rate_on=date(2026, 11, 20), by=BY),
        sale,
        counted=lambda: Order.objects.filter(external_id=key).count(),
    )


@race(actions.read_state)
def an_order_in_an_odd_state_is_said_to_be_packed_twice() -> Pair:
    account, key = make_account(), f"race-{number()}"
    channel = find(SLUG)
    assert channel is not None
    channel.order_states = ("Unshipped",)  # of this channel's object alone: each race opens its own bazaar
    sale = importing.keep(account, channel, told_order({make_good(): 1}, key=key, state="NEW_WORD"))
    return twice(
        lambda row: actions.read_state(row, state="NEW_WORD", to_pack=True, by=BY),
        sale,
        counted=lambda: Order.objects.filter(external_id=key).count(),
    )


def found() -> Found:
    """Something an account sold before."""
    account = make_account()
    WORLD.shop(account.key)[f"OLD-{number()}"] = Listing({LISTING: {"title": "Old"}})
    turn(account)
    return Found.objects.get(account=account)


@race(actions.adopt)
def a_found_listing_is_adopted_twice() -> Pair:
    row, good = found(), make_good()
    return twice(
        lambda row: actions.adopt(row, variant=good, by=BY),
        row,
        counted=lambda: Event.objects.filter(kind="channels.adopted", data__found_id=row.pk).count(),
    )


@race(actions.leave, "channels.found_settled")
def a_found_listing_is_adopted_and_left() -> Pair:
    row, good = found(), make_good()
    left = told("channels.left_alone", row)
    return Pair(
        given(lambda row: actions.leave(row, by=BY), row),
        given(lambda row: actions.adopt(row, variant=good, by=BY), row),
        lambda: left() + Offer.objects.filter(account=row.account).count(),
    )


@race(actions.turn)
def an_account_has_two_turns_at_once() -> Pair:
    account, good, key = make_account(), make_good(), f"race-{number()}"
    publish(account, good)
    WORLD.tell(account.key, told_order({good: 1}, key=key))
    run = partial(actions.turn, account.pk, whole=True)
    return Pair(
        run,
        run,
        lambda: (
            Order.objects.filter(external_id=key).count(),
            sum(good.sku in skus for _shop, operation, skus in WORLD.sent if operation == LISTING),
        ),
        once=(1, 1),
    )


@race(actions.verify)
def an_account_is_verified_by_two() -> Callable[[], Pair]:
    offer = live()

    def ready() -> Pair:
        Offer.objects.filter(pk=offer.pk).update(seen_at=None, look_at=None, pieces=F("pieces") + 1)
        check = partial(actions.verify, offer.account, reads=5)
        return Pair(
            check,
            check,
            lambda: (read(offer).touched > read(offer).made, read(offer).look_at is not None),
            once=(True, True),
        )

    return ready


def delivered() -> Sale:
    """An order that has left long ago."""
    account = make_account()
    channel = find(SLUG)
    assert channel is not None
    sale = importing.keep(account, channel, told_order({make_good(): 1}))
    assert sale.arrival is not None
    part = walk(Part.objects.get(order=sale.arrival.order_id), "delivered")
    Part.objects.filter(pk=part.pk).update(sent_at="2026-01-01T10:00:00Z")
    Sale.objects.filter(pk=sale.pk).update(changed_at="2026-01-01T10:00:00Z")
    return sale


@race(actions.forget_buyers)
def buyers_are_forgotten_by_two() -> Pair:
    sale = delivered()
    forgotten = Event.objects.filter(kind="orders.buyer_forgotten", subject_id=sale.arrival_id or 0)
    return Pair(actions.forget_buyers, actions.forget_buyers, forgotten.count)


@race(orders.forget_buyer)
def a_buyer_is_forgotten_twice() -> Pair:
    arrival = make_arrival()
    assert arrival.order is not None
    forgotten = told("orders.buyer_forgotten", arrival)
    return twice(lambda row: orders.forget_buyer(row, by=BY), arrival.order, counted=forgotten)


@race(actions.answer_ask)
def an_ask_is_answered_twice() -> Pair:
    good = make_asked().good
    said = told("catalogue.answers_said", good)
    return twice(
        lambda row: actions.answer_ask(row, kind="answer", about="made_of", answer="cane", by=BY), good, counted=said
    )


@race(actions.answer_ask, "channels.other_answer")
def an_ask_is_answered_in_two_ways() -> Pair:
    good = make_asked().good
    said = told("catalogue.answers_said", good)
    return Pair(
        given(lambda row: actions.answer_ask(row, kind="answer", about="made_of", answer="cane", by=BY), good),
        given(lambda row: actions.answer_ask(row, kind="answer", about="made_of", answer="bamboo", by=BY), good),
        said,
    )


@race(actions.hand_on_ask)
def an_ask_is_handed_on_twice() -> Pair:
    good = make_asked().good
    on = told("channels.ask_handed_on", good)
    return twice(lambda row: actions.hand_on_ask(row, kind="answer", about="made_of", by=BY), good, counted=on)


@race(actions.hand_on_ask)
def an_ask_is_handed_on_and_answered() -> Pair:
    good = make_asked().good
    return Pair(
        given(lambda row: actions.hand_on_ask(row, kind="answer", about="made_of", by=BY), good),
        given(lambda row: actions.answer_ask(row, kind="answer", about="made_of", answer="cane", by=BY), good),
        lambda: (read(good).attributes, MakerTask.objects.filter(good=good).count()),
        once=({"made_of": "cane"}, 1),
    )


@race(actions.answer_paper)
def the_paper_that_is_asked_is_given_twice() -> Pair:
    good = make_good().good
    given = Given("artisan_card", f"JH{number()}")
    return Pair(
        *[partial(actions.answer_paper, good, about="artisan_card", given=given, by=BY)] * 2,
        lambda: Event.objects.filter(kind="makers.document_given", data__maker=good.maker_id).count(),
    )
