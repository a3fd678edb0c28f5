"""One place of a lesson: its words in a language, the voice that reads them, and its pictures."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from haat.core.errors import HaatError
from haat.core.files import check_size, store_picture
from haat.core.languages import LANGUAGES
from haat.core.limits import hit
from haat.core.voices import Voice, read_voice
from haat.learning import actions
from haat.learning.errors import NoPicture, VoiceTooLarge
from haat.learning.lessons import Lesson, words_at
from haat.learning.lessons import Voice as Kept
from haat.learning.rules import MOST_VOICE
from haat.web.office.desk.page import act_with, page
from haat.web.office.learning.forms import PictureForm, VoiceForm, WordsForm
from haat.web.office.learning.pages import language_of, languages, one
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.scenes import Drawn, Own, draw, drawings

CALLED = {
    "title": gettext_lazy("Title"),
    "goal": gettext_lazy("What she can do afterwards"),
    "screen": gettext_lazy("On the screen, at most six words"),
    "say": gettext_lazy("Spoken, at most twenty-two words"),
    "leads": gettext_lazy("Said after the wrong picture"),
    "do": gettext_lazy("What to do, spoken"),
    "ask": gettext_lazy("The question, spoken"),
    "why": gettext_lazy("The why, spoken"),
}
PICTURES = {"right": gettext_lazy("Right"), "wrong": gettext_lazy("Wrong"), "a": "A", "b": "B"}


@dataclass(frozen=True)
class Slot:
    """One text of a place: its key, what it is called, the form, the words in the other languages, the recording."""

    key: str
    called: Any
    form: WordsForm
    others: list[tuple[str, str]]
    spoken: bool
    voice: Kept | None
    voice_form: VoiceForm


@dataclass(frozen=True)
class Shot:
    """One picture of a place."""

    key: str
    called: Any
    drawn: Drawn
    own: bool
    form: PictureForm


def _keys(lesson: Lesson, place: str) -> list[str]:
    """The places of words that belong to `place`: a scene, a question, a card or a call; 404 for what is none."""
    if place == "head":
        return ["title", "goal"]
    found = sorted((key for key in lesson.places() if key.partition(".")[0] == place), key=_order)
    if not found:
        raise Http404
    return found


def _order(key: str) -> int:
    return list(CALLED).index(key.rpartition(".")[2])


def _back(request: Request, slug: str, place: str) -> HttpResponse:
    return redirect(f"{reverse('office:learning:place', args=[slug, place])}?language={language_of(request)}")


@require_safe
@office("change_lessons")
def place(request: Request, slug: str, place: str) -> HttpResponse:
    """All that stands at a place, to be changed."""
    return place_page(request, one(request, slug), place)


def place_page(
    request: Request,
    lesson: Lesson,
    place: str,
    *,
    key: str = "",
    words_form: WordsForm | None = None,
    voice_form: VoiceForm | None = None,
    picture_form: PictureForm | None = None,
) -> HttpResponse:
    """The page of a place, with the form at `key` as it was sent when something in it was refused."""
    code = language_of(request)
    slots = [
        _slot(
            lesson,
            each,
            code,
            languages(request),
            words_form if each == key else None,
            voice_form if each == key else None,
        )
        for each in _keys(lesson, place)
    ]
    shots = [
        Shot(
            shown.key,
            PICTURES.get(shown.key.partition(".")[2], gettext_lazy("Picture")),
            draw(shown, Own()),
            bool(shown.digest),
            (picture_form if shown.key == key else None) or PictureForm(),
        )
        for shown in lesson.shown()
        if shown.key.partition(".")[0] == place
    ]
    refused = words_form or voice_form or picture_form
    scene = next((one for one in lesson.scenes if one.id == place), None)
    context = {
        "lesson": lesson,
        "place": place,
        "code": code,
        "codes": [LANGUAGES[each] for each in languages(request)],
        "slots": slots,
        "shots": shots,
        "drawings": drawings(),
        "unsure": scene.unsure if scene is not None else "",
    }
    return page(request, "learning/place", status=422 if refused else 200, **context)


def _slot(
    lesson: Lesson, key: str, code: str, codes: list[str], words_form: WordsForm | None, voice_form: VoiceForm | None
) -> Slot:
    texts = words_at(lesson, key) or {}
    said = next((one for one in lesson.said() if one.key == key), None)
    now = texts.get(code, "")
    others = [(each, texts[each]) for each in codes if each != code and texts.get(each)]
    form = words_form or WordsForm(initial={"text": now, "seen": now}, auto_id=f"{key}-%s")
    voice = said.voices.get(code) if said is not None else None
    fresh = voice_form or VoiceForm(initial={"reader": voice.reader if voice else ""}, auto_id=f"{key}-%s")
    return Slot(key, CALLED[key.rpartition(".")[2]], form, others, said is not None and bool(now), voice, fresh)


def _key(request: Request, lesson: Lesson, place: str) -> str:
    key = request.POST.get("key", "")
    if key not in _keys(lesson, place):
        raise Http404
    return key


@require_POST
@office("change_lessons")
def words(request: Request, slug: str, place: str) -> HttpResponse:
    """Other words at a place; none bring back those that ship."""
    lesson = one(request, slug)
    key, form = _key(request, lesson, place), WordsForm(request.POST, auto_id=f"{request.POST.get('key', '')}-%s")
    given = form.cleaned_data if form.is_valid() else {}
    saved = act_with(
        request,
        form,
        lambda: actions.write_words(
            request.mart, lesson=lesson, key=key, language=language_of(request), **given, by=actor(request)
        ),
        done=_("Saved. A recording of other words is no longer played."),
    )
    return _back(request, slug, place) if saved else place_page(request, lesson, place, key=key, words_form=form)


@require_POST
@office("change_lessons")
def voice(request: Request, slug: str, place: str) -> HttpResponse:
    """What a woman of the district reads; or it is taken back."""
    lesson, code = one(request, slug), language_of(request)
    key, form = (
        _key(request, lesson, place),
        VoiceForm(request.POST, request.FILES, auto_id=f"{request.POST.get('key', '')}-%s"),
    )
    if request.POST.get("deed") == "back":
        actions.take_voice_back(request.mart, lesson=lesson, key=key, language=code, by=actor(request))
        messages.success(request, _("Taken back. The phone’s own voice reads again."))
        return _back(request, slug, place)

    def keep() -> None:
        given = form.cleaned_data
        said = _voice(given["voice"])
        hit(f"voice:{request.user.pk}", most=200, seconds=3600)
        actions.record_voice(
            request.mart, lesson=lesson, key=key, language=code, voice=said, reader=given["reader"], by=actor(request)
        )

    _keep(request, form, keep, _("Saved. Makers hear it from now on."))
    return place_page(request, lesson, place, key=key, voice_form=form) if form.errors else _back(request, slug, place)


def _voice(sent: UploadedFile) -> Voice:
    if (sent.size or 0) > MOST_VOICE:
        raise VoiceTooLarge(MOST_VOICE)
    return read_voice(sent.read())


def _keep(request: Request, form: Any, action: Callable[[], None], done: str) -> None:
    """Do what was sent with a file; a refusal stands at its field."""
    if form.is_valid():
        try:
            action()
        except HaatError as problem:
            form.add_error(problem.field if problem.field in form.fields else None, problem.message)
        else:
            messages.success(request, done)


@require_POST
@office("change_lessons")
def picture(request: Request, slug: str, place: str) -> HttpResponse:
    """Another picture at a place, another drawing, or the one that ships again."""
    lesson, key = one(request, slug), request.POST.get("key", "")
    if key not in {shown.key for shown in lesson.shown()} or key.partition(".")[0] != place:
        raise Http404
    if request.POST.get("deed") == "back":
        actions.take_picture_back(request.mart, lesson=lesson, key=key, by=actor(request))
        messages.success(request, _("Taken back."))
        return _back(request, slug, place)
    form = PictureForm(request.POST, request.FILES)

    def put() -> None:
        name, sent = request.POST.get("drawing", ""), form.cleaned_data["photo"]
        if name in drawings():
            actions.choose_drawing(request.mart, lesson=lesson, key=key, drawing=name, by=actor(request))
        elif sent is None:
            raise NoPicture()
        else:
            check_size(sent.size)
            hit(f"lesson_picture:{request.user.pk}", most=60, seconds=600)
            photo = store_picture(sent.read())
            actions.put_picture(request.mart, lesson=lesson, key=key, picture=photo, by=actor(request))

    _keep(request, form, put, _("Saved. Makers see it from now on."))
    return (
        place_page(request, lesson, place, key=key, picture_form=form) if form.errors else _back(request, slug, place)
    )
