"""What places refuses."""

from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError
from haat.core.languages import LANGUAGES


class BadMart(HaatError):
    """A mart that cannot be opened or changed like this; `code` and `field` say what is wrong."""


class SlugTaken(BadMart):
    """The short name is another mart's."""

    def __init__(self, slug: str) -> None:
        super().__init__(
            "mart.slug_taken",
            _("Short name: “%(slug)s” is another mart's. Choose another."),
            field="slug",
            slug=slug,
        )


class HostTaken(BadMart):
    """The host name leads to another mart."""

    def __init__(self, host: str) -> None:
        super().__init__(
            "mart.host_taken", _("Host name: %(host)s already leads to another mart."), field="hosts", host=host
        )


class NoHost(BadMart):
    """A mart nobody could reach."""

    def __init__(self) -> None:
        super().__init__("mart.no_host", _("Host name: give at least one, like deoghar.example.in."), field="hosts")


class BadHost(BadMart):
    """Not a name under which a machine is found."""

    def __init__(self, host: str) -> None:
        super().__init__(
            "mart.bad_host",
            _("Host name: “%(host)s” is none. Write it like deoghar.example.in, one a line."),
            field="hosts",
            host=host,
        )


class HalfAPage(BadMart):
    """A page that has a title and no text in a language, or the other way round; `field` says which lacks."""

    def __init__(self, field: str, language: str) -> None:
        said = {
            "title": _("Title: write it in %(language)s too, or take the text away."),
            "text": _("Text: write it in %(language)s too, or take the title away."),
        }
        super().__init__("mart.half_a_page", said[field], field=field, language=LANGUAGES[language].endonym)
        self.language = language


class PageTooLong(BadMart):
    """More than anybody reads."""

    def __init__(self, field: str, language: str, most: int) -> None:
        super().__init__(
            "mart.page_too_long",
            _("Text in %(language)s: it has at most %(most)s letters. Make it shorter."),
            field=field,
            language=LANGUAGES[language].endonym,
            most=most,
        )
        self.language = language


class UnknownLanguage(BadMart):
    """A language Haat does not speak."""

    def __init__(self, language: str) -> None:
        super().__init__(
            "mart.unknown_language",
            _("Languages: Haat does not speak “%(named)s”. Choose from the list."),
            field="languages",
            named=language,
        )


class NoLanguage(BadMart):
    """A mart without a language."""

    def __init__(self) -> None:
        super().__init__("mart.no_language", _("Languages: choose at least one."), field="languages")


class NoName(BadMart):
    """No name in the mart's first language."""

    def __init__(self, language: str) -> None:
        super().__init__(
            "mart.no_name",
            _("Name: write it in the mart's first language (%(language)s)."),
            field="names",
            language=language,
        )


class PaleAccent(BadMart):
    """White words cannot be read on the colour; `ratio` is their contrast."""

    def __init__(self, ratio: float) -> None:
        super().__init__(
            "mart.pale_accent",
            _("Colour: white words on it cannot be read (contrast %(ratio).1f, not 4.5). Choose a darker one."),
            field="accent",
            ratio=ratio,
        )
        self.ratio = ratio


class BadAccent(BadMart):
    """Not a colour."""

    def __init__(self) -> None:
        super().__init__("mart.bad_accent", _("Colour: write it like #A3261F."), field="accent")


class UnknownMotif(BadMart):
    """A border nobody has drawn."""

    def __init__(self) -> None:
        super().__init__("mart.unknown_motif", _("Border: choose one from the list."), field="motif")


class BadPrefix(BadMart):
    """Not what order numbers begin with."""

    def __init__(self) -> None:
        super().__init__(
            "mart.bad_prefix",
            _("Order numbers: begin with 2 to 4 capital letters, like DM."),
            field="order_prefix",
        )


class BadPhone(BadMart):
    """Not a number that can be called from everywhere."""

    def __init__(self) -> None:
        super().__init__(
            "mart.bad_phone",
            _("Phone: write ten figures, an office’s line with its code and the 0 before it: 06432 232 222."),
            field="phone",
        )


class WrongPlace(BadMart):
    """A place no mart is for."""

    def __init__(self) -> None:
        super().__init__("mart.wrong_place", _("Place: a mart serves a district or a state."), field="place")


class NoFestivalName(BadMart):
    """A festival without a name in the mart's first language."""

    def __init__(self, language: str) -> None:
        super().__init__(
            "mart.no_festival_name",
            _("Name: write it in the mart's first language (%(language)s)."),
            field="names",
            language=language,
        )


class DaysTurnedRound(BadMart):
    """A festival that ends before it begins."""

    def __init__(self) -> None:
        super().__init__(
            "mart.days_turned_round", _("Last day: it lies before the first day. Change one of them."), field="ends"
        )


class FestivalTooLong(BadMart):
    """A festival of more than `days` days."""

    def __init__(self, days: int) -> None:
        super().__init__(
            "mart.festival_too_long",
            _("Last day: a festival has at most %(days)s days. Look at the month and the year."),
            field="ends",
            days=days,
        )


class DayTooFar(BadMart):
    """A festival of long ago, or of another generation."""

    def __init__(self) -> None:
        super().__init__("mart.day_too_far", _("First day: choose a day of the next ten years."), field="starts")


class TooManyFestivals(BadMart):
    """More festivals than anybody keeps."""

    def __init__(self) -> None:
        super().__init__(
            "mart.too_many_festivals", _("The mart keeps 200 festivals already. Take old ones away first.")
        )


class NoReason(BadMart):
    """A mart closed without a word to those who ask why."""

    def __init__(self) -> None:
        super().__init__("mart.no_reason", _("Reason: write why the mart closes."), field="reason")


class SameAccount(BadMart):
    """All of it stands so already."""

    def __init__(self) -> None:
        super().__init__(
            "mart.same_account", _("This stands there already. Change what shall be different."), field="vpa"
        )


class NothingProposed(BadMart):
    """Somebody has decided on it, or taken it back."""

    def __init__(self) -> None:
        super().__init__("mart.nothing_proposed", _("Nothing waits to be agreed to any more. Load the page again."))


class SameHand(BadMart):
    """Who wrote the account down may not agree to it herself."""

    def __init__(self) -> None:
        super().__init__("mart.same_hand", _("You wrote this down yourself. Another person has to agree to it."))


class TooManyPlaces(HaatError):
    """The codes below a place are used up."""

    def __init__(self, parent: str) -> None:
        super().__init__(
            "places.too_many", _("%(parent)s already has 9,999 places below it; no more fit."), parent=parent
        )


class OtherPin(HaatError):
    """A village of this name stands in the block with another PIN code: it may be another one."""

    def __init__(self, name: str, pin: str) -> None:
        super().__init__(
            "places.other_pin",
            _(
                "“%(name)s” is in this block already, with PIN %(pin)s. Is it the same one, leave the PIN out;"
                " is it another, write how its name differs."
            ),
            field="pin",
            name=name,
            pin=pin,
        )


class UnknownPlace(HaatError):
    """No district is called so."""

    def __init__(self, text: str) -> None:
        super().__init__("places.unknown", _("No district is called “%(text)s”."), field="district", text=text)


class AmbiguousPlace(HaatError):
    """Districts of several states are called so."""

    def __init__(self, text: str, states: str) -> None:
        super().__init__(
            "places.ambiguous",
            _("“%(text)s” lies in more than one state (%(states)s). Say which."),
            field="state",
            text=text,
            states=states,
        )
