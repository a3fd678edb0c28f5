"""What must hold of the shelf: it says what the catalogue, the stock and the orders say."""

from collections.abc import Iterable, Iterator

from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.models import Model, Q

from haat.catalogue.models import Good
from haat.core.doctor import check, waiting_events
from haat.makers.models import Maker
from haat.orders.models import OrderLine
from haat.places.models import Mart
from haat.shelf.build import CHUNK
from haat.shelf.counts import wanted_counts
from haat.shelf.gather import Rows, on_sale, wanted_rows
from haat.shelf.models import Shelf, ShelfCount, ShelfMark, ShelfText, ShelfWords

HANDLED = "shelf."
TRIES = 4  # at an index to which somebody writes just now


def _coming() -> set[int]:
    """Goods of which the shelf has still to hear something: behind, not wrong."""
    told = HANDLED + "good_changed", HANDLED + "figures_changed", HANDLED + "sold"
    events = waiting_events(*told)
    goods = {event.subject_id for event in events if event.subject_type == Good._meta.label_lower}
    for event in events:
        named = [*event.data.get("good_ids", []), event.data.get("good_id"), event.data.get("good")]
        goods.update(int(good_id) for good_id in named if good_id)
    parts = [event.data["part_id"] for event in events if event.kind == "orders.delivered"]
    goods.update(OrderLine.objects.filter(part__in=parts).values_list("good_id", flat=True))
    makers = [event.subject_id for event in waiting_events(HANDLED + "maker_changed")]
    sellers = waiting_events(HANDLED + "seller_changed")
    makers += [event.data["maker"] for event in sellers if "maker" in event.data]
    makers += list(
        Maker.objects.filter(seller__in=[event.subject_id for event in sellers]).values_list("pk", flat=True)
    )
    marts = [event.subject_id for event in waiting_events(HANDLED + "mart_changed")]
    changed = Good.objects.filter(Q(maker__in=makers) | Q(mart__in=marts))
    return goods.union(changed.values_list("pk", flat=True))


def _chunks() -> Iterator[list[int]]:
    """Every good that is or should be on the shelf, but for those about to be swept."""
    ids = set(on_sale(Good.objects.all()).order_by().values_list("pk", flat=True))
    ids.update(ShelfText.objects.values_list("good_id", flat=True).distinct())
    ids.update(Shelf.objects.values_list("pk", flat=True), ShelfWords.objects.values_list("pk", flat=True))
    ids.difference_update(ShelfMark.objects.values_list("good_id", flat=True), _coming())
    ordered = sorted(ids)
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]


@check("shelf = live goods × languages")
def shelf_is_catalogue() -> Iterable[str]:
    """Every live good has its rows in every language of its mart, saying what they should; none other has."""
    for chunk in _chunks():
        wanted = {row.shelf.pk: row for row in wanted_rows(chunk)}
        shelf = {row.pk: row for row in Shelf.objects.filter(pk__in=chunk)}
        words = {row.pk: row for row in ShelfWords.objects.filter(pk__in=chunk)}
        texts: dict[int, dict[str, ShelfText]] = {}
        for text in ShelfText.objects.filter(good__in=chunk):
            texts.setdefault(text.good_id, {})[text.language] = text
        for good_id in chunk:
            yield from _faults(
                good_id, wanted.get(good_id), shelf.get(good_id), texts.get(good_id, {}), words.get(good_id)
            )


def _faults(
    good_id: int,
    wanted: Rows | None,
    shelf: Shelf | None,
    texts: dict[str, ShelfText],
    words: ShelfWords | None,
) -> Iterator[str]:
    if wanted is None:
        yield f"good {good_id} is on the shelf but not on sale"
        return
    pairs: list[tuple[str, Model, Model | None]] = [
        ("shelf", wanted.shelf, shelf),
        ("words", wanted.words, words),
    ]
    pairs += [(f"text {text.language}", text, texts.pop(text.language, None)) for text in wanted.texts]
    for what, right, found in pairs:
        if found is None:
            yield f"good {good_id}: its {what} is missing"
            continue
        for field in right._meta.concrete_fields:
            name = field.attname
            says, should = getattr(found, name), getattr(right, name)
            if name != "id" and says != should:
                yield f"good {good_id}: {what} says {name} {says!s:.60}, not {should!s:.60}"
    for language in texts:
        yield f"good {good_id}: a text in {language}, which its mart does not speak"


@check("shelf counts = its rows")
def counts_are_rows() -> Iterable[str]:
    """Each stored count is that of the rows it counts."""
    for mart in Mart.objects.order_by("pk"):
        stored = {row.cell: (row.goods, row.makers) for row in ShelfCount.objects.filter(mart=mart)}
        wanted = wanted_counts(mart.pk)
        for cell in sorted(stored.keys() | wanted.keys()):
            if stored.get(cell) != wanted.get(cell):
                yield f"{mart} {cell}: stored {stored.get(cell)}, counted {wanted.get(cell)}"


@check("search index = the shelf's words")
def index_is_words() -> Iterable[str]:
    """SQLite's index agrees with the table it is over; PostgreSQL's is a column of the row itself."""
    if connection.vendor != "sqlite":
        return
    for turn in range(TRIES):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("INSERT INTO shelf_search(shelf_search, rank) VALUES ('integrity-check', 1)")
            return
        except OperationalError as error:
            if turn == TRIES - 1:
                yield f"the search index could not be examined ({error}); ask again"
        except DatabaseError as error:
            yield f"the search index does not agree with its words ({error}); run haat rebuild shelf"
            return
