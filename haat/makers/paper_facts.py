"""What stands on papers beside the number, as far as a rule or a channel asks for it, and how it is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.core.dates import today
from haat.core.money import MAX_PAISE
from haat.core.texts import clean_line
from haat.makers.errors.papers import BadFact, FactNotAsked
from haat.makers.models import PaperKind

MONEY, TEXT, DAY, CHOICE = "money", "text", "day", "choice"
MOST_TEXT = 60


@dataclass(frozen=True)
class Fact:
    """One thing that may stand on a paper: money is whole paise, a day an ISO date, a choice one of `choices`."""

    slug: str
    label: "str | Promise"
    type: str = TEXT
    choices: Mapping[str, "str | Promise"] | None = None


FACTS = {
    fact.slug: fact
    for fact in (
        Fact(
            "size",
            _("Size of the enterprise"),
            CHOICE,
            {"micro": _("Micro enterprise"), "small": _("Small enterprise"), "medium": _("Medium enterprise")},
        ),
        Fact("plant_paise", _("Plant and machinery"), MONEY),
        Fact("turnover_paise", _("Turnover of the last year"), MONEY),
        Fact("figures_by", _("Chartered accountant’s name")),
        Fact("figures_number", _("Number of the chartered accountant’s paper")),
        Fact("figures_on", _("Day of the chartered accountant’s paper"), DAY),
        Fact("person", _("Whose it is")),
        Fact("gi_name", _("Registered name (GI)")),
        Fact("covers", _("Goods it names")),
        Fact("unit", _("Licensed unit")),
        Fact("brand", _("Brand")),
        Fact("category", _("Category it names")),
        Fact("channel", _("Marketplace that gave it")),
    )
}
# What tells several papers of one number apart.
APART = ("brand", "category")


def clean_facts(kind: PaperKind, told: Mapping[str, Any]) -> dict[str, Any]:
    """What was said of a paper of `kind`, as it is kept; what is empty is left out.

    Raises FactNotAsked for what such a paper does not have, BadFact for what cannot be; each at its own field.
    """
    kept = {}
    for slug, value in told.items():
        if value is None or value == "":
            continue
        fact = FACTS.get(slug)
        if fact is None or slug not in kind.asks:
            raise FactNotAsked(slug, fact.label if fact else slug)
        kept[slug] = _clean(fact, value)
    return {slug: value for slug, value in kept.items() if value != ""}


def _clean(fact: Fact, value: Any) -> Any:
    if fact.type == MONEY:
        if type(value) is not int or not 0 <= value <= MAX_PAISE:
            raise BadFact(fact.slug, fact.label)
        return value
    if fact.type == DAY:
        return _day(fact, value)
    text = clean_line(str(value))
    if len(text) > MOST_TEXT or (fact.choices is not None and text not in fact.choices):
        raise BadFact(fact.slug, fact.label)
    return text


def _day(fact: Fact, value: Any) -> str:
    """A day that has been."""
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        raise BadFact(fact.slug, fact.label) from None
    if day > today():
        raise BadFact(fact.slug, fact.label)
    return day.isoformat()


def which(kind: PaperKind, number: str, facts: Mapping[str, Any]) -> str:
    """What tells this paper from others of its kind that one holder has; empty where she has one only."""
    if not kind.several:
        return ""
    told = [number, *(str(facts.get(fact, "")).casefold() for fact in APART if fact in kind.asks)]
    return " | ".join(told).rstrip(" |")
