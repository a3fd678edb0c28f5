"""What handing parcels over refuses."""

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError


class NothingToHandOver(HaatError):
    """It has left, or was cancelled, meanwhile."""

    conflict = True

    def __init__(self) -> None:
        super().__init__(
            "channels.nothing_to_hand_over",
            _("Nothing of this order is to be handed over any more. Load the page again."),
        )


class OtherWay(HaatError):
    """The channel fetches it, or does not."""

    def __init__(self) -> None:
        super().__init__("channels.other_way", _("This parcel leaves in another way. Load the page again."))


class NotSettledYet(HaatError):
    """A call went out and nobody answered: it is read back before anything is asked again."""

    conflict = True

    def __init__(self) -> None:
        super().__init__(
            "channels.not_settled_yet",
            _("Nobody answered to the last asking. It is read back first: load the page again in a minute."),
        )


class BadSize(HaatError):
    """No parcel weighs or measures that."""

    def __init__(self, field: str, most: int) -> None:
        super().__init__("channels.bad_size", _("Write a number from 1 to %(most)d."), field=field, most=most)


class NoSuchTime(HaatError):
    """None of the times that were offered, or one that has begun."""

    def __init__(self) -> None:
        super().__init__(
            "channels.no_such_time",
            _("Time: choose one of those offered. If none is left, ask for times again."),
            field="slot",
        )


class BadCarrier(HaatError):
    """Nobody is called so."""

    def __init__(self) -> None:
        super().__init__("channels.bad_carrier", _("Carrier: write who has the parcel."), field="carrier")


class BadTracking(HaatError):
    """No tracking number."""

    def __init__(self) -> None:
        super().__init__(
            "channels.bad_tracking",
            _("Tracking number: write it as it stands on the receipt, 4 to 60 letters and digits."),
            field="tracking",
        )


class BadMoment(HaatError):
    """It cannot have left then."""

    def __init__(self) -> None:
        super().__init__(
            "channels.bad_moment",
            _("When it left: after the order was placed, and not in the future."),
            field="left_at",
        )


class BadPieces(HaatError):
    """More pieces than are to be sent, or none."""

    def __init__(self) -> None:
        super().__init__(
            "channels.bad_pieces", _("Pieces: at least one, and no more than are still to be sent."), field="pieces"
        )


class NotTakenThere(HaatError):
    """The channel read it, and said no: `said` are its own words."""

    def __init__(self, title: "str | Promise", said: str, field: str) -> None:
        super().__init__(
            "channels.not_taken",
            _("%(title)s did not take it: “%(said)s”"),
            field=field,
            title=title,
            said=said,
        )


class NotNow(HaatError):
    """We have asked as often as we may."""

    def __init__(self, title: "str | Promise", seconds: int, field: str) -> None:
        super().__init__(
            "channels.not_now",
            _("%(title)s lets us ask again in %(seconds)d seconds. Send it once more then."),
            field=field,
            title=title,
            seconds=seconds,
        )


class NoAnswerThere(HaatError):
    """The channel did not answer, or does not let us in; `sentence` says why and what to do."""

    def __init__(self, code: str, sentence: "str | Promise", next_step: "str | Promise", field: str) -> None:
        super().__init__(f"channels.{code}", format_lazy("{} {}", sentence, next_step), field=field)


class NotBookedYet(HaatError):
    """A label is made of what is booked."""

    conflict = True

    def __init__(self) -> None:
        super().__init__("channels.not_booked_yet", _("There is a label when a time is booked. Choose one first."))
