"""The paper of an invitation, to be handed over: its code is shown this once."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from haat.core.dates import today
from haat.core.qr import qr
from haat.messages.notices import INVITED
from haat.messages.queries import carried, invitation_told
from haat.people.actions.inviting import LIFE
from haat.people.invitation_codes import in_groups
from haat.people.models import User
from haat.people.queries import needs_proof, newest_invitation, roles_in, wants_password
from haat.web.office.desk.page import page
from haat.web.ui.request import Request

# An address of mail as any; nothing is sent to it.
ANY_MAIL = "anybody@example.in"


def send_too(request: Request, form: forms.Form) -> None:
    """Offer to send the code by message as well, where one would leave; without a sender the paper is the only way."""
    by_phone = carried(INVITED, request.mart)
    if by_phone or ("email" in form.fields and carried(INVITED, request.mart, email=ANY_MAIL)):
        label = _("Send the code to her phone as well") if by_phone else _("Send the code to her e-mail as well")
        form.fields["send"] = forms.BooleanField(label=label, required=False, initial=not form.is_bound)


def link_to_send(request: Request, wanted: dict[str, Any]) -> Callable[[str], str] | None:
    """Take the answer to that out of what is wanted: how to make the link that is sent, None where nothing is."""
    return partial(_link, request) if wanted.pop("send", False) else None


def _link(request: Request, code: str) -> str:
    return request.build_absolute_uri(reverse("ui:join_link", args=[code]))


def paper(request: Request, person: User, code: str, *, back: str = "", queued: bool = False) -> HttpResponse:
    """What is handed over: link, picture and code. It cannot be shown again, only made anew.

    `back` is the page it came from; without one, her own. `queued`: a message with the code was asked for; that it
    waits to leave is said where one does.
    """
    made = newest_invitation(person) if queued else None
    link = _link(request, code)
    return page(
        request,
        "invitation",
        person=person,
        back=back or reverse("office:people:person", args=[person.pk]),
        roles=roles_in(person, request.mart),
        link=link,
        join_url=request.build_absolute_uri(reverse("ui:join")),
        code=in_groups(code),
        qr=qr(link).svg_inline(scale=5, omitsize=True, svgclass="qr"),
        until=today() + LIFE,
        prove=needs_proof(person),
        password=wants_password(person),
        queued=made is not None and invitation_told(made) is not None,
    )
