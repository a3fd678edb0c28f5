"""Reading feeds: those of a mart, the one at an address, and those that are to be made anew."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from secrets import compare_digest
from typing import NamedTuple

from django.db.models import QuerySet

from haat.channels.feeds import files, kind
from haat.channels.feeds.files import Note
from haat.channels.feeds.goods import Look, Standing, for_sale_in, of_mart
from haat.channels.feeds.kind import FeedKind
from haat.channels.feeds.making import row_of
from haat.channels.goods import named
from haat.channels.models import Feed
from haat.core.dates import start_of, today
from haat.core.queries import last_event
from haat.places.models import Mart
from haat.studio.where import Reason

# Nobody has asked for it so long: it is made once a day, and at once when somebody asks again.
ASLEEP = timedelta(days=3)
# A change may be written down before it is to be seen, and be missed: so old, a feed is made anew in any case.
OLDEST = timedelta(hours=1)


class Why(NamedTuple):
    """A reason that keeps so many sizes out of a feed: whose work it is, and how it is said of one of them."""

    code: str
    about: str
    who: str
    sizes: int
    reason: Reason | None


def feeds_of(mart: Mart) -> "QuerySet[Feed]":
    """The mart's feeds, also those that were closed, in the order of their kinds."""
    return Feed.objects.filter(mart=mart).order_by("kind", "language")


def feed_of(mart: Mart, pk: int) -> Feed | None:
    """A feed of the mart."""
    return feeds_of(mart).filter(pk=pk).select_related("mart").first()


def feed_at(mart: Mart, token: str, form: str) -> Feed | None:
    """The open feed at an address of the mart; None for any other.

    Every token of the mart is compared whole, in the same time however much of it is right.
    """
    found = None
    for feed in Feed.objects.filter(mart=mart, closed_at=None).order_by("pk"):
        if compare_digest(feed.token.encode(), token.encode()):
            found = feed
    known = kind.find(found.kind) if found else None
    return found if known is not None and known.form == form else None


def to_make(now: datetime) -> Iterator[Feed]:
    """The open feeds whose goods may have changed since they were made."""
    last: dict[int, int] = {}
    for feed in Feed.objects.filter(closed_at=None).order_by("pk"):
        if feed.mart_id not in last:
            last[feed.mart_id] = last_event(feed.mart_id)
        if is_old(feed, last[feed.mart_id], now):
            yield feed


def is_old(feed: Feed, last: int, now: datetime) -> bool:
    """Whether it is to be made anew; `last` is the last thing that happened in its mart."""
    if feed.made_at is None or feed.made_at < start_of(today()):  # rates and papers begin and end with the day
        return True
    asked = feed.fetched_at or feed.moved_at or feed.opened_at
    if now - asked > ASLEEP:
        return False
    return feed.seen_event != last or now - feed.made_at > OLDEST


def notes_about(feed: Feed, code: str = "", about: str = "", *, start: int = 0, most: int = 50) -> list[Note]:
    """What was noted of single sizes when the feed was made: those that one reason keeps back, or all, a page of them.

    The code "cut" stands for those that go, cut in the column `about`.
    """
    found = (note for note in files.read_notes(feed.pk) if _is_about(note, code, about))
    return list(islice(found, start, start + most))


def told_of(feed: Feed, notes: Sequence[Note]) -> list[Standing]:
    """The sizes of these notes as they stand by now, with their sentences in the reader's language; in their order.

    What is no longer sold, or ready by now, is left out. A fixed number of statements.
    """
    known = kind.find(feed.kind)
    rows = for_sale_in(feed.mart).filter(pk__in=[note.variant_id for note in notes]).prefetch_related("good__texts")
    variants = of_mart(list(rows), feed.mart)
    if known is None or not variants:
        return []
    by_id = {standing.variant.pk: standing for standing in Look(feed, known, today()).at(variants)}
    return [with_gaps(by_id[note.variant_id], known) for note in notes if note.variant_id in by_id]


def with_gaps(standing: Standing, known: FeedKind) -> Standing:
    """How a size stands, also with what the feed's own columns lack."""
    row = row_of(standing.item, known) if standing.item else None
    return replace(standing, reasons=row.lacks) if row and row.lacks else standing


def why(feed: Feed) -> list[Why]:
    """What keeps sizes out of the feed, as it was when it was made, most of them first.

    The sentence is that of one of them as it stands now; where none of those looked at stands so any more, there is
    none.
    """
    wanted = {(code, about) for code, about, _who, _sizes in feed.report.get("reasons", [])}
    examples: dict[tuple[str, str], Note] = {}
    for note in files.read_notes(feed.pk):
        for reason in note.why:
            examples.setdefault(reason, note)
        if len(examples) == len(wanted):
            break
    notes = {note.variant_id: note for note in examples.values()}
    said = {named(reason): reason for standing in told_of(feed, list(notes.values())) for reason in standing.reasons}
    told = feed.report.get("reasons", [])
    return [Why(code, about, who, sizes, said.get((code, about))) for code, about, who, sizes in told]


def _is_about(note: Note, code: str, about: str) -> bool:
    if code == "cut":
        return about in note.cut
    return bool(note.why) if not code else (code, about) in note.why
