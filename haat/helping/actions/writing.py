"""What every action of the room shares: words that are checked, what is sealed, and who is told of in the trail."""

import hashlib
from collections.abc import Sequence
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


def tell(question: Question, what: str, *, by: Actor, **facts: Any) -> None:
    """Into the trail: of the maker, or of a buyer's question itself, which names nobody."""
    if question.maker is not None:
        record(f"helping.{what}", question.maker, by=by, question=question.pk, number=question.number, **facts)
    else:
        record(f"helping.complaint_{what}", question, by=by, number=question.number, **facts)


def clock_of(mart: Mart) -> Clock:
    """The mart's clock; the usual one is written down the first time it is needed."""
    return Clock.objects.get_or_create(mart=mart)[0]
