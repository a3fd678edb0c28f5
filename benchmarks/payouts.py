"""A payout run of many makers: proposed, released, and a hundred of its payouts told paid.

    python -m benchmarks.payouts [DUES [MAKERS]]

on the configured database, which must be migrated; the mart `bench` is made when it is not there.
"""

import json
import os
import sys
from typing import Any

import django
from django.apps import apps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
if not apps.ready:
    django.setup()

from benchmarks import catalogue, sold
from benchmarks.spent import spent
from haat.core.actor import Actor
from haat.ledger import actions
from haat.ledger.models import Due
from haat.places.models import Mart

ACCOUNTANT, COLLECTOR = Actor(user_id=501), Actor(user_id=502)
TOLD = 100


def measure(dues: int = 10_000, makers: int = 4_500) -> dict[str, Any]:
    """Statements, seconds and CPU of proposing and releasing a run, and of telling TOLD payouts paid."""
    mart = Mart.objects.filter(slug="bench").first() or catalogue.fill(makers * 2, makers)
    sold.fill(mart, dues)
    catalogue.analyze()
    found: dict[str, Any] = {"dues": Due.objects.filter(mart=mart, state=Due.State.EARNED).count()}
    with spent() as found["propose"]:
        run = actions.propose_payouts(mart, by=ACCOUNTANT)
    found["makers"] = run.payouts.count()
    with spent() as found["release"]:
        actions.release_payouts(run, by=COLLECTOR)
    with spent() as found["told_paid"]:
        for number, payout in enumerate(run.payouts.order_by("pk")[:TOLD]):
            actions.payout_paid(payout, utr=f"BENCH{run.pk:06d}{number:06d}", by=ACCOUNTANT)
    return found


if __name__ == "__main__":
    print(json.dumps(measure(*map(int, sys.argv[1:])), indent=1))
