"""Crafts, and goods from a table."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from haat.catalogue import data, errors
from haat.catalogue.actions.drafts import save_draft
from haat.catalogue.models import Craft, Good
from haat.core.actor import Actor
from haat.core.events import record
from haat.core.identifiers import InvalidIdentifier, clean_mobile
from haat.core.imports import ImportReport, Row, import_rows
from haat.core.slugs import slug
from haat.makers.models import Maker
from haat.places.models import Mart

# The columns of the table; `_en`, `_hi` … after a stem are languages.
COLUMNS = (
    *("maker", "key", "craft", "name_en", "name_hi", "name_mr", "price", "mrp", "weight_g"),
    *("net_quantity", "net_unit", "made_to_order", "making_days", "packed_and_labelled"),
    *("shelf_life_days", "length_cm", "width_cm", "height_cm", "hsn"),
    *("description_en", "description_hi", "description_mr"),
)
_NEEDED = ("maker", "craft", "price")
_COLUMN_OF = {"name": "name_en", "weight": "weight_g"}


@transaction.atomic
def import_crafts(rows: Iterable[Mapping[str, Any]] | None = None, *, by: Actor) -> int:
    """Load crafts (the project's own list if `rows` is not given); answers how many were new.

    A craft that is there is brought up to date; goods keep what they took from it.
    """
    count = 0
    for row in data.crafts() if rows is None else rows:
        craft, made = Craft.objects.update_or_create(
            slug=row["slug"],
            defaults={
                "names": row["names"],
                "lines": row["line"],
                "attributes": row["attributes"],
                "materials": row["materials"],
                "papers": row["papers"],
                "tax_slug": row["tax"]["slug"],
                "drawing": row["drawing"],
                "ground": row["ground"],
                "food": "fssai" in row["papers"],
                "fragile": row["fragile"],
                "position": row["order"],
            },
        )
        if made:
            record("catalogue.craft_made", craft, by=by)
        count += made
    return count


def import_goods(rows: Iterable[Mapping[str, Any]], *, mart: Mart, by: Actor) -> ImportReport:
    """Make drafts from a table with the columns COLUMNS (maker, craft, price and a name are needed).

    `maker` is its short name, LokOS id or phone; prices are rupees. A good is known by its maker and `key`
    (its name when there is no key): a second run makes nothing twice, and changes nothing.
    """
    crafts = {craft.slug: craft for craft in Craft.objects.all()}
    return import_rows(rows, lambda row: _put(row, mart=mart, crafts=crafts, by=by), needed=_NEEDED, columns=_COLUMN_OF)


def _put(row: Row, *, mart: Mart, crafts: Mapping[str, Craft], by: Actor) -> bool:
    maker, craft, names = _maker(row, mart), _craft(row, crafts), row.texts("name")
    if not names:
        row.refuse("name_en", errors.no_name().message)
    price = row.rupees("price") if row.text("price", needed=True) else None
    wanted: dict[str, Any] = {
        "descriptions": row.texts("description"),
        "mrp_paise": row.rupees("mrp"),
        "weight_g": row.whole("weight_g", least=1),
        "net_quantity": row.whole("net_quantity", least=1) or 1,
        "net_unit": row.text("net_unit") or "piece",
        "made_to_order": row.yes("made_to_order"),
        "making_days": row.whole("making_days") or 0,
        "packed_and_labelled": row.yes("packed_and_labelled"),
        "shelf_life_days": row.whole("shelf_life_days", least=1),
        "size_mm": _size(row),
        "hsn": row.text("hsn"),
    }
    row.check()
    assert maker is not None
    assert craft is not None
    key = row.text("key")[:40] or _key(names)
    if Good.objects.filter(maker=maker, key=key).exists():
        return False
    save_draft(maker, key=key, craft=craft, names=names, price_paise=price, by=by, **wanted)
    return True


def _key(names: Mapping[str, str]) -> str:
    first = names[sorted(names, key=lambda code: (code != "en", code))[0]]
    return (slug(first) or first)[:40]


def _maker(row: Row, mart: Mart) -> Maker | None:
    text = row.text("maker", needed=True)
    if not text:
        return None
    makers = Maker.objects.filter(mart=mart)
    try:
        phone = clean_mobile(text, allow_demo=settings.DEMO)
    except InvalidIdentifier:
        phone = ""
    found = (
        makers.filter(slug=slug(text, limit=80)).first()
        or makers.filter(lokos_id=text).first()
        or (makers.filter(phone=phone).first() if phone else None)
    )
    if found is None:
        row.refuse("maker", errors.unknown_maker().message)
    return found


def _craft(row: Row, crafts: Mapping[str, Craft]) -> Craft | None:
    """By short name, or by its name in any language."""
    text = row.text("craft", needed=True)
    if not text:
        return None
    if text.lower() in crafts:
        return crafts[text.lower()]
    for craft in crafts.values():
        if text.casefold() in {name.casefold() for name in craft.names.values()}:
            return craft
    row.refuse("craft", errors.unknown_craft(text).message)
    return None


def _size(row: Row) -> tuple[int, int, int] | None:
    """Millimetres from three cells in whole centimetres; all of them or none."""
    sides = [row.whole(f"{side}_cm", least=1) for side in ("length", "width", "height")]
    given = [side * 10 for side in sides if side]
    if given and len(given) < 3:
        row.refuse("length_cm", _("Give length, width and height, or none of them."))
    return (given[0], given[1], given[2]) if len(given) == 3 else None
