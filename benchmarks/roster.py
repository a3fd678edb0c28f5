"""Lists of a large district brought in: how long, with how much memory, again, its doubles, and the pages of the tree.

    python -m benchmarks.roster [GROUPS MEMBERS]

on the configured database, which must be migrated and empty of groups.
"""

import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import django
from django.apps import apps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
if not apps.ready:
    django.setup()

from django.db import connection

from benchmarks import roster_files
from benchmarks.spent import spent
from haat.core.actor import MACHINE
from haat.core.languages import CODES
from haat.core.longtable import from_path
from haat.core.paging import cut
from haat.places.models import Mart, Place
from haat.roster import actions
from haat.roster.actions import importing
from haat.roster.actions.importing import tally
from haat.roster.headings import ORDER
from haat.roster.lists import prepare, told
from haat.roster.models import Group, GroupCode, GroupPair, ListNote
from haat.roster.queries import with_lines
from haat.roster.tree import tree

BLOCKS, ROUNDS = 27, 15


def district(villages: int) -> tuple[Mart, roster_files.District]:
    """A mart of one district with its blocks, and so many villages of each."""
    state = _place(None, "state", "Bihar")
    here = _place(state, "district", "Champaran")
    blocks = []
    for number in range(BLOCKS):
        block = _place(here, "block", f"Prakhand {_word(number)}")
        names = [f"{_word(number)} {_word(at + 7)}" for at in range(villages)]
        for name in names:
            _place(block, "locality", name)
        blocks.append((block.names["en"], names))
    told = {"names": dict.fromkeys(CODES[:3], "Bench"), "languages": ["hi", "en"], "order_prefix": "BN"}
    told |= {"legal_name": "Bench", "address": "Bench", "phone": "+916432222222", "email": "b@example.in"}
    mart = Mart.objects.create(slug="roster", place=here, grievance_officer="Bench", **told)
    return mart, roster_files.District("Champaran", blocks)


_COUNTS: dict[int, int] = {}


def _place(parent: Place | None, kind: str, name: str) -> Place:
    key = parent.pk if parent else 0
    _COUNTS[key] = _COUNTS.get(key, 0) + 1
    path = (parent.path if parent else "") + str(_COUNTS[key] + (8000 if parent is None else 0)).zfill(4)
    return Place.objects.create(
        kind=kind, parent=parent, path=path, slug=name.lower().replace(" ", "-"), names={"en": name}
    )


def _word(number: int) -> str:
    """A name of its own sound for each number."""
    heads = ("Ba", "Ki", "Du", "Me", "Go", "Ri", "Lo", "Pa", "Ti", "Nu")
    tails = ("rpur", "gaon", "mdih", "ltand", "npara")
    found, number = "", number + 10
    while number:
        found, number = found + heads[number % 10], number // 10
    return found.capitalize() + tails[len(found) % 5]


def bring(mart: Mart, paths: list[Path]) -> tuple[Any, dict[str, int]]:
    """As the command does."""
    prepared = [prepare(from_path(path), mart) for path in paths]
    prepared.sort(key=lambda each: ORDER.index(each.shape))
    upload = actions.begin_list(mart, prepared, convert=False, by=MACHINE)
    files = actions.files_of(upload, prepared, mart=mart, convert=False)
    actions.bring(upload, files, by=MACHINE)
    return upload, tally(files)


@contextmanager
def held() -> Iterator[list[float]]:
    """Seconds for which each batch of a list is one transaction, the longest first once it is over."""
    found, own = list[float](), importing.transaction

    class Timed:
        @staticmethod
        @contextmanager
        def atomic() -> Iterator[None]:
            began = time.perf_counter()
            with own.atomic():
                yield
            found.append(round(time.perf_counter() - began, 3))

    importing.transaction = Timed  # type: ignore[attr-defined]
    try:
        yield found
    finally:
        importing.transaction = own  # type: ignore[attr-defined]
        found.sort(reverse=True)


def measure(groups: int = 58_000, members: int = 700_000) -> dict[str, Any]:
    """Seconds, memory and statements of a district's lists: the first time, again, its doubles, the tree and a list."""
    found: dict[str, Any] = {"groups": groups, "members": members}
    mart, here = district(max(3, groups // BLOCKS // 19))
    with tempfile.TemporaryDirectory() as folder:
        planted = roster_files.write(Path(folder), here, groups, members)
        paths = [Path(folder) / name for name in ("members.csv", "groups.csv", "bank.txt")]
        before = _most_memory()
        with held() as holds, spent() as found["import"]:
            upload, rows = bring(mart, paths)
        found["held_seconds"] = {"batches": len(holds), "longest": holds[0], "median": holds[len(holds) // 2]}
        found |= {"rows": rows, "memory_mb": _most_memory(), "memory_before_mb": before}
        found["faults"] = _faults(upload, planted)
        with spent() as found["again"]:
            _again, rows = bring(mart, paths)
        found["again_wrote"] = rows["new"] + rows["changed"]
    with spent() as found["doubles"]:
        actions.find_pairs(mart)
    found["doubles"] |= _doubles(mart, planted)
    found["tree"] = _tree(mart)
    found["list"] = _list(mart)
    return found


def _most_memory() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def _faults(upload: Any, planted: roster_files.Planted) -> dict[str, Any]:
    """How many planted faults are named at their row, by what they should be called."""
    notes = ListNote.objects.filter(file__upload=upload).values_list("file__name", "row", "code")
    said = set(notes)
    missed = [each for each in planted.faults if each not in said]
    words = told([(1, "", code, "x", False) for code in {each[2] for each in planted.faults}], {})
    return {
        "planted": len(planted.faults),
        "kinds": len({each[2] for each in planted.faults}),
        "missed": len(missed),
        "first_missed": missed[:5],
        "sentences": len(words),
    }


def _doubles(mart: Mart, planted: roster_files.Planted) -> dict[str, Any]:
    numbers = dict(GroupCode.objects.filter(mart=mart, kind="lokos").values_list("number", "group_id"))
    wanted = {tuple(sorted((numbers[a], numbers[b]))) for a, b in planted.doubles if a in numbers and b in numbers}
    pairs = set(GroupPair.objects.filter(mart=mart).values_list("one_id", "two_id"))
    return {
        "planted": len(wanted),
        "found_percent": round(100 * len(wanted & pairs) / len(wanted), 2),
        "false_percent": round(100 * len(pairs - wanted) / max(1, len(pairs)), 2),
    }


def _tree(mart: Mart) -> dict[str, Any]:
    level, _branch = tree(mart, mart.place)
    largest = max(level.nodes, key=lambda node: node.count.groups)
    return {
        "top": _timed(lambda: tree(mart, mart.place)),
        "largest": _timed(lambda: tree(mart, mart.place, largest.organisation.pk)),
        "groups_told": level.all.groups,
        "groups_there": Group.objects.filter(mart=mart).count(),
    }


def _list(mart: Mart) -> dict[str, Any]:
    block = mart.place.children.order_by("pk")[0]
    every = with_lines(Group.objects.filter(mart=mart).exclude(state="merged"))
    return {
        "all": _timed(lambda: cut(every, "sort", 30, at_once=True)),
        "of_a_block": _timed(lambda: cut(every.filter(block=block, stage="never"), "sort", 30, at_once=True)),
        "page_400": _timed(lambda: cut(every, "sort", 30, None, 400, at_once=True)),
    }


def _timed(ask: Callable[[], object]) -> dict[str, Any]:
    """Milliseconds of CPU of this process, the median, and how many statements."""
    sent, times = 0, []

    def count(execute: Any, *arguments: Any) -> Any:
        nonlocal sent
        sent += 1
        return execute(*arguments)

    for _round in range(ROUNDS):
        began = time.process_time()
        ask()
        times.append((time.process_time() - began) * 1000)
    with connection.execute_wrapper(count):
        ask()
    return {"cpu_ms": round(median(times), 2), "statements": sent}


if __name__ == "__main__":
    print(json.dumps(measure(*map(int, sys.argv[1:])), indent=1))
