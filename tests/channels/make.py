"""What tests of channels need: an account at the toy bazaar, offers, and what the catalogue would say of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import time_machine
from django.utils import timezone

from haat.catalogue.models import Variant
from haat.channels import actions
from haat.channels.channel import Told, find
from haat.channels.goods import Seat
from haat.channels.keys import keys_of
from haat.channels.line import AccountLine
from haat.channels.models import Account, Offer
from haat.core.dates import today
from haat.makers.models import Maker
from haat.places.models import Mart
from haat.pricing.models import FeeRule
from haat.stock import actions as stock
from haat.studio.where import Reason
from tests.channels.toy import SLUG
from tests.make import (
    BY,
    HOME_PIN,
    make_fee,
    make_mart,
    make_pin,
    make_registered_maker,
    make_stocked,
    make_zone,
    number,
)


@dataclass
class Says:
    """What the studio says of every size, unless told otherwise by the size's key."""

    values: dict[int, dict[str, Any]] = field(default_factory=dict)
    reasons: dict[int, list[Reason]] = field(default_factory=dict)
    product_type: str = "BRACELET"

    def known(self, variants: Sequence[Variant], where: Any, *, library: Any = None) -> Mapping[int, Any]:
        return {
            variant.pk: SimpleNamespace(
                values={"title": f"Good {variant.sku}", **self.values.get(variant.pk, {})},
                names={},
                slugs={"metal_type": "metal"},
                pictures=[],
                product_type=self.product_type,
            )
            for variant in variants
        }

    def judge(self, where: Any, rules: Any = None) -> Any:
        return SimpleNamespace(
            where=where,
            rules=rules,
            library=None,
            of=lambda variants, told=None: self.of(variants),
        )

    def of(self, variants: Sequence[Variant]) -> dict[int, list[Reason]]:
        """A good that is not in the shop is sold nowhere, whatever else is said."""
        keys = [variant.pk for variant in variants]
        sold = set(Variant.objects.filter(pk__in=keys, good__state="live").values_list("pk", flat=True))
        resting = [Reason("good_paused", "It is paused.", "Bring it back.", "maker")]
        return {pk: [*([] if pk in sold else resting), *self.reasons.get(pk, [])] for pk in keys}


@contextmanager
def studio() -> Iterator[Says]:
    """What is known of goods and holds them back is what the test says."""
    says = Says()
    with (
        patch("haat.channels.goods.known", says.known),
        patch("haat.channels.goods.Judge", says.judge),
        patch("haat.channels.choosing.Judge", says.judge),
    ):
        yield says


def make_account(mart: Mart | None = None, *, token: str = "", maker: Maker | None = None, **fields: Any) -> Account:
    """An open account at the bazaar, which sells for a seller with a GSTIN; nothing is kept back."""
    mart = mart or make_mart()
    maker = maker or make_registered_maker(mart)
    if not FeeRule.objects.filter(mart=mart, channel=SLUG).exists():
        make_fee(mart, channel=SLUG, packing_paise=500)
    make_zone(mart)
    make_pin(HOME_PIN)
    account = actions.connect_account(
        mart, channel=SLUG, seller=maker.seller, secrets={"token": token or f"t{number()}"}, by=BY
    )
    Account.objects.filter(pk=account.pk).update(**({"buffer": 0} | fields))
    account.refresh_from_db()
    return account


def publish(account: Account, *variants: Variant) -> list[Offer]:
    """Let these sizes stand there, as somebody at the desk would."""
    actions.publish(account, variants=[variant.pk for variant in variants], by=BY)
    return list(Offer.objects.filter(account=account, variant__in=variants).order_by("pk"))


def turn(account: Account, **how: Any) -> Any:
    """One whole turn."""
    return actions.turn(account.pk, **({"whole": True} | how))


def live(account: Account, *variants: Variant) -> list[Offer]:
    """Published, sent and seen."""
    publish(account, *variants)
    turn(account)
    return offers(account)


def seat_of(account: Account) -> Seat:
    """The account as a turn has it."""
    channel = find(account.channel)
    assert channel is not None
    return Seat(account, channel, keys_of(account), AccountLine(account, channel))


def offers(account: Account) -> list[Offer]:
    return list(Offer.objects.filter(account=account).order_by("pk"))


def offer(account: Account, variant: Variant) -> Offer:
    return Offer.objects.select_related("attempt").get(account=account, variant=variant)


def make_good(pieces: int = 10, **fields: Any) -> Variant:
    """A size in the shop of a maker who may sell to all states."""
    return make_stocked(fields.pop("maker", None) or make_registered_maker(), pieces=pieces, **fields)


def told(sold: Mapping[Variant | str, int], *, key: str = "", **fields: Any) -> Told:
    """An order as the bazaar tells of it: variants at their prices, or SKUs at ₹100."""
    lines = [
        {
            "id": f"L{place}",
            "sku": getattr(good, "sku", good),
            "title": f"Good {place}",
            "quantity": pieces,
            "piece_minor": getattr(good, "price_paise", 10_000),
        }
        for place, (good, pieces) in enumerate(sold.items(), start=1)
    ]
    facts = {
        "placed_at": today().isoformat(),
        "name": "Ranjana Kumari",
        "address": "House 4, Circular Road",
        "pin": HOME_PIN,
        "carrier": "own",
        "phone": "9876543210",
        "lines": lines,
    }
    more = {"state": "Unshipped", "facts": facts, "raw": {"name": "Ranjana Kumari"}} | fields
    return Told(external_id=key or f"T-{number()}", **more)


def skus(told_offers: Iterable[Offer]) -> list[str]:
    return [each.sku for each in told_offers]


def states(account: Account) -> list[str]:
    """How the account's offers stand, in their order."""
    return [each.state for each in offers(account)]


def recount(good: Variant, pieces: int) -> None:
    """So many lie with its maker, and its offers are marked, as the worker would."""
    stock.count(good, on_hand=pieces, cause=f"count:{number()}", by=BY)
    actions.touch([good.good_id])


def later(**time: float) -> Any:
    """So much time has gone by; the clock goes on."""
    return time_machine.travel(timezone.now() + timedelta(**time), tick=True)


def died() -> None:
    """The process that had the turns is gone, and their time has run out."""
    Account.objects.exclude(turn_until=None).update(turn_until=timezone.now() - timedelta(seconds=1))
