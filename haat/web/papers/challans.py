"""A delivery challan: A5, what goes from one place of stock to another, and room for what came."""

from dataclasses import dataclass

from django.utils import translation

from haat.catalogue.queries import name as name_of
from haat.core.languages import CODES, Text, best
from haat.stock.models import Move, MoveLine, StockPlace
from haat.web.papers.places import joined, standing
from haat.web.papers.printer import fill, to_pdf


@dataclass(frozen=True)
class End:
    """One end of the way: who or what it is, where, and whom to call."""

    name: Text
    address: str
    phone: str
    gstin: str


def challan_pdf(move: Move, language: str) -> bytes:
    """The challan of a move in `language` and English; its lines loaded as `holdings.moves_in` gives them."""
    with translation.override(language if language in CODES else "en"):
        lines = list(move.lines.all())
        context = {
            "move": move,
            "mart": move.mart,
            "ends": [end_of(move.source), end_of(move.target)],
            "lines": [_row(line) for line in lines],
            "pieces": sum(line.sent for line in lines),
            "value_paise": sum(line.sent * line.piece_paise for line in lines),
        }
        html = fill("challan", context)
    return to_pdf(html, styles=["sheet", "challan"])


def end_of(place: StockPlace) -> End:
    """A place as a paper names it; a maker's own by its maker."""
    maker = place.maker
    if maker is None:
        return End(Text(place.name, ""), standing(place), place.phone, "")
    where = joined(maker.place, maker.block, place.mart.place, pin=maker.pin)
    return End(best(maker.names), where, maker.phone, maker.seller.gstin)


def _row(line: MoveLine) -> tuple[MoveLine, Text, int]:
    """A line with its name and what it sold for together when it was sent (paise)."""
    return line, _name(line), line.sent * line.piece_paise


def _name(line: MoveLine) -> Text:
    label = best(line.variant.labels).text
    found = name_of(line.variant.good)
    return Text(f"{found.text} {label}".strip(), found.language)
