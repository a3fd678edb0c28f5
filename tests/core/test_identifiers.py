"""Identifiers: what people type becomes one canonical form, or a refusal with a stable code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.core import identifiers as ids

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DEVANAGARI = str.maketrans("0123456789", "०१२३४५६७८९")


def code_of(clean, text, **options) -> str:
    with pytest.raises(ids.InvalidIdentifier) as caught:
        clean(text, **options)
    return caught.value.code


@pytest.mark.parametrize(
    "gstin",
    [
        "27AAPFU0939F1ZV",
        "20AAATJ1234K1Z5",
        "22AAATB5678C1Z2",
        "09AAATU2468D1ZF",
        "08AAATR1357E1ZO",
        "38AAACA1234A1ZH",
    ],
)
def test_clean_gstin_accepts_known_numbers(gstin):
    assert ids.clean_gstin(gstin) == gstin
    assert ids.clean_gstin(gstin.lower()) == gstin
    assert ids.clean_gstin(f" {gstin[:2]} {gstin[2:12]}–{gstin[12:]} ") == gstin


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("27AAPFU0939F1ZX", "gstin.check_digit"),
        ("27AAPFU0939F1Z0", "gstin.check_digit"),
        ("27AAPFU0939F1Z", "gstin.length"),
        ("", "gstin.length"),
        ("2AAAPFU0939F1ZV", "gstin.shape"),
        ("27AAPFU0939F0ZV", "gstin.shape"),
        ("39AAPFU0939F1ZV", "gstin.state"),
        ("00AAPFU0939F1ZV", "gstin.state"),
        ("27AAPXU0939F1ZV", "gstin.pan"),
        ("27AAPFU0000F1ZV", "gstin.pan"),
        ("27AAPFU0939F1YV", "gstin.fourteenth"),
    ],
)
def test_clean_gstin_refuses_with_the_reason(text, code):
    assert code_of(ids.clean_gstin, text) == code


pans = st.tuples(
    st.text(LETTERS, min_size=3, max_size=3),
    st.sampled_from("ABCFGHJLPT"),
    st.sampled_from(LETTERS),
    st.integers(1, 9999).map(lambda number: f"{number:04}"),
    st.sampled_from(LETTERS),
).map("".join)
gstin_bodies = st.tuples(
    st.sampled_from(sorted(ids.GST_STATES)),
    pans,
    st.sampled_from("123456789" + LETTERS),
    st.sampled_from("ZC"),
).map("".join)


@given(gstin_bodies)
def test_clean_gstin_round_trips_every_number_with_its_check_digit(body):
    gstin = body + ids.gstin_check_digit(body)
    assert ids.clean_gstin(gstin) == gstin
    assert ids.clean_gstin(gstin.lower().translate(DEVANAGARI)) == gstin
    assert ids.clean_pan(gstin[2:12]) == gstin[2:12]


@given(gstin_bodies, st.sampled_from("0123456789" + LETTERS))
def test_clean_gstin_refuses_every_other_check_digit(body, last):
    if last == ids.gstin_check_digit(body):
        assert ids.clean_gstin(body + last) == body + last
    else:
        assert code_of(ids.clean_gstin, body + last) == "gstin.check_digit"


def answer_of(clean, text):
    try:
        return clean(text)
    except ids.InvalidIdentifier as error:
        return error


@given(st.text(max_size=20))
def test_every_cleaner_answers_or_raises_its_own_error(text):
    cleaners = (
        ids.clean_gstin, ids.clean_pan, ids.clean_ifsc, ids.clean_pin, ids.clean_mobile,
        ids.clean_udyam, ids.clean_fssai, ids.clean_vpa, ids.clean_s10,
    )  # fmt: skip
    for clean in cleaners:
        found = answer_of(clean, text)
        if isinstance(found, ids.InvalidIdentifier):
            assert found.code.split(".")[0] == clean.__name__.removeprefix("clean_")
        else:
            assert clean(found) == found
            assert found.isascii()


@pytest.mark.parametrize("pan", ["AAPFU0939F", "ACUPA7085R"])
def test_clean_pan_accepts_known_numbers(pan):
    assert ids.clean_pan(f" {pan[:5].lower()} {pan[5:9].translate(DEVANAGARI)}-{pan[9]}") == pan


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ABMXA3211G", "pan.holder"),
        ("ACUPA0000R", "pan.digits"),
        ("ACUPA7085", "pan.length"),
        ("ACUP47085R", "pan.shape"),
    ],
)
def test_clean_pan_refuses_with_the_reason(text, code):
    assert code_of(ids.clean_pan, text) == code


@pytest.mark.parametrize("pin", ["814112", "442401", "491001", "231216", "302001"])
def test_clean_pin_accepts_known_codes(pin):
    assert ids.clean_pin(f"{pin[:3]} {pin[3:]}") == pin
    assert ids.clean_pin(pin.translate(DEVANAGARI)) == pin


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("81411", "pin.length"),
        ("81411a", "pin.signs"),
        ("", "pin.empty"),
        ("8141120", "pin.length"),
        ("014112", "pin.zero"),
    ],
)
def test_clean_pin_refuses_with_the_reason(text, code):
    assert code_of(ids.clean_pin, text) == code


@pytest.mark.parametrize(
    "text",
    [
        "9876543210",
        "98765 43210",
        "+91 98765-43210",
        "+91-(98765) 43210",
        "09876543210",
        "+91 09876543210",
        "0091 9876543210",
        "919876543210",
        "९८७६५ ४३२१०",
        "\u200e+91\u00a098765\u201143210\u200f",
    ],
)
def test_clean_mobile_reads_every_way_of_writing(text):
    assert ids.clean_mobile(text) == "+919876543210"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("98765", "mobile.length"),
        ("98765432101", "mobile.length"),
        ("98765x3210", "mobile.signs"),
        (" ", "mobile.empty"),
        ("5876543210", "mobile.first_digit"),
        ("0651-2345678", "mobile.landline"),
        ("(06432) 222222", "mobile.landline"),
        ("06742345678", "mobile.landline"),
        ("10000 00001", "mobile.first_digit"),
        ("+1 202 555 0123", "mobile.foreign"),
    ],
)
def test_clean_mobile_refuses_with_the_reason(text, code):
    assert code_of(ids.clean_mobile, text) == code


def test_clean_mobile_admits_demonstration_numbers_only_when_asked():
    assert ids.clean_mobile("10000 00000", allow_demo=True) == "+911000000000"
    assert ids.clean_mobile("+91 10000 99999", allow_demo=True) == "+911000099999"
    assert ids.clean_mobile("9876543210", allow_demo=True) == "+919876543210"
    assert code_of(ids.clean_mobile, "10001 00000", allow_demo=True) == "mobile.first_digit"


@pytest.mark.parametrize("text", ["UDYAM-JH-05-0001234", "udyam jh 05 0001234", "JH-०५-०००१२३४", "UDYAMJH050001234"])
def test_clean_udyam_writes_the_dashes(text):
    assert ids.clean_udyam(text) == "UDYAM-JH-05-0001234"


def test_clean_udyam_refuses_other_shapes():
    assert code_of(ids.clean_udyam, "UDYAM-JH-05-123") == "udyam.shape"


def test_clean_fssai_accepts_licence_and_registration():
    assert ids.clean_fssai("2 15 20 034 000 123") == "21520034000123"
    assert ids.clean_fssai("1001 2011 0000 12") == "10012011000012"


@pytest.mark.parametrize(("text", "code"), [("2152003400012", "fssai.length"), ("31520034000123", "fssai.kind")])
def test_clean_fssai_refuses_with_the_reason(text, code):
    assert code_of(ids.clean_fssai, text) == code


def test_clean_vpa_lowers_case_and_keeps_dots_and_dashes():
    assert ids.clean_vpa(" DeogharMart@SBI ") == "deogharmart@sbi"
    assert ids.clean_vpa("rekha.devi-2_x@okaxis") == "rekha.devi-2_x@okaxis"
    assert ids.clean_vpa("९८७६५४३२१०@ybl") == "9876543210@ybl"


@pytest.mark.parametrize(
    ("text", "code"),
    [("deogharmart", "vpa.at"), ("a@b@c", "vpa.at"), ("a@sbi", "vpa.shape"), ("रेखा@sbi", "vpa.shape")],
)
def test_clean_vpa_refuses_with_the_reason(text, code):
    assert code_of(ids.clean_vpa, text) == code


@pytest.mark.parametrize("number", ["EB000717618HK", "RR473124829GB", "EE471108151FR"])
def test_clean_s10_accepts_known_articles(number):
    assert ids.clean_s10(f"{number[:2].lower()} {number[2:5]} {number[5:]}") == number


@pytest.mark.parametrize(
    ("text", "code"), [("EB900717618HK", "s10.check_digit"), ("EB00071761HK", "s10.shape"), ("", "s10.shape")]
)
def test_clean_s10_refuses_with_the_reason(text, code):
    assert code_of(ids.clean_s10, text) == code


@given(st.integers(0, 99_999_999).map(lambda number: f"{number:08}"))
def test_clean_s10_round_trips(serial):
    number = f"EE{serial}{ids.s10_check_digit(serial)}IN"
    assert ids.clean_s10(number.lower()) == number


def test_s10_message_shows_a_number_that_is_itself_valid():
    assert ids.clean_s10("EE123456785IN") == "EE123456785IN"


def test_clean_ifsc_mends_the_letter_o_and_case():
    assert ids.clean_ifsc("sbin0000064") == "SBIN0000064"
    assert ids.clean_ifsc("SBINO000064") == "SBIN0000064"
    assert ids.clean_ifsc("SBIN ००००० ६४") == "SBIN0000064"


@pytest.mark.parametrize(("text", "code"), [("SBIN000006", "ifsc.length"), ("SBIN1000064", "ifsc.shape")])
def test_clean_ifsc_refuses_with_the_reason(text, code):
    assert code_of(ids.clean_ifsc, text) == code


def test_bank_of_knows_banks_and_branches():
    assert ids.bank_of("SBIN0000064") == ("State Bank of India", True)
    assert ids.bank_of("SBIN0999999") == ("State Bank of India", False)
    assert ids.bank_of("BKID0000001")[0] == "Bank of India"
    assert ids.bank_of("ABHY0065001") == ("Abhyudaya Co-operative Bank", True)
    assert ids.bank_of("QQQQ0000001") is None


def test_masks_show_only_the_ends():
    assert ids.mask_phone("+919876543210") == "98xxxxxx10"
    assert ids.mask_phone("98765 43210") == "98xxxxxx10"
    assert ids.mask_phone("1234") == "xxxx"
    assert ids.mask_account("1234 5678 9012") == "xxxxxxxx9012"
    assert ids.mask_account("12345678") == "xxxxxx78"
    assert ids.mask_account("12") == "xx"


def test_messages_name_the_field_and_the_way_out():
    with pytest.raises(ids.InvalidIdentifier) as caught:
        ids.clean_mobile("12")
    assert str(caught.value) == "Mobile number: it has 10 digits. Some are missing."
