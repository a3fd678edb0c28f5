"""How what was told elsewhere is read out to the desk, and how two tellings are compared."""

from haat.orders.arriving import differences, plain_rows


def test_what_was_told_is_read_out_value_by_value_and_nothing_as_nothing():
    told = {"name": "Asha", "phone": None, "lines": [{"sku": "POT", "quantity": 2}], "more": {"gift": None}}
    assert plain_rows(told) == [
        ("name", "Asha"),
        ("phone", ""),
        ("lines.1.sku", "POT"),
        ("lines.1.quantity", "2"),
        ("more.gift", ""),
    ]


def test_what_was_told_as_nothing_and_then_as_something_is_a_difference():
    first, other = {"name": "Asha", "landmark": None}, {"name": "Asha", "landmark": "Old well"}
    assert differences(first, other) == [("landmark", "", "Old well")]
    assert differences(first, dict(first)) == []
