"""What she said to a question, read strictly: as the catalogue keeps it, or refused beside what she typed."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.catalogue.answers import CHOICE, MEASURE, NUMBER, PLAIN, SEVERAL, SIZE, YES_NO
from haat.catalogue.errors import BadWeight, NoPhoto
from haat.channels.ask_kinds import K
from haat.channels.asked_papers import Given
from haat.channels.asks import Ask
from haat.core.dates import INDIA
from haat.core.errors import HaatError
from haat.core.files import check_size, store_picture
from haat.core.languages import current
from haat.core.limits import hit
from haat.core.numerals import latin_digits, whole_number, without_groups
from haat.core.scans import read_scan
from haat.core.texts import clean_line
from haat.makers.models import PaperKind
from haat.web.maker.base.weights import bounds_of

SIDES = ("side1", "side2", "side3")
MOST_LETTERS, MM_A_CM = 1000, 10
Usual = Mapping[str, tuple[int, int]]


class NotSaid(HaatError):
    """Nothing was chosen or written, or no number; the way out is told with it."""

    def __init__(self, said: "str | Promise", field: str = "answer") -> None:
        super().__init__("asks.not_said", said, field=field)


class Slip(HaatError):
    """A weight that hardly anything has is asked about once; `sure` is what she has said twice."""

    def __init__(self, weight_g: int) -> None:
        super().__init__(
            "asks.slip",
            _("%(weight)s g? If one weighs so much, packed, press once more."),
            field="answer",
            weight=weight_g,
            sure=weight_g,
        )


_CHOOSE = _("Tap what is right. If you do not know it, tap the key below.")
_WRITE = _("Write it, or say it. If you do not know it, tap the key below.")
_NUMBER = _("Write the number in digits, for example 12.")
_PAPER = _("Write the number as it stands on the paper. If you do not have it, tap the key below.")
_WHICH = _("Tap which paper it is.")
_UNTIL = _("Holds until: write the day as on the paper, for example 31/12/2027. If there is none, leave it empty.")
# How a day is written where the phone has no calendar of its own.
DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
_SIDES = _("Write all three in digits: length, width and height in cm, for example 20, 15 and 8.")


def told(ask: Ask, given: QueryDict, photo: UploadedFile | None, usual: Usual) -> Any:
    """The answer to an ask; `usual`: craft → her lightest and heaviest. Raises HaatError, whose field is `answer`."""
    if ask.kind == K.WEIGHT:
        return _weight(ask, given, usual)
    if ask.kind == K.SIZE:
        return [round(side * MM_A_CM) for side in _sides(given, least=len(SIDES))]
    if ask.kind == K.PICTURE:
        if photo is None:
            raise NoPhoto()
        check_size(photo.size or 0)
        return store_picture(photo.read())
    return _answer(ask, given)


def _answer(ask: Ask, given: QueryDict) -> Any:
    kind = ask.attribute.type if ask.attribute is not None else ""
    typed = given.get("answer", "")
    if kind == SEVERAL:
        return _chosen(given.getlist("answer"))
    if kind == YES_NO:
        return _chosen(typed) == "yes"
    if kind == CHOICE:
        return _chosen(typed)
    if kind in (NUMBER, MEASURE):
        return _plain(_number(typed))
    if kind == SIZE:
        return [_plain(side) for side in _sides(given, least=1)]
    return _text(ask, typed)


def _chosen(value: Any) -> Any:
    if not value:
        raise NotSaid(_CHOOSE)
    return value


def _text(ask: Ask, typed: str) -> Any:
    said = clean_line(typed)[:MOST_LETTERS]
    if not said:
        raise NotSaid(_WRITE)
    if ask.about in PLAIN:
        return said
    return {**(ask.value if isinstance(ask.value, dict) else {}), current(): said}


def _weight(ask: Ask, given: QueryDict, usual: Usual) -> int:
    weight = whole_number(given.get("answer", ""), most_digits=9, grouped=True)
    if not weight:
        problem = BadWeight()
        problem.field = "answer"
        raise problem
    light, heavy = bounds_of(usual, ask.good.craft.slug)
    if not light <= weight <= heavy and whole_number(given.get("sure", "")) != weight:
        raise Slip(weight)
    return weight


def _sides(given: QueryDict, *, least: int) -> list[Decimal]:
    typed = [given.get(name, "").strip() for name in SIDES]
    try:
        sides = [_number(text) for text in typed if text]
    except NotSaid:
        raise NotSaid(_SIDES) from None
    if len(sides) < least or any(side <= 0 for side in sides):
        raise NotSaid(_SIDES if least > 1 else _NUMBER)
    return sides


def _number(typed: str) -> Decimal:
    text = without_groups(latin_digits(typed).strip())
    if not (text.isascii() and text.replace(".", "", 1).isdigit() and len(text) <= 12):
        raise NotSaid(_NUMBER)
    return Decimal(text)


def _plain(number: Decimal) -> int | float:
    return int(number) if number == int(number) else float(number)


def told_paper(kinds: Collection[PaperKind], given: QueryDict, photo: UploadedFile | None, *, who: int | None) -> Given:
    """The paper she gives, of one of these kinds; `who` sends it. Raises HaatError, at `answer`, `until` or `photo`."""
    slugs = [kind.slug for kind in kinds]
    kind = given.get("paper", slugs[0] if len(slugs) == 1 else "")
    if kind not in slugs:
        raise NotSaid(_WHICH, "paper")
    number = clean_line(given.get("answer", ""))
    if not number:
        raise NotSaid(_PAPER)
    until = _day(given.get("until", ""))
    if photo is None:
        return Given(kind, number, until)
    hit(f"papers:{who}", most=60, seconds=600)
    return Given(kind, number, until, read_scan(photo.read()))


def _day(typed: str) -> date | None:
    """The last day of a paper, as a phone sends it or as people write it; None where none is given."""
    text = latin_digits(typed).strip()
    if not text:
        return None
    for form in DAYS:
        try:
            return datetime.strptime(text, form).replace(tzinfo=INDIA).date()
        except ValueError:
            continue
    raise NotSaid(_UNTIL, "until")
