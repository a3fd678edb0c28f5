"""Packing lists and payout slips; and the door that nothing foreign comes through."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from haat.catalogue.models import Good, Variant
from haat.delivery import actions as delivery
from haat.ledger.models import Due, Payout, PayoutRun, Share
from haat.pricing.models import TaxRule
from haat.stock import actions as stock
from haat.stock.holdings import moves_in
from haat.stock.models import StockPlace
from haat.web.papers import challans, labels, ours, press, rounds, slips
from tests.make import BY, make_hub, make_member, make_moved, make_part, make_round, make_stocked
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
def test_packing_list_says_what_lies_at_the_desk():
    parcel = make_part(state="packed").parcel
    round = make_round(parcel)
    delivery.not_delivered(parcel, reason="Nobody home", by=BY)
    delivery.receive_back(round, came=[parcel], hub=None, by=BY)
    parcel.refresh_from_db()
    (text,) = pages_of(rounds.packing_list_pdf(make_round(parcel, started=False)))
    assert "The desk" in text


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
        (ours.STATIC / "motifs/../../../../../../README.md").as_uri(),
        "ftp://example.in/a",
    ],
)
def test_a_paper_holds_only_what_is_ours(url):
    with pytest.raises(ValueError, match="only hold what is its own"):
        press.OURS.fetch(url)


def test_our_own_files_and_data_are_served():
    motif = ours.STATIC / "motifs" / "border-haat-ink.svg"
    assert press.OURS.fetch(motif.as_uri()).read() == motif.read_bytes()
    assert press.OURS.fetch("data:text/plain,haat").read() == b"haat"


@pytest.mark.django_db
def test_challan_says_what_goes_from_whom_to_where():
    variant, hub = make_stocked(pieces=9), make_hub(name="Mohanpur hub")
    home = StockPlace.objects.get(maker=variant.good.maker)
    move = stock.dispatch(home, target=hub, pieces={variant.pk: 4}, key="a", by=BY)
    pdf = challans.challan_pdf(moves_in(move.mart).get(), "hi")
    (text,) = pages_of(pdf)
    wanted = [move.number, "Mohanpur hub", "94311 00022", "4602", "2,080.00", "Delivery challan"]
    assert [word for word in wanted if word not in text] == []
    assert [size_mm(page) for page in PdfReader(io.BytesIO(pdf)).pages] == [(148.0, 210.0)]


@pytest.mark.django_db
def test_challan_stays_as_it_was_sent_and_a_good_without_a_rate_blanks_no_other():
    one = make_stocked(pieces=9, price_paise=52_000)
    two = make_stocked(one.good.maker, pieces=9, good={"tax_slug": "of-nothing", "hsn": ""})
    TaxRule.objects.filter(slug="of-nothing").delete()
    home, hub = StockPlace.objects.get(maker=one.good.maker), make_hub()
    stock.dispatch(home, target=hub, pieces={one.pk: 4, two.pk: 1}, key="a", by=BY)
    TaxRule.objects.update(hsn="9999")
    Variant.objects.update(price_paise=100)
    Good.objects.update(hsn="9999")
    (text,) = pages_of(challans.challan_pdf(moves_in(hub.mart).get(), "en"))
    assert ["4602" in text, "2,080.00" in text, "2,600.00" in text, "9999" in text] == [True, True, True, False]


@pytest.mark.django_db
def test_packing_list_and_label_say_at_which_hub_a_parcel_is_fetched():
    variant, hub = make_stocked(pieces=3), make_hub(name="Mohanpur hub", sells=("mart",))
    make_moved(variant, hub, 3)
    parcel = delivery.pack(make_part({variant: 1}, state="accepted"), weight_g=600, by=BY)
    (listed,) = pages_of(rounds.packing_list_pdf(make_round(parcel)))
    (label,) = pages_of(labels.labels_pdf([parcel]))
    assert [("Mohanpur hub" in text, "Near the block office" in text) for text in (listed, label)] == [(True, True)] * 2
