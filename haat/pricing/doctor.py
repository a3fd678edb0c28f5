"""What must hold of rates and prices."""

from collections.abc import Iterable, Iterator
from itertools import islice

from haat.catalogue.models import Good, Variant
from haat.core.dates import today
from haat.core.doctor import check
from haat.places.models import Mart
from haat.pricing.errors import NoTaxRule
from haat.pricing.queries import rules_for
from haat.pricing.split import makers_share

BATCH = 1000


@check("every price in the shop can be split and leaves its maker something")
def prices() -> Iterable[str]:
    """A variant nobody can buy, because no tax rate is known or nothing is left for the maker."""
    live = Variant.objects.filter(active=True, good__state=Good.State.LIVE)
    for mart in Mart.objects.all():
        rows = live.filter(mart=mart).select_related("good__maker__seller").iterator(chunk_size=BATCH)
        while batch := list(islice(rows, BATCH)):
            yield from _broken(mart, batch)


def _broken(mart: Mart, variants: list[Variant]) -> Iterator[str]:
    try:
        rules = rules_for(mart, variants, today())
    except NoTaxRule as error:
        for variant in variants:
            if variant.good.tax_slug == error.tax_slug:
                yield f"variant {variant.pk} ({variant}): no tax rate for {error.tax_slug}"
        yield from _broken(mart, [v for v in variants if v.good.tax_slug != error.tax_slug])
        return
    for variant in variants:
        line = rules[variant.pk]
        share = makers_share(
            variant.price_paise,
            tax_bp=line.charged_tax_bp,
            fee_bp=line.fee_bp,
            packing_paise=line.packing_paise,
        )
        if share <= 0:
            yield f"variant {variant.pk} ({variant}): nothing is left for the maker"
