"""Words of the desk itself, and finding those the rooms lend."""

from django.utils.translation import gettext_lazy as _

from haat.web.office.desk.rooms import Words, events, lists

ROLES: Words = {
    "collector": _("Collector"),
    "desk": _("District desk"),
    "coordinator": _("Block coordinator"),
    "accountant": _("Accountant"),
    "rider": _("Rider"),
    "auditor": _("Auditor"),
    "federation": _("Federation’s accountant"),
    "surveyor": _("Field worker"),
    "secretary": _("Secretary of a village organisation"),
    "crp": _("Community resource person"),
}


def word(code: str, of: str) -> str:
    """The word for `code` in the list `of`, in the reader's language; the code itself when there is none.

    Lists: `event`, `role`, and those of the rooms' `words`.
    """
    return str(words_of(of).get(code, code))


def words_of(of: str) -> Words:
    """The list of that name, in its order; raises KeyError when no room lends it."""
    if of == "event":
        return events()
    return ROLES if of == "role" else lists()[of]
