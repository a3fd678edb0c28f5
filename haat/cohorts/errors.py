"""What is refused of waves."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError, Stale


class NoTitle(HaatError):
    """A wave that nobody could name."""

    def __init__(self) -> None:
        super().__init__("cohorts.no_title", _("Title: write what the wave is called."), field="title")


class NobodyChosen(HaatError):
    """No group fits what was chosen, or all that do are in a running wave."""

    def __init__(self) -> None:
        super().__init__(
            "cohorts.nobody_chosen",
            _("Nobody fits who is not in a running wave. Choose other blocks or villages."),
            field="chosen",
        )


class TooManyChosen(HaatError):
    """More groups than one plan can lead."""

    def __init__(self, most: int) -> None:
        super().__init__(
            "cohorts.too_many_chosen",
            _("These are more than %(most)s. Choose fewer blocks or villages, and make a second wave."),
            field="chosen",
            most=most,
        )


class OthersChosen(HaatError):
    """Since it was counted, lists or other waves have changed who fits."""

    def __init__(self, seen: int, now: int) -> None:
        super().__init__(
            "cohorts.others_chosen",
            _("You saw %(seen)s, and by now %(now)s fit. Look at the number once more, then save."),
            field="chosen",
            seen=seen,
            now=now,
        )


class BadPlan(HaatError):
    """A day of the plan is missing, or lies before that of the stage above it."""

    def __init__(self, stage: str, reason: "str | Promise") -> None:
        super().__init__("cohorts.bad_plan", reason, field=stage)

    @classmethod
    def missing(cls, stage: str) -> "BadPlan":
        return cls(stage, _("Write a day for every stage."))

    @classmethod
    def backwards(cls, stage: str) -> "BadPlan":
        return cls(stage, _("This day lies before that of the stage above. Write a later one."))

    @classmethod
    def too_long(cls, stage: str) -> "BadPlan":
        return cls(stage, _("A plan may last three years. Write an earlier day."))


class NotSo(Stale):
    """A wave that was begun or ended in the meantime; `words` say what it is now."""

    def __init__(self, words: "str | Promise") -> None:
        super().__init__("cohorts.not_so", words)

    @classmethod
    def begun(cls) -> "NotSo":
        return cls(_("This wave has begun already. Load the page again."))

    @classmethod
    def not_running(cls) -> "NotSo":
        return cls(_("This wave does not run. Load the page again."))

    @classmethod
    def over(cls) -> "NotSo":
        return cls(_("This wave has ended: nothing of it is changed any more. Load the page again."))


class ChangedSince(Stale):
    """Somebody changed the plan meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            "cohorts.changed_since",
            _("Somebody changed this plan in the meantime. Load the page again and look once more."),
        )


class AllElsewhere(HaatError):
    """Every group of the draft is in another running wave by now."""

    def __init__(self) -> None:
        super().__init__(
            "cohorts.all_elsewhere", _("Everybody of this wave is in another running one. End that first.")
        )


class NobodyLeft(HaatError):
    """Every group of the draft was taken out."""

    def __init__(self) -> None:
        super().__init__("cohorts.nobody_left", _("No group is left in this wave. End it, and make another one."))


class NotYetWorking(HaatError):
    """A wave is copied once it works; what is still open stands on its page."""

    def __init__(self) -> None:
        super().__init__(
            "cohorts.not_yet_working",
            _("This wave does not meet its conditions yet, so it is not copied. Look at them below."),
        )


class LeftAlready(Stale):
    """The group is no longer in the wave."""

    def __init__(self) -> None:
        super().__init__("cohorts.left_already", _("This group is no longer in the wave. Load the page again."))


class NoReason(HaatError):
    """A note that says nothing."""

    def __init__(self) -> None:
        super().__init__("cohorts.no_reason", _("Why it waits: write the reason."), field="reason")


class BadCost(HaatError):
    """An amount or a day that no bill has; `field` says which."""

    def __init__(self, field: str) -> None:
        words = {
            "amount": _("Amount: write what was paid, above zero."),
            "day": _("Day: choose today or an earlier day."),
            "kind": _("What for: choose one."),
        }
        super().__init__("cohorts.bad_cost", words[field], field=field)
