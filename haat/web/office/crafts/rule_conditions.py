"""A paper rule's conditions as fields of a form, and read back: nothing that stands in a rule is lost by its form."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haat.core.languages import best
from haat.core.money import MAX_PAISE
from haat.core.numerals import latin_digits
from haat.makers.paper_book import Book
from haat.makers.paper_facts import FACTS, TEXT
from haat.web.office.crafts.kind_forms import line
from haat.web.office.desk.fields import RupeesField, rupees_text

MOST_ANSWERS = 400
FIGURES = ("plant_paise", "turnover_paise")
ALONE = "own"
SIGNED = {"said_by": "figures_by", "on": "figures_on"}
# What the fields below say; whatever else stands in a rule's conditions stays as it is.
SAID = frozenset(
    (
        *("words", "said", "unless_said", "unsure", "unsaid", "kinds", "covers", "most", "among"),
        *("within_days", "spares", "crafts", "goods", *SIGNED, ALONE),
    )
)


class NotUnderstood(ValueError):
    """An answer without a question, or a question without an answer."""


class ConditionsForm(forms.Form):
    """The conditions of a rule. A field that stays empty asks nothing."""

    crafts = forms.MultipleChoiceField(label=_("Only for these crafts"), required=False)
    goods = forms.MultipleChoiceField(label=_("Only for these kinds of goods"), required=False)
    words = forms.CharField(
        label=_("Words that claim it, one a line"),
        required=False,
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    covers = forms.ChoiceField(label=_("The paper must name that word under"), required=False)
    kinds = forms.MultipleChoiceField(label=_("Papers that serve"), required=False)
    own = forms.BooleanField(label=_("Only for goods that its holder sells under her own name"), required=False)
    said = line(_("Needed where it is answered"), MOST_ANSWERS)
    unless_said = line(_("Not needed where it is answered"), MOST_ANSWERS)
    unsure = line(_("Not known where it is answered"), MOST_ANSWERS)
    unsaid = line(_("Asked while nobody has answered"), 40)
    plant_paise = RupeesField(label=_("Plant and machinery, at most"), required=False, most=MAX_PAISE)
    turnover_paise = RupeesField(label=_("Turnover of the last year, at most"), required=False, most=MAX_PAISE)
    sizes = forms.MultipleChoiceField(
        label=_("Size of the enterprise"), required=False, widget=forms.CheckboxSelectMultiple()
    )
    signed = forms.BooleanField(label=_("A chartered accountant has signed the figures"), required=False)
    within_days = line(_("The figures are not older than so many days"), 4, inputmode="numeric")
    spares_kinds = forms.MultipleChoiceField(label=_("Leaves out who holds one of these papers"), required=False)
    spares_sizes = forms.MultipleChoiceField(
        label=_("… of an enterprise of this size"), required=False, widget=forms.CheckboxSelectMultiple()
    )

    def choose(self, book: Book, crafts: Mapping[str, str], goods: Mapping[str, str]) -> None:
        """What each field offers; crafts and kinds of goods are {short name: name}."""
        named = [(slug, best(kind.names).text) for slug, kind in book.kinds.items()]
        choices = FACTS["size"].choices or {}
        texts = [(slug, fact.label) for slug, fact in FACTS.items() if fact.type == TEXT]
        for name, found in (
            ("crafts", list(crafts.items())),
            ("goods", list(goods.items())),
            ("kinds", named),
            ("spares_kinds", named),
            ("covers", [("", "–"), *texts]),
            ("sizes", list(choices.items())),
            ("spares_sizes", list(choices.items())),
        ):
            field: Any = self.fields[name]
            field.choices = found

    def clean_within_days(self) -> int | None:
        text = latin_digits(self.cleaned_data["within_days"]).strip()
        if text and not (text.isascii() and text.isdigit()):
            raise forms.ValidationError(_("Write it in digits, for example 12."))
        return int(text) if text else None

    def clean_said(self) -> dict[str, list[str]]:
        return self._answers("said")

    def clean_unless_said(self) -> dict[str, list[str]]:
        return self._answers("unless_said")

    def clean_unsure(self) -> dict[str, list[str]]:
        return self._answers("unsure")

    def _answers(self, name: str) -> dict[str, list[str]]:
        try:
            return read_answers(self.cleaned_data[name])
        except NotUnderstood:
            raise forms.ValidationError(_("Write “question = answer / answer”, with a ; between questions.")) from None

    def conditions(self, known: Mapping[str, Any]) -> dict[str, Any]:
        """The conditions that were typed, with what of the `known` ones no field says; in the order they had."""
        told = {name: value for name, value in _told(self.cleaned_data) if value}
        rest = {name: value for name, value in known.items() if name not in SAID}
        found = {**rest, **told}
        kept = [name for name in known if name in found]
        return {name: _kept(known.get(name), found[name]) for name in dict.fromkeys([*kept, *found])}


def _kept(known: Any, now: Any) -> Any:
    """The same choices in the order they had."""
    several = isinstance(known, list) and isinstance(now, list)
    return known if several and sorted(known) == sorted(now) else now


def _told(given: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name in ("crafts", "goods", "kinds", "covers", "said", "unless_said", "unsure", "unsaid"):
        yield name, given[name]
    yield ALONE, given[ALONE]
    yield "words", [word for each in given["words"].splitlines() if (word := " ".join(each.split()))]
    yield "most", {name: given[name] for name in FIGURES if given[name] is not None}
    yield "among", {"size": given["sizes"]} if given["sizes"] else {}
    yield "within_days", given["within_days"]
    for name, fact in SIGNED.items():
        yield name, fact if given["signed"] else ""
    spares: dict[str, Any] = {"kinds": given["spares_kinds"]} if given["spares_kinds"] else {}
    if given["spares_sizes"]:
        spares["among"] = {"size": given["spares_sizes"]}
    yield "spares", spares if spares.get("kinds") else {}


def fields_of(conditions: Mapping[str, Any]) -> dict[str, Any]:
    """What the fields show of conditions."""
    spares, most = conditions.get("spares", {}), conditions.get("most", {})
    return {
        "crafts": conditions.get("crafts", []),
        "goods": conditions.get("goods", []),
        "words": "\n".join(conditions.get("words", ())),
        "covers": conditions.get("covers", ""),
        "kinds": conditions.get("kinds", []),
        ALONE: bool(conditions.get(ALONE)),
        **{name: written_answers(conditions.get(name, {})) for name in ("said", "unless_said", "unsure")},
        "unsaid": conditions.get("unsaid", ""),
        **{name: rupees_text(most[name]) if name in most else "" for name in FIGURES},
        "sizes": conditions.get("among", {}).get("size", []),
        "signed": bool(conditions.get("said_by")),
        "within_days": str(conditions.get("within_days") or ""),
        "spares_kinds": spares.get("kinds", []),
        "spares_sizes": spares.get("among", {}).get("size", []),
    }


def written_answers(answers: Mapping[str, Any]) -> str:
    """`sold_as = medicine / churna; metal = gold`."""
    return "; ".join(f"{slug} = {' / '.join(values)}" for slug, values in answers.items())


def read_answers(text: str) -> dict[str, list[str]]:
    """The same, read back. Raises NotUnderstood."""
    found: dict[str, list[str]] = {}
    for part in (each.strip() for each in text.split(";")):
        if not part:
            continue
        slug, sign, answers = part.partition("=")
        values = [each.strip() for each in answers.split("/") if each.strip()]
        if not sign or not slug.strip() or not values or slug.strip() in found:
            raise NotUnderstood(part)
        found[slug.strip()] = values
    return found
