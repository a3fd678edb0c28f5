"""A maker's passbook of a month: A5, each order and each payment with its UTR, between two balances."""

from collections.abc import Sequence

from django.utils import translation

from haat.core.languages import CODES
from haat.ledger.models import Share
from haat.ledger.queries import Book
from haat.makers.models import Maker
from haat.web.papers.printer import fill, to_pdf


def passbook_pdf(maker: Maker, book: Book, shares: Sequence[Share], language: str) -> bytes:
    """The book in `language` and English; `shares` are the reader's own, of what her group was paid in that month."""
    context = {"mart": maker.mart, "maker": maker, "book": book, "shares": shares}
    context |= {"shared_paise": sum(share.amount_paise for share in shares)}
    with translation.override(language if language in CODES else "en"):
        html = fill("passbook", context)
    return to_pdf(html, styles=["sheet", "passbook"])
