"""Which goods stand on a page, in which order: the SQL behind a listing, for SQLite and PostgreSQL.

A page is picked from **arms**, tried in order: goods that can be bought before those sold out, better matches
before worse. Each arm is one range of one index and ends after a page's worth, so the cost does not
grow with the shop. Only constants of this file stand in the SQL; what a visitor sends is always a parameter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from haat.core import cursors
from haat.shelf.matching import COARSE, FINE, SOME_WORDS, Asked, Match, filter_keys, price_keys, shop_key
from haat.shelf.models import SORTS
from haat.shelf.ranking import LOW, MOST, newer_first, price_range

FLOOR = 500  # a count says "more than" above this
MANY = 2000  # from here on it is cheaper to walk an order and test each good than to gather and sort
MOST_FOUND = 20_000  # matches that are looked up, at the very most
FEW = 24  # with fewer good matches than a page, those that only sound alike follow

Sql = tuple[str, list[Any]]
COLUMNS = (
    "s.good_id, s.slug, t.name, t.name_language, s.maker_id, t.maker_name, s.maker_slug, t.place_name,"
    " s.craft, s.block, s.price_paise, s.top_paise, s.maker_paise, s.picture, s.drawn, s.ground,"
    " s.available, s.made_to_order, s.making_days, s.can_buy, s.stars_count, s.stars_sum, s.sold, s.artisan,"
    " s.home_only"
)

EDITION = (
    "(SELECT e.edition FROM shelf_shelfcount e"
    " WHERE e.mart_id = %s AND e.craft = '' AND e.block = '' AND e.readiness = '')"
)


@dataclass(frozen=True)
class Found:
    """Goods a match finds: a table `w`, its column with the good's id, a condition, the values of both."""

    table: str
    good_id: str
    condition: str
    values: list[Any]


@dataclass(frozen=True)
class Wanted:
    """A listing as asked for, cleaned. `low` and `high` in paise; `asked` the query's keys."""

    mart_id: int
    craft: str | None = None
    block: str | None = None
    maker_id: int | None = None
    made_to_order: bool | None = None
    low: int | None = None
    high: int | None = None
    sort: str = "new"
    asked: Asked | None = None

    @property
    def priced(self) -> bool:
        return self.low is not None or self.high is not None

    @property
    def between(self) -> bool:
        """True when the index narrows a search by price only roughly, and each match's own must be looked at."""
        return self.priced and shop_key(self.low, self.high) is None

    @property
    def column(self) -> str:
        """The column that keeps a good's place in the order asked for."""
        return f"by_{self.sort if self.sort in SORTS else 'new'}"

    def narrowed(self, match: Match, *, can_buy: bool | None = None) -> Match:
        """The match within the filters; the price may be rough (`between`). `can_buy`: only in stock, or sold out."""
        filters = filter_keys(
            craft=self.craft,
            block=self.block,
            maker_id=self.maker_id,
            made_to_order=self.made_to_order,
            can_buy=can_buy,
        )
        band = shop_key(self.low, self.high) if self.priced else None
        bands = price_keys(self.low, self.high) if self.between else ()
        return match.narrowed([*filters, *filter(None, [band])], one_of=bands)

    def found(
        self, match: Match, *, can_buy: bool | None = None, most: int = MOST_FOUND, walked: bool = False
    ) -> Found:
        """What matches within the filters but for the exact price. `can_buy`: only goods in stock, or sold out.

        `walked`: the goods are to be gone through in the order of their ids until a page is full; otherwise the
        index is asked for all of them, or at least for `most`.
        """
        narrowed = self.narrowed(match, can_buy=can_buy)
        if not _is_postgresql():
            return Found("shelf_search w", "w.rowid", "shelf_search MATCH %s", [narrowed.fts5(self.mart_id)])
        query = narrowed.tsquery(self.mart_id)
        if walked:
            return Found("shelf_shelfwords w", "w.good_id", "w.search @@ %s::tsquery", [query])
        return Found(f"shelf_found(%s::tsquery, {most}) w(good_id)", "w.good_id", "TRUE", [query])

    def conditions(self) -> Sql:
        """The filters but for the price, on the shelf `s`."""
        given = {"s.maker_id": self.maker_id, "s.craft": self.craft, "s.block": self.block}
        where: list[str] = ["s.mart_id = %s"]
        values: list[Any] = [self.mart_id]
        for column, value in given.items():
            if value is not None:
                where.append(f"{column} = %s")
                values.append(value)
        if self.made_to_order is not None:
            where.append("s.made_to_order" if self.made_to_order else "NOT s.made_to_order")
        return " AND ".join(where), values

    def unkeyed_price(self) -> Sql:
        """As `within_price` what no key of a search says; nothing, if a key says it all."""
        return self.within_price() if self.between else ("", [])

    def within_price(self) -> Sql:
        """The price as a condition on the shelf `s`, each part with its AND."""
        where, values = "", []
        for bound, sign in ((self.low, ">="), (self.high, "<=")):
            if bound is not None:
                where += f" AND s.price_paise {sign} %s"
                values.append(min(max(bound, 0), MOST))
        return where, values


@dataclass(frozen=True)
class Counted:
    """How many goods match: `held` were found, and if those are more than `floor`, there may be more.

    `many`: going through the goods in order finds a page sooner than gathering all that match. `ids`: which they are,
    when that is known.
    """

    held: int = 0
    floor: int = FLOOR
    many: bool = False
    ids: Sequence[int] | None = None


@dataclass(frozen=True)
class Cursor:
    """Where the page before ended: in which arm, at which place."""

    arm: int = 0
    place: int = -1

    @classmethod
    def read(cls, text: str | None) -> "Cursor":
        """The cursor a page was given as its `next`; the beginning when it is nonsense."""
        arm, _dot, place = (text or "").partition(".")
        if not (arm.isascii() and arm.isdigit() and place.isascii() and place.isdigit()) or len(arm + place) > 22:
            return cls()
        return cls(min(int(arm), 99), min(int(place), MOST))

    def __str__(self) -> str:
        return f"{self.arm}.{self.place}"

    def after(self, arm: int) -> int | None:
        """The place in `arm` after which to go on; None when the arm is done."""
        if arm < self.arm:
            return None
        return self.place if arm == self.arm else -1


def rows(sql: str, values: Sequence[Any], *, kept: bool = False) -> list[tuple[Any, ...]]:
    """All rows of one query. `kept`: whatever the values, one plan serves, and PostgreSQL makes it once."""
    with cursors.cursor(connection) if kept else connection.cursor() as line:
        line.execute(sql, values)
        found: list[tuple[Any, ...]] = line.fetchall()
        return found


def _is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def _bounded(body: str, limit: int) -> str:
    return f"(SELECT COUNT(*) FROM (SELECT 1 FROM {body} LIMIT {limit + 1}) counted)"


def count_matches(wanted: Wanted, asked: Asked) -> list[Counted]:
    """How many goods match finely; coarsely, if those are FEW; in some words, if none does. All bounded.

    One query: what is not needed is not counted.
    """
    where, values = wanted.unkeyed_price()
    counts: list[str] = []
    given: list[Any] = []
    for tier in (FINE, COARSE, SOME_WORDS):
        bound = MANY if tier == FINE and (wanted.sort != "new" or _is_postgresql()) else FLOOR
        found = wanted.found(asked.match(tier), most=MOST_FOUND if wanted.between else bound + 1)
        joined = f" JOIN shelf_shelf s ON s.good_id = {found.good_id}" if wanted.between else ""
        counts.append(_bounded(f"{found.table}{joined} WHERE {found.condition}{where}", bound))
        given += [*found.values, *values]
    sql = (
        f"WITH f AS MATERIALIZED (SELECT {counts[0]} AS n), "
        f"c AS MATERIALIZED (SELECT CASE WHEN f.n < {FEW} THEN {counts[1]} ELSE 0 END AS n FROM f) "
        f"SELECT f.n, c.n, CASE WHEN f.n = 0 AND c.n = 0 THEN {counts[2]} ELSE 0 END FROM f, c"
    )
    fine, *others = rows(sql, given)[0]
    return [
        Counted(fine, many=fine > MANY),
        *(Counted(held, many=held > FLOOR and wanted.sort == "new") for held in others),
    ]


def count_goods(wanted: Wanted) -> int:
    """How many goods pass the filters (no query), up to FLOOR + 1 and as many sold-out ones. One query."""
    where, values = wanted.conditions()
    if not wanted.priced:
        return int(rows(f"SELECT {_bounded(f'shelf_shelf s WHERE {where}', FLOOR)}", values)[0][0])
    total, given = [], []
    for gone in (False, True):
        between = price_range(wanted.low, wanted.high, gone=gone)
        total.append(_bounded(f"shelf_shelf s WHERE {where} AND s.by_cheap BETWEEN %s AND %s", FLOOR))
        given += [*values, *between]
    return int(rows(f"SELECT {' + '.join(total)}", given)[0][0])


def arms_by_order(wanted: Wanted, cursor: Cursor, limit: int, *, many: bool) -> list[Sql]:
    """Arms of a listing without a query. `many`: so many pass that walking the order finds a page soon."""
    if not wanted.priced:
        return _arm(0, wanted.conditions(), wanted.column, cursor, limit)
    if wanted.sort not in ("cheap", "dear") and many:
        where, values = wanted.conditions()
        more, given = wanted.within_price()
        return _arm(0, (where + more, values + given), wanted.column, cursor, limit)
    return [arm for gone in (False, True) for arm in _priced_arm(wanted, cursor, limit, gone=gone)]


def _priced_arm(wanted: Wanted, cursor: Cursor, limit: int, *, gone: bool) -> list[Sql]:
    """Goods of a range of prices: read in its order, or gathered by it and sorted into another."""
    where, values = wanted.conditions()
    dear = wanted.sort == "dear"
    between = price_range(wanted.low, wanted.high, gone=gone, dear=dear)
    by_price = "s.by_dear" if dear else "s.by_cheap"
    order = wanted.column if wanted.sort in ("cheap", "dear") else f"+s.{wanted.column}"
    condition = f"{where} AND {by_price} BETWEEN %s AND %s"
    return _arm(int(gone), (condition, [*values, *between]), order, cursor, limit)


def _arm(arm: int, condition: Sql, order: str, cursor: Cursor, limit: int) -> list[Sql]:
    """One arm over the shelf; none when the cursor is past it. A plus before `order` keeps its index out."""
    place = cursor.after(arm)
    if place is None:
        return []
    column = order if order.startswith("+") else f"s.{order}"
    where, values = condition
    sql = (
        f"SELECT {arm} AS arm, {column} AS place, s.good_id FROM shelf_shelf s"
        f" WHERE {where} AND {column} > %s ORDER BY {column} LIMIT {limit}"
    )
    return [(sql, [*values, place])]


def arms_by_match(
    wanted: Wanted, asked: Asked, tiers: Sequence[int], cursor: Cursor, limit: int, *, many: bool
) -> list[Sql]:
    """Arms of a search, best match first; in each the newest good first, which is the index's own order."""
    where, values = wanted.unkeyed_price()
    arms = []
    for gone in (False, True):
        for tier in tiers:
            arm = gone * 10 + tier
            place = cursor.after(arm)
            if place is None:
                continue
            found = wanted.found(asked.only(tier), can_buy=not gone, walked=many)
            joined = f" JOIN shelf_shelf s ON s.good_id = {found.good_id}" if wanted.between else ""
            sql = (
                f"SELECT {arm} AS arm, {LOW} - {found.good_id} AS place, {found.good_id} AS good_id"
                f" FROM {found.table}{joined} WHERE {found.condition} AND {found.good_id} < %s{where}"
                f" ORDER BY {found.good_id} DESC LIMIT {limit}"
            )
            # places count downwards from the newest good; before any place lies every id
            before = newer_first(place) if place >= 0 else LOW + 1
            arms.append((sql, [*found.values, before, *values]))
    return arms


def arm_of_few_matches(wanted: Wanted, asked: Asked, tiers: Sequence[int], cursor: Cursor, limit: int) -> list[Sql]:
    """The arms of a search as one, for few matches: each is looked up, told its tier, and sorted.

    The index is then asked once a tier, not twice a tier for goods in stock and again for those sold out.
    """
    tier = str(tiers[-1])
    tested: list[Any] = []
    for above in reversed(tiers[:-1]):
        better = wanted.found(asked.match(above))
        inside = f"SELECT {better.good_id} FROM {better.table} WHERE {better.condition}"
        tier = f"CASE WHEN s.good_id IN ({inside}) THEN {above} ELSE {tier} END"
        tested = better.values + tested
    found = wanted.found(asked.match(tiers[-1]))
    more, values = wanted.unkeyed_price()
    sql = (
        "SELECT arm, place, good_id FROM ("
        f"SELECT CASE WHEN s.can_buy THEN 0 ELSE 10 END + {tier} AS arm,"
        f" {LOW} - s.good_id AS place, s.good_id AS good_id"
        f" FROM {found.table} JOIN shelf_shelf s ON s.good_id = {found.good_id} WHERE {found.condition}{more}"
        f") found WHERE arm > %s OR (arm = %s AND place > %s) ORDER BY arm, place LIMIT {limit}"
    )
    return [(sql, [*tested, *found.values, *values, cursor.arm, cursor.arm, cursor.place])]


def arms_of_sorted_search(wanted: Wanted, match: Match, cursor: Cursor, limit: int, *, many: bool) -> list[Sql]:
    """The one arm of a search in another order than the match: by price, stars or sales."""
    place = cursor.after(0)
    if place is None:
        return []
    more, given = wanted.unkeyed_price()
    found = wanted.found(match, walked=many)
    if many:
        where, values = wanted.conditions()
        inside = f"+s.good_id IN (SELECT {found.good_id} FROM {found.table} WHERE {found.condition})"
        if _is_postgresql():  # the OFFSET keeps it a test of each good, whatever the planner thinks of it
            inside = (
                f"EXISTS (SELECT 1 FROM {found.table} WHERE {found.good_id} = s.good_id AND {found.condition} OFFSET 0)"
            )
        condition = (f"{where}{more} AND {inside}", [*values, *given, *found.values])
        return _arm(0, condition, wanted.column, cursor, limit)
    column = f"+s.{wanted.column}"
    sql = (
        f"SELECT 0 AS arm, {column} AS place, s.good_id"
        f" FROM {found.table} JOIN shelf_shelf s ON s.good_id = {found.good_id}"
        f" WHERE {found.condition}{more} AND {column} > %s ORDER BY {column} LIMIT {limit}"
    )
    return [(sql, [*found.values, *given, place])]


def page_rows(
    arms: Sequence[Sql], mart_id: int, language: str, limit: int, *, total: Sql = ("NULL", []), kept: bool = False
) -> list[tuple[Any, ...]]:
    """Rows (arm, place, total, edition of the counts, *COLUMNS) of the first `limit` goods of the arms. One query."""
    if not arms:
        return []
    parts = [f"SELECT * FROM ({sql}) arm_{number}" for number, (sql, _values) in enumerate(arms)]
    column, more = total
    picked = f"SELECT * FROM ({' UNION ALL '.join(parts)}) every_arm LIMIT {limit}"
    sql = (
        f"SELECT p.arm, p.place, {column}, {EDITION}, {COLUMNS} FROM ({picked}) p"
        " JOIN shelf_shelf s ON s.good_id = p.good_id"
        " JOIN shelf_shelftext t ON t.good_id = p.good_id AND t.language = %s ORDER BY p.arm, p.place"
    )
    values = [value for _sql, given in arms for value in given]
    return rows(sql, [*more, mart_id, *values, language], kept=kept)
