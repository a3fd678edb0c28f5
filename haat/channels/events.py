"""What is told of channels."""

from haat.core.kinds import Kind

KINDS = (
    Kind("channels.feed_opened", about="channels.feed", needs=("kind", "language")),
    Kind("channels.feed_moved", about="channels.feed", needs=("kind", "language")),
    Kind("channels.feed_closed", about="channels.feed", needs=("kind", "language")),
    Kind("channels.portal_set", about="channels.portal", needs=("title",)),
    Kind("channels.portal_closed", about="channels.portal", needs=("title",)),
)
