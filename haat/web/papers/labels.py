"""A parcel's label: A6, one ink, in the mart's first language and English."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError
from haat.core.identifiers import mask_phone
from haat.core.languages import Text, best
from haat.delivery import carriers
from haat.delivery.models import Parcel
from haat.delivery.queries import LabelFacts, label_facts, with_label
from haat.orders.models import OrderLine, Part
from haat.web.papers.ink import bars, qr
from haat.web.papers.places import joined, standing
from haat.web.papers.printer import fill, to_pdf
from haat.web.papers.tags import in_both, phone, word_in_both

LINES_SHOWN = 3
NAME_LONGEST = 30
# Characters from which the address is set smaller; of a name only what is more than a line, at twice its length.
LONG_ADDRESS, VERY_LONG_ADDRESS, LONGEST_ADDRESS = 80, 180, 280
NAME_LINE = 26


@dataclass(frozen=True)
class Label:
    """What the label's template reads."""

    facts: LabelFacts
    qr: str
    bars: str
    bars_say: str
    phone: str
    counted: list[Text]
    places: int
    maker_names: list[Text]
    maker_place: str
    inside: list[list[Text]]
    more: int
    size: str


def labels_pdf(parcels: Sequence[Parcel]) -> bytes:
    """The labels of `parcels`, one A6 page each, in the order given.

    Raises HaatError(papers.nothing_to_print) when there is none.
    """
    if not parcels:
        raise HaatError("papers.nothing_to_print", _("Labels: no parcel is chosen. Choose at least one parcel."))
    loaded = with_label(parcels)
    pages = [_page(loaded[parcel.pk]) for parcel in parcels]
    return to_pdf(fill("labels", {"pages": mark_safe("".join(pages))}), styles=["label"])


def _page(parcel: Parcel) -> str:
    with translation.override(parcel.mart.default_language):
        return fill("label", {"label": label_of(parcel)})


def label_of(parcel: Parcel) -> Label:
    """The label of a parcel in the active language."""
    facts, part = label_facts(parcel), parcel.part
    lines = sorted(part.lines.all(), key=lambda line: line.pk)
    siblings = _siblings(part)
    return Label(
        facts=facts,
        qr=qr(facts.qr),
        bars=bars(facts.article or facts.parcel),
        bars_say=facts.article or facts.parcel,
        phone=_phone(facts),
        counted=_counted(siblings.index(part.pk) + 1, len(siblings)),
        places=len(siblings),
        maker_names=in_both(part.maker.names),
        maker_place=_place(parcel),
        inside=[_line(line, alone=len(lines) == 1) for line in lines[:LINES_SHOWN]],
        more=max(0, len(lines) - LINES_SHOWN),
        size=_size(facts),
    )


def _size(facts: LabelFacts) -> str:
    """How small who it goes to is set, so that name, address and PIN keep to their band."""
    length = len(facts.address) + len(facts.landmark) + 2 * max(0, len(facts.name) - NAME_LINE)
    steps = ((LONGEST_ADDRESS, "tiny"), (VERY_LONG_ADDRESS, "small"), (LONG_ADDRESS, "middle"))
    return next((size for most, size in steps if length > most), "")


def _siblings(part: Part) -> list[int]:
    """The parts of the same order that travel or travelled, `part` among them."""
    gone = Part.State.CANCELLED
    return sorted(each.pk for each in part.order.parts.all() if each.state != gone or each.pk == part.pk)


def _counted(place: int, places: int) -> list[Text]:
    """`पार्सल 1 / 2` and `Parcel 1 of 2`."""
    return [
        Text(text % {"place": place, "places": places}, language)
        for text, language in word_in_both(_("Parcel %(place)s of %(places)s"))
    ]


def _phone(facts: LabelFacts) -> str:
    """In full for the post, which asks for it; our own rider has it on his list and no one else needs it."""
    return mask_phone(facts.phone) if carriers.get(facts.carrier).by_round else phone(facts.phone)


def _place(parcel: Parcel) -> str:
    """`रिखिया, मोहनपुर, देवघर 814113`: where the parcel comes from and goes back to."""
    maker, place = parcel.part.maker, parcel.part.place
    if place is not None:
        return ", ".join(word for word in (place.name, standing(place)) if word)
    return joined(maker.place, maker.block, parcel.mart.place, pin=maker.pin)


def _line(line: OrderLine, *, alone: bool) -> list[Text]:
    """A line's name and quantity; in English too when it is the only one."""
    label = best(line.labels).text
    texts = in_both(line.names) if alone else [best(line.names)]
    counted = Text(_short(f"{texts[0].text} {label}".strip(), NAME_LONGEST) + f" × {line.quantity}", texts[0].language)
    return [counted, *(Text(_short(text.text, NAME_LONGEST), text.language) for text in texts[1:])]


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
