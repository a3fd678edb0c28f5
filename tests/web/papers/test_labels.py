"""Labels: one A6 page a parcel, whatever is written on it, and codes that say the parcel's number."""

import io
from itertools import groupby

import pytest
from barcode.codex import Code128
from PIL import Image
from pypdf import PdfReader

from haat.core.errors import HaatError
from haat.delivery import actions as delivery
from haat.orders import actions as orders
from haat.web.papers import ink, labels
from tests.make import BY, make_mart, make_order, make_part, make_stocked
from tests.web.papers.read import pages_of, picture_of, size_mm

pytestmark = pytest.mark.django_db


def parcel_of(weight_g=600, pieces=1, method="cod", **buyer):
    part = make_part({make_stocked(): pieces}, state="accepted", method=method, **buyer)
    return delivery.pack(part, weight_g=weight_g, by=BY)


def test_label_is_one_a6_page_a_parcel():
    parcels = [parcel_of(), parcel_of()]
    pdf = labels.labels_pdf(parcels)
    reader = PdfReader(io.BytesIO(pdf))
    assert [size_mm(page) for page in reader.pages] == [(105.0, 148.0), (105.0, 148.0)]
    texts = pages_of(pdf)
    assert [parcel.number in text for parcel, text in zip(parcels, texts, strict=True)] == [True, True]


def test_label_says_what_the_rider_needs():
    text = pages_of(labels.labels_pdf([parcel_of(weight_g=1250, name="Anita Kulkarni")]))[0]
    wanted = [
        "Anita Kulkarni",
        "House 4, Circular Road",
        "814112",
        "₹560",
        "1.25 kg",
        "Collect",
        "Deoghar Mart",
        "Inside",
    ]
    assert [word for word in wanted if word not in text] == []


def test_label_hides_the_phone_from_all_but_the_post():
    parcel = parcel_of(phone="9876543210")
    assert labels.label_of(parcel).phone == "98xxxxxx10"
    parcel.carrier = "post"
    assert labels.label_of(parcel).phone == "98765 43210"


def test_label_never_shows_the_code():
    parcel = parcel_of()
    parcel.code = "730914"
    parcel.save()
    assert "730914" not in pages_of(labels.labels_pdf([parcel]))[0]


def test_label_asks_for_what_the_rider_can_take():
    (words,) = pages_of(labels.labels_pdf([parcel_of(language="en")]))
    assert "Collect" in words
    assert "Cash" in words
    assert "UPI" not in words


@pytest.mark.parametrize("language", ["hi", "en", "mr", "bn", "sat", "or", "ur"])
def test_label_stays_one_page_with_the_longest_address(language):
    mart = make_mart()
    mart.languages = [language]
    mart.save()
    address = ("मकान नंबर 42, बैद्यनाथ मंदिर के पीछे वाली गली, " * 6)[:240]
    parcel = parcel_of(address=address, landmark="शिव मंदिर के पास " * 6)
    assert labels.label_of(parcel).size == "tiny"
    assert len(pages_of(labels.labels_pdf([parcel]))) == 1


def test_label_shows_three_lines_and_counts_the_rest():
    wanted = {make_stocked(): 1}
    maker = next(iter(wanted)).good.maker
    wanted |= {make_stocked(maker): 1 for _n in range(4)}
    part = make_part(wanted, state="accepted")
    label = labels.label_of(delivery.pack(part, weight_g=900, by=BY))
    assert (len(label.inside), label.more) == (3, 2)


def test_label_counts_the_parcels_of_an_order():
    one, other = make_stocked(), make_stocked()
    part, _second = make_order_of_two(one, other)
    label = labels.label_of(delivery.pack(part, weight_g=900, by=BY))
    assert (label.places, [text.text for text in label.counted]) == (2, ["Parcel 1 of 2"])


def make_order_of_two(one, other):
    parts = list(make_order({one: 1, other: 1}).parts.order_by("pk"))
    return [orders.accept(part, by=BY) or part for part in parts]


def test_labels_of_nothing_are_refused():
    with pytest.raises(HaatError) as refused:
        labels.labels_pdf([])
    assert refused.value.code == "papers.nothing_to_print"


def test_bars_are_code_128_with_quiet_zones():
    picture = picture_of(ink.bars("DM-2610-00412-1"))
    row = [picture.getpixel((x, 0)) for x in range(0, picture.width, ink.DOTS)]
    bars = "".join("0" if light else "1" for light in row)
    assert bars == "0" * ink.QUIET + Code128("DM-2610-00412-1").build()[0] + "0" * ink.QUIET
    assert max(len(list(run)) for _bar, run in groupby(bars)) == ink.QUIET


def test_codes_and_borders_are_one_ink():
    for address in (ink.qr("haat:parcel:DM-1-1"), ink.bars("DM-1-1"), ink.border("deoghar-sohrai")):
        picture = picture_of(address)
        assert (picture.mode, picture.getextrema()) == ("1", (0, 255))


def test_border_of_a_mart_without_one_is_the_houses():
    assert ink.border("no-such-border") == ink.border("haat")
    assert ink.border("chandrapur") != ink.border("haat")
    assert isinstance(picture_of(ink.border("haat")), Image.Image)
