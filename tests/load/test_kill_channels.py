"""Processes are killed in the middle of publishing and of importing: nothing is lost, and nothing happens twice.

A few times in every run; with `HAAT_KILLS=200` two hundred times, on the database the run is on (`-s` shows them). Who
is killed is forked from one who has loaded everything, so that a kill costs a turn and no start. The marketplace is a
process too, and lives on: what arrived twice, it knows itself.
"""

import json
import os
import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from haat.cli.rehearsal.amazon.operations import OPERATIONS
from tests.load.forked import Forked
from tests.load.haat import PATIENCE, Haat, own_database
from tests.load.rehearsed import Amazon

KILLS = int(os.environ.get("HAAT_KILLS", "4"))
GOODS = max(30, KILLS)
# What stands there before anybody is killed; the rest is published meanwhile, a few or many at a time.
AT_FIRST, MORE = 8, (1, 2, 3, 12)
RUN, WORK = ("channels", "run", "--once"), ("worker",)
ROUNDS = 20
SEEN = 130  # seconds of its clock after which it tells of an order, and has worked off a feed

# The database mark brings the test into the PostgreSQL run as well; what is killed has a database of its own.
pytestmark = [pytest.mark.load, pytest.mark.django_db]


@pytest.fixture
def haat(tmp_path: Path) -> Iterator[Haat]:
    with own_database() as url:
        yield Haat(tmp_path, url)


@contextmanager
def rehearsed(haat: Haat) -> Iterator[Amazon]:
    amazon = Amazon(haat, seed=814112)
    try:
        # Calls are counted here and there; what is tried is not how often one may call.
        amazon.control(
            rates={operation.name: 10_000.0 for operation in OPERATIONS},
            switch={"review_seconds": 0, "change_seconds": 0, "queue_seconds": 1, "orders_repeated": True},
        )
        yield amazon
    finally:
        amazon.end()


@contextmanager
def forking(haat: Haat) -> Iterator[Forked]:
    forked = Forked(haat.environment, haat.log)
    try:
        yield forked
    finally:
        forked.end()


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


class Murderer:
    """Buyers buy, makers count, and whoever is at it dies at a moment that nobody chose."""

    def __init__(self, haat: Haat, forked: Forked, amazon: Amazon, skus: list[str]) -> None:
        self.haat, self.forked, self.amazon, self.skus = haat, forked, amazon, skus
        self.luck, self.published, self.at_work = random.Random(814112), AT_FIRST, 0
        self.whole = max(self.took(RUN), 0.3)  # seconds that a turn takes, as far as it is known

    def took(self, words: tuple[str, ...]) -> float:
        began = time.monotonic()
        self.do(self.forked.begin(*words))
        return time.monotonic() - began

    def do(self, process: int) -> Any:
        """Let it do its work; what it answers."""
        status, answer = self.forked.wait(process)
        assert status == 0, self.haat.log.read_text()
        return answer

    def call(self, call: str) -> Any:
        return self.do(self.forked.begin_call(call))

    def kill(self, turn: int) -> None:
        self._buyers()
        self.amazon.control(advance=SEEN)
        stir = f"selling.stir({turn}, {self.published}, {self._more(turn)})"
        stirring = self.forked.begin_call(stir) if turn % 2 else None
        words = WORK if turn % 3 == 2 else RUN
        victim = self.forked.begin(*words)
        time.sleep(self.luck.uniform(0, self.whole * 1.3 + (1.5 if words is WORK else 0)))
        alive = self.forked.kill(victim)
        self.at_work += alive
        if words is RUN:  # a machine may be slower or quicker by now
            self.whole = min(max(self.whole * (1.03 if alive else 0.94), 0.3), 20.0)
        if stirring is not None:
            self.do(stirring)

    def _more(self, turn: int) -> int:
        more = self.luck.choice(MORE) if turn % 4 == 1 else 0
        self.published += more
        return more

    def _buyers(self) -> None:
        """Some buy one good or several, and now and then one of them is cancelled."""
        live = [sku for sku, stands in self.amazon.listings().items() if stands["pieces"] > 5]
        for _buyer in range(self.luck.randint(0, 3)):
            some = self.luck.sample(live, min(len(live), self.luck.choice((1, 1, 2))))
            lines = [{"sku": sku, "quantity": self.luck.randint(1, 2)} for sku in some]
            if lines:
                self.amazon.try_control(buy={"lines": lines, "pending": False})
        if self.luck.random() < 0.2 and self.amazon.standing()["orders"].get("UNSHIPPED"):
            self.amazon.try_control(cancel={})

    def come_to_rest(self) -> dict[str, Any]:
        """Until nothing is under way any more; what still is."""
        left: dict[str, Any] = {}
        for _round in range(ROUNDS):
            self.amazon.control(advance=600)
            self.call("selling.hurry()")
            self.forked.wait(self.forked.begin(*RUN))
            left = self.call("selling.unsettled()")
            if not any(left.values()):
                break
        return left


def wanted_of(order: dict[str, Any]) -> int:
    """Pieces of an order that the marketplace still wants."""
    return sum(
        item["fulfillment"]["quantityUnfulfilled"] + item["fulfillment"]["quantityFulfilled"]
        for item in order["orderItems"]
    )


def test_killed_again_and_again_what_is_wanted_is_seen_and_nothing_happens_twice(haat: Haat):
    haat.run("-m", "haat.cli", "migrate")
    filled = haat.mart(f"fill({GOODS})", of="selling")
    with rehearsed(haat) as amazon, forking(haat) as forked:
        assert "account 1" in haat.run("-m", "haat.cli", "channels", "connect", "amazon", "--mart", filled["mart"])
        assert haat.mart(f"publish(0, {AT_FIRST})", of="selling") == AT_FIRST
        murderer = Murderer(haat, forked, amazon, filled["skus"])
        amazon.control(advance=SEEN)
        murderer.took(RUN)
        assert len(amazon.listings()) == AT_FIRST
        for turn in range(KILLS):
            murderer.kill(turn)
            if turn % 20 == 19:
                say(f"kill {turn + 1}: {murderer.at_work} were at work, {amazon.standing()['orders']} orders")
        left = murderer.come_to_rest()
        drained = murderer.call(f"mart.drain({4 * PATIENCE})")
        left = murderer.come_to_rest() if any(left.values()) or drained["left"] else left
        found, bought, stands = murderer.call("selling.verdict()"), amazon.orders(), amazon.listings()
        again, throttled = amazon.standing()["told_whole_again"], amazon.standing()["throttled"]
    assert murderer.at_work >= KILLS // 3
    assert left == {"attempts": 0, "due": 0, "marked": 0, "unseen": 0}
    # Every order once, with the pieces that are wanted; what a maker had no more, waits before the desk.
    assert found["sales"] == dict.fromkeys(bought, "")
    waits = found["waiting"]
    wanted = {name: wanted_of(order) - waits.get(name, 0) for name, order in bought.items()}
    assert {name: pieces for name, pieces in found["orders"].items() if pieces != [wanted[name]]} == {}
    assert {name for name, pieces in wanted.items() if pieces} <= found["orders"].keys()
    assert found["reserved"] == found["promised"] == sum(wanted.values())
    # What is wanted is seen, or explained; nothing was listed twice.
    assert stands.keys() <= found["offers"].keys()
    assert len(found["offers"]) == min(murderer.published, GOODS)
    held = {sku: offer for sku, offer in found["offers"].items() if sku not in stands}
    assert {sku: offer for sku, offer in held.items() if offer["pieces"] or not offer["explained"]} == {}
    other = {
        sku: (offer, stands[sku])
        for sku, offer in found["offers"].items()
        if sku in stands and (offer["pieces"], offer["paise"]) != (stands[sku]["pieces"], stands[sku]["paise"])
    }
    assert {sku: both for sku, both in other.items() if not both[0]["explained"]} == {}
    assert len(other) <= len(stands) // 10
    assert again == {}
    assert throttled == {}
    report = json.loads(haat.run("-m", "haat.cli", "doctor", "--json"))
    assert [check for check in report["checks"] if check["broken"]] == []
    say(
        f"{KILLS} kills, {murderer.at_work} at work: {len(bought)} orders and {len(stands)} listings, each once;"
        f" {len(found['waiting'])} lines wait for pieces; wanted = seen, doctor clean"
    )
