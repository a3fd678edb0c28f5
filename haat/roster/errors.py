"""What the roster refuses."""

from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError


class NoSuchList(HaatError):
    """Columns that say nothing of groups, members, federations or accounts."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "roster.no_such_list",
            _("%(name)s: no column says which group a row means. Say which column holds its number or its name."),
            field="file",
            name=name,
        )


class TwoColumns(HaatError):
    """Two columns that should mean one thing."""

    def __init__(self, field: str) -> None:
        super().__init__("roster.two_columns", _("Two columns cannot mean the same. Choose one of them."), field=field)


class NotReady(HaatError):
    """It is still read, was brought in already, or is forgotten."""

    def __init__(self) -> None:
        super().__init__("roster.not_ready", _("This list is not ready for that. Send the files once more."))


class NothingNew(HaatError):
    """No row of it is new or changes anything."""

    def __init__(self) -> None:
        super().__init__(
            "roster.nothing_new", _("Nothing in this list is new. Mend the refused rows and send it again.")
        )


class BusyList(HaatError):
    """Another list of the mart is being brought in."""

    def __init__(self) -> None:
        super().__init__("roster.busy", _("Another list is being brought in. Wait until it is through."))


class EnrolledAlready(HaatError):
    """The group is a maker already."""

    def __init__(self) -> None:
        super().__init__("roster.enrolled", _("This group is enrolled already."))


class WrongNode(HaatError):
    """An organisation of another mart, or a closed one."""

    def __init__(self) -> None:
        super().__init__(
            "roster.wrong_node", _("Choose an organisation of this mart that is open."), field="organisation"
        )


class WrongProducerGroup(HaatError):
    """A second membership needs a producer group, another than the group itself."""

    def __init__(self) -> None:
        super().__init__("roster.wrong_group", _("Choose a producer group of this mart."), field="within")


class SameGroup(HaatError):
    """A pair needs two groups of one mart."""

    def __init__(self) -> None:
        super().__init__("roster.same_group", _("Choose two groups of this mart."), field="stays")


class BothEnrolled(HaatError):
    """Both are makers: they are made one there, where money and orders are looked at."""

    def __init__(self) -> None:
        super().__init__(
            "roster.both_enrolled",
            _("Both are enrolled. Make the two makers one first, under “Perhaps the same” of the makers."),
            field="stays",
        )


class EnrolledGoes(HaatError):
    """Of two the one that is enrolled stays."""

    def __init__(self) -> None:
        super().__init__("roster.enrolled_goes", _("One of the two is enrolled. It stays."), field="stays")


class TooLate(HaatError):
    """The ninety days are over, or it was undone already."""

    def __init__(self) -> None:
        super().__init__("roster.too_late", _("The way back is over: ninety days have passed, or somebody took it."))


class ChangedSince(HaatError):
    """What came over has gone on to somewhere else."""

    def __init__(self) -> None:
        super().__init__(
            "roster.changed_since",
            _("The group that stayed was made one with another since. Make those two again first."),
        )
