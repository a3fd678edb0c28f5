"""`haat rehearse`: a double of an outside party on this machine, until it is told to stop."""

import argparse
import contextlib
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from django.conf import settings

from haat.cli.rehearsal import registration, smtp, whatsapp
from haat.cli.rehearsal.double import Double
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
    make = partial(_amazon, seed=options.seed) if options.what == "amazon" else _MAKE[options.what]
    double, words = make(port, options.web)
    print(f"{double.title}: http://127.0.0.1:{port}/ shows what came.", *words, sep="\n  ", flush=True)
    stopping.wait()
    with contextlib.suppress(OSError):
        double.stop()
    return 0


def ready_for_demonstration() -> int:
    """Set this process and those it starts up for a double of text messages; its port, or 0 when senders are set."""
    if os.environ.get("HAAT_SENDERS") is not None:
        return 0
    port, path = free_port(), _file()
    registration.write(path, port)
    page = f"http://127.0.0.1:{port}/"
    os.environ.update(registration.environment(path) | {"HAAT_REHEARSAL": page})
    print(f"  Text messages as phones get them: {page}", flush=True)
    return port


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


def _amazon(port: int, _web: str, *, seed: int) -> tuple[Double, list[str]]:
    from haat.cli.rehearsal.amazon import AmazonDouble  # brings a checker of schemas, which nobody else needs

    double = AmazonDouble(seed=seed)
    double.start(port)
    return double, [f"{name}={value}" for name, value in double.environment().items()]


_MAKE = {"sms": _sms, "whatsapp": _whatsapp, "smtp": _smtp}
