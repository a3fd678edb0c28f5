"""A mart's own words for a notice: how they are typed, and what operators would refuse in them. Pure.

On a page a variable is written `{number}`; kept, and filled in, it is `%(number)s`.
"""

import re
from collections.abc import Mapping

from haat.core.texts import clean_line
from haat.messages.errors import (
    AddressInWords,
    BadTemplateNumber,
    NoTemplateNumber,
    NumberAlone,
    SideBySide,
    SlotAsKept,
    SlotLost,
    SlotTwice,
    SlotUnknown,
    WordsTooLong,
)
from haat.messages.notices import SLOT, Notice, Worded, stand_side_by_side, unregistered
from haat.messages.parts import PLAIN, WIDE
from haat.places.models import Mart

_TYPED = re.compile(r"\{\s*(\w+)\s*\}")
_NUMBER, _AT_GATEWAY = re.compile(r"[0-9]{15,25}"), re.compile(r"[\w-]{1,60}", re.ASCII)


def to_keep(typed: str) -> str:
    """As it is kept."""
    return _TYPED.sub(r"%(\1)s", typed.replace("%", "%%"))


def to_type(kept: str) -> str:
    """As it is typed."""
    return SLOT.sub(lambda found: f"{{{found[1]}}}" if found[1] else "%", kept)


def as_kept(notice: Notice, code: str, told: Mapping[str, str], mart: Mart) -> dict[str, str]:
    """What is kept of what was typed in a language; nothing where the standard words hold, typed or not.

    Raises NumberAlone, and what `check` does.
    """
    text = to_keep(clean_line(told.get("text", "")))
    own = Worded(text, code, told.get("template", "").replace(" ", ""), told.get("gateway", "").strip())
    kept = {"text": text, "template": own.template, "gateway": own.at_gateway}
    standard = notice.in_language(code)
    if not text or (standard.language == code and text == standard.text):
        if lone := next((name for name in ("template", "gateway") if kept[name]), ""):
            raise NumberAlone(code, lone)
        return {}
    check(notice, own, mart)
    return {name: value for name, value in kept.items() if value}


def check(notice: Notice, worded: Worded, mart: Mart) -> None:
    """Raises what is wrong with these words (messages.errors), each with its language."""
    _check_slots(notice, worded)
    code = worded.language
    if stand_side_by_side(worded.text):
        raise SideBySide(code)
    if found := unregistered(worded.text):
        raise AddressInWords(code, found[0])
    told = notice.longest(worded, mart)
    if told.parts > 1:
        raise WordsTooLong(code, told.units, WIDE if told.wide else PLAIN)
    _check_numbers(worded)


def _check_slots(notice: Notice, worded: Worded) -> None:
    code, slots = worded.language, notice.slots(worded.text)
    if "%(" in SLOT.sub(lambda found: "…" if found[1] else "%", worded.text):
        raise SlotAsKept(code)
    wanted = [variable.name for variable in notice.variables]
    for name in slots:
        if name not in wanted:
            raise SlotUnknown(code, name, [*wanted, "mart"])
        if slots.count(name) > 1:
            raise SlotTwice(code, name)
    for name in wanted:
        if name not in slots:
            raise SlotLost(code, name)


def _check_numbers(worded: Worded) -> None:
    code = worded.language
    if worded.template and not _NUMBER.fullmatch(worded.template):
        raise BadTemplateNumber(code)
    if worded.at_gateway and not _AT_GATEWAY.fullmatch(worded.at_gateway):
        raise BadTemplateNumber(code, "gateway")
    if worded.at_gateway and not worded.template:
        raise NoTemplateNumber(code)
