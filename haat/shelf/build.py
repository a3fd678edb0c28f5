"""Keeps the shelf as catalogue, stock and orders say it should be: the only writes to its rows."""

import os
from collections.abc import Collection, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from multiprocessing import get_context
from typing import Any

from django.db import connection, models, transaction

from haat.catalogue.models import Good
from haat.core.forking import leave
from haat.core.imports import Progress
from haat.core.locks import hold_keys
from haat.core.rows import put_many
from haat.places.models import Mart
from haat.shelf.counts import recount
from haat.shelf.gather import on_sale, wanted_rows
from haat.shelf.gathering import gathering
from haat.shelf.models import Shelf, ShelfText, ShelfWords

CHUNK = 500
MANY = 4 * CHUNK  # fewer are not worth a change of the index
HANDS = min(8, max(2, os.cpu_count() or 1))  # while PostgreSQL writes what one worked out, the others go on
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
    before = {row.pk: row for row in Shelf.objects.filter(pk__in=good_ids)}
    _put(Shelf, before, [row.shelf for row in rows], ["good"])
    words = {row.pk: row for row in ShelfWords.objects.filter(pk__in=good_ids)}
    _put(ShelfWords, words, [row.words for row in rows], ["good"])
    texts = {(row.good_id, row.language): row for row in ShelfText.objects.filter(good__in=good_ids)}
    _put(ShelfText, texts, [text for row in rows for text in row.texts], ["good", "language"])
    return _recounted(before, {row.shelf.pk: row.shelf for row in rows})


def _put(model: type[models.Model], before: dict[Any, Any], wanted: list[Any], unique: list[str]) -> None:
    """Make the rows of `before` those of `wanted`: one statement to remove and one to write, or none."""
    fields = [field for field in model._meta.concrete_fields if field.name != "id"]
    known_by = [model._meta.get_field(name).get_attname() for name in unique]  # type: ignore[union-attr]

    def key(row: Any) -> Any:
        found = tuple(getattr(row, name) for name in known_by)
        return found if len(found) > 1 else found[0]

    def differs(row: Any) -> bool:
        old = before.get(key(row))
        return old is None or any(getattr(old, f.attname) != getattr(row, f.attname) for f in fields)

    kept = {key(row) for row in wanted}
    gone = [row.pk for known, row in before.items() if known not in kept]
    if gone:
        model._default_manager.filter(pk__in=gone).delete()
    changed = [row for row in wanted if differs(row)]
    if changed:
        put_many(changed, *unique)


def _recounted(before: dict[int, Shelf], after: dict[int, Shelf]) -> set[int]:
    """The marts of goods that came, went or moved between crafts, blocks, makers or ways of making."""
    moved = set()
    for good_id in before.keys() | after.keys():
        old, new = before.get(good_id), after.get(good_id)
        if old is None or new is None or any(getattr(old, name) != getattr(new, name) for name in COUNTED):
            moved |= {row.mart_id for row in (old, new) if row is not None}
    return moved
