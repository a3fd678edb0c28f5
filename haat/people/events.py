"""What is told of people: never a code, a password or a secret."""

from haat.core.kinds import Kind

KINDS = (
    Kind("people.signed_up", about="people.user", silent="a person's own affair"),
    Kind("people.role_given", about="people.user", needs=("role", "place")),
    Kind("people.role_taken", about="people.user", needs=("role", "place")),
    Kind("people.role_moved", about="people.user", needs=("role", "place", "before")),
    Kind("people.invited", about="people.user", needs=("until",)),
    Kind("people.invitation_withdrawn", about="people.user"),
    Kind("people.let_in_anew", about="people.user"),
    Kind("people.joined", about="people.user"),
    Kind("people.email_set", about="people.user"),
    Kind("people.blocked", about="people.user", needs=("reason",)),
    Kind("people.unblocked", about="people.user"),
    Kind("people.password_set", about="people.user", silent="a person's own affair"),
    Kind("people.language_set", about="people.user", needs=("language",), silent="a person's own affair"),
    Kind("people.second_factor_begun", about="people.user", silent="a person's own affair"),
    Kind("people.forgotten", about="people.user"),
    Kind("people.consent_given", about="people.user", needs=("notice",)),
    Kind("people.consent_refused", about="people.user", needs=("notice", "version", "language", "how")),
    Kind("people.consent_withdrawn", about="people.user", needs=("notice",)),
)
