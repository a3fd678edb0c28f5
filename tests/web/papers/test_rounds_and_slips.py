"""Packing lists and payout slips; and the door that nothing foreign comes through."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from haat.delivery import actions as delivery
from haat.ledger.models import Due, Payout, PayoutRun, Share
from haat.web.papers import printer, rounds, slips
from tests.make import BY, make_member, make_part, make_round, make_stocked
from tests.web.papers.read import pages_of, size_mm


@pytest.mark.django_db
def test_packing_list_says_stops_and_cash():
    variant = make_stocked(pieces=20)
    parcels = [delivery.pack(make_part({variant: n}, state="accepted"), weight_g=600, by=BY) for n in (1, 2)]
    round = make_round(*parcels)
    pdf = rounds.packing_list_pdf(round)
    (text,) = pages_of(pdf)
    cash = sum(parcel.collect_paise for parcel in parcels)
    assert cash == 56_000 + 104_000
    wanted = [
        *(parcel.number for parcel in parcels),
        "₹560",
        "₹1,040",
        "₹1,600",
        "1.2 kg",
        "Ranjana Kumari",
        "814112",
    ]
    wanted += ["98765 43210", "Packing list", round.rider.name]
    assert [word for word in wanted if word not in text] == []
    assert [size_mm(page) for page in PdfReader(io.BytesIO(pdf)).pages] == [(210.0, 297.0)]


@pytest.mark.django_db
def test_payout_slip_says_orders_and_shares():
    part = make_part()
    maker = part.maker
    run = PayoutRun.objects.create(mart=part.mart, number="P-2610-1", proposed_by_id=1)
    payout = Payout.objects.create(
        mart=part.mart, run=run, maker=maker, amount_paise=41_200, holder="Sita Devi",
        account_number="30011223344", ifsc="SBIN0000064", utr="SBIN526100012345", state=Payout.State.PAID,
    )  # fmt: skip
    Due.objects.create(
        mart=part.mart, maker=maker, part=part, amount_paise=41_200, pay_from=date(2026, 10, 1), payout=payout
    )
    for name, paise in (("Rekha", 21_200), ("Munni", 20_000)):
        Share.objects.create(payout=payout, member=make_member(maker, name), amount_paise=paise)
    pdf = slips.payout_slip_pdf(payout, "hi")
    (text,) = pages_of(pdf)
    wanted = [
        "P-2610-1",
        part.number,
        "₹412",
        "Rekha",
        "₹212",
        "Munni",
        "₹200",
        "xxxx3344",
        "SBIN526100012345",
    ]
    assert [word for word in wanted if word not in text] == []
    assert "30011223344" not in text
    assert [size_mm(page) for page in PdfReader(io.BytesIO(pdf)).pages] == [(148.0, 210.0)]


@pytest.mark.parametrize(
    "url",
    [
        "https://example.in/logo.png",
        "http://127.0.0.1/logo.png",
        "file:///etc/hostname",
        (printer.STATIC / "motifs/../../../../../../README.md").as_uri(),
        "ftp://example.in/a",
    ],
)
def test_a_paper_holds_only_what_is_ours(url):
    with pytest.raises(ValueError, match="only hold what is its own"):
        printer.OURS.fetch(url)


def test_our_own_files_and_data_are_served():
    motif = printer.STATIC / "motifs" / "border-haat-ink.svg"
    assert printer.OURS.fetch(motif.as_uri()).read() == motif.read_bytes()
    assert printer.OURS.fetch("data:text/plain,haat").read() == b"haat"
