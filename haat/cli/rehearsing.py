"""`haat rehearse`: a double of an outside party on this machine, until it is told to stop."""

import argparse
import contextlib
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from django.conf import settings

from config.environment import env
from haat.cli.refusing import Refused
from haat.cli.rehearsal import registration, smtp, whatsapp
from haat.cli.rehearsal.double import HERE, Double
from haat.cli.rehearsal.sms import SECRET, SmsDouble
from haat.cli.serving import free_port, port_is_free
from haat.cli.tending import told_to_stop
from haat.messages.models import SIGN_IN_CODE
from haat.messages.notices import every
from haat.messages.senders.whatsapp.codes import LANGUAGES

PORTS = {"sms": 8460, "whatsapp": 8461, "smtp": 8462, "amazon": 8463}


def rehearse(options: argparse.Namespace) -> int:
    """Serve one until told to stop; says with which settings this installation speaks to it."""
    port = options.port or PORTS[options.what]
    port_is_free("127.0.0.1", port)
    stopping = told_to_stop()
    make: Callable[[int, str], tuple[Double, list[str]]]
    make = _MAKE.get(options.what) or partial(_amazon, seed=options.seed, keep=options.keep)
    double, words = make(port, options.web)
    print(f"{double.title}: http://127.0.0.1:{port}/ shows what came.", *words, sep="\n  ", flush=True)
    stopping.wait()
    with contextlib.suppress(OSError):
        double.stop()
    return 0


def ready_for_demonstration() -> list[str]:
    """Set this process and those it starts up for the demonstration's doubles: of text messages, and of a marketplace.

    Of each the words after `haat rehearse`; what an operator has set up stays, and has no double.
    """
    from haat.cli.rehearsal.amazon import login  # brings a checker of schemas, which nobody else needs

    doubles = []
    if os.environ.get("HAAT_SENDERS") is None:
        port, path = free_port(), _file()
        registration.write(path, port)
        page = f"http://{HERE}:{port}/"
        os.environ.update(registration.environment(path) | {"HAAT_REHEARSAL": page})
        print(f"  Text messages as phones get them: {page}", flush=True)
        doubles.append(f"sms --port {port}")
    if not marketplace_is_set_up():
        port = _usual_port("amazon")
        os.environ.update(login.environment(port))
        print(f"  The marketplace it sells at, with keys for what may happen there: http://{HERE}:{port}/", flush=True)
        doubles.append(f"amazon --port {port} --keep")
    return doubles


def marketplace_is_set_up() -> bool:
    """Whether an operator has said where Amazon is spoken to."""
    return bool({"amazon_login_url", "amazon_api_url"} & env.model_fields_set)


def world_file() -> Path:
    """Where a marketplace keeps from start to start how everything stands."""
    return Path(settings.DATA_DIR) / "rehearsal" / "amazon.world"


def _usual_port(what: str) -> int:
    """The one that is written down everywhere, when nobody listens there."""
    try:
        port_is_free(HERE, PORTS[what], wait=lambda _seconds: None)
    except Refused:
        return free_port()
    return PORTS[what]


def _file() -> Path:
    return Path(settings.DATA_DIR) / "rehearsal" / "senders.toml"


def _sms(port: int, web: str) -> tuple[Double, list[str]]:
    double = SmsDouble(registration.templates(), report_to=f"{web}/hooks/messages/sms/{SECRET}/")
    path = _file()
    registration.write(path, port)
    double.start(port)
    return double, [f"{name}={value}" for name, value in registration.environment(path).items()]


def _whatsapp(port: int, web: str) -> tuple[Double, list[str]]:
    approved = {
        (notice.name, code): whatsapp.Template(len(notice.variables), copies=notice.name == SIGN_IN_CODE)
        for notice in every().values()
        for code in notice.languages()
        if code in LANGUAGES
    }
    double = whatsapp.WhatsAppDouble(approved, report_to=f"{web}/hooks/messages/whatsapp/")
    path = _file()
    registration.write_whatsapp(path, double.start(port), approved)
    return double, [
        "HAAT_SENDERS=whatsapp",
        f"HAAT_SENDERS_FILE={path}",
        f"HAAT_WHATSAPP_TOKEN={whatsapp.TOKEN}",
        f"HAAT_WHATSAPP_APP_SECRET={whatsapp.APP_SECRET}",
        f"HAAT_WHATSAPP_VERIFY_TOKEN={whatsapp.VERIFY_TOKEN}",
        "First codes need text messages too: HAAT_SENDERS=whatsapp,sms, and haat rehearse sms beside it.",
    ]


def _smtp(port: int, _web: str) -> tuple[Double, list[str]]:
    double = smtp.SmtpDouble()
    double.start(port)
    path = _file()
    registration.write_mail(path, double.open_office())
    return double, ["HAAT_SENDERS=email", f"HAAT_SENDERS_FILE={path}", f"HAAT_SMTP_PASSWORD={smtp.PASSWORD}"]


def _amazon(port: int, _web: str, *, seed: int, keep: bool = False) -> tuple[Double, list[str]]:
    from haat.cli.rehearsal.amazon import AmazonDouble  # brings a checker of schemas, which nobody else needs
    from haat.cli.rehearsal.amazon.keeping import Unreadable

    file = world_file() if keep else None
    try:
        double = AmazonDouble(seed=seed, keep=file)
    except Unreadable as wrong:
        aside = world_file().with_suffix(".unreadable")
        world_file().replace(aside)
        print(f"What was kept cannot be read and lies in {aside} now: it begins anew. {wrong}", file=sys.stderr)
        double = AmazonDouble(seed=seed, keep=file)
    double.start(port)
    return double, [f"{name}={value}" for name, value in double.environment().items()]


_MAKE = {"sms": _sms, "whatsapp": _whatsapp, "smtp": _smtp}
