"""What is asked about a bank account when it is written down, and banks whose codes lead nowhere any more."""

from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError
from haat.core.identifiers import looks_like


class OldBank(HaatError):
    """The bank became a part of another: its IFSCs lead nowhere any more."""

    def __init__(self, bank: str, now: str) -> None:
        super().__init__(
            "makers.old_bank",
            _("IFSC: %(bank)s is %(now)s now, and its old codes no longer work. Ask for the new passbook."),
            field="ifsc",
            bank=bank,
            now=now,
        )


class Asked(HaatError):
    """Not refused but asked about: sent again with `question` among what the person is sure of, it is taken."""

    question = ""


class UnknownBranch(Asked):
    """The list of branches does not have this one: it is newer, or a sign is wrong."""

    question = "branch"

    def __init__(self, bank: str) -> None:
        super().__init__(
            "makers.unknown_branch",
            _("IFSC: no branch of %(bank)s is known by this code. Compare each sign with the passbook."),
            field="ifsc",
            bank=bank,
        )


class OtherBranch(Asked):
    """No branch has this code, and one has a code that looks like it."""

    question = "branch"

    def __init__(self, typed: str, meant: str, place: int) -> None:
        super().__init__("ifsc.looks_like", looks_like(typed, meant, place), field="ifsc", meant=meant)
        self.meant = meant


class SameAccount(Asked):
    """Other makers are paid into this account."""

    question = "account"

    def __init__(self, makers: "list[str]", more: int) -> None:
        sentence = _("Account number: money of %(makers)s goes to this account. Compare the number with the passbook.")
        if not makers:
            sentence = _("Account number: money of another maker goes to this account. Compare it with the passbook.")
        elif more:
            sentence = _("Account number: money of %(makers)s and others goes to this account. Compare it again.")
        super().__init__("makers.same_account", sentence, field="number", makers=", ".join(makers))
