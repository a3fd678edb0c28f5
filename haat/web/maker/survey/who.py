"""Who walks today, where a family shares the phone: asked once a day, and told with every find."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from haat.core.dates import today
from haat.core.texts import clean_line
from haat.survey.rules import MOST_NAME
from haat.survey.walking import names_on_phone
from haat.web.maker.base.request import Request
from haat.web.maker.survey.entering import surveying

KEPT = "survey_walker"


def walker_of(request: Request) -> str:
    """Who said today that she walks with this phone; empty while nobody has."""
    kept = request.session.get(KEPT) or {}
    here = kept.get("mart") == request.mart.pk and kept.get("day") == today().isoformat()
    return str(kept.get("name", "")) if here else ""


def names_to_ask(request: Request) -> list[str]:
    """The names to choose from; none where the phone is one person's."""
    return names_on_phone(request.user, request.mart)


@require_POST
@surveying
def who(request: Request) -> HttpResponse:
    """She walks today: one of the names, or another that is typed; nothing chosen asks anew."""
    name = clean_line(request.POST.get("other", "") or request.POST.get("name", ""))[:MOST_NAME]
    request.session[KEPT] = {"mart": request.mart.pk, "day": today().isoformat(), "name": name}
    if name:
        messages.success(request, _("Noted: %(name)s walks today.") % {"name": name})
    return redirect("maker:survey")
