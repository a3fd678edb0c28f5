"""The project's reference files agree with one another and with what is known of the districts."""

from datetime import date

import pytest

from haat.core import identifiers
from haat.places import data as places
from haat.places.data import build_maps
from haat.pricing import data as pricing

DEVANAGARI = range(0x0900, 0x0980)
DISTRICTS = {"deoghar": (324, 20, 10, 6), "chandrapur": (473, 27, 15, 3)}


def is_devanagari(name: str) -> bool:
    return bool(name) and all(ord(char) in DEVANAGARI or char in " ()-.12" for char in name)


def area(points) -> float:
    pairs = zip(points, points[1:] + points[:1], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def holds(points, place) -> bool:
    within = False
    for (x1, y1), (x2, y2) in zip(points, points[1:] + points[:1], strict=True):
        if (y1 > place[1]) != (y2 > place[1]) and place[0] < (x2 - x1) * (place[1] - y1) / (y2 - y1) + x1:
            within = not within
    return within


def test_states_have_unique_codes_and_the_three_known_differences():
    states = places.states()
    assert all(is_devanagari(state.name_hi) and is_devanagari(state.name_mr) for state in states)
    assert len(states) == len({state.code for state in states}) == len({state.gst for state in states}) == 36
    assert {state.code: state.gst for state in states if int(state.gst) != state.code} == {
        28: "37",
        37: "38",
        38: "26",
    }
    assert {state.gst for state in states} <= identifiers.GST_STATES


def test_districts_are_complete_and_lie_in_known_states():
    districts = places.districts()
    assert len(districts) == len({district.code for district in districts}) == 763
    assert {district.state for district in districts} == {state.code for state in places.states()}
    by_code = {district.code: district for district in districts}
    assert (by_code[324].name_en, by_code[324].name_hi, by_code[324].state) == ("Deoghar", "देवघर", 20)
    assert (by_code[473].name_local, by_code[473].name_hi) == ("चंद्रपूर", "चंद्रपुर")
    assert all(is_devanagari(district.name_hi) for district in districts if district.state in (20, 27, 22, 8))


def test_blocks_of_both_marts_are_named_in_three_languages():
    blocks = places.blocks()
    assert len(blocks) == len({block.code for block in blocks}) == 7223
    assert {block.district for block in blocks} <= {district.code for district in places.districts()}
    assert all(block.names["en"] for block in blocks)
    assert all(is_devanagari(block.names[code]) for block in blocks for code in ("hi", "mr") if code in block.names)
    for district, _state, count, _least in DISTRICTS.values():
        own = [block for block in blocks if block.district == district]
        assert len(own) == count
        assert all(is_devanagari(block.names[code]) for block in own for code in ("hi", "mr"))
        assert all(block.position is not None for block in own)


@pytest.mark.parametrize("name", DISTRICTS)
def test_localities_fill_every_block_and_have_their_names(name):
    district, _state, _count, least = DISTRICTS[name]
    found = places.localities(name)
    blocks = {block.code for block in places.blocks() if block.district == district}
    assert {locality.block for locality in found} == blocks
    assert all(sum(locality.block == block for locality in found) >= least for block in blocks)
    assert len({(locality.block, locality.names["en"]) for locality in found}) == len(found)
    assert all(is_devanagari(locality.names["hi"]) for locality in found)
    assert all(is_devanagari(locality.names["mr"]) for locality in found)


@pytest.mark.parametrize("name", DISTRICTS)
def test_localities_have_pin_codes_of_their_district_and_lie_near_their_block(name):
    district, state, _count, _least = DISTRICTS[name]
    seats = {block.code: block.position for block in places.blocks()}
    for locality in places.localities(name):
        pin = places.pins()[locality.pin]
        assert pin.state == state
        assert district in {pin.district, *pin.also}, locality
        seat = seats[locality.block]
        assert abs(locality.position[0] - seat[0]) < 0.35, locality
        assert abs(locality.position[1] - seat[1]) < 0.35, locality


def test_pins_are_valid_and_lie_in_their_districts_state():
    pins = places.pins()
    state_of = {district.code: district.state for district in places.districts()}
    assert len(pins) == 19586
    assert all(identifiers.clean_pin(code) == code == pin.pin for code, pin in pins.items())
    assert sum(pin.district is None for pin in pins.values()) == 100
    assert all(pin.state == state_of.get(pin.district) for pin in pins.values())
    assert all(pin.also <= set(state_of) - {pin.district} for pin in pins.values())
    assert (pins["814120"].district, pins["814120"].also) == (326, {324})
    assert all(6 < pin.position[0] < 38 and 68 < pin.position[1] < 98 for pin in pins.values() if pin.position)
    assert (pins["814112"].district, pins["814112"].state) == (324, 20)
    assert all(len(pin.office) <= 60 for pin in pins.values())


def test_festivals_cover_five_years_and_end_after_they_start():
    festivals = places.festivals()
    keys = {festival.key for festival in festivals}
    assert all(
        [festival.starts.year for festival in festivals if festival.key == key] == list(range(2026, 2031))
        for key in keys
    )
    assert all(0 <= (festival.ends - festival.starts).days <= 31 for festival in festivals)
    assert all(is_devanagari(festival.name_hi) and is_devanagari(festival.name_mr) for festival in festivals)
    days = {(festival.key, festival.starts.year): festival.starts for festival in festivals}
    assert days["diwali", 2026] == date(2026, 11, 8)
    assert days["diwali", 2027] == date(2027, 10, 29)
    assert {"chhath", "sarhul", "karma", "sohrai", "shravani-mela", "pola", "gudi-padwa", "holi"} < keys


@pytest.mark.parametrize("name", DISTRICTS)
def test_block_map_shows_every_block_once_without_gap_or_overlap(name):
    district, _state, _count, _least = DISTRICTS[name]
    drawn = places.block_map(name)
    blocks = sorted(block.code for block in places.blocks() if block.district == district)
    assert drawn.district == district
    assert sorted(shape.block for shape in drawn.shapes) == blocks
    for x in range(1, 400, 3):
        for y in range(1, 400, 3):
            inside = sum(holds(shape.points, (x + 0.137, y + 0.251)) for shape in drawn.shapes)
            assert inside <= 1
    whole = area(drawn.outline)
    assert sum(area(shape.points) for shape in drawn.shapes) == pytest.approx(whole, rel=0.001)


@pytest.mark.parametrize("name", DISTRICTS)
def test_block_map_labels_lie_inside_with_room(name):
    for shape in places.block_map(name).shapes:
        assert holds(shape.points, shape.label)
        assert shape.room >= 18
        assert all(0 <= x <= 400 and 0 <= y <= 400 for x, y in shape.points)
        assert shape.svg_points.count(",") == len(shape.points)


@pytest.mark.parametrize("name", DISTRICTS)
def test_block_map_neighbours_share_corners(name):
    shapes = places.block_map(name).shapes
    for shape in shapes:
        others = {corner for other in shapes if other is not shape for corner in other.points}
        assert len(others & set(shape.points)) >= 2


def test_block_maps_are_what_the_script_draws():
    drawn = build_maps.draw(324, build_maps.DEOGHAR_OUTLINE, build_maps.DEOGHAR_POINTS)
    shapes = places.block_map("deoghar").shapes
    assert [tuple(block["points"]) for block in drawn["blocks"]] == [shape.points for shape in shapes]


def test_tax_rules_have_unique_slugs_and_printable_codes():
    rules = pricing.tax_rules()
    lines = [rule.line for rule in rules if rule.line]
    assert len(set(lines)) == 139
    assert all(rule.hsn.isdigit() and len(rule.hsn) in (4, 6, 8) for rule in rules)
    assert all(rule.slug == rule.slug.lower() and len(rule.slug) <= 60 for rule in rules)
    assert {rule.rate_bp for rule in rules} == {0, 300, 500, 1800, 4000}
    assert all(len(rule.source) <= 200 and rule.from_date == date(2025, 9, 22) for rule in rules)


def test_tax_rules_give_every_good_exactly_one_rate():
    rules = pricing.tax_rules()
    for slug in {rule.slug for rule in rules}:
        own = [rule for rule in rules if rule.slug == slug]
        assert len({rule.hsn for rule in own}) == 1
        for piece_paise in (0, 10_000, 250_000, 250_001, 9_000_000):
            for packed in (True, False):
                fitting = [
                    rule
                    for rule in own
                    if rule.applies(on=date(2026, 11, 8), piece_paise=piece_paise, packed_and_labelled=packed)
                ]
                assert len(fitting) == 1, slug
        assert not any(rule.applies(on=date(2025, 9, 21), piece_paise=1, packed_and_labelled=True) for rule in own)


@pytest.mark.parametrize(
    ("slug", "piece_paise", "packed", "rate_bp"),
    [
        ("peda", 42_000, True, 500),
        ("papad", 8_000, True, 0),
        ("honey", 30_000, True, 500),
        ("honey", 30_000, False, 0),
        ("lac-bangles", 15_000, False, 0),
        ("bamboo-basket", 25_000, False, 500),
        ("womens-garments", 250_000, False, 500),
        ("womens-garments", 250_001, False, 1800),
        ("imitation-jewellery", 9_900, False, 300),
        ("face-pack", 9_900, True, 1800),
    ],
)
def test_tax_rules_hold_the_known_rates(slug, piece_paise, packed, rate_bp):
    fitting = [
        rule.rate_bp
        for rule in pricing.tax_rules()
        if rule.slug == slug and rule.applies(on=date(2026, 11, 8), piece_paise=piece_paise, packed_and_labelled=packed)
    ]
    assert fitting == [rate_bp]


def test_tax_slug_finds_a_line_by_the_lists_wording_or_its_slug():
    assert pricing.tax_slug("Peda, khoya sweets (sweetmeats)") == "peda"
    assert pricing.tax_slug("Honey, pre-packaged and labelled") == "honey"
    assert pricing.tax_slug("bamboo-basket") == "bamboo-basket"
    with pytest.raises(KeyError):
        pricing.tax_slug("moonlight")


def test_wages_are_whole_rupees_of_known_states_once_a_year():
    wages = pricing.wages()
    assert len({(wage.state, wage.financial_year) for wage in wages}) == len(wages) == 64
    assert {wage.state for wage in wages} <= {state.code for state in places.states()}
    assert all(wage.day_paise % 100 == 0 and 200_00 <= wage.day_paise <= 400_00 for wage in wages)
    latest = {wage.state: wage for wage in wages if wage.financial_year == "2025-26"}
    assert (latest[20].day_paise, latest[27].day_paise) == (255_00, 312_00)
    assert not any(wage.is_verified for wage in latest.values())
    assert latest[20].from_date == date(2025, 4, 1)
