"""What is told of messages."""

from haat.core.kinds import Kind

KINDS = (Kind("messages.sent_again", about="haat_messages.message", needs=("notice", "before")),)
