"""A payout slip: A5, what a maker was paid, for which orders, and each member's share."""

from django.utils import translation

from haat.core.languages import CODES
from haat.ledger.models import Payout
from haat.web.papers.printer import fill, to_pdf


def payout_slip_pdf(payout: Payout, language: str) -> bytes:
    """The slip of a payout in `language` and English: its orders, its amount, and the members' shares."""
    context = {
        "payout": payout,
        "mart": payout.mart,
        "maker": payout.maker,
        "account": masked(payout.account_number),
        "dues": list(payout.dues.select_related("part").order_by("earned_at", "pk")),
        "shares": list(payout.shares.select_related("member").order_by("pk")),
    }
    with translation.override(language if language in CODES else "en"):
        html = fill("payout_slip", context)
    return to_pdf(html, styles=["sheet", "payout_slip"])


def masked(account: str) -> str:
    """A bank account by its last four digits: a slip is shown around."""
    return f"xxxx{account[-4:]}"
