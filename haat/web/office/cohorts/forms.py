"""What is typed about waves: whom to choose, the plan, why a group waits, what was paid."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haat.catalogue.models import Craft
from haat.cohorts.choosing import FAR, GROUPS, NOT_YET, WHO, Choice
from haat.cohorts.models import Cohort, Cost, Seat
from haat.cohorts.rules import MOST_TITLE, MOST_WORDS, STAGES, plan_of
from haat.cohorts.words import STAGES as STAGE_WORDS
from haat.cohorts.words import WHOSE
from haat.core.dates import today
from haat.core.languages import best
from haat.makers.models import Organisation
from haat.places.models import Place
from haat.web.office.cohorts.words import COSTS, MEANS, NOT
from haat.web.office.cohorts.words import WHO as WHO_WORDS
from haat.web.office.desk.day_field import DayField
from haat.web.office.desk.fields import RupeesField, rupees_text
from haat.web.office.desk.words import word

MOST_MEMBERS = 10_000


class _Some(forms.TypedMultipleChoiceField):
    """Some of what is offered, by number; what is not offered is left out, for filters are no mistakes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, required=False, widget=forms.CheckboxSelectMultiple, **kwargs)

    def validate(self, value: Any) -> None:
        """Nothing is refused here."""

    def clean(self, value: Any) -> list[int]:
        offered: Any = self.choices
        known = {str(key) for key, _words in offered}
        return [int(each) for each in value or () if str(each) in known]


class ChooseForm(forms.Form):
    """By what the groups of a wave are chosen."""

    who = forms.ChoiceField(label=_("Who"), required=False)
    blocks = _Some(label=_("Blocks"))
    villages = _Some(label=_("Villages"))
    organisation = forms.ChoiceField(label=_("Federation or village organisation"), required=False)
    craft = forms.ChoiceField(label=_("Who makes"), required=False)
    found = forms.ChoiceField(label=_("Whose village makes, as the survey found"), required=False)
    far = forms.ChoiceField(label=_("How far"), required=False)
    least = forms.IntegerField(label=_("Members, at least"), required=False, min_value=0, max_value=MOST_MEMBERS)
    most = forms.IntegerField(label=_("Members, at most"), required=False, min_value=0, max_value=MOST_MEMBERS)

    def __init__(
        self,
        data: Any,
        *,
        blocks: Sequence[Place],
        organisations: Sequence[Organisation],
        made: Sequence[Craft],
        found: Sequence[Craft],
    ) -> None:
        super().__init__(data)
        self._offer("who", [(who, WHO_WORDS[who]) for who in WHO])
        self._offer("blocks", [(block.pk, best(block.names).text) for block in blocks])
        self._offer("organisation", [("", _("All")), *((row.pk, _called(row)) for row in organisations)])
        self._offer("craft", [("", _("All")), *((row.slug, best(row.names).text) for row in made)])
        self._offer("found", [("", _("All")), *((row.slug, best(row.names).text) for row in found)])
        far = [(code, NOT[code] if code == NOT_YET else word(code, "stage")) for code in FAR]
        self._offer("far", [("", _("All")), *far])
        for field in ("who", "organisation", "craft", "found", "far"):
            self.fields[field].widget.attrs["data-go"] = True

    def _offer(self, name: str, choices: Any) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def offer_villages(self, villages: Sequence[tuple[Place, int]]) -> None:
        """The villages of the blocks that were chosen, each with its number of groups."""
        self._offer("villages", [(place.pk, f"{best(place.names).text} ({number})") for place, number in villages])

    def choice(self) -> Choice:
        """What was chosen; a filter that is none is left out."""
        self.is_valid()
        told = self.cleaned_data
        return Choice(
            who=told.get("who") or GROUPS,
            blocks=tuple(told.get("blocks") or ()),
            villages=tuple(told.get("villages") or ()),
            organisation=int(told["organisation"]) if told.get("organisation") else None,
            craft=told.get("craft") or "",
            found=told.get("found") or "",
            far=told.get("far") or "",
            least=told.get("least"),
            most=told.get("most"),
        )


def _called(row: Organisation) -> str:
    own = best(row.names).text or row.slug
    return f"{best(row.parent.names).text} › {own}" if row.parent else own


class PlanForm(forms.Form):
    """What a wave is called, the day by which each stage shall be reached, and the money there is."""

    title = forms.CharField(
        label=_("Title"),
        max_length=MOST_TITLE,
        help_text=_("As one says it in a meeting: the villages, the season, the craft."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    budget = RupeesField(
        label=_("Money for it"), required=False, help_text=_("In rupees. Leave it empty if nobody has said.")
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, plan: dict[str, date], initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial={**plan, **(initial or {})})
        for stage in STAGES:
            self.fields[stage] = DayField(label=STAGE_WORDS[stage], help_text=MEANS[stage])

    @property
    def stages(self) -> list[Any]:
        """The fields of the days."""
        return [self[stage] for stage in STAGES]

    def days(self) -> dict[str, date | None]:
        """Stage → the day."""
        return {stage: self.cleaned_data.get(stage) for stage in STAGES}


def form_of(cohort: Cohort, data: Any = None) -> PlanForm:
    """The plan of a wave as it stands, to be changed."""
    budget = rupees_text(cohort.budget_paise) if cohort.budget_paise is not None else ""
    initial = {"title": cohort.title, "budget": budget, "seen": cohort.turn}
    return PlanForm(data, plan=plan_of(cohort), initial=initial)


class NoteForm(forms.Form):
    """Why a group waits, and what is done about it."""

    reason = forms.CharField(label=_("Why it waits"), max_length=MOST_WORDS)
    step = forms.CharField(label=_("What is done next"), max_length=MOST_WORDS, required=False)
    whose = forms.ChoiceField(label=_("By whom"), required=False, choices=[("", "–"), *list(WHOSE.items())[:-1]])

    def __init__(self, seat: Seat, data: Any = None) -> None:
        super().__init__(data, initial={"reason": seat.reason, "step": seat.step, "whose": seat.whose})


class CostForm(forms.Form):
    """One bill."""

    kind = forms.ChoiceField(label=_("What for"), choices=[(kind, COSTS[kind]) for kind in Cost.Kind.values])
    amount = RupeesField(label=_("Amount"), least=1)
    day = DayField(label=_("Day"))
    words = forms.CharField(
        label=_("Bill"), max_length=MOST_WORDS, required=False, help_text=_("Number, and who was paid.")
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"day": today()})
