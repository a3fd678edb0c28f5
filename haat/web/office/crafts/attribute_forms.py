"""What is typed of a question about goods: its words, its answers, who requires it, and what channels call it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from haat.catalogue.answers import CHOICE, SEVERAL, asked_of
from haat.catalogue.asking import CHANNELS
from haat.catalogue.craft_facts import MOST_LABEL
from haat.catalogue.kind_facts import MOST_EXAMPLE, MOST_UNIT, WHO, AttributeTold
from haat.catalogue.models import Attribute
from haat.catalogue.rules import language_name
from haat.core.errors import HaatError
from haat.places.models import Mart
from haat.web.office.crafts import choosing
from haat.web.office.crafts.forms import MOST_LANGUAGES
from haat.web.office.crafts.kind_forms import line, seen_of
from haat.web.office.desk.meanwhile import what_stands
from haat.web.office.desk.words import words_of

MOST_NAMES = 600


@dataclass(frozen=True)
class Asker:
    """One who may ask: whether it requires the answer or asks sometimes, and what it calls the question."""

    words: Any
    name: str
    required: bool
    expected: bool
    called: forms.BoundField | None


class AttributeForm(forms.Form):
    """A new question, or all that is said of one that is there."""

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput())
    type = forms.ChoiceField(label=_("Answered with"))
    unit = line(_("Unit"), MOST_UNIT)
    example = line(_("Example"), MOST_EXAMPLE)
    required_for = forms.MultipleChoiceField(label=_("Required by"), required=False)
    expected_by = forms.MultipleChoiceField(label=_("Sometimes asked by"), required=False)
    sure = forms.BooleanField(label=_("It is proven that this is asked"), required=False)

    def __init__(self, mart: Mart, attribute: Attribute | None = None, data: Any = None) -> None:
        super().__init__(data, initial=_initial(attribute))
        self.attribute, self.stale, self.now_there = attribute, False, dict[str, str]()
        self.languages = mart.languages[:MOST_LANGUAGES]
        self._known: Mapping[str, Any] = asked_of(attribute) if attribute is not None else {}
        for name, choices in (("type", words_of("answered_with")), ("required_for", _who(WHO))):
            field: Any = self.fields[name]
            field.choices = list(choices.items())
        expected: Any = self.fields["expected_by"]
        expected.choices = list(_who(CHANNELS).items())
        for place, code in enumerate(self.languages):
            language = {"language": language_name(code)}
            label = attribute.labels.get(code, "") if attribute is not None else ""
            asks = gettext("Question in %(language)s") % language
            self.fields[f"label_{code}"] = line(asks, MOST_LABEL, needed=not place, initial=label, lang=code)
            self.fields[f"answers_{code}"] = forms.CharField(
                label=gettext("Answers in %(language)s, one a line") % language,
                required=False,
                max_length=6000,
                initial=self._answers(code),
                widget=forms.Textarea(attrs={"rows": 6, "lang": code}),
            )
        for channel in CHANNELS:
            names = ", ".join(attribute.maps.get(channel, ())) if attribute is not None else ""
            label = gettext("%(channel)s calls it") % {"channel": words_of("asker")[channel]}
            self.fields[f"called_{channel}"] = line(label, MOST_NAMES, initial=names)
        if attribute is None:
            self.fields["slug"] = line(_("Short name"), 40)

    def _answers(self, code: str) -> str:
        """The answers there are in one language, one a line; one without words of its own shows the English ones."""
        words = self._known.get("words", {})
        named = [words.get(value, {}) for value in self._known.get("choices", ())]
        return "\n".join(each.get(code) or each.get("en", "") for each in named)

    # ---- as it is drawn

    @property
    def labels(self) -> list[forms.BoundField]:
        return [self[f"label_{code}"] for code in self.languages]

    @property
    def answers(self) -> list[forms.BoundField]:
        return [self[f"answers_{code}"] for code in self.languages]

    @property
    def askers(self) -> list[Asker]:
        """Everybody who may ask, in one table."""
        required, expected = list(self["required_for"].value() or []), list(self["expected_by"].value() or [])
        words = words_of("asker")
        return [
            Asker(words[who], who, who in required, who in expected, self[f"called_{who}"] if who in CHANNELS else None)
            for who in WHO
        ]

    @property
    def seen_now(self) -> str:
        """What the form drawn again carries: as it was sent, unless the writer was just told of the change."""
        if self.is_bound and not self.stale:
            return str(self.data.get("seen", ""))[:40]
        known = self.attribute
        return known.changed_at.isoformat() if known is not None and known.changed_at else ""

    # ---- as it is read

    @property
    def seen_at(self) -> datetime | None:
        """The moment it carries; None for a question that no office has changed yet."""
        return seen_of(self.cleaned_data["seen"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first = f"answers_{self.languages[0]}"
        typed = any(given.get(f"answers_{code}", "").strip() for code in self.languages)
        if given.get("type") in (CHOICE, SEVERAL):
            if self._are_new() and not choosing.in_order(self._lists(), self._known):
                self.add_error(first, _("Answers: the same ones in every language, in one order."))
        elif typed:
            self.add_error(first, _("Answers belong to a choice: choose it, or clear them."))
        return given

    def _are_new(self) -> bool:
        texts = ((self.cleaned_data.get(f"answers_{code}", ""), self._answers(code)) for code in self.languages)
        return any(_lines(typed) != _lines(known) for typed, known in texts)

    def _lists(self) -> dict[str, list[str]]:
        return {code: _lines(self.cleaned_data.get(f"answers_{code}", "")) for code in self.languages}

    def told(self) -> AttributeTold:
        """The same as the rooms take it; languages that were not asked for stay as they are."""
        given = self.cleaned_data
        known = self.attribute
        labels = {code: given[f"label_{code}"] for code in self.languages}
        before = dict(known.labels) if known is not None else {}
        chosen = self._chosen() if given["type"] in (CHOICE, SEVERAL) else {"choices": [], "words": {}}
        return AttributeTold(
            labels={code: text for code, text in {**before, **labels}.items() if text},
            type=given["type"],
            unit=given["unit"],
            example=given["example"],
            required_for=_kept_order(given["required_for"], known.required_for if known is not None else []),
            expected_by=_kept_order(given["expected_by"], known.expected_by if known is not None else []),
            maps={channel: _names(given[f"called_{channel}"]) for channel in CHANNELS if given[f"called_{channel}"]},
            sure=given["sure"],
            **chosen,
        )

    def _chosen(self) -> dict[str, Any]:
        if not self._are_new():
            return {"choices": self._known.get("choices", []), "words": self._known.get("words", {})}
        return choosing.choices(self._lists(), self._known)

    def told_of_change(self) -> None:
        """Somebody was quicker: say at each field that differs what stands there now."""
        self.stale, self.now_there = True, what_stands(self)

    def refuse(self, problem: HaatError) -> None:
        """Words, answers and names stand at their first line."""
        first = {"labels": self.labels[0].name, "choices": self.answers[0].name, "maps": f"called_{CHANNELS[0]}"}
        field = first.get(problem.field, problem.field)
        self.add_error(field if field in self.fields else None, problem.message)


def _kept_order(ticked: list[str], known: list[str]) -> list[str]:
    """What was ticked; the same ones in the order they had."""
    return known if set(ticked) == set(known) else ticked


def _lines(text: str) -> list[str]:
    """One answer a line; empty places stay, so that the others keep theirs."""
    found = [each.strip() for each in text.replace("\r", "").split("\n")]
    while found and not found[-1]:
        found.pop()
    return found


def _names(text: str) -> list[str]:
    return [each for each in (part.strip() for part in text.split(",")) if each]


def _who(names: Any) -> dict[str, Any]:
    words = words_of("asker")
    return {name: words[name] for name in names}


def _initial(attribute: Attribute | None) -> dict[str, Any]:
    if attribute is None:
        return {"type": "text", "sure": True}
    fields = ("type", "unit", "example", "required_for", "expected_by", "sure")
    return {field: getattr(attribute, field) for field in fields}
