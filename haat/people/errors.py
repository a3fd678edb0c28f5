"""What signing in and roles may refuse."""

from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError, NotAllowed


def wrong_code() -> HaatError:
    return HaatError("people.wrong_code", _("This code is not right. Look at the last message we sent."), field="code")


def code_expired() -> HaatError:
    return HaatError("people.code_expired", _("This code is too old. Ask for a new one."), field="code")


def closed() -> HaatError:
    return HaatError("people.closed", _("This number may no longer sign in. Call the district desk."), field="code")


def not_allowed(deed: str) -> NotAllowed:
    return NotAllowed("people.not_allowed", _("Your role does not allow this. Ask the district desk."), deed=deed)
