"""What is typed of a kind of good: names, HSN, tax line, the rules that choose others, and what channels call it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from haat.catalogue.asking import CHANNELS
from haat.catalogue.craft_facts import MOST_NAME
from haat.catalogue.kind_facts import MOST_CALLED, MOST_RULES, KindTold
from haat.catalogue.models import Attribute, GoodKind
from haat.catalogue.rules import UNITS, language_name
from haat.core.errors import HaatError
from haat.core.languages import best
from haat.core.numerals import latin_digits
from haat.places.models import Mart
from haat.pricing.models import TaxRule
from haat.web.office.crafts import rule_text
from haat.web.office.desk.meanwhile import what_stands
from haat.web.office.desk.words import words_of

EMPTY = 2
# Meta reads what Google calls it.
CALLED = tuple(channel for channel in CHANNELS if channel != "meta")


def line(label: Any, most: int, *, needed: bool = False, initial: Any = "", **attrs: str) -> forms.CharField:
    """One line of text."""
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(label=label, max_length=most, required=needed, initial=initial, widget=widget)


def seen_of(text: str) -> datetime | None:
    """The moment a form carries; None for what no office has changed yet."""
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return datetime.fromtimestamp(0).astimezone()


@dataclass(frozen=True)
class Rule:
    """A line of a rule: when it holds, and what it chooses."""

    when: forms.BoundField
    hsn: forms.BoundField
    tax: forms.BoundField
    proven: forms.BoundField


class KindForm(forms.Form):
    """A new kind, or all that is said of one that is there. `asked`: what is asked about its goods."""

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput())
    hsn = line(_("HSN, 8 digits"), 12, needed=True, inputmode="numeric")
    tax_slug = forms.ChoiceField(label=_("Tax line"))
    proven = forms.BooleanField(label=_("A chartered accountant has confirmed HSN and tax line"), required=False)
    shelf_life_days = line(_("Usually keeps for days"), 6, inputmode="numeric")
    net_unit = forms.ChoiceField(label=_("Sold in"))

    def __init__(
        self,
        mart: Mart,
        lines: Iterable[TaxRule],
        asked: Sequence[Attribute],
        kind: GoodKind | None = None,
        data: Any = None,
    ) -> None:
        super().__init__(data, initial=_initial(kind))
        self.mart, self.kind, self.stale, self.now_there = mart, kind, False, dict[str, str]()
        self._asked = asked
        self.lines = {rule.slug: f"{rule.hsn} · {best(rule.names).text} · {rule.rate_bp / 100:g}%" for rule in lines}
        tax: Any = self.fields["tax_slug"]
        known = {kind.tax_slug: kind.tax_slug} if kind is not None else {}
        tax.choices = [("", "–"), *{**known, **self.lines}.items()]
        unit: Any = self.fields["net_unit"]
        unit.choices = [(code, words_of("unit")[code]) for code in UNITS]
        for code in mart.languages:
            label = gettext("Name in %(language)s") % {"language": language_name(code)}
            first = code == mart.default_language
            name = kind.names.get(code, "") if kind else ""
            self.fields[f"name_{code}"] = line(label, MOST_NAME, needed=first, initial=name, lang=code)
        self._ask_channels()
        self._rules: list[Mapping[str, Any]] = list(kind.rules) if kind else []
        for place in range(min(len(self._rules) + EMPTY, MOST_RULES)):
            self._ask_rule(place, self._rules[place] if place < len(self._rules) else {})
        if kind is None:
            self.fields["slug"] = line(_("Short name in addresses"), 40)

    def _ask_channels(self) -> None:
        for channel in CALLED:
            facts = self.kind.channels.get(channel, {}) if self.kind else {}
            word = facts.get({"google": "id", "ondc": "category"}.get(channel, "type"), "")
            label = gettext("%(channel)s calls it") % {"channel": words_of("asker")[channel]}
            self.fields[f"type_{channel}"] = line(label, MOST_CALLED, initial=str(word or ""))

    def _ask_rule(self, place: int, rule: Mapping[str, Any]) -> None:
        asked = {each.slug: each for each in self._asked}
        when = rule_text.written(rule["when"], asked) if rule else ""
        tax = rule.get("tax", "")
        self.fields[f"r{place}_when"] = line(_("When"), 400, initial=when)
        self.fields[f"r{place}_hsn"] = line(_("HSN"), 12, initial=rule.get("hsn", ""), inputmode="numeric")
        self.fields[f"r{place}_tax"] = line(_("Tax line"), 60, initial=tax, list="tax-lines")
        self.fields[f"r{place}_proven"] = forms.BooleanField(
            label=_("proven"), required=False, initial=bool(rule) and rule.get("sure", True)
        )

    # ---- as it is drawn

    @property
    def names(self) -> list[forms.BoundField]:
        return [self[f"name_{code}"] for code in self.mart.languages]

    @property
    def called(self) -> list[forms.BoundField]:
        """What each channel calls it."""
        return [self[f"type_{channel}"] for channel in CALLED]

    @property
    def rules(self) -> list[Rule]:
        places = [name.removesuffix("_when") for name in self.fields if name.endswith("_when")]
        return [Rule(*(self[f"{at}_{part}"] for part in ("when", "hsn", "tax", "proven"))) for at in places]

    @property
    def seen_now(self) -> str:
        """What the form drawn again carries: as it was sent, unless the writer was just told of the change."""
        if self.is_bound and not self.stale:
            return str(self.data.get("seen", ""))[:40]
        return self.kind.changed_at.isoformat() if self.kind and self.kind.changed_at else ""

    # ---- as it is read

    @property
    def seen_at(self) -> datetime | None:
        """The moment it carries; None for a kind that no office has changed yet."""
        return seen_of(self.cleaned_data["seen"])

    def clean_hsn(self) -> str:
        return latin_digits(self.cleaned_data["hsn"]).replace(" ", "")

    def clean_shelf_life_days(self) -> int | None:
        text = latin_digits(self.cleaned_data["shelf_life_days"]).strip()
        if text and not (text.isascii() and text.isdigit()):
            raise forms.ValidationError(_("Write it in digits, for example 12."))
        return int(text) if text else None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        self._told = [rule for at in self._places() if (rule := self._rule(at)) is not None]
        return given

    def _places(self) -> list[str]:
        return [name.removesuffix("_when") for name in self.fields if name.endswith("_when")]

    def _rule(self, at: str) -> dict[str, Any] | None:
        """A rule as it was typed; None for an empty line, or one that cannot be read, which is said at its field."""
        when, hsn, tax, proven = (
            self.cleaned_data.get(f"{at}_{part}", "") for part in ("when", "hsn", "tax", "proven")
        )
        if not when:
            if hsn or tax:
                self.add_error(f"{at}_when", _("Write when this holds, or clear its HSN and tax line."))
            return None
        try:
            found: dict[str, Any] = {"when": rule_text.read(when, self._asked)}
        except rule_text.NotUnderstood as problem:
            words = {"words": problem.words}
            self.add_error(f"{at}_when", gettext("“%(words)s”: no question or answer is called so.") % words)
            return None
        return found | self._chosen(at, latin_digits(hsn).replace(" ", ""), tax) | ({} if proven else {"sure": False})

    def _chosen(self, at: str, hsn: str, tax: str) -> dict[str, str]:
        """What a rule chooses. A field that was empty in a rule that is there says "nobody knows" still, if it did."""
        place = int(at.removeprefix("r"))
        before = self._rules[place] if place < len(self._rules) else {}
        told = {"hsn": hsn, "tax": tax}
        return {field: word for field, word in told.items() if word or before.get(field) == ""}

    def told(self) -> KindTold:
        """The same as the rooms take it; languages that were not asked for stay as they are."""
        given = self.cleaned_data
        known = dict(self.kind.names) if self.kind else {}
        typed = {code: given[f"name_{code}"] for code in self.mart.languages}
        return KindTold(
            names={code: text for code, text in {**known, **typed}.items() if text},
            hsn=given["hsn"],
            tax_slug=given["tax_slug"],
            rules=self._told,
            shelf_life_days=given["shelf_life_days"],
            net_unit=given["net_unit"],
            types={channel: given[f"type_{channel}"] for channel in CALLED if self._is_told(channel)},
            proven=given["proven"],
        )

    def _is_told(self, channel: str) -> bool:
        return bool(self.cleaned_data[f"type_{channel}"] or self.fields[f"type_{channel}"].initial)

    def told_of_change(self) -> None:
        """Somebody was quicker: say at each field that differs what stands there now."""
        self.stale, self.now_there = True, what_stands(self)

    def refuse(self, problem: HaatError) -> None:
        """Names and rules stand at their first line, or at the rule that was named."""
        at = f"r{int(problem.facts['number']) - 1}_when" if "number" in problem.facts else self._places()[0] + "_when"
        first = {"names": self.names[0].name, "rules": at, "channels": f"type_{CALLED[0]}", "google": "type_google"}
        field = first.get(problem.field, problem.field)
        self.add_error(field if field in self.fields else None, problem.message)


def _initial(kind: GoodKind | None) -> dict[str, Any]:
    if kind is None:
        return {"net_unit": "piece"}
    told = {field: getattr(kind, field) for field in ("hsn", "tax_slug", "net_unit")}
    proven = kind.sure.get("tax_slug", True)
    return told | {"proven": proven, "shelf_life_days": str(kind.shelf_life_days or "")}
