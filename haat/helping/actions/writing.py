"""What every action of the room shares: words that are checked, what is sealed, and who is told of in the trail."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.scans import JPEG, Scan
from haat.core.sealing import seal
from haat.core.texts import clean_line, clean_text
from haat.core.voices import Voice
from haat.helping.errors import OnlyPictures, ThreadFull, TooManyPictures, WordsTooLong
from haat.helping.models import Clock, Enclosure, Entry, Question
from haat.helping.rules import MOST_ENTRIES, MOST_PICTURES, MOST_WORDS
from haat.places.models import Mart

PURPOSE = "voices"


@dataclass(frozen=True)
class Said:
    """What somebody says in a thread: words, a voice note, pictures (judged by `core.voices` and `core.scans`)."""

    words: str = ""
    voice: Voice | None = None
    pictures: Sequence[Scan] = field(default=())

    @property
    def nothing(self) -> bool:
        """Neither words nor a voice nor a picture."""
        return not (self.words or self.voice or self.pictures)

    def files(self) -> list[tuple[str, bytes, str]]:
        """(kind, content, digest) of what is enclosed, each once."""
        found = [(self.voice.kind, self.voice.content)] if self.voice else []
        found += [(scan.kind, scan.content) for scan in self.pictures]
        named = {hashlib.sha256(content).hexdigest(): (kind, content) for kind, content in found}
        return [(kind, content, digest) for digest, (kind, content) in named.items()]


def checked(text: str, name: str) -> str:
    """The words clean; empty when they say nothing. Raises WordsTooLong."""
    said = clean_text(text.replace("\r\n", "\n"))
    if len(said) > MOST_WORDS:
        raise WordsTooLong(name, MOST_WORDS)
    return said if clean_line(said) else ""


def said(words: str, voice: Voice | None, pictures: Sequence[Scan], *, name: str) -> Said:
    """What was sent, judged. Raises WordsTooLong, TooManyPictures, OnlyPictures."""
    if len(pictures) > MOST_PICTURES:
        raise TooManyPictures(MOST_PICTURES)
    if any(scan.kind != JPEG for scan in pictures):
        raise OnlyPictures()
    return Said(checked(words, name), voice, tuple(pictures))


def put(question: Question, kind: str, told: Said, *, key: str, language: str, by: Actor, level: str = "") -> Entry:
    """One more entry of a held question, with what it encloses sealed. Raises ThreadFull."""
    if kind != Entry.Kind.ANSWER and question.entries.count() >= MOST_ENTRIES:
        raise ThreadFull()
    entry = Entry.objects.create(
        question=question, kind=kind, key=key, by_id=by.user_id, words=told.words, language=language, level=level
    )
    for file_kind, content, digest in told.files():
        sealed = seal(PURPOSE, content, owner=question.pk)
        Enclosure.objects.create(entry=entry, kind=file_kind, digest=digest, sealed=sealed)
    return entry


Telling = Callable[[Any, Actor, dict[str, Any]], object]
# What is recorded of a maker's question, and of a buyer's.
OF_MAKER: dict[str, Telling] = {
    "asked": lambda row, by, facts: record("helping.asked", row, by=by, **facts),
    "added": lambda row, by, facts: record("helping.added", row, by=by, **facts),
    "heard": lambda row, by, facts: record("helping.heard", row, by=by, **facts),
    "answered": lambda row, by, facts: record("helping.answered", row, by=by, **facts),
    "reopened": lambda row, by, facts: record("helping.reopened", row, by=by, **facts),
    "ended": lambda row, by, facts: record("helping.ended", row, by=by, **facts),
    "handed_on": lambda row, by, facts: record("helping.handed_on", row, by=by, **facts),
    "climbed": lambda row, by, facts: record("helping.climbed", row, by=by, **facts),
    "voice_played": lambda row, by, facts: record("helping.voice_played", row, by=by, **facts),
    "picture_seen": lambda row, by, facts: record("helping.picture_seen", row, by=by, **facts),
}
OF_BUYER: dict[str, Telling] = {
    "asked": lambda row, by, facts: record("helping.complaint_asked", row, by=by, **facts),
    "added": lambda row, by, facts: record("helping.complaint_added", row, by=by, **facts),
    "heard": lambda row, by, facts: record("helping.complaint_heard", row, by=by, **facts),
    "answered": lambda row, by, facts: record("helping.complaint_answered", row, by=by, **facts),
    "reopened": lambda row, by, facts: record("helping.complaint_reopened", row, by=by, **facts),
    "ended": lambda row, by, facts: record("helping.complaint_ended", row, by=by, **facts),
    "handed_on": lambda row, by, facts: record("helping.complaint_handed_on", row, by=by, **facts),
    "climbed": lambda row, by, facts: record("helping.complaint_climbed", row, by=by, **facts),
    "voice_played": lambda row, by, facts: record("helping.complaint_voice_played", row, by=by, **facts),
    "picture_seen": lambda row, by, facts: record("helping.complaint_picture_seen", row, by=by, **facts),
}


def tell(question: Question, what: str, *, by: Actor, **facts: Any) -> None:
    """Into the trail: of the maker, or of a buyer's question itself, which names nobody."""
    facts |= {"number": question.number}
    if question.maker is not None:
        OF_MAKER[what](question.maker, by, {"question": question.pk, **facts})
    else:
        OF_BUYER[what](question, by, facts)


def clock_of(mart: Mart) -> Clock:
    """The mart's clock; the usual one is written down the first time it is needed."""
    return Clock.objects.get_or_create(mart=mart)[0]
