"""Whatever people write as one word stays on its paper, whole; signs no face has are left out."""

import pytest
from django.utils import translation

from haat.delivery import actions as delivery
from haat.ledger.actions import issue_invoice
from haat.makers.models import Maker, Seller
from haat.orders.models import Order
from haat.web.papers import invoices, labels, printer
from tests.make import BY, make_part, make_registered_maker, make_stocked
from tests.web.papers.read import outside, pages_of

pytestmark = pytest.mark.django_db
ONE_WORD = "HouseNo42BehindTheBaidyanathTempleInTheLaneOfTheBraziers" * 5
DEVA = "बैद्यनाथमंदिरकेपीछेवालीगलीमेंताँबेवालोंकेपासतीसरामकान" * 5


def kept(monkeypatch, module):
    """What is printed, as HTML with its styles."""
    seen = []
    real = printer.to_pdf
    monkeypatch.setattr(module, "to_pdf", lambda html, styles: seen.append((html, styles)) or real(html, styles=styles))
    return seen


def part_of(name="Bamboo basket", **buyer):
    variant = make_stocked(make_registered_maker(), good={"name": name[:100]})
    return make_part({variant: 1}, state="accepted", **buyer)


@pytest.mark.parametrize("word", [ONE_WORD, DEVA])
@pytest.mark.parametrize("letters", [60, 120, 240])
def test_an_address_without_a_space_is_whole_on_the_label(monkeypatch, word, letters):
    seen = kept(monkeypatch, labels)
    buyer = {"address": word[:letters], "name": word[: letters // 2], "landmark": word[: letters // 2]}
    parcel = delivery.pack(part_of(**{**buyer, "name": "Bamboo basket"}), weight_g=600, by=BY)
    Order.objects.filter(pk=parcel.part.order_id).update(name=buyer["name"])
    parcel.part.order.refresh_from_db()
    (text,) = pages_of(labels.labels_pdf([parcel]))
    html, styles = seen[0]
    assert outside(html, styles=styles) == []
    assert word[:letters][-5:] in "".join(text.split()) or word is DEVA


@pytest.mark.parametrize("word", [ONE_WORD, DEVA])
@pytest.mark.parametrize("language", ["hi", "en"])
def test_a_long_word_does_not_push_the_invoice_off_its_page(monkeypatch, word, language):
    part = part_of(address=word[:240], name=word[:120], landmark=word[:120])
    long = {"en": word[:200], "hi": word[:200]}
    part.lines.update(names=long, labels=long)
    Seller.objects.filter(pk=part.seller_id).update(legal_name=word[:150], address=word[:200])
    Maker.objects.filter(pk=part.maker_id).update(names=long)
    delivery.pack(part, weight_g=600, by=BY)
    part.refresh_from_db()
    seen = kept(monkeypatch, invoices)
    with translation.override(language):
        invoices.invoice_pdf(issue_invoice(part, by=BY), language)
    html, styles = seen[0]
    assert outside(html, styles=styles) == []


def test_figures_on_an_invoice_are_never_broken():
    part = part_of(name="x" * 100)
    delivery.pack(part, weight_g=600, by=BY)
    part.refresh_from_db()
    text = "\n".join(pages_of(invoices.invoice_pdf(issue_invoice(part, by=BY), "en")))
    assert "520.00" in text
    assert "Bamboo" not in text


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Rani \U0001f33a Devi", "Rani  Devi"),
        ("\U0001f469\u200d\U0001f33e खेत के पास", " खेत के पास"),
        ("\u2764\ufe0f", ""),
        ("House \u231a\u23f0 4 \u25b6\u25fe\u3030\u3297\u3299", "House  4 "),
        ("\U0001f1ee\U0001f1f3 2\u20e3", " 2"),
        ("क्\u200dष ₹500 · 1–2 × 3 ✕", "क्\u200dष ₹500 · 1–2 × 3 "),
    ],
)
def test_signs_that_no_face_has_are_left_out(written, printed):
    assert printer.without_emoji(written) == printed


def test_a_name_with_emoji_prints_without_boxes():
    parcel = delivery.pack(part_of(name="Soap", address="House 4 \U0001f3e0, Circular Road"), weight_g=600, by=BY)
    (text,) = pages_of(labels.labels_pdf([parcel]))
    assert "House 4 , Circular Road" in text
