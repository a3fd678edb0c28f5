"""What every way of paying and every carrier must say, whichever folder it lies in, and that nobody else says it."""

import re
from pathlib import Path

import pytest

from haat.core import folders
from haat.delivery import carriers
from haat.ledger.models import DEBIT_KINDS
from haat.orders.models import Order
from haat.payments import methods
from tests.test_house import CODE, ROOT, SCRIPTS, TEMPLATES, name
from tests.toys import added

METHODS = sorted(folders.names("haat.payments", "method"))
CARRIERS = sorted(folders.names("haat.delivery", "carrier"))
TOYS = {"counter_receipt", "door_slip", "night_bus", "neighbour"}


@pytest.fixture(autouse=True)
def toys(tmp_path):
    with added(tmp_path):
        yield


def behaviour(kind, thing):
    """The methods of `thing` that are not a fact."""
    return [each for each in dir(thing) if not each.startswith("_") and callable(getattr(kind, each, None))]


@pytest.mark.parametrize("slug", [*METHODS, "counter_receipt", "door_slip"])
def test_method_says_all_that_is_asked_of_it(slug):
    method = methods.get(slug)
    assert method.slug == slug
    assert len(slug) <= Order._meta.get_field("method").max_length
    assert method.pays in (Order.Pays.BEFORE, Order.Pays.AT_THE_DOOR)
    words = ["title", "hint", "short", "total_words", "receipt_words", "reference_label", "refund_label"]
    if method.pays == Order.Pays.BEFORE:
        words += ["claim_label", "look_words"]
    assert [each for each in words if not str(getattr(method, each))] == []
    assert method.reference_keys in ("numeric", "text")
    assert {method.lands_in, method.refunds_from} <= set(DEBIT_KINDS) - {"rider_cash", "group_purse"}
    assert behaviour(methods.Method, method) == ["begin", "claim", "confirm", "offered", "refund"]


@pytest.mark.parametrize("slug", [*CARRIERS, "night_bus", "neighbour"])
def test_carrier_says_all_that_is_asked_of_it(slug):
    carrier = carriers.get(slug)
    assert carrier.slug == slug
    assert len(slug) <= 20
    words = ["title", "leaving_words"]
    if not carrier.by_round:
        words += ["article_label", "number_label", "to_give_words", "has_words"]
    assert [each for each in words if not str(getattr(carrier, each))] == []
    facts = {"number": "N", "code": "1234", "article": "A", "address": "B"}
    assert "N" in str(carrier.leaving_words) % facts
    # Cash is counted with a round, and a code is said to who rides it: nobody else brings either back.
    assert carrier.by_round or not (carrier.takes_cash or carrier.code_at_door)
    assert ("1234" in str(carrier.leaving_words) % facts) is carrier.code_at_door
    assert behaviour(carriers.Carrier, carrier) == ["address_of", "arrives", "clean_article"]


def test_all_stand_in_their_own_order():
    assert [method.slug for method in methods.every()] == ["upi", "counter_receipt", "cod", "door_slip"]
    assert [carrier.slug for carrier in carriers.every()] == ["own", "post", "night_bus", "neighbour"]
    assert [carrier.slug for carrier in carriers.known()] == ["own", "post", "night_bus", "neighbour", "marketplace"]
    assert (carriers.of_channels(), [each.slug for each in carriers.off_rounds()]) == (
        "marketplace",
        ["post", "night_bus", "marketplace"],
    )
    assert carriers.on_rounds() == ["own", "neighbour"]
    assert [carrier.slug for carrier in carriers.given_away()] == ["post", "night_bus"]
    assert [carriers.taking(slug).slug for slug in ("own", "post", "night_bus")] == ["post", "post", "night_bus"]


@pytest.mark.parametrize("slug", ["paypal", "actions", "migrations", "../upi", ""])
def test_an_unknown_folder_is_refused(slug):
    with pytest.raises(LookupError):
        methods.get(slug)
    with pytest.raises(LookupError):
        carriers.get(slug)
    assert methods.find(slug) is None


# How a form is sent, in HTML and scripts: no carrier.
SENT = re.compile(r"\bmethod\s*!?={1,3}\s*[\"']post[\"']")


def rules() -> list[re.Pattern[str]]:
    """How a slug is compared or listed: each of these outside its folder would be a fact at the wrong place."""
    every = "|".join([*METHODS, *CARRIERS])
    both = [rf"[\"']({'|'.join(slugs)})[\"'][^\n]*[\"']({'|'.join(slugs)})[\"']" for slugs in (METHODS, CARRIERS)]
    fields = [
        rf"\b{field}\w*(: str)?\s*=\s*[\"']({'|'.join(slugs)})[\"']"
        for field, slugs in (("(method|gateway)", METHODS), ("carrier", CARRIERS))
    ]
    compared = [
        rf"[=!]=\s*[\"']({every})[\"']",
        rf"[\"']({every})[\"']\s*[=!]==?",
        rf"\bin\s*[(\[{{][^\n]*[\"']({every})[\"']",
    ]
    return [re.compile(each) for each in (*compared, *both, *fields, r"Method\.(COD|UPI)", r"^(POST|OWN|COD|UPI)\s*=")]


def outside(path: Path) -> bool:
    """Of the house itself, not of one of the folders and not of a test."""
    parts = path.relative_to(ROOT).parts
    own = parts[:2] in (("haat", "payments"), ("haat", "delivery")) and parts[2] in (*METHODS, *CARRIERS)
    return parts[0] != "tests" and not own


def test_no_slug_is_compared_or_listed_outside_its_folder():
    known = rules()
    found = [
        f"{name(path)}: {line.strip()[:100]}"
        for path in (*CODE, *TEMPLATES, *SCRIPTS)
        if outside(path)
        for line in path.read_text(encoding="utf-8").splitlines()
        if any(rule.search(SENT.sub("", line)) for rule in known)
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        'if order.method == "upi":',
        '{% if order.method != "cod" %}',
        'if (row.carrier === "post") return;',
        'if "own" == parcel.carrier:',
        'METHODS = ("upi", "cod")',
        'WORDS = {"own": "x", "post": "y"}',
        'parcels.filter(carrier="post")',
        'if carrier in ("own",):',
        "if order.method == Order.Method.COD:",
        'POST = "post"',
    ],
)
def test_the_house_would_find_a_slug(line):
    assert any(rule.search(SENT.sub("", line)) for rule in rules())
