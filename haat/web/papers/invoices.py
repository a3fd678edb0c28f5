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
from haat.ledger.queries import first_paper
from haat.web.papers.printer import fill, to_pdf
from haat.web.papers.words import LANGUAGES, rupees_in_words

TITLES = {
    Invoice.Kind.INVOICE: _("Tax invoice"),
    Invoice.Kind.BILL: _("Bill of supply"),
    Invoice.Kind.CREDIT_NOTE: _("Credit note"),
}


@dataclass(frozen=True)
class TaxedLine:
    """A line, or some of the delivery charge, with its tax taken out (paise): taxable + cgst + sgst + igst = total."""

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
    """What the invoice's template reads; the sums are of its lines and of the delivery `charges`, if taxed."""

    title: Any
    invoice: Invoice
    facts: Mapping[str, Any]
    day: date
    ordered_on: date
    taxed: bool
    inter_state: bool
    lines: list[TaxedLine]
    charges: list[TaxedLine]
    delivery_paise: int
    rounding_paise: int
    total_paise: int
    in_words: list[Text]
    original: Invoice | None

    def _sum(self, field: str) -> int:
        return sum(getattr(line, field) for line in (*self.lines, *self.charges))

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
    def lines_paise(self) -> int:
        """The goods, and the delivery where it is taxed."""
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
    lines = _lines(facts) if facts.get("rule", 1) >= 2 else lines_of_old(facts, taxed=taxed)
    return Paper(
        title=TITLES[Invoice.Kind(invoice.kind)],
        invoice=invoice,
        facts=facts,
        day=day_of(invoice.at),
        ordered_on=date.fromisoformat(facts["placed_on"]),
        taxed=taxed,
        inter_state=facts["inter_state"],
        lines=lines,
        charges=_charges(facts) if taxed else [],
        delivery_paise=facts["delivery_paise"],
        rounding_paise=facts.get("rounding_paise", 0),
        total_paise=facts["total_paise"],
        in_words=_in_words(facts["total_paise"]),
        original=first_paper(invoice) if credit else None,
    )


def _lines(facts: Mapping[str, Any]) -> list[TaxedLine]:
    """The lines as they were written."""
    return [_line(number, line) for number, line in enumerate(facts["lines"], start=1)]


def _line(number: int, line: Mapping[str, Any]) -> TaxedLine:
    words: dict[str, Any] = {
        name: line[name] for name in ("names", "labels", "hsn", "quantity", "piece_paise", "tax_bp")
    }
    return TaxedLine(number=number, total_paise=line["goods_paise"], **words, **_taxes(line))


def _charges(facts: Mapping[str, Any]) -> list[TaxedLine]:
    """The delivery charge by tax rate, numbered on after the lines; none on bills that did not tax it."""
    first = len(facts["lines"]) + 1
    return [
        TaxedLine(
            number=number, names={}, labels={}, hsn="", quantity=1, piece_paise=row["paise"], tax_bp=row["tax_bp"],
            total_paise=row["paise"], **_taxes(row),
        )
        for number, row in enumerate(facts.get("delivery", ()), start=first)
    ]  # fmt: skip


def _taxes(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("taxable_paise", "cgst_paise", "sgst_paise", "igst_paise")}


def lines_of_old(facts: Mapping[str, Any], *, taxed: bool) -> list[TaxedLine]:
    """The lines of a bill of 0.1.0, whose facts hold a line's tax and not its halves."""
    lines, inter_state = facts["lines"], facts["inter_state"]
    taxes = [line["tax_paise"] if taxed else 0 for line in lines]
    halves = [(0, 0)] * len(taxes) if inter_state else halves_of(taxes)
    return [
        _line(
            number,
            {
                **line,
                "tax_bp": line["tax_bp"] if taxed else 0,
                "taxable_paise": line["goods_paise"] - tax,
                "cgst_paise": cgst,
                "sgst_paise": sgst,
                "igst_paise": tax if inter_state else 0,
            },
        )
        for number, (line, tax, (cgst, sgst)) in enumerate(zip(lines, taxes, halves, strict=True), start=1)
    ]


def halves_of(taxes: Sequence[int]) -> list[tuple[int, int]]:
    """As 0.1.0 wrote CGST and SGST: an odd paisa of a tax went to whichever had less so far, CGST first."""
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
