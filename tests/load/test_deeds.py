"""500 deeds of a maker and a rider, made on two phones without net for the same orders, over a link that drops 30%.

Each counts once, however often its answer was lost; what was told differently stands before a person: on the phone that
told it, and of riders at the desk. The phones are doubles of the queue in the browser (tests/load/phone.py); the queue
itself does the same with a few deeds in tests/browser/test_rider_offline.py. `-s` shows what came of it.
"""

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.load.haat import PATIENCE, Haat, own_database
from tests.load.phone import Deed, Link, Phone
from tests.load.road import CANCELLED, OTHERWISE, TO_BRING, TO_FETCH, TO_MAKE, WRONG_CODES

SEED, DROPS, MOST_TURNS = 814112, 0.3, 400

pytestmark = [pytest.mark.load, pytest.mark.django_db]


@pytest.fixture
def haat(tmp_path: Path) -> Iterator[Haat]:
    with own_database() as url:
        served = Haat(tmp_path, url)
        try:
            yield served
        finally:
            served.kill()


def all_is_accounted_for(phones: list[Phone]) -> dict[str, int]:
    """Every deed was sent, refused with words, or waits behind one that was."""
    deeds = [deed for phone in phones for deed in phone.deeds]
    assert len(deeds) == 500
    for phone in phones:
        assert phone.waits() == [], f"not sent after {phone.rounds} turns"
    refused = [deed for deed in deeds if deed.state == "refused"]
    assert [deed.path for deed in refused if not deed.said] == []
    return {
        "sent": sum(deed.state == "sent" for deed in deeds),
        "again": sum(deed.again for deed in deeds),
        "refused": len(refused),
        "conflicts": sum(deed.conflict for deed in refused),
        "behind": sum(deed.state == "ready" for deed in deeds),
    }


def test_each_deed_counts_once_and_conflicts_stand_before_a_person(haat: Haat):
    haat.run("-m", "haat.cli", "migrate")
    laid = haat.mart(f"lay({SEED})", of="road")
    haat.start()
    with ExitStack() as ways:
        links = [Link(haat.port, drops=DROPS, seed=SEED + which) for which in (0, 1)]
        phones = [
            Phone(ways.enter_context(link.open()), session, [Deed(*deed[:2], deed[4], *deed[2:4]) for deed in deeds])
            for link, session, deeds in zip(links, laid["sessions"], laid["deeds"], strict=True)
        ]
        crew = [threading.Thread(target=phone.send_all, args=(MOST_TURNS,)) for phone in phones]
        for one in crew:
            one.start()
        for one in crew:
            one.join(4 * PATIENCE)
        came = all_is_accounted_for(phones)
    dropped = sum(link.came["before"] + link.came["after"] for link in links)
    asked = sum(sum(link.came.values()) for link in links)
    assert 0.25 < dropped / asked < 0.35
    assert came["again"] > 20, "no answer was lost after its deed was done"

    assert haat.mart(f"drain({4 * PATIENCE})")["failed_jobs"] == 0
    told = haat.mart("told()", of="road")
    rider_refused = [d for phone in phones for d in phone.kept("refused") if d.of.startswith("parcel:")]
    assert (told["twice"], told["cancelled"]) == (0, CANCELLED)
    made = TO_MAKE - CANCELLED + TO_FETCH + TO_BRING
    assert (told["orders.accepted"], told["orders.packed"]) == (made, made)
    assert told["delivery.taken"] == TO_FETCH
    assert told["delivery.handed_over"] == told["delivered"]
    assert told["delivery.handed_over"] + told["delivery.not_delivered"] == TO_BRING
    assert told["cash"] == told["collected"]
    assert told["wrong_codes"] <= WRONG_CODES
    # Both phones' yes to what the desk had cancelled; a yes and a no of one parcel; codes that were wrong.
    makers_refused = came["refused"] - len(rider_refused)
    assert (makers_refused, came["behind"]) == (2 * CANCELLED, 2 * CANCELLED)
    assert OTHERWISE <= len(rider_refused) <= OTHERWISE + WRONG_CODES + 6
    assert told["asked"] == len({deed.key for deed in rider_refused})
    assert told["open"] >= OTHERWISE
    sys.stdout.write(f"{asked} requests, {dropped} dropped; {came}; {told}\n")
    report = json.loads(haat.run("-m", "haat.cli", "doctor", "--json"))
    assert [check for check in report["checks"] if check["broken"]] == []
