"""Reading lessons, who learns them, and what they did in the real app."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Value

from haat.catalogue.models import Craft
from haat.core.languages import best
from haat.core.personal import TRAINING
from haat.helping.models import Faq
from haat.learning.data import shipped
from haat.learning.lessons import Lesson, Over, Reader, Voice
from haat.learning.models import (
    AnswerTaught,
    LessonPicture,
    Meeting,
    OwnLesson,
    Recording,
    Study,
    Suggestion,
    Wording,
)
from haat.makers.models import Maker, Member
from haat.people.queries import said_no
from haat.places.models import Mart, Place


@dataclass
class _Parts:
    """What a mart put over one lesson, while it is gathered."""

    words: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    voices: dict[str, dict[str, Voice]] = field(default_factory=lambda: defaultdict(dict))
    spoken: dict[tuple[str, str], str] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)
    drawings: dict[str, str] = field(default_factory=dict)

    def over(self, data: Mapping[str, Any]) -> Over:
        """Of the recordings only those that read what stands there now."""
        plain = Reader(data, Over(words=self.words)).lesson()
        read = {said.key: said.words for said in plain.said()}
        voices = {
            key: {code: voice for code, voice in of.items() if read.get(key, {}).get(code) == self.spoken[key, code]}
            for key, of in self.voices.items()
        }
        return Over(self.words, voices, self.pictures, self.drawings)


def lessons_of(mart: Mart, *, only: str = "", closed: bool = False) -> dict[str, Lesson]:
    """The lessons of a mart by slug, in their order; `only` one of them; `closed` also those makers do not see.

    Four statements, whatever their number.
    """
    narrowed = {"lesson": only} if only else {}
    made = OwnLesson.objects.filter(mart=mart, **({"slug": only} if only else {}))
    data: dict[str, Mapping[str, Any]] = {s: d for s, d in shipped().items() if not only or s == only}
    own = {row.slug: row for row in made if closed or row.open}
    data |= {slug: row.content | {"slug": slug, "number": row.number} for slug, row in own.items()}
    parts = _parts(mart, narrowed)
    lessons = [
        Reader(one, parts[slug].over(one) if slug in parts else Over()).lesson(
            own=slug in own, open_=slug not in own or own[slug].open
        )
        for slug, one in data.items()
    ]
    return {lesson.slug: lesson for lesson in sorted(lessons, key=lambda lesson: (lesson.number, lesson.slug))}


def _parts(mart: Mart, narrowed: Mapping[str, str]) -> dict[str, _Parts]:
    parts: dict[str, _Parts] = defaultdict(_Parts)
    for word in Wording.objects.filter(mart=mart, **narrowed):
        parts[word.lesson].words[word.key][word.language] = word.text
    for shot in LessonPicture.objects.filter(mart=mart, **narrowed).select_related("picture"):
        at = parts[shot.lesson]
        if shot.picture is None:
            at.drawings[shot.key] = shot.drawing
        else:
            at.pictures[shot.key] = shot.picture.digest
    for row in Recording.objects.filter(mart=mart, **narrowed).defer("content"):
        at = parts[row.lesson]
        at.voices[row.key][row.language] = Voice(row.pk, row.digest, row.size, row.reader)
        at.spoken[row.key, row.language] = row.text
    return dict(parts)


def lesson_of(mart: Mart, slug: str, *, closed: bool = False) -> Lesson | None:
    """One lesson of a mart; None when there is none, or makers do not see it."""
    return lessons_of(mart, only=slug, closed=closed).get(slug)


def name_of(mart: Mart, slug: str) -> str:
    """What a lesson is called, for the reader; its slug when it is gone."""
    lesson = lesson_of(mart, slug, closed=True)
    return lesson.name.text if lesson is not None else slug


def titles_of(mart: Mart) -> dict[str, str]:
    """Slug → title of every open lesson; two statements."""
    titles = {slug: dict(one["title"]) for slug, one in shipped().items()}
    titles |= {slug: {} for slug in OwnLesson.objects.filter(mart=mart, open=True).values_list("slug", flat=True)}
    for word in Wording.objects.filter(mart=mart, key="title"):
        if word.lesson in titles:
            titles[word.lesson] = {**titles[word.lesson], word.language: word.text}
    return {slug: best(title).text or slug for slug, title in titles.items()}


def recording_of(mart: Mart, pk: int) -> Recording | None:
    """One recording, with what is heard."""
    return Recording.objects.filter(mart=mart, pk=pk).first()


def studies_of(maker: Maker, person_id: int | None) -> dict[str, Study]:
    """Lesson → how far this person of a maker is (None: the maker, helped)."""
    rows = Study.objects.filter(maker=maker, person=person_id).prefetch_related("answers")
    return {study.lesson: study for study in rows}


def may_note(mart_id: int, person_id: int | None) -> bool:
    """Whether what she learns may be written down: not when she said no to that."""
    return person_id is None or not said_no(person_id, [TRAINING], mart_id)


def suggested_to(maker: Maker, person_id: int | None) -> list[Suggestion]:
    """What was offered and not begun by her yet, the newest first; one statement."""
    begun = Study.objects.filter(maker=maker, person=person_id, lesson=OuterRef("lesson"))
    return list(Suggestion.objects.filter(~Exists(begun), maker=maker).order_by("-at", "-pk"))


def waiting_for(maker: Maker, person_id: int | None) -> list[tuple[str, bool]]:
    """(lesson, whether only a question of it waits) of what waits for her, questions first; one statement."""
    begun = Study.objects.filter(maker=maker, person=person_id, lesson=OuterRef("lesson"))
    offered = Suggestion.objects.filter(~Exists(begun), maker=maker).annotate(asks=Value(0))
    asked = Study.objects.filter(maker=maker, person=person_id, asks=True).annotate(waits=Value(1))
    rows = (
        asked.order_by()
        .values_list("waits", "pk", "lesson")
        .union(offered.order_by().values_list("asks", "pk", "lesson"), all=True)
    )
    return [(lesson, bool(asks)) for asks, _pk, lesson in sorted(rows, reverse=True)]


def craft_of(maker: Maker) -> Craft | None:
    """What a maker makes: the craft of her newest good."""
    return Craft.objects.filter(goods__maker=maker).order_by("-goods__pk").first()


def to_follow(until: datetime) -> QuerySet[Study]:
    """Who began before `until` and was not followed up, the longest first."""
    return Study.objects.filter(followed_at=None, begun_at__lte=until).order_by("begun_at", "pk")


def to_ask_again(until: datetime) -> QuerySet[Study]:
    """Who began before `until` and has not been asked again."""
    return Study.objects.filter(again_at=None, followed_at__isnull=False, begun_at__lte=until).order_by(
        "begun_at", "pk"
    )


def meetings_within(mart: Mart, place: Place) -> QuerySet[Meeting]:
    """The meetings of blocks at or below `place`."""
    return Meeting.objects.filter(place.reach(mart, "block"), mart=mart).select_related("block")


def meeting_by_code(mart: Mart, code: str) -> Meeting | None:
    """The meeting whose code was shown."""
    return Meeting.objects.filter(mart=mart, code=code).select_related("block").first()


def taught_of(faq: Faq) -> AnswerTaught | None:
    """The lesson that an answer for all became."""
    return AnswerTaught.objects.filter(faq=faq).first()


def drafts_of(mart: Mart) -> dict[str, Lesson]:
    """The lessons of the mart's own that makers do not see, by slug."""
    return {slug: one for slug, one in lessons_of(mart, closed=True).items() if one.own and not one.open}


def own_lesson(mart: Mart, slug: str) -> OwnLesson | None:
    """The row of a lesson that was made in the office."""
    return OwnLesson.objects.filter(mart=mart, slug=slug).first()


def members_near(mart: Mart, makers: QuerySet[Maker], words: str) -> list[Member]:
    """Active members of these makers for a list of who is there, by maker; `words` narrow it to names."""
    rows = Member.objects.filter(maker__in=makers, active=True).select_related("maker", "user").order_by("maker", "pk")
    if words:
        near = words.casefold()
        return [row for row in rows if any(near in text.casefold() for text in _names(row))]
    return list(rows)


def _names(member: Member) -> Sequence[str]:
    return [*member.names.values(), *member.maker.names.values()]
