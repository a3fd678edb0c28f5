"""What signing in and roles may refuse."""

from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError, NotAllowed


class FactorMissing(NotAllowed):
    """Her role allows it, but in this session she has not given the second factor."""

    def __init__(self) -> None:
        super().__init__("people.factor_missing", _("Give your password and the authenticator's code first."))


class WrongCode(HaatError):
    """Not the code that was sent to her, nor that of her authenticator."""

    def __init__(self) -> None:
        super().__init__(
            "people.wrong_code", _("This code is not right. Look at the last message we sent."), field="code"
        )


class CodeExpired(HaatError):
    """The code is too old, was used, or was tried too often."""

    def __init__(self) -> None:
        super().__init__("people.code_expired", _("This code is too old. Ask for a new one."), field="code")


class NumberClosed(HaatError):
    """The person may no longer sign in."""

    def __init__(self) -> None:
        super().__init__("people.closed", _("This number may no longer sign in. Call the district desk."), field="code")


class NotInRole(NotAllowed):
    """None of her roles allows the deed."""

    def __init__(self, deed: str) -> None:
        super().__init__("people.not_allowed", _("Your role does not allow this. Ask the district desk."), deed=deed)
        self.deed = deed


class FactorUnreadable(HaatError):
    """The second factor was sealed under another key."""

    def __init__(self) -> None:
        super().__init__(
            "people.factor_unreadable",
            _("The mart's key is another since your authenticator was set up. Ask the desk to set it up anew."),
        )
