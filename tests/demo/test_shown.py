"""The maker whose sign-in is printed has work at every step, and money both paid and owed."""

from collections import Counter
from contextlib import nullcontext
from typing import Any

import pytest

from demo import content, goods, makers, photos, pictures, seed
from demo.people import phone_of
from demo.world import MARTS
from haat.core.models import Picture
from haat.ledger.models import Due
from haat.makers.models import Maker
from haat.orders.models import Part
from haat.people.models import User

S = Part.State
TRADING_DAYS = 45
FEW = ("maa-tara", "laal-lahthi", "jute-sakhi", "deep-mala")


@pytest.fixture
def small(db: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Deoghar alone, with the shown maker and three others, and one picture for everything."""
    settings.DEMO = True  # numbers that cannot be dialled are let in
    every = content.load("deoghar", "makers")
    rows = [row for row in goods.rows_of("deoghar") if row["maker"] in FEW]
    one = Picture.objects.create(digest="5" * 64, width=800, height=800, drawn=True)

    def few(mart: str, name: str) -> Any:
        return [row for row in every if row["slug"] in FEW]

    monkeypatch.setattr(seed, "MARTS", {"deoghar": MARTS["deoghar"]})
    monkeypatch.setattr("demo.world.MARTS", {"deoghar": MARTS["deoghar"]})
    monkeypatch.setattr(seed, "load", few)
    monkeypatch.setattr(seed, "rows_of", lambda slug: rows)
    monkeypatch.setattr(seed, "NOT_COMPLETE", 0)
    monkeypatch.setattr(seed.Trade, "orders_today", lambda trade, day: 0)  # only what is arranged for her
    monkeypatch.setattr(seed, "read_models_at_the_end", nullcontext)
    monkeypatch.setattr(pictures, "drawn_beside", lambda wanted: nullcontext())
    monkeypatch.setattr(photos, "STILLS", {})
    monkeypatch.setattr(goods, "plate", lambda file, ground=None: one)
    monkeypatch.setattr(makers, "portrait", lambda row: one)


def test_the_shown_maker_has_work_at_every_step_and_money_paid_and_owed(small: None) -> None:
    told = seed.seed(trading_days=TRADING_DAYS)

    phone = phone_of(10_001)
    maker = Maker.objects.get(names__en="Maa Tara Group")
    assert f"a maker of deoghar: {phone[3:]}" in told
    assert User.objects.get(phone=phone).pk in maker.members.values_list("user_id", flat=True)
    states = Counter(Part.objects.filter(maker=maker).values_list("state", flat=True))
    assert states[S.PLACED] >= 1
    assert states[S.ACCEPTED] >= 1
    assert states[S.PACKED] >= 1
    assert states[S.DELIVERED] >= 3
    money = Counter(Due.objects.filter(maker=maker).values_list("state", flat=True))
    assert money[Due.State.PAID] >= 1
    assert money[Due.State.EARNED] + money[Due.State.IN_PAYOUT] >= 1
