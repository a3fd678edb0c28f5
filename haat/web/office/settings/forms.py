"""What is typed about the mart itself; each form answers the fields of `places.change_mart` it stands for."""

from hashlib import sha256
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError
from haat.core.identifiers import InvalidIdentifier, clean_mobile, clean_vpa
from haat.core.languages import LANGUAGES
from haat.core.numerals import latin_digits
from haat.core.texts import clean_line, clean_text
from haat.makers.papers import bank_account
from haat.messages.errors import NameLettersOther, NameTooLong
from haat.messages.naming import check_names
from haat.places import rules
from haat.places.models import Mart
from haat.web.office.desk.meanwhile import changed_meanwhile
from haat.web.office.settings.words import MOTIFS

# A shop's head has room for a name of so many letters, and for a line of so many.
MOST_NAME, MOST_LINE, MOST_LEGAL, MOST_ADDRESS = 60, 120, 120, 400
MOST_PHONE = 16


def _line(label: Any, most: int, *, lang: str = "", **more: Any) -> forms.CharField:
    attributes = {"autocomplete": "off"} | ({"lang": lang} if lang else {})
    return forms.CharField(label=label, max_length=most, widget=forms.TextInput(attrs=attributes), **more)


class MartForm(forms.Form):
    """A part of the mart's settings; `changes` is what of it was typed otherwise than it stands.

    `OF` are the mart's fields it changes. The page says in `seen` how they stood when it was drawn: what somebody else
    has changed since is not written over unread.
    """

    OF: tuple[str, ...] = ()

    def __init__(self, mart: Mart, *args: Any, **kwargs: Any) -> None:
        self.mart = mart
        super().__init__(*args, **kwargs)

    @property
    def read(self) -> dict[str, Any]:
        """The fields as they were read; the action looks whether they still stand so."""
        return {field: getattr(self.mart, field) for field in self.OF}

    @property
    def standing(self) -> str:
        """How the fields stand now, in short."""
        return sha256(repr(list(self.read.values())).encode()).hexdigest()[:16]

    def clean(self) -> dict[str, Any]:
        if self.data.get("seen", "") not in ("", self.standing):
            self.add_error(None, changed_meanwhile())
        return super().clean() or {}

    def wanted(self) -> dict[str, Any]:
        """The fields of the mart as they were typed."""
        return dict(self.cleaned_data)

    def changes(self) -> dict[str, Any]:
        """Those of them that are to change."""
        return {field: value for field, value in self.wanted().items() if getattr(self.mart, field) != value}

    def at(self, field: str) -> str:
        """The field of the form at which a refusal of the mart's `field` stands."""
        return field


class NamesForm(MartForm):
    """The languages of the mart in their order; the name in each, and the line below it."""

    OF = ("languages", "names", "lines")

    def __init__(self, mart: Mart, *args: Any, **kwargs: Any) -> None:
        super().__init__(mart, *args, **kwargs)
        ranks = [("", say("not offered"))]
        ranks += [(str(rank), self._rank(rank)) for rank in range(1, len(LANGUAGES) + 1)]
        for code in LANGUAGES:
            offered = code in mart.languages
            self.fields[f"rank_{code}"] = forms.ChoiceField(
                label=_("Offered"),
                choices=ranks,
                required=False,
                initial=str(mart.languages.index(code) + 1) if offered else "",
            )
            name, line = mart.names.get(code, ""), mart.lines.get(code, "")
            self.fields[f"name_{code}"] = _line(_("Name"), MOST_NAME, lang=code, required=False, initial=name)
            self.fields[f"line_{code}"] = _line(
                _("Line under the name"), MOST_LINE, lang=code, required=False, initial=line
            )

    @staticmethod
    def _rank(rank: int) -> str:
        return say("1: the mart’s own") if rank == 1 else str(rank)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """One row a language: those offered first and in their order, then the others."""
        codes = [*self.mart.languages, *(code for code in LANGUAGES if code not in self.mart.languages)]
        return [
            {
                "language": LANGUAGES[code],
                "offered": code in self.mart.languages,
                "wrong": any(f"{part}_{code}" in self.errors for part in ("rank", "name", "line")),
                "rank": self[f"rank_{code}"],
                "name": self[f"name_{code}"],
                "line": self[f"line_{code}"],
            }
            for code in codes
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for name, text in given.items():
            given[name] = clean_line(text)
        taken: dict[str, str] = {}
        for code in LANGUAGES:
            rank = given.get(f"rank_{code}")
            if rank and rank in taken:
                self.add_error(
                    f"rank_{code}",
                    say("%(language)s stands at this place already. Give each its own.")
                    % {"language": LANGUAGES[taken[rank]].endonym},
                )
            elif rank:
                taken[rank] = code
                if not given.get(f"name_{code}"):
                    self.add_error(f"name_{code}", say("Write the mart’s name in every language that is offered."))
        if not self.errors and {"names", "languages"} & set(self.changes()):
            self._check_room()
        return given

    def _check_room(self) -> None:
        """A name must leave room for the words of every text message."""
        wanted = self.wanted()
        try:
            check_names(self.mart, names=wanted["names"], languages=wanted["languages"])
        except (NameTooLong, NameLettersOther) as problem:
            self.add_error(f"name_{problem.language}", problem.message)

    def wanted(self) -> dict[str, Any]:
        given = self.cleaned_data
        ranked = sorted((int(given[f"rank_{code}"]), code) for code in LANGUAGES if given[f"rank_{code}"])
        return {
            "languages": [code for _rank, code in ranked],
            "names": _texts(self.mart.names, given, "name"),
            "lines": _texts(self.mart.lines, given, "line"),
        }

    def at(self, field: str) -> str:
        first = next(iter(self.mart.languages), "en")
        return {"languages": f"rank_{first}", "names": f"name_{first}", "lines": f"line_{first}"}.get(field, field)


def _texts(known: dict[str, str], given: dict[str, Any], stem: str) -> dict[str, str]:
    """Language → text as typed; what is emptied goes."""
    texts = known | {code: given[f"{stem}_{code}"] for code in LANGUAGES if f"{stem}_{code}" in given}
    return {code: text for code, text in texts.items() if text}


class LookForm(MartForm):
    """The mart's colour and its border."""

    OF = ("accent", "motif")

    accent = forms.CharField(
        label=_("Colour"),
        max_length=9,
        help_text=_("Keys and links of the shop. Dark enough for white words: contrast 4.5 or more."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "data-accent": True}
        ),
    )
    motif = forms.ChoiceField(label=_("Border"), choices=list(MOTIFS.items()))

    def clean_accent(self) -> str:
        typed = clean_line(self.cleaned_data["accent"]).replace(" ", "")
        colour = f"#{typed.lstrip('#')}".upper()
        try:
            rules.check_accent(colour)
        except HaatError as problem:
            raise forms.ValidationError(problem.message) from None
        return colour

    def changes(self) -> dict[str, Any]:
        found = super().changes()
        if "accent" in found and found["accent"] == self.mart.accent.upper():
            found.pop("accent")
        return found


class BehindForm(MartForm):
    """Who stands behind the mart, as the law wants it said in the shop."""

    OF = ("legal_name", "legal_names", "address", "phone", "email", "grievance_officer", "order_prefix")

    legal_name = _line(_("Legal name, as it stands on papers"), MOST_LEGAL)
    address = forms.CharField(
        label=_("Address"), max_length=MOST_ADDRESS, widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"})
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=20,
        help_text=_("A mobile number, or an office’s line with its code: 06432 232 222."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        error_messages={"invalid": _("E-mail: write it like mart@durg.example.in.")},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    grievance_officer = _line(
        _("Grievance officer"),
        120,
        help_text=_("By name: buyers’ complaints go to this person, who answers within 48 hours."),
    )
    order_prefix = _line(
        _("Letters of order numbers"), 4, help_text=_("Two to four capital letters. Numbers given so far keep theirs.")
    )

    def __init__(self, mart: Mart, *args: Any, **kwargs: Any) -> None:
        super().__init__(mart, *args, **kwargs)
        for code in self._codes():
            self.fields[f"legal_name_{code}"] = _line(
                say("Legal name (%(language)s)") % {"language": LANGUAGES[code].endonym},
                MOST_LEGAL,
                lang=code,
                required=False,
                initial=mart.legal_names.get(code, ""),
            )

    def _codes(self) -> list[str]:
        return [code for code in self.mart.languages if code != "en"]

    @property
    def legal_fields(self) -> list[forms.BoundField]:
        return [self[f"legal_name_{code}"] for code in self._codes()]

    def clean_phone(self) -> str:
        return read_phone(self.cleaned_data["phone"])

    def clean_order_prefix(self) -> str:
        prefix = str(self.cleaned_data["order_prefix"]).strip().upper()
        try:
            rules.check_order_prefix(prefix)
        except HaatError as problem:
            raise forms.ValidationError(problem.message) from None
        return prefix

    def clean_address(self) -> str:
        return _said(clean_text(self.cleaned_data["address"]))

    def clean_legal_name(self) -> str:
        return _said(clean_line(self.cleaned_data["legal_name"]))

    def clean_grievance_officer(self) -> str:
        return _said(clean_line(self.cleaned_data["grievance_officer"]))

    def wanted(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        for code in self._codes():
            given[f"legal_name_{code}"] = clean_line(given[f"legal_name_{code}"])
        texts = self.mart.legal_names | {code: given.pop(f"legal_name_{code}") for code in self._codes()}
        return given | {"legal_names": {code: text for code, text in texts.items() if text}}


def _said(text: str) -> str:
    """What was typed, when there is anything to read in it."""
    if not text:
        raise forms.ValidationError(_("This field is required."), code="required")
    return text


def read_phone(text: str) -> str:
    """A mobile in one form; the line of an office with eight digits or more as it is written."""
    try:
        return clean_mobile(text, allow_demo=settings.DEMO)
    except InvalidIdentifier as problem:
        line = latin_digits(clean_line(text))
        digits = sum(sign.isdecimal() for sign in line)
        is_line = digits >= 8 and line.lstrip("+")[:1].isdecimal() and all(c.isdecimal() or c in "+-() /" for c in line)
        if not is_line or line.removeprefix("+91").strip()[:1] in "6789":
            raise forms.ValidationError(problem.message) from None
        if len(line) > MOST_PHONE:
            raise forms.ValidationError(
                _("Phone: at most %(most)s signs. Write one number, with fewer spaces."), params={"most": MOST_PHONE}
            ) from None
        try:
            rules.check_phone(line)
        except HaatError as unlike:
            raise forms.ValidationError(unlike.message) from None
        return line


class AccountForm(MartForm):
    """Where buyers' money goes; nothing typed at all means cash only."""

    OF = rules.ACCOUNT

    vpa = forms.CharField(
        label=_("UPI address"),
        max_length=120,
        required=False,
        help_text=_("Like deogharmart@sbi. Left empty, buyers pay in cash only."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "inputmode": "email"}),
    )
    bank_holder = _line(_("Account holder"), 120, required=False)
    bank_number = forms.CharField(
        label=_("Account number"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    bank_ifsc = forms.CharField(
        label=_("IFSC"),
        max_length=16,
        required=False,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )

    def clean_vpa(self) -> str:
        typed = self.cleaned_data["vpa"].strip()
        try:
            return clean_vpa(typed) if typed else ""
        except InvalidIdentifier as problem:
            raise forms.ValidationError(problem.message) from None

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        names = ("bank_holder", "bank_number", "bank_ifsc")
        if any(given.get(name) for name in names):
            try:
                holder, number, ifsc, _bank = bank_account(*(given.get(name, "") for name in names))
            except HaatError as problem:
                self.add_error(f"bank_{problem.field}", problem.message)
            else:
                given |= {"bank_holder": holder, "bank_number": number, "bank_ifsc": ifsc}
        return given
