"""Prices by channel: the same to the maker everywhere, or one price everywhere and what then reaches her."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Q, prefetch_related_objects
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from haat.catalogue.models import Variant
from haat.core.dates import today
from haat.core.money import format_rupees
from haat.makers.models import Seller
from haat.places.models import Mart
from haat.pricing.models import ChannelFee, TaxRule, Withholding
from haat.pricing.queries import MART_CHANNEL, Known
from haat.pricing.reach import Reach, Terms, lowest_reaching, reaches
from haat.pricing.rules import choose_dated

SAME_TO_MAKER, UNIFORM = "same_to_maker", "uniform"
POLICIES = (SAME_TO_MAKER, UNIFORM)
ABOVE_MRP, UNKNOWN, NOTHING_LEFT = "above_mrp", "fees_unknown", "nothing_left"


@dataclass(frozen=True)
class ChannelPrice:
    """A size's price at a channel (paise), and what of it reaches the maker.

    `blocked` is a sentence where it may not be offered at it, and `code` says why: ABOVE_MRP, UNKNOWN or NOTHING_LEFT.
    """

    price_paise: int
    reach: Reach
    code: str = ""
    blocked: "str | Promise" = ""


@dataclass
class ChannelRules:
    """What channels take and what is kept back, as they were read, for many batches one after the other."""

    known: Known = field(default_factory=Known)
    fees: dict[tuple[int, str], list[ChannelFee]] = field(default_factory=dict)
    kept_back: dict[str, list[Withholding]] | None = None

    def of(self, mart: Mart, channel: str) -> list[ChannelFee]:
        """What a channel takes of the mart's sales."""
        key = mart.pk, channel
        if key not in self.fees:
            self.fees[key] = list(ChannelFee.objects.filter(Q(mart=mart) | Q(mart=None), channel=channel))
        return self.fees[key]

    def rate(self, kind: str, on: date) -> int | None:
        """What is kept back of a sale (bp); None when it is not known."""
        if self.kept_back is None:
            self.kept_back = {}
            for row in Withholding.objects.order_by("pk"):
                self.kept_back.setdefault(row.kind, []).append(row)
        holds = choose_dated(self.kept_back.get(kind, ()), on=on)
        return None if holds is None else holds.rate_bp


def terms_for(
    variants: Sequence[Variant],
    *,
    channel: str = MART_CHANNEL,
    seller: Seller | None = None,
    on: date | None = None,
    rules: ChannelRules | None = None,
) -> dict[int, Terms]:
    """By variant of one mart, the terms of a channel; `seller` sells there (None: each good's own).

    At most four statements, and up to six more for what is not loaded (`good__maker__seller`, `good__kind`,
    `good__mart`). What is in `rules` already is not read again.
    """
    prefetch_related_objects(variants, "good__maker__seller", "good__kind", "good__mart")
    rules, day = rules or ChannelRules(), on or today()
    taxes = rules.known.tax({variant.good.tax_slug for variant in variants})
    return {
        variant.pk: _terms(variant, channel, seller or variant.good.maker.seller, taxes, rules, day)
        for variant in variants
    }


def _terms(
    variant: Variant, channel: str, seller: Seller, taxes: dict[str, list[TaxRule]], rules: ChannelRules, day: date
) -> Terms:
    good = variant.good
    fee = rules.known.fee(good.mart, channel, day)
    terms = Terms(
        on=day,
        taxes=taxes[good.tax_slug],
        packed_and_labelled=good.packed_and_labelled,
        charges_tax=seller.registered,
        fee_bp=fee.fee_bp,
        packing_paise=fee.packing_paise,
    )
    if channel == MART_CHANNEL:
        return terms
    named = good.kind
    called = {named.slug, str(named.channels.get(channel, {}).get("type", ""))} - {""} if named else set()
    # A GSTIN holds the PAN.
    tds = Withholding.Kind.TDS if seller.pan or seller.gstin else Withholding.Kind.TDS_WITHOUT_PAN
    return replace(
        terms,
        fees=rules.of(good.mart, channel),
        called=frozenset(called),
        tcs_bp=rules.rate(Withholding.Kind.TCS, day),
        tds_bp=rules.rate(tds, day),
    )


def prices_for(
    variants: Sequence[Variant],
    *,
    channel: str,
    policy: str = UNIFORM,
    seller: Seller | None = None,
    on: date | None = None,
    rules: ChannelRules | None = None,
) -> dict[int, ChannelPrice]:
    """By variant of one mart, its price at a channel under a policy of POLICIES; statements as `terms_for`, twice."""
    rules = rules or ChannelRules()
    there = terms_for(variants, channel=channel, seller=seller, on=on, rules=rules)
    if policy == UNIFORM:
        return {variant.pk: _uniform(variant, there[variant.pk]) for variant in variants}
    here = terms_for(variants, on=on, rules=rules)
    return {variant.pk: _same(variant, here[variant.pk], there[variant.pk]) for variant in variants}


def price_for(
    variant: Variant,
    *,
    channel: str,
    policy: str = UNIFORM,
    seller: Seller | None = None,
    on: date | None = None,
    rules: ChannelRules | None = None,
) -> ChannelPrice:
    """The same of one size."""
    return prices_for([variant], channel=channel, policy=policy, seller=seller, on=on, rules=rules)[variant.pk]


def _uniform(variant: Variant, there: Terms) -> ChannelPrice:
    """The shop's own price, and what it brings there; blocked where it brings nothing."""
    found = reaches(variant.price_paise, there, weight_g=variant.weight_g)
    if found.maker > 0:
        return ChannelPrice(found.price, found)
    sentence = format_lazy(_("At {price} nothing would be left for the maker there."), price=format_rupees(found.price))
    return ChannelPrice(found.price, found, NOTHING_LEFT, sentence)


def _same(variant: Variant, here: Terms, there: Terms) -> ChannelPrice:
    """The lowest price in whole rupees that leaves the maker what she gets in the shop."""
    now = reaches(variant.price_paise, here)
    found = None if now.unknown else lowest_reaching(now.maker, there, weight_g=variant.weight_g)
    if found is None or found.unknown:
        asked = reaches(variant.price_paise, there, weight_g=variant.weight_g)
        return ChannelPrice(asked.price, asked, UNKNOWN, _("What is taken of a sale there is not known."))
    if found.price <= variant.mrp_paise:
        return ChannelPrice(found.price, found)
    sentence = format_lazy(
        _("To bring the maker as much as the shop it would cost {price} there, and its MRP is {mrp}."),
        price=format_rupees(found.price),
        mrp=format_rupees(variant.mrp_paise),
    )
    return ChannelPrice(found.price, found, ABOVE_MRP, sentence)
