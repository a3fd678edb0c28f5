"""Rates, fees and wages that hold on a day; a fixed number of queries however many variants."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from django.db.models import BigIntegerField, CharField, QuerySet, prefetch_related_objects

from haat.catalogue.models import Variant
from haat.core.prepared import Prepared, Slot, numbered, slots
from haat.places.models import STEP, Mart, Place
from haat.pricing.errors import NoTaxRule
from haat.pricing.models import CostSheet, FeeRule, TaxRule, Wage
from haat.pricing.rules import choose_dated, choose_fee, choose_tax_rule
from haat.pricing.split import Split, split_line

MART_CHANNEL = "mart"


@dataclass(frozen=True)
class Fee:
    """What the mart keeps: `fee_bp` of the price and `packing_paise` a piece."""

    fee_bp: int
    packing_paise: int


NO_FEE = Fee(0, 0)


@dataclass(frozen=True)
class LineRules:
    """Everything `split_line` needs for a variant.

    `tax_rule_id` is None when the seller charges no tax and no rule is known for the goods.
    """

    tax_bp: int
    tax_rule_id: int | None
    hsn: str
    fee_bp: int
    packing_paise: int
    charges_tax: bool

    @property
    def charged_tax_bp(self) -> int:
        """The rate really inside the price: 0 when the seller is not registered."""
        return self.tax_bp if self.charges_tax else 0

    def split(self, piece_paise: int, quantity: int = 1) -> Split:
        """Where the money of so many pieces at this price (paise, tax included) goes. Raises PriceTooLow."""
        return split_line(
            piece_paise,
            quantity,
            tax_bp=self.tax_bp,
            fee_bp=self.fee_bp,
            packing_paise=self.packing_paise,
            charges_tax=self.charges_tax,
        )


@Prepared
def _fees() -> QuerySet[FeeRule]:
    """The rules of a channel, and the mart's own, which hold where the channel has none."""
    channels = [Slot("channel", CharField()), MART_CHANNEL]
    return FeeRule.objects.filter(mart=Slot("mart", BigIntegerField()), channel__in=channels)


@cache
def _tax_rules(slugs: int) -> Prepared[TaxRule]:
    """The rules of so many lines of goods at once."""
    return Prepared(lambda: TaxRule.objects.filter(slug__in=slots(slugs, CharField())).defer("names", "source"))


def tax_rule(*, tax_slug: str, piece_paise: int, packed_and_labelled: bool, on: date) -> TaxRule:
    """The rule for a line of goods at a piece price (paise, tax included) on a day; raises NoTaxRule."""
    found = choose_tax_rule(
        TaxRule.objects.filter(slug=tax_slug),
        piece_paise=piece_paise,
        packed_and_labelled=packed_and_labelled,
        on=on,
    )
    if found is None:
        raise NoTaxRule(tax_slug)
    return found


def fee(mart: Mart, on: date, *, channel: str = MART_CHANNEL) -> Fee:
    """What the mart keeps from a sale on `on` in a channel: its own fee where the channel has none on that day.

    A mart that has set no fee at all keeps nothing.
    """
    return _fee_of(_fees.all(mart=mart.pk, channel=channel), channel, on)


def _fee_of(rules: Sequence[FeeRule], channel: str, on: date) -> Fee:
    rule = choose_fee(rules, channel=channel, own=MART_CHANNEL, on=on)
    return NO_FEE if rule is None else Fee(rule.fee_bp, rule.packing_paise)


def wage_day_paise(place: Place, on: date) -> int | None:
    """A fair day's pay (paise for eight hours) in the state `place` lies in; None when it is not known."""
    row = choose_dated(Wage.objects.filter(state__path=place.path[:STEP]), on=on)
    return None if row is None else row.day_paise


@dataclass
class Known:
    """Fee and tax rules of a mart as they were read, for pages that show many goods one after the other."""

    fees: dict[str, list[FeeRule]] = field(default_factory=dict)
    taxes: dict[str, list[TaxRule]] = field(default_factory=dict)

    def fee(self, mart: Mart, channel: str, on: date) -> Fee:
        if channel not in self.fees:
            self.fees[channel] = _fees.all(mart=mart.pk, channel=channel)
        return _fee_of(self.fees[channel], channel, on)

    def tax(self, slugs: set[str]) -> dict[str, list[TaxRule]]:
        missing = sorted(slugs - self.taxes.keys())
        if missing:
            found: dict[str, list[TaxRule]] = {slug: [] for slug in missing}
            for rule in _tax_rules(len(missing)).all(**numbered(missing)):
                found[rule.slug].append(rule)
            self.taxes.update(found)  # at once: another thread must not see a line of goods without its rules
        return self.taxes


def rules_for(
    mart: Mart,
    variants: Sequence[Variant],
    on: date,
    *,
    channel: str = MART_CHANNEL,
    prices: Mapping[int, int] | None = None,
    known: Known | None = None,
) -> dict[int, LineRules]:
    """By variant id, the rules for splitting a sale on `on` in a channel, at its price or at that of `prices` (paise).

    Two queries, and up to three more when `good__maker__seller` is not loaded yet. `known` is read instead where it
    can answer, and filled where it cannot: for showing a split, and for taking money only when it was begun in the
    same transaction. Raises NoTaxRule for a registered seller's goods without a rate.
    """
    prefetch_related_objects(variants, "good__maker__seller")
    known = known or Known()
    mart_fee = known.fee(mart, channel, on)
    by_slug = known.tax({variant.good.tax_slug for variant in variants})
    told = prices or {}
    return {
        variant.pk: _line_rules(
            variant, told.get(variant.pk, variant.price_paise), by_slug[variant.good.tax_slug], mart_fee, on
        )
        for variant in variants
    }


def _line_rules(variant: Variant, piece_paise: int, rules: list[TaxRule], mart_fee: Fee, on: date) -> LineRules:
    good = variant.good
    registered = good.maker.seller.registered
    rule = choose_tax_rule(rules, piece_paise=piece_paise, packed_and_labelled=good.packed_and_labelled, on=on)
    if rule is None and registered:
        raise NoTaxRule(good.tax_slug)
    return LineRules(
        tax_bp=rule.rate_bp if rule else 0,
        tax_rule_id=rule.pk if rule else None,
        hsn=good.hsn or (rule.hsn if rule else ""),
        fee_bp=mart_fee.fee_bp,
        packing_paise=mart_fee.packing_paise,
        charges_tax=registered,
    )


def hsn_codes(variants: Sequence[Variant], on: date) -> dict[int, str]:
    """By variant id (its good loaded), the HSN code on a day: the good's own, or its tax rule's; "" for neither."""
    by_slug = Known().tax({variant.good.tax_slug for variant in variants})
    return {variant.pk: _hsn(variant, by_slug[variant.good.tax_slug], on) for variant in variants}


def _hsn(variant: Variant, rules: list[TaxRule], on: date) -> str:
    good = variant.good
    rule = choose_tax_rule(rules, piece_paise=variant.price_paise, packed_and_labelled=good.packed_and_labelled, on=on)
    return good.hsn or (rule.hsn if rule else "")


def cost_of(variant: Variant) -> CostSheet | None:
    """What one piece costs its maker; None until she has said."""
    return CostSheet.objects.filter(variant=variant).first()
