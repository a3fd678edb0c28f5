"""What portals refuse."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError, Stale


class BadPortal(HaatError):
    """A field of a portal cannot be taken as it is; `why` is one of SAID."""

    def __init__(self, why: str, field: str, **facts: Any) -> None:
        super().__init__(f"channels.portal_{why}", SAID[why], field=field, **facts)


class PortalTaken(HaatError):
    """A channel, or another portal, has this name already."""

    def __init__(self) -> None:
        said = _("Short name: something else sells under it already. Choose another.")
        super().__init__("channels.portal_taken", said, field="slug")


class PortalChanged(Stale):
    """Somebody changed it since the page was loaded."""

    def __init__(self) -> None:
        super().__init__(
            "channels.portal_changed",
            _("Somebody has changed this portal in the meantime. Nothing was saved: look at what stands there now."),
        )


class NothingToSend(HaatError):
    """No good fits what was chosen."""

    def __init__(self) -> None:
        super().__init__("channels.nothing_to_send", _("Goods: none fits what you have chosen. Choose otherwise."))


class TooManyToSend(HaatError):
    """More sizes than go into one sheet."""

    def __init__(self, most: int) -> None:
        said = _("Goods: more than %(most)d sizes fit. Choose a craft, a block or a maker, and take one sheet of each.")
        super().__init__("channels.too_many_to_send", said, most=most)


SAID = {
    "no_title": _("Name: write what the portal is called, in at most 80 letters."),
    "bad_slug": _("Short name: small letters, digits and dashes, at most 20; a letter or digit first."),
    "no_columns": _("Columns: write at least one heading."),
    "too_many": _("Columns: at most %(most)d."),
    "no_heading": _("Write the heading as the portal’s own sheet has it, in at most 120 letters."),
    "twice": _("This heading stands there twice. Write each once."),
    "no_source": _("Choose where it comes from, or write a fixed text."),
    "both": _("Either choose where it comes from, or write a fixed text, not both."),
    "unknown": _("Choose one of the list."),
    "too_long": _("At most %(most)d letters."),
    "order_heading": _("Write the heading under which it stands in the portal’s list of orders."),
    "one_of_two": _("Write the heading of one of these two."),
    "bad_pictures": _("Pictures: from 0 to %(most)d of each good."),
    "bad_bills": _("Invoice: choose who writes it."),
    "no_language": _("Language: choose one of the mart’s."),
}


def column_field(part: str, row: int) -> str:
    """What the field of a column is called: `heading_3`."""
    return f"{part}_{row}"
