"""What feeds refuse."""

from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError, Stale


class UnknownFeed(HaatError):
    """No folder holds such a feed."""

    def __init__(self) -> None:
        super().__init__("channels.unknown_feed", _("Feed: choose one of the list."), field="kind")


class NotReadThere(HaatError):
    """The shop cannot be read in that language, so the feed's links would lead elsewhere."""

    def __init__(self) -> None:
        super().__init__(
            "channels.not_read_there", _("Language: choose one in which the shop is read."), field="language"
        )


class BadBase(HaatError):
    """Not an address at which this mart answers."""

    def __init__(self) -> None:
        super().__init__("channels.bad_base", _("Address: choose one of the mart’s own."), field="base")


class FeedClosed(Stale):
    """It was closed meanwhile: it has no address any more."""

    def __init__(self) -> None:
        super().__init__("channels.feed_closed", _("This feed was closed. Open it again first."))
