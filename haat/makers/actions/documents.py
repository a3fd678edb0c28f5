"""Papers of makers and of sellers: given, looked at, and taken over by the seller."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.dates import today
from haat.core.errors import Changed
from haat.core.events import record
from haat.core.locks import hold, hold_key
from haat.core.rows import update
from haat.core.scans import Scan
from haat.makers import papers
from haat.makers.actions.files import attach, keep_newest
from haat.makers.actions.selling import check_gstin, write_seller
from haat.makers.errors import PaperRunOut
from haat.makers.errors.papers import DaysTurnedRound, OwnPaper, StandsInSeller
from haat.makers.models import Document, Maker, Paper, Seller, SellerPaper
from haat.makers.paper_book import kind_known
from haat.makers.paper_facts import clean_facts, which
from haat.makers.queries import given_by, seen_now
from haat.people.rules import somebody_else
from haat.places.models import Mart, Place

Days = tuple[date | None, date | None]


@transaction.atomic
def give_document(
    maker: Maker,
    *,
    kind: str,
    number: str,
    valid_from: date | None = None,
    valid_until: date | None = None,
    facts: Mapping[str, Any] | None = None,
    field: str = "number",
    scan: Scan | None = None,
    by: Actor,
) -> Document:
    """A maker's paper, for the desk to look at, and what it looks like; giving it again replaces it.

    Of kinds of which one may have several (`PaperKind.several`) only that of the same number is replaced. `facts` are
    what stands on it beside (`paper_facts`). Raises HaatError at `field` or at the fact, UnknownDocument, PaperRunOut
    when its last day is past, DaysTurnedRound.
    """
    known, told = _given(kind, number, (valid_from, valid_until), facts, field)
    hold(maker)
    document, _made = Document.objects.update_or_create(maker=maker, kind=kind, which=known, defaults=told)
    if scan is not None:
        attach(document, scan, by=by)
    record("makers.document_given", document, by=by, mart_id=maker.mart_id, maker=maker.pk, kind=kind)
    return document


@transaction.atomic
def give_seller_paper(
    seller: Seller,
    *,
    kind: str,
    number: str,
    valid_from: date | None = None,
    valid_until: date | None = None,
    facts: Mapping[str, Any] | None = None,
    by: Actor,
) -> SellerPaper:
    """A paper of who invoices, such as a federation's khadi certificate; as `give_document`, without a picture.

    Raises StandsInSeller for the numbers that the seller itself has.
    """
    if kind in papers.SELLER_PAPERS:
        raise StandsInSeller()
    known, told = _given(kind, number, (valid_from, valid_until), facts, "number")
    hold(seller)
    paper, _made = SellerPaper.objects.update_or_create(seller=seller, kind=kind, which=known, defaults=told)
    record("makers.seller_paper_given", paper, by=by, mart_id=seller.mart_id, seller=seller.pk, kind=kind)
    return paper


def _given(
    kind: str, number: str, days: Days, facts: Mapping[str, Any] | None, field: str
) -> tuple[str, dict[str, Any]]:
    """What tells it from others of its kind, and what is kept of it."""
    first, last = days
    known = None if kind in papers.SELLER_PAPERS and not facts else kind_known(kind)
    clean = papers.paper_number(kind, number, field=field, told=known)
    kept = clean_facts(known, facts or {}) if known else {}
    if last is not None and last < today():
        raise PaperRunOut()
    if first is not None and last is not None and last < first:
        raise DaysTurnedRound()
    told = {
        "number": clean,
        "valid_from": first,
        "valid_until": last,
        "facts": kept,
        "state": Paper.State.GIVEN,
        "given_at": timezone.now(),
    }
    return which(known, clean, kept) if known else "", told


@transaction.atomic
def decide_document(document: Document, *, accept: bool, seen: str | None = None, by: Actor) -> Document:
    """Accept or refuse a paper; an accepted number becomes the seller's when the maker sells for itself.

    The same decision again counts once; who has changed her mind gives the paper anew. `seen` is `queries.seen_now` of
    the page its reader had. Raises PaperRunOut when it is to be accepted after its last day, Changed when number, day,
    figures or file are others than were looked at, or it was decided otherwise, OwnPaper where another officer is there
    to read what this one wrote down.
    """
    read, maker = document, hold_key(Maker, document.maker_id, "mart", "block")
    document = hold(read)
    document.maker = maker
    if accept and document.state == Paper.State.GIVEN:
        _another_hand(document, by, "change_makers", mart=maker.mart, place=maker.block)
    if not _decide(document, read, accept, seen):
        return document
    keep_newest(document)
    if accept and document.kind in papers.SELLER_PAPERS:
        _take_over(document)
    record(
        "makers.document_decided",
        document,
        by=by,
        mart_id=document.maker.mart_id,
        maker=document.maker_id,
        kind=document.kind,
        accepted=accept,
    )
    return document


@transaction.atomic
def decide_seller_paper(paper: SellerPaper, *, accept: bool, seen: str | None = None, by: Actor) -> SellerPaper:
    """Accept or refuse a seller's paper, as `decide_document` does."""
    read, seller = paper, hold_key(Seller, paper.seller_id, "mart__place")
    paper = hold(read)
    if accept and paper.state == Paper.State.GIVEN:
        _another_hand(paper, by, "change_organisations", mart=seller.mart, place=seller.mart.place)
    if _decide(paper, read, accept, seen):
        told = {"seller": seller.pk, "kind": paper.kind, "accepted": accept}
        record("makers.seller_paper_decided", paper, by=by, mart_id=seller.mart_id, **told)
    return paper


def _another_hand(paper: Document | SellerPaper, by: Actor, deed: str, *, mart: Mart, place: Place) -> None:
    """Whoever wrote it down does not accept it, but where nobody else may: it would wait for ever. Raises OwnPaper."""
    if by.user_id is None or given_by(paper) != by.user_id:
        return
    if somebody_else(by.user_id, deed, mart=mart, place=place):
        raise OwnPaper()


def _decide(paper: Document | SellerPaper, read: Paper, accept: bool, seen: str | None) -> bool:
    """Write the decision on a paper that is held; False when it was decided so before."""
    compared = ("number", "valid_from", "valid_until", "facts")
    if any(getattr(paper, name) != getattr(read, name) for name in compared):
        raise Changed()
    if seen is not None and seen != seen_now(paper):
        raise Changed()
    decided = Paper.State.ACCEPTED if accept else Paper.State.REFUSED
    if paper.state == decided:
        return False
    if paper.state != Paper.State.GIVEN:
        raise Changed()
    if accept and paper.valid_until is not None and paper.valid_until < today():
        raise PaperRunOut()
    paper.state = decided
    update(paper, "state")
    return True


def _take_over(document: Document) -> None:
    seller = hold_key(Seller, document.maker.seller_id, "state")
    if seller.organisation_id is not None or getattr(seller, document.kind) == document.number:
        return
    if document.kind == Document.Kind.GSTIN:
        check_gstin(document.number, seller.state)
    setattr(seller, document.kind, document.number)
    write_seller(seller, document.kind)
