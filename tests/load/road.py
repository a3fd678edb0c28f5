"""The deeds of a group and its rider on two phones, and what the books say afterwards; in a process of its own."""

import random
from datetime import timedelta
from typing import Any

from django.db.models import Sum
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.dates import today
from haat.core.models import Event
from haat.delivery import actions as delivery
from haat.delivery.models import Clash, Parcel, Pickup, Round
from haat.makers.models import Maker
from haat.orders import actions as orders
from haat.orders.models import Part
from haat.people.models import User
from tests.make import (
    BY,
    HOME_PIN,
    make_fee,
    make_hub,
    make_maker,
    make_mart,
    make_member,
    make_order,
    make_phone,
    make_pin,
    make_rider,
    make_stocked,
    make_zone,
    walk,
)

TO_MAKE, TO_FETCH, TO_BRING = 62, 40, 86
CANCELLED, WRONG_CODES, OTHERWISE, LEFT_OUT = 10, 8, 15, 6
TWO_DAYS = 2 * 86_400


def lay(seed: int) -> dict[str, Any]:
    """188 orders of one group, whose leader rides too; what she does on either phone in two days without net."""
    mart = make_mart()
    make_pin(HOME_PIN)
    make_zone(mart)
    make_fee(mart, packing_paise=500)
    maker, rider = make_maker("Maa Tara"), make_rider(mart)
    make_member(maker, "Asha", user=rider)
    Maker.objects.filter(pk=maker.pk).update(member_count=2)
    variant = make_stocked(maker, pieces=400)
    made, chance = [_part(variant) for _turn in range(TO_MAKE + TO_FETCH + TO_BRING)], random.Random(seed)
    for part in made[TO_MAKE:]:
        walk(part, "packed")
    fetched, brought = _parcels(made[TO_MAKE : TO_MAKE + TO_FETCH]), _parcels(made[TO_MAKE + TO_FETCH :])
    plan = {"rider": rider, "day": today(), "by": BY}
    pickup = delivery.plan_pickup(mart, parcels=fetched, hub=make_hub(mart), **plan)
    round = delivery.start_round(delivery.plan_round(mart, parcels=brought, **plan), by=Actor(rider.pk))
    for model, row in ((Pickup, pickup), (Round, round)):
        model.objects.filter(pk=row.pk).update(made_at=timezone.now() - timedelta(days=3))
    mine = made[:TO_MAKE]
    deeds = [
        _deeds([*_things(which, maker.pk, mine, pickup, fetched), *_on_the_round(which, brought)], chance)
        for which in (0, 1)
    ]
    # While both phones were without net the desk had to cancel some of what they say yes to.
    for part in chance.sample(made[:TO_MAKE], CANCELLED):
        orders.cancel(part, reason="the buyer called", by=BY)
    return {"deeds": deeds, "sessions": [_session(rider) for _turn in range(2)]}


def _part(variant: Any) -> Part:
    return make_order({variant: 1}, phone=make_phone()).parts.get()


def _parcels(parts: list[Part]) -> list[Parcel]:
    return list(Parcel.objects.filter(part__in=parts).select_related("part__order", "mart").order_by("pk"))


def _session(user: User) -> str:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies["sessionid"].value


def _deeds(things: list[list[list[Any]]], chance: random.Random) -> list[list[Any]]:
    """(address, what it is about, fields, for whom, age) of one phone's deeds, in the order they were done."""
    chance.shuffle(things)
    return [[*deed, TWO_DAYS - number] for number, deed in enumerate(deed for thing in things for deed in thing)]


def _things(which: int, maker: int, parts: list[Part], pickup: Pickup, fetched: list[Parcel]) -> list[list[list[Any]]]:
    """What is done with each order at home, and with each parcel that is fetched."""
    things: list[list[list[Any]]] = []
    for part in parts:
        of, whose = f"order:{part.number}", str(maker)
        yes, box = (reverse(f"maker:{name}", args=[part.number]) for name in ("accept", "pack"))
        things.append([[yes, of, {}, whose], [box, of, {"weight": "600", "sure": "600"}, whose]])
    for number, parcel in enumerate(fetched):
        of, at = f"parcel:{parcel.number}", [pickup.pk, parcel.number]
        missed = which == 1 and number < LEFT_OUT
        path = reverse(f"office:delivery:{'not_there' if missed else 'take_one'}", args=at)
        things.append([[path, of, {"reason": "nobody"} if missed else {}, ""]])
    return things


def _on_the_round(which: int, brought: list[Parcel]) -> list[list[list[Any]]]:
    """What is done with each parcel at its buyer's door."""
    things: list[list[list[Any]]] = []
    for number, parcel in enumerate(brought):
        of, taken = f"parcel:{parcel.number}", {f"p{parcel.pk}-taken": "on"}
        back = which == 1 and number < OTHERWISE
        wrong = which == 0 and OTHERWISE <= number < OTHERWISE + WRONG_CODES
        code = f"{(int(parcel.code) + wrong) % 10_000:04d}"
        path = reverse(f"office:delivery:{'not_delivered' if back else 'hand_over'}", args=[parcel.pk])
        fields = {"reason": "nobody_home"} if back else {f"p{parcel.pk}-code": code, **taken}
        things.append([[path, of, fields, ""]])
    return things


def told() -> dict[str, int]:
    """How many things happened, by the trail and by the rows."""
    kinds = ("orders.accepted", "orders.packed", "delivery.taken", "delivery.handed_over", "delivery.not_delivered")
    events = {kind: Event.objects.filter(kind=kind).count() for kind in kinds}
    of_one = [Event.objects.filter(kind=kind) for kind in kinds if kind != "delivery.taken"]
    twice = sum(rows.count() - rows.values("subject_id").distinct().count() for rows in of_one)
    cash = Round.objects.aggregate(all=Sum("cash_paise"))["all"] or 0
    delivered = Parcel.objects.filter(state=Parcel.State.DELIVERED)
    return events | {
        "twice": twice,
        "cash": cash,
        "collected": delivered.aggregate(all=Sum("collect_paise"))["all"] or 0,
        "delivered": delivered.count(),
        "cancelled": Part.objects.filter(state=Part.State.CANCELLED).count(),
        "wrong_codes": Parcel.objects.aggregate(all=Sum("wrong_codes"))["all"] or 0,
        "asked": Clash.objects.filter(kind=Clash.Kind.REFUSED).count(),
        "open": Clash.objects.filter(kind=Clash.Kind.REFUSED, state=Clash.State.OPEN).count(),
    }
