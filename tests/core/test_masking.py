"""Logs and errors name nobody and open nothing."""

import logging

import pytest

from config.gunicorn_log import MaskedLog
from config.logs import Masked, without_personal_data
from haat.core.masking import mask

TOKEN = "Zx3_abcdefghij-klmnoPQ"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f"GET /hi/o/{TOKEN}/ HTTP/1.1", "GET /hi/o/…/ HTTP/1.1"),
        ("GET /hi/o/onlysmalllettersinthis", "GET /hi/o/…"),
        ("GET /join/7KQF3M9TXW2P/ HTTP/1.1", "GET /join/…/ HTTP/1.1"),
        ("POST /hooks/messages/sms/0f3c9a1b5d7e2f4a6b8c0d1e2f3a4b5c/", "POST /hooks/messages/sms/…/"),
        ("GET /hooks/messages/sms/small-words-with-dashes/?ref=1", "GET /hooks/messages/sms/…/?ref=1"),
        (f"/sign-in/?next=%2Fhi%2Fo%2F{TOKEN}%2F", "/sign-in/?next=%2Fhi%2Fo%2F…%2F"),
        (f"DETAIL: Key (token)=({TOKEN}) already exists.", "DETAIL: Key (token)=(…) already exists."),
        ("password='geheim'", "password='…'"),
        ("call +919876543210 or 98765 43210", "call … or …"),
        ("phone=%2B919876543210", "phone=%2B…"),
        ("to sita.devi@example.in, or sita%40example.in", "to …, or …"),
        ("account 30002010108841", "account …"),
        (
            "haat.orders.models.Order.MultipleObjectsReturned: get() returned 2",
            "haat.orders.models.Order.MultipleObjectsReturned: get() returned 2",
        ),
        ("parcel DM-2026-000123 of 12 pieces", "parcel DM-2026-000123 of 12 pieces"),
    ],
)
def test_mask_hides_what_is_a_persons_own(text, masked):
    assert mask(text) == masked


def test_every_text_of_a_line_is_masked_but_its_reference():
    line = {"path": f"/hi/o/{TOKEN}", "exception": "no 9876543210", "reference": "12345678", "status": 404}
    assert without_personal_data(None, "", dict(line)) == {
        "path": "/hi/o/…",
        "exception": "no …",
        "reference": "12345678",
        "status": 404,
    }


def test_library_lines_are_masked_with_their_tracebacks():
    try:
        raise ValueError(f"no /hi/o/{TOKEN}/")
    except ValueError as error:
        record = logging.LogRecord("x", 40, "", 1, "Error at %s", (f"/hi/o/{TOKEN}/",), (type(error), error, None))
    assert Masked().filter(record)
    said = logging.Formatter().format(record)
    assert said == "Error at /hi/o/…/\nValueError: no /hi/o/…/"


def test_gunicorn_writes_through_the_mask(capsys):
    from gunicorn.config import Config

    settings = Config()
    settings.set("accesslog", "-")
    log = MaskedLog(settings)
    log.error("Error handling request %s", f"/hi/o/{TOKEN}/")
    log.access_log.info("GET %s", f"/hi/o/{TOKEN}/")
    said = capsys.readouterr()
    assert "Error handling request /hi/o/…/" in said.err
    assert "GET /hi/o/…/" in said.out
    assert TOKEN not in said.err + said.out
