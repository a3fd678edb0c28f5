"""What channels ask about a good, as a form: what must be said first, then what may be needed, then the rest."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from haat.catalogue.answers import NOTHING, SEVERAL, asked_of
from haat.catalogue.asking import ASK, MAY, MUST, Question
from haat.catalogue.models import Good, GoodKind, Variant
from haat.core.errors import HaatError
from haat.core.languages import best, current
from haat.web.office.desk.about_fields import MOST_LANGUAGES, fields_of, shown_of, told_of
from haat.web.office.desk.words import word
from haat.web.office.goods.answered import SaidBy
from haat.web.office.goods.mend_forms import Mending

KNOWN = "known"
GROUPS: "Mapping[str, str | Promise]" = {
    MUST: _("Without this it may not be sold there"),
    ASK: _("Not known whether it is needed: ask"),
    MAY: _("Helps buyers find and choose it"),
}


@dataclass(frozen=True)
class Asking:
    """One question as it is drawn: its fields, whether several may be ticked, and who asks."""

    question: Question
    fields: list[forms.BoundField]
    several: bool
    hint: str

    @property
    def picked(self) -> list[str]:
        """The answers ticked."""
        return list(self.fields[0].value() or [])


class AskedForm(Mending):
    """Answers about a good, or those one size of it has of its own (`variant`; then `questions` are a size's)."""

    def __init__(self, good: Good, questions: Sequence[Question], variant: Variant | None = None, data: Any = None):
        self.variant, self.questions = variant, questions
        self.said_by: SaidBy = {}  # for what is known, who said it and when
        self._asked = {question.attribute.slug: asked_of(question.attribute) for question in questions}
        self.languages = good.mart.languages[:MOST_LANGUAGES]
        first = good.mart.default_language
        initial = {
            name: value
            for question in questions
            for name, value in shown_of(self._asked[question.attribute.slug], self._known(question), first).items()
        }
        prefix = f"s{variant.pk}" if variant is not None else "asked"
        super().__init__(good, data, prefix=prefix, initial=initial)
        self._names: dict[str, list[str]] = {}
        for question in questions:
            slug = question.attribute.slug
            made: dict[str, Any] = dict(
                fields_of(self._asked[slug] | {"required": False}, self._known(question), self.languages)
            )
            self.fields |= made
            self._names[slug] = list(made)
            for field in made.values() if question.need != MAY else ():
                field.needed_later = True  # nothing must be answered now, and it is not as one likes

    def _known(self, question: Question) -> Any:
        """What is known of the good; of a size, what it has of its own."""
        if self.variant is None:
            return question.value
        own = question.attribute.slug in self.variant.attributes
        return question.value if own else None

    def told(self) -> dict[str, Any]:
        """Attribute → what is answered now, of those that are answered otherwise than before; None takes one away."""
        found = {}
        for question in self.questions:
            slug, known = question.attribute.slug, self._known(question)
            value = told_of(self._asked[slug], self.cleaned_data, known, self.languages)
            if value in NOTHING and known is None:
                continue
            if value != known or isinstance(value, bool) != isinstance(known, bool):
                found[slug] = value
        return found

    def refuse(self, problem: HaatError) -> None:
        """A refused answer stands at its first field."""
        names = self._names.get(problem.field, [])
        self.add_error(names[0] if names else None, problem.message)

    # ---- as it is drawn

    @property
    def groups(self) -> "list[tuple[str, str | Promise, list[Asking]]]":
        """What is not known yet: must, ask, may, each with its heading; groups without a question are left out."""
        open_ = {need: [each for each in self._drawn() if each.question.need == need] for need in GROUPS}
        return [
            (need, words, found)
            for need, words in GROUPS.items()
            if (found := [each for each in open_[need] if self._known(each.question) is None])
        ]

    @property
    def known(self) -> list[Asking]:
        """What is answered already."""
        return [each for each in self._drawn() if self._known(each.question) is not None]

    @property
    def all(self) -> list[Asking]:
        """Every question, in its order."""
        return list(self._drawn())

    def _drawn(self) -> Iterator[Asking]:
        for question in self.questions:
            slug = question.attribute.slug
            fields = [self[name] for name in self._names[slug]]
            several = question.attribute.type == SEVERAL
            of = self.variant.sku if self.variant is not None else ""
            said = self.said_by.get((of, slug), "") if self._known(question) is not None else ""
            yield Asking(question, fields, several, " ".join(filter(None, [_hint(question), said])))


def _hint(question: Question) -> str:
    """Who asks, and an example of what is written."""
    attribute = question.attribute
    told = []
    if who := ", ".join(word(each, "asker") for each in attribute.required_for):
        told.append(gettext("Required by: %(who)s.") % {"who": who})
    if who := ", ".join(word(each, "asker") for each in attribute.expected_by):
        told.append(gettext("Sometimes asked by: %(who)s.") % {"who": who})
    # Examples are kept in English: elsewhere only figures are one.
    readable = current() == "en" or not re.search("[A-Za-z]{2}", attribute.example)
    if attribute.example and readable and not attribute.choices and attribute.type != "yes_no":
        told.append(gettext("For example: %(example)s") % {"example": attribute.example})
    return " ".join(told)


class KindForm(Mending):
    """Of which kind a good is; "" for none of those we know."""

    kind = forms.ChoiceField(label=_("Kind of good"), required=False)

    def __init__(self, good: Good, kinds: Sequence[GoodKind], data: Any = None) -> None:
        super().__init__(good, data, prefix="kind", initial={"kind": good.kind.slug if good.kind else ""})
        self._kinds = {kind.slug: kind for kind in kinds}
        chosen: Any = self.fields["kind"]
        chosen.needed_later = True
        chosen.choices = [
            ("", _("None of these")),
            *((slug, best(kind.names).text) for slug, kind in self._kinds.items()),
        ]

    @property
    def chosen(self) -> GoodKind | None:
        """The kind chosen."""
        return self._kinds.get(self.cleaned_data["kind"])
