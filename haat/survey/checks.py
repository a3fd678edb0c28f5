"""What a phone told, judged and cleaned, with only what she agreed to left in it."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.core.texts import clean_line, clean_text
from haat.makers import papers
from haat.makers.alike import key_of
from haat.places.models import Mart, Place
from haat.survey.errors import (
    BadNumber,
    BadPosition,
    MoreThanTheHouse,
    NoCraft,
    NoFindName,
    NoVillage,
    OldNotice,
    TongueUnheard,
    Unanswered,
    UnknownSells,
)
from haat.survey.facts import Position, Said, Told
from haat.survey.models import Answer, Find, FindFile, NoticeVoice
from haat.survey.notice import CONTACT, PURPOSES, VERSIONS
from haat.survey.rules import (
    MOST_ACCURACY_M,
    MOST_CRAFTS,
    MOST_HAMLET,
    MOST_HOUSEHOLD,
    MOST_NAME,
    MOST_PAISE,
    MOST_PIECES,
    MOST_WORDS,
)
from haat.survey.tongues import TONGUES

# The whole of India with its islands, in degrees.
NORTH, EAST = (6.0, 38.0), (68.0, 98.0)
# How exactly a place is kept: some eleven metres.
DECIMALS = 4
NUMBERS: tuple[tuple[str, "str | Promise", int], ...] = (
    ("month_pieces", _("Pieces a month"), MOST_PIECES),
    ("price_paise", _("Price of one"), MOST_PAISE),
    ("members", _("People in the house"), MOST_HOUSEHOLD),
    ("women", _("Women"), MOST_HOUSEHOLD),
    ("earners", _("Who earn"), MOST_HOUSEHOLD),
)
# A find without anything of a person, as it is counted; what else a row has says where and when.
NOBODY: dict[str, Any] = {
    **dict.fromkeys(("name", "name_key", "phone", "words", "hamlet", "sells", "call_words"), ""),
    **dict.fromkeys(("latitude", "longitude", "accuracy_m", "month_pieces", "price_paise"), None),
    **dict.fromkeys(("members", "women", "earners", "again_on"), None),
    "files_due": [],
    "yes_due": False,
}


def row_of(mart: Mart, told: Told) -> dict[str, Any]:
    """The fields of the row that is kept of it. Raises HaatError naming the field."""
    block = _block(mart, told.place)
    if not 1 <= len({craft.pk for craft in told.crafts}) <= MOST_CRAFTS:
        raise NoCraft()
    row: dict[str, Any] = {"mart": mart, "block": block, "place": told.place, "found_at": told.found_at, **NOBODY}
    if told.said.yes:
        row |= _allowed(_personal(told), told.said)
    tongue = TONGUES.get(told.said.tongue)
    row["yes_due"] = told.said.yes and tongue is not None and not tongue.written
    return row | {"state": Find.State.NEW if told.said.yes else Find.State.COUNTED, "files_due": files_due(told)}


def answer_of(mart: Mart, told: Told) -> dict[str, Any]:
    """What she said, with the recording she heard. Raises Unanswered, OldNotice, TongueUnheard."""
    said = told.said
    purposes = sorted(said.purposes & PURPOSES.keys())
    if said.how not in Answer.How.values or said.yes != (CONTACT in purposes) or (purposes and not said.yes):
        raise Unanswered()
    if said.version not in VERSIONS:
        raise OldNotice()
    voice = _heard(mart, said)
    unwritten = voice is None and said.how == Answer.How.RECORDED
    tongue = TONGUES.get(said.tongue)
    if tongue is None or unwritten or (not tongue.written and voice is None):
        raise TongueUnheard()
    if said.yes and not tongue.written and not any(name.startswith(f"{FindFile.Kind.YES}-") for name in told.files):
        raise Unanswered()
    return {
        "yes": said.yes,
        "purposes": purposes,
        "version": said.version,
        "tongue": said.tongue,
        "how": said.how,
        "voice": voice,
        "given_at": told.found_at,
    }


def _heard(mart: Mart, said: Said) -> NoticeVoice | None:
    """The recording that the phone played: the very one, or the newest where it does not say which."""
    if said.how != Answer.How.RECORDED:
        return None
    voices = NoticeVoice.objects.filter(mart=mart, tongue=said.tongue, version=said.version).defer("content")
    return (voices.filter(pk=said.voice) if said.voice else voices).order_by("-pk").first()


def digest_of(row: Mapping[str, Any], crafts: list[int], answer: Mapping[str, Any], turn: int) -> str:
    """What was told, as a name of 64 letters: told again it is the same. When it was found is not part of it."""
    kept = {name: value for name, value in row.items() if name not in ("mart", "block", "found_at", "state", "yes_due")}
    kept["place"] = row["place"].pk
    said = [answer["purposes"], answer["version"], answer["tongue"], answer["how"]]
    told = json.dumps([kept, sorted(crafts), said, turn], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


def files_due(told: Told) -> list[str]:
    """The names of the files that may follow."""
    return sorted(name for name in set(told.files) if allowed_kind(told.said, name.partition("-")[0]))[:9]


def allowed_kind(said: Said, kind: str) -> bool:
    """Whether a file of this kind is kept: her yes always, what a purpose asks for with a yes to that."""
    if kind == FindFile.Kind.YES:
        return said.yes
    return any(kind in purpose.files and code in said.purposes for code, purpose in PURPOSES.items())


def _block(mart: Mart, place: Place) -> Place:
    block = place.parent if place.kind == Place.Kind.LOCALITY else place
    if block is None or block.kind != Place.Kind.BLOCK or not mart.place.contains(block):
        raise NoVillage()
    return block


def _personal(told: Told) -> dict[str, Any]:
    name = clean_line(told.name)[:MOST_NAME]
    if not any(sign.isalpha() for sign in name):
        raise NoFindName()
    if told.sells and told.sells not in Find.Sells.values:
        raise UnknownSells()
    return {
        "name": name,
        "name_key": key_of(name),
        "phone": papers.phone_if_known(told.phone, demo=settings.DEMO),
        "hamlet": clean_line(told.hamlet)[:MOST_HAMLET],
        "words": clean_text(told.words)[:MOST_WORDS],
        "sells": told.sells,
        **_numbers(told),
        **_position(told.position),
    }


def _numbers(told: Told) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for field, label, most in NUMBERS:
        number = getattr(told, field)
        if number is not None and not 0 <= number <= most:
            raise BadNumber(field, label, most // 100 if field == "price_paise" else most)
        found[field] = number
    for field in ("women", "earners"):
        if found["members"] is not None and (found[field] or 0) > found["members"]:
            raise MoreThanTheHouse(field)
    return found


def _position(position: Position | None) -> dict[str, Any]:
    if position is None:
        return {}
    north, east = position.latitude, position.longitude
    if not (NORTH[0] <= north <= NORTH[1] and EAST[0] <= east <= EAST[1]):
        raise BadPosition()
    accuracy = min(max(0, position.accuracy_m), MOST_ACCURACY_M)
    return {"latitude": round(north, DECIMALS), "longitude": round(east, DECIMALS), "accuracy_m": accuracy}


def _allowed(personal: dict[str, Any], said: Said) -> dict[str, Any]:
    """Without what belongs to a purpose she said no to."""
    gone = {field for code, purpose in PURPOSES.items() if code not in said.purposes for field in purpose.fields}
    return {field: NOBODY[field] if field in gone else value for field, value in personal.items()}
