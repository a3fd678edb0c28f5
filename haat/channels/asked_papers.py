"""The paper that a maker is asked for: which kinds of hers are it, what she gave before, what she gives now."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from haat.core.dates import today
from haat.core.scans import Scan
from haat.makers.models import Document, Maker, PaperKind
from haat.makers.paper_book import Book, book
from haat.makers.papers import paper_number

# Whose papers a maker can give; those of who invoices for her are others' work.
HERS = (PaperKind.Holder.MAKER, PaperKind.Holder.MEMBER)
HOLD = (Document.State.GIVEN, Document.State.ACCEPTED)


@dataclass(frozen=True)
class Given:
    """A paper as she gives it: its kind, its number as typed, its last day and its picture, as far as there are."""

    kind: str
    number: str
    until: date | None = None
    scan: Scan | None = None

    def same_as(self, before: Document | None, known: PaperKind) -> bool:
        """Whether it says what was given before, and that neither ran out nor was refused. Raises HaatError."""
        if before is None or before.state not in HOLD:
            return False
        if paper_number(self.kind, self.number, field="answer", told=known) != before.number:
            return False
        if self.until is not None:
            return self.until == before.valid_until
        return before.valid_until is None or before.valid_until >= today()


def kinds_of(paper: str, known: Book | None = None) -> list[PaperKind]:
    """The kinds of papers that are this paper, and that a maker or one of hers holds; two statements at most."""
    read = known or book()
    return [read.kinds[slug] for slug in read.kinds_of(paper) if read.kinds[slug].holder in HERS]


def given_before(maker: Maker, kinds: Collection[str]) -> dict[str, Document]:
    """Kind → the paper of it that she gave last; of these kinds, one statement."""
    rows = Document.objects.filter(maker=maker, kind__in=kinds).order_by("given_at", "pk")
    return {document.kind: document for document in rows}


def seen_of(documents: Iterable[Document]) -> str:
    """What tells what stands here of a paper from what will stand here once somebody has given it anew."""
    return max((document.given_at.isoformat() for document in documents), default="")


def given_since(makers: Iterable[int]) -> dict[tuple[int, str], datetime]:
    """(maker, paper) → when she gave it last, of papers that were not refused; three statements at most."""
    read, found = book(), dict[tuple[int, str], datetime]()
    rows = Document.objects.filter(maker__in=set(makers), state__in=HOLD).order_by("given_at")
    for maker, kind, at in rows.values_list("maker", "kind", "given_at"):
        found[maker, read.kinds[kind].paper if kind in read.kinds else kind] = at
    return found
