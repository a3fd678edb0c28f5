"""What sheets refuse."""

from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError


class UnknownKind(HaatError):
    """No room takes such a table."""

    def __init__(self) -> None:
        super().__init__("sheets.unknown_kind", _("Choose what the table tells of."), field="kind")


class NotLooked(HaatError):
    """It is still read, was brought in already, or is forgotten."""

    def __init__(self) -> None:
        super().__init__("sheets.not_looked", _("This table is not ready to be brought in. Send the file once more."))


class LookFirst(HaatError):
    """Cells were converted from an old font, and nobody says to have looked at them."""

    def __init__(self) -> None:
        super().__init__(
            "sheets.look_first", _("Letters: look at what was converted, and tick that it is right."), field="seen"
        )


class NothingToBring(HaatError):
    """No row of it is new."""

    def __init__(self) -> None:
        super().__init__(
            "sheets.nothing_new", _("Nothing in this table is new. Mend the refused rows and send it again.")
        )
