"""Invoices: the tax inside the price, split to the paisa; the right words on the right paper."""

import io

import pytest
from django.utils import translation
from pypdf import PdfReader

from haat.ledger.actions import issue_credit_note, issue_invoice
from haat.ledger.models import Invoice
from haat.orders.actions import ask_return
from haat.web.papers import invoices
from tests.make import BY, PUNE_PIN, make_part, make_pune_pin, make_registered_maker, make_stocked
from tests.web.papers.read import pages_of, size_mm

pytestmark = pytest.mark.django_db


def line_of(tax_paise=1905, goods_paise=40_000):
    return {
        "names": {"en": "Bamboo basket"},
        "labels": {},
        "hsn": "4602",
        "quantity": 1,
        "piece_paise": goods_paise,
        "goods_paise": goods_paise,
        "tax_bp": 500,
        "tax_paise": tax_paise,
    }


def registered_part(state="packed", **buyer):
    return make_part({make_stocked(make_registered_maker(), price_paise=52_000): 1}, state=state, **buyer)


def old_facts(*taxes, inter_state=False, gstin="20AAATC0001D1Z0"):
    """What 0.1.0 froze of a bill with lines of ₹400 and these taxes, and ₹40 of delivery."""
    goods = 40_000 * len(taxes)
    return {
        "seller": {"gstin": gstin},
        "inter_state": inter_state,
        "placed_on": "2026-10-01",
        "lines": [line_of(tax) for tax in taxes],
        "goods_paise": goods,
        "delivery_paise": 4_000,
        "tax_paise": sum(taxes),
        "total_paise": goods + 4_000,
    }


def old_bill(**more):
    return Invoice(kind="invoice", facts=old_facts(1905, 1811, **more))


def test_halves_of_old_bills_are_exact_and_at_most_a_paisa_apart():
    taxes = [1905, 1811, 7, 0, 2476, 1]
    halves = invoices.halves_of(taxes)
    assert halves == [(953, 952), (905, 906), (4, 3), (0, 0), (1238, 1238), (0, 1)]
    assert [cgst + sgst for cgst, sgst in halves] == taxes


@pytest.mark.parametrize("inter_state", [True, False])
def test_old_bill_is_shown_as_it_was_written(inter_state):
    paper = invoices.paper_of(old_bill(inter_state=inter_state))
    sums = [line.taxable_paise + line.cgst_paise + line.sgst_paise + line.igst_paise for line in paper.lines]
    assert sums == [line.total_paise for line in paper.lines] == [40_000, 40_000]
    assert [line.igst_paise for line in paper.lines] == ([1905, 1811] if inter_state else [0, 0])
    assert (paper.charges, paper.delivery_paise, paper.total_paise) == ([], 4_000, 84_000)


def test_untaxed_old_bill_shows_no_tax():
    line, _second = invoices.paper_of(old_bill(gstin="")).lines
    assert (line.taxable_paise, line.cgst_paise, line.sgst_paise, line.igst_paise) == (40_000, 0, 0, 0)


def test_tax_invoice_within_the_state_splits_cgst_and_sgst():
    invoice = issue_invoice(registered_part(), by=BY)
    assert invoice.kind == Invoice.Kind.INVOICE
    with translation.override("en"):
        paper = invoices.paper_of(invoice)
    # ₹520 of goods hold ₹24.76, ₹40 of delivery ₹1.90
    sums = (paper.taxable_paise, paper.cgst_paise, paper.sgst_paise, paper.igst_paise)
    assert sums == (56_000 - 2_476 - 190, 1238 + 95, 1238 + 95, 0)
    assert (paper.lines_paise, paper.delivery_paise, paper.total_paise) == (56_000, 4000, 56_000)
    pdf = invoices.invoice_pdf(invoice, "en")
    (text,) = pages_of(pdf)
    wanted = [
        invoice.number,
        "Tax invoice",
        invoice.facts["seller"]["gstin"],
        "Ranjana Kumari",
        "Jharkhand (20)",
        "495.24",
    ]
    wanted += [
        "12.38",
        "CGST",
        "SGST",
        "₹560",
        "Rupees five hundred and sixty only",
        "reverse charge: No",
        "4602",
    ]
    assert [word for word in wanted if word not in text] == []
    assert [word for word in ("IGST", "Bill of supply") if word in text] == []
    assert [size_mm(page) for page in PdfReader(io.BytesIO(pdf)).pages] == [(210.0, 297.0)]
    assert len(invoice.number) <= 16


def test_tax_invoice_to_another_state_shows_igst():
    make_pune_pin()
    invoice = issue_invoice(registered_part(pin=PUNE_PIN), by=BY)
    (text,) = pages_of(invoices.invoice_pdf(invoice, "en"))
    assert [word for word in ("IGST", "24.76", "1.90", "26.66", "Maharashtra (27)") if word not in text] == []
    assert "CGST" not in text


def test_bill_of_supply_has_no_tax_columns():
    invoice = issue_invoice(make_part({make_stocked(): 1}, state="packed"), by=BY)
    (text,) = pages_of(invoices.invoice_pdf(invoice, "hi"))
    assert [word for word in ("Bill of supply", "Not registered under GST", "₹560") if word not in text] == []
    assert [word for word in ("CGST", "SGST", "IGST", "Taxable value") if word in text] == []


def test_credit_note_names_the_invoice_and_leaves_the_delivery():
    part = registered_part(state="delivered")
    ret = ask_return(part, reason="too small", by=BY)
    invoice, note = issue_invoice(part, by=BY), issue_credit_note(part, ret=ret, by=BY)
    (text,) = pages_of(invoices.invoice_pdf(note, "en"))
    assert [word for word in ("Credit note", note.number, invoice.number, "₹520") if word not in text] == []
    assert "Delivery charge" not in text


def test_credit_note_of_a_cancelled_order_takes_all_of_its_bill_back():
    part = registered_part()
    issue_invoice(part, by=BY)
    note = issue_credit_note(part, by=BY)
    (text,) = pages_of(invoices.invoice_pdf(note, "en"))
    assert [
        word for word in ("Delivery charge", "38.10", "0.95", "₹560", "Taken off the bill") if word not in text
    ] == []
    assert "Given back" not in text


@pytest.mark.parametrize(("language", "first"), [("en", "en"), ("hi", "hi"), ("mr", "mr"), ("ur", "hi")])
def test_words_are_in_the_readers_language_and_english(language, first):
    invoice = issue_invoice(registered_part(), by=BY)
    with translation.override(language):
        said = [text.language for text in invoices.paper_of(invoice).in_words]
    assert said == (["en"] if first == "en" else [first, "en"])


@pytest.mark.parametrize("language", ["hi", "mr", "bn", "sat", "or", "ur", "xx"])
def test_invoice_prints_in_every_language(language):
    invoice = issue_invoice(registered_part(), by=BY)
    (text,) = pages_of(invoices.invoice_pdf(invoice, language))
    assert [word for word in (invoice.number, "Tax invoice", "495.24") if word not in text] == []


def test_rounding_of_a_parcel_in_cash_stands_below_the_taxed_sums():
    part = make_part({make_stocked(make_registered_maker(), price_paise=120_060): 1}, state="packed")
    paper = issue_invoice(part, by=BY)
    with translation.override("en"):
        shown = invoices.paper_of(paper)
    assert (shown.lines_paise, shown.rounding_paise, shown.total_paise) == (120_060, 60, 120_000)
    words = " ".join(pages_of(invoices.invoice_pdf(paper, "en")))
    assert "Rounded off to whole rupees" in words
