"""What places refuses."""

from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError


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


class BadPrefix(BadMart):
    """Not what order numbers begin with."""

    def __init__(self) -> None:
        super().__init__(
            "mart.bad_prefix",
            _("Order numbers: begin with 2 to 4 capital letters, like DM."),
            field="order_prefix",
        )


class WrongPlace(BadMart):
    """A place no mart is for."""

    def __init__(self) -> None:
        super().__init__("mart.wrong_place", _("Place: a mart serves a district or a state."), field="place")


class TooManyPlaces(HaatError):
    """The codes below a place are used up."""

    def __init__(self, parent: str) -> None:
        super().__init__(
            "places.too_many", _("%(parent)s already has 9,999 places below it; no more fit."), parent=parent
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
