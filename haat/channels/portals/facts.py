"""What a cell of a portal's sheet can be: a fact of a size that nobody need answer, or the answer to a question."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from haat.catalogue.models import Attribute, Variant
from haat.core.languages import best

MOST_PICTURES = 5


@dataclass(frozen=True)
class Good:
    """A size as a portal's sheet is made of it: with how many pieces may be sold, its tax in basis points (None: not
    known), its address in the shop, and what its pictures are called in the folder beside."""

    variant: Variant
    free: int
    tax_bp: int | None
    link: str
    pictures: Sequence[str]
    language: str


Cell = str | int | float


def _names(find: Callable[[Variant], Mapping[str, str]]) -> Callable[[Good], Cell]:
    return lambda good: best(find(good.variant), good.language).text


def _kind(variant: Variant) -> Mapping[str, str]:
    return variant.good.kind.names if variant.good.kind else {}


def _place(variant: Variant) -> Mapping[str, str]:
    return variant.good.maker.place.names


def _picture(number: int) -> Callable[[Good], Cell]:
    return lambda good: good.pictures[number - 1] if len(good.pictures) >= number else ""


# In the order in which they are offered.
FACTS: Mapping[str, "tuple[str | Promise, Callable[[Good], Cell]]"] = {
    "sku": ("SKU", lambda good: good.variant.sku),
    "size_label": (_("Size or colour"), _names(lambda variant: variant.labels)),
    "price": (_("Price, rupees"), lambda good: good.variant.price_paise / 100),
    "mrp": (_("MRP (₹)"), lambda good: good.variant.mrp_paise / 100),
    "pieces_free": (_("Pieces that can be sold"), lambda good: good.free),
    "tax_percent": (_("Tax, per cent"), lambda good: "" if good.tax_bp is None else good.tax_bp / 100),
    "link": (_("Address in our shop"), lambda good: good.link),
    "maker": (_("Maker"), _names(lambda variant: variant.good.maker.names)),
    "village": (_("Village"), _names(_place)),
    "block": (_("Block"), _names(lambda variant: variant.good.maker.block.names)),
    "craft": (_("Craft"), _names(lambda variant: variant.good.craft.names)),
    "kind": (_("Kind of good"), _names(_kind)),
    **{
        f"picture_{number}": (format_lazy("{} {}", _("File of picture"), number), _picture(number))
        for number in range(1, MOST_PICTURES + 1)
    },
}


def sources() -> dict[str, "str | Promise"]:
    """All that a column can be filled from: slug → what it is called; facts first, then questions by their place."""
    found: dict[str, str | Promise] = {slug: label for slug, (label, _make) in FACTS.items()}
    rows = Attribute.objects.order_by("kind__position", "position", "slug").values_list("slug", "labels")
    for slug, labels in rows:
        found.setdefault(slug, best(labels).text or slug)
    return found


def fact(slug: str, good: Good) -> Cell | None:
    """A fact of a size; None where `slug` is the name of a question."""
    known = FACTS.get(slug)
    return known[1](good) if known else None
