"""Every refusal of orders: its code, the field it stands at, and its sentence."""

import pytest
from django.utils.translation import override

from haat.orders import errors

REFUSALS = [
    (errors.EmptyBasket(), "empty_basket", "basket", "Basket: it is empty. Put a good into it first."),
    (errors.NotForSale(), "not_for_sale", "", "This good is not for sale now. Choose another one."),
    (
        errors.BadQuantity(99),
        "bad_quantity",
        "quantity",
        "Quantity: write a number from 1 to 99. For more, send an enquiry.",
    ),
    (errors.MethodClosed("Not here."), "method_closed", "method", "Not here."),
    (
        errors.ReasonMissing(),
        "reason_missing",
        "reason",
        "Reason: say in a few words why, so that the other side knows.",
    ),
    (
        errors.TooLateToReturn(7),
        "too_late_to_return",
        "",
        "Return: it can be asked for within 7 days of delivery. Call the mart instead.",
    ),
    (errors.BadStars(), "bad_stars", "stars", "Stars: choose from 1 to 5."),
    (errors.BadPieces(), "bad_pieces", "pieces", "Pieces: choose at least one."),
    (errors.BadPieces(3), "bad_pieces", "pieces", "Pieces: at most 3 of this good can be chosen. Write fewer."),
    (
        errors.CannotDivide(),
        "cannot_divide",
        "pieces",
        "Pieces: these cannot be taken apart from the others. Choose all pieces of the good.",
    ),
    (errors.BadHoldDay(60), "bad_hold_day", "day", "Day: choose one from tomorrow on, within 60 days."),
]


@pytest.mark.parametrize(("error", "code", "field", "sentence"), REFUSALS, ids=lambda given: str(given)[:30])
def test_a_refusal_names_its_field_and_says_what_to_do(error, code, field, sentence):
    with override("en"):
        assert (error.code, error.field, error.message) == (f"orders.{code}", field, sentence)
