"""Ninety days of trade: buyers order, makers accept and pack, riders carry, the desk banks and pays out."""

import random
from datetime import date, timedelta
from typing import Any

from django.db.models import BigIntegerField, CharField, QuerySet

from demo.clock import Clock
from demo.elsewhere import BEFORE_THE_END, arrive, sell_there
from demo.numbers import article_number, serial
from demo.people import Team, phone_of
from haat.catalogue.models import Good, Variant
from haat.core.actor import MACHINE, Actor
from haat.core.dates import day_of, start_of
from haat.core.errors import HaatError
from haat.core.languages import best
from haat.core.prepared import Prepared, Slot
from haat.delivery import actions as delivery
from haat.delivery import carriers
from haat.delivery.fetching import hubs_of, to_fetch
from haat.delivery.models import Parcel, Round
from haat.delivery.queries import promise_for, ready_parcels
from haat.makers.models import Maker
from haat.makers.queries import leader_of
from haat.orders import actions as orders
from haat.orders.models import Order, Part
from haat.orders.queries import basket_lines
from haat.orders.rules import Buyer
from haat.payments import actions as payments
from haat.payments.models import Payment, Refund
from haat.payments.queries import first_terms
from haat.people.models import Role
from haat.places.models import Mart
from haat.stock import actions as stock
from haat.stock.models import StockItem, StockPlace

S = Part.State
BUYER_NUMBERS = {"deoghar": 40_000, "chandrapur": 60_000}
CANCEL_REASONS = ("Ordered by mistake", "Found it at the local haat", "Will be away that week")
# On these days before the last one a neighbour orders from the maker who is shown, and pays in cash.
SHOWN_ORDERS = (60, 53, 46, 40, 33, 26, 19, 12, 5, 2, 1, 0)
RETURNED_BEFORE = 14  # of days before the last
FETCHED = 9
MISSED = ("Nobody at home", "Phone switched off", "Asked to come tomorrow")


@Prepared
def _parts_in() -> QuerySet[Part]:
    parts = Part.objects.filter(mart=Slot("mart", BigIntegerField()), state=Slot("state", CharField()))
    return parts.select_related("maker", "order__mart", "mart").order_by("pk")


class Trade:
    """One mart's trade, a day at a time."""

    def __init__(self, mart: Mart, team: Team, clock: Clock, rng: random.Random, words: dict[str, Any]) -> None:
        self.mart, self.team, self._clock, self._rng = mart, team, clock, rng
        self._buyers, self._ratings = words["buyers"], words["ratings"]
        self._returns = words["returns"]
        self._leaders: dict[int, Actor] = {}
        self._number, self._utr, self._article = 0, 0, 0
        self._shown: Maker | None = None

    def show(self, maker: Maker) -> None:
        """Neighbours order from her steadily; on the last day one of her orders is new, one accepted, one packed."""
        self._shown = maker

    def day(self, day: date, *, variants: list[Variant], orders_wanted: int) -> None:
        """Everything that happens in the mart on one day, in the order it happens."""
        self._clock.at(day, 9)
        self._restock(day)
        self._clock.at(day, 10)
        self._confirm_claims()
        self._accept_and_pack(day)
        self._clock.at(day, 12)
        for _ in range(orders_wanted):
            self._order(variants)
        self._order_from_shown(day)
        if (self._clock.last_day - day).days in BEFORE_THE_END:
            sell_there(self.mart, self._buyers, day=day, besides=self._shown)
        self._clock.at(day, 14)
        self._post(day)
        self._fetch(day)
        self._ride(day)
        self._clock.at(day, 19)
        self._hear_buyers(day)
        if day == self._clock.last_day:
            self._leave_work_open()

    def _desk(self) -> Actor:
        return self.team.actor(Role.Kind.DESK)

    def _leader(self, part: Part) -> Actor:
        """Who packs it: its maker's leader, or the desk what lies at a hub."""
        if part.place_id is not None:
            return self._desk()
        if part.maker_id not in self._leaders:
            leader = leader_of(part.maker)
            self._leaders[part.maker_id] = Actor(leader.user_id if leader else None)
        return self._leaders[part.maker_id]

    def _restock(self, day: date) -> None:
        """Makers make again what is nearly sold out."""
        low = StockItem.objects.filter(
            mart=self.mart, place__kind=StockPlace.Kind.MAKER, on_hand__lt=6, variant__good__state=Good.State.LIVE
        )
        for item in low.select_related("variant__good__maker").order_by("pk")[:12]:
            if self._rng.random() < 0.75:
                pieces = self._rng.randint(8, 30)
                stock.make(item.variant, pieces=pieces, cause=f"made:{item.pk}:{day}", by=MACHINE)

    # Buyers

    def _order(self, variants: list[Variant]) -> None:
        buyer = self._rng.choice(self._buyers)
        basket = orders.make_basket(self.mart)
        for variant in self._rng.sample(variants, self._rng.choices((1, 2, 3), (6, 3, 1))[0]):
            try:
                orders.put_in_basket(basket, variant=variant, quantity=self._rng.choices((1, 2, 3), (7, 2, 1))[0])
            except HaatError:
                continue  # sold out that morning
        lines = basket_lines(basket)
        if not lines:
            return
        promise = promise_for(self.mart, buyer["pin"], lines)
        for variant_id in promise.blocked:
            orders.change_line(basket, variant=next(x.variant for x in lines if x.variant.pk == variant_id), quantity=0)
        lines = basket_lines(basket)
        if lines:
            self._check_out(basket, buyer, promise_for(self.mart, buyer["pin"], lines))

    def _order_from_shown(self, day: date) -> None:
        """A neighbour buys one ready good of the shown maker, the next one each time, and pays in cash."""
        back = (self._clock.last_day - day).days
        if self._shown is None or back not in SHOWN_ORDERS:
            return
        turn = SHOWN_ORDERS.index(back)
        goods = Variant.objects.filter(good__maker=self._shown, good__state=Good.State.LIVE, good__made_to_order=False)
        ready = list(goods.order_by("pk"))
        near = [buyer for buyer in self._buyers if buyer["pin"][:4] == self.mart.address[-6:-2]]
        basket = orders.make_basket(self.mart)
        for variant in (*ready[turn % len(ready) :], *ready[: turn % len(ready)]):
            try:
                orders.put_in_basket(basket, variant=variant, quantity=1 + turn % 2)
            except HaatError:
                continue  # sold out that morning
            buyer = near[turn % len(near)]
            self._check_out(basket, buyer, promise_for(self.mart, buyer["pin"], basket_lines(basket)), plain=True)
            return

    def _check_out(self, basket: Any, buyer: dict[str, Any], promise: Any, *, plain: bool = False) -> None:
        """Place and pay the order; a `plain` one is paid in cash and not cancelled."""
        self._number += 1
        cash = not promise.cod_reason and (plain or self._rng.random() < 0.6)
        names, address = buyer["names"], buyer["address"]
        language = buyer.get("language", "hi")
        order = orders.place_order(
            basket,
            buyer=Buyer(
                phone=phone_of(BUYER_NUMBERS[self.mart.slug] + self._buyers.index(buyer)),
                name=names.get(language) or names["en"],
                address=address.get(language) or address["en"],
                landmark=buyer.get("landmark", ""),
                pin=buyer["pin"],
                language=language if language in self.mart.languages else self.mart.default_language,
            ),
            promise=promise,
            terms=first_terms(Order.Pays.AT_THE_DOOR if cash else Order.Pays.BEFORE),
            key=f"demo-{self.mart.slug}-{self._number}",
            by=MACHINE,
        )
        payment = payments.ask(order, by=MACHINE)
        if not cash and self._rng.random() < 0.96:
            self._utr += 1
            payments.claim(payment, reference="6" + serial(self.mart, self._utr, digits=11), by=MACHINE)
        if not plain and self._rng.random() < 0.02:
            part = order.parts.first()
            assert part is not None
            orders.cancel(part, reason=self._rng.choice(CANCEL_REASONS), by=MACHINE)

    def _confirm_claims(self) -> None:
        """The desk compares the references with the bank statement every morning."""
        accountant = self.team.actor(Role.Kind.ACCOUNTANT)
        for payment in Payment.objects.filter(mart=self.mart, state=Payment.State.CLAIMED).order_by("pk"):
            payments.confirm(payment, reference=payment.reference, amount_paise=payment.amount_paise, by=accountant)

    # Makers

    def _parts(self, state: S) -> list[Part]:
        return _parts_in.all(mart=self.mart.pk, state=state)

    def _accept_and_pack(self, day: date) -> None:
        """Most accept the same day and pack the next; a few let it lie."""
        for part in self._parts(S.PLACED):
            if self._rng.random() < 0.8 and not self._left_open(part, day):
                orders.accept(part, by=self._leader(part))
        for part in self._parts(S.ACCEPTED):
            ready = part.promised_by <= day + timedelta(days=8)
            if ready and self._rng.random() < 0.8:
                weight = sum(line.weight_g for line in part.lines.all()) or 200
                delivery.pack(part, weight_g=weight + 60, by=self._leader(part))

    def _left_open(self, part: Part, day: date) -> bool:
        """The newest orders of the shown maker wait for the last evening."""
        shown = self._shown is not None and part.maker_id == self._shown.pk
        return shown and (self._clock.last_day - day).days < 2

    def _leave_work_open(self) -> None:
        """The shown maker packs her oldest new order, accepts the next and leaves the others for who signs in."""
        mine = [part for part in self._parts(S.PLACED) if self._shown is not None and part.maker_id == self._shown.pk]
        arrive(self.mart, self._buyers, day=self._clock.last_day, desk=self._desk())
        for number, part in enumerate(mine[:2]):
            accepted = orders.accept(part, by=self._leader(part))
            if number == 0:
                weight = sum(line.weight_g for line in accepted.lines.all()) or 200
                delivery.pack(accepted, weight_g=weight + 60, by=self._leader(part))

    # The road

    def _post(self, day: date) -> None:
        """Far parcels go by post and arrive some days later."""
        given_away = [carrier.slug for carrier in carriers.given_away()]
        posted = Parcel.objects.filter(
            mart=self.mart, carrier__in=given_away, state__in=(Parcel.State.PACKED, Parcel.State.OUT)
        )
        for parcel in posted.select_related("part__order").order_by("pk"):
            if parcel.state == Parcel.State.PACKED:
                self._article += 1
                article = article_number(self.mart, self._article)
                delivery.send_by_post(parcel, article=article, by=self._desk())
            elif parcel.state == Parcel.State.OUT and (day - day_of(parcel.packed_at)).days >= self._rng.randint(3, 8):
                delivery.post_delivered(parcel, by=self._desk())

    def _fetch(self, day: date) -> None:
        """On the last day a rider is sent to makers for what shall be at the hub by evening, and has a part of it."""
        hub = hubs_of(self.mart).first()
        waiting = list(to_fetch(self.mart)[:FETCHED])
        if day != self._clock.last_day or hub is None or not waiting:
            return
        rider = self.team.user(Role.Kind.RIDER, 0)
        trip = delivery.plan_pickup(self.mart, rider=rider, parcels=waiting, hub=hub, day=day, by=self._desk())
        for parcel in waiting[: len(waiting) // 3]:
            delivery.take(trip, parcel=parcel, by=self.team.actor(Role.Kind.RIDER, 0))

    def _ride(self, day: date) -> None:
        """Riders share the parcels that wait, most urgent first; the cash is counted and banked the same day."""
        waiting = list(ready_parcels(self.mart))
        riders = self.team.count(Role.Kind.RIDER)
        for index in range(riders):
            parcels = waiting[index::riders][:14]
            if not parcels or day.weekday() == 6:
                continue
            trip = delivery.plan_round(
                self.mart,
                rider=self.team.user(Role.Kind.RIDER, index),
                parcels=parcels,
                day=day,
                by=self._desk(),
            )
            # The last round of the demonstration is still on the road.
            if day == self._clock.last_day and index == riders - 1:
                continue
            self._finish(trip, index, leave_out=day == self._clock.last_day)

    def _finish(self, trip: Round, index: int, *, leave_out: bool) -> None:
        rider = self.team.actor(Role.Kind.RIDER, index)
        delivery.start_round(trip, by=rider)
        for number, parcel in enumerate(trip.parcels.select_related("part__order").order_by("stop")):
            if leave_out and number % 2:
                continue
            if self._rng.random() < 0.05:
                delivery.not_delivered(parcel, reason=self._rng.choice(MISSED), by=rider)
            else:
                delivery.hand_over(parcel, code=parcel.code, collected_paise=parcel.collect_paise, by=rider)
        if leave_out and trip.parcels.filter(state=Parcel.State.OUT).exists():
            return
        trip = delivery.end_round(trip, by=rider)
        failed = list(trip.parcels.filter(state=Parcel.State.NOT_DELIVERED).select_related("part__order"))
        delivery.receive_back(trip, came=failed, hub=None, by=self._desk())
        trip.refresh_from_db()
        delivery.close_round(trip, counted_paise=trip.cash_paise, by=self.team.actor(Role.Kind.ACCOUNTANT))

    # After delivery

    def _hear_buyers(self, day: date) -> None:
        """Two days after delivery some buyers rate, a few send back; agreed returns come in, refunds go out."""
        start = day - timedelta(days=2)
        heard = Part.objects.filter(mart=self.mart, state=S.DELIVERED)
        heard = heard.filter(delivered_at__gte=start_of(start), delivered_at__lt=start_of(start + timedelta(days=1)))
        for part in heard.select_related("order__mart", "maker", "mart").order_by("pk"):
            chance = self._rng.random()
            if chance < 0.025 and not self._is_earned_soon(part, day):
                self._send_back(part)
            elif chance < 0.4:
                self._rate(part)
        for refund in Refund.objects.filter(mart=self.mart, state=Refund.State.OWED).order_by("pk"):
            if self._rng.random() < 0.5:
                self._utr += 1
                payments.refund_sent(
                    refund,
                    reference="7" + serial(self.mart, self._utr, digits=11),
                    by=self.team.actor(Role.Kind.ACCOUNTANT),
                )

    def _is_earned_soon(self, part: Part, day: date) -> bool:
        """What the shown maker sold lately stays sold: her money to come is shown whatever day it is."""
        shown = self._shown is not None and part.maker_id == self._shown.pk
        return shown and (self._clock.last_day - day).days < RETURNED_BEFORE

    def _send_back(self, part: Part) -> None:
        reason = self._rng.choice(self._returns)
        words = reason.get(part.order.language) or reason["en"]
        asked = orders.ask_return(part, reason=words, by=MACHINE)
        orders.receive_return(asked, by=self._desk())

    def _rate(self, part: Part) -> None:
        line = part.lines.select_related("good").order_by("pk").first()
        assert line is not None
        own = [row for row in self._ratings if line.good.key in row["goods"]]
        row = self._rng.choice(own or self._ratings)
        # Of a good for which nobody has words, a buyer gives stars alone.
        words = best(row["text"], part.order.language).text if own else ""
        orders.rate(line, stars=row["stars"], words=words, by=MACHINE)

    def orders_today(self, day: date) -> int:
        """More on some days than others, and more as the mart is known."""
        known = 90 - (self._clock.last_day - day).days
        if self.mart.slug == "deoghar":
            return self._rng.randint(0, round(3 + known / 22))
        return int(self._rng.random() < 0.38 + known / 160)
