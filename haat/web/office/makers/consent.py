"""Consent: the notice is read to her in her tongue, her yes or no is kept with how she gave it, and taken back."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST

from haat.core.languages import LANGUAGES
from haat.makers import actions
from haat.makers.models import Maker, Member
from haat.people.consents import HOW, SELLING
from haat.people.queries import consent_of
from haat.web.office.desk.page import act, act_with, page
from haat.web.office.makers.pages import one
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request


class AnswerForm(forms.Form):
    """What she answered and how: cards, none of them chosen beforehand."""

    answer = forms.ChoiceField(choices=[("yes", _("She says yes")), ("no", _("She says no"))])
    how = forms.ChoiceField(choices=list(HOW.items()))

    def cards(self, field: str) -> list[dict[str, object]]:
        """The choices of a field as cards."""
        asked: Any = self.fields[field]
        return [{"value": code, "title": words} for code, words in asked.choices]

    @property
    def answers(self) -> list[dict[str, object]]:
        return self.cards("answer")

    @property
    def ways(self) -> list[dict[str, object]]:
        return self.cards("how")


@require_http_methods(["GET", "HEAD", "POST"])
@office("change_makers")
def consent(request: Request, pk: int, member: int) -> HttpResponse:
    """The notice in the language chosen, and her answer."""
    maker, her = _whose(request, pk, member)
    tongue = _tongue(request, maker, her)
    if request.method != "POST":
        return _page(request, maker, her, tongue, AnswerForm())
    form = AnswerForm(request.POST)

    def keep() -> None:
        said = form.cleaned_data
        agrees = said["answer"] == "yes"
        actions.answer_notice(her, agrees=agrees, language=tongue, how=said["how"], by=actor(request))

    if act_with(request, form, keep, done=_("Her answer is kept.")):
        return redirect("office:makers:maker", pk)
    return _page(request, maker, her, tongue, form, status=422)


@require_POST
@office("change_makers")
def take_back(request: Request, pk: int, member: int) -> HttpResponse:
    """She takes her yes back."""
    _maker, her = _whose(request, pk, member)
    done = _("Kept: she took it back. If she leads, her goods have left the shop.")
    act(request, lambda: actions.take_back_consent(her, by=actor(request)), done=done)
    return redirect("office:makers:maker", pk)


def _whose(request: Request, pk: int, member: int) -> tuple[Maker, Member]:
    maker = one(request, "change_makers", pk)
    return maker, one_or_404(maker.members.select_related("maker", "user"), pk=member)


def _tongue(request: Request, maker: Maker, member: Member) -> str:
    """The language in which it is read: the one chosen, else hers, else the first that it is written in."""
    asked = request.POST.get("tongue") or request.GET.get("tongue") or (member.user.language if member.user else "")
    tongues = SELLING.tongues(maker.mart)
    return asked if asked in tongues else tongues[0]


def _unwritten(maker: Maker, member: Member) -> str:
    """Her own language, by its name, when the notice is not written in it; empty when it is."""
    code = member.user.language if member.user else ""
    return LANGUAGES[code].endonym if code in LANGUAGES and code not in SELLING.tongues(maker.mart) else ""


def _page(
    request: Request, maker: Maker, member: Member, tongue: str, form: AnswerForm, *, status: int = 200
) -> HttpResponse:
    with override(tongue):
        title, lines = str(SELLING.title), SELLING.read(maker.mart)
    context: dict[str, Any] = {
        "maker": maker,
        "member": member,
        "tongue": tongue,
        "direction": LANGUAGES[tongue].direction,
        "speech": LANGUAGES[tongue].speech,
        "tongues": [(code, LANGUAGES[code].endonym) for code in SELLING.tongues(maker.mart)],
        "hers": _unwritten(maker, member),
        "notice_title": title,
        "notice_lines": lines,
        "notice": SELLING,
        "given": consent_of(member.user, SELLING.slug, maker.mart) if member.user else None,
        "form": form,
    }
    return page(request, "makers/consent", status=status, **context)
