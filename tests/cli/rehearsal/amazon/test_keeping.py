"""The double's world goes on at the next start where it stood, and nothing but that is read from the file."""

import os
import pickle

import pytest

from haat.cli import rehearsing
from haat.cli.rehearsal.amazon import AmazonDouble
from haat.cli.rehearsal.amazon.keeping import FORMAT, KEPT, Unreadable
from tests.cli.rehearsal.amazon.market import Market


@pytest.fixture
def kept(tmp_path):
    return Market(keep=tmp_path / "rehearsal" / "amazon.world", review_seconds=300, pay_seconds=1800)


def test_listings_orders_and_feeds_go_on_where_they_stood(kept):
    kept.put("LB-1")
    kept.at += 600
    first = kept.buy("LB-1")
    waits = kept.control(buy={"sku": "LB-1"})["buy"][0]
    kept.put("LB-2")
    feed = kept.feed({"sku": "LB-3", "operationType": "DELETE"})
    before = kept.standing()
    kept.begin_again()
    after = kept.standing()
    same = ("listings", "orders", "feeds", "waiting", "switches", "time")
    assert {name: after[name] for name in same} == {name: before[name] for name in same}
    assert (kept.status("LB-1"), kept.quantity("LB-1")) == (["BUYABLE", "DISCOVERABLE"], 5)
    assert (kept.order(first)["fulfillment"], kept.order(waits)["fulfillment"]) != ({}, {})
    kept.at += 2_000
    assert kept.standing()["orders"] == {"UNSHIPPED": 2}
    assert kept.status("LB-2") == ["BUYABLE", "DISCOVERABLE"]
    assert kept.report(feed)["summary"]["messagesAccepted"] == 1


def test_numbers_are_given_once_and_tokens_hold_over_a_start(kept):
    kept.put("LB-1")
    kept.at += 600
    token = kept.double.token()
    names = {kept.buy("LB-1")}
    for _start in range(3):
        kept.begin_again()
        names.add(kept.buy("LB-1"))
    assert len(names) == 4
    assert kept.ask("GET", "/sellers/v1/marketplaceParticipations", token=token)[0] == 200


def test_what_was_granted_and_switched_stays(kept):
    kept.control(exempt={"brand": "Lahthi", "product_type": "BRACELET"}, switch={"lettered": ["LB-1"], "stale": 0.5})
    kept.control(fault={"kind": "lost", "times": 2})
    before = kept.standing()
    kept.begin_again()
    assert kept.standing()["switches"] == before["switches"]
    assert kept.standing()["faults"] == before["faults"] == [{"kind": "lost", "operation": "*", "times": 2}]
    assert "LB-1" in kept.double.world.switches.lettered
    assert kept.double.listings.checking.switches is kept.double.world.switches


def test_it_is_written_when_something_changed_and_only_then(kept):
    kept.put("LB-1")
    written = kept.keep.stat().st_mtime_ns, kept.keep.stat().st_ino
    kept.listing("LB-1")
    kept.standing()
    assert (kept.keep.stat().st_mtime_ns, kept.keep.stat().st_ino) == written
    kept.at += 600
    kept.listing("LB-1")  # it was looked at meanwhile
    assert kept.keep.stat().st_ino != written[1]
    assert [path.name for path in kept.keep.parent.iterdir()] == ["amazon.world"]
    assert kept.keep.stat().st_mode & 0o077 == 0


def test_command_that_is_refused_half_way_is_written_as_far_as_it_went(kept):
    assert kept.ask("POST", "/control", {"advance": 60, "buy": {"sku": "none", "quantity": 0}}, token="")[0] == 400
    at = kept.standing()["now"]
    kept.begin_again()
    assert kept.standing()["now"] == at


def test_without_a_file_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    market = Market()
    market.put("LB-1")
    assert list(tmp_path.iterdir()) == []


class Harm:
    """What a file of somebody else's might do when it is read."""

    def __reduce__(self):
        return os.mkdir, ("harmed",)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no pickle",
        pickle.dumps({"format": FORMAT + 1}),
        pickle.dumps({"format": FORMAT, "world": {}}),
        pickle.dumps({"format": FORMAT, "world": Harm()}),
        pickle.dumps({name: {} for name in KEPT} | {"format": FORMAT, "switches": os.getcwd}),
    ],
    ids=["empty", "none", "another version", "not whole", "harm", "a function"],
)
def test_file_that_is_none_of_its_own_is_refused(tmp_path, monkeypatch, data):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "amazon.world").write_bytes(data)
    with pytest.raises(Unreadable):
        AmazonDouble(keep=tmp_path / "amazon.world")
    assert [path.name for path in tmp_path.iterdir()] == ["amazon.world"]


def test_command_lays_aside_what_it_cannot_read_and_begins_anew(settings, tmp_path, capsys):
    settings.DATA_DIR = tmp_path
    file = rehearsing.world_file()
    file.parent.mkdir()
    file.write_bytes(b"no pickle")
    double, _words = rehearsing._amazon(0, "", seed=1, keep=True)
    double.stop()
    assert file.with_suffix(".unreadable").read_bytes() == b"no pickle"
    assert "lies in" in capsys.readouterr().err
