"""What the law wants said of a packed good before it is bought, as rows of one table."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from haat.catalogue.answers import choice_names
from haat.catalogue.models import Variant
from haat.core.languages import best
from haat.core.money import format_rupees
from haat.makers.models import Seller
from haat.places.models import Mart
from haat.web.shop.base.cards import where_words
from haat.web.shop.look.shown import Choice, Shown
from haat.web.ui.dates import month
from haat.web.ui.templatetags.ui import phone
from haat.web.ui.units import unit_word

# The larger unit, and how many of the smaller one it holds: prices are told for the one that fits the pack.
_LARGER = {"g": ("kg", 1000), "ml": ("l", 1000), "cm": ("m", 100)}
_COUNTED = ("piece", "pair", "set")


def declarations(mart: Mart, page: Shown) -> list[tuple[str, list[str]]]:
    """(what, lines) in the order of the page; what is not known is left out."""
    chosen = page.chosen
    rows = [_maker(page), _seller(page), *_attributes(page)]
    if chosen is not None:
        rows += _pack(page, chosen)
    rows += [(_("Country of origin"), _("India")), _care_line(mart)]
    return [(what, value if isinstance(value, list) else [value]) for what, value in rows if value]


def _maker(page: Shown) -> tuple[str, Any]:
    maker = page.good.maker
    return _("Made by"), ", ".join([best(maker.names).text, where_words(maker), maker.pin])


def _seller(page: Shown) -> tuple[str, Any]:
    seller = page.good.maker.seller
    lines = [seller.legal_name, _address(seller)]
    if seller.gstin:
        lines.append(f"GSTIN {seller.gstin}")
    elif seller.enrolment:
        lines.append(_("GST enrolment %(number)s") % {"number": seller.enrolment})
    if page.good.craft.food and seller.fssai:
        lines.append(f"FSSAI {seller.fssai}")
    return _("Sold by"), lines


def _address(seller: Seller) -> str:
    """The seller's address with its PIN, without its name if that stands in it already."""
    address = seller.address.removeprefix(seller.legal_name).lstrip(", ")
    return address if seller.pin in address else f"{address} {seller.pin}"


def _attributes(page: Shown) -> list[tuple[str, Any]]:
    """What the craft asks about each good: what it is made of, its size, and the rest."""
    rows = []
    for attribute in page.good.craft.attributes:
        value = page.good.attributes.get(attribute["slug"])
        if value not in (None, "", []):
            rows.append((best(attribute["label"]).text, _value(value, attribute)))
    return rows


def _value(value: Any, attribute: dict[str, Any]) -> str:
    unit = attribute.get("unit", "")
    if isinstance(value, dict):
        return best(value).text
    if isinstance(value, list):
        joint = " × " if attribute.get("type") == "size" else ", "
        return f"{joint.join(str(part) for part in value)} {unit_word(unit)}".strip()
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if attribute.get("type") == "choice":
        return best(choice_names(attribute, str(value))).text
    return f"{value} {unit_word(unit)}".strip()


def _pack(page: Shown, chosen: Choice) -> list[tuple[str, Any]]:
    variant, good = chosen.variant, page.good
    rows: list[tuple[str, Any]] = [
        (_("Net quantity"), net_words(variant)),
        (_("MRP"), _("%(price)s, all taxes included") % {"price": format_rupees(variant.mrp_paise)}),
        (_("Price of one unit"), unit_price(variant)),
    ]
    if good.made_to_order:
        days = max(1, good.making_days)
        rows.append(
            (
                _("Made"),
                ngettext("within %(days)d day of your order", "within %(days)d days of your order", days)
                % {"days": days},
            )
        )
    else:
        rows.append((_("Month made or packed"), _month_made(page, chosen)))
    if good.shelf_life_days:
        kept = ngettext("%(days)d day from packing", "%(days)d days from packing", good.shelf_life_days)
        rows.append((_("Best before"), kept % {"days": good.shelf_life_days}))
    rows.append((_("HSN"), chosen.rules.hsn if chosen.rules else good.hsn))
    return rows


def _month_made(page: Shown, chosen: Choice) -> str:
    """The month; of what keeps only for so many days it stands on the pack that is sent, for nobody knows it before."""
    if page.good.shelf_life_days:
        return _("it stands on the pack")
    made = chosen.counted_at or page.good.live_at
    return month(made) if made else ""


def net_words(variant: Variant) -> str:
    """`500 g`, `6 pieces`, and the weight beside a count."""
    count, unit = variant.net_quantity, variant.net_unit
    if unit not in _COUNTED:
        return f"{count} {unit_word(unit)}"
    words = _counted(count, unit)
    return f"{words}, {variant.weight_g} {unit_word('g')}" if variant.weight_g else words


def _counted(count: int, unit: str) -> str:
    if unit == "pair":
        return ngettext("%(count)d pair", "%(count)d pairs", count) % {"count": count}
    if unit == "set":
        return ngettext("%(count)d set", "%(count)d sets", count) % {"count": count}
    return ngettext("%(count)d piece", "%(count)d pieces", count) % {"count": count}


def unit_price(variant: Variant) -> str:
    """The price of a gram or kilogram, millilitre or litre, or piece, in rupees; empty for a single piece."""
    count, unit = variant.net_quantity, variant.net_unit
    if count <= 1:
        return ""
    if unit in _COUNTED:
        return _("%(price)s a piece") % {"price": _two_decimals(variant.price_paise, count)}
    larger, size = _LARGER.get(unit, (unit, 1))
    if size > 1 and count >= size:
        return f"{_two_decimals(variant.price_paise * size, count)} / {unit_word(larger)}"
    return f"{_two_decimals(variant.price_paise, count)} / {unit_word(unit)}"


def _two_decimals(paise: int, count: int) -> str:
    rounded = (2 * paise + count) // (2 * count)
    return f"₹{rounded // 100}.{rounded % 100:02d}"


def _care_line(mart: Mart) -> tuple[str, Any]:
    return _("Consumer care"), [best(mart.called_legally).text, mart.address, phone(mart.phone), mart.email]
