"""What every page of the room shares: the desk's frame and the room's own tabs."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from haat.people.rules import can
from haat.web.office.desk import page as desk
from haat.web.office.settings.words import TABS
from haat.web.ui.request import Request


def page(request: Request, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page of the room: `mart` is its template `office/settings/mart.html`."""
    may_audit = can(request.user, "see_audit", mart=request.mart, place=request.mart.place)
    shown = {name: words for name, words in TABS.items() if name != "audit" or may_audit}
    tabs = [(name, reverse(f"office:settings:{name}"), words) for name, words in shown.items()]
    return desk.page(request, f"settings/{template}", status=status, **{"tabs": tabs, "tab": template} | context)
