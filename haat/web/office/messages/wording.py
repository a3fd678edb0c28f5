"""The words of every message, ours and the mart's own; those are looked at with real values before they are kept."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from haat.core.errors import HaatError
from haat.core.languages import LANGUAGES
from haat.core.queries import events_of
from haat.core.texts import clean_line
from haat.messages.actions import word_notice
from haat.messages.errors import BadWords
from haat.messages.notices import Notice, Worded, every
from haat.messages.parts import PLAIN, WIDE
from haat.messages.queries import lacks_own_number
from haat.messages.wording import as_kept, to_keep, to_type
from haat.places.models import Mart
from haat.places.queries import mart_now
from haat.places.words import notice_of, notice_standing
from haat.web.office.desk.history import MOST, lines_of
from haat.web.office.desk.meanwhile import SeenForm
from haat.web.office.desk.page import act_with, of_district, page
from haat.web.office.messages.shown import Shown
from haat.web.ui.gate import actor, office
from haat.web.ui.middleware import HOSTS
from haat.web.ui.request import Request
from haat.web.ui.sending import nonce, once
from haat.web.ui.signin_forms import refuse

TOLD = ("places.notice_worded",)
FIELDS = ("text", "template", "gateway")
KEPT = _("Kept. The sheet for the operators has it.")


@dataclass(frozen=True)
class Look:
    """Words with their longest real values, and how long they are."""

    language: str
    text: str
    units: int
    most: int


def look(notice: Notice, worded: Worded, mart: Mart) -> Look:
    """How these words arrive."""
    values = {variable.name: variable.longest for variable in notice.variables}
    length = notice.longest(worded, mart)
    most = WIDE if length.wide else PLAIN
    return Look(worded.language, notice.filled(worded, values, mart), length.units, most)


class WordsForm(SeenForm):
    """A notice in every language of the mart; with nothing typed the standard words hold.

    The page says in `looked` what was looked at.
    """

    looked = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, notice: Notice, mart: Mart, *args: Any, **kwargs: Any) -> None:
        self.notice, self.mart, self.standing = notice, mart, notice_standing(mart, notice.name)
        self.kept: dict[str, dict[str, str]] = {}
        super().__init__(*args, **kwargs)
        for code in mart.languages:
            own = notice.own_words(mart, code)
            self.fields[f"text_{code}"] = self._field(_("Your words"), 400, code, to_type(own.text) if own else "")
            number, gateway = (own.template, own.at_gateway) if own else ("", "")
            self.fields[f"template_{code}"] = self._field(_("Number at the operators (DLT)"), 40, "en", number)
            self.fields[f"gateway_{code}"] = self._field(
                _("The gateway’s own number, if it has one"), 60, "en", gateway
            )

    @staticmethod
    def _field(label: Any, most: int, code: str, initial: str) -> forms.CharField:
        tall = {"rows": 3} if most == 400 else {}
        attributes = {"lang": code, "dir": LANGUAGES[code].direction, "autocomplete": "off", **tall}
        widget = (forms.Textarea if tall else forms.TextInput)(attrs=attributes)
        return forms.CharField(label=label, max_length=most, required=False, initial=initial, widget=widget)

    def told(self) -> dict[str, dict[str, str]]:
        """Language → what was typed."""
        given = self.cleaned_data
        return {code: {name: given[f"{name}_{code}"] for name in FIELDS} for code in self.mart.languages}

    def worded(self) -> list[Worded]:
        """The words that were typed."""
        return [
            Worded(to_keep(text), code, told["template"].replace(" ", ""), told["gateway"])
            for code, told in self.told().items()
            if (text := clean_line(told["text"]))
        ]

    @property
    def mark(self) -> str:
        """What was typed and how it stood, in short: it is kept only as it was looked at."""
        return sha256(repr((self.told(), self.standing)).encode()).hexdigest()

    @property
    def unchanged(self) -> bool:
        """Whether all that was typed stands there already, word for word."""
        stands = notice_of(self.mart, self.notice.name)
        return not self.errors and all(stands.get(code, {}) == kept for code, kept in self.kept.items())

    @property
    def rows(self) -> list[dict[str, Any]]:
        """One row a language: the standard words as they arrive and as one types them, and its fields."""
        return [self._row(code) for code in self.mart.languages]

    def _row(self, code: str) -> dict[str, Any]:
        standard, own = self.notice.in_language(code), self.notice.own_words(self.mart, code)
        return {
            "language": LANGUAGES[code],
            "standard": look(self.notice, standard, self.mart),
            "typed": to_type(standard.text),
            "waits": _waits_for(self.notice, own, self.mart) if own else "",
            "fields": [self[f"{name}_{code}"] for name in FIELDS],
        }


def _waits_for(notice: Notice, own: Worded, mart: Mart) -> str:
    """Which number the mart's own words lack to leave: `operators` or `gateway`; empty when they leave."""
    if not own.template:
        return "operators"
    return "gateway" if lacks_own_number(notice, own, mart) else ""


@require_safe
@office("see_messages")
def words(request: Request) -> HttpResponse:
    """Every message, and which of them the mart says in its own words."""
    of_district(request, "see_messages")
    now = mart_now(request.mart)
    rows = [(name, Shown.title_of(name), _stands(notice, now)) for name, notice in every().items()]
    history = lines_of(list(events_of(now.pk, TOLD)[:MOST]), {})
    return page(request, "messages/words", rows=rows, history=history)


def _stands(notice: Notice, mart: Mart) -> list[tuple[str, str]]:
    """(language, which number they still lack) of the mart's own words."""
    own = [notice.own_words(mart, code) for code in mart.languages]
    return [(LANGUAGES[each.language].endonym, _waits_for(notice, each, mart)) for each in own if each]


@require_http_methods(["GET", "HEAD", "POST"])
@office("change_settings")
def write(request: Request, name: str) -> HttpResponse:
    """Word a message; it is looked at with real values before it is kept."""
    of_district(request, "change_settings")
    notice, now = every().get(name), mart_now(request.mart)
    if notice is None:
        raise Http404
    form, status, shown = WordsForm(notice, now), 200, list[Look]()
    if request.method == "POST":
        form, status = WordsForm(notice, now, request.POST), 422
        if form.is_valid() and _fits(form) and form.cleaned_data["looked"] != form.mark:
            status, shown = 200, [look(notice, each, now) for each in form.worded()]
            if form.cleaned_data["looked"]:
                messages.info(request, say("It is not what you looked at any more. Look once more, then save."))
        elif form.unchanged:
            messages.info(request, say("Nothing was changed."))
            return redirect("office:messages:words")
        elif act_with(request, form, once(request, _keeping(request, now, form)), done=KEPT):
            HOSTS.forget()
            return redirect("office:messages:words")
    looked = request.method == "POST" and status == 200
    context = {"form": form, "title": Shown.title_of(name), "shown": shown, "looked": looked, "nonce": nonce()}
    return page(request, "messages/word", status=status, **context)


def _fits(form: WordsForm) -> bool:
    """Whether operators would take all of it; else each refusal stands at its field."""
    for code, told in form.told().items():
        try:
            form.kept[code] = as_kept(form.notice, code, told, form.mart)
        except BadWords as problem:
            problem.field = f"{problem.field}_{problem.language}"
            refuse(form, problem)
    return not form.errors


def _keeping(request: Request, mart: Mart, form: WordsForm) -> Callable[[], None]:
    def do() -> None:
        try:
            told, seen = form.told(), form.standing
            word_notice(mart, notice=form.notice.name, words=told, seen=seen, by=actor(request))
        except HaatError as problem:
            if isinstance(problem, BadWords):
                problem.field = f"{problem.field}_{problem.language}"
            raise

    return do
