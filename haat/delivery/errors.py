"""What delivery refuses."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from haat.core.errors import HaatError
from haat.core.money import format_rupees


class UnknownPin(HaatError):
    """No post office has this PIN."""

    def __init__(self) -> None:
        super().__init__(
            "delivery.unknown_pin",
            _("PIN code: no post office has this one. Check the six digits."),
            field="pin",
        )


class WrongCode(HaatError):
    """The code is not the buyer's; `left` tries remain."""

    def __init__(self, left: int) -> None:
        super().__init__(
            "delivery.wrong_code",
            ngettext_lazy(
                "Code: it is not the right one. Ask the buyer again; %(left)d try is left.",
                "Code: it is not the right one. Ask the buyer again; %(left)d tries are left.",
                left,
            ),
            field="code",
            left=left,
        )
        self.left = left


class CodeLocked(HaatError):
    """Too many wrong codes."""

    def __init__(self) -> None:
        super().__init__(
            "delivery.code_locked",
            _("Code: it was wrong five times. Call the desk; it sends the buyer a new code."),
            field="code",
        )


class CashDiffers(HaatError):
    """Not the cash that is to be collected, or counted."""

    def __init__(self, expected_paise: int) -> None:
        super().__init__(
            "delivery.cash_differs",
            _("Cash: it must be %(expected)s. Count again; without the money the parcel comes back."),
            field="collected",
            expected=format_rupees(expected_paise),
        )


class CountedTooMuch(HaatError):
    """More counted than was collected on the round."""

    def __init__(self, cash_paise: int) -> None:
        super().__init__(
            "delivery.counted_too_much",
            _("Cash: the round collected only %(cash)s. Count again."),
            field="counted",
            cash=format_rupees(cash_paise),
        )


class WrongParcelState(HaatError):
    """The step does not follow from where the parcel is."""

    conflict = True

    def __init__(self, number: str, state: str) -> None:
        super().__init__(
            "delivery.wrong_parcel_state",
            _("Parcel %(number)s: this step cannot be done now. Open it again to see where it is."),
            number=number,
        )
        self.state = state


class WrongRoundState(HaatError):
    """The step does not follow from where the round stands."""

    def __init__(self, state: str) -> None:
        super().__init__(
            "delivery.wrong_round_state",
            _("Round: this step cannot be done now. Open the round again to see where it stands."),
        )
        self.state = state


class EmptyRound(HaatError):
    """A round without parcels."""

    def __init__(self) -> None:
        super().__init__("delivery.empty_round", _("Round: choose at least one parcel."), field="parcels")


class BadDay(HaatError):
    """A round for a day that is over or far off."""

    def __init__(self, most_days: int) -> None:
        super().__init__(
            "delivery.bad_day",
            _("Day: choose today or a day in the next %(days)d days."),
            field="day",
            days=most_days,
        )


class RoundClosed(HaatError):
    """Its cash was counted before, and it was another sum."""

    def __init__(self, counted_paise: int) -> None:
        super().__init__(
            "delivery.round_closed",
            _("This round is already closed: %(counted)s was counted. Write down what comes later as missing cash."),
            counted=format_rupees(counted_paise),
        )


class NoRider(HaatError):
    """The person does not ride for this mart."""

    def __init__(self) -> None:
        super().__init__(
            "delivery.no_rider",
            _("Rider: this person does not ride for the mart. Choose a rider."),
            field="rider",
        )


class ParcelsStillOut(HaatError):
    """A round cannot end while parcels are neither handed over nor brought back."""

    def __init__(self, left: int) -> None:
        super().__init__(
            "delivery.parcels_still_out",
            ngettext_lazy(
                "Round: %(left)d parcel is still out. Say whether it was handed over.",
                "Round: %(left)d parcels are still out. Say of each whether it was handed over.",
                left,
            ),
            left=left,
        )
        self.left = left


class OwnRound(HaatError):
    """A rider may not count his own cash."""

    def __init__(self) -> None:
        super().__init__("delivery.own_round", _("Cash: somebody else than the rider must count it. Ask a colleague."))


class NoCashByPost(HaatError):
    """The post collects no money for us."""

    def __init__(self) -> None:
        super().__init__(
            "delivery.no_cash_by_post",
            _("Post: this parcel is to be paid in cash, so it cannot go by post. Send it with a rider."),
            field="article",
        )


class BadArticle(HaatError):
    """Not a postal article number."""

    def __init__(self, code: str, message: str | Promise) -> None:
        super().__init__(code, message, field="article")


class ArticleUsed(HaatError):
    """The article number stands on another parcel."""

    def __init__(self, article: str) -> None:
        super().__init__(
            "delivery.article_used",
            _("Article number: %(article)s is on another parcel. Copy the one of this parcel's receipt."),
            field="article",
            article=article,
        )


class BadWeight(HaatError):
    """Not a weight a parcel has."""

    def __init__(self, most_g: int) -> None:
        super().__init__(
            "delivery.bad_weight",
            _("Weight: write grams in digits, from 1 to %(most)d."),
            field="weight",
            most=most_g,
        )


class ReasonMissing(HaatError):
    """A reason somebody will read is missing."""

    def __init__(self) -> None:
        super().__init__(
            "delivery.reason_missing",
            _("Reason: say why it could not be handed over, so that the desk can help."),
            field="reason",
        )


class BadSlabs(HaatError):
    """Weights that do not rise, prices that fall, or more for a kilogram than anything costs."""

    def __init__(self, rows: int, grams: int, most_paise: int) -> None:
        super().__init__(
            "delivery.bad_slabs",
            _(
                "Charge by weight: write grams from light to heavy, and no heavier parcel cheaper than a lighter one;"
                " at most %(rows)s rows, %(grams)s g and %(most)s."
            ),
            field="slabs",
            rows=rows,
            grams=grams,
            most=format_rupees(most_paise),
        )


class ChargeTooHigh(HaatError):
    """More than anybody pays for a parcel."""

    def __init__(self, most_paise: int) -> None:
        super().__init__(
            "delivery.charge_too_high",
            _("Delivery charge: at most %(most)s."),
            field="charge_paise",
            most=format_rupees(most_paise),
        )


class NothingWished(HaatError):
    """An enquiry about no goods."""

    def __init__(self) -> None:
        super().__init__("delivery.nothing_wished", _("The basket is empty. Put into it what you would have."))


class NoAnswer(HaatError):
    """An enquiry is closed with what the buyer was told."""

    def __init__(self) -> None:
        super().__init__(
            "delivery.no_answer", _("Answer: write what the buyer was told, so that others know."), field="answer"
        )


class LastZone(HaatError):
    """A mart that sells and delivers nowhere."""

    def __init__(self) -> None:
        super().__init__(
            "delivery.last_zone",
            _("This is the only place the mart delivers to. Add another one first, or close the mart."),
        )


class PlaceTaken(HaatError):
    """A place the mart delivers to already."""

    def __init__(self) -> None:
        super().__init__(
            "delivery.place_taken",
            _("Where to: the mart delivers there already. Change that place, or choose another."),
            field="where",
        )
