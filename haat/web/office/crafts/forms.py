"""What is typed of a craft: names by language, tax line, papers, materials and the questions it asks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from haat.catalogue.answers import CHOICE, KINDS, choices_of
from haat.catalogue.craft_facts import GROUNDS, MOST_LABEL, MOST_LINE, MOST_NAME, MOST_UNIT, CraftTold
from haat.catalogue.data import drawing_names
from haat.catalogue.models import Craft
from haat.catalogue.rules import language_name
from haat.core.errors import HaatError
from haat.core.languages import best
from haat.core.numerals import latin_digits
from haat.places.models import Mart
from haat.pricing.models import TaxRule
from haat.web import ui
from haat.web.office.crafts import choosing
from haat.web.office.desk.meanwhile import what_stands
from haat.web.office.desk.words import words_of

# Names are asked for in every language of the mart; materials and questions in the first of them.
MOST_LANGUAGES = 3
# So many empty lines stand below what is there.
EMPTY = 2
_DRAWINGS = Path(ui.__file__).parent / "static" / "ui" / "drawings"
_NO_GOOD = ("material-", "border-", "artisan-", "scene-", "house-", "hand-", "arm-", "icons")
CLOTHS = {
    "lac": _("lac red"),
    "haldi": _("turmeric"),
    "khadi": _("khadi"),
    "leaf": _("leaf green"),
    "mitti": _("terracotta"),
    "indigo": _("indigo"),
}


@cache
def drawings() -> list[str]:
    """The drawings of goods that the project has."""
    return sorted(path.name for path in _DRAWINGS.glob("*.svg") if not path.name.startswith(_NO_GOOD))


def _line(label: Any, most: int, *, lang: str = "", needed: bool = False, initial: Any = "") -> forms.CharField:
    attrs = {"autocomplete": "off"} | ({"lang": lang} if lang else {})
    return forms.CharField(
        label=label, max_length=most, required=needed, initial=initial, widget=forms.TextInput(attrs=attrs)
    )


@dataclass(frozen=True)
class Material:
    """A line of a material: a name for each language."""

    names: list[forms.BoundField]


@dataclass(frozen=True)
class Question:
    """A question: its label and answers for each language, its kind, unit, and whether it must be answered."""

    labels: list[forms.BoundField]
    kind: forms.BoundField
    unit: forms.BoundField
    needed: forms.BoundField
    answers: list[forms.BoundField]
    known: bool


class CraftForm(forms.Form):
    """A new craft, or all of one that is there. `seen` is when it was changed last, as its writer saw it."""

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput())
    tax_slug = forms.ChoiceField(label=_("Tax line"))
    papers = forms.MultipleChoiceField(
        label=_("Papers a maker needs"), required=False, widget=forms.CheckboxSelectMultiple()
    )
    drawing = forms.ChoiceField(label=_("Drawing"))
    ground = forms.ChoiceField(label=_("Cloth under it"), choices=list(CLOTHS.items()))
    fragile = forms.BooleanField(label=_("Breaks easily"), required=False)
    making_days = forms.CharField(
        label=_("Days to make, when made to order"),
        required=False,
        max_length=6,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(
        self, mart: Mart, lines: Iterable[TaxRule], craft: Craft | None = None, data: Any = None, name: str = ""
    ) -> None:
        super().__init__(data, initial=_initial(craft))
        self.mart, self.craft, self.stale, self.now_there = mart, craft, False, dict[str, str]()
        self.languages = mart.languages[:MOST_LANGUAGES]
        tax: Any = self.fields["tax_slug"]
        known = {rule.slug: f"{rule.hsn} · {best(rule.names).text} · {rule.rate_bp / 100:g}%" for rule in lines}
        if craft is not None:
            known.setdefault(craft.tax_slug, craft.tax_slug)
        tax.choices = [("", "–"), *known.items()]
        papers: Any = self.fields["papers"]
        papers.choices = list(words_of("paper").items())
        drawn: Any = self.fields["drawing"]
        names = dict.fromkeys([*([craft.drawing] if craft else []), *drawings()])
        drawn.choices = sorted(((file, best(drawing_names(file)).text) for file in names), key=lambda each: each[1])
        self._ask_names(craft, name)
        self._ask_materials()
        self._ask_questions()
        if craft is None:
            self.fields["slug"] = _line(_("Short name in addresses"), 40)

    def _ask_names(self, craft: Craft | None, name: str) -> None:
        for code in self.mart.languages:
            first = code == self.mart.default_language
            known = craft.names.get(code, "") if craft else (name if first else "")
            label = gettext("Name in %(language)s") % {"language": language_name(code)}
            self.fields[f"name_{code}"] = _line(label, MOST_NAME, lang=code, needed=first, initial=known)
        for code in self.languages:
            known = craft.lines.get(code, "") if craft else ""
            label = gettext("What is made, in %(language)s") % {"language": language_name(code)}
            self.fields[f"line_{code}"] = _line(label, MOST_LINE, lang=code, initial=known)

    def _ask_materials(self) -> None:
        self._materials: list[Mapping[str, Any]] = list(self.craft.materials) if self.craft else []
        for place in range(len(self._materials) + EMPTY):
            known = self._materials[place] if place < len(self._materials) else {}
            for code in self.languages:
                label = gettext("Material in %(language)s") % {"language": language_name(code)}
                field = _line(label, MOST_NAME, lang=code, initial=known.get(code, ""))
                self.fields[f"m{place}_{code}"] = field

    def _ask_questions(self) -> None:
        self._questions: list[Mapping[str, Any]] = list(self.craft.attributes) if self.craft else []
        for place in range(len(self._questions) + EMPTY):
            known = self._questions[place] if place < len(self._questions) else {}
            for code in self.languages:
                language = {"language": language_name(code)}
                label, answers = known.get("label", {}).get(code, ""), choosing.answers(known, code)
                self.fields[f"q{place}_{code}"] = _line(
                    gettext("Question in %(language)s") % language, MOST_LABEL, lang=code, initial=label
                )
                self.fields[f"q{place}_answers_{code}"] = _line(
                    gettext("Answers in %(language)s, with commas") % language, 1000, lang=code, initial=answers
                )
            kinds = list(words_of("question_kind").items())
            self.fields[f"q{place}_kind"] = forms.ChoiceField(
                label=_("Answered with"), choices=kinds, initial=known.get("type", KINDS[0])
            )
            self.fields[f"q{place}_unit"] = _line(_("Unit"), MOST_UNIT, initial=known.get("unit", ""))
            self.fields[f"q{place}_needed"] = forms.BooleanField(
                label=_("Must be answered"), required=False, initial=bool(known.get("required"))
            )

    # ---- as it is drawn

    @property
    def names(self) -> list[forms.BoundField]:
        return [self[f"name_{code}"] for code in self.mart.languages]

    @property
    def lines(self) -> list[forms.BoundField]:
        return [self[f"line_{code}"] for code in self.languages]

    @property
    def materials(self) -> list[Material]:
        places = range(len(self._materials) + EMPTY)
        return [Material([self[f"m{place}_{code}"] for code in self.languages]) for place in places]

    @property
    def questions(self) -> list[Question]:
        return [
            Question(
                labels=[self[f"q{place}_{code}"] for code in self.languages],
                kind=self[f"q{place}_kind"],
                unit=self[f"q{place}_unit"],
                needed=self[f"q{place}_needed"],
                answers=[self[f"q{place}_answers_{code}"] for code in self.languages],
                known=place < len(self._questions),
            )
            for place in range(len(self._questions) + EMPTY)
        ]

    @property
    def picked(self) -> list[str]:
        """The papers ticked."""
        return list(self["papers"].value() or [])

    @property
    def seen_now(self) -> str:
        """What the form drawn again carries: as it was sent, unless the writer was just told of the change."""
        if self.is_bound and not self.stale:
            return str(self.data.get("seen", ""))[:40]
        return self.craft.changed_at.isoformat() if self.craft and self.craft.changed_at else ""

    # ---- as it is read

    @property
    def seen_at(self) -> datetime | None:
        """The moment it carries; None for a craft that no office has changed yet."""
        try:
            return datetime.fromisoformat(self.cleaned_data["seen"]) if self.cleaned_data["seen"] else None
        except ValueError:
            return datetime.fromtimestamp(0).astimezone()

    def clean_making_days(self) -> int | None:
        text = latin_digits(self.cleaned_data["making_days"]).strip()
        if text and not (text.isascii() and text.isdigit()):
            raise forms.ValidationError(_("Write it in digits, for example 12."))
        return int(text) if text else None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for place in range(len(self._questions) + EMPTY):
            self._check_question(place)
        return given

    def _check_question(self, place: int) -> None:
        """Nothing typed of a question may fall away: answers and unit belong to a label, answers to a choice."""
        first, given = self.languages[0], self.cleaned_data
        answers = [f"q{place}_answers_{code}" for code in self.languages]
        changed = [name for name in answers if self._is_new(name)]
        typed = [name for name in changed if given.get(name)]
        if not any(given.get(f"q{place}_{code}") for code in self.languages):
            unit = f"q{place}_unit"
            if typed or (given.get(unit) and self._is_new(unit)):
                self.add_error(f"q{place}_{first}", _("Write the question, or clear its answers and unit."))
        elif given.get(f"q{place}_kind") != CHOICE:
            if typed:
                self.add_error(typed[0], _("Answers belong to a choice: choose it, or clear them."))
        elif changed and not choosing.in_order(self._lists(place), self._known(place)):
            self.add_error(answers[0], _("Answers: the same ones in every language, in one order."))

    def _is_new(self, name: str) -> bool:
        return name in self.cleaned_data and self.cleaned_data[name] != str(self.fields[name].initial).strip()

    def _known(self, place: int) -> Mapping[str, Any]:
        return self._questions[place] if place < len(self._questions) else {}

    def _lists(self, place: int) -> dict[str, list[str]]:
        return {code: choosing.parts(self.cleaned_data.get(f"q{place}_answers_{code}", "")) for code in self.languages}

    def told(self) -> CraftTold:
        """The same as the rooms take it; languages that were not asked for stay as they are."""
        given = self.cleaned_data
        return CraftTold(
            names=self._texts("name", self.mart.languages, self.craft.names if self.craft else {}),
            lines=self._texts("line", self.languages, self.craft.lines if self.craft else {}),
            tax_slug=given["tax_slug"],
            papers=given["papers"],
            materials=list(self._told_materials()),
            attributes=list(self._told_questions()),
            drawing=given["drawing"],
            ground=given["ground"],
            fragile=given["fragile"],
            making_days=given["making_days"],
        )

    def _texts(self, stem: str, languages: Sequence[str], known: Mapping[str, str]) -> dict[str, str]:
        typed = {code: self.cleaned_data[f"{stem}_{code}"] for code in languages}
        return {code: text for code, text in {**known, **typed}.items() if text}

    def _told_materials(self) -> Iterator[dict[str, Any]]:
        taken: set[str] = set()
        for place in range(len(self._materials) + EMPTY):
            typed = {code: self.cleaned_data[f"m{place}_{code}"] for code in self.languages}
            if not any(typed.values()):
                continue
            known = dict(self._materials[place]) if place < len(self._materials) else {}
            slug = known.get("slug") or choosing.free(typed, taken)
            taken.add(slug)
            texts = {code: text for code, text in {**known, **typed}.items() if text}
            yield {**texts, "slug": slug}

    def _told_questions(self) -> Iterator[dict[str, Any]]:
        taken: set[str] = set()
        for place in range(len(self._questions) + EMPTY):
            label = self._texts(f"q{place}", self.languages, {})
            if not label:
                continue
            known = self._known(place)
            slug = known.get("slug") or choosing.free(label, taken)
            taken.add(slug)
            yield self._question(place, {"slug": slug, "label": {**known.get("label", {}), **label}}, known)

    def _question(self, place: int, told: dict[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
        given = self.cleaned_data
        told["type"] = given[f"q{place}_kind"]
        if given[f"q{place}_unit"]:
            told["unit"] = given[f"q{place}_unit"]
        if given[f"q{place}_needed"]:
            told["required"] = True
        if told["type"] != CHOICE:
            return told
        if not any(self._is_new(f"q{place}_answers_{code}") for code in self.languages):
            told["choices"] = choices_of(known)
            return told | ({"words": known["words"]} if "words" in known else {})
        return told | choosing.choices(self._lists(place), known)

    def told_of_change(self) -> None:
        """Somebody was quicker: say at each field that differs what stands there now."""
        self.stale, self.now_there = True, what_stands(self)

    def refuse(self, problem: HaatError) -> None:
        """Names, materials and questions stand at their first line."""
        first = {"names": self.names[0].name, "lines": self.lines[0].name}
        first |= {"materials": self.materials[0].names[0].name, "attributes": self.questions[0].labels[0].name}
        field = first.get(problem.field, problem.field)
        self.add_error(field if field in self.fields else None, problem.message)


def _initial(craft: Craft | None) -> dict[str, Any]:
    if craft is None:
        return {"ground": GROUNDS[0]}
    fields = ("tax_slug", "papers", "drawing", "ground", "fragile")
    told: dict[str, Any] = {field: getattr(craft, field) for field in fields}
    return told | {"making_days": str(craft.making_days or "")}
