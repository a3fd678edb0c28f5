"""What a phone, or a form without scripts, says of one find."""

import math
import re
from collections.abc import Iterator

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from haat.catalogue.queries import crafts
from haat.core.errors import VoiceTooBig
from haat.core.files import check_size
from haat.core.money import parse_rupees
from haat.core.numerals import latin_digits, whole_number
from haat.core.voices import MOST_BYTES
from haat.survey.checks import NUMBERS
from haat.survey.errors import BadNumber, BadPosition, NoVillage
from haat.survey.facts import NewFile, Position, Said, Told
from haat.survey.models import FindFile
from haat.survey.notice import PURPOSES
from haat.survey.queries import village_walked
from haat.web.maker.base.request import Request
from haat.web.ui.deeds import done_at

KEY = re.compile(r"[0-9A-Za-z-]{16,64}")
NAME = re.compile(r"(photo|voice|yes)-[0-9A-Za-z]{1,40}")
# The file fields of the form without scripts.
FIELDS = (("photo", FindFile.Kind.PHOTO), ("voice_note", FindFile.Kind.VOICE), ("yes_note", FindFile.Kind.YES))
MOST_FILES = 5


def told_by(request: Request, key: str) -> Told:
    """The find, as `tell_find` takes it. Raises HaatError naming the field."""
    said = request.POST
    place = village_walked(request.user, request.mart, whole_number(said.get("place", "")))
    if place is None:
        raise NoVillage()
    chosen = set(said.getlist("craft"))
    return Told(
        key=key,
        turn=whole_number(said.get("turn", "1"), most_digits=6) or 1,
        place=place,
        crafts=[craft for craft in crafts() if craft.slug in chosen],
        said=_said(request),
        found_at=done_at(request) or timezone.now(),
        position=_position(request),
        hamlet=said.get("hamlet", ""),
        name=said.get("name", ""),
        phone=said.get("phone", ""),
        words=said.get("words", ""),
        sells=said.get("sells", ""),
        price_paise=parse_rupees(said["price"], field="price") if said.get("price", "").strip() else None,
        **{field: _number(request, field) for field in ("month_pieces", "members", "women", "earners")},
        files=tuple(_names(request)),
        walker=said.get("walker", ""),
    )


def _said(request: Request) -> Said:
    said = request.POST
    purposes = frozenset(code for code in PURPOSES if said.get(code) == "yes")
    return Said(
        yes=said.get("contact") == "yes",
        purposes=purposes if said.get("contact") == "yes" else frozenset(),
        version=whole_number(said.get("version", "")) or 0,
        tongue=said.get("tongue", ""),
        how=said.get("how", "") if said.get("contact") in ("yes", "no") else "",
        voice=whole_number(said.get("voice", "")),
    )


def _number(request: Request, field: str) -> int | None:
    typed = request.POST.get(field, "").strip()
    if not typed:
        return None
    number = whole_number(typed, most_digits=9, grouped=True)
    if number is None:
        label, most = next((label, most) for name, label, most in NUMBERS if name == field)
        raise BadNumber(field, label, most)
    return number


def _position(request: Request) -> Position | None:
    typed = [latin_digits(request.POST.get(name, "").strip()) for name in ("latitude", "longitude", "accuracy")]
    if not typed[0] and not typed[1]:
        return None
    try:
        north, east, accuracy = (float(text or 0) for text in typed)
    except ValueError:
        raise BadPosition() from None
    if not all(map(math.isfinite, (north, east, accuracy))):
        raise BadPosition()
    return Position(north, east, round(min(max(accuracy, 0), 1e6)))


def _names(request: Request) -> Iterator[str]:
    """The files that follow, or come along."""
    told = [name for name in request.POST.get("files", "").split(",") if NAME.fullmatch(name)]
    yield from told[:MOST_FILES]
    yield from (name for name, _kind, _file in _sent(request))


def _sent(request: Request) -> Iterator[tuple[str, str, UploadedFile]]:
    for field, kind in FIELDS:
        for at, file in enumerate(request.FILES.getlist(field)[:MOST_FILES]):
            if file.size:
                yield f"{kind}-{at}", kind, file


def files_sent(request: Request) -> list[NewFile]:
    """Files that came along with the form, where nothing sends them by themselves. Raises HaatError."""
    return [new_file(name, kind, file) for name, kind, file in _sent(request)]


def new_file(name: str, kind: str, sent: UploadedFile) -> NewFile:
    """One file, by its size first. Raises PictureTooBig, VoiceTooBig."""
    if kind == FindFile.Kind.PHOTO:
        check_size(sent.size or 0)
    elif (sent.size or 0) > MOST_BYTES:
        raise VoiceTooBig()
    return NewFile(name, kind, sent.read())
