"""What an office says of a craft, and whether it can be said."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from haat.catalogue.answers import CHOICE, KINDS
from haat.catalogue.errors import BadCraft
from haat.core.languages import LANGUAGES
from haat.makers.models import Document

GROUNDS = ("lac", "haldi", "khadi", "leaf", "mitti", "indigo")
MOST_NAME, MOST_LINE, MOST_UNIT, MOST_LABEL = 60, 120, 12, 60
MOST_MATERIALS, MOST_QUESTIONS, MOST_CHOICES, MOST_DAYS = 24, 16, 20, 365
SLUG = re.compile(r"[a-z0-9]+(?:[_-][a-z0-9]+)*")
_DRAWING = re.compile(r"[a-z0-9-]{1,56}\.svg")
Texts = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class CraftTold:
    """A craft, all of it: names and a line of examples by language, materials [{slug, <language>: name}], questions.

    `attributes`: [{slug, type, label, unit?, choices?, words?, required?}], `words` by choice and language. `papers`
    are kinds of papers a maker needs. `making_days`: how long one made to order usually takes; None when not said.
    """

    names: Texts
    lines: Texts
    tax_slug: str
    papers: Sequence[str]
    materials: Sequence[Mapping[str, Any]]
    attributes: Sequence[Mapping[str, Any]]
    drawing: str
    ground: str
    fragile: bool
    making_days: int | None


def check_craft(told: CraftTold) -> None:
    """Raises BadCraft at the field that cannot be."""
    _texts("names", told.names, MOST_NAME, needed=True)
    _texts("lines", told.lines, MOST_LINE)
    if any(kind not in Document.Kind.values for kind in told.papers):
        raise BadCraft("papers")
    if told.ground not in GROUNDS:
        raise BadCraft("ground")
    if not _DRAWING.fullmatch(told.drawing):
        raise BadCraft("drawing")
    if told.making_days is not None and not 1 <= told.making_days <= MOST_DAYS:
        raise BadCraft("making_days")
    _materials(told.materials)
    _questions(told.attributes)


def _texts(field: str, texts: Texts, most: int, *, needed: bool = False) -> None:
    if needed and not any(text.strip() for text in texts.values()):
        raise BadCraft(field)
    for code, text in texts.items():
        if code not in LANGUAGES or len(text) > most:
            raise BadCraft(field)


def _materials(materials: Sequence[Mapping[str, Any]]) -> None:
    slugs = [material["slug"] for material in materials]
    if len(set(slugs)) < len(slugs) or len(slugs) > MOST_MATERIALS:
        raise BadCraft("materials")
    for material in materials:
        names = {code: text for code, text in material.items() if code in LANGUAGES}
        if not SLUG.fullmatch(material["slug"]):
            raise BadCraft("materials")
        _texts("materials", names, MOST_NAME, needed=True)


def _questions(questions: Sequence[Mapping[str, Any]]) -> None:
    slugs = [question["slug"] for question in questions]
    if len(set(slugs)) < len(slugs) or len(slugs) > MOST_QUESTIONS:
        raise BadCraft("attributes")
    for question in questions:
        choices = question.get("choices") or ()
        right = SLUG.fullmatch(question["slug"]) and question["type"] in KINDS
        right = right and len(question.get("unit", "")) <= MOST_UNIT and len(set(choices)) == len(choices)
        if not right or len(choices) > MOST_CHOICES or (question["type"] == CHOICE) != bool(choices):
            raise BadCraft("attributes")
        _texts("attributes", question["label"], MOST_LABEL, needed=True)
        for words in (question.get("words") or {}).values():
            _texts("attributes", words, MOST_LABEL)
