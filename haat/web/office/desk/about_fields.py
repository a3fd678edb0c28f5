"""What is asked about a good, as fields of a form: lines by language, a number, a choice, sides, yes or no."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from haat.catalogue.answers import (
    CHOICE,
    MEASURE,
    MOST_LETTERS,
    NUMBER,
    SEVERAL,
    SIZE,
    YES_NO,
    choice_names,
    choices_of,
)
from haat.catalogue.models import Good
from haat.catalogue.rules import language_name
from haat.core.languages import best
from haat.core.numerals import latin_digits, without_groups
from haat.web.ui.units import unit_word

Asked = Mapping[str, Any]
MOST_LANGUAGES = 2
MOST_SIDES = 3


class SidesField(forms.CharField):
    """`28 x 28 x 30` as a list of numbers."""

    def clean(self, value: Any) -> list[float]:
        text = latin_digits(super().clean(value)).replace("×", "x").replace("X", "x").replace("*", "x").strip()
        try:
            sides = [_number(part) for part in text.split("x")] if text else []
        except ValueError:
            raise forms.ValidationError(_("Write the sides as 28 x 28 x 30.")) from None
        if len(sides) > MOST_SIDES:
            raise forms.ValidationError(_("Write the sides as 28 x 28 x 30."))
        return sides


class FigureField(forms.CharField):
    """A number, whole or not."""

    def clean(self, value: Any) -> float | None:
        text = without_groups(latin_digits(super().clean(value)).strip())
        try:
            return _number(text) if text else None
        except ValueError:
            raise forms.ValidationError(_("Write it in digits, for example 12.")) from None


def _number(text: str) -> float:
    plain = text.strip()
    found = Decimal(plain) if plain.isascii() and plain.replace(".", "", 1).isdigit() else None
    if found is None or len(text) > 12:
        raise ValueError(text)
    return int(found) if found == int(found) else float(found)


def about_fields(good: Good) -> dict[str, forms.Field]:
    """A field, or one for each language, for everything the craft of a good asks."""
    languages = good.mart.languages[:MOST_LANGUAGES]
    return {
        name: field
        for asked in good.craft.attributes
        for name, field in fields_of(asked, good.attributes.get(asked["slug"]), languages)
    }


def fields_of(asked: Asked, known: Any, languages: Sequence[str]) -> Iterator[tuple[str, forms.Field]]:
    """The fields of one question, by their names: `about_<slug>`, and of words one for each language."""
    name, label, kind = f"about_{asked['slug']}", best(asked["label"]).text, asked.get("type")
    needed, plain = bool(asked.get("required")), {"attrs": {"autocomplete": "off"}}
    if kind == YES_NO:
        choices = [("", "–"), ("yes", _("yes")), ("no", _("no"))]
        yield name, forms.ChoiceField(label=label, choices=choices, required=needed)
    elif kind == CHOICE:
        values = dict.fromkeys([*choices_of(asked), *([known] if isinstance(known, str) else [])])
        choices = [("", "–"), *((value, best(choice_names(asked, value)).text) for value in values)]
        yield name, forms.ChoiceField(label=label, choices=choices, required=needed)
    elif kind == SEVERAL:
        several = [(value, best(choice_names(asked, value)).text) for value in choices_of(asked)]
        ticks = forms.CheckboxSelectMultiple()
        yield name, forms.MultipleChoiceField(label=label, choices=several, required=needed, widget=ticks)
    elif kind in (NUMBER, MEASURE, SIZE):
        with_unit = f"{label} ({unit_word(asked['unit'])})" if asked.get("unit") else label
        kind_of_field = SidesField if kind == SIZE else FigureField
        yield name, kind_of_field(label=with_unit, required=needed, max_length=60, widget=forms.TextInput(**plain))
    else:
        yield from _words(asked, name, label, [""] if asked.get("plain") else languages)


def _words(asked: Asked, name: str, label: str, languages: Sequence[str]) -> Iterator[tuple[str, forms.Field]]:
    """A line for each language; one line for what is the same in all ("")."""
    needed, most = bool(asked.get("required")), asked.get("most_letters", MOST_LETTERS)
    for place, code in enumerate(languages):
        said = gettext("%(what)s in %(language)s") % {"what": label, "language": language_name(code)} if code else label
        widget = forms.TextInput(attrs={"autocomplete": "off"} | ({"lang": code} if code else {}))
        field = forms.CharField(label=said, required=needed and not place, max_length=most, widget=widget)
        yield f"{name}_{code}" if code else name, field


def about_values(good: Good) -> dict[str, Any]:
    """What is known, as the fields show it; a text of no language is that of the mart's first one."""
    shown: dict[str, Any] = {}
    for asked in good.craft.attributes:
        shown |= shown_of(asked, good.attributes.get(asked["slug"]), good.mart.default_language)
    return shown


def shown_of(asked: Asked, value: Any, first: str) -> dict[str, Any]:
    """An answer as the fields of its question show it; `first` is the language of a text that names none."""
    name, kind = f"about_{asked['slug']}", asked.get("type")
    if value is None:
        return {}
    if kind == YES_NO:
        return {name: "yes" if value else "no"}
    if kind == SIZE:
        return {name: " x ".join(f"{side:g}" for side in value) if isinstance(value, list) else str(value)}
    if kind == SEVERAL:
        return {name: list(value) if isinstance(value, list) else [str(value)]}
    if kind in (CHOICE, NUMBER, MEASURE) or asked.get("plain"):
        return {name: str(value)}
    texts = value if isinstance(value, dict) else {first: str(value)}
    return {f"{name}_{code}": text for code, text in texts.items()}


def asked_values(
    asked: Sequence[Asked], given: Mapping[str, Any], known: Mapping[str, Any], languages: Sequence[str]
) -> dict[str, Any]:
    """What was typed, as the catalogue keeps it; what the form did not ask for stays as it is known."""
    slugs = {each["slug"] for each in asked}
    told = {slug: value for slug, value in known.items() if slug not in slugs}
    for each in asked:
        told[each["slug"]] = told_of(each, given, known.get(each["slug"]), languages)
    return told


def told_of(asked: Asked, given: Mapping[str, Any], before: Any, languages: Sequence[str]) -> Any:
    """What was typed to one question, as the catalogue keeps it; None for nothing."""
    slug, kind = asked["slug"], asked.get("type")
    if kind == YES_NO:
        return {"yes": True, "no": False}.get(given[f"about_{slug}"])
    if kind in (NUMBER, MEASURE):
        typed = given[f"about_{slug}"]
        return typed if typed or (typed == 0 and asked.get("least") == 0) else None
    if kind in (CHOICE, SEVERAL, SIZE) or asked.get("plain"):
        return given[f"about_{slug}"] or None
    return _text(slug, given, before, languages)


def _text(slug: str, given: Mapping[str, Any], before: Any, languages: Sequence[str]) -> Any:
    texts = {code: given[f"about_{slug}_{code}"] for code in languages[:MOST_LANGUAGES]}
    typed = {code: text for code, text in texts.items() if text}
    if isinstance(before, str) and list(typed.values()) == [before]:
        return before
    kept = before if isinstance(before, dict) else {}
    return {code: text for code, text in {**kept, **texts}.items() if text}
