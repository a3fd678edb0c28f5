"""Papers of makers and of sellers, as they are typed and as they are shown: what several rooms do alike."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.core.languages import best
from haat.core.money import format_rupees
from haat.makers.models import Paper, PaperKind
from haat.makers.paper_book import Book
from haat.makers.paper_facts import CHOICE, DAY, FACTS, MONEY, MOST_TEXT, Fact
from haat.makers.papers import MOST_NUMBER
from haat.web.office.desk.day_field import DayField
from haat.web.office.desk.fields import RupeesField
from haat.web.ui.dates import date_year

# What is known of a number without a look at the paper.
PROOFS = {
    PaperKind.Proof.GSTIN: _("its last sign fits"),
    PaperKind.Proof.SHAPE: _("it looks right"),
    PaperKind.Proof.NONE: _("compare it with the paper"),
}


@dataclass(frozen=True)
class Shown:
    """A paper with what it is called, what its number proves by itself, and what stands on it beside."""

    paper: Any
    name: str
    proof: "str | Promise"
    facts: list[tuple["str | Promise", str]]


def shown(papers: Iterable[Paper], book: Book) -> list[Shown]:
    """Papers in the order of the book, those of one kind by number."""
    places = {slug: place for place, slug in enumerate(book.kinds)}
    ordered = sorted(papers, key=lambda paper: (places.get(paper.kind, len(places)), paper.number))
    return [_shown(paper, book.kinds.get(paper.kind)) for paper in ordered]


def facts_of(paper: Paper) -> list[tuple["str | Promise", str]]:
    """What stands on it beside its number and days, each with what it is called."""
    return [(FACTS[slug].label, _value(FACTS[slug], paper.facts[slug])) for slug in FACTS if slug in paper.facts]


def _shown(paper: Paper, kind: PaperKind | None) -> Shown:
    facts = facts_of(paper)
    if kind is None:
        return Shown(paper, paper.kind, PROOFS[PaperKind.Proof.NONE], facts)
    return Shown(paper, best(kind.names).text, PROOFS[PaperKind.Proof(kind.proof)], facts)


def _value(fact: Fact, value: Any) -> str:
    if fact.type == MONEY:
        return format_rupees(value)
    if fact.type == DAY:
        return date_year(date.fromisoformat(value))
    return str(fact.choices.get(value, value)) if fact.choices else str(value)


class PaperForm(forms.Form):
    """A paper: its kind, number and days, and what some kinds have beside; the makers' room judges it."""

    kind = forms.ChoiceField(label=_("Paper"))
    number = forms.CharField(
        label=_("Number"), max_length=MOST_NUMBER, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    valid_from = DayField(label=_("Holds from"), required=False)
    valid_until = DayField(label=_("Holds until"), required=False)

    def __init__(self, book: Book, data: Any = None, files: Any = None, *, but: Collection[str] = ()) -> None:
        super().__init__(data, files)
        field: Any = self.fields["kind"]
        kinds = [kind for slug, kind in book.kinds.items() if slug not in but]
        field.choices = [(kind.slug, best(kind.names).text) for kind in kinds]
        for fact in FACTS.values():
            names = tuple(kind for kind in kinds if fact.slug in kind.asks)
            if names:
                self.fields[fact.slug] = _field(fact, names)

    @property
    def facts(self) -> list[forms.BoundField]:
        """What only some kinds have."""
        return [self[slug] for slug in FACTS if slug in self.fields]

    @property
    def facts_open(self) -> bool:
        """Whether something was typed there, or refused."""
        return any(field.errors or (self.is_bound and field.value()) for field in self.facts)

    def given(self) -> dict[str, Any]:
        """What the actions take."""
        told = dict(self.cleaned_data)
        facts = {slug: told.pop(slug) for slug in FACTS if slug in told}
        return told | {"facts": facts}


def _field(fact: Fact, kinds: Collection[PaperKind]) -> forms.Field:
    told: dict[str, Any] = {
        "label": fact.label,
        "required": False,
        "help_text": ", ".join(best(kind.names).text for kind in kinds),
    }
    if fact.type == MONEY:
        return RupeesField(**told)
    if fact.type == DAY:
        return DayField(**told)
    if fact.type == CHOICE:
        return forms.ChoiceField(choices=[("", "–"), *(fact.choices or {}).items()], **told)
    return forms.CharField(max_length=MOST_TEXT, widget=forms.TextInput(attrs={"autocomplete": "off"}), **told)
