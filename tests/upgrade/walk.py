"""What people do on the morning after an upgrade, on rows that are older than the code."""

from typing import Any

from django.test import Client

from haat.catalogue import actions as catalogue
from haat.catalogue.models import Good, GoodKind, Variant
from haat.core import worker
from haat.core.actor import MACHINE, Actor
from haat.core.models import Job
from haat.delivery import actions as delivery
from haat.ledger.models import Invoice
from haat.orders import actions as orders
from haat.orders.models import Order, Part
from haat.payments.queries import terms
from haat.people.models import Role
from tests.make import make_buyer, make_promise, make_round
from tests.upgrade.people import NEAR

HOST = "deoghar.localhost"


def walk() -> dict[str, Any]:
    """A day, told as it came out."""
    told = {"left": _drain(), "order": _order(), "returned": _return_old(), "pages": _pages()}
    return told | {"answered": _answer_old()}


def _drain() -> dict[str, str]:
    """The worker starts again: what was queued by the release before, and what runs on a clock; what is not done."""
    worker.tick_clocks()
    worker.run_due()
    return dict(Job.objects.exclude(state=Job.State.DONE).values_list("name", "error"))


def _order() -> str:
    """A new buyer orders a good that was there, its maker packs it and it is handed over."""
    variant = Variant.objects.get(good__texts__name="Peda, 500 g")
    basket = orders.make_basket(variant.mart)
    orders.put_in_basket(basket, variant=variant, quantity=2)
    order = orders.place_order(
        basket, buyer=make_buyer(pin=NEAR), promise=make_promise(basket), terms=terms("cod"), key="after", by=MACHINE
    )
    part = order.parts.get()
    orders.accept(part, by=Actor(part.maker.members.get(leads=True).user_id))
    parcel = delivery.pack(part, weight_g=700, by=Actor(part.maker.members.get(leads=True).user_id))
    out = make_round(parcel)
    delivery.hand_over(parcel, code=parcel.code, collected_paise=parcel.collect_paise, by=Actor(out.rider_id))
    order.refresh_from_db()
    return Order.State(order.state).value


def _return_old() -> dict[str, Any]:
    """A buyer of the release before sends back what she got then; it comes in and she is owed her money."""
    delivered = Part.objects.filter(state=Part.State.DELIVERED, returns=None)
    part = delivered.filter(lines__good__texts__name="Bamboo basket").latest("delivered_at")
    desk = Actor(Role.objects.get(kind=Role.Kind.DESK).user_id)
    orders.receive_return(orders.ask_return(part, reason="Too small", by=MACHINE), by=desk)
    left = _drain()
    return {"left": left, "owed": part.refunds.get().amount_paise == part.goods_paise, "due": part.due.state}


def _answer_old() -> list[str]:
    """Kinds, questions and tax lines came with the release: a good that was there is a peda of sugar now."""
    good = Good.objects.filter(craft__slug="sweets", state=Good.State.LIVE).earliest("pk")
    catalogue.choose_kind(good, GoodKind.objects.get(slug="peda"), by=MACHINE)
    catalogue.say_answers(good, {"sold_by": "makers", "mostly_of": "sugar"}, by=MACHINE)
    good.refresh_from_db()
    left = _drain()
    return [good.hsn, good.tax_slug, *left]


def _pages() -> dict[str, int]:
    """Pages over rows that are older than the code: which → status."""
    good = Good.objects.filter(state=Good.State.LIVE).earliest("pk")
    paper = Invoice.objects.select_related("part__order").earliest("pk")
    order = Order.objects.earliest("pk")
    paths = {
        "home": "/hi/",
        "good": f"/en/g/{good.slug}/",
        "maker": f"/hi/makers/{good.maker.slug}/",
        "order": f"/hi/o/{order.token}/",
        "invoice": f"/en/o/{paper.part.order.token}/{paper.number}.pdf",
    }
    client = Client(headers={"host": HOST})
    return {name: client.get(path).status_code for name, path in paths.items()}
