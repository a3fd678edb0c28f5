"""Corruptions of pick-ups, of what comes of them, and of what is asked; see corruptions.py."""

from collections.abc import Callable

from django.db import connection

from haat.core.actor import Actor
from haat.core.dates import today
from haat.delivery import actions as delivery
from haat.delivery.models import Parcel
from haat.orders import actions as orders
from haat.orders.models import Part
from haat.people.models import Role
from tests.core.plants import Plant, edit
from tests.make import BY, make_hub


def on_the_way(corruption: str, *, counted: bool = False, lost: bool = False) -> Callable[[], object]:
    """A rider fetches a parcel that lies packed; it is counted, or missing and lost; then `corruption`."""

    def plant() -> None:
        parcel = Parcel.objects.filter(state="packed", part__state=Part.State.PACKED, round=None).earliest("pk")
        rider = Role.objects.filter(mart=parcel.mart, kind=Role.Kind.RIDER).earliest("pk").user
        plan = {"rider": rider, "hub": make_hub(parcel.mart), "day": today()}
        pickup = delivery.plan_pickup(parcel.mart, parcels=[parcel], by=BY, **plan)
        delivery.take(pickup, parcel=parcel, by=Actor(rider.pk))
        if counted or lost:
            came = [parcel] if counted else []
            delivery.receive_pickup(pickup, came=came, counted=len(came), by=BY)
        if lost:
            delivery.answer_clash(parcel.clashes.get(), answer="Nobody knows", outcome="lost", by=BY)
        with connection.cursor() as cursor:
            cursor.execute(corruption)
            assert cursor.rowcount >= 1

    return plant


def cancelled_on_the_way(corruption: str) -> Callable[[], object]:
    """The same, and its order is cancelled while the rider has it."""

    def plant() -> None:
        on_the_way(edit("delivery_fetch", "reason = reason"))()
        orders.cancel(Part.objects.get(parcel__fetches__state="taken"), reason="late", by=BY)
        with connection.cursor() as cursor:
            cursor.execute(corruption)
            assert cursor.rowcount >= 1

    return plant


ROAD: list[tuple[str, str, Plant]] = [
    ("a parcel that lies where it was not brought", "a parcel is fetched where it lies",
     on_the_way(edit("delivery_parcel", "hub_id = (SELECT max(id) FROM stock_stockplace)",
                     "id IN (SELECT parcel_id FROM delivery_fetch)"))),
    ("one parcel more at the count", "pick-ups stand where they were told",
     on_the_way(edit("delivery_pickup", "counted = counted + 1"), counted=True)),
    ("a pick-up counted by its rider", "pick-ups stand where they were told",
     on_the_way(edit("delivery_pickup", "received_by_id = rider_id"), counted=True)),
    ("a pick-up that was never counted", "pick-ups stand where they were told",
     on_the_way(edit("delivery_pickup", "state = 'open', counted = NULL, received_at = NULL"), counted=True)),
    ("a parcel that came before its count", "pick-ups stand where they were told",
     on_the_way(edit("delivery_fetch", "state = 'received'"))),
    ("a parcel taken at no time", "what riders took was told once",
     on_the_way(edit("delivery_fetch", "taken_at = NULL"))),
    ("a clash closed by hand", "clashes stand where they were told",
     on_the_way(edit("delivery_clash", "state = 'open'"), lost=True)),
    ("a parcel lost without a word", "clashes stand where they were told",
     on_the_way(edit("delivery_clash", "outcome = 'hub'"), lost=True)),
    ("a parcel brought home whose pieces stay away", "what is away is under way",
     cancelled_on_the_way(edit("delivery_parcel", "state = 'home'", "id IN (SELECT parcel_id FROM delivery_fetch)"))),
    ("pieces free while their parcel is away", "stock moved as its order lines did",
     cancelled_on_the_way(edit("orders_part", "pieces = ''", "pieces = 'away'"))),
]  # fmt: skip
