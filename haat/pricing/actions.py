"""The only writes of pricing: cost sheets, rules, fees."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from haat.catalogue.models import Variant
from haat.core.actor import Actor
from haat.core.errors import HaatError
from haat.core.events import record
from haat.places.models import Mart, Place
from haat.pricing import data
from haat.pricing.models import CostSheet, FeeRule, TaxRule, Wage
from haat.pricing.queries import MART_CHANNEL

MOST_MINUTES = 60 * 24 * 60


@transaction.atomic
def set_cost(
    variant: Variant, *, materials: Sequence[Mapping[str, Any]], minutes: int, other_paise: int = 0, by: Actor
) -> CostSheet:
    """Write what one piece costs: materials [{slug, paise, names?}], minutes of work, other paise.

    Raises HaatError: cost.negative, cost.too_long.
    """
    lines = [dict(line) | {"paise": int(line["paise"])} for line in materials]
    if other_paise < 0 or minutes < 0 or any(line["paise"] < 0 for line in lines):
        raise HaatError("cost.negative", _("Cost: no amount can be below zero."), field="cost")
    if minutes > MOST_MINUTES:
        raise HaatError("cost.too_long", _("Time for one piece: write minutes, for example 90."), field="minutes")
    (sheet,) = CostSheet.objects.bulk_create(
        [CostSheet(variant=variant, materials=lines, minutes=minutes, other_paise=other_paise)],
        update_conflicts=True,
        unique_fields=["variant"],
        update_fields=["materials", "minutes", "other_paise"],
    )
    record(
        "pricing.cost_set",
        variant,
        by=by,
        mart_id=variant.mart_id,
        materials_paise=sheet.materials_paise,
        minutes=minutes,
    )
    return sheet


@transaction.atomic
def import_rules(*, by: Actor) -> int:
    """Load the project's tax lines, and the wages of the states that are there; answers how many were new.

    May be run again: a rule is known by its slug, condition and first day; rates of rules already used stay.
    """
    made = _import_tax_rules() + _import_wages()
    if made:
        record("pricing.rules_imported", TaxRule.objects.latest("pk"), by=by, made=made)
    return made


def _import_tax_rules() -> int:
    fields = ("slug", "packed_and_labelled", "over_paise", "up_to_paise", "from_date")
    known = set(TaxRule.objects.values_list(*fields))
    new = [
        TaxRule(
            slug=line.slug,
            hsn=line.hsn,
            names={"en": line.name_en, "hi": line.name_hi},
            rate_bp=line.rate_bp,
            packed_and_labelled=line.packed_and_labelled,
            over_paise=line.over_paise,
            up_to_paise=line.up_to_paise,
            from_date=line.from_date,
            to_date=line.to_date,
            source=line.source,
        )
        for line in data.tax_rules()
        if tuple(getattr(line, field) for field in fields) not in known
    ]
    return len(TaxRule.objects.bulk_create(new))


def _import_wages() -> int:
    states = {place.lgd_code: place for place in Place.objects.filter(kind=Place.Kind.STATE)}
    known = set(Wage.objects.values_list("state_id", "from_date"))
    new = [
        Wage(state=states[wage.state], day_paise=wage.day_paise, from_date=wage.from_date, source=wage.source)
        for wage in data.wages()
        if wage.state in states and (states[wage.state].pk, wage.from_date) not in known
    ]
    return len(Wage.objects.bulk_create(new))


@transaction.atomic
def set_fee(
    mart: Mart,
    *,
    channel: str = MART_CHANNEL,
    fee_bp: int,
    packing_paise: int,
    from_date: date,
    source: str,
    by: Actor,
) -> FeeRule:
    """Set what the mart keeps from `from_date` on: `fee_bp` of the price, `packing_paise` a piece.

    Orders placed before keep the rule they used. Raises HaatError: fee.out_of_range.
    """
    if not 0 <= fee_bp <= 5000 or packing_paise < 0:
        raise HaatError("fee.out_of_range", _("Fee: between 0 and 50 percent of the price."), field="fee")
    rule, _made = FeeRule.objects.update_or_create(
        mart=mart,
        channel=channel,
        from_date=from_date,
        defaults={"fee_bp": fee_bp, "packing_paise": packing_paise, "source": source},
    )
    record(
        "pricing.fee_set",
        mart,
        by=by,
        mart_id=mart.pk,
        channel=channel,
        fee_bp=fee_bp,
        packing_paise=packing_paise,
        from_date=from_date.isoformat(),
    )
    return rule
