"""Reading an order from elsewhere: every wrong field is named, and nothing breaks."""

import contextlib
import json
from datetime import UTC
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.orders.errors import BadFacts
from haat.orders.facts import MOST_LINES, Facts, facts_from

LINE = {"id": "1", "sku": "PERA-500", "title": "Pera", "quantity": 2, "piece_minor": 30_000}
TOLD = {"placed_at": "2026-11-20T10:30:00+05:30", "name": "Asha", "lines": [LINE]}


def wrong(**told) -> dict[str, str]:
    with pytest.raises(BadFacts) as caught:
        facts_from({**TOLD, **told})
    assert all("%(" not in error.message for error in caught.value.fields.values())
    return {field: error.code for field, error in caught.value.fields.items()}


def test_reads_what_is_there():
    facts = facts_from({**TOLD, "more": {"gift": True}})
    assert (facts.name, facts.phone, facts.country, facts.currency, facts.rate) == ("Asha", "", "IN", "INR", None)
    assert (facts.lines[0].sku, facts.told_minor, facts.told["more"]) == ("PERA-500", 60_000, {"gift": True})


def test_digest_does_not_know_the_order_of_keys():
    turned = dict(reversed(TOLD.items()))
    assert facts_from(TOLD).digest == facts_from(turned).digest != facts_from({**TOLD, "name": "Usha"}).digest


def test_rate_is_read_exactly():
    facts = facts_from({**TOLD, "currency": "USD", "rate": "83.415", "rate_on": "2026-11-20"})
    assert facts.rate == Decimal("83.415")


def test_as_many_lines_as_an_order_may_have_are_read():
    facts = facts_from({**TOLD, "lines": [{**LINE, "id": str(place)} for place in range(MOST_LINES)]})
    assert len(facts.lines) == MOST_LINES


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ({"name": ""}, {"name": "orders.fact_missing"}),
        ({"name": "x" * 121}, {"name": "orders.fact_too_long"}),
        ({"name": 7, "phone": "12"}, {"name": "orders.fact_no_text", "phone": "mobile.length"}),
        ({"phone": "+1 503 555 0142"}, {"phone": "mobile.foreign"}),
        ({"pin": "81411"}, {"pin": "pin.length"}),
        ({"country": "US", "pin": "814112"}, {"pin": "orders.fact_no_pin"}),
        ({"country": "Bharat"}, {"country": "orders.fact_no_country"}),
        ({"country": ["IN"]}, {"country": "orders.fact_no_country"}),
        ({"currency": "EURO"}, {"currency": "orders.fact_no_currency"}),
        ({"currency": "USD"}, {"rate": "orders.fact_no_rate", "rate_on": "orders.fact_no_day"}),
        ({"currency": "USD", "rate": 83.4, "rate_on": "2026-11-20"}, {"rate": "orders.fact_no_rate"}),
        ({"currency": "USD", "rate": "0.000", "rate_on": "2026-11-20"}, {"rate": "orders.fact_no_rate"}),
        ({"rate": "1"}, {"rate": "orders.fact_no_rate_wanted"}),
        ({"delivery_minor": 1.5}, {"delivery_minor": "orders.fact_no_number"}),
        ({"delivery_minor": True}, {"delivery_minor": "orders.fact_no_number"}),
        ({"total_minor": -1}, {"total_minor": "orders.fact_no_number"}),
        ({"placed_at": "yesterday"}, {"placed_at": "orders.fact_no_moment"}),
        ({"placed_at": "2026-11-20T10:30:00"}, {"placed_at": "orders.fact_no_moment"}),
        ({"placed_at": "2999-01-01"}, {"placed_at": "orders.fact_no_moment"}),
        ({"placed_at": "0001-01-01T00:00:00+23:59"}, {"placed_at": "orders.fact_no_moment"}),
        ({"placed_at": "9999-12-31T23:59:59-23:59"}, {"placed_at": "orders.fact_no_moment"}),
        ({"promised_by": "2026-02-30"}, {"promised_by": "orders.fact_no_day"}),
        ({"bills": "nobody"}, {"bills": "orders.fact_unknown_word"}),
        ({"language": {}}, {"language": "orders.fact_unknown_word"}),
        ({"carrier": "Own Riders"}, {"carrier": "orders.fact_no_slug"}),
        ({"nmae": "Asha"}, {"nmae": "orders.fact_strange"}),
        ({"lines": []}, {"lines": "orders.fact_no_lines"}),
        ({"lines": {"0": LINE}}, {"lines": "orders.fact_no_list"}),
        ({"lines": [LINE] * 201}, {"lines": "orders.fact_no_list"}),
        ({"lines": [7]}, {"lines.0": "orders.fact_not_readable"}),
        ({"lines": [{**LINE, "quantity": 0}]}, {"lines.0.quantity": "orders.fact_no_number"}),
        ({"lines": [{**LINE, "quantity": "2"}]}, {"lines.0.quantity": "orders.fact_no_number"}),
        ({"lines": [{**LINE, "qty": 2}]}, {"lines.0.qty": "orders.fact_strange"}),
        ({"lines": [{**LINE, "sku": "", "title": ""}]}, {"lines.0.sku": "orders.fact_no_good"}),
        ({"lines": [LINE, LINE]}, {"lines.1.id": "orders.fact_line_twice"}),
        ({"lines": [{**LINE, "quantity": 10_000, "piece_minor": 10**13}]}, {"lines": "orders.fact_too_much"}),
        ({"name": "\u200b\ufeff"}, {"name": "orders.fact_missing"}),
        ({"name": "a\x00"}, {"": "orders.fact_not_readable"}),
        ({"name": "\ud800"}, {"": "orders.fact_not_readable"}),
        ({"more": float("nan")}, {"": "orders.fact_not_readable"}),
        ({"more": float("inf")}, {"": "orders.fact_not_readable"}),
        ({"more": 10**400}, {"": "orders.fact_not_readable"}),
        ({"more": [0] * 6000}, {"": "orders.fact_not_readable"}),
        ({"more": "x" * 5000}, {"": "orders.fact_not_readable"}),
        ({"more": [[[[[[[[[[0]]]]]]]]]]}, {"": "orders.fact_not_readable"}),
    ],
)
def test_wrong_fields_are_named(told, found):
    said = wrong(**told)
    if set(said) != set(found) and "lines.0" in found:
        assert found.items() <= said.items()
    else:
        assert said == found


@pytest.mark.parametrize(
    ("told", "read"),
    [
        ("\u0915\u0930\u094d\u200d\u092f", "\u0915\u0930\u094d\u200d\u092f"),  # joiners shape the letters
        ("\u0915\u094d\u200c\u0937", "\u0915\u094d\u200c\u0937"),
        ("Asha \U0001f469\u200d\U0001f33e", "Asha \U0001f469\u200d\U0001f33e"),
        ("a\u200bb", "ab"),
        ("a\u200eb", "ab"),
        ("\ufeffa\u00adb", "ab"),
        ("a\u202eb", "ab"),
        ("a\u00a0 b\n", "a b"),
    ],
)
def test_signs_that_are_not_seen_are_no_reason_to_refuse(told, read):
    facts = facts_from({**TOLD, "name": told, "address": told, "lines": [{**LINE, "title": told, "sku": told}]})
    assert (facts.name, facts.address, facts.lines[0].title, facts.lines[0].sku) == (read,) * 4
    assert facts.told["name"] == told


@pytest.mark.parametrize(
    ("told", "hour", "minute"),
    [
        ("2026-01-02T00:00:00+16:00", 8, 0),
        ("2026-01-02T00:00:00+23:59", 0, 1),
        ("2026-01-02T00:00:00-23:59", 23, 59),
        ("2026-01-02T00:00:00+05:30:15.123456", 18, 29),
        ("2026-01-02T00:00:00Z", 0, 0),
    ],
)
def test_moment_is_read_in_utc_whatever_its_offset(told, hour, minute):
    moment = facts_from({**TOLD, "placed_at": told}).placed_at
    assert (moment.tzinfo, moment.hour, moment.minute) == (UTC, hour, minute)


def test_zero_below_zero_is_nothing():
    below, plain = (facts_from({**TOLD, "more": {"x": [zero, {"y": zero}]}}) for zero in (-0.0, 0.0))
    assert (below.digest, str(below.told["more"])) == (plain.digest, "{'x': [0.0, {'y': 0.0}]}")


def test_number_copied_with_a_sign_of_direction_is_read():
    assert facts_from({**TOLD, "phone": "\u202a98765 43210\u202c"}).phone == "+919876543210"


@pytest.mark.parametrize("data", [None, 7, "text", [], [TOLD]])
def test_what_is_no_object_is_refused(data):
    with pytest.raises(BadFacts) as caught:
        facts_from(data)
    assert caught.value.code == "orders.fact_not_readable"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(st.text(max_size=8), below, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from([*TOLD, *Facts.__dataclass_fields__, "more"]), JSON, max_size=8))
def test_any_json_is_read_or_refused(data):
    told = json.loads(json.dumps({**TOLD, **data}))
    with contextlib.suppress(BadFacts):
        assert len(facts_from(told).digest) == 64
