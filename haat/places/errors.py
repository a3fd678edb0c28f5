"""What places refuses."""

from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError


class BadMart(HaatError):
    """A mart that cannot be opened or changed like this; `code` and `field` say what is wrong."""


def slug_taken(slug: str) -> BadMart:
    return BadMart(
        "mart.slug_taken",
        _("Short name: “%(slug)s” is another mart's. Choose another."),
        field="slug",
        slug=slug,
    )


def host_taken(host: str) -> BadMart:
    return BadMart("mart.host_taken", _("Host name: %(host)s already leads to another mart."), field="hosts", host=host)


def no_host() -> BadMart:
    return BadMart("mart.no_host", _("Host name: give at least one, like deoghar.example.in."), field="hosts")


def unknown_language(code: str) -> BadMart:
    return BadMart(
        "mart.unknown_language",
        _("Languages: Haat does not speak “%(named)s”. Choose from the list."),
        field="languages",
        named=code,
    )


def no_language() -> BadMart:
    return BadMart("mart.no_language", _("Languages: choose at least one."), field="languages")


def no_name(language: str) -> BadMart:
    return BadMart(
        "mart.no_name",
        _("Name: write it in the mart's first language (%(language)s)."),
        field="names",
        language=language,
    )


def pale_accent(ratio: float) -> BadMart:
    return BadMart(
        "mart.pale_accent",
        _("Colour: white words on it cannot be read (contrast %(ratio).1f, not 4.5). Choose a darker one."),
        field="accent",
        ratio=ratio,
    )


def bad_accent() -> BadMart:
    return BadMart("mart.bad_accent", _("Colour: write it like #A3261F."), field="accent")


def bad_prefix() -> BadMart:
    return BadMart(
        "mart.bad_prefix",
        _("Order numbers: begin with 2 to 4 capital letters, like DM."),
        field="order_prefix",
    )


def wrong_place() -> BadMart:
    return BadMart("mart.wrong_place", _("Place: a mart serves a district or a state."), field="place")


def too_many_places(parent: str) -> HaatError:
    return HaatError("places.too_many", _("%(parent)s already has 9,999 places below it; no more fit."), parent=parent)


def unknown_place(text: str) -> HaatError:
    return HaatError("places.unknown", _("No district is called “%(text)s”."), field="district", text=text)


def ambiguous_place(text: str, states: str) -> HaatError:
    return HaatError(
        "places.ambiguous",
        _("“%(text)s” lies in more than one state (%(states)s). Say which."),
        field="state",
        text=text,
        states=states,
    )
