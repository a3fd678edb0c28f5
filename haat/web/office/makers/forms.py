"""What the desk types about a maker; the rooms below judge it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError
from haat.core.identifiers import compact, meant_by
from haat.core.languages import LANGUAGES, best
from haat.makers.actions import MOST_WEIGHT, NewMember
from haat.makers.models import Maker, Member, Organisation
from haat.makers.naming import MOST_LETTERS, MOST_STORY, Names
from haat.makers.papers import ACCOUNT, BRANCH
from haat.makers.queries import organisations_of
from haat.makers.questions import Asked
from haat.places.models import Mart, Place
from haat.places.queries import blocks_within, localities_within
from haat.web.office.desk.fields import choose_from
from haat.web.office.desk.papers import PaperForm
from haat.web.office.makers.words import MAKER_KINDS, SHARE_RULES

MOST_LANGUAGES = 3
# Where a refusal of the room stands on these forms: before the language.
STEMS = {"names": "name", "leader_names": "leader", "stories": "story"}

# Questions about a bank account: what the person says with a tick, and which field it is about.
SURE = {
    BRANCH: _("The code stands so in the passbook"),
    ACCOUNT: _("The account is theirs together"),
}
ASKED_OF = {BRANCH: "ifsc", ACCOUNT: "number"}


def _digits(mode: str = "numeric") -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off"})


# What a browser offers to choose from; what it really is, the content says.
SCANS = "image/jpeg,image/png,image/webp,application/pdf"


def _scan(label: Any, hint: Any) -> forms.FileField:
    return forms.FileField(label=label, help_text=hint, required=False, widget=forms.FileInput(attrs={"accept": SCANS}))


def with_meant(sent: QueryDict) -> QueryDict:
    """What was sent, with the IFSC of the key `meant` where that is still what the typed one is read for."""
    typed = meant_by(compact(sent.get("ifsc", "")))
    if typed is None or typed[0] != sent.get("meant"):
        return sent
    given = sent.copy()
    given["ifsc"] = typed[0]
    return given


class BankForm(forms.Form):
    """Where a maker's money goes."""

    holder = forms.CharField(label=_("Account holder"), max_length=120)
    number = forms.CharField(
        label=_("Account number"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    ifsc = forms.CharField(
        label=_("IFSC"),
        max_length=16,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )
    photo = _scan(
        _("Picture or PDF of the passbook"), _("The first page. It is kept locked; every look is written down.")
    )
    asked: tuple[str, ...] = ()

    def ask(self, question: Asked) -> None:
        """Let the next sending answer a question of the room."""
        self.asked = (*self._sure(), question.question)

    @property
    def questions(self) -> list[dict[str, Any]]:
        """What was asked of what is typed now: one tick each, already set where it was answered before."""
        sure = self._sure()
        return [{"value": self._answer(name), "text": SURE[name], "set": name in sure} for name in self.asked]

    @property
    def meant(self) -> str:
        """The IFSC that is meant where what was typed only looks like one."""
        found = meant_by(compact(self._typed("ifsc"))) if self.is_bound and self.errors.get("ifsc") else None
        return found[0] if found else ""

    def account(self) -> dict[str, Any]:
        """What the action takes."""
        return {**self.cleaned_data, "sure": self._sure()}

    def _typed(self, field: str) -> str:
        return str(self.data.get(field, "")).strip()

    def _answer(self, name: str) -> str:
        return f"{name}:{self._typed(ASKED_OF[name])}"

    def _sure(self) -> tuple[str, ...]:
        """The questions answered, as far as they were asked of what is typed now."""
        given = self.data.getlist("sure") if isinstance(self.data, QueryDict) else []
        return tuple(name for name in SURE if self._answer(name) in given)


class MakerPaperForm(PaperForm):
    """A paper of a maker, perhaps with a picture of it."""

    photo = _scan(_("Picture or PDF of the paper"), _("It is kept locked; every look is written down."))


class Named(forms.Form):
    """A form that asks for names, each in up to three of the mart's languages."""

    mart: Mart
    known_id: int | None = None  # the maker that is already here, when it was refused for that

    def ask_names(self, stem: str, label: "str | Promise", *, known: Names | None = None) -> None:
        """One line a language, the mart's first language needed; `known` stands in them."""
        for code in self.mart.languages[:MOST_LANGUAGES]:
            self.fields[f"{stem}_{code}"] = forms.CharField(
                label=label % {"language": LANGUAGES[code].endonym},
                max_length=MOST_LETTERS,
                required=code == self.mart.default_language,
                initial=(known or {}).get(code, ""),
                widget=forms.TextInput(attrs={"lang": code, "autocomplete": "off"}),
            )

    def lines(self, stem: str) -> list[forms.BoundField]:
        """The fields of a stem, in the mart's order of languages."""
        wanted = [f"{stem}_{code}" for code in self.mart.languages]
        return [self[name] for name in wanted if name in self.fields]

    @property
    def name_fields(self) -> list[forms.BoundField]:
        return self.lines("name")

    @property
    def leader_fields(self) -> list[forms.BoundField]:
        return self.lines("leader")

    @property
    def story_fields(self) -> list[forms.BoundField]:
        return self.lines("story")

    def names(self, stem: str, *, known: Names | None = None) -> dict[str, str]:
        """Language → text as typed, beside those of `known` that the form did not ask for."""
        typed = {field.name.removeprefix(f"{stem}_"): self.cleaned_data[field.name] for field in self.lines(stem)}
        return {code: text for code, text in {**(known or {}), **typed}.items() if text}

    def refuse(self, problem: HaatError) -> None:
        """Put a refusal of the room at its field, that of a name or story at its language."""
        self.known_id = problem.facts.get("maker_id")
        stem = STEMS.get(problem.field)
        code = problem.facts.get("language") or self.mart.default_language
        field = f"{stem}_{code}" if stem else problem.field
        self.add_error(field if field in self.fields else None, problem.message)


class EnrolForm(Named):
    """A new maker with its leader, and further members of a group."""

    kind = forms.ChoiceField(label=_("Kind"), choices=list(MAKER_KINDS.items()), initial="group")
    block: "forms.ModelChoiceField[Place]" = forms.ModelChoiceField(label=_("Block"), queryset=None, empty_label=None)
    place: "forms.ModelChoiceField[Place]" = forms.ModelChoiceField(
        label=_("Village or town"), queryset=None, required=False
    )
    pin = forms.CharField(label=_("PIN code"), max_length=10, widget=_digits())
    phone = forms.CharField(
        label=_("Leader’s mobile number"),
        max_length=20,
        required=False,
        help_text=_("It may come later. Until then she cannot sign in, and the maker cannot be opened."),
        widget=_digits("tel"),
    )
    leader_language = forms.ChoiceField(label=_("Language she reads"))
    organisation: "forms.ModelChoiceField[Organisation]" = forms.ModelChoiceField(
        label=_("Federation or village organisation"), queryset=None, required=False
    )
    since = forms.IntegerField(label=_("Since the year"), required=False)
    lokos_id = forms.CharField(label=_("LokOS number"), required=False, max_length=30)
    members = forms.CharField(
        label=_("Further members"),
        required=False,
        max_length=20_000,
        help_text=_("One name on each line, without the leader."),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )

    def __init__(self, mart: Mart, scope: Place, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mart = mart
        self._choose("block", blocks_within(scope).order_by("slug"))
        self._choose("place", localities_within(scope).order_by("parent__slug", "slug"))
        self._choose("organisation", organisations_of(mart))
        languages: Any = self.fields["leader_language"]
        languages.choices = [(code, LANGUAGES[code].endonym) for code in mart.languages]
        self.ask_names("name", _("Name in %(language)s"))
        self.ask_names("leader", _("Leader’s name in %(language)s"))
        self.fields["members"].widget.attrs["lang"] = mart.default_language

    def _choose(self, name: str, rows: Any) -> None:
        choose_from(self, name, rows, label=_label)

    def new_members(self) -> list[NewMember]:
        """Those of the lines that name somebody."""
        code = self.mart.default_language
        return [NewMember({code: line}) for line in self.cleaned_data["members"].splitlines() if line.strip()]


class ChangeForm(Named):
    """What is known of a maker, to be mended."""

    phone = forms.CharField(label=_("Leader’s mobile number"), max_length=20, required=False, widget=_digits("tel"))
    place: "forms.ModelChoiceField[Place]" = forms.ModelChoiceField(
        label=_("Village or town"), queryset=None, required=False
    )
    pin = forms.CharField(label=_("PIN code"), max_length=10, widget=_digits())
    since = forms.IntegerField(label=_("Since the year"), required=False)
    lokos_id = forms.CharField(label=_("LokOS number"), required=False, max_length=30)

    def __init__(self, maker: Maker, data: Any = None) -> None:
        known = {"phone": maker.phone.removeprefix("+91"), "pin": maker.pin, "lokos_id": maker.lokos_id}
        village = None if maker.place_id == maker.block_id else maker.place
        super().__init__(data, initial=known | {"since": maker.since, "place": village})
        self.mart, self.maker = maker.mart, maker
        villages = localities_within(maker.block)
        choose_from(self, "place", villages.order_by("slug"), label=lambda row: best(row.names).text)
        self.ask_names("name", _("Name in %(language)s"), known=maker.names)
        for code in self.mart.languages:
            self.fields[f"story_{code}"] = forms.CharField(
                label=_("Story in %(language)s") % {"language": LANGUAGES[code].endonym},
                max_length=MOST_STORY,
                required=False,
                initial=maker.stories.get(code, ""),
                widget=forms.Textarea(attrs={"rows": 5, "lang": code}),
            )

    def wanted(self) -> dict[str, Any]:
        """What was typed, as `change_maker` takes it."""
        typed = self.cleaned_data
        return {
            "names": self.names("name", known=self.maker.names),
            "stories": self.names("story", known=self.maker.stories),
            "phone": typed["phone"],
            "place": typed["place"] or self.maker.block,
            "pin": typed["pin"],
            "since": typed["since"] or 0,
            "lokos_id": typed["lokos_id"],
        }


class MemberForm(Named):
    """A further member of a group."""

    phone = forms.CharField(
        label=_("Mobile number"),
        required=False,
        max_length=20,
        help_text=_("With it she can sign in, see the money and act for the group."),
        widget=_digits("tel"),
    )

    def __init__(self, mart: Mart, data: Any = None) -> None:
        super().__init__(data)
        self.mart = mart
        self.ask_names("name", _("Name in %(language)s"))


class RenameForm(Named):
    """How a member is called."""

    def __init__(self, mart: Mart, member: Member, data: Any = None) -> None:
        super().__init__(data)
        self.mart = mart
        self.ask_names("name", _("Name in %(language)s"), known=member.names)
        known = next(iter(self.lines("name")))
        known.field.required = bool(member.names.get(mart.default_language))


class ShareForm(forms.Form):
    """How a group shares its money, and how heavily each member counts."""

    rule = forms.ChoiceField(choices=list(SHARE_RULES.items()))

    def __init__(self, maker: Maker, members: Sequence[Member], data: Any = None) -> None:
        super().__init__(data, initial={"rule": maker.share_rule})
        self._members = members
        by_amounts = maker.share_rule == Maker.ShareRule.BY_AMOUNTS
        for member in members:
            self.fields[f"weight_{member.pk}"] = forms.IntegerField(
                label=best(member.names).text,
                required=False,
                min_value=0,
                max_value=MOST_WEIGHT,
                initial=member.amount_share if by_amounts else member.work_units,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            )

    @property
    def choices(self) -> list[dict[str, object]]:
        """The rules as cards."""
        return [{"value": code, "title": words} for code, words in SHARE_RULES.items()]

    @property
    def weight_fields(self) -> list[forms.BoundField]:
        return [self[f"weight_{member.pk}"] for member in self._members]

    def weights(self) -> dict[int, int] | None:
        """Member → weight; None when parts are equal. What is left empty counts as nothing."""
        if self.cleaned_data["rule"] == Maker.ShareRule.EQUAL:
            return None
        return {member.pk: self.cleaned_data[f"weight_{member.pk}"] or 0 for member in self._members}


def _label(row: Any) -> str:
    name = best(row.names).text
    if getattr(row, "kind", "") == Place.Kind.LOCALITY:
        return f"{name} ({best(row.parent.names).text})"
    return name
