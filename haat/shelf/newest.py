"""Search on PostgreSQL: how many match, and the first of them, asked of the functions of migration 0004.

They read the newest goods first and stop when they have enough, which a GIN index cannot do by itself
(docs/decisions/search-index.md). What matches few goods is told by their ids, and then not looked for again.
"""

from collections.abc import Sequence

from django.db import connection

from haat.shelf.matching import COARSE, FINE, SOME_WORDS, Asked
from haat.shelf.picking import FEW, FLOOR, Counted, Cursor, Sql, Wanted, arms_of_sorted_search, rows
from haat.shelf.ranking import LOW, newer_first

LOOKED_AT = 48  # goods whose keys are read one by one
ENOUGH = 100  # a count may end above this, and "more than" be said of it, when going on would be dear
# From so many matches on it is cheaper to walk an order and test each good than to gather and sort: their square passes
# this many times the number of goods.
WALK = 40


def serves(wanted: Wanted) -> bool:
    """True when these functions can answer: on PostgreSQL, unless each match's price must be looked at."""
    return connection.vendor == "postgresql" and not wanted.between


def count(wanted: Wanted, asked: Asked) -> list[Counted]:
    """What matches finely; coarsely, if that is FEW; in some words, if nothing does. One query."""
    queries = [wanted.narrowed(asked.match(tier)).tsquery(wanted.mart_id) for tier in (FINE, COARSE, SOME_WORDS)]
    found = rows(
        "SELECT held, whole, likely, goods, ids"
        " FROM shelf_counted(%s, %s::tsquery[], %s::integer, %s::integer, %s::integer)",
        [wanted.mart_id, queries, FEW, FLOOR + 1, ENOUGH],
        kept=True,
    )
    counted = [
        Counted(
            held,
            floor=FLOOR if whole or held > FLOOR else ENOUGH,
            many=not whole and likely * likely > WALK * goods,
            ids=ids,
        )
        for held, whole, likely, goods, ids in found
    ]
    return counted + [Counted()] * (3 - len(counted))


def one_plan(wanted: Wanted, widest: Counted) -> bool:
    """True when the arms ask nothing of an index for words: how rare those are then changes no plan."""
    return serves(wanted) and (wanted.sort == "new" or widest.ids is not None)


def arms(wanted: Wanted, asked: Asked, tiers: Sequence[int], widest: Counted, cursor: Cursor, limit: int) -> list[Sql]:
    """The first goods of a search whose widest tier held so many, in the order asked for."""
    if wanted.sort != "new":
        if widest.ids is not None:
            return _known_sorted(wanted, widest.ids, cursor, limit)
        return arms_of_sorted_search(wanted, asked.match(tiers[-1]), cursor, limit, many=widest.many)
    if widest.ids is not None:
        return _known(wanted, asked, tiers, widest.ids, cursor, limit)
    return _tried(wanted, asked, tiers, cursor, limit)


def _tried(wanted: Wanted, asked: Asked, tiers: Sequence[int], cursor: Cursor, limit: int) -> list[Sql]:
    """The first goods of the tiers, those in stock before those sold out, in each the newest first."""
    numbers, queries, tops = [], [], []
    for gone in (False, True):
        for tier in tiers:
            place = cursor.after(gone * 10 + tier)
            if place is None:
                continue
            match = asked.match(tier) if tier == tiers[0] else asked.only(tier)
            numbers.append(gone * 10 + tier)
            queries.append(wanted.narrowed(match, can_buy=not gone).tsquery(wanted.mart_id))
            tops.append(newer_first(place) - 1 if place >= 0 else LOW)
    sql = (
        f"SELECT f.arm, {LOW} - f.good_id AS place, f.good_id"
        " FROM shelf_picked(%s, %s::integer[], %s::tsquery[], %s::bigint[], %s::integer) f"
    )
    return [(sql, [wanted.mart_id, numbers, queries, tops, limit])] if numbers else []


def _known(
    wanted: Wanted, asked: Asked, tiers: Sequence[int], ids: Sequence[int], cursor: Cursor, limit: int
) -> list[Sql]:
    """The same of goods known to match: each is told its tier. A few are looked at; of more, each tier is asked."""
    one_by_one = "w.search @@ %s::tsquery"
    at_once = f"f.id IN (SELECT found FROM shelf_found(%s::tsquery, {FLOOR + 1}) found)"
    test = one_by_one if len(ids) <= LOOKED_AT else at_once
    tested = " ".join(f"WHEN {test} THEN {tier}" for tier in tiers[:-1])
    tier = f"CASE {tested} ELSE {tiers[-1]} END" if tested else str(tiers[-1])
    words = " JOIN shelf_shelfwords w ON w.good_id = f.id" if tested and test is one_by_one else ""
    sql = (
        "SELECT arm, place, good_id FROM ("
        f"SELECT CASE WHEN s.can_buy THEN 0 ELSE 10 END + {tier} AS arm, {LOW} - s.good_id AS place, s.good_id"
        f" FROM unnest(%s::bigint[]) f(id) JOIN shelf_shelf s ON s.good_id = f.id{words}"
        f") found WHERE arm > %s OR (arm = %s AND place > %s) ORDER BY arm, place LIMIT {limit}"
    )
    better = [wanted.narrowed(asked.match(tier)).tsquery(wanted.mart_id) for tier in tiers[:-1]]
    return [(sql, [*better, list(ids), cursor.arm, cursor.arm, cursor.place])]


def _known_sorted(wanted: Wanted, ids: Sequence[int], cursor: Cursor, limit: int) -> list[Sql]:
    """Goods known to match in another order: by price, stars or sales."""
    place = cursor.after(0)
    if place is None:
        return []
    column = f"s.{wanted.column}"
    sql = (
        f"SELECT 0 AS arm, {column} AS place, s.good_id FROM unnest(%s::bigint[]) f(id)"
        f" JOIN shelf_shelf s ON s.good_id = f.id WHERE {column} > %s ORDER BY {column} LIMIT {limit}"
    )
    return [(sql, [list(ids), place])]
