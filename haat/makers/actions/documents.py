"""Papers: given, looked at, and taken over by the seller."""

from datetime import date

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
from haat.makers.models import Document, Maker, Seller
from haat.makers.queries import seen_now


@transaction.atomic
def give_document(
    maker: Maker,
    *,
    kind: str,
    number: str,
    valid_until: date | None = None,
    field: str = "number",
    scan: Scan | None = None,
    by: Actor,
) -> Document:
    """A maker's paper, for the desk to look at, and what it looks like; giving it again replaces it.

    Raises HaatError at `field`, PaperRunOut when its last day is past.
    """
    number = papers.paper_number(kind, number, field=field)
    if valid_until is not None and valid_until < today():
        raise PaperRunOut()
    hold(maker)
    document, _made = Document.objects.update_or_create(
        maker=maker,
        kind=kind,
        defaults={
            "number": number,
            "valid_until": valid_until,
            "state": Document.State.GIVEN,
            "given_at": timezone.now(),
        },
    )
    if scan is not None:
        attach(document, scan, by=by)
    record("makers.document_given", document, by=by, mart_id=maker.mart_id, maker=maker.pk, kind=kind)
    return document


@transaction.atomic
def decide_document(document: Document, *, accept: bool, seen: str | None = None, by: Actor) -> Document:
    """Accept or refuse a paper; an accepted number becomes the seller's when the maker sells for itself.

    The same decision again counts once; who has changed her mind gives the paper anew. `seen` is `queries.seen_now` of
    the page its reader had. Raises PaperRunOut when it is to be accepted after its last day, Changed when number, day
    or file is another than was looked at, or it was decided otherwise.
    """
    read, maker = document, hold_key(Maker, document.maker_id)
    document = hold(read)
    document.maker = maker
    if (document.number, document.valid_until) != (read.number, read.valid_until):
        raise Changed()
    if seen is not None and seen != seen_now(document):
        raise Changed()
    decided = Document.State.ACCEPTED if accept else Document.State.REFUSED
    if document.state == decided:
        return document
    if document.state != Document.State.GIVEN:
        raise Changed()
    if accept and document.valid_until is not None and document.valid_until < today():
        raise PaperRunOut()
    document.state = decided
    update(document, "state")
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


def _take_over(document: Document) -> None:
    seller = hold_key(Seller, document.maker.seller_id, "state")
    if seller.organisation_id is not None or getattr(seller, document.kind) == document.number:
        return
    if document.kind == Document.Kind.GSTIN:
        check_gstin(document.number, seller.state)
    setattr(seller, document.kind, document.number)
    write_seller(seller, document.kind)
