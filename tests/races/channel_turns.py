"""What turns, workers and buyers do at the same moment: leases, tokens, orders told twice, stock that is being sent."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from django.db.models import F, Sum

from haat.channels import actions
from haat.channels.actions import finding, importing, leasing, quotas, schemas, wanting
from haat.channels.channel import LISTING, Channel, Rate, Told, find
from haat.channels.keys import keys_of
from haat.channels.line import AccountLine
from haat.channels.models import Account, Found, Offer, Quota, Sale, Schema
from haat.core.clock import database_now
from haat.orders import actions as orders
from haat.orders.models import Order, OrderLine, Part
from haat.payments.queries import terms
from haat.stock import actions as stock
from haat.stock.models import StockItem
from tests.channels.make import make_account, make_good, publish, turn
from tests.channels.make import told as told_order
from tests.channels.toy import SLUG, WORLD, Listing
from tests.make import BY, make_basket, make_buyer, make_promise, number, walk
from tests.races.channels import live
from tests.races.race import Pair, given, race, read

Ready = Callable[[], Pair]
ONE = Rate(0.001, 1)  # one token, and the next one long after the race


def bazaar() -> Channel:
    channel = find(SLUG)
    assert channel is not None
    return channel


def alive(key: str) -> int:
    """Pieces of a channel's order that nobody has cancelled."""
    rows = OrderLine.objects.filter(part__order__external_id=key).exclude(part__state="cancelled")
    return rows.aggregate(all=Sum("quantity"))["all"] or 0


# ---- leases and tokens ----


@race(leasing.take_turn)
def a_turn_is_taken_by_two() -> Ready:
    account = make_account()
    return lambda: _taken(account)


@race(leasing.take_turn)
def a_turn_whose_time_ran_out_is_taken_over_by_two() -> Ready:
    account = make_account()

    def ready() -> Pair:
        leasing.take_turn(account.pk)
        Account.objects.filter(pk=account.pk).update(turn_until=database_now() - leasing.LEASE, turn_by="")
        return _taken(account)

    return ready


def _taken(account: Account) -> Pair:
    """Two take the turn, and one has it; it is given back."""
    before, took = read(account).turn, list[int | None]()

    def take() -> None:
        took.append(leasing.take_turn(account.pk))

    def counted() -> list[int]:
        numbers = [number for number in took if number is not None]
        leasing.end_turn(account.pk, numbers[0])
        return numbers

    return Pair(take, take, counted, once=[before + 1])


@race(quotas.take)
def two_workers_take_the_last_token() -> Pair:
    account, waits = make_account(), list[float]()

    def take() -> None:
        waits.append(quotas.take(account.pk, "last", ONE))

    return Pair(take, take, lambda: (sum(wait == 0 for wait in waits), _used(account)), once=(1, 1))


@race(quotas.take)
def a_token_is_taken_while_another_call_is_refused() -> Pair:
    """A refusal empties the bucket: whoever took a token before keeps it, and nobody takes one after."""
    account = make_account()
    quotas.take(account.pk, "last", Rate(0.001, 3))
    return Pair(
        partial(quotas.take, account.pk, "last", Rate(0.001, 3)),
        partial(quotas.lower, account.pk, "last", Rate(0.001, 3)),
        lambda: Quota.objects.get(account=account, operation="last").left_micro < quotas.MICRO,
        once=True,
    )


def _used(account: Account) -> int:
    return Quota.objects.get(account=account, operation="last").used


# ---- orders ----


def keep(account: Account, told: Told) -> Callable[[], Sale]:
    return lambda: importing.keep(read(account), bazaar(), told)


@race(importing.keep)
def an_order_comes_by_two_polls() -> Pair:
    account, good, key = make_account(), make_good(pieces=5), f"race-{number()}"
    told = told_order({good: 2}, key=key)
    return Pair(
        keep(account, told),
        keep(account, told),
        lambda: (Order.objects.filter(external_id=key).count(), alive(key), _reserved(good.pk)),
        once=(1, 2, 2),
    )


@race(importing.keep)
def an_order_comes_while_some_of_it_is_cancelled() -> Pair:
    account, good, key = make_account(), make_good(pieces=5), f"race-{number()}"
    told = told_order({good: 3}, key=key)
    return Pair(
        keep(account, told),
        keep(account, replace(told, cancelled={"L1": 2})),
        lambda: (alive(key), _reserved(good.pk), Sale.objects.get(external_id=key).cancelled),
        once=(1, 1, {"L1": 2}),
    )


@race(importing.keep)
def an_order_is_cancelled_by_two_polls() -> Pair:
    account, good, key = make_account(), make_good(pieces=5), f"race-{number()}"
    told = told_order({good: 3}, key=key)
    importing.keep(account, bazaar(), told)
    gone = replace(told, cancelled={"L1": 3})
    return Pair(keep(account, gone), keep(account, gone), lambda: (alive(key), _reserved(good.pk)), once=(0, 0))


@race(importing.keep)
def an_order_is_told_again_while_its_buyer_is_forgotten() -> Pair:
    """Nothing of her comes back by a late telling of an order that left long ago."""
    account, key = make_account(), f"race-{number()}"
    told = told_order({make_good(): 1}, key=key)
    sale = importing.keep(account, bazaar(), told)
    part = walk(Part.objects.get(order__external_id=key), "delivered")
    Part.objects.filter(pk=part.pk).update(sent_at="2026-01-01T10:00:00Z")
    Sale.objects.filter(pk=sale.pk).update(changed_at="2026-01-01T10:00:00Z")
    actions.forget_buyers()
    return Pair(
        keep(account, told),
        actions.forget_buyers,
        lambda: (read(sale).raw, read(sale).facts),
        once=({}, None),
    )


@race(importing.keep, "stock.out_of_stock", "orders.basket_changed", always=False)
def the_last_piece_is_sold_here_and_there() -> Pair:
    account, good, key = make_account(), make_good(pieces=1), f"race-{number()}"
    basket, buyer = make_basket({good: 1}), make_buyer()
    promise = make_promise(basket)

    def buy() -> Order:
        return orders.place_order(
            read(basket), buyer=buyer, promise=promise, terms=terms("cod"), key=f"race-{number()}", by=BY
        )

    return Pair(
        buy,
        keep(account, told_order({good: 1}, key=key)),
        lambda: (_reserved(good.pk), _promised(good.pk)),
        once=(1, 1),
    )


def _reserved(variant_id: int) -> int:
    return StockItem.objects.filter(variant=variant_id).aggregate(all=Sum("reserved"))["all"] or 0


def _promised(variant_id: int) -> int:
    rows = OrderLine.objects.filter(variant=variant_id).exclude(part__state="cancelled")
    return rows.aggregate(all=Sum("quantity"))["all"] or 0


# ---- what is sent ----


@race(actions.touch)
def two_changes_mark_one_offer() -> Ready:
    offer = live()

    def ready() -> Pair:
        before = read(offer).touched
        mark = partial(actions.touch, [offer.variant.good_id])
        return Pair(mark, mark, lambda: read(offer).touched - before, once=2)

    return ready


@race(actions.touch_all)
def all_is_marked_while_one_is() -> Ready:
    offer = live()

    def ready() -> Pair:
        before = read(offer).touched
        return Pair(
            given(actions.touch_all, offer.account),
            partial(actions.touch, [offer.variant.good_id]),
            lambda: read(offer).touched - before,
            once=2,
        )

    return ready


@race(actions.turn)
def a_piece_is_sold_while_its_stock_is_sent() -> Pair:
    """Whatever the channel was told in the middle of it, after the next turn it shows what is left."""
    account, good = make_account(), make_good(pieces=9)
    publish(account, good)
    turn(account)
    stock.count(good, on_hand=6, cause=f"race:{number()}", by=BY)
    actions.touch([good.good_id])

    def sell() -> None:
        stock.count(good, on_hand=4, cause=f"race:{number()}", by=BY)
        actions.touch([good.good_id])

    def counted() -> tuple[int, int]:
        turn(account)
        return WORLD.pieces(account.key, good.sku), Offer.objects.get(account=account).pieces

    return Pair(partial(actions.turn, account.pk, whole=True), sell, counted, once=(4, 4))


@race(actions.turn)
def a_good_is_taken_off_while_it_is_sent() -> Pair:
    account, good = make_account(), make_good(pieces=9)
    (offer,) = publish(account, good)

    def counted() -> tuple[bool, int]:
        turn(account)
        turn(account)
        return read(offer).open, WORLD.pieces(account.key, good.sku)

    return Pair(
        partial(actions.turn, account.pk, whole=True),
        given(lambda row: actions.close_offers(row, offers=[offer.pk], by=BY), account),
        counted,
        once=(False, 0),
    )


@race(actions.close_account, "channels.account_closed", always=False)
def an_account_is_closed_while_a_good_is_published() -> Pair:
    account, good = make_account(), make_good()
    return Pair(
        given(lambda row: actions.close_account(row, by=BY), account),
        given(lambda row: actions.publish(row, variants=[good.pk], by=BY), account),
        lambda: Offer.objects.filter(account=account, open=True).count(),
        once=0,
    )


@race(actions.connect_account)
def an_account_is_connected_again_while_it_is_closed() -> Pair:
    account = make_account()
    token = account.key.removeprefix("shop-")
    connect = partial(
        actions.connect_account, account.mart, channel=SLUG, seller=account.seller, secrets={"token": token}, by=BY
    )
    return Pair(
        connect,
        given(lambda row: actions.close_account(row, by=BY), account),
        lambda: Account.objects.filter(key=account.key).count(),
    )


@race(actions.adopt)
def a_found_listing_is_adopted_while_its_size_is_published() -> Pair:
    account, good = make_account(), make_good()
    WORLD.shop(account.key)[sku := f"OLD-{number()}"] = Listing({LISTING: {"title": "Old"}})
    turn(account)
    row = Found.objects.get(account=account)
    return Pair(
        given(lambda row: actions.adopt(row, variant=good, by=BY), row),
        given(lambda row: actions.publish(row, variants=[good.pk], by=BY), account),
        lambda: list(Offer.objects.filter(account=account).values_list("sku", "open")),
        once=[(sku, True)],
    )


@race(finding.read_all)
def what_stood_there_is_read_by_two() -> Pair:
    account = make_account()
    WORLD.shop(account.key).update({f"OLD-{number()}": Listing({LISTING: {"title": "Old"}}) for _one in range(3)})
    keys, line = keys_of(account), AccountLine(account, bazaar())

    def all_of_it() -> int:
        return finding.read_all(read(account), bazaar(), keys, line)

    return Pair(all_of_it, all_of_it, lambda: Found.objects.filter(account=account).count(), once=3)


@race(schemas.keep_schema)
def a_schema_is_kept_by_two() -> Pair:
    account = make_account()
    (offer,) = publish(account, make_good())
    Offer.objects.filter(pk=offer.pk).update(product_type="BRACELET")
    kept = partial(schemas.keep_schema, account, "BRACELET", version="2", body={"asks": ["metal_type"]})
    schemas.keep_schema(account, "BRACELET", version="1", body={"asks": []})
    return Pair(
        kept, kept, lambda: Schema.objects.filter(account=account).values_list("version", flat=True).get(), once="2"
    )


@race(wanting.mark)
def an_offer_is_marked_while_it_is_looked_at() -> Pair:
    """The mark that comes in the middle is looked at by the next turn: nothing is lost."""
    account, good = make_account(), make_good(pieces=5)
    publish(account, good)
    turn(account)
    actions.touch([good.good_id])

    def change() -> None:
        stock.count(good, on_hand=2, cause=f"race:{number()}", by=BY)
        wanting.mark([Offer.objects.get(account=account).pk])

    def counted() -> tuple[int, bool]:
        turn(account)
        offer = Offer.objects.annotate(late=F("touched") - F("made")).get(account=account)
        return offer.pieces, offer.late > 0

    return Pair(partial(actions.turn, account.pk, whole=True), change, counted, once=(2, False))
