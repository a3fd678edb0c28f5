"""Where the files of feeds lie: in the data folder, not among the pictures, which everybody may ask for."""

import gzip
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from django.conf import settings


class Note(NamedTuple):
    """Of a size that does not go: why, as (code, about); of one that goes: the columns that were cut."""

    variant_id: int
    why: list[tuple[str, str]]
    cut: list[str]


def folder() -> Path:
    """The folder of all feeds."""
    return Path(settings.DATA_DIR) / "feeds"


def path_of(feed_id: int, digest: str) -> Path:
    """The packed file of a feed with this content."""
    return folder() / f"{feed_id}-{digest[:32]}.gz"


def notes_of(feed_id: int) -> Path:
    """What was noted of single goods when the feed was made last."""
    return folder() / f"{feed_id}.jsonl.gz"


def read_notes(feed_id: int) -> Iterator[Note]:
    """The notes, in the order of their sizes; none while the feed was not made."""
    with suppress(FileNotFoundError), gzip.open(notes_of(feed_id), "rt", encoding="utf-8") as file:
        for line in file:
            variant_id, why, cut = json.loads(line)
            yield Note(variant_id, [(code, about) for code, about in why], cut)


def drop_others(feed_id: int, digest: str = "") -> None:
    """Take away what the feed was before; all of it when it has no `digest` any more."""
    kept = {path_of(feed_id, digest), notes_of(feed_id)} if digest else set[Path]()
    for path in [*folder().glob(f"{feed_id}-*.gz"), notes_of(feed_id)]:
        if path not in kept:
            path.unlink(missing_ok=True)
