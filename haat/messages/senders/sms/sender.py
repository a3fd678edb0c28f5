"""Text messages, by any gateway that is asked over HTTP: see `presets`, and docs/senders.example.toml."""

import hmac

from django.utils.translation import gettext_lazy as _

from haat.messages.sender import Answer, Call, Forged, Letter, Refused, Sender, Taken
from haat.messages.senders.sms.gateway import Gateway
from haat.messages.senders.sms.reports import read
from haat.messages.setup import Setup


class Sms(Sender):
    """Text messages, each in the words of a registered template."""

    title = _("Text message (SMS)")
    takes_own_words = True

    def lacks(self, setup: Setup) -> list[str]:
        return Gateway(setup).lacks()

    def can_carry(self, letter: Letter, setup: Setup) -> bool:
        """Only to India, where the templates are registered, and only where this one is."""
        gateway = Gateway(setup)
        registered, own = gateway.templates(letter)
        return letter.phone.startswith("+91") and bool(own if gateway.own_templates else registered)

    def send(self, letter: Letter, setup: Setup) -> Taken:
        gateway = Gateway(setup)
        if lacking := gateway.lacks():
            raise Refused("not_set_up", lacking[0])
        return gateway.ask(letter)

    def read(self, call: Call, setup: Setup) -> Answer:
        """Nobody signs them: the address holds a secret, and what comes there is a hint."""
        known = setup.secret("sms_report_secret")
        if not known or not hmac.compare_digest(call.secret.encode(), known.encode()):
            raise Forged
        return Answer(read(Gateway(setup).reports, call, setup))


SENDER = Sms()
