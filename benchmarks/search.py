"""What a search costs: 200 searches in eight classes, over HTTP, none of them from a kept page; the dearest are named.

    python -m benchmarks.part search

Milliseconds are those of gunicorn and PostgreSQL together.
"""

from statistics import mean, median
from typing import Any

from benchmarks.serving import Meter, Spent, cost, server, settings
from benchmarks.words import CLASSES, Asked, asked

ROUNDS, NAMED = 5, 10


def rounds(searches: list[Asked]) -> list[list[Spent]]:
    """What each search took: at first, when its words are new to the process, and in ROUNDS rounds after that."""
    with server(settings(page_cache_seconds=0)) as running:
        meter, line = Meter(running), running.connect()
        for _turn in range(40):  # each of the threads opens its connection, none of them with a word that is measured
            cost(meter, line, "/hi/search/?q=0")
        return [[cost(meter, line, each.address) for each in searches] for _turn in range(1 + ROUNDS)]


def measure() -> dict[str, Any]:
    """By class and for all: mean, median and dearest search; a search's own figure is the median of its rounds."""
    searches = asked()
    first, *later = rounds(searches)
    taken = {
        each: Spent(median(spent.app for spent in turns), median(spent.database for spent in turns))
        for each, *turns in zip(searches, *later, strict=True)
    }
    fresh = dict(zip(searches, first, strict=True))
    dearest = sorted(searches, key=lambda each: -taken[each].both)[:NAMED]
    return {
        "all": _summary(searches, taken, fresh),
        "classes": {kind: _summary([each for each in searches if each.kind == kind], taken, fresh) for kind in CLASSES},
        "dearest": [{"ms": round(taken[each].both, 2), **vars(each)} for each in dearest],
    }


def _summary(searches: list[Asked], taken: dict[Asked, Spent], fresh: dict[Asked, Spent]) -> dict[str, Any]:
    worst = max(searches, key=lambda each: taken[each].both)
    return {
        "searches": len(searches),
        "mean_ms": round(mean(taken[each].both for each in searches), 2),
        "median_ms": round(median(taken[each].both for each in searches), 2),
        "app_ms": round(mean(taken[each].app for each in searches), 2),
        "database_ms": round(mean(taken[each].database for each in searches), 2),
        "first_mean_ms": round(mean(fresh[each].both for each in searches), 2),
        "worst_ms": round(taken[worst].both, 2),
        "worst_at": worst.address,
        "worst_words": worst.words,
    }
