"""What a fair price is made of, for the phone to reckon with when there is no net."""

from collections.abc import Sequence
from dataclasses import dataclass

from haat.catalogue.models import Craft
from haat.core.dates import today
from haat.makers.models import Maker
from haat.pricing.queries import Known, fee, wage_day_paise
from haat.pricing.rules import choose_tax_rule
from haat.pricing.split import FairPrice, fair_price

# A rate may depend on the price, which is not known yet: taken at this one.
USUAL_PAISE = 30_000


@dataclass(frozen=True)
class Terms:
    """A fair day's pay (paise; 0 when unknown), the mart's fee and packing, and the tax inside the price."""

    wage_day_paise: int
    fee_bp: int
    packing_paise: int
    tax_bp: int


@dataclass(frozen=True)
class Effort:
    """What one piece costs its maker."""

    materials_paise: int
    minutes: int


def terms_of(maker: Maker, crafts: Sequence[Craft]) -> dict[str, Terms]:
    """By craft, in three queries at most."""
    day = today()
    wage, kept = wage_day_paise(maker.block, day) or 0, fee(maker.mart, day)
    slugs = {craft.tax_slug for craft in crafts} if maker.seller.registered else set[str]()
    by_slug = Known().tax(slugs)
    terms = {}
    for craft in crafts:
        rule = choose_tax_rule(
            by_slug.get(craft.tax_slug, []), piece_paise=USUAL_PAISE, packed_and_labelled=False, on=day
        )
        terms[craft.slug] = Terms(wage, kept.fee_bp, kept.packing_paise, rule.rate_bp if rule else 0)
    return terms


def fair(effort: Effort, terms: Terms) -> FairPrice:
    """The lowest fair price and the one to ask."""
    return fair_price(
        effort,
        wage_day_paise=terms.wage_day_paise,
        fee_bp=terms.fee_bp,
        packing_paise=terms.packing_paise,
        tax_bp=terms.tax_bp,
    )
