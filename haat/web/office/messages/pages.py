"""The list of messages, one message's fate step by step, sending it again, and the sheet of the registration."""

from typing import Any

from django.contrib import messages as say
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.messages.actions import send_again
from haat.messages.models import Message
from haat.messages.notices import every
from haat.messages.queries import counted, fate_of, found, listed, may_go_again, ready
from haat.messages.setup import BadFile
from haat.messages.sheet import HEADS, rows
from haat.places.queries import mart_now
from haat.web.office.desk.history import history_of
from haat.web.office.desk.listing import export, paged, typed
from haat.web.office.desk.page import act, back_to, of_district, page
from haat.web.office.messages.shown import Shown, shown
from haat.web.office.messages.words import STATES
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import nonce, once


@require_safe
@office("see_messages")
def messages(request: Request) -> HttpResponse:
    """What was told, the newest first; what did not arrive is shown at first, when there is any."""
    of_district(request, "see_messages")
    failed = counted(request.mart)
    asked = request.GET.get("state")
    tab = asked if asked is not None else ("failed" if failed else "")
    kind, words = request.GET.get("kind", ""), typed(request, "q")
    listing = paged(request, found(request.mart, state=tab, kind=kind, words=words), "-pk")
    context: dict[str, Any] = {
        "listing": listing,
        "rows": [shown(row) for row in listing.rows],
        "tab": tab,
        "tabs": [*STATES.items(), ("", gettext("All"))],
        "failed": failed,
        "kinds": [(notice.name, Shown.title_of(notice.name)) for notice in every().values()],
        "kind": kind,
        "ready": ready(request.mart),
    }
    return page(request, "messages/list", **context)


@require_safe
@office("see_messages")
def message(request: Request, pk: int) -> HttpResponse:
    """One message: its registered words, and what each sender made of it."""
    of_district(request, "see_messages")
    row = one_or_404(listed(request.mart), pk=pk)
    context: dict[str, Any] = {
        "row": shown(row),
        "steps": fate_of(row),
        "may_go": may_go_again(row),
        "nonce": nonce(),
        "history": history_of(("haat_messages.message", [row.pk])),
    }
    return page(request, "messages/message", **context)


@require_POST
@office("send_again")
def again(request: Request, pk: int) -> HttpResponse:
    """Send it once more."""
    of_district(request, "send_again")
    row: Message = one_or_404(listed(request.mart), pk=pk)
    act(request, once(request, lambda: send_again(row, by=actor(request))), done=_("It will be sent again."))
    return back_to(request, "office:messages:message", pk)


@require_safe
@office("see_messages")
def sheet(request: Request) -> HttpResponse:
    """Every message as it is registered with the operators, as a file."""
    of_district(request, "see_messages")
    try:
        found = list(rows(mart_now(request.mart)))
    except BadFile as wrong:
        say.error(request, str(wrong))
        return redirect("office:messages:list")
    return export(request, "messages-dlt", HEADS, found)
