"""What happened to a good, its sizes, its pieces and what was laid on white of it."""

from collections.abc import Sequence

from haat.catalogue.models import Good
from haat.core.languages import best
from haat.stock.queries import items_of
from haat.studio.models import WhitePicture
from haat.web.office.desk.history import Happened, history_of


def history_of_good(good: Good, whites: Sequence[WhitePicture] = ()) -> list[Happened]:
    """The newest first; which size, where there are several."""
    variants = list(good.variants.all())
    items = items_of(good)
    sizes = {variant.pk: best(variant.labels).text or variant.sku for variant in variants} if len(variants) > 1 else {}
    called = {("catalogue.variant", pk): size for pk, size in sizes.items()}
    called |= {("stock.stockitem", item): sizes.get(variant, "") for item, variant in items.items()}
    return history_of(
        ("catalogue.good", [good.pk]),
        ("catalogue.variant", [*sizes] or [v.pk for v in variants]),
        ("stock.stockitem", [*items]),
        ("studio.whitepicture", [white.pk for white in whites]),
        called=called,
    )
