"""Notes that a message would have left, with the phone masked and no words: for tests and developers.

It takes everything and brings it to nobody, so a public server refuses to start with it.
"""

import structlog
from django.utils.translation import gettext_lazy as _

from haat.core.identifiers import mask_phone
from haat.messages.parts import length
from haat.messages.sender import Letter, Sender, Taken
from haat.messages.setup import Setup

log = structlog.get_logger("haat.messages")


class Log(Sender):
    """The log of the server."""

    title = _("The log only")
    reaches_people = False

    def send(self, letter: Letter, setup: Setup) -> Taken:
        log.info("message", phone=mask_phone(letter.phone), notice=letter.notice.name, characters=len(letter.text))
        return Taken("", length(letter.text).parts)


SENDER = Log()
