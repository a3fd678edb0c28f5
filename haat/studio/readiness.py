"""May it be sold there? A place of sale and a size give the reasons why not, or why not to everybody."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from haat.catalogue.models import Good, Variant
from haat.core.dates import today
from haat.delivery.queries import zones_of
from haat.makers.models import Maker, Seller
from haat.places.models import STEP, Mart
from haat.pricing.channel_prices import ChannelPrice, ChannelRules, prices_for
from haat.pricing.models import TaxRule
from haat.pricing.rules import choose_tax_rule
from haat.studio.knowing import Known, Library, known
from haat.studio.reasons import Case, called, reasons
from haat.studio.where import MART, PictureRule, Reason, Where

MOST_KEPT = 50_000  # prices of which it is kept in mind whether a rate is known
SHOP = "shop"  # how `catalogue.Attribute.required_for` calls the mart's own


def where_of_mart(mart: Mart) -> Where:
    """The mart's own shop (its place loaded); one statement.

    Food must arrive fresh where it arrives soonest; what does not arrive everywhere so goes to those who live near.
    """
    zones = zones_of(mart)
    state = mart.place.path[:STEP]
    days = [zone.days for zone in zones]
    return Where(
        channel=MART,
        title=called(mart.names),
        asks_as=SHOP,
        away=any(zone.place is None or not zone.place.path.startswith(state) for zone in zones),
        marketplace=False,
        delivery_days=min(days, default=0),
        far_days=max(days, default=0),
        handling_days=0,
        pictures=PictureRule(least_side=0, drawings=True, rendered=True),
    )


@dataclass
class Judge:
    """Says of sizes whether they may be sold at a place on a day; what is the same for all is read once."""

    where: Where
    on: date = field(default_factory=today)
    rules: ChannelRules = field(default_factory=ChannelRules)
    _through: dict[int, dict[int, Seller]] = field(default_factory=dict)
    _kept: dict[object, Any] = field(default_factory=dict)
    _rated: dict[tuple[str, int, bool], bool] = field(default_factory=dict)

    @cached_property
    def library(self) -> Library:
        """What is asked at the place."""
        return Library(self.where)

    def of(self, variants: Sequence[Variant], told: Mapping[int, Known] | None = None) -> dict[int, list[Reason]]:
        """By variant, its reasons; `told` is what `known` says of them, when that was asked already."""
        told = known(variants, self.where, library=self.library) if told is None else told
        prices = self._prices(variants)
        goods = [(variant, variant.good) for variant in variants]
        taxes = self.rules.known.tax({good.tax_slug for _variant, good in goods})
        found = {}
        for variant, good in goods:
            key = variant.id
            known_of = told[key]
            taxed = self._taxed(variant, good, known_of.maker.maker, taxes[good.tax_slug])
            price, through = prices.get(key), self._sellers(good)
            case = Case(variant, self.where, known_of, self.on, taxed, price, through, self._kept)
            found[key] = reasons(case)
        return found

    def _taxed(self, variant: Variant, good: Good, maker: Maker, rules: Sequence[TaxRule]) -> bool:
        """Whether a rate is known; where no marketplace stands between, only who charges tax needs one."""
        if not self.where.marketplace and not maker.seller.registered:
            return True
        packed, paise = good.packed_and_labelled, variant.price_paise
        key = (good.tax_slug, paise, packed)
        if key not in self._rated:
            if len(self._rated) >= MOST_KEPT:
                self._rated.clear()
            chosen = choose_tax_rule(rules, piece_paise=paise, packed_and_labelled=packed, on=self.on)
            self._rated[key] = chosen is not None
        return self._rated[key]

    def _prices(self, variants: Sequence[Variant]) -> dict[int, ChannelPrice]:
        """What they would cost at a marketplace under the account's policy, and whether the maker is left anything."""
        where = self.where
        if not where.marketplace:
            return {}
        return prices_for(
            variants,
            channel=where.channel,
            policy=where.prices,
            seller=where.seller,
            on=self.on,
            rules=self.rules,
        )

    def _sellers(self, good: Good) -> Mapping[int, Seller]:
        """By organisation of the mart, its seller with a GST number; where makers sell in their own names."""
        if self.where.seller is not None or not self.where.away:
            return {}
        mart_id = good.mart_id
        if mart_id not in self._through:
            rows = Seller.objects.filter(mart=mart_id, organisation__closed_at=None).exclude(gstin="")
            through = {row.organisation_id: row for row in rows.exclude(organisation=None).order_by("-pk")}
            self._through[mart_id] = {pk: row for pk, row in through.items() if pk}
        return self._through[mart_id]


def readiness(variant: Variant, where: Where, *, on: date | None = None) -> list[Reason]:
    """Why a size may not be sold at a place, or not to everybody; nothing that `stops`: it may be."""
    return readiness_of([variant], where, on=on)[variant.pk]


def readiness_of(
    variants: Sequence[Variant], where: Where, *, on: date | None = None, told: Mapping[int, Known] | None = None
) -> dict[int, list[Reason]]:
    """The same by variant, in a number of statements that does not grow with theirs.

    `told`: what `knowing.known` answered of these sizes there, so that it is not read again.
    """
    return Judge(where, on or today()).of(variants, told)


def is_ready(found: Iterable[Reason]) -> bool:
    """Whether none of these reasons stops it."""
    return not any(reason.stops for reason in found)
