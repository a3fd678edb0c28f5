"""What the mart says in its own words: the front page and the pages of the law, looked at before they are saved."""

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
from haat.core.languages import LANGUAGES, Language
from haat.core.texts import clean_text
from haat.places import actions
from haat.places.actions.words import MOST_LINE, MOST_TEXT, MOST_TITLE
from haat.places.models import Mart
from haat.places.queries import mart_now
from haat.places.words import HOME, PAGES, home_of, page_of, page_standing, paragraphs, runs
from haat.web.office.desk.page import act_with, of_district
from haat.web.office.settings.forms import MartForm
from haat.web.office.settings.frame import page
from haat.web.office.settings.mart import history
from haat.web.office.settings.words import TEXTS
from haat.web.ui.gate import actor, office
from haat.web.ui.middleware import HOSTS
from haat.web.ui.request import Request

TOLD = ("places.words_written",)
FRONT = "home"


@dataclass(frozen=True)
class Part:
    """One thing that is written in every language: its name, its words, how long, and whether it has paragraphs."""

    name: str
    label: Any
    most: int
    tall: bool = False


PARTS = {
    FRONT: (
        Part("intro", _("What the mart says of itself"), MOST_LINE),
        Part("made_this_week", _("Above the new goods"), MOST_LINE),
    )
} | dict.fromkeys(PAGES, (Part("title", _("Title"), MOST_TITLE), Part("text", _("Text"), MOST_TEXT, tall=True)))


def known(mart: Mart, slug: str) -> dict[str, dict[str, str]]:
    """Part → language → what the mart has written."""
    if slug == FRONT:
        return home_of(mart)
    stands = page_of(mart, slug)
    return {"title": dict(stands.title), "text": dict(stands.text)}


class TextForm(MartForm):
    """A page in every language of the mart. What is emptied in all of them is said in plain words again."""

    looked = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, mart: Mart, slug: str, *args: Any, **kwargs: Any) -> None:
        self.slug, self.known = slug, known(mart, slug)
        super().__init__(mart, *args, **kwargs)
        for code in mart.languages:
            for part in PARTS[slug]:
                self.fields[f"{part.name}_{code}"] = self._field(part, code)

    def _field(self, part: Part, code: str) -> forms.CharField:
        rows = {"rows": 10} if part.tall else {}
        widget = (forms.Textarea if part.tall else forms.TextInput)(
            attrs={"lang": code, "dir": LANGUAGES[code].direction, "autocomplete": "off", **rows}
        )
        initial = self.known[part.name].get(code, "")
        return forms.CharField(label=part.label, max_length=part.most, required=False, initial=initial, widget=widget)

    @property
    def standing(self) -> str:
        return page_standing(self.mart, self.slug)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for name, typed in given.items():
            given[name] = clean_text(str(typed))
        return given

    @property
    def rows(self) -> list[tuple[Language, list[forms.BoundField]]]:
        """A language, and its fields."""
        return [
            (LANGUAGES[code], [self[f"{part.name}_{code}"] for part in PARTS[self.slug]])
            for code in self.mart.languages
        ]

    def told(self, name: str) -> dict[str, str]:
        """Language → what was typed of a part; of a language the mart no longer has, what was written stays."""
        typed = {code: self.cleaned_data[f"{name}_{code}"] for code in self.mart.languages}
        return {code: text for code, text in (self.known[name] | typed).items() if text}

    @property
    def mark(self) -> str:
        """What was typed, in short: it is saved only as it was looked at."""
        return sha256(repr([self.told(part.name) for part in PARTS[self.slug]]).encode()).hexdigest()

    def at(self, field: str) -> str:
        first = self.mart.languages[0]
        return f"{field}_{first}"


@require_safe
@office("see_settings")
def texts(request: Request) -> HttpResponse:
    """Every page, and the languages in which the mart has written it."""
    of_district(request, "see_settings")
    now = mart_now(request.mart)
    rows = [(slug, [(LANGUAGES[code], _stands(now, slug, code)) for code in now.languages]) for slug in TEXTS]
    languages = [LANGUAGES[code] for code in now.languages]
    return page(request, "texts", rows=rows, languages=languages, history=history(now, TOLD))


def _stands(mart: Mart, slug: str, code: str) -> str:
    """Whether a page is the mart's `own` in a language, `plain`, or `lacks`: it is read in another one."""
    stands = known(mart, slug)
    parts = [stands[part.name] for part in PARTS[slug]]
    if slug == FRONT:
        return "written" if any(part.get(code) for part in parts) else "plain"
    if all(part.get(code) for part in parts):
        return "written"
    return "lacks" if any(parts) or slug == "terms" else "plain"


@require_http_methods(["GET", "HEAD", "POST"])
@office("change_settings")
def write(request: Request, slug: str) -> HttpResponse:
    """Write a page; it is looked at before it is saved."""
    of_district(request, "change_settings")
    if slug not in TEXTS:
        raise Http404
    now = mart_now(request.mart)
    form, status, shown = TextForm(now, slug), 200, list[Any]()
    if request.method == "POST":
        form, status = TextForm(now, slug, request.POST), 422
        if form.is_valid() and request.POST.get("looked") != form.mark:
            status, shown = 200, preview(form)
            if request.POST.get("looked"):
                messages.info(request, say("You changed it after you looked. Look once more, then save."))
        elif act_with(request, form, _saving(request, now, form), done=_("Saved. The shop shows it within a minute.")):
            HOSTS.forget()
            return redirect("office:settings:texts")
    context = {"mart": now, "form": form, "slug": slug, "shown": shown}
    return page(request, "text", status=status, tab="texts", **context)


def _saving(request: Request, mart: Mart, form: TextForm) -> Callable[[], None]:
    def do() -> None:
        try:
            if form.slug == FRONT:
                lines = {name: form.told(name) for name in HOME}
                actions.write_home(mart, lines=lines, seen=form.standing, by=actor(request))
            else:
                told = {name: form.told(name) for name in ("title", "text")}
                actions.write_page(mart, slug=form.slug, **told, seen=form.standing, by=actor(request))
        except HaatError as problem:
            language = getattr(problem, "language", "")
            problem.field = f"{problem.field}_{language}" if language else form.at(problem.field)
            raise

    return do


def preview(form: TextForm) -> list[dict[str, Any]]:
    """How it will read in each language: title and paragraphs, each as runs of (text, bold)."""
    name, body = PARTS[form.slug]
    titles, bodies = form.told(name.name), form.told(body.name)
    return [
        {
            "language": LANGUAGES[code],
            "title": titles.get(code, ""),
            "paragraphs": [runs(text) for text in paragraphs(bodies.get(code, ""))],
        }
        for code in form.mart.languages
    ]
