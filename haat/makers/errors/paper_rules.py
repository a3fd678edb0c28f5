"""What is refused of kinds of papers and of the rules about them; every sentence names the field."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError, Stale

_KIND = {
    "names": _("Name: write it in one language at least, in at most 60 letters."),
    "why": _("Why it is asked for: at most 200 letters."),
    "slug": _("Short name: small letters, digits and dashes, 30 at the most."),
    "paper": _("Counts as: choose one of the list."),
    "holder": _("Who gives it: choose one of the list."),
    "shape": _("Look of its number: A is a letter, 9 a digit, brackets hold what may be missing: AAAAA9999A."),
    "example": _("Example: write one number that looks as said above."),
    "lasts": _("How long it holds: choose one of the list."),
    "years": _("Years: write a whole number from 1 to 50, or leave it empty."),
    "asks": _("What stands on it: choose of the list."),
    "source": _("Source: write where this is said, in at most 200 letters."),
}
_RULE = {
    "slug": _("Short name: small letters, digits and dashes, 40 at the most."),
    "paper": _("Paper: choose one of the list."),
    "need": _("How it is needed: choose one of the list."),
    "beside": _("Beside which paper: choose another paper than the one that is needed."),
    "where": _("Where: choose one of the list."),
    "from_on": _("From: write the first day of the rule."),
    "until_on": _("Until: the last day lies before the first."),
    "words": _("Words: at most 200, one a line; before a * stand three letters at least."),
    "words_missing": _("Words: a paper that is needed for a word needs the words that claim it, one a line."),
    "said": _("Answers: write “question = answer / answer”, one question a line."),
    "said_missing": _("Answers: a paper that hangs on an answer needs the answer, or words that claim it."),
    "kinds": _("Which papers serve: choose of the list."),
    "covers": _("What of the paper names the word: choose one of the list."),
    "most": _("Figures: write rupees, at least one."),
    "among": _("Size of the enterprise: choose of the list."),
    "within_days": _("Days: write a whole number from 1 to 3650."),
    "crafts": _("Crafts: choose of the list."),
    "goods": _("Kinds of goods: choose of the list."),
    "says": _("What is said of it: at most 200 letters."),
    "source": _("Source: write where this is said, in at most 200 letters."),
}


class BadPaperKind(HaatError):
    """Something that cannot be said of a kind of papers; `field` is what."""

    def __init__(self, field: str) -> None:
        super().__init__("makers.bad_paper_kind", _KIND[field], field=field)


class BadPaperRule(HaatError):
    """Something that cannot be said in a rule about papers; `field` is what, `missing`: it must be said."""

    def __init__(self, field: str, *, missing: bool = False) -> None:
        said = _RULE[f"{field}_missing" if missing else field]
        super().__init__("makers.bad_paper_rule", said, field=field)


class PaperNameTaken(HaatError):
    """The short name is that of another kind, or rule."""

    def __init__(self, slug: str) -> None:
        super().__init__(
            "makers.paper_name_taken",
            _("Short name: “%(slug)s” is on the list already. Choose another."),
            field="slug",
            slug=slug,
        )


class NoSuchPaper(HaatError):
    """No kind, or rule, is called so."""

    def __init__(self) -> None:
        super().__init__("makers.no_such_paper", _("This is not on the list any more. Load the page again."))


class PaperChanged(Stale):
    """Somebody changed the kind, or the rule, while another was at it."""

    def __init__(self) -> None:
        super().__init__(
            "makers.paper_changed",
            _(
                "Somebody changed this in the meantime. What you typed is kept: "
                "compare it with what stands there now, and save once more."
            ),
        )


class RuleEnded(HaatError):
    """A rule that has ended is history: a new one is written."""

    conflict = True

    def __init__(self) -> None:
        super().__init__(
            "makers.paper_rule_ended", _("This rule has ended and stays as it was. Write a new one."), field="from_on"
        )


class BeginsTooEarly(HaatError):
    """A rule that already holds changes from today on at the earliest, and not after its last day."""

    def __init__(self, first: date) -> None:
        super().__init__(
            "makers.paper_rule_too_early",
            _("From: the rule as it was stays for the days that are over. Choose %(first)s or a later day."),
            field="from_on",
            first=first.strftime("%d/%m/%Y"),
        )


class EndsTooEarly(HaatError):
    """A rule cannot end before yesterday: the days that are over stay as they were."""

    def __init__(self, first: date) -> None:
        super().__init__(
            "makers.paper_rule_ends_too_early",
            _("Last day: the days that are over stay as they were. Choose %(first)s or a later day."),
            field="last",
            first=first.strftime("%d/%m/%Y"),
        )
