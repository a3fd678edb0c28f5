"""What the benchmark says of its figures, and what it asks the search; how long anything takes is no test's matter."""

import os
import random
import resource
import subprocess
import sys
from collections import Counter

import pytest

from benchmarks import outcome, run, serving, wanted, words

NAMES = [["Bamboo", "Red", "basket", "lomari"], ["बाँस", "लाल", "टोकरी", "lomari"], ["Clay", "lamp", "gutiso"]]


@pytest.fixture
def drawn():
    found = words.Drawn.__new__(words.Drawn)
    found.rng, found.names, found.blocks = random.Random(3), NAMES, ["karon", "sarath"]
    found.counts = Counter(word for name in NAMES for word in set(name))
    found.types = sorted(found.counts)
    return found


@pytest.fixture
def kept(tmp_path, monkeypatch):
    monkeypatch.setattr(outcome, "RESULTS", tmp_path)
    monkeypatch.setattr(outcome, "ROOT", tmp_path)
    monkeypatch.setattr(outcome, "machine", lambda: {"at": "now", "commit": "abc", "machine": "ours"})
    return lambda: outcome.read("instructions")["ours"]


def size(ms, floor, search=2.0):
    pages = {"good": {"median_ms": ms, "floor_ms": floor}}
    classes = {"rare": {"mean_ms": search}}
    took = {"took_seconds": 9.0, "million_squares_ms": 55.0}  # as `run.run` says of every part
    return {
        "pages": {"uncached": pages, **took},
        "kept": {"anonymous": {"median_ms": 0.4}, **took},
        "search": {"all": {"mean_ms": search}, "classes": classes, **took},
    }


def test_mistyped_words_are_no_words_of_a_name(drawn):
    typed = {drawn.typo().words for _turn in range(200)}
    assert typed.intersection(drawn.counts) == set()
    assert len(typed) > 50


def test_words_in_another_script_are_in_one_that_no_name_is_written_in(drawn):
    letters = "".join(drawn.other_script().words for _turn in range(100))
    assert {ord(letter) // 128 * 128 for letter in letters} == set(words.SCRIPTS)


def test_the_same_seed_asks_the_same(drawn):
    first = [drawn.price_band() for _turn in range(9)]
    drawn.rng.seed(3)
    assert [drawn.price_band() for _turn in range(9)] == first


def test_an_address_says_what_is_asked():
    asked = words.Asked("block", "lal tokri", price="200-500", block="karon")
    assert asked.address == "/hi/search/?q=lal+tokri&price=200-500&block=karon"


def test_growth_is_held_against_the_floors_own():
    sizes = {"100": size(2.0, 1.0), "1000": size(6.0, 2.0, search=8.0)}
    assert outcome.growth(sizes) == {
        "100 to 1000": {"page good": 1.5, "kept anonymous": 0.5, "search rare": 2.0, "search, all": 2.0}
    }


def test_what_became_dearer_is_named_until_it_is_accepted(kept):
    assert outcome.keep_instructions({"good": 10.0, "flow": 50.0}, accept=False) == []
    named = ["good: 11.6 million instructions, 1.16 times the 10.0 that were kept"]
    assert outcome.keep_instructions({"good": 11.6, "flow": 50.0}, accept=False) == named
    assert outcome.keep_instructions({"good": 11.6, "flow": 50.0}, accept=False) == named
    assert kept()["kept"] == {"good": 10.0, "flow": 50.0}
    outcome.keep_instructions({"good": 11.6, "flow": 50.0}, accept=True)
    assert kept()["kept"] == {"good": 11.6, "flow": 50.0}


def test_what_creeps_up_is_held_against_the_least(kept):
    for millions in (10.0, 11.0, 9.0, 10.3):
        assert outcome.keep_instructions({"good": millions}, accept=False) == []
    assert outcome.keep_instructions({"good": 10.4}, accept=False) != []
    assert kept()["kept"] == {"good": 9.0}


def test_a_million_is_grown_out_of_the_largest_that_is_filled():
    assert run.groups([1_000_000, 10_000, 100_000]) == [[10_000], [100_000, 1_000_000]]


def test_parts_that_failed_are_named():
    found = {"sizes": {"100": {"search": {"error": "why"}, "checkout": {"place_order": {"failed": 0}}}}}
    assert run.failures(found, "sqlite") == ["FAILED sqlite/sizes/100/search: why"]


def test_promises_are_met_or_not_or_not_measured():
    large = size(2.3, 1.0, search=30.0) | {"checkout": {"last_pieces": {"orders": 4}}}
    found = {"sizes": {"100": size(9.0, 1.0), "100000": large}, "growth": {"100 to 100000": {"page good": 1.0}}}
    said = {line.split(": ", 1)[1].rsplit(";", 1)[0]: line.split("  ", 1)[0] for line in wanted.lines("sqlite", found)}
    assert {words: how for words, how in said.items() if how != "not measured"} == {
        "good uncached, ms: 2.3": "met",
        "search, mean of all, ms: 30": "NOT MET",
        "search, dearest class, ms: 30": "NOT MET",
        "buyers of the last five pieces: 4": "NOT MET",
        "kept page, dearest reader, ms: 0.4": "met",
        "growth, dearest page or class, times: 1": "met",
    }
    assert len(said) == len(wanted.AT_A_SIZE) + 1


def test_time_of_children_that_ended_is_counted():
    before, children = serving.cpu_seconds(os.getpid()), resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run([sys.executable, "-c", "sum(range(10**7))"], check=True)
    theirs = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - children
    assert serving.cpu_seconds(os.getpid()) - before >= theirs - 2 / serving.TICKS
