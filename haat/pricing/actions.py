"""The only writes of pricing: cost sheets, rules, fees."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from haat.catalogue.models import Variant
from haat.core.actor import Actor
from haat.core.dates import today
from haat.core.events import Happened, changes, record, record_all
from haat.core.locks import hold, hold_all
from haat.core.rows import insert_many
from haat.places.models import Mart, Place
from haat.pricing import data
from haat.pricing.errors import FeeBegun, FeeInThePast, FeeOutOfRange, NegativeCost, PackingTooHigh, WorkTooLong
from haat.pricing.models import CostSheet, FeeRule, TaxRule, Wage
from haat.pricing.queries import MART_CHANNEL

MOST_MINUTES = 60 * 24 * 60
# What packing a piece may cost at most, in paise.
MOST_PACKING = 1_000_000


@transaction.atomic
def set_cost(
    variant: Variant, *, materials: Sequence[Mapping[str, Any]], minutes: int, other_paise: int = 0, by: Actor
) -> CostSheet:
    """Write what one piece costs: materials [{slug, paise, names?}], minutes of work, other paise.

    Raises NegativeCost, WorkTooLong.
    """
    told = sheet_of(variant, materials=materials, minutes=minutes, other_paise=other_paise)
    hold(variant)
    before = _cost(CostSheet.objects.filter(variant=variant).first())
    (sheet,) = CostSheet.objects.bulk_create(
        [told],
        update_conflicts=True,
        unique_fields=["variant"],
        update_fields=["materials", "minutes", "other_paise"],
    )
    record_all([_cost_set(sheet, before)], by=by)
    return sheet


def sheet_of(variant: Variant, *, materials: Sequence[Mapping[str, Any]], minutes: int, other_paise: int) -> CostSheet:
    """What one piece costs, not written yet. Raises NegativeCost, WorkTooLong."""
    lines = [dict(line) | {"paise": int(line["paise"])} for line in materials]
    if other_paise < 0 or minutes < 0 or any(line["paise"] < 0 for line in lines):
        raise NegativeCost()
    if minutes > MOST_MINUTES:
        raise WorkTooLong()
    return CostSheet(variant=variant, materials=lines, minutes=minutes, other_paise=other_paise)


@transaction.atomic
def write_first_costs(sheets: Sequence[CostSheet], *, by: Actor) -> None:
    """What pieces of new variants cost, as `set_cost` writes it one by one; the sheets are those of `sheet_of`."""
    for sheet in sheets:
        variant = sheet.variant  # which has its key only now
        sheet.variant = variant
    insert_many(sheets)
    record_all([_cost_set(sheet, {}) for sheet in sheets], by=by)


def _cost_set(sheet: CostSheet, before: Mapping[str, Any]) -> Happened:
    told = {"materials_paise": sheet.materials_paise, "minutes": sheet.minutes, **changes(before, _cost(sheet))}
    return Happened("pricing.cost_set", sheet.variant, told)


def _cost(sheet: CostSheet | None) -> dict[str, Any]:
    """A cost sheet as its history keeps it."""
    fields = ("materials_paise", "minutes", "other_paise")
    return {field: getattr(sheet, field) for field in fields} if sheet else {}


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
            names={"en": line.name_en, "hi": line.name_hi, "mr": line.name_mr},
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

    Orders placed before keep the rule they used. Told twice it counts once. Raises FeeOutOfRange, PackingTooHigh.
    """
    if not 0 <= fee_bp <= 5000 or packing_paise < 0:
        raise FeeOutOfRange()
    if packing_paise > MOST_PACKING:
        raise PackingTooHigh(MOST_PACKING)
    hold(mart)
    figures = {"fee_bp": fee_bp, "packing_paise": packing_paise, "source": source}
    same = FeeRule.objects.filter(mart=mart, channel=channel, from_date=from_date, **figures).first()
    if same is not None:
        return same
    rules = FeeRule.objects.filter(mart=mart, channel=channel, from_date__lte=from_date)
    before = _fee(rules.order_by("-from_date").first())
    rule, _made = FeeRule.objects.update_or_create(mart=mart, channel=channel, from_date=from_date, defaults=figures)
    record(
        "pricing.fee_set",
        mart,
        by=by,
        mart_id=mart.pk,
        channel=channel,
        fee_bp=fee_bp,
        packing_paise=packing_paise,
        from_date=from_date.isoformat(),
        **changes(before, _fee(rule)),
    )
    return rule


@transaction.atomic
def follow_fee(
    mart: Mart, *, channel: str, fee_bp: int, packing_paise: int, from_date: date, source: str, by: Actor
) -> FeeRule:
    """Set what the mart keeps from today or a coming day on, as `set_fee` does.

    A fee that has begun stays as it was decided: it is followed by a new one, not edited. Raises FeeOutOfRange,
    PackingTooHigh, FeeInThePast, FeeBegun.
    """
    if from_date < today():
        raise FeeInThePast()
    hold(mart)
    begun = FeeRule.objects.filter(mart=mart, channel=channel, from_date=from_date, from_date__lte=today()).first()
    if begun is not None and (begun.fee_bp, begun.packing_paise) != (fee_bp, packing_paise):
        raise FeeBegun()
    return set_fee(
        mart,
        channel=channel,
        fee_bp=fee_bp,
        packing_paise=packing_paise,
        from_date=from_date,
        source=source,
        by=by,
    )


@transaction.atomic
def take_back_fee(rule: FeeRule, *, by: Actor) -> None:
    """A fee that has not begun shall not come; told twice it counts once. Raises FeeBegun."""
    hold(rule.mart)
    held = hold_all(FeeRule.objects.filter(pk=rule.pk))
    if not held:
        return
    if held[0].from_date <= today():
        raise FeeBegun()
    record(
        "pricing.fee_taken_back",
        rule.mart,
        by=by,
        mart_id=rule.mart_id,
        rule_id=rule.pk,
        channel=held[0].channel,
        from_date=held[0].from_date.isoformat(),
        **_fee(held[0]),
    )
    held[0].delete()


def _fee(rule: FeeRule | None) -> dict[str, Any]:
    """A fee as its history keeps it: what holds from a day on, against what held until then."""
    return {"fee_bp": rule.fee_bp, "packing_paise": rule.packing_paise} if rule else {}
