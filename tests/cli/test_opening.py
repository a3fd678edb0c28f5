"""A district begins: its mart from a file, its officers, its villages."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone

from haat.cli import main
from haat.core.actor import Actor
from haat.core.dates import today
from haat.core.models import Event
from haat.delivery.actions import remove_zone
from haat.delivery.models import Zone
from haat.makers.models import Maker
from haat.payments.models import CashRule
from haat.people.models import Role, User
from haat.places import actions as places
from haat.places.actions import write_page
from haat.places.models import Mart, Place
from haat.places.words import home_of, page_of
from haat.pricing.actions import set_fee
from haat.pricing.models import FeeRule
from haat.pricing.queries import Fee, fee
from haat.shelf import build
from haat.web.ui.middleware import HOSTS
from tests.cli.test_cli import table
from tests.make import BY, make_block, make_mart, make_officer

pytestmark = pytest.mark.django_db
EXAMPLE = Path(__file__).parents[2] / "docs" / "mart.example.toml"


@pytest.fixture(autouse=True)
def districts(monkeypatch):
    """Durg, and two districts of one name, instead of all 763 and their PIN codes."""
    chhattisgarh = Place.objects.create(kind="state", path="0001", slug="chhattisgarh", lgd_code=22, names={"en": "CG"})
    others = [
        Place.objects.create(kind="state", path=f"000{number}", slug=name.lower(), names={"en": name})
        for number, name in ((2, "Rajasthan"), (3, "Odisha"))
    ]
    durg = {"en": "Durg", "hi": "दुर्ग"}
    Place.objects.create(kind="district", parent=chhattisgarh, path="00010001", slug="durg", lgd_code=378, names=durg)
    for parent in others:
        Place.objects.create(
            kind="district", parent=parent, path=f"{parent.path}0001", slug="pratapgarh", names={"en": "Pratapgarh"}
        )
    monkeypatch.setattr("haat.cli.opening.places.import_reference", lambda *, by: 0)


def written(tmp_path, *changes):
    text = EXAMPLE.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    path = tmp_path / "mart.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_the_example_opens_a_mart_that_answers(capsys, client, settings):
    settings.ALLOWED_HOSTS = ["mart.durg.example.in"]
    assert main(["mart", str(EXAMPLE)]) == 0
    assert capsys.readouterr().out == (
        "durg opened: mart.durg.example.in\n3 blocks, 3 zones. Name every host in HAAT_HOSTS too.\n"
        "Buyers may not enter yet: an officer opens it at /office/settings/ when it is ready.\n"
    )
    mart = Mart.objects.get()
    shut = client.get("/hi/", headers={"host": "mart.durg.example.in"})
    assert (shut.status_code, shut.headers["X-Robots-Tag"]) == (200, "noindex")
    Mart.objects.update(opened_at=timezone.now())
    HOSTS.forget()
    assert (mart.place.slug, mart.languages, mart.phone) == ("durg", ["hi", "en"], "+919876543210")
    assert list(FeeRule.objects.order_by("pk").values_list("channel", "fee_bp", "packing_paise")) == [
        ("mart", 800, 400),
        ("amazon", 2000, 1200),
    ]
    assert list(Zone.objects.order_by("pk").values_list("place__slug", "carrier", "charge_paise", "cod")) == [
        ("durg", "own", 2000, True),
        ("chhattisgarh", "post", 5000, False),
        (None, "post", 8000, False),
    ]
    build.rebuild()
    pages = ["", "crafts/", "search/?q=peda", "makers/", "basket/", *(f"p/{name}/" for name in LEGAL)]
    for language in mart.languages:
        for page in pages:
            answer = client.get(f"/{language}/{page}", headers={"host": "mart.durg.example.in"})
            assert (page, answer.status_code) == (page, 200)


LEGAL = ("about", "grievance", "returns", "privacy")


def test_the_file_again_changes_the_mart(capsys, tmp_path):
    assert main(["mart", str(EXAMPLE)]) == 0
    assert (
        main(["mart", written(tmp_path, ("charge = 20", "charge = 25.50"), ('en = "Durg Mart"', 'en = "Durg"'))]) == 0
    )
    assert capsys.readouterr().out.splitlines()[3] == "durg changed: mart.durg.example.in"
    assert Mart.objects.get().names == {"hi": "दुर्ग मार्ट", "en": "Durg"}
    assert list(Zone.objects.order_by("pk").values_list("charge_paise", flat=True)) == [2550, 5000, 8000]
    assert Event.objects.filter(kind="places.mart_changed").count() == 1
    assert Event.objects.filter(kind="pricing.fee_set").count() == FeeRule.objects.count() == 2


def officer_of(mart):
    return Actor(user_id=make_officer("collector", mart=mart).pk)


def test_a_file_changes_only_what_it_names(capsys, tmp_path):
    assert main(["mart", str(EXAMPLE)]) == 0
    mart, zones = Mart.objects.get(), list(Zone.objects.order_by("pk").values())
    places.change_mart(mart, accent="#3C6E47", vpa="officers@bank", by=officer_of(mart))
    few = tmp_path / "hosts.toml"
    few.write_text('slug = "durg"\nhosts = ["haat.durg.example.in"]\n[names]\nen = "Durg Haat"\n', encoding="utf-8")
    capsys.readouterr()
    assert main(["mart", str(few)]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "durg changed: haat.durg.example.in"
    now = Mart.objects.get()
    assert (now.accent, now.vpa, now.names) == ("#3C6E47", "officers@bank", {"hi": "दुर्ग मार्ट", "en": "Durg Haat"})
    assert list(Zone.objects.order_by("pk").values()) == zones


def test_what_officers_have_set_since_is_listed_and_left(capsys, tmp_path):
    assert main(["mart", str(EXAMPLE)]) == 0
    mart = Mart.objects.get()
    by = officer_of(mart)
    places.change_mart(mart, accent="#3C6E47", vpa="officers@bank", by=by)
    set_fee(mart, channel="mart", fee_bp=500, packing_paise=400, from_date=date(2026, 12, 1), source="New", by=by)
    remove_zone(Zone.objects.get(place=None), by=by)
    capsys.readouterr()
    before = [list(model.objects.order_by("pk").values()) for model in (Mart, Zone, FeeRule, Event)]
    assert main(["mart", str(EXAMPLE)]) == 2
    said = capsys.readouterr().out.splitlines()
    assert [line.strip().partition(":")[0] for line in said[1:-1]][:3] == ["accent", "vpa", "fee of mart fee_bp"]
    assert [line.strip() for line in said if "zone" in line] == [
        f"zone india: taken away by {User.objects.get(pk=by.user_id)}, {today():%Y-%m-%d}, would be there again"
    ]
    assert said[-1].startswith("Nothing was changed.")
    assert [list(model.objects.order_by("pk").values()) for model in (Mart, Zone, FeeRule, Event)] == before
    assert main(["mart", str(EXAMPLE), "--take-back"]) == 0
    assert (Mart.objects.get().vpa, Zone.objects.filter(place=None).count()) == ("durgmart@bank", 1)


STALL = '[[channels]]\nslug = "stall"\npercent = 5.25\nfrom = 2026-12-01\nsource = "Minutes"\n'


def test_fees_of_channels_hold_for_their_orders(tmp_path):
    assert (
        main(["mart", written(tmp_path, ("[[channels]]", STALL + STALL.replace("12-01", "12-31") + "[[channels]]"))])
        == 0
    )
    mart = Mart.objects.get()
    assert fee(mart, date(2026, 12, 1), channel="stall") == Fee(525, 0)
    assert fee(mart, date(2026, 11, 30), channel="stall") == Fee(0, 0)
    assert fee(mart, date(2026, 12, 1), channel="amazon") == Fee(2000, 1200)
    assert fee(mart, date(2026, 12, 1), channel="phone") == Fee(800, 400)
    assert main(["mart", written(tmp_path, ("percent = 20 ", "percent = 18 "))]) == 0
    assert fee(mart, date(2026, 12, 1), channel="amazon") == Fee(1800, 1200)
    assert FeeRule.objects.count() == 4


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('slug = "durg"', 'slug = "Durg!"', "slug: String should match pattern"),
        ('district = "Durg"', 'district = "Atlantis"', "district: No district is called “Atlantis”."),
        (
            'district = "Durg"',
            'district = "Pratapgarh"',
            "state: “Pratapgarh” lies in more than one state (Odisha, ",
        ),
        ("order_prefix", "order_prefixes", "order_prefix: is missing"),
        ('order_prefix = "DU"', 'order_prefix = "du1"', "order_prefix: Order numbers: begin with 2 to 4 capital"),
        ("percent = 8", "percent = 80", "fee.percent: Input should be less than or equal to 50"),
        ("percent = 20", "percent = 50.01", "channels.1.percent: Input should be less than or equal to 50"),
        ("packing = 12", "packing = -1", "channels.1.packing: Input should be greater than or equal to 0"),
        ('slug = "amazon"', 'slug = "Amazon!"', "channels.1.slug: String should match pattern"),
        ('slug = "amazon"', 'slug = "mart"', "channels.1.slug: this is the mart itself; its fee stands under [fee]"),
        ('slug = "amazon"', 'sluug = "amazon"', "channels.1.slug: is missing"),
        ("[[channels]]", STALL + STALL + "[[channels]]", "channels: stall has two fees from 2026-12-01 on"),
        ("charge = 20", "chargee = 20", "zones.1.charge: is missing"),
        ("charge = 20", "charge = -1", "zones.1.charge: Input should be greater than or equal to 0"),
        ('carrier = "own"', 'carrier = "drone"', "zones: nobody called 'drone' carries parcels (own, post do)"),
        ('where = "district"', 'where = "Atlantis"', "zones: the district has no block called 'Atlantis'"),
        ('hi = "दुर्ग मार्ट"', 'mr = "दुर्ग मार्ट"', "names: Name: write it in the mart's first language (हिन्दी)."),
        ('accent = "#7A2E1F"', 'accent = "#FFEE00"', "accent: Colour: white words on it cannot be read"),
        ('phone = "9876543210"', 'phone = "1800 180 1551"', "phone: Phone: write ten figures"),
        (
            'hi = "दुर्ग मार्ट"',
            f'hi = "दुर्ग {"क" * 30}"',
            "names: Name in हिन्दी: text messages have room for 23 of its 36 signs",
        ),
        ("slug =", "slug", "is not TOML: "),
        ("slug =", '"\\u001b[2J" = 1\nslug =', r"'\x1b[2J': is not known here"),
    ],
)
def test_a_mistake_is_named_at_its_place_and_nothing_is_opened(capsys, tmp_path, before, after, said):
    assert main(["mart", written(tmp_path, (before, after))]) == 2
    assert said in capsys.readouterr().out
    assert (Mart.objects.count(), Zone.objects.count(), FeeRule.objects.count()) == (0, 0, 0)


def test_a_file_that_is_not_there(capsys, tmp_path):
    assert main(["mart", str(tmp_path / "none.toml")]) == 2
    assert "cannot be read" in capsys.readouterr().out


def test_an_officer_gets_a_role_and_a_password_once(capsys, client):
    make_mart()
    said = ["officer", "98765 43211", "--mart", "deoghar", "--role", "desk", "--name", "Sita Kumari"]
    assert main(said) == 0
    out = capsys.readouterr().out
    user = User.objects.get(phone="+919876543211")
    password = re.search(r"shown this once: (\S+)", out)[1]
    assert out.startswith("Sita Kumari is desk of Deoghar.\n")
    assert user.check_password(password)
    assert user.second_factor.confirmed_at is None
    assert main(said) == 0
    assert capsys.readouterr().out == "Sita Kumari is desk of Deoghar.\n"
    assert main([*said, "--new-password"]) == 0
    user.refresh_from_db()
    assert not user.check_password(password)
    assert main(["officer", "9876543211", "--mart", "deoghar", "--role", "desk", "--end"]) == 0
    assert Role.objects.count() == 0
    assert main(["officer", "9876543211", "--mart", "deoghar", "--role", "desk", "--end"]) == 2


def test_the_last_collector_is_not_ended(capsys):
    make_mart()
    said = ["officer", "9876543211", "--mart", "deoghar", "--role", "collector"]
    assert main(said) == 0
    capsys.readouterr()
    assert main([*said, "--end"]) == 2
    assert "only collector" in capsys.readouterr().out
    assert Role.objects.count() == 1


def test_an_accountant_has_no_block(capsys):
    make_mart()
    make_block("Sarath")
    said = ["officer", "9876543211", "--mart", "deoghar", "--role", "accountant", "--block", "Sarath"]
    assert main(said) == 2
    assert capsys.readouterr().out.startswith("Place: this role is for the whole district.")
    assert User.objects.count() == 0


def test_a_rider_needs_no_password(capsys):
    make_mart()
    assert main(["officer", "9876543211", "--mart", "deoghar", "--role", "rider", "--name", "Ravi"]) == 0
    assert "Riders sign in with the code" in capsys.readouterr().out
    assert not User.objects.get().has_usable_password()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["12345", "--mart", "deoghar", "--role", "desk"], "phone: Mobile number: it has 10 digits."),
        (["9876543211", "--mart", "atlantis", "--role", "desk"], "There is no mart 'atlantis'."),
        (["9876543211", "--mart", "deoghar", "--role", "coordinator"], "block: a coordinator has one; say which."),
        (
            ["9876543211", "--mart", "deoghar", "--role", "desk", "--block", "X"],
            "block: the district has no block",
        ),
    ],
)
def test_an_officer_that_cannot_be(capsys, given, said):
    make_mart()
    assert main(["officer", *given]) == 2
    assert capsys.readouterr().out.startswith(said)
    assert (User.objects.count(), Role.objects.count()) == (0, 0)


def test_villages_come_from_a_table_and_bad_rows_come_back(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr("haat.cli.bring.places.import_reference", lambda *, by: 0)
    rows = [
        {"block": "Dhamdha", "name_en": "Aheri", "name_hi": "अहेरी", "pin": ""},
        {"block": "दुर्ग", "name_en": "", "name_hi": "कोलिहापुरी", "pin": ""},
        {"block": "Atlantis", "name_en": "Aheri", "name_hi": "", "pin": ""},
        {"block": "Patan", "name_en": "", "name_hi": "", "pin": "999999"},
    ]
    file = table(tmp_path / "villages.csv", *rows)
    assert main(["import", "places", file, "--district", "Durg"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "2 made, 0 already there, 2 refused",
        "row 4, block: “Atlantis” is not known here. Copy the name from the list of places.",
        "row 5, name_en: Write the name in at least one language.",
        "row 5, pin: No post office has this PIN code.",
        f"{Place.objects.count()} places",
    ]
    found = Place.objects.filter(kind="locality").order_by("path")
    assert [(place.parent.slug, place.names) for place in found] == [
        ("dhamdha", {"en": "Aheri", "hi": "अहेरी"}),
        ("durg", {"en": "कोलिहापुरी", "hi": "कोलिहापुरी"}),
    ]
    assert main(["import", "places", file, "--district", "378"]) == 1
    assert capsys.readouterr().out.splitlines()[0] == "0 made, 2 already there, 2 refused"
    assert main(["import", "places", file]) == 2
    assert Maker.objects.count() == 0


def test_file_says_what_is_asked_of_cash_orders(tmp_path):
    plain = Path("docs/mart.example.toml").read_text()
    told = re.sub(r"(?ms)^# \[cash\].*\Z", lambda found: re.sub(r"(?m)^# ", "", found[0]), plain)
    assert "\n[cash]\n" in told
    file = tmp_path / "mart.toml"
    file.write_text(told)
    for _turn in range(2):
        assert main(["mart", str(file)]) == 0
    rule = CashRule.objects.get()
    assert (rule.asks, rule.above_paise, rule.last_minutes, rule.claim_hours) == ("above", 100_000, 120, 96)
    india = Zone.objects.get(place=None)
    assert (india.slabs[0], india.further_kg_paise, india.free_up_to_g) == ([500, 8000], 4500, 2000)


def test_file_without_words_leaves_those_the_office_has_written(settings):
    settings.ALLOWED_HOSTS = ["mart.durg.example.in"]
    assert main(["mart", str(EXAMPLE)]) == 0
    page = {"title": {"hi": "शर्तें"}, "text": {"hi": "पहला।"}}
    written = write_page(Mart.objects.get(), slug="terms", **page, by=BY).words
    assert main(["mart", str(EXAMPLE)]) == 0
    assert Mart.objects.get().words == written


WORDS = """
[[words.legal]]
slug = "terms"
title = {hi = "शर्तें"}
paragraphs = [{hi = "फ़ाइल का।"}]

[words.home]
intro = {hi = "फ़ाइल की पंक्ति"}
"""


def with_words(tmp_path: Path) -> str:
    path = Path(written(tmp_path))
    path.write_text(path.read_text(encoding="utf-8") + WORDS, encoding="utf-8")
    return str(path)


def test_file_with_words_takes_back_no_page_of_the_office_unasked(settings, tmp_path, capsys):
    settings.ALLOWED_HOSTS = ["mart.durg.example.in"]
    assert main(["mart", str(EXAMPLE)]) == 0
    officer = Actor(make_officer("collector", mart=Mart.objects.get()).pk)
    for slug in ("terms", "about"):
        write_page(Mart.objects.get(), slug=slug, title={"hi": "दफ़्तर"}, text={"hi": "दफ़्तर का।"}, by=officer)
    places.write_notice(Mart.objects.get(), name="login_code", words={"hi": {"text": "कोड"}}, by=officer)
    stood, file = Mart.objects.get().words, with_words(tmp_path)
    assert main(["mart", file]) == 2
    told = capsys.readouterr().out
    assert ("words of terms text" in told, "words of about" in told, "words of home" in told) == (True, False, False)
    assert Mart.objects.get().words == stood
    assert main(["mart", file, "--take-back"]) == 0
    mart = Mart.objects.get()
    assert [page_of(mart, slug).text for slug in ("terms", "about")] == [{"hi": "फ़ाइल का।"}, {"hi": "दफ़्तर का।"}]
    assert (mart.words["notices"], home_of(mart)["intro"]) == (stood["notices"], {"hi": "फ़ाइल की पंक्ति"})
    assert main(["mart", file]) == 0


def test_file_with_words_that_are_no_pages_is_refused_with_a_sentence(settings, tmp_path, capsys):
    settings.ALLOWED_HOSTS = ["mart.durg.example.in"]
    assert main(["mart", str(EXAMPLE)]) == 0
    capsys.readouterr()
    path = Path(with_words(tmp_path))
    path.write_text(path.read_text(encoding="utf-8").replace('slug = "terms"', ""), encoding="utf-8")
    assert main(["mart", str(path)]) == 2
    assert "words: legal needs pages with slug" in capsys.readouterr().out
