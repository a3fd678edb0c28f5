"""Goods are photographed (drawn, here), described, costed, priced, counted, sent to the desk and checked."""

import json
import random
from importlib.resources import files
from typing import Any

from demo.content import load
from demo.kinds import Kinds
from demo.people import Team
from demo.pictures import plate
from haat.catalogue import actions
from haat.catalogue.models import Craft, Good, Variant
from haat.core.actor import Actor
from haat.makers.models import Maker
from haat.people.models import Role
from haat.places.models import Mart
from haat.pricing.data import tax_slug
from haat.studio.actions import list_good
from haat.studio.facts import Cost, GoodFacts, Size

Row = dict[str, Any]


def rows_of(mart_slug: str) -> list[Row]:
    """Every good of a mart's content in one shape, by maker."""
    folder = files("demo.content").joinpath(mart_slug, "goods")
    if not folder.is_dir():
        return [_plain(row) for row in load(mart_slug, "goods")]
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".json"))
    return [_plain(row) for name in names for row in json.loads(folder.joinpath(name).read_text(encoding="utf-8"))]


def _plain(row: Row) -> Row:
    """Both marts' files in one shape: paise, lists of materials, one tax line."""
    return {
        **row,
        "about": row.get("about") or row.get("text", {}),
        "care": row.get("care", {}),
        "price_paise": _paise(row, "price"),
        "mrp_paise": _paise(row, "mrp"),
        "materials": _materials(row["cost"]["materials"]),
        "tax_slug": row["tax"].get("slug") or tax_slug(row["tax"]["goods"]),
        "packed_and_labelled": row.get("packed_and_labelled", row["tax"].get("packed_and_labelled", False)),
        "variants": row.get("variants") or [],
    }


def _paise(row: Row, name: str) -> int:
    return int(row[f"{name}_paise"] if f"{name}_paise" in row else row[name] * 100)


def _materials(lines: Any) -> list[Row]:
    if isinstance(lines, dict):
        return [{"slug": slug, "paise": int(rupees * 100)} for slug, rupees in lines.items()]
    return list(lines)


def _millimetres(sides: list[float] | None) -> tuple[int, int, int] | None:
    """Centimetres of the content; what is told as flat (a mat, a cloth) is a centimetre thick when folded."""
    if not sides:
        return None
    length, width, height = [*sides, 1, 1][:3]
    return round(length * 10), round(width * 10), round(height * 10)


def _size(row: Row, part: Row) -> Size:
    """One size of a good: its own price, cost in proportion, and how many there are."""
    net = part.get("net") or {**row["net"], "quantity": part.get("net_quantity", row["net"]["quantity"])}
    price = _paise(part, "price")
    scale = price / row["price_paise"]
    materials = [{**line, "paise": round(line["paise"] * scale)} for line in row["materials"]]
    return Size(
        price_paise=price,
        mrp_paise=_paise(part, "mrp") if "mrp" in part or "mrp_paise" in part else price,
        weight_g=part.get("weight_g") or row["weight_g"],
        labels=(part.get("label") or part["names"]) if part is not row else {},
        net_quantity=net["quantity"],
        net_unit=net["unit"],
        cost=Cost(materials=materials, minutes=round(row["cost"]["minutes"] * scale)),
        pieces=_pieces(row, part),
    )


def _pieces(row: Row, part: Row) -> int:
    """What lies with the maker, shared among the sizes; of what is made to order, an ordinary week."""
    if row.get("made_to_order"):
        return int(row["made_to_order"]["per_week"])
    return int(part.get("stock") or max(3, row["stock"] // max(1, len(row["variants"]))))


class Stall:
    """Puts one mart's goods on the shelf."""

    def __init__(self, mart: Mart, team: Team, rng: random.Random) -> None:
        self.mart, self.team, self._rng = mart, team, rng
        self._crafts = {craft.slug: craft for craft in Craft.objects.all()}
        self._kinds = Kinds()
        self.variants: list[Variant] = []
        self.by_slug: dict[str, Good] = {}

    def bring(self, maker: Maker, row: Row, *, by: Actor) -> Good:
        """A maker brings a good: everything up to sending it to the desk."""
        made_to_order = row.get("made_to_order")
        facts = GoodFacts(
            craft=self._crafts[row["craft"]],
            names=row["names"],
            sizes=[_size(row, part) for part in row["variants"] or [row]],
            pictures=[plate(row["drawing"], row["ground"])],
            descriptions=row["about"],
            care=row["care"],
            attributes={
                **row["attributes"],
                **({"ingredients": row["ingredients"]} if "ingredients" in row else {}),
            },
            made_to_order=bool(made_to_order),
            making_days=made_to_order["days"] if made_to_order else 0,
            tax_slug=row["tax_slug"],
            hsn=row["tax"]["hsn"],
            packed_and_labelled=row["packed_and_labelled"],
            shelf_life_days=row.get("shelf_life_days"),
            fragile=row.get("fragile"),
            size_mm=_millimetres(row.get("size_cm")),
            ground=row["ground"],
        )
        good = list_good(maker, facts, key=row["slug"], by=by).good
        self._kinds.choose(good, row, desk=self.team.actor(Role.Kind.DESK), maker=by)
        self.by_slug[row["slug"]] = good
        self.variants += good.variants.order_by("position")
        return good

    def check(self, good: Good) -> None:
        """The desk approves what a maker brought."""
        actions.approve(good, by=self.team.actor(Role.Kind.DESK))

    def send_back(self, good: Good, *, reasons: list[str], note: str = "") -> None:
        """The desk asks for something better."""
        actions.send_back(good, reasons=reasons, note=note, by=self.team.actor(Role.Kind.DESK))
