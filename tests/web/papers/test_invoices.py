"""Invoices: the tax inside the price, split to the paisa; the right words on the right paper."""

import io

import pytest
from django.utils import translation
from pypdf import PdfReader

from haat.ledger.actions import issue_credit_note, issue_invoice
from haat.ledger.models import Invoice
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


def registered_part(**buyer):
    return make_part({make_stocked(make_registered_maker(), price_paise=52_000): 1}, state="packed", **buyer)


def test_halves_are_exact_and_at_most_a_paisa_apart():
    taxes = [1905, 1811, 7, 0, 2476, 1]
    halves = invoices.halves_of(taxes)
    assert halves == [(953, 952), (905, 906), (4, 3), (0, 0), (1238, 1238), (0, 1)]
    assert [cgst + sgst for cgst, sgst in halves] == taxes


@pytest.mark.parametrize("inter_state", [True, False])
def test_every_line_adds_up_to_its_price(inter_state):
    lines = invoices.taxed_lines([line_of(1905), line_of(1811)], taxed=True, inter_state=inter_state)
    sums = [line.taxable_paise + line.cgst_paise + line.sgst_paise + line.igst_paise for line in lines]
    assert sums == [line.total_paise for line in lines] == [40_000, 40_000]
    assert [line.igst_paise for line in lines] == ([1905, 1811] if inter_state else [0, 0])


def test_untaxed_lines_show_no_tax():
    (line,) = invoices.taxed_lines([line_of(1905)], taxed=False, inter_state=False)
    assert (line.taxable_paise, line.cgst_paise, line.sgst_paise, line.igst_paise) == (40_000, 0, 0, 0)


def test_tax_invoice_within_the_state_splits_cgst_and_sgst():
    invoice = issue_invoice(registered_part(), by=BY)
    assert invoice.kind == Invoice.Kind.INVOICE
    with translation.override("en"):
        paper = invoices.paper_of(invoice)
    assert (paper.taxable_paise, paper.cgst_paise, paper.sgst_paise, paper.igst_paise) == (
        49_524,
        1238,
        1238,
        0,
    )
    assert (paper.goods_paise, paper.delivery_paise, paper.total_paise) == (52_000, 4000, 56_000)
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
    assert [word for word in ("IGST", "24.76", "Maharashtra (27)") if word not in text] == []
    assert "CGST" not in text


def test_bill_of_supply_has_no_tax_columns():
    invoice = issue_invoice(make_part({make_stocked(): 1}, state="packed"), by=BY)
    (text,) = pages_of(invoices.invoice_pdf(invoice, "hi"))
    assert [word for word in ("Bill of supply", "Not registered under GST", "₹560") if word not in text] == []
    assert [word for word in ("CGST", "SGST", "IGST", "Taxable value") if word in text] == []


def test_credit_note_names_the_invoice_and_leaves_the_delivery():
    part = registered_part()
    invoice, note = issue_invoice(part, by=BY), issue_credit_note(part, by=BY)
    (text,) = pages_of(invoices.invoice_pdf(note, "en"))
    assert [word for word in ("Credit note", note.number, invoice.number, "₹520") if word not in text] == []
    assert "Delivery charge" not in text


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
