"""What is typed of a rule about a paper: which paper, how it is needed, where, from when, and its conditions."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from haat.catalogue.rules import language_name
from haat.core.errors import HaatError
from haat.makers.models import PaperRule
from haat.makers.paper_book import Book
from haat.makers.paper_rules import MUST_IF
from haat.makers.paper_told import MOST_SLUG_OF_RULE, MOST_SOURCE, MOST_WHY, PaperRuleTold
from haat.places.models import Mart
from haat.web.office.crafts.kind_forms import line, seen_of
from haat.web.office.crafts.paper_kind_forms import seen_text
from haat.web.office.crafts.paper_words import NEEDS, paper_name, places
from haat.web.office.crafts.rule_conditions import ConditionsForm, fields_of
from haat.web.office.desk.day_field import DayField
from haat.web.office.desk.meanwhile import what_stands

ANSWERED = "must_if_answered"
ALL, NAMED = "all", "named"


class PaperRuleForm(ConditionsForm):
    """A new rule, or all that is said in one that is there; then `from_on` is the first day of what is typed."""

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput())
    paper = forms.ChoiceField(label=_("Which paper"))
    need = forms.ChoiceField(label=_("How it is needed"), choices=list(NEEDS.items()))
    of = forms.ChoiceField(
        label=_("For which goods"),
        choices=[(NAMED, _("goods whose kind names the paper")), (ALL, _("all goods, or those chosen below"))],
    )
    beside = forms.ChoiceField(label=_("Only for goods that also need"), required=False)
    where = forms.ChoiceField(label=_("Where they are sold"))
    from_on = DayField(label=_("From"))
    until_on = DayField(label=_("Last day, where one is known"), required=False)
    source = line(_("Source: where this is said"), MOST_SOURCE, needed=True)
    sure = forms.BooleanField(label=_("It is proven"), required=False)

    def __init__(
        self,
        mart: Mart,
        book: Book,
        crafts: Mapping[str, str],
        goods: Mapping[str, str],
        rule: PaperRule | None = None,
        data: Any = None,
        *,
        on: date,
    ) -> None:
        super().__init__(data, initial=_initial(rule, on))
        self.mart, self.rule, self.stale, self.now_there = mart, rule, False, dict[str, str]()
        self.choose(book, crafts, goods)
        papers = [(each, paper_name(each, book)) for each in dict.fromkeys(kind.paper for kind in book.kinds.values())]
        where = places()
        if rule is not None:
            where.setdefault(rule.where, rule.where)
        for name, found in (("paper", papers), ("beside", [("", "–"), *papers]), ("where", list(where.items()))):
            field: Any = self.fields[name]
            field.choices = found
        for code in mart.languages:
            label = gettext("What is said of it, in %(language)s") % {"language": language_name(code)}
            says = rule.says.get(code, "") if rule is not None else ""
            self.fields[f"says_{code}"] = line(label, MOST_WHY, initial=says, lang=code)
        if rule is None:
            self.fields["slug"] = line(_("Short name"), MOST_SLUG_OF_RULE)
        elif rule.from_on is None or rule.from_on < on:
            first: Any = self.fields["from_on"]
            first.label = _("The change holds from")

    # ---- as it is drawn

    @property
    def says(self) -> list[forms.BoundField]:
        return [self[f"says_{code}"] for code in self.mart.languages]

    @property
    def seen_now(self) -> str:
        """What the form drawn again carries: as it was sent, unless the writer was just told of the change."""
        if self.is_bound and not self.stale:
            return str(self.data.get("seen", ""))[:40]
        return seen_text(self.rule)

    # ---- as it is read

    @property
    def seen_at(self) -> datetime | None:
        """The moment it carries; None for a line of the project."""
        return seen_of(self.cleaned_data["seen"])

    def told(self) -> PaperRuleTold:
        """The same as the room takes it; languages and conditions that were not asked for stay as they are."""
        given, known = self.cleaned_data, self.rule
        says = {**(known.says if known else {}), **{code: given[f"says_{code}"] for code in self.mart.languages}}
        return PaperRuleTold(
            paper=given["paper"],
            need=self._need(),
            beside=given["beside"],
            of_all=given["of"] == ALL,
            where=given["where"],
            from_on=given["from_on"],
            until_on=given["until_on"],
            conditions=self.conditions(known.conditions if known is not None else {}),
            says={code: text for code, text in says.items() if text},
            source=given["source"],
            sure=given["sure"],
        )

    def _need(self) -> str:
        """How it is needed; of what hangs on an answer, the name that the kinds of goods know it by."""
        need, known = str(self.cleaned_data["need"]), self.rule
        if need != ANSWERED:
            return need
        return known.need if known is not None and known.need.startswith(MUST_IF) else ANSWERED

    def told_of_change(self) -> None:
        """Somebody was quicker: say at each field that differs what stands there now."""
        self.stale, self.now_there = True, what_stands(self)

    def refuse(self, problem: HaatError) -> None:
        """Texts stand at their first line, figures at the first of them."""
        first = {"says": self.says[0].name, "most": "plant_paise", "among": "sizes"}
        field = first.get(problem.field, problem.field)
        self.add_error(field if field in self.fields else None, problem.message)


class EndForm(forms.Form):
    """The last day of a rule; none: it goes on."""

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput())
    last = DayField(label=_("Last day"), required=False)

    @property
    def seen_at(self) -> datetime | None:
        """The moment it carries; None for a line of the project."""
        return seen_of(self.cleaned_data["seen"])


def _initial(rule: PaperRule | None, on: date) -> dict[str, Any]:
    if rule is None:
        return {"sure": True, "need": "must", "of": ALL, "where": "everywhere", "from_on": on, **fields_of({})}
    begun = rule.from_on is None or rule.from_on < on
    return {
        "paper": rule.paper,
        "need": ANSWERED if rule.need.startswith(MUST_IF) else rule.need,
        "of": ALL if rule.of_all else NAMED,
        "beside": rule.beside,
        "where": rule.where,
        "from_on": on if begun else rule.from_on,
        "until_on": rule.until_on,
        "source": rule.source,
        "sure": rule.sure,
        **fields_of(rule.conditions),
    }
