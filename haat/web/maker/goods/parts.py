"""Where the price of a good goes: tax, packing, the mart's share and hers, in the shop and at each marketplace."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from haat.catalogue.models import Good, Variant
from haat.catalogue.queries import name
from haat.channels.selling import selling_of
from haat.channels.showing import Money, money_at
from haat.core.dates import today
from haat.core.languages import best
from haat.pricing.errors import NoTaxRule
from haat.pricing.queries import rules_for
from haat.web.maker.base.acting import for_maker, page
from haat.web.maker.base.request import Request
from haat.web.maker.goods.one import one


@dataclass(frozen=True)
class Parts:
    """A price of one piece at a place of sale, and all it is made of (paise): `price` is the sum of the others.

    `there`: what a marketplace takes, with the tax on that and what the law has it keep back. `sure`: nothing of it is
    unknown; `estimated`: until a marketplace has settled it.
    """

    title: "str | Promise"
    price: int
    tax: int
    packing: int
    mart: int
    there: int
    maker: int
    sure: bool = True
    estimated: bool = False


@require_safe
@for_maker
def price_parts(request: Request, pk: int) -> HttpResponse:
    """The parts of each size's price, read aloud; delivery is paid on top, and none of it is hers to pay."""
    good = one(request, pk)
    good.maker, good.mart = request.acting.maker, request.acting.maker.mart
    sizes = sorted((each for each in good.variants.all() if each.active), key=lambda each: (each.position, each.pk))
    return page(request, "goods/parts", good=good, name=name(good), sizes=_sizes(good, sizes))


def _sizes(good: Good, sizes: list[Variant]) -> list[tuple[Variant, list[Parts]]]:
    """Each size with its parts by place of sale; none where the tax of the good is not known yet."""
    for size in sizes:
        size.good = good
    try:
        rules = rules_for(good.mart, sizes, today()) if sizes else {}
    except NoTaxRule:
        return []
    places = {there.account.pk: there for there in selling_of(good)[1]}
    titles: dict[int | None, str | Promise] = {pk: there.title for pk, there in places.items()}
    titles[None] = best(good.mart.names).text
    accounts = [there.account for there in places.values()]
    return [
        (size, [_parts(row, rules[size.pk].packing_paise, titles) for row in money_at(size, accounts)])
        for size in sizes
    ]


def _parts(row: Money, packing: int, titles: "dict[int | None, str | Promise]") -> Parts:
    reach, at = row.reach, row.account.pk if row.account is not None else None
    inside = min(packing, reach.mart)
    return Parts(
        titles[at],
        reach.price,
        reach.tax,
        inside,
        reach.mart - inside,
        reach.taken + reach.tcs + reach.tds,
        reach.maker,
        sure=not reach.unknown,
        estimated=at is not None,
    )
