"""What is refused of kinds of goods, of what they ask, and of answers; every sentence names the field."""

from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError, Stale


class OtherCraft(HaatError):
    """A good cannot be of a kind that belongs to another craft."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            "good.other_craft", _("Kind: “%(kind)s” belongs to another craft. Choose another."), field="kind", kind=kind
        )


class WrongAnswer(HaatError):
    """What is told does not answer the question; `field` is its short name."""

    def __init__(self, slug: str, label: str, answered_with: str) -> None:
        super().__init__("answer.wrong", _ANSWERS.get(answered_with, _ANSWERS["text"]), field=slug, label=label)


class SaidElsewhere(HaatError):
    """What the good's page, its maker or its pack say is not answered a second time."""

    def __init__(self, slug: str, label: str) -> None:
        super().__init__(
            "answer.elsewhere",
            _("%(label)s: this follows from what stands on the page of the good or of its maker. Change it there."),
            field=slug,
            label=label,
        )


class OtherSize(HaatError):
    """A size that is not this good's."""

    def __init__(self) -> None:
        super().__init__("answer.other_size", _("This size belongs to another good."), field="variant")


class LineOpen(HaatError):
    """The answers do not say yet which code and tax line a good has."""

    def __init__(self) -> None:
        super().__init__(
            "good.line_open",
            _("The answers do not say yet which tax line this good has. Answer the questions on tax first."),
        )


class BadKind(HaatError):
    """Something that cannot be said of a kind of goods; `field` is what."""

    def __init__(self, field: str) -> None:
        super().__init__("kind.bad", _KIND_FIELDS[field], field=field)


class BadRule(HaatError):
    """A rule for code and tax line that cannot hold: which one (from 1), and what in it."""

    def __init__(self, number: int, words: str) -> None:
        super().__init__(
            "kind.bad_rule",
            _("Rule %(number)d: no question of this kind is answered with “%(words)s”."),
            field="rules",
            number=number,
            words=words,
        )


class BadAttribute(HaatError):
    """Something that cannot be said of a question; `field` is what."""

    def __init__(self, field: str) -> None:
        super().__init__("attribute.bad", _ATTRIBUTE_FIELDS[field], field=field)


class KindTaken(HaatError):
    """The short name is another kind's, or another question's of this kind."""

    def __init__(self, slug: str) -> None:
        super().__init__(
            "kind.taken", _("Short name: “%(slug)s” is on the list already. Choose another."), field="slug", slug=slug
        )


class KindChanged(Stale):
    """Somebody changed the kind, or the question, while another was at it."""

    def __init__(self) -> None:
        super().__init__(
            "kind.changed",
            _(
                "Somebody changed this in the meantime. What you typed is kept: "
                "compare it with what stands there now, and save once more."
            ),
        )


class StillRuled(HaatError):
    """A rule for code or tax line hangs on an answer that is to be taken away."""

    def __init__(self, words: str) -> None:
        super().__init__(
            "attribute.ruled",
            _("Answers: a rule for HSN and tax line asks for “%(words)s”. Change the rule first."),
            field="choices",
            words=words,
        )


_ANSWERS = {
    "text": _("%(label)s: this cannot be taken as it is."),
    "number": _("%(label)s: write a number in digits, for example 12."),
    "measure": _("%(label)s: write a number above 0 in digits, for example 12."),
    "choice": _("%(label)s: choose one of the list."),
    "several": _("%(label)s: choose from the list."),
    "yes_no": _("%(label)s: yes or no."),
    "size": _("%(label)s: write the sides as 28 x 28 x 30."),
}
_KIND_FIELDS = {
    "names": _("Name: at least one, and at most 60 letters each."),
    "slug": _("Short name: write it in small Latin letters, for example dhokra."),
    "hsn": _("HSN: 8 digits."),
    "shelf_life_days": _("Keeps for days: between 1 and 3650, or leave it empty."),
    "net_unit": _("Unit: choose from the list."),
    "channels": _("What a channel calls it: at most 100 letters."),
    "google": _("Google: write the number of its category in digits, for example 573."),
    "rules": _("Rules: at most 40, each with an answer, and with an HSN of 8 digits or a tax line."),
}
_ATTRIBUTE_FIELDS = {
    "labels": _("Question: at least one, and at most 60 letters each."),
    "slug": _("Short name: write it in small Latin letters, for example dhokra."),
    "type": _("Answered with: choose from the list."),
    "unit": _("Unit: at most 20 letters."),
    "choices": _("Answers: a choice needs at least one, at most 60, and only a choice has them."),
    "required_for": _("Who requires it: choose from the list."),
    "maps": _("What a channel calls it: at most 100 letters."),
    "example": _("Example: at most 120 letters."),
}
