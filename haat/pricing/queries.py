"""Rates, fees and wages that hold on a day; a fixed number of queries however many variants."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from django.db.models import BigIntegerField, CharField, F, Q, QuerySet, prefetch_related_objects

from haat.catalogue.models import Good, Variant
from haat.core.dates import today
from haat.core.prepared import Prepared, Slot, numbered, slots
from haat.places.models import STEP, Mart, Place
from haat.pricing.errors import NoTaxRule
from haat.pricing.models import ChannelFee, CostSheet, FeeRule, TaxRule, Wage
from haat.pricing.rules import choose_dated, choose_fee, choose_tax_rule
from haat.pricing.split import Split, fair_price, makers_share, split_line

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


def fees_of(mart: Mart) -> list[FeeRule]:
    """Every fee the mart has set, by channel, the latest day of each first."""
    return list(FeeRule.objects.filter(mart=mart).order_by("channel", "-from_date"))


def channel_fees_of(mart: Mart) -> list[ChannelFee]:
    """All that channels are said to take, by channel: what the mart's office wrote down, then the project's list.

    Of each by goods and price, the latest day first; one query.
    """
    own_first = F("mart_id").asc(nulls_last=True)
    fees = ChannelFee.objects.filter(Q(mart=mart) | Q(mart=None))
    return list(fees.order_by("channel", own_first, "category", "from_paise", "-from_date"))


def own_channel_fee(mart: Mart, pk: int) -> ChannelFee | None:
    """What the mart's office wrote down of a channel, with its mart; None for the project's list and other marts'."""
    return ChannelFee.objects.select_related("mart").filter(mart=mart, pk=pk).first()


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


def known_of(mart: Mart) -> Known:
    """What was read of a mart's rules for showing, kept as long as this very object of the mart is."""
    kept: Known = mart.__dict__.setdefault("_rules_shown", Known())
    return kept


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


def has_tax_line(slug: str) -> bool:
    """Whether a rate was ever brought in for this line of goods."""
    return TaxRule.objects.filter(slug=slug).exists()


def tax_lines() -> list[TaxRule]:
    """The lines of goods that are taxed today, each with the rule of its lowest price, by their HSN."""
    day = today()
    rules = TaxRule.objects.filter(Q(to_date=None) | Q(to_date__gte=day), from_date__lte=day)
    found: dict[str, TaxRule] = {}
    for rule in rules.order_by("hsn", "slug", F("over_paise").asc(nulls_first=True), "pk"):
        found.setdefault(rule.slug, rule)
    return list(found.values())


def tax_lines_called(slugs: Iterable[str]) -> dict[str, TaxRule]:
    """Slug → the newest rule of the line, whether it holds today or not; one query."""
    return {rule.slug: rule for rule in TaxRule.objects.filter(slug__in=set(slugs)).order_by("from_date", "pk")}


@dataclass(frozen=True)
class Worth:
    """What a size brings its maker at its price, what it costs her, and the price that pays her fairly (paise).

    `costs_paise` is None while she has not said; `fair_paise` also while no fair day's pay is known.
    """

    gets_paise: int
    costs_paise: int | None
    fair_paise: int | None

    @property
    def below_cost(self) -> bool:
        """True when she would pay for selling it."""
        return self.costs_paise is not None and self.gets_paise < self.costs_paise


def worths_of(good: Good) -> dict[int, Worth]:
    """By size of a good (`maker__seller`, `mart` and `variants` loaded): four queries. Empty where no rate is known."""
    variants = list(good.variants.all())
    for variant in variants:
        variant.good = good
    try:
        rules = rules_for(good.mart, variants, today()) if variants else {}
    except NoTaxRule:
        return {}
    sheets = {sheet.variant_id: sheet for sheet in CostSheet.objects.filter(variant__in=variants)}
    wage = wage_day_paise(good.mart.place, today())
    return {
        variant.pk: _worth(variant.price_paise, rules[variant.pk], sheets.get(variant.pk), wage) for variant in variants
    }


def below_cost(variant: Variant, price_paise: int) -> tuple[int, int] | None:
    """(what a size brings its maker at another price, what it costs her) when that is less; None otherwise (paise)."""
    sheet = cost_of(variant)
    if sheet is None:
        return None
    try:
        rules = rules_for(variant.good.mart, [variant], today(), prices={variant.pk: price_paise})
    except NoTaxRule:
        return None
    gets, costs = _worth(price_paise, rules[variant.pk], sheet, None).gets_paise, sheet.materials_paise
    return (gets, costs) if gets < costs else None


def _worth(price_paise: int, rules: LineRules, sheet: CostSheet | None, wage: int | None) -> Worth:
    terms = {"tax_bp": rules.charged_tax_bp, "fee_bp": rules.fee_bp, "packing_paise": rules.packing_paise}
    gets = makers_share(price_paise, **terms)
    if sheet is None:
        return Worth(gets, None, None)
    fair = fair_price(sheet, wage_day_paise=wage, **terms).suggested if wage is not None else None
    return Worth(gets, sheet.materials_paise, fair)
