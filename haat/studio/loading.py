"""What is read of sizes before anything is said of them, in a number of statements that does not grow with theirs."""

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Q, QuerySet, prefetch_related_objects

from haat.catalogue.models import Attribute, GoodKind, Variant

BATCH = 500
# Whatever `following`, `knowing` and `reasons` read of a size.
_PATHS = (
    *("good__texts", "good__kind", "good__craft", "good__mart"),
    *("good__maker__mart", "good__maker__seller__state", "good__maker__bank", "good__maker__members"),
    *("good__maker__documents", "good__maker__organisation", "good__maker__place"),
    "good__maker__block__parent__parent",
)


def load(variants: Sequence[Variant]) -> None:
    """Read what hangs on these sizes; what is there already is not read again."""
    prefetch_related_objects(variants, *_PATHS)


def in_batches(variants: "QuerySet[Variant]", size: int = BATCH) -> Iterator[list[Variant]]:
    """These sizes by their keys, `size` at a time and loaded; no more of them are in memory at once."""
    last, rows = 0, variants.order_by("pk")
    while batch := list(rows.filter(pk__gt=last)[:size]):
        load(batch)
        yield batch
        last = batch[-1].pk


def attributes_of(kinds: Iterable[GoodKind]) -> dict[int | None, list[Attribute]]:
    """By kind, what is asked of its goods alone, and under None what is asked of all; one statement."""
    found: dict[int | None, list[Attribute]] = {None: [], **{kind.pk: [] for kind in kinds}}
    asked = Attribute.objects.filter(Q(kind=None) | Q(kind__in=[pk for pk in found if pk]))
    for attribute in asked.order_by("position", "pk"):
        found[attribute.kind_id].append(attribute)
    return found
