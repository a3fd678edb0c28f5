"""One sentence for each way a field of a public form can be wrong, said at the field, and what was typed stays.

A new public form fails the last test until it has its lines here.
"""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from haat.helping import actions as helping
from haat.payments import actions as payments
from haat.shelf import build
from tests.make import BY, make_fee, make_maker, make_mart, make_order, make_part, make_pin, make_stocked, make_zone
from tests.web import doors

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin", "Origin": "http://deoghar.localhost"}
LONG = "x" * 600
# address → form (what else it says) → field → what is wrong with it, each kind once.
FORMS = {
    "shop:checkout": {
        "": {
            "phone": ["", "98765", "98765432109", "9876x43210", "0612222222", "+14155550100"],
            "pin": ["", "8141", "8141122", "81411x", "999999", "012345"],
            "name": ["", "R", "\U0001f642\U0001f642", LONG],
            "address": ["", "12", LONG],
            "landmark": [LONG],
        }
    },
    "shop:order": {
        "paid": {"reference": ["", "4123", "4123456789012", "41234567890x", "111111111111"]},
        "cancel": {"reason": ["", LONG]},
        "return": {"reason": ["", LONG]},
        "rate": {"stars": [""], "words": [LONG]},
    },
    "shop:wish": {
        "": {
            "phone": ["", "98765", "98765432109", "9876x43210", "0612222222", "+14155550100"],
            "pin": ["", "8141", "8141122", "81411x"],
            "name": ["", "R", "\U0001f642\U0001f642", LONG],
            "words": [LONG],
        }
    },
    "shop:help": {"": {"words": ["", "x" * 2001], "name": ["", LONG]}},
    "shop:complaint": {"add": {"words": ["", "x" * 2001]}, "reopen": {"words": ["", "x" * 2001]}},
    "shop:basket_change": {"": {"quantity": ["0", "-3"], "variant": ["999999"]}},
    "ui:sign_in": {"": {"phone": ["", "98765", "98765432109", "9876x43210", "0612222222", "+14155550100"]}},
    "ui:sign_in_code": {"": {"code": ["", "123", "1234567", "12345x"]}},
}
# Forms that only choose or press: nothing is typed into them. The office's own stand in its rooms' tests.
PRESSED = {"ui:sign_out", "ui:language", "maker:sign_out", "ui:office_sign_in", "ui:second_factor"}
# Who is invited to the office reads its own sentences (tests/web/test_join.py); gateways read none.
ELSEWHERE = {"ui:join", "ui:join_password", "api:reports", "api:reports_signed"}
SAID = re.compile(
    r'<p class="field-error"[^>]*>.*?<span>(.*?)</span>|class="notice notice--wrong"[^>]*>(.*?)</div>', re.DOTALL
)


@pytest.fixture
def shop():
    mart = make_mart()
    make_zone(mart)
    make_fee(mart, packing_paise=500)
    make_pin("814112")
    variant = make_stocked(make_maker(mart=mart), pieces=50)
    build.rebuild()
    buyer = Client(HTTP_HOST="deoghar.localhost")
    buyer.post("/en/basket/change/", {"variant": variant.pk}, headers=HERE)
    return buyer, variant


def address(name, *args):
    with translation.override("en"):
        return reverse(name, args=args)


def said(html):
    found = ["".join(pair) for pair in SAID.findall(html) if "".join(pair).strip()]
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", each)).split()) for each in found]


def good_answers(name, form, variant):
    """Where the form is sent, and what is right in each of its fields."""
    if name == "shop:checkout":
        typed = {"phone": "98765 43210", "pin": "814112", "name": "Ranjana", "address": "House 4, Circular Road"}
        return address(name), {**typed, "landmark": "", "method": "cod"}
    if name == "shop:wish":
        typed = {"phone": "98765 43210", "pin": "814112", "name": "Ranjana", "words": ""}
        return address(name), {**typed, "key": "0123456789abcdef0123"}
    if name == "shop:order":
        part = make_part({variant: 1}, state={"cancel": "placed"}.get(form, "delivered")) if form != "paid" else None
        order = part.order if part else make_order({variant: 1}, method="upi")
        if part is None:
            payments.ask(order, by=BY)
        line = (part or order.parts.get()).lines.get()
        at = {"paid": "pay", "rate": f"line-{line.pk}"}.get(form, f"part-{line.part_id}")
        told = {"deed": form, "at": at, "part": line.part_id, "line": line.pk, "stars": "4", "reason": "too small"}
        return address(name, order.token), told
    if name in ("shop:help", "shop:complaint"):
        return complaint(name, form, variant)
    return address(name), {"variant": variant.pk} if name == "shop:basket_change" else {}


def complaint(name, form, variant):
    """A complaint about an order, or more of one; what is right in its fields."""
    typed = {"key": "0123456789abcdef0123", "words": "It came broken."}
    if name == "shop:help":
        order = make_order({variant: 1})
        return f"{address(name)}?order={order.token}", {**typed, "name": "Ranjana", "subject": "quality"}
    mart, told = make_mart(), {"phone": "9876543210", "name": "Asha", "words": "Broken"}
    question = helping.complain(mart, **told, language="en", key=f"k{form}", by=BY)
    if form == "reopen":
        helping.answer(question, text="We send another one.", by=BY)
    return address(name, question.token), {**typed, "deed": form}


@pytest.mark.parametrize(
    ("name", "form", "field"),
    [(name, form, field) for name, forms in FORMS.items() for form, fields in forms.items() for field in fields],
)
def test_each_way_to_be_wrong_has_its_own_sentence(shop, name, form, field):
    buyer, variant = shop
    if name == "ui:sign_in_code":
        buyer.cookies["language"] = "en"
        buyer.post(address("ui:sign_in"), {"phone": "9876543210"})
    buyer.cookies["language"] = "en"
    sentences = {}
    for wrong in FORMS[name][form][field]:
        url, right = good_answers(name, form, variant)
        answer = buyer.post(url, {**right, field: wrong}, headers=HERE)
        html = answer.content.decode()
        told = [sentence for sentence in said(html) if not sentence.startswith("Something is missing")]
        assert (wrong, len(set(told))) == (wrong, 1), told
        sentences[wrong] = told[0]
        if wrong and field not in ("stars", "variant", "quantity"):
            assert wrong in unescape(html), "what was typed is gone"
    assert len(set(sentences.values())) == len(sentences), sentences


def test_every_public_form_has_its_lines():
    public = {name for name, line in doors.TABLE.items() if line.door == "open" and "POST" in line.methods}
    assert public - PRESSED - ELSEWHERE - set(FORMS) == set()
