"""Keeps the shelf as catalogue, stock and orders say it should be: the only writes to its rows."""

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from functools import cache
from multiprocessing import get_context
from operator import itemgetter
from typing import Any

from django.db import connection, models, transaction

from haat.catalogue.models import Good
from haat.core.forking import leave
from haat.core.imports import Progress
from haat.core.locks import hold_keys
from haat.core.rows import copy_new, put_many
from haat.places.models import Mart
from haat.shelf.counts import recount
from haat.shelf.gather import on_sale, wanted_rows
from haat.shelf.gathering import gathering
from haat.shelf.models import Shelf, ShelfText, ShelfWords

CHUNK = 500
MANY = 4 * CHUNK  # fewer are not worth a change of the index
HANDS = min(8, max(2, os.cpu_count() or 1))  # while PostgreSQL writes what one worked out, the others go on
Known = dict[Any, tuple[Any, ...]]
# What the stored counts go by; when none of it changed they stand.
COUNTED = ("maker_id", "craft", "block", "made_to_order")


def rebuild(mart: Mart | None = None, *, hands: int = 1, progress: Progress | None = None) -> int:
    """Bring every good's rows (of one mart, or of all) up to date and take away what does not belong.

    Chunk by chunk, each in its own transaction, so that buyers and the desk go on meanwhile; what is right
    already is not written. `hands` are processes that share the chunks, where the database lets several write.
    `progress` hears (goods done, of how many). Gives the number of rows (goods × languages) that stand at the end.
    """
    mine = {"mart": mart} if mart else {}
    ids = set(on_sale(Good.objects.filter(**mine)).order_by().values_list("pk", flat=True))
    ids.update(Shelf.objects.filter(**mine).values_list("pk", flat=True))
    ids.update(ShelfWords.objects.filter(**mine).values_list("pk", flat=True))
    ids.update(ShelfText.objects.filter(**mine).values_list("good_id", flat=True).distinct())
    done = 0
    with gathering() if len(ids) > MANY else nullcontext():
        for size in _refreshed(list(_chunks(sorted(ids))), hands):
            done += size
            if progress is not None:
                progress(done, len(ids))
    for one in [mart] if mart else Mart.objects.order_by("pk"):
        recount(one.pk)
    return ShelfText.objects.filter(**mine).count()


def _refreshed(chunks: list[list[int]], hands: int) -> Iterator[int]:
    """Refresh these chunks; how many goods were in each, as it is done."""
    # SQLite lets one writer in at a time, and what is written in a transaction only that one sees.
    if hands == 1 or connection.vendor != "postgresql" or connection.in_atomic_block:
        for chunk in chunks:
            _refresh_chunk(chunk)
            yield len(chunk)
        return
    leave()
    with ProcessPoolExecutor(hands, mp_context=get_context("fork")) as pool:
        yield from pool.map(_refresh_apart, chunks)


def _refresh_apart(good_ids: list[int]) -> int:
    """In a process of its own, over a connection of its own."""
    _refresh_chunk(good_ids)
    return len(good_ids)


def refresh(good_ids: Collection[int]) -> None:
    """Bring the rows of these goods up to date in every language; a good not on sale loses them."""
    marts: set[int] = set()
    for chunk in _chunks(sorted(set(good_ids))):
        marts |= _refresh_chunk(chunk)
    for mart_id in sorted(marts):
        recount(mart_id)


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


@transaction.atomic
def _refresh_chunk(good_ids: list[int]) -> set[int]:
    """Write what differs for these goods; gives the marts whose counts may have changed."""
    # Two workers at the same good take turns, so the later reading is the one that stays.
    hold_keys(Good, good_ids)
    rows = wanted_rows(good_ids)
    shelf = [row.shelf for row in rows]
    before = _put(Shelf, good_ids, shelf, "good_id")
    _put(ShelfWords, good_ids, [row.words for row in rows], "good_id")
    _put(ShelfText, good_ids, [text for row in rows for text in row.texts], "good_id", "language")
    return _recounted(before.values(), map(_values(Shelf), shelf))


def _put(model: type[models.Model], good_ids: list[int], wanted: Sequence[models.Model], *unique: str) -> Known:
    """Make the rows of these goods those that are `wanted`, each `unique` by some values; what they were before.

    One statement to read, one to remove, one to write what is new and one what differs; or none of the last three.
    """
    names = _names(model)
    known_by, values = itemgetter(*map(names.index, unique)), _values(model)
    found = model._default_manager.filter(good__among=good_ids).values_list("pk", *names)
    before: Known = {}
    keys: dict[Any, Any] = {}
    for pk, *row in found:
        key = known_by(row)
        before[key], keys[key] = tuple(row), pk
    new: list[models.Model] = []
    changed: list[models.Model] = []
    for row in wanted:
        now = values(row)
        old = before.get(known_by(now))
        if old != now:
            (changed if old else new).append(row)
        keys.pop(known_by(now), None)
    if keys:
        model._default_manager.filter(pk__in=keys.values()).delete()
    copy_new(new)
    put_many(changed, *unique)
    return before


@cache
def _names(model: type[models.Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields if field.name != "id")


@cache
def _values(model: type[models.Model]) -> Callable[[models.Model], tuple[Any, ...]]:
    """What gives all that a row says, in the order of `_names`."""
    pick = itemgetter(*_names(model))
    return lambda row: pick(row.__dict__)


def _recounted(before: Iterable[tuple[Any, ...]], after: Iterable[tuple[Any, ...]]) -> set[int]:
    """The marts of goods that came, went or moved between crafts, blocks, makers or ways of making."""
    pick = itemgetter(*(_names(Shelf).index(name) for name in ("mart_id", "good_id", *COUNTED)))
    return {mart_id for mart_id, *_rest in set(map(pick, before)) ^ set(map(pick, after))}
