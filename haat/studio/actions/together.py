"""Many new goods of one mart at once: each is what `list_good` makes of it, in a few statements for all."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import transaction

from haat.catalogue import actions as catalogue
from haat.catalogue.models import Variant
from haat.core.actor import Actor
from haat.core.errors import HaatError
from haat.core.locks import hold
from haat.makers.models import Maker
from haat.places.models import Mart
from haat.pricing.actions import sheet_of, write_first_costs
from haat.pricing.models import CostSheet
from haat.stock import actions as stock
from haat.stock.rules import check_pieces
from haat.studio.facts import GoodFacts, Size


class Telling(NamedTuple):
    """What is told of a good of a maker under a key; without pictures."""

    maker: Maker
    facts: GoodFacts
    key: str


@dataclass
class _Listed:
    """What is to be written of a good that nothing speaks against."""

    draft: catalogue.Draft
    costs: list[CostSheet] = field(default_factory=list)
    pieces: list[tuple[Variant, int]] = field(default_factory=list)


@transaction.atomic
def list_new(mart: Mart, told: Sequence[Telling], *, by: Actor) -> list[bool | HaatError]:
    """Make drafts of those whose makers have no good of that key; of each: True (made), False (there), or a refusal.

    The mart is held, so that two who tell of one good make one; what is told first has the key and the code.
    """
    mart = hold(mart)
    known = catalogue.Known(
        mart,
        keys={(each.maker.pk, each.key) for each in told},
        skus={size.sku for each in told for size in each.facts.sizes if size.sku},
    )
    answers: list[bool | HaatError] = []
    listed: list[_Listed] = []
    for each in told:
        try:
            found = None if known.has((each.maker.pk, each.key)) else _listed(each, known)
        except HaatError as refusal:
            answers.append(refusal)
            continue
        answers.append(found is not None)
        if found is not None:
            known.add(found.draft)
            listed.append(found)
    if listed:
        _write(mart, listed, by)
    return answers


def _listed(told: Telling, known: catalogue.Known) -> _Listed:
    """Whatever can be wrong with a telling is found here, in the order of `list_good`. Raises HaatError."""
    facts = told.facts
    draft = catalogue.draft_of(
        told.maker,
        key=told.key,
        craft=facts.craft,
        names=facts.names,
        descriptions=facts.descriptions,
        care=facts.care,
        made_to_order=facts.made_to_order,
        making_days=facts.making_days,
        attributes=facts.attributes,
        tax_slug=facts.tax_slug,
        hsn=facts.hsn,
        packed_and_labelled=facts.packed_and_labelled,
        shelf_life_days=facts.shelf_life_days,
        fragile=facts.fragile,
        ground=facts.ground,
        size_mm=facts.size_mm,
    )
    listed = _Listed(draft)
    for size in facts.sizes:
        _size(listed, size, known)
    return listed


def _size(listed: _Listed, size: Size, known: catalogue.Known) -> None:
    variant = catalogue.add_size(
        listed.draft,
        known,
        sku=size.sku,
        price_paise=size.price_paise,
        mrp_paise=size.mrp_paise,
        weight_g=size.weight_g,
        labels=size.labels,
        net_quantity=size.net_quantity or 1,
        net_unit=size.net_unit or "piece",
    )
    if size.cost is not None:
        cost = size.cost
        sheet = sheet_of(variant, materials=cost.materials, minutes=cost.minutes, other_paise=cost.other_paise)
        listed.costs.append(sheet)
    if size.pieces is not None:
        check_pieces(size.pieces, field="capacity" if listed.draft.good.made_to_order else "on_hand")
        listed.pieces.append((variant, size.pieces))


def _write(mart: Mart, listed: Sequence[_Listed], by: Actor) -> None:
    catalogue.write_drafts(mart, [each.draft for each in listed], by=by)
    costs = [sheet for each in listed for sheet in each.costs]
    if costs:
        write_first_costs(costs, by=by)
    ready, to_order = [], []
    for each in listed:
        good = each.draft.good
        if good.made_to_order:
            to_order += each.pieces
        else:
            cause = f"listed:{good.pk}:{good.changed_at.timestamp():.6f}"
            ready += [(variant, pieces, cause) for variant, pieces in each.pieces]
    if ready:
        stock.count_first(ready, by=by)
    if to_order:
        stock.set_first_capacity(to_order, by=by)
