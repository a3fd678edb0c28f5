"""The six lines the desk looks at before a good goes to the shop: the catalogue's four, price and stock."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from haat.catalogue.models import Good, Variant
from haat.catalogue.rules import ASK, FAIL, PASS, CheckLine
from haat.catalogue.rules import checks_of as catalogue_checks
from haat.core.dates import today
from haat.core.money import format_rupees
from haat.pricing.errors import NoTaxRule
from haat.pricing.models import CostSheet
from haat.pricing.queries import LineRules, rules_for, wage_day_paise
from haat.pricing.split import MINUTES_A_DAY, hourly, makers_share

COUNT_HOLDS = timedelta(days=30)


def checks_of(
    good: Good,
    *,
    on_hand: int,
    counted_at: datetime | None,
    week_capacity: int = 0,
    now: datetime | None = None,
) -> list[CheckLine]:
    """All six lines in the order of the desk's page: picture, names, price, papers, size_and_weight, stock.

    Stock lies above pricing, so its figures are given: pieces `on_hand`, when they were `counted_at`, and how
    many a week can be made. Load the good with `catalogue.queries.for_checking`.
    """
    picture, names, papers, size_and_weight = catalogue_checks(good)
    stock = stock_line(good, on_hand=on_hand, counted_at=counted_at, week_capacity=week_capacity, now=now)
    return [picture, names, price_line(good), papers, size_and_weight, stock]


def price_line(good: Good) -> CheckLine:
    """Does the price of every variant cover its cost and a fair day's pay?

    Fails when the maker would lose money or no tax rate is known; asks when the cost is not known or an hour
    earns less than the fair wage. The sentence is about the variant that does worst.
    """
    variants = [variant for variant in good.variants.all() if variant.active]
    if not variants:
        return _line(FAIL, _("No price yet"))
    try:
        rules = rules_for(good.mart, variants, today())
    except NoTaxRule:
        return _line(FAIL, _("No tax rate is known for this kind of goods"))
    wage = wage_day_paise(good.mart.place, today())
    costs = {sheet.variant_id: sheet for sheet in CostSheet.objects.filter(variant__in=variants)}
    lines = [_price_of(variant, rules[variant.pk], costs.get(variant.pk), wage) for variant in variants]
    return min(lines, key=lambda line: (FAIL, ASK, PASS).index(line.outcome))


def _price_of(variant: Variant, rules: LineRules, cost: CostSheet | None, wage: int | None) -> CheckLine:
    share = makers_share(
        variant.price_paise,
        tax_bp=rules.charged_tax_bp,
        fee_bp=rules.fee_bp,
        packing_paise=rules.packing_paise,
    )
    if share <= 0:
        return _line(FAIL, _("Nothing of this price is left for the maker"))
    if cost is None:
        return _line(ASK, _("The maker has not said what it costs her"))
    price, costs = format_rupees(variant.price_paise), format_rupees(cost.materials_paise)
    if share < cost.materials_paise:
        sentence = format_lazy(
            _("Costs {costs}, brings {share}, sells at {price}"),
            costs=costs,
            share=format_rupees(share),
            price=price,
        )
        return _line(FAIL, sentence)
    earns = hourly(cost, share)
    if earns is None:
        return _line(PASS, format_lazy(_("Costs {costs}, sells at {price}"), costs=costs, price=price))
    sentence = format_lazy(
        _("Costs {costs}, pays {hourly} an hour, sells at {price}"),
        costs=costs,
        hourly=format_rupees(earns // 100 * 100),
        price=price,
    )
    fair = wage is None or earns * MINUTES_A_DAY >= wage * 60
    return _line(PASS if fair else ASK, sentence)


def _line(outcome: str, sentence: "str | Promise") -> CheckLine:
    return CheckLine("price", outcome, _("The price covers the cost and fair pay"), sentence)


def stock_line(
    good: Good,
    *,
    on_hand: int,
    counted_at: datetime | None,
    week_capacity: int = 0,
    now: datetime | None = None,
) -> CheckLine:
    """Is there something to sell, counted in the last thirty days, or a time in which it is made?"""
    title = _("Stock or making time is true")
    if good.made_to_order:
        if not good.making_days:
            return CheckLine("stock", FAIL, title, _("How many days it takes to make is not given"))
        sentence = format_lazy(_("Made in {days} days, {week} a week"), days=good.making_days, week=week_capacity)
        return CheckLine("stock", PASS if week_capacity else ASK, title, sentence)
    if counted_at is None or not on_hand:
        return CheckLine("stock", ASK, title, _("No pieces counted yet"))
    age = (now or timezone.now()) - counted_at
    if age > COUNT_HOLDS:
        return CheckLine("stock", ASK, title, format_lazy(_("Last counted {days} days ago"), days=age.days))
    return CheckLine("stock", PASS, title, format_lazy(_("{pieces} in hand"), pieces=on_hand))
