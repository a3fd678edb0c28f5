"""What was sold elsewhere in the demonstration is settled a week later, to the paisa."""

import random
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from demo.money import SETTLES_AFTER, Counting
from haat.core.dates import today
from haat.ledger.models import Receivable
from tests.ledger.books import ACCOUNTANT, broken
from tests.ledger.elsewhere import sold


@pytest.mark.django_db
def test_sales_elsewhere_are_settled_a_week_after_their_delivery() -> None:
    team: Any = SimpleNamespace(actor=lambda kind: ACCOUNTANT)
    clock: Any = SimpleNamespace(at=lambda *moment: None, last_day=today())
    counting = Counting(sold().mart, team, clock, random.Random(1))
    for _time in range(7):
        sold()
    counting.day(today())
    assert Receivable.objects.filter(settled_paise=0).count() == 8
    Receivable.objects.update(sold_at=Receivable.objects.earliest("pk").sold_at - timedelta(days=SETTLES_AFTER + 2))
    counting.day(today())
    assert [row.balance_paise for row in Receivable.objects.all()] == [0] * 8
    assert broken() == {}
