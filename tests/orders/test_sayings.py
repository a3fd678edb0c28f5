"""What orders, parts and baskets say of themselves."""

import pytest

from haat.catalogue.models import Variant
from haat.orders import actions
from haat.orders.errors import BadBuyer
from haat.orders.models import Order
from haat.orders.queries import read_lines, review_lines
from haat.orders.rules import Buyer, checked_buyer, checked_caller
from haat.stock import actions as stock
from tests.make import BY, make_basket, make_part, make_stocked

pytestmark = pytest.mark.django_db


def test_a_buyer_is_spoken_to_in_hindi_unless_she_chose_otherwise():
    typed = {"phone": "9876543210", "name": "Ranjana Kumari", "address": "House 4, Circular Road", "pin": "814112"}
    assert checked_buyer(Buyer(**typed)).language == "hi"
    assert checked_buyer(Buyer(**typed, language="mr")).language == "mr"


@pytest.mark.parametrize("name", ["\U0001f642\U0001f642", "12 34", "--"])
def test_a_name_without_a_letter_is_refused_for_the_label_would_have_none(name):
    typed = {
        "phone": "9876543210",
        "name": name,
        "address": "\U0001f3e0" * 9,
        "pin": "814112",
        "landmark": "\U0001f333",
    }
    with pytest.raises(BadBuyer) as refusal:
        checked_buyer(Buyer(**typed))
    found = {field: problem.message for field, problem in refusal.value.fields.items()}
    assert found == {
        "name": "Name: write it in letters.",
        "address": "Address: write house, street and village or town, so that the rider finds it.",
    }
    assert checked_buyer(Buyer(**typed | {"name": "ᱥᱤᱛᱟ", "address": "4/12, 33-5"})).name == "ᱥᱤᱛᱟ"


def test_who_calls_is_told_by_what_is_wrong():
    with pytest.raises(BadBuyer) as refusal:
        checked_caller(phone="9876543210", name="R", pin="814112", words="x" * 501)
    assert {field: problem.message for field, problem in refusal.value.fields.items()} == {
        "name": "Name: it is too short. Write at least 2 letters.",
        "words": "Question: it is too long. Write at most 500 letters.",
    }


def test_stock_knows_a_part_by_its_order_and_one_divided_off_by_itself():
    part = make_part({make_stocked(): 6})
    off = actions.divide(part, pieces={part.lines.get().pk: 2}, by=BY)
    assert (part.cause, off.cause) == (f"order:{part.order_id}", f"part:{off.pk}")


def test_a_basket_has_changed_when_a_price_or_the_stock_has():
    cheaper, short, same = make_stocked(), make_stocked(pieces=5), make_stocked()
    assert not review_lines(read_lines(make_basket({same: 3}))).changed
    basket = make_basket({short: 3})
    stock.count(short, on_hand=2, cause="sold", by=BY)
    assert review_lines(read_lines(basket)).changed
    basket = make_basket({cheaper: 3})
    Variant.objects.filter(pk=cheaper.pk).update(price_paise=40_000)
    assert review_lines(read_lines(basket)).changed


def test_the_tax_code_of_an_order_without_a_state_is_that_of_abroad_or_none():
    assert [Order(country=country).state_code for country in ("IN", "NP")] == ["", "96"]
