"""Doubles of every sender, each with this installation set up for it."""

import pytest

from haat.cli.rehearsal import registration, sms, smtp, whatsapp
from haat.messages import jobs
from haat.people.actions import give_consent, sign_up
from tests.make import BY, make_mart
from tests.messages.carrying import PHONE, to_web


@pytest.fixture
def mart():
    return make_mart()


@pytest.fixture
def senders(monkeypatch):
    """`senders(a, b)`: these are on, in this order."""

    def on(*doubles):
        monkeypatch.setattr(jobs, "switched_on", lambda: list(doubles))
        monkeypatch.setattr(jobs, "carrying", lambda notice, mart: list(doubles))
        return doubles[0] if len(doubles) == 1 else doubles

    return on


@pytest.fixture
def gateway(mart, tmp_path, settings, monkeypatch):
    """The double of text messages, with everything registered, and this installation set up for it."""
    double = sms.SmsDouble(registration.templates())
    path = tmp_path / "senders.toml"
    registration.write(path, double.start())
    settings.SENDERS, settings.SENDERS_FILE = ["sms"], str(path)
    settings.SENDER_SECRETS = {
        "sms_username": sms.USER,
        "sms_password": sms.PASSWORD,
        "sms_key": sms.KEY,
        "sms_report_secret": sms.SECRET,
    }
    monkeypatch.setattr(sms, "call", to_web(f"/hooks/messages/sms/{sms.SECRET}/"))
    yield double
    double.stop()


@pytest.fixture
def chat(mart, gateway, settings, monkeypatch):
    """WhatsApp first, for orders that are placed in Hindi; text messages after it. Who is told has said yes to it."""
    for phone in (PHONE, "+919876543226"):
        give_consent(sign_up(phone), notice=f"whatsapp-{mart.slug}", language="hi", mart_id=mart.pk, by=BY)
    double = whatsapp.WhatsAppDouble({("placed_v1", "hi"): whatsapp.Template(2)})
    address = f"http://127.0.0.1:{double.start()}"
    with open(settings.SENDERS_FILE, "a", encoding="utf-8") as file:
        file.write(f'\n[whatsapp]\naddress = "{address}"\nphone_number_id = "{whatsapp.NUMBER_ID}"\n')
        file.write('[whatsapp.templates.order_placed_cash]\nhi = "placed_v1"\n')
    settings.SENDERS = ["whatsapp", "sms"]
    settings.SENDER_SECRETS = settings.SENDER_SECRETS | {
        "whatsapp_token": whatsapp.TOKEN,
        "whatsapp_app_secret": whatsapp.APP_SECRET,
        "whatsapp_verify_token": whatsapp.VERIFY_TOKEN,
    }
    monkeypatch.setattr(whatsapp, "call", to_web("/hooks/messages/whatsapp/"))
    yield double
    double.stop()


@pytest.fixture
def post(mart, settings, tmp_path):
    double = smtp.SmtpDouble()
    path = tmp_path / "mail.toml"
    told = f'host = "127.0.0.1"\nport = {double.open_office()}\nsecurity = "none"\nfrom = "mart@deoghar.example"\n'
    told += f'username = "{smtp.USER}"\n'
    path.write_text(f"[email]\n{told}", encoding="utf-8")
    settings.SENDERS, settings.SENDERS_FILE = ["email"], str(path)
    settings.SENDER_SECRETS = {"smtp_password": smtp.PASSWORD}
    yield double
    double.stop()
