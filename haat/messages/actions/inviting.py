"""The code of an invitation goes to its phone, where a sender can carry it; the paper remains."""

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from haat.core.actor import Actor
from haat.core.languages import best
from haat.messages.actions.telling import tell
from haat.messages.models import Message
from haat.messages.notices import INVITED
from haat.messages.queries import carried, cause_of_invitation
from haat.people.actions import invite, set_email
from haat.people.errors import EmailOfKnown
from haat.people.invitation_codes import in_groups
from haat.people.models import Role, User
from haat.people.queries import newest_invitation
from haat.places.models import Mart, Place

Link = Callable[[str], str]


@transaction.atomic
def invite_and_send(
    phone: str,
    *,
    mart: Mart,
    name: str,
    kind: str,
    place: Place,
    organisation_id: int | None = None,
    email: str = "",
    link: Link | None,
    by: Actor,
) -> tuple[Role, str]:
    """`people.invite`, and its code goes by message as well; both or neither.

    `link` answers the address that opens with a code; without it the paper is the only way. `email` is hers from now
    on. Raises BadEmail, WorksElsewhere, EmailOfKnown where she needs no code.
    """
    role, code = invite(phone, mart=mart, name=name, kind=kind, place=place, organisation_id=organisation_id, by=by)
    if email and not code and role.user.email != email:
        raise EmailOfKnown
    if email and code:
        role.user = set_email(role.user, mart=mart, email=email, by=by)
    if code and link:
        send_invitation(role.user, code, mart=mart, link=link(code))
    return role, code


@transaction.atomic
def send_invitation(person: User, code: str, *, mart: Mart, link: str) -> Message | None:
    """Queue the code of her open invitation to her; None where nobody can carry it, and nothing is queued.

    The link is for senders that carry long words; a text message says only where the code is typed.
    """
    made = newest_invitation(person)
    if made is None or not carried(INVITED, mart, email=person.email):
        return None
    spoken = in_groups(code)
    with override(person.language):
        told = {"mart": best(mart.names, person.language).text, "code": spoken, "link": link}
        body = _("%(mart)s invites you. Your code is %(code)s. Open %(link)s. Tell it to nobody.") % told
    return tell(
        person.phone,
        template=INVITED.name,
        language=person.language,
        body=body,
        values={"invitation": spoken},
        cause=cause_of_invitation(made),
        mart=mart,
        user=person,
    )
