"""Processes are killed in the middle of many orders: no order is lost, none counts twice, the books hold.

A few times in every run; with HAAT_KILLS=100 a hundred times, on the database the run is on (`-s` shows them).
"""

import json
import os
import random
import signal
import sys
import threading
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import pytest

from tests.load.buying import Mart, work
from tests.load.haat import PATIENCE, Haat, own_database

KILLS = int(os.environ.get("HAAT_KILLS", "4"))
ORDERS = int(os.environ.get("HAAT_KILL_ORDERS", str(max(240, 12 * KILLS))))
BUYERS = 8
# Everything at once, as when the power goes, every other time; else one process, which the others must outlive.
VICTIMS = ("all", "worker", "all", "server", "all", "web")

# The database mark brings the test into the PostgreSQL run as well; what is killed has a database of its own.
pytestmark = [pytest.mark.load, pytest.mark.django_db]


@pytest.fixture
def haat(tmp_path: Path) -> Iterator[Haat]:
    with own_database() as url:
        served = Haat(tmp_path, url)
        try:
            yield served
        finally:
            served.kill()


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def kill_everything(haat: Haat, mart: Mart) -> None:
    mart.there.clear()
    haat.kill()
    haat.start()
    mart.there.set()


def kill_one(haat: Haat, kind: str) -> None:
    """One process of a kind dies, and its parent starts another."""
    before = haat.processes()[kind]
    os.kill(before[0], signal.SIGKILL)
    haat.until(lambda: _renewed(haat.processes()[kind], before), f"the {kind} is not started again")
    haat.until(lambda: haat.health() == 200, "haat serve does not answer")


def _renewed(now: list[int], before: list[int]) -> bool:
    return len(now) == len(before) and before[0] not in now


def kill_again_and_again(haat: Haat, mart: Mart) -> int:
    """KILLS kills, spread over the orders; answers how many were acknowledged at the first."""
    pause, first = random.Random(814112), 0
    for number, victim in enumerate(islice(cycle(VICTIMS), KILLS), 1):
        mart.wait_for(number * ORDERS // (KILLS + 1))
        first = first or len(mart.links)
        threading.Event().wait(pause.random() / 2)  # no kill falls on the same step of an order
        if victim == "all":
            kill_everything(haat, mart)
        else:
            kill_one(haat, victim)
        say(f"kill {number} ({victim}): {len(mart.links)} orders acknowledged")
    return first


def test_kills_in_the_middle_of_orders_lose_none_and_leave_the_books_balanced(haat: Haat):
    haat.run("-m", "haat.cli", "migrate")
    mart = Mart(haat, haat.mart("fill()"))
    haat.start()
    crew = [threading.Thread(target=work, args=(mart, range(n, ORDERS, BUYERS))) for n in range(BUYERS)]
    for one in crew:
        one.start()
    assert 0 < kill_again_and_again(haat, mart) < ORDERS
    for one in crew:
        one.join(PATIENCE * 2)
    assert mart.wrong == []
    assert (len(mart.links), len(set(mart.links.values()))) == (ORDERS, ORDERS)
    assert mart.told_again >= 1
    acknowledged = haat.log.with_name("acknowledged.json")
    acknowledged.write_text(json.dumps(sorted(mart.links.values())))
    assert haat.mart(f"lost({str(acknowledged)!r})") == []
    assert haat.mart("pieces()") == {f"Buyer {number}": 1 + number % 2 for number in range(ORDERS)}
    pieces = sum(1 + number % 2 for number in range(ORDERS))
    assert haat.mart(f"drain({4 * PATIENCE})") == {
        "left": 0,
        "orders": ORDERS,
        "keys": ORDERS,
        "pieces": pieces,
        "reserved": pieces,
        "failed_jobs": 0,
    }
    report = json.loads(haat.run("-m", "haat.cli", "doctor", "--json"))
    assert [check for check in report["checks"] if check["broken"]] == []
    assert len(report["checks"]) >= 10
    say(f"{KILLS} kills, {ORDERS} orders acknowledged, told again {mart.told_again} times: none lost, doctor clean")
