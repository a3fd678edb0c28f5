"""The demonstration has a gateway of its own, whose page shows messages as phones get them; the sheet is written."""

import csv
import os
import sys

import pytest

from haat.cli import command, main, rehearsing, serving, tending
from haat.cli.rehearsal import registration, sms, whatsapp
from haat.cli.serving import free_port
from haat.messages.notices import every
from haat.messages.queries import ready
from haat.messages.sender import get
from haat.messages.setup import of
from tests.make import make_mart

pytestmark = pytest.mark.django_db


@pytest.fixture
def clean(settings, tmp_path, monkeypatch):
    """As an operator's machine: nothing is set about senders."""
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(os, "environ", {name: v for name, v in os.environ.items() if not name.startswith("HAAT_S")})
    return make_mart()


def test_demonstration_is_set_up_for_its_own_gateway(clean, settings, capsys):
    port = rehearsing.ready_for_demonstration()
    told = {name: value for name, value in os.environ.items() if name.startswith(("HAAT_SENDERS", "HAAT_REHEARSAL"))}
    path = settings.DATA_DIR / "rehearsal" / "senders.toml"
    page = f"http://127.0.0.1:{port}/"
    assert told == {"HAAT_SENDERS": "sms", "HAAT_SENDERS_FILE": str(path), "HAAT_REHEARSAL": page}
    assert page in capsys.readouterr().out
    settings.SENDERS_FILE = str(path)
    settings.SENDER_SECRETS = {"sms_username": sms.USER, "sms_password": sms.PASSWORD}
    assert get("sms").lacks(of("sms", clean.slug)) == []
    assert set(of("sms", clean.slug).table("templates")) == set(every())


def test_whatsapp_is_set_up_by_its_own_double_and_beside_text_messages(clean, settings):
    double, words = rehearsing._whatsapp(free_port(), "http://127.0.0.1:9")
    double.stop()
    path = settings.DATA_DIR / "rehearsal" / "senders.toml"
    assert f"HAAT_SENDERS_FILE={path}" in words
    settings.SENDERS, settings.SENDERS_FILE = ["whatsapp"], str(path)
    settings.SENDER_SECRETS = {
        "whatsapp_token": whatsapp.TOKEN,
        "whatsapp_app_secret": whatsapp.APP_SECRET,
        "whatsapp_verify_token": whatsapp.VERIFY_TOKEN,
    }
    assert sorted(ready(clean).unregistered) == ["invited", "sign_in_code"]  # who asks first brings no first code
    text, _words = rehearsing._sms(free_port(), "http://127.0.0.1:9")
    text.stop()
    settings.SENDERS = ["whatsapp", "sms"]
    settings.SENDER_SECRETS = settings.SENDER_SECRETS | {"sms_username": sms.USER, "sms_password": sms.PASSWORD}
    assert ready(clean).all_well


def test_mail_is_set_up_by_its_own_double(clean, settings):
    double, words = rehearsing._smtp(free_port(), "")
    double.stop()
    settings.SENDERS_FILE = str(settings.DATA_DIR / "rehearsal" / "senders.toml")
    settings.SENDER_SECRETS = {"smtp_password": words[-1].partition("=")[2]}
    assert get("email").lacks(of("email", clean.slug)) == []


def test_marketplace_says_what_a_process_is_set_to():
    port = free_port()
    double, words = rehearsing._amazon(port, "", seed=5)
    double.stop()
    assert [word.partition("=")[0] for word in words] == [
        "HAAT_AMAZON_LOGIN_URL",
        "HAAT_AMAZON_API_URL",
        "HAAT_AMAZON_CLIENT_ID",
        "HAAT_AMAZON_CLIENT_SECRET",
        "HAAT_AMAZON_REFRESH_TOKEN",
        "HAAT_AMAZON_SELLER_ID",
    ]
    assert words[0] == f"HAAT_AMAZON_LOGIN_URL=http://127.0.0.1:{port}"
    given = command.parser().parse_args(["rehearse", "amazon", "--port", "8500", "--seed", "5"])
    assert (given.what, given.port, given.seed) == ("amazon", 8500, 5)


def test_senders_an_operator_set_up_stay(clean, settings):
    os.environ["HAAT_SENDERS"] = ""
    assert rehearsing.ready_for_demonstration() == 0
    assert not (settings.DATA_DIR / "rehearsal").exists()


def test_gateway_is_tended_with_the_others(clean, monkeypatch):
    lines = []
    monkeypatch.setattr(os, "execv", lambda program, line: lines.append(line))
    serving.serve(bind="127.0.0.1", port=8123, with_worker=True, rehearse=8460)
    given = tending.line(lines[0][3:])
    assert (given.with_worker, given.rehearse, given.port) == (True, 8460, 8123)
    children = []
    monkeypatch.setattr(tending, "tend", lambda found, stopping: children.extend(found))
    tending.main(lines[0][3:])
    commands = [child._command for child in children]
    assert [command[-7:] for command in commands if "rehearse" in command] == [
        ["haat.cli", "rehearse", "sms", "--port", "8460", "--web", "http://127.0.0.1:8123"]
    ]
    assert len(commands) == 3
    assert sys.executable in commands[-1]


def test_registered_numbers_are_the_same_at_every_start_and_nobody_elses(clean):
    first, second = registration.templates(), registration.templates()
    assert first == second
    assert len(first) == sum(len(notice.languages()) for notice in every().values())
    assert {len(number) for number in first} == {19}


def test_sheet_is_written_for_registration(clean, tmp_path, capsys):
    assert main(["messages", "sheet", "--mart", clean.slug, "--file", str(tmp_path / "sheet.csv")]) == 0
    rows = list(csv.DictReader((tmp_path / "sheet.csv").read_text(encoding="utf-8-sig").splitlines()))
    code = next(row for row in rows if row["kind"] == "sign_in_code" and row["language"] == "English")
    assert (code["template"][:16], code["tagged"][:21]) == ("{#var#} is your ", "{#numeric#} is your c")
    assert {row["parts"] for row in rows} == {"1"}
    assert f"{len(rows)} templates" in capsys.readouterr().out


def test_ready_says_what_lacks_and_ends_with_one(clean, settings, capsys):
    settings.SENDERS = []
    assert main(["messages", "ready", "--mart", clean.slug]) == 1
    assert "nobody gets a code to sign in with" in capsys.readouterr().out
    settings.SENDERS = ["sms"]
    assert main(["messages", "ready", "--mart", clean.slug]) == 1
    assert "sms: lacks sms.gateway.address" in capsys.readouterr().out
    settings.SENDERS_FILE = "/nowhere.toml"
    assert main(["messages", "sheet", "--mart", clean.slug]) == 2
    assert main(["messages", "ready", "--mart", "nowhere"]) == 2
    assert "There is no mart 'nowhere'; there are: deoghar." in capsys.readouterr().err
