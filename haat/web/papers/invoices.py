"""Tax invoices, bills of supply and credit notes: A4, from the facts frozen when they were issued."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from haat.core.dates import day_of
from haat.core.languages import CODES, Text
from haat.ledger.models import Invoice
from haat.web.papers.printer import fill, to_pdf
from haat.web.papers.words import LANGUAGES, rupees_in_words

TITLES = {
    Invoice.Kind.INVOICE: _("Tax invoice"),
    Invoice.Kind.BILL: _("Bill of supply"),
    Invoice.Kind.CREDIT_NOTE: _("Credit note"),
}


@dataclass(frozen=True)
class TaxedLine:
    """A line with its tax taken out of the price (all paise): taxable + cgst + sgst + igst = total."""

    number: int
    names: dict[str, str]
    labels: dict[str, str]
    hsn: str
    quantity: int
    piece_paise: int
    taxable_paise: int
    tax_bp: int
    cgst_paise: int
    sgst_paise: int
    igst_paise: int
    total_paise: int

    @property
    def half_bp(self) -> float:
        """The rate of CGST, and of SGST."""
        return self.tax_bp / 2


@dataclass(frozen=True)
class Paper:
    """What the invoice's template reads; the sums are of its lines."""

    title: Any
    invoice: Invoice
    facts: Mapping[str, Any]
    day: date
    ordered_on: date
    taxed: bool
    inter_state: bool
    lines: list[TaxedLine]
    delivery_paise: int
    total_paise: int
    in_words: list[Text]
    original: Invoice | None

    def _sum(self, field: str) -> int:
        return sum(getattr(line, field) for line in self.lines)

    @property
    def taxable_paise(self) -> int:
        return self._sum("taxable_paise")

    @property
    def cgst_paise(self) -> int:
        return self._sum("cgst_paise")

    @property
    def sgst_paise(self) -> int:
        return self._sum("sgst_paise")

    @property
    def igst_paise(self) -> int:
        return self._sum("igst_paise")

    @property
    def goods_paise(self) -> int:
        return self._sum("total_paise")


def invoice_pdf(invoice: Invoice, language: str) -> bytes:
    """The paper of `invoice` (its `mart` loaded) in `language` and English."""
    with translation.override(language if language in CODES else "en"):
        html = fill("invoice", {"paper": paper_of(invoice), "mart": invoice.mart})
    return to_pdf(html, styles=["sheet", "invoice"])


def paper_of(invoice: Invoice) -> Paper:
    """The invoice's facts as its paper shows them, in the active language."""
    facts, credit = invoice.facts, invoice.kind == Invoice.Kind.CREDIT_NOTE
    taxed = bool(facts["seller"]["gstin"]) and facts["tax_paise"] > 0
    # A return gives back the goods; the delivery was made and stays paid.
    delivery = 0 if credit else facts["delivery_paise"]
    total = facts["goods_paise"] + delivery
    return Paper(
        title=TITLES[Invoice.Kind(invoice.kind)],
        invoice=invoice,
        facts=facts,
        day=day_of(invoice.at),
        ordered_on=date.fromisoformat(facts["placed_on"]),
        taxed=taxed,
        inter_state=facts["inter_state"],
        lines=taxed_lines(facts["lines"], taxed=taxed, inter_state=facts["inter_state"]),
        delivery_paise=delivery,
        total_paise=total,
        in_words=_in_words(total),
        original=_original(invoice) if credit else None,
    )


def _original(note: Invoice) -> Invoice | None:
    """The invoice or bill that a credit note takes back."""
    return Invoice.objects.filter(part=note.part_id).exclude(kind=Invoice.Kind.CREDIT_NOTE).order_by("pk").first()


def taxed_lines(lines: Sequence[Mapping[str, Any]], *, taxed: bool, inter_state: bool) -> list[TaxedLine]:
    """The lines with the tax that lies within their price taken out, as IGST or as CGST and SGST."""
    taxes = [line["tax_paise"] if taxed else 0 for line in lines]
    halves = [(0, 0)] * len(taxes) if inter_state else halves_of(taxes)
    return [
        TaxedLine(
            number=number,
            names=line["names"],
            labels=line["labels"],
            hsn=line["hsn"],
            quantity=line["quantity"],
            piece_paise=line["piece_paise"],
            taxable_paise=line["goods_paise"] - tax,
            tax_bp=line["tax_bp"] if taxed else 0,
            cgst_paise=half[0],
            sgst_paise=half[1],
            igst_paise=tax if inter_state else 0,
            total_paise=line["goods_paise"],
        )
        for number, (line, tax, half) in enumerate(zip(lines, taxes, halves, strict=True), start=1)
    ]


def halves_of(taxes: Sequence[int]) -> list[tuple[int, int]]:
    """Each tax as CGST and SGST to the paisa; an odd paisa goes to whichever has less so far, CGST first."""
    halves, ahead = [], 0
    for tax in taxes:
        half, odd = divmod(tax, 2)
        halves.append((half + odd, half) if ahead <= 0 else (half, half + odd))
        ahead += halves[-1][0] - halves[-1][1]
    return halves


def _in_words(paise: int) -> list[Text]:
    """The amount in the reader's language when it has words for it (else in Hindi), and in English."""
    reader = translation.get_language() or "en"
    if reader == "en":
        return [Text(rupees_in_words(paise, "en"), "en")]
    own = reader if reader in LANGUAGES else "hi"
    return [Text(rupees_in_words(paise, own), own), Text(rupees_in_words(paise, "en"), "en")]
