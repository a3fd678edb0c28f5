"""What the studio refuses when a good is told of or mended, or a picture of it is made ready for marketplaces."""

from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError, Stale
from haat.core.money import format_rupees


class NoSuchTaxLine(HaatError):
    """A tax line nobody has brought in."""

    def __init__(self) -> None:
        super().__init__("studio.no_such_tax_line", _("Tax line: choose one of the list."), field="tax_slug")


class NoTaxLineOfRule(HaatError):
    """A rule of a kind of good names a tax line nobody has brought in."""

    def __init__(self, slug: str) -> None:
        super().__init__(
            "studio.no_tax_line_of_rule",
            _("Rules: there is no tax line “%(slug)s”. Choose one of the list."),
            field="rules",
            slug=slug,
        )


class SentBefore(Stale):
    """A good that the desk has, or has looked at, since what is told of it was begun."""

    def __init__(self) -> None:
        super().__init__(
            "studio.sent_before",
            _(
                "Not taken: this good was sent to the desk before yours came. "
                "See in My goods how it stands now. What you told is still here."
            ),
        )


class StillPromised(HaatError):
    """Pieces of the good are promised to buyers, from the shelf or from a week."""

    def __init__(self) -> None:
        super().__init__(
            "studio.still_promised",
            _("Made to order: pieces are promised to buyers. Change this when they are packed."),
            field="made_to_order",
        )


class ReasonNeeded(HaatError):
    """A price that pays the maker less than a piece costs her."""

    def __init__(self, *, gets_paise: int, costs_paise: int) -> None:
        super().__init__(
            "studio.reason_needed",
            _(
                "Reason: at this price %(gets)s reaches the maker, and a piece costs her %(costs)s. "
                "Raise it, or write why."
            ),
            field="reason",
            gets=format_rupees(gets_paise),
            costs=format_rupees(costs_paise),
        )


class PictureNotShown(Stale):
    """A picture that its good shows no more."""

    def __init__(self) -> None:
        super().__init__(
            "studio.picture_not_shown", _("This picture is no longer one of this good. Load the page again.")
        )


class DrawnPicture(HaatError):
    """A drawing is no photo, on white or not."""

    def __init__(self) -> None:
        super().__init__(
            "studio.drawn_picture", _("Picture: this is a drawing. Marketplaces want a photo of the good.")
        )


class NotMeasured(HaatError):
    """What stands on a picture is told once it was measured."""

    def __init__(self) -> None:
        super().__init__(
            "studio.not_measured", _("This picture is still being measured. Say it again in some minutes.")
        )


class WhiteSettled(Stale):
    """Somebody was quicker, or it is not made yet."""

    def __init__(self) -> None:
        super().__init__(
            "studio.white_settled",
            _("Somebody has decided about this picture in the meantime, or asked for it anew. Load the page again."),
        )
