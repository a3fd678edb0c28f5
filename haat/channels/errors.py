"""What channels refuse."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError, Stale


class NoSuchChannel(HaatError):
    """No folder of the installation is called so."""

    def __init__(self) -> None:
        super().__init__("channels.no_channel", _("Channel: choose one of the list."), field="channel")


class KeyMissing(HaatError):
    """A key without which nobody can sign in; `field` is its name."""

    def __init__(self, name: str, title: "str | Promise") -> None:
        super().__init__(
            "channels.key_missing", _("%(title)s: copy it from the seller’s pages."), field=name, title=title
        )


class NotLetIn(HaatError):
    """The channel did not let us in with these keys, or did not answer; `sentence` says why and what to do."""

    def __init__(self, code: str, sentence: "str | Promise", next_step: "str | Promise") -> None:
        said = format_lazy("{} {}", sentence, next_step)
        super().__init__(f"channels.{code}", said, field="keys")


class SellerUnregistered(HaatError):
    """A marketplace sells to every state, which needs a GSTIN."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "channels.seller_unregistered",
            _("Seller: %(name)s has no GST number. Choose one that has, such as the federation."),
            field="seller",
            name=name,
        )


class OfAnotherMart(HaatError):
    """Seller, place or goods of another mart."""

    def __init__(self, field: str) -> None:
        super().__init__("channels.another_mart", _("Choose one of this mart."), field=field)


class OtherSeller(HaatError):
    """The account there is connected already, as another seller's."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "channels.other_seller",
            _("Seller: this account is connected already, as that of %(name)s."),
            field="seller",
            name=name,
        )


class AtAnotherMart(HaatError):
    """Another mart of the installation has the account: its orders would be packed twice."""

    def __init__(self) -> None:
        super().__init__(
            "channels.at_another_mart",
            _("This account is connected at another mart of this installation. Close it there first."),
            field="keys",
        )


class BadFigure(HaatError):
    """Pieces kept back, the most that is offered, or days that no account has."""

    def __init__(self, field: str, most: int) -> None:
        super().__init__("channels.bad_figure", _("Write a number from 0 to %(most)d."), field=field, most=most)


class WhyMissing(HaatError):
    """Who reads of a pause wants to know why."""

    def __init__(self) -> None:
        super().__init__("channels.why_missing", _("Reason: write why, so that others know."), field="why")


class AccountClosed(HaatError):
    """It was ended; connecting it again opens it."""

    def __init__(self) -> None:
        super().__init__(
            "channels.account_closed", _("This account is closed. Connect it again to sell there."), field="account"
        )


class NothingChosen(HaatError):
    """No good fits."""

    def __init__(self) -> None:
        super().__init__("channels.nothing_chosen", _("No goods are chosen. Choose some first."), field="goods")


class TooManyChosen(HaatError):
    """More than one deed bears."""

    def __init__(self, most: int) -> None:
        super().__init__(
            "channels.too_many",
            _("So many at once cannot be undone easily: choose %(most)d at the most."),
            field="goods",
            most=most,
        )


class CauseClosed(HaatError):
    """It keeps nothing back any more."""

    conflict = True

    def __init__(self) -> None:
        super().__init__("channels.cause_closed", _("This keeps nothing back any more. Load the page again."))


class NotAnsweredHere(HaatError):
    """No table knows what the channel means, or it is no question: it is mended at the goods, and sent again."""

    def __init__(self) -> None:
        super().__init__(
            "channels.not_answered_here",
            _("This cannot be answered for all goods at once. Mend each good, then say that it was mended."),
            field="answer",
        )


class FoundSettled(HaatError):
    """Somebody said already whose it is."""

    conflict = True

    def __init__(self) -> None:
        super().__init__("channels.found_settled", _("Somebody has said already whose this is. Load the page again."))


class SizeTaken(HaatError):
    """The size is at this account under another code."""

    def __init__(self, sku: str) -> None:
        super().__init__(
            "channels.size_taken", _("This size is there already as %(sku)s. Choose another."), field="sku", sku=sku
        )


class CodeStands(HaatError):
    """Something of the offer is there under its code, or nothing else is: it keeps it."""

    conflict = True

    def __init__(self, sku: str) -> None:
        super().__init__(
            "channels.code_stands",
            _("It goes by %(sku)s there, and nothing else does: it needs no other code. Load the page again."),
            sku=sku,
        )


class CodeTaken(HaatError):
    """Something else goes by the code, there or here."""

    def __init__(self, sku: str) -> None:
        super().__init__(
            "channels.code_taken", _("Code: %(sku)s is taken already. Write another."), field="sku", sku=sku
        )


class NoRateNeeded(HaatError):
    """The order was received, or was told in rupees."""

    conflict = True

    def __init__(self) -> None:
        super().__init__("channels.no_rate_needed", _("This order needs no rate any more. Load the page again."))


class NoWordNeeded(HaatError):
    """The order is in a state that is known by now."""

    conflict = True

    def __init__(self) -> None:
        super().__init__(
            "channels.no_word_needed", _("Nothing needs to be said of this order any more. Load the page again.")
        )


class NotToldEnough(HaatError):
    """The channel told nothing that could be packed."""

    def __init__(self) -> None:
        super().__init__(
            "channels.not_told_enough",
            _("The channel has not told yet what is to be packed of this order. Look at it in the seller’s own pages."),
            field="to_pack",
        )


class StillUnreadable(HaatError):
    """Also with what was said the order cannot be received; `fields` names what is wrong."""

    def __init__(self, fields: Iterable[str]) -> None:
        super().__init__(
            "channels.still_unreadable",
            _("Also so the order cannot be read: %(fields)s."),
            field="rate",
            fields=", ".join(fields),
        )


class OtherAnswer(Stale):
    """Somebody has answered what a maker was asked, and otherwise than she does."""

    def __init__(self) -> None:
        super().__init__(
            "channels.other_answer",
            _("Somebody has answered this meanwhile, and otherwise. Open the good and look what stands there."),
            field="answer",
        )


class NotOfThisGood(HaatError):
    """A question, or a size, of another good."""

    def __init__(self) -> None:
        super().__init__(
            "channels.not_of_this_good", _("This is not asked of the good. Open the page again."), field="answer"
        )
