"""Sales over the shop and three accounts with deaths, doubles and disorder: every order once, oversold only in a lag.

    python -m benchmarks.part channel_walk [SALES [SEED]]

on an empty database that is migrated. It walks as `tests/channels/test_walk.py` does, only further.
"""

import random
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.spent import spent
from tests.channels.make import make_account, make_good, studio
from tests.channels.toy import opened
from tests.channels.walk import Walk
from tests.sound import faults

GOODS, PIECES, ACCOUNTS, BUFFER = 40, 200, 3, 1


def measure(sales: int = 10_000, seed: int = 1) -> dict[str, Any]:
    """What the walk came to: sales, deaths, lines that wait because of a channel's lag, and what is wrong (nothing)."""
    found: dict[str, Any] = {"sales": sales}
    with tempfile.TemporaryDirectory() as place, opened(Path(place)) as bazaar, studio():
        accounts = [make_account(buffer=BUFFER) for _account in range(ACCOUNTS)]
        goods = [make_good(pieces=PIECES) for _good in range(GOODS)]
        walk = Walk(bazaar, accounts, goods, random.Random(seed))
        with spent() as found["walk"]:
            walk.begin()
            walk.walk(sales)
            walk.end()
        found |= {"in_the_shop": walk.shop, "at_channels": len(walk.sold), "deaths": walk.deaths}
        found["most_pieces_oversold_at_once"] = walk.most_over
        found |= {"waiting_for_pieces": walk.oversold, "wrong": walk.wrong(), "faults": faults()}
    return found | {"number_wrong": len(found["wrong"]) + len(found["faults"])}
