"""What is typed of a kind of paper: its names, who gives it, how its number looks, how long it holds."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from haat.catalogue.rules import language_name
from haat.core.errors import HaatError
from haat.core.numerals import latin_digits
from haat.makers.models import PaperKind
from haat.makers.paper_book import Book
from haat.makers.paper_facts import FACTS
from haat.makers.paper_shapes import MOST as MOST_MASK
from haat.makers.paper_shapes import Unclear, mask_of, pattern_of
from haat.makers.paper_told import MOST_EXAMPLE, MOST_NAME, MOST_SLUG_OF_KIND, MOST_SOURCE, MOST_WHY, PaperKindTold
from haat.places.models import Mart
from haat.web.office.crafts.kind_forms import line, seen_of
from haat.web.office.crafts.paper_words import HOLDERS, LASTS, paper_name
from haat.web.office.desk.meanwhile import what_stands


class PaperKindForm(forms.Form):
    """A new kind of paper, or all that is said of one that is there."""

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput())
    holder = forms.ChoiceField(label=_("Who gives it"), choices=list(HOLDERS.items()))
    several = forms.BooleanField(label=_("One holder may have several of it"), required=False)
    look = line(_("How its number looks"), MOST_MASK, dir="ltr")
    example = line(_("An example of its number"), MOST_EXAMPLE, dir="ltr")
    lasts = forms.ChoiceField(label=_("How long it holds"), choices=list(LASTS.items()))
    years = line(_("For how many years, where that is known"), 2, inputmode="numeric")
    asks = forms.MultipleChoiceField(
        label=_("What else stands on it"), required=False, widget=forms.CheckboxSelectMultiple()
    )
    paper = forms.ChoiceField(label=_("Counts as"), required=False)
    source = line(_("Source: where this is said"), MOST_SOURCE, needed=True)
    sure = forms.BooleanField(label=_("It is proven"), required=False)

    def __init__(self, mart: Mart, book: Book, kind: PaperKind | None = None, data: Any = None) -> None:
        super().__init__(data, initial=_initial(kind))
        self.mart, self.kind, self.stale, self.now_there = mart, kind, False, dict[str, str]()
        asks: Any = self.fields["asks"]
        asks.choices = [(slug, fact.label) for slug, fact in FACTS.items()]
        paper: Any = self.fields["paper"]
        own = kind.slug if kind is not None else ""
        papers = dict.fromkeys(each.paper for each in book.kinds.values() if each.paper != own)
        paper.choices = [("", _("a paper of its own")), *((each, paper_name(each, book)) for each in papers)]
        for place, code in enumerate(mart.languages):
            language = {"language": language_name(code)}
            name = kind.names.get(code, "") if kind is not None else ""
            why = kind.why.get(code, "") if kind is not None else ""
            label = gettext("Name in %(language)s") % language
            self.fields[f"name_{code}"] = line(label, MOST_NAME, needed=not place, initial=name, lang=code)
            asked = gettext("Why it is asked for, in %(language)s") % language
            self.fields[f"why_{code}"] = line(asked, MOST_WHY, initial=why, lang=code)
        if kind is None:
            self.fields["slug"] = line(_("Short name"), MOST_SLUG_OF_KIND)

    # ---- as it is drawn

    @property
    def names(self) -> list[forms.BoundField]:
        return [self[f"name_{code}"] for code in self.mart.languages]

    @property
    def whys(self) -> list[forms.BoundField]:
        return [self[f"why_{code}"] for code in self.mart.languages]

    @property
    def own_pattern(self) -> str:
        """A pattern that cannot be written in letters and nines: it stays as long as nothing else is typed."""
        shape = self.kind.shape if self.kind is not None else ""
        return shape if shape and mask_of(shape) is None else ""

    @property
    def seen_now(self) -> str:
        """What the form drawn again carries: as it was sent, unless the writer was just told of the change."""
        if self.is_bound and not self.stale:
            return str(self.data.get("seen", ""))[:40]
        return seen_text(self.kind)

    # ---- as it is read

    @property
    def seen_at(self) -> datetime | None:
        """The moment it carries; None for a line of the project."""
        return seen_of(self.cleaned_data["seen"])

    def clean_look(self) -> str:
        """The pattern of what was typed; what stood there stays what it was."""
        typed = latin_digits(self.cleaned_data["look"]).strip()
        if self.kind is not None and typed == _initial(self.kind)["look"]:
            return self.kind.shape
        try:
            return pattern_of(typed) if typed else ""
        except Unclear:
            raise forms.ValidationError(
                _("A is a letter, 9 a digit, brackets hold what may be missing: AAAAA9999A.")
            ) from None

    def clean_example(self) -> str:
        return "".join(latin_digits(self.cleaned_data["example"]).upper().split())

    def clean_years(self) -> int | None:
        text = latin_digits(self.cleaned_data["years"]).strip()
        if text and not (text.isascii() and text.isdigit()):
            raise forms.ValidationError(_("Write it in digits, for example 12."))
        return int(text) if text else None

    def told(self) -> PaperKindTold:
        """The same as the room takes it; languages that were not asked for stay as they are."""
        given, known = self.cleaned_data, self.kind
        languages = self.mart.languages
        names = {**(known.names if known else {}), **{code: given[f"name_{code}"] for code in languages}}
        why = {**(known.why if known else {}), **{code: given[f"why_{code}"] for code in languages}}
        asks = list(given["asks"])
        return PaperKindTold(
            names={code: text for code, text in names.items() if text},
            why={code: text for code, text in why.items() if text},
            paper=given["paper"],
            holder=given["holder"],
            several=given["several"],
            shape=given["look"],
            example=given["example"],
            lasts=given["lasts"],
            years=given["years"],
            asks=known.asks if known is not None and set(known.asks) == set(asks) else asks,
            source=given["source"],
            sure=given["sure"],
        )

    def told_of_change(self) -> None:
        """Somebody was quicker: say at each field that differs what stands there now."""
        self.stale, self.now_there = True, what_stands(self)

    def refuse(self, problem: HaatError) -> None:
        """Texts stand at their first line."""
        first = {"names": self.names[0].name, "why": self.whys[0].name, "shape": "look"}
        field = first.get(problem.field, problem.field)
        self.add_error(field if field in self.fields else None, problem.message)


def seen_text(row: Any) -> str:
    """When an office changed a line last, as forms carry it; empty for a line of the project."""
    return row.changed_at.isoformat() if row is not None and row.pk is not None else ""


def _initial(kind: PaperKind | None) -> dict[str, Any]:
    if kind is None:
        return {"sure": True, "holder": "maker", "lasts": "expires"}
    told = {name: getattr(kind, name) for name in ("holder", "several", "example", "lasts", "asks", "source", "sure")}
    own = {"paper": "" if kind.paper == kind.slug else kind.paper, "years": str(kind.years or "")}
    return {**told, **own, "look": (mask_of(kind.shape) or "") if kind.shape else ""}
