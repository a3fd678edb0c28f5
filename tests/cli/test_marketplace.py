"""One lac bangle from the mart to Amazon by commands alone; a rehearsed marketplace answers."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.load.bangles import PIECES
from tests.load.haat import Haat, own_database
from tests.marketplace import HOUR, Marketplace

# The database mark brings the road into the PostgreSQL run as well; its database is its own.
pytestmark = [pytest.mark.load, pytest.mark.django_db]
KEPT_BACK = 1  # of each size, by an account that nobody has told otherwise


class Operator:
    """Who types: commands on one Haat, the marketplace beside it, and what people do meanwhile."""

    def __init__(self, haat: Haat, marketplace: Marketplace) -> None:
        self.haat, self.marketplace = haat, marketplace
        self.sku = ""

    def channels(self, *words: str) -> str:
        return self.haat.run("-m", "haat.cli", "channels", *words)

    def status(self) -> Mapping[str, Any]:
        """The only account, as `haat channels status --json` tells of it."""
        (account,) = json.loads(self.channels("status", "--json"))["accounts"]
        return account

    def offer(self) -> Mapping[str, Any]:
        """The bangle there, as `haat channels offer SKU --json` tells of it."""
        (offer,) = json.loads(self.channels("offer", self.sku, "--json"))["offers"]
        return offer

    def turn(self) -> str:
        """One whole loop of the account."""
        return self.channels("run", "--once")

    def people(self, call: str) -> Any:
        """What people do, or find, at their screens."""
        return self.haat.mart(call, of="bangles")


@pytest.fixture
def operator(tmp_path: Path) -> Iterator[Operator]:
    with own_database() as url:
        haat = Haat(tmp_path, url)
        haat.run("-m", "haat.cli", "migrate")
        marketplace = Marketplace(haat)
        marketplace.start()
        try:
            yield Operator(haat, marketplace)
        finally:
            marketplace.stop()


def codes(offer: Mapping[str, Any]) -> set[tuple[str, str]]:
    """What holds an offer back here: (code, what it is about)."""
    return {(reason["code"], reason["about"]) for reason in offer["reasons"]}


def seen(offer: Mapping[str, Any]) -> Any:
    """How many pieces the marketplace shows."""
    return next(field["seen"] for field in offer["fields"] if (field["part"], field["name"]) == ("stock", "quantity"))


def test_bangle_goes_from_the_mart_to_amazon_by_commands(operator: Operator):
    built = operator.people("build()")
    operator.sku = built["sku"]
    connect(operator, built)
    be_asked(operator)
    be_refused_and_mended(operator)
    be_live(operator)
    be_sold(operator)
    be_cancelled(operator)
    operator.people("work()")
    assert ", 0 broken" in operator.haat.run("-m", "haat.cli", "doctor")


def connect(operator: Operator, built: Mapping[str, str]) -> None:
    """The keys stand in the environment, and no command shows one."""
    said = operator.channels("connect", "amazon", "--mart", built["mart"], "--seller", built["gstin"])
    assert re.match(r"account \d+: .* sells for Deoghar Mahila Sangh\n", said), said
    for name in ("CLIENT_SECRET", "REFRESH_TOKEN"):
        assert operator.marketplace.settings[f"HAAT_AMAZON_{name}"] not in said + json.dumps(operator.status())
    operator.people("publish()")


def be_asked(operator: Operator) -> None:
    """Nothing is sent before it is known what it is: the kind first, then what its schema asks, each with who knows."""
    operator.turn()
    offer = operator.offer()
    assert (offer["state"], offer["there"], ("kind_missing", "") in codes(offer)) == ("blocked", False, True)
    operator.people("choose_kind()")
    operator.turn()
    missing = {about for code, about in codes(operator.offer()) if code == "attribute_missing"}
    assert missing >= {"made_of", "bangle_size"}
    causes = {cause["about"]: cause["who"] for cause in operator.status()["causes"]}
    assert (causes["made_of"], causes["bangle_size"]) == ("maker", "maker")
    assert operator.marketplace.standing()["listings"] == {}


def be_refused_and_mended(operator: Operator) -> None:
    """The marketplace grants the brand its exemption, and asks in its preview what no schema said."""
    operator.marketplace.do(
        exempt={"brand": "Generic", "product_type": "BRACELET"}, switch={"asks": {"BRACELET": ["clasp_type"]}}
    )
    operator.people("answer()")
    operator.turn()
    offer = operator.offer()
    assert (offer["state"], offer["there"]) == ("refused", False), offer
    (refusal,) = [each for each in offer["refusals"] if not each["ours"]]
    assert (refusal["code"], refusal["about"], refusal["raw"]["code"]) == ("90220", "clasp_type", "90220")
    operator.people("answer(opens='closed_ring')")
    operator.turn()
    assert operator.marketplace.standing()["listings"] == {"WAITING": 1}


def be_live(operator: Operator) -> None:
    """Accepted is not live; an hour later it is."""
    status = operator.status()
    assert (status["offers"], status["causes"], status["attempts"]) == ({"accepted": 1}, [], [])
    operator.marketplace.do(advance=HOUR)
    operator.turn()
    offer = operator.offer()
    assert (offer["state"], offer["buyable"], offer["shown"], seen(offer)) == ("live", True, True, PIECES - KEPT_BACK)
    assert re.fullmatch("B0[0-9A-Z]{8}", offer["external_id"])
    assert operator.status()["offers"] == {"live": 1}


def be_sold(operator: Operator) -> None:
    """Sold there, it is less here; the marketplace has the buyer's money, and writes the only bill."""
    operator.marketplace.do(buy={"sku": operator.sku, "quantity": 2}, advance=HOUR)
    assert ": 1 orders in," in operator.turn()
    operator.marketplace.do(advance=HOUR)
    operator.turn()  # told once more, it counts once
    assert seen(operator.offer()) == PIECES - 2 - KEPT_BACK
    assert operator.status()["orders"] == {"UNSHIPPED": 1}
    found = operator.people("here()")
    assert (found["free"], len(found["orders"]), found["parts"]) == (PIECES - 2, 1, ["placed"])
    assert (found["payments"], found["invoices"]) == (0, 0)


def be_cancelled(operator: Operator) -> None:
    """Cancelled there, the pieces are here again, and offered there again."""
    operator.marketplace.do(cancel={}, advance=HOUR)
    operator.turn()
    operator.marketplace.do(advance=HOUR)
    operator.turn()
    assert seen(operator.offer()) == PIECES - KEPT_BACK
    status = operator.status()
    assert (status["orders"], status["orders_waiting"]) == ({"CANCELLED": 1}, [])
    found = operator.people("here()")
    assert (found["free"], found["parts"]) == (PIECES, ["cancelled"])
