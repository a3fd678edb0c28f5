"""What the shop reads: listings, search, facets, cards, the front page."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from json import loads
from typing import Any

from django.db.models import QuerySet

from haat.catalogue.models import Craft
from haat.core.dates import today
from haat.core.languages import LANGUAGES, best
from haat.places.models import Mart
from haat.places.queries import next_festival
from haat.shelf import newest, picking
from haat.shelf.cards import Card, CraftTile, Facet, Facets, Home, Page
from haat.shelf.fold import understood
from haat.shelf.matching import COARSE, EXACT_NAME, FINE, FINE_NAME, LONGEST_QUERY, SOME_WORDS, Asked, ask
from haat.shelf.models import SORTS, Shelf, ShelfCount
from haat.shelf.picking import FEW, FLOOR, Counted, Cursor, Wanted

__all__ = ["Card", "CraftTile", "Facet", "Facets", "Home", "Page", "cards", "facets", "home", "listing"]

PAGE = 24
LARGEST_PAGE = 100
Price = tuple[int | None, int | None]
Readiness = ShelfCount.Readiness


def listing(
    mart: Mart,
    language: str,
    *,
    craft: str | None = None,
    block: str | None = None,
    maker_id: int | None = None,
    price: Price | None = None,
    ready: bool | None = None,
    query: str | None = None,
    literal: bool = False,
    sort: str = "new",
    after: str | None = None,
    size: int = PAGE,
) -> Page:
    """A page of the mart's goods in `language`, at most two queries.

    `craft` and `block` are slugs; `price` (lowest, highest) in paise, either may be None; `ready` True: lies
    ready, False: made to order; `literal` with a query: only as it is spelt; `sort` one of SORTS (with a query,
    "new" means best match first, then newest); `after` the `next` of the page before (nonsense gives the first
    page). Sold-out goods come last.
    """
    low, high = price or (None, None)
    wanted = Wanted(
        mart_id=mart.pk,
        craft=craft or None,
        block=block or None,
        maker_id=maker_id,
        made_to_order=None if ready is None else not ready,
        low=low,
        high=high,
        sort=sort if sort in SORTS else "new",
    )
    size = min(max(size, 1), LARGEST_PAGE)
    cursor = Cursor.read(after)
    if query and query.strip():
        # The known spellings are Devanagari: of no help to who reads another script.
        helped = not literal and LANGUAGES[language].script == "Deva"
        read_as = understood(query[:LONGEST_QUERY]) if helped else None
        return _search(replace(wanted, asked=ask(query, literal=literal)), read_as, language, cursor, size)
    if wanted.priced or wanted.maker_id is not None:
        return _counted(wanted, language, cursor, size)
    return _whole(wanted, language, cursor, size)


def _whole(wanted: Wanted, language: str, cursor: Cursor, size: int) -> Page:
    """A listing whose total is stored: one query."""
    arms = picking.arms_by_order(wanted, cursor, size + 1, many=True)
    total = (
        "(SELECT n.goods FROM shelf_shelfcount n WHERE n.mart_id = %s AND n.craft = %s AND n.block = %s"
        " AND n.readiness = %s)",
        [wanted.mart_id, wanted.craft or "", wanted.block or "", _readiness(wanted.made_to_order)],
    )
    rows = picking.page_rows(arms, wanted.mart_id, language, size + 1, total=total, kept=True)
    return _page(rows, size, total=(rows[0][2] or 0) if rows else 0)


def _counted(wanted: Wanted, language: str, cursor: Cursor, size: int) -> Page:
    """A listing narrowed by price or maker, whose total is counted up to FLOOR."""
    count = picking.count_goods(wanted)
    if not count:
        return Page([], None, 0)
    arms = picking.arms_by_order(wanted, cursor, size + 1, many=count > FLOOR)
    rows = picking.page_rows(arms, wanted.mart_id, language, size + 1)
    return _page(rows, size, total=count, bound=FLOOR)


def _search(wanted: Wanted, read_as: str | None, language: str, cursor: Cursor, size: int) -> Page:
    asked = wanted.asked
    if asked is None:
        return Page([], None, 0)
    counted = newest.count(wanted, asked) if newest.serves(wanted) else picking.count_matches(wanted, asked)
    fine, coarse = counted[0].held, counted[1].held
    widest = counted[1] if fine < FEW and coarse > fine else counted[0] if fine else counted[2]
    if not widest.held:
        return Page([], None, 0, understood=read_as)
    arms = _arms(wanted, asked, _tiers(fine, coarse), widest, cursor, size)
    rows = picking.page_rows(arms, wanted.mart_id, language, size + 1, kept=newest.one_plan(wanted, widest))
    return _page(rows, size, total=widest.held, bound=widest.floor, understood=read_as, relaxed=_relaxed(fine, coarse))


def _arms(
    wanted: Wanted, asked: Asked, tiers: list[int], widest: Counted, cursor: Cursor, size: int
) -> list[picking.Sql]:
    if newest.serves(wanted):
        return newest.arms(wanted, asked, tiers, widest, cursor, size + 1)
    if wanted.sort != "new":
        match = asked.match(tiers[-1])
        return picking.arms_of_sorted_search(wanted, match, cursor, size + 1, many=widest.many)
    if widest.held <= 2 * size:
        return picking.arm_of_few_matches(wanted, asked, tiers, cursor, size + 1)
    return picking.arms_by_match(wanted, asked, tiers, cursor, size + 1, many=widest.many)


def _tiers(fine: int, coarse: int) -> list[int]:
    """How loosely to match, given how many match finely and coarsely."""
    if not fine:
        return [COARSE if coarse else SOME_WORDS]
    return [EXACT_NAME, FINE_NAME, FINE] + [COARSE] * (coarse > fine)


def _relaxed(fine: int, coarse: int) -> str:
    if fine:
        return ""
    return "sounds" if coarse else "some_words"


def _page(
    rows: Sequence[tuple[Any, ...]],
    size: int,
    *,
    total: int,
    bound: int | None = None,
    understood: str | None = None,
    relaxed: str = "",
) -> Page:
    """A page of the first `size` rows; one more says that another page follows. Counts end at `bound`."""
    shown = rows[:size]
    floor = bound is not None and total > bound
    return Page(
        cards=[_card(row[4:]) for row in shown],
        next=str(Cursor(shown[-1][0], shown[-1][1])) if len(rows) > size else None,
        total=bound if floor and bound else total,
        total_is_floor=floor,
        understood=understood,
        relaxed=relaxed,
        edition=(rows[0][3] or 0) if rows else 0,
    )


def _card(row: Sequence[Any]) -> Card:
    """A card of a row of picking.COLUMNS; SQLite keeps truth as 0 and 1."""
    drawn, made_to_order, can_buy, artisan = bool(row[14]), bool(row[17]), bool(row[19]), bool(row[23])
    ratings, stars = row[20], row[21]
    mean = round(stars / ratings, 1) if ratings else None
    facts = (*row[:14], drawn, *row[15:17], made_to_order, row[18], can_buy, ratings, mean, row[22])
    return Card._make((*facts, artisan, bool(row[24])))


def _readiness(made_to_order: bool | None) -> str:
    if made_to_order is None:
        return ""
    return Readiness.ORDER if made_to_order else Readiness.READY


def facets(
    mart: Mart,
    language: str,
    *,
    craft: str | None = None,
    block: str | None = None,
    ready: bool | None = None,
    edition: int = 0,
) -> Facets:
    """What a listing under these filters may be narrowed to; one query on stored counts, or none.

    Crafts are counted within the block and readiness asked for, blocks within the craft and readiness, and so
    on. Words and prices do not count here. `edition` is that of the listing beside it: what was read of the same is
    known already.
    """
    narrowed = craft or "", block or "", _readiness(None if ready is None else not ready)
    read = _known_facets if edition else _facets
    return read(mart.pk, language, narrowed, edition)


def _facets(mart_id: int, language: str, narrowed: tuple[str, str, str], _edition: int) -> Facets:
    one, place, readiness = narrowed
    found = picking.rows(
        "SELECT craft, block, readiness, goods, makers, craft_names, block_names FROM shelf_shelfcount"
        " WHERE mart_id = %s AND ((block = %s AND readiness = %s) OR (craft = %s AND readiness = %s)"
        " OR (craft = %s AND block = %s))",
        [mart_id, place, readiness, one, readiness, one, place],
        kept=True,
    )
    counts = {row[:3]: row for row in found}
    crafts = [_facet(row, 0, language) for row in found if row[0] and row[1:3] == (place, readiness)]
    blocks = [_facet(row, 1, language) for row in found if row[1] and (row[0], row[2]) == (one, readiness)]
    nothing = ("", "", "", 0, 0, "", "")
    here = counts.get((one, place, readiness), nothing)
    return Facets(
        crafts=sorted(crafts, key=_biggest),
        blocks=sorted(blocks, key=_biggest),
        ready=counts.get((one, place, Readiness.READY), nothing)[3],
        to_order=counts.get((one, place, Readiness.ORDER), nothing)[3],
        goods=here[3],
        makers=here[4],
    )


# By the edition as well, which no two states of the counts share.
_known_facets = lru_cache(maxsize=256)(_facets)


def _facet(row: Sequence[Any], at: int, language: str) -> Facet:
    return Facet(row[at], _text(row[5 + at], language) or row[at], row[3], row[4])


@lru_cache(maxsize=10_000)
def _text(names: str, language: str) -> str:
    """The best of names kept as JSON; the same few dozen stand beside every listing."""
    return best(loads(names or "{}"), language).text


def _biggest(facet: Facet) -> tuple[int, str]:
    return -facet.goods, facet.name


def cards(mart: Mart, language: str, good_ids: Sequence[int]) -> list[Card]:
    """The cards of these goods in this order; those not on the shelf are left out. One query."""
    if not good_ids:
        return []
    marks = ", ".join(["%s"] * len(good_ids))
    found = picking.rows(
        f"SELECT {picking.COLUMNS} FROM shelf_shelf s"
        " JOIN shelf_shelftext t ON t.good_id = s.good_id AND t.language = %s"
        f" WHERE s.mart_id = %s AND s.good_id IN ({marks})",
        [language, mart.pk, *good_ids],
    )
    by_id = {row[0]: _card(row) for row in found}
    return [by_id[good_id] for good_id in dict.fromkeys(good_ids) if good_id in by_id]


def home(mart: Mart, language: str, *, new: int = 8) -> Home:
    """The front page: crafts with goods, the newest goods, the festival that comes. At most three queries.

    The crafts that the mart has put first lead, in its order; where it has put none, the one with the most goods. The
    others follow in the catalogue's order.
    """
    counts = picking.rows(
        "SELECT n.craft, n.goods, n.makers, c.names, c.lines, c.drawing, c.ground FROM shelf_shelfcount n"
        " LEFT JOIN catalogue_craft c ON c.slug = n.craft"
        " WHERE n.mart_id = %s AND n.block = '' AND n.readiness = '' ORDER BY c.position, n.craft",
        [mart.pk],
        kept=True,
    )
    goods, makers = next(((row[1], row[2]) for row in counts if not row[0]), (0, 0))
    crafts = [_tile(row, language) for row in counts if row[0]]
    leading = [slug for slug in mart.crafts if any(craft.slug == slug for craft in crafts)]
    leading = leading or [craft.slug for craft in sorted(crafts, key=lambda craft: -craft.goods)[:1]]
    return Home(
        crafts=sorted(crafts, key=lambda craft: _rank(leading, craft.slug)),
        new=_whole(Wanted(mart_id=mart.pk), language, Cursor(), new).cards,
        goods=goods,
        makers=makers,
        festival=next_festival(mart, today()),
    )


def _rank(leading: Sequence[str], slug: str) -> int:
    return leading.index(slug) if slug in leading else len(leading)


def _tile(row: Sequence[Any], language: str) -> CraftTile:
    slug, goods, makers, names, lines, drawing, ground = row
    return CraftTile(
        slug=slug,
        name=_text(names or "", language) or slug,
        line=_text(lines or "", language),
        goods=goods,
        makers=makers,
        drawing=drawing or "",
        ground=ground or "",
    )


def addresses(mart: Mart) -> QuerySet[Shelf, tuple[str, datetime]]:
    """(address, live since) of everything on the shelf, in the order it came."""
    return Shelf.objects.filter(mart=mart).order_by("good_id").values_list("slug", "live_at")


def crafts_on_shelf(mart: Mart) -> list[str]:
    """The addresses of the crafts of which something is on the shelf, in shop order."""
    there = Shelf.objects.filter(mart=mart).order_by().values("craft").distinct()
    return list(Craft.objects.filter(slug__in=there).order_by("position").values_list("slug", flat=True))
