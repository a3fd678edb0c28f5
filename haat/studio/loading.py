"""What is read of sizes before anything is said of them, in a number of statements that does not grow with theirs.

A hundred thousand sizes are read some at a time: what many share (their makers, kinds, crafts and mart) is read once
and kept, of what belongs to one good nothing is.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from django.db.models import ExpressionWrapper, F, Model, Q, QuerySet, TextField, prefetch_related_objects

from haat.catalogue.models import Attribute, Craft, Good, GoodKind, GoodText, Variant
from haat.core.bare import bare
from haat.makers.models import Maker
from haat.makers.rules import Blocker, missing_to_open
from haat.places.models import Mart

BATCH = 1000
# So many makers are kept at most; beyond that they are read anew.
MOST_MAKERS = 10_000
# What is read of a maker; what only her standing hangs on is not kept.
_OF_MAKER = (
    *("mart", "seller__state", "organisation", "place", "block__parent__parent"),
    *("bank", "members", "documents"),
)
Row = TypeVar("Row", bound=Model)
# All that is judged by of a size and of its good.
_OF_SIZE = (
    *("id", "mart_id", "good_id", "sku", "labels", "attributes", "price_paise", "mrp_paise"),
    *("weight_g", "net_quantity", "net_unit", "position", "active"),
)
_OF_GOOD = (
    *("id", "mart_id", "maker_id", "craft_id", "kind_id", "state", "slug", "attributes", "made_to_order"),
    *("making_days", "tax_slug", "hsn", "packed_and_labelled", "shelf_life_days", "fragile"),
    *("length_mm", "width_mm", "height_mm"),
)
# What is kept as JSON comes as it lies there: mostly it says nothing, and then there is nothing to read.
_JSON = ("labels", "attributes", "good__attributes")


def _column(name: str) -> Any:
    return ExpressionWrapper(F(name), output_field=TextField()) if name in _JSON else name


_NAMES = (*_OF_SIZE, *(f"good__{name}" for name in _OF_GOOD))
_COLUMNS = tuple(map(_column, _NAMES))
_PACKED = tuple(_NAMES.index(name) for name in _JSON)


class Words(NamedTuple):
    """A good's words in one language."""

    name: str
    description: str
    care: str


@dataclass(frozen=True)
class Standing:
    """A maker with her seller, organisation and places, and what she lacks to be open."""

    maker: Maker
    lacks: tuple[Blocker, ...]


@dataclass
class Loader:
    """Reads sizes; what their goods share is kept for the next ones."""

    makers: dict[int, Standing] = field(default_factory=dict)
    kinds: dict[int, GoodKind] = field(default_factory=dict)
    crafts: dict[int, Craft] = field(default_factory=dict)
    marts: dict[int, Mart] = field(default_factory=dict)

    def load(self, variants: Sequence[Variant]) -> dict[int, dict[str, Words]]:
        """Read what hangs on these sizes, as far as nobody has; by good, its words by language."""
        unread = [variant for variant in variants if "good" not in variant._state.fields_cache]
        if unread:
            prefetch_related_objects(unread, "good")
        goods = {good.id: good for good in (variant.good for variant in variants)}
        self._makers({good.maker_id for good in goods.values()})
        _more(self.kinds, GoodKind, {good.kind_id for good in goods.values() if good.kind_id})
        _more(self.crafts, Craft, {good.craft_id for good in goods.values()})
        _more(self.marts, Mart, {good.mart_id for good in goods.values()})
        # Of the same good there may be several instances, one with each of its sizes.
        for good in {id(good): good for good in (variant.good for variant in variants)}.values():
            self._join(good)
        return words_of(goods)

    def _makers(self, wanted: set[int]) -> None:
        new = wanted - self.makers.keys()
        if not new:
            return
        if len(self.makers) + len(new) > MOST_MAKERS:
            self.makers.clear()
            new = wanted
        read = list(Maker.objects.filter(pk__in=new))
        prefetch_related_objects(read, *_OF_MAKER)
        for maker in read:
            self.makers[maker.pk] = Standing(maker, tuple(missing_to_open(maker)))
            maker._prefetched_objects_cache.clear()  # type: ignore[attr-defined]
            maker._state.fields_cache.pop("bank", None)

    def _join(self, good: Good) -> None:
        """Hang what is kept on a good, unless whoever asks has read it."""
        there = good._state.fields_cache
        if "maker" not in there:
            there["maker"] = self.makers[good.maker_id].maker
        if "kind" not in there:
            there["kind"] = self.kinds.get(good.kind_id) if good.kind_id else None
        if "craft" not in there:
            there["craft"] = self.crafts[good.craft_id]
        if "mart" not in there:
            there["mart"] = self.marts[good.mart_id]


def _more(kept: dict[int, Row], model: type[Row], wanted: set[int]) -> None:
    """Read those of `wanted` that are not kept yet."""
    new = wanted - kept.keys()
    if new:
        kept.update(model._default_manager.in_bulk(new))


def read_sizes(variants: "QuerySet[Variant]") -> list[Variant]:
    """These sizes with their goods, of each what is judged by (`core.bare`); one statement. Sizes share their good."""
    goods: dict[int, Good] = {}
    found = []
    for columns in variants.values_list(*_COLUMNS):
        line = list(columns)
        for at in _PACKED:
            line[at] = {} if line[at] == "{}" else json.loads(line[at])
        good_id = line[2]
        if good_id not in goods:
            goods[good_id] = bare(Good, _OF_GOOD, line[len(_OF_SIZE) :])
        found.append(bare(Variant, _OF_SIZE, line, good=goods[good_id]))
    return found


def words_of(good_ids: Iterable[int]) -> dict[int, dict[str, Words]]:
    """By good, its words by language; one statement."""
    found: dict[int, dict[str, Words]] = {pk: {} for pk in good_ids}
    rows = GoodText.objects.filter(good__among=found.keys()).order_by("good", "pk")
    for good_id, language, *words in rows.values_list("good_id", "language", "name", "description", "care"):
        found[good_id][language] = Words(*words)
    return found


def in_batches(variants: "QuerySet[Variant]", size: int = BATCH) -> Iterator[list[Variant]]:
    """These sizes by their keys, `size` at a time; no more of them are in memory at once."""
    last, rows = 0, variants.order_by("pk")
    while batch := list(rows.filter(pk__gt=last)[:size]):
        yield batch
        last = batch[-1].pk


def attributes_of(kinds: Iterable[GoodKind]) -> dict[int | None, list[Attribute]]:
    """By kind, what is asked of its goods alone, and under None what is asked of all; one statement."""
    found: dict[int | None, list[Attribute]] = {None: [], **{kind.pk: [] for kind in kinds}}
    asked = Attribute.objects.filter(Q(kind=None) | Q(kind__in=[pk for pk in found if pk]))
    for attribute in asked.order_by("position", "pk"):
        found[attribute.kind_id].append(attribute)
    return found
