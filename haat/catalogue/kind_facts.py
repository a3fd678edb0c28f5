"""What an office says of a kind of good and of a question about it, and whether it can be said."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from haat.catalogue.answers import CHOICE, NUMBER, SEVERAL, YES_NO
from haat.catalogue.asking import ALWAYS, CHANNELS
from haat.catalogue.craft_facts import MOST_LABEL, MOST_NAME, SLUG, Texts
from haat.catalogue.kind_errors import BadAttribute, BadKind, BadRule
from haat.catalogue.models import Attribute
from haat.catalogue.rules import UNITS
from haat.core.languages import LANGUAGES

MOST_RULES, MOST_CHOICES, MOST_UNIT, MOST_SLUG, MOST_CALLED, MOST_EXAMPLE, MOST_DAYS = 40, 60, 20, 40, 100, 120, 3650
WHO = (*ALWAYS, *CHANNELS)
_HSN = re.compile(r"[0-9]{8}")
Names = Mapping[str, Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class KindTold:
    """A kind of good: names by language, code of eight digits, tax line, the rules that choose others, how long it
    keeps, the unit it is sold in, and what each channel calls it (channel → its word; "" takes it away). `proven`:
    somebody who knows has confirmed code and tax line.
    """

    names: Texts
    hsn: str
    tax_slug: str
    rules: Sequence[Mapping[str, Any]] = ()
    shelf_life_days: int | None = None
    net_unit: str = "piece"
    types: Mapping[str, str] = field(default_factory=dict)
    proven: bool = False


@dataclass(frozen=True, kw_only=True)
class AttributeTold:
    """A question: its words by language, what it is answered with, who requires it or asks it sometimes, and what each
    channel calls it. `words`: choice → language → what it is called. `sure`: that it is asked is proven.
    """

    labels: Texts
    type: str
    unit: str = ""
    choices: Sequence[str] = ()
    words: Mapping[str, Texts] = field(default_factory=dict)
    example: str = ""
    required_for: Sequence[str] = ()
    expected_by: Sequence[str] = ()
    maps: Names = field(default_factory=dict)
    sure: bool = True


def check_slug(slug: str) -> bool:
    """Whether it can be a short name."""
    return SLUG.fullmatch(slug) is not None and len(slug) <= MOST_SLUG


def check_kind(told: KindTold, asked: Sequence[Attribute]) -> None:
    """Raises BadKind or BadRule at what cannot be; `asked` is what the kind asks about its goods."""
    if not _are_texts(told.names, MOST_NAME):
        raise BadKind("names")
    if not _HSN.fullmatch(told.hsn):
        raise BadKind("hsn")
    if told.shelf_life_days is not None and not 1 <= told.shelf_life_days <= MOST_DAYS:
        raise BadKind("shelf_life_days")
    if told.net_unit not in UNITS:
        raise BadKind("net_unit")
    if any(channel not in CHANNELS or len(word) > MOST_CALLED for channel, word in told.types.items()):
        raise BadKind("channels")
    if not re.fullmatch(r"[0-9]{0,9}", told.types.get("google", "")):
        raise BadKind("google")
    check_rules(told.rules, asked)


def check_rules(rules: Sequence[Mapping[str, Any]], asked: Sequence[Attribute]) -> None:
    """Raises BadKind or BadRule for a rule that cannot hold, or says nothing."""
    if len(rules) > MOST_RULES:
        raise BadKind("rules")
    by_slug = {each.slug: each for each in asked}
    for number, rule in enumerate(rules, start=1):
        _check_rule(number, rule, by_slug)


def _check_rule(number: int, rule: Mapping[str, Any], asked: Mapping[str, Attribute]) -> None:
    """A rule asks what the kind asks, for answers it may have, and says at least one of code and tax line."""
    if (
        not rule.get("when")
        or not ({"hsn", "tax"} & rule.keys())
        or not re.fullmatch(r"([0-9]{8})?", rule.get("hsn", ""))
    ):
        raise BadKind("rules")
    for slug, wanted in rule["when"].items():
        one = asked.get(slug)
        if one is None or not _can_be(one, wanted):
            raise BadRule(number, slug)


def _can_be(asked: Attribute, wanted: Any) -> bool:
    if asked.type == CHOICE:
        return isinstance(wanted, list) and bool(wanted) and set(wanted) <= set(asked.choices)
    if asked.type == YES_NO:
        return isinstance(wanted, list) and bool(wanted) and all(isinstance(each, bool) for each in wanted)
    bounds = isinstance(wanted, Mapping) and bool(wanted) and set(wanted) <= {"up_to", "over"}
    return asked.type in (NUMBER, Attribute.Type.MEASURE) and bounds


def check_attribute(told: AttributeTold) -> None:
    """Raises BadAttribute at the field that cannot be."""
    if not _are_texts(told.labels, MOST_LABEL):
        raise BadAttribute("labels")
    if told.type not in Attribute.Type.values:
        raise BadAttribute("type")
    if len(told.unit) > MOST_UNIT:
        raise BadAttribute("unit")
    several = len(set(told.choices)) == len(told.choices) <= MOST_CHOICES
    words = all(_are_texts(texts, MOST_LABEL) for texts in told.words.values())
    if not several or not words or (told.type in (CHOICE, SEVERAL)) != bool(told.choices):
        raise BadAttribute("choices")
    if not {*told.required_for, *told.expected_by} <= set(WHO):
        raise BadAttribute("required_for")
    called = [name for names in told.maps.values() for name in names]
    if not set(told.maps) <= set(CHANNELS) or any(not 0 < len(name) <= MOST_CALLED for name in called):
        raise BadAttribute("maps")
    if len(told.example) > MOST_EXAMPLE:
        raise BadAttribute("example")


def _are_texts(texts: Texts, most: int) -> bool:
    """Something in some language, none of them too long."""
    known = all(code in LANGUAGES and len(text) <= most for code, text in texts.items())
    return known and any(text.strip() for text in texts.values())
