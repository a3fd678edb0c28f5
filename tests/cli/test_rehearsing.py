"""The demonstration has a gateway of its own, whose page shows messages as phones get them; the sheet is written."""

import csv
import os
import socket
import sys
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest

from haat.cli import command, main, rehearsing, serving, tending
from haat.cli.market import rehearsed
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
    """As an operator's machine: nothing is set about senders and marketplaces."""
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(rehearsing, "env", SimpleNamespace(model_fields_set=set()))
    monkeypatch.setattr(os, "environ", {name: v for name, v in os.environ.items() if not name.startswith("HAAT_S")})
    return make_mart()


def test_demonstration_is_set_up_for_its_own_gateway(clean, settings, capsys):
    doubles = rehearsing.ready_for_demonstration()
    told = {name: value for name, value in os.environ.items() if name.startswith(("HAAT_SENDERS", "HAAT_REHEARSAL"))}
    path = settings.DATA_DIR / "rehearsal" / "senders.toml"
    page = os.environ["HAAT_REHEARSAL"]
    assert told == {"HAAT_SENDERS": "sms", "HAAT_SENDERS_FILE": str(path), "HAAT_REHEARSAL": page}
    marketplace = os.environ["HAAT_AMAZON_API_URL"]
    ports = [urlsplit(address).port for address in (page, marketplace)]
    assert doubles == [f"sms --port {ports[0]}", f"amazon --port {ports[1]} --keep"]
    said = capsys.readouterr().out
    assert page in said
    assert marketplace in said
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
    given = command.parser().parse_args(["rehearse", "amazon", "--port", "8500", "--seed", "5", "--keep"])
    assert (given.what, given.port, given.seed, given.keep) == ("amazon", 8500, 5, True)


def test_senders_an_operator_set_up_stay(clean, settings):
    os.environ["HAAT_SENDERS"] = ""
    assert [double.split()[0] for double in rehearsing.ready_for_demonstration()] == ["amazon"]
    assert not (settings.DATA_DIR / "rehearsal").exists()


@pytest.mark.parametrize("name", ["amazon_login_url", "amazon_api_url"])
def test_marketplace_an_operator_set_up_stays_and_is_told_nothing(clean, monkeypatch, name):
    monkeypatch.setattr(rehearsing, "env", SimpleNamespace(model_fields_set={name}))
    assert [double.split()[0] for double in rehearsing.ready_for_demonstration()] == ["sms"]
    assert "HAAT_AMAZON_API_URL" not in os.environ
    with rehearsed() as market:
        assert market is None


def test_marketplace_is_served_at_its_usual_port_when_nobody_listens_there(clean, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as other:
        monkeypatch.setitem(rehearsing.PORTS, "amazon", other.getsockname()[1])
        assert f"amazon --port {other.getsockname()[1]} --keep" not in rehearsing.ready_for_demonstration()
    assert f"amazon --port {rehearsing.PORTS['amazon']} --keep" in rehearsing.ready_for_demonstration()


def test_doubles_are_tended_with_the_others(clean, monkeypatch):
    lines = []
    monkeypatch.setattr(os, "execv", lambda program, line: lines.append(line))
    doubles = ["sms --port 8460", "amazon --port 8463 --keep"]
    serving.serve(bind="127.0.0.1", port=8123, with_worker=True, rehearse=doubles)
    given = tending.line(lines[0][3:])
    assert (given.with_worker, given.rehearse, given.port) == (True, doubles, 8123)
    children = []
    monkeypatch.setattr(tending, "tend", lambda found, stopping: children.extend(found))
    tending.main(lines[0][3:])
    commands = [child._command for child in children]
    assert [command[command.index("rehearse") + 1 :] for command in commands if "rehearse" in command] == [
        ["sms", "--port", "8460", "--web", "http://127.0.0.1:8123"],
        ["amazon", "--port", "8463", "--keep", "--web", "http://127.0.0.1:8123"],
    ]
    assert len(commands) == 4
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
