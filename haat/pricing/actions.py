"""The only writes of pricing: cost sheets, rules, fees."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import transaction

from haat.catalogue.models import Variant
from haat.core.actor import Actor
from haat.core.dates import today
from haat.core.events import Happened, changes, record, record_all
from haat.core.locks import hold, hold_all
from haat.core.rows import insert_many
from haat.core.texts import clean_line
from haat.places.models import Mart, Place
from haat.pricing import data
from haat.pricing.channel_errors import BadChannelFee
from haat.pricing.errors import FeeBegun, FeeInThePast, FeeOutOfRange, NegativeCost, PackingTooHigh, WorkTooLong
from haat.pricing.models import ChannelFee, CostSheet, FeeRule, TaxRule, Wage, Withholding
from haat.pricing.queries import MART_CHANNEL

MOST_MINUTES = 60 * 24 * 60
# What packing a piece may cost at most, in paise; and any one fee of a channel.
MOST_PACKING = 1_000_000
MOST_REFERRAL_BP, MOST_TAX_ON_FEES_BP, MOST_SLABS = 5000, 4000, 20


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
    """Load the project's tax lines, what channels take, and the wages of states that are there; how many were new.

    May be run again: a rule is known by its slug, condition and first day; rates of rules already used stay.
    """
    made = _import_tax_rules() + _import_wages() + _import_channel_fees() + _import_withholdings()
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


def _import_channel_fees() -> int:
    fields = ("channel", "category", "from_paise", "from_date")
    known = set(ChannelFee.objects.filter(mart=None).values_list(*fields))
    lines = [line for line in data.channel_fees() if tuple(getattr(line, field) for field in fields) not in known]
    return len(ChannelFee.objects.bulk_create(ChannelFee(**asdict(line)) for line in lines))


def _import_withholdings() -> int:
    known = set(Withholding.objects.values_list("kind", "from_date"))
    lines = [line for line in data.withholdings() if (line.kind, line.from_date) not in known]
    return len(Withholding.objects.bulk_create(Withholding(**asdict(line)) for line in lines))


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


@transaction.atomic
def set_channel_fee(
    mart: Mart,
    *,
    channel: str,
    category: str = "",
    from_paise: int = 0,
    to_paise: int | None = None,
    referral_bp: int | None,
    closing_paise: int | None,
    slabs: Sequence[tuple[int, int]] = (),
    further_kg_paise: int | None = None,
    tax_bp: int | None,
    from_date: date,
    source: str,
    sure: bool = True,
    by: Actor,
) -> ChannelFee:
    """Write down what a channel takes of the mart's sales, as `models.ChannelFee` says it: before the project's list.

    None is "not known". One of the same channel, category, first price and day is replaced; told twice it counts once.
    Raises BadChannelFee.
    """
    told = {
        "to_paise": to_paise,
        "referral_bp": referral_bp,
        "closing_paise": closing_paise,
        "slabs": [list(slab) for slab in slabs],
        "further_kg_paise": further_kg_paise,
        "tax_bp": tax_bp,
        "source": clean_line(source)[:200],
        "sure": sure,
    }
    _check_channel_fee(channel, from_paise, told)
    hold(mart)
    named: dict[str, Any] = {
        "channel": channel,
        "category": category,
        "from_paise": from_paise,
        "from_date": from_date,
    }
    before = _channel_fee(ChannelFee.objects.filter(mart=mart, **named).first())
    if before == told:
        return ChannelFee.objects.get(mart=mart, **named)
    fee, _made = ChannelFee.objects.update_or_create(mart=mart, **named, defaults=told)
    record(
        "pricing.channel_fee_set",
        mart,
        by=by,
        mart_id=mart.pk,
        **_named(fee),
        **changes(before, _channel_fee(fee)),
    )
    return fee


@transaction.atomic
def take_back_channel_fee(fee: ChannelFee, *, by: Actor) -> None:
    """What an office wrote down by mistake no longer holds; told twice it counts once. The project's list stays."""
    if fee.mart is None:
        return
    hold(fee.mart)
    held = hold_all(ChannelFee.objects.filter(pk=fee.pk))
    if not held:
        return
    record("pricing.channel_fee_taken_back", fee.mart, by=by, mart_id=fee.mart_id, **_named(held[0]))
    held[0].delete()


def _check_channel_fee(channel: str, from_paise: int, told: Mapping[str, Any]) -> None:
    """Raises BadChannelFee at the first field that cannot be."""
    sums = [told["closing_paise"] or 0, told["further_kg_paise"] or 0, *(paise for _g, paise in told["slabs"])]
    grams = [slab[0] for slab in told["slabs"]]
    rising = all(light < heavy for light, heavy in zip([0, *grams], grams, strict=False))
    right = {
        "channel": bool(channel) and channel != MART_CHANNEL,
        "from_paise": from_paise >= 0,
        "to_paise": told["to_paise"] is None or told["to_paise"] > from_paise,
        "referral_bp": 0 <= (told["referral_bp"] or 0) <= MOST_REFERRAL_BP,
        "closing_paise": 0 <= sums[0] <= MOST_PACKING,
        "slabs": rising and len(grams) <= MOST_SLABS and all(0 <= paise <= MOST_PACKING for paise in sums[1:]),
        "tax_bp": 0 <= (told["tax_bp"] or 0) <= MOST_TAX_ON_FEES_BP,
        "source": bool(told["source"]),
    }
    for field, holds in right.items():
        if not holds:
            raise BadChannelFee(field)


def _named(fee: ChannelFee) -> dict[str, Any]:
    """By what a channel's fee is known in its history."""
    return {
        "channel": fee.channel,
        "category": fee.category,
        "from_paise": fee.from_paise,
        "from_date": fee.from_date.isoformat(),
    }


def _channel_fee(fee: ChannelFee | None) -> dict[str, Any]:
    return {field: getattr(fee, field) for field in ChannelFee.SET} if fee else {}
