"""What signing in and roles may refuse."""

from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError, NotAllowed, Stale


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


class UnknownHow(HaatError):
    """Not a way in which somebody agrees."""

    def __init__(self) -> None:
        super().__init__("people.unknown_how", _("How: choose how she said it."), field="how")


class UnknownRole(HaatError):
    """Not a kind of role."""

    def __init__(self) -> None:
        super().__init__("people.unknown_role", _("Role: choose one of the list."), field="kind")


class OutsideMart(HaatError):
    """The place is not the mart's."""

    def __init__(self) -> None:
        super().__init__(
            "people.outside_mart", _("Place: choose the district, or a block or village of it."), field="place"
        )


class BlockNeeded(HaatError):
    """This role belongs to a block."""

    def __init__(self) -> None:
        super().__init__("people.block_needed", _("Place: a coordinator has one block. Choose it."), field="place")


class WholeMart(HaatError):
    """This role is the whole district's."""

    def __init__(self) -> None:
        super().__init__(
            "people.whole_mart", _("Place: this role is for the whole district. Choose the district."), field="place"
        )


class OrganisationNeeded(HaatError):
    """An accountant or a secretary has her role at an organisation; who has no such role has none there."""

    def __init__(self) -> None:
        super().__init__(
            "people.organisation_needed",
            _("Role: who works for a federation or a village organisation is invited on its page, and stays there."),
            field="kind",
        )


class AlreadyHeld(HaatError):
    """She has this role there already, or no longer has the one that was to move."""

    def __init__(self) -> None:
        super().__init__(
            "people.already_held",
            _("Place: she already has this role there, or it was ended in the meantime. Load the page again."),
            field="place",
        )


class NotYourself(HaatError):
    """What only somebody else may do to one."""

    def __init__(self) -> None:
        super().__init__(
            "people.not_yourself",
            _("Nobody does this to herself. Another collector does it, or whoever runs the installation."),
        )


class LastCollector(HaatError):
    """The mart would be without a collector."""

    def __init__(self) -> None:
        super().__init__(
            "people.last_collector",
            _("She is the only collector, and a district is never without one. Invite the next one first."),
        )


class WorksElsewhere(HaatError):
    """She works for another mart too: what is done here would reach there."""

    def __init__(self) -> None:
        super().__init__(
            "people.works_elsewhere",
            _("She also works for another district, and this would reach there. You can end her role here."),
        )


class PersonBlocked(HaatError):
    """She may not sign in."""

    def __init__(self) -> None:
        super().__init__(
            "people.blocked", _("Mobile number: this person is blocked. Unblock her first."), field="phone"
        )


class NoRoleHere(HaatError):
    """She has no role in this mart."""

    def __init__(self) -> None:
        super().__init__("people.no_role_here", _("She has no role here any more. Invite her again."))


class PhoneUnproven(HaatError):
    """A paper alone opens nothing that is hers already: the phone has to be hers too."""

    def __init__(self) -> None:
        super().__init__(
            "people.phone_unproven",
            _("Something here is yours already. First sign in with this number by a code sent to it, then come back."),
            field="code",
        )


class NoName(HaatError):
    """A person without a name."""

    def __init__(self) -> None:
        super().__init__("people.no_name", _("Name: write it as people say it; it needs a letter."), field="name")


class NoReason(HaatError):
    """Shut out without a word why."""

    def __init__(self) -> None:
        super().__init__(
            "people.no_reason", _("Reason: write why, in a few words. It stands in her history."), field="reason"
        )


class BadEmail(HaatError):
    """Not an address of mail."""

    def __init__(self) -> None:
        super().__init__("people.bad_email", _("E-mail: write it like mart@durg.example.in."), field="email")


class EmailOfKnown(HaatError):
    """Who can sign in already is given a role, and nothing else of hers is set on the way."""

    def __init__(self) -> None:
        super().__init__(
            "people.email_of_known",
            _("E-mail: she has a way in here already. Leave it empty, and write it on her page afterwards."),
            field="email",
        )


class InvitationUsed(Stale):
    """Somebody has come in by the paper that was to be withdrawn."""

    def __init__(self, day: str) -> None:
        super().__init__(
            "people.invitation_used",
            _("This invitation was used on %(day)s: it opens nothing more, but whoever had it is in."),
            day=day,
        )


class InvitationEnded(Stale):
    """The paper that was to be withdrawn opened nothing any more."""

    def __init__(self) -> None:
        super().__init__("people.invitation_ended", _("This invitation was over already. Nothing was changed."))


class InvitationOver(HaatError):
    """No open invitation has this code and this number."""

    def __init__(self) -> None:
        super().__init__(
            "people.invitation_over",
            _(
                "This number and code do not open the door: look at both again. A code works once, for seven days; "
                "whoever invited you can give you a new one."
            ),
            field="code",
        )
