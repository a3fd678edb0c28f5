"""`haat serve | worker | demo | grow | mart | officer | import | doctor | …`: what an operator runs."""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from pydantic import ValidationError

from haat.cli.refusing import Refused, in_words
from haat.shelf.fold import command as fold

SETTLE_COLUMNS = (
    "key (names the line), order (our number or theirs), day, reference, came, fee, tcs, tds, adjustment, rounding, "
    "reason; where two sellers use one number also channel, account; lands_in: bank or cash_desk"
)
ROLES = ("collector", "desk", "coordinator", "accountant", "rider", "auditor", "surveyor")


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(prog="haat", description="Haat: the district's mart.")
    verbs = top.add_subparsers(dest="verb", required=True)
    _running(verbs)
    _of_the_district(verbs)
    _keeping(verbs)
    _channels(verbs)
    return top


def _running(verbs: Any) -> None:
    serve = verbs.add_parser("serve", help="web server and worker in one")
    serve.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    serve.add_argument("--bind", default="127.0.0.1", help="address to listen on")
    serve.add_argument("--no-worker", action="store_true", help="web only; run `haat worker` elsewhere")
    worker = verbs.add_parser("worker", help="work through jobs until stopped")
    worker.add_argument("--threads", type=int, default=2, choices=range(1, 65), metavar="N")
    worker.add_argument("--parent", type=int, default=0, help=argparse.SUPPRESS)
    demo = verbs.add_parser("demo", help="fill an empty database with the demonstration districts")
    demo.add_argument("--no-serve", action="store_true")
    demo.add_argument("--fresh", action="store_true", help="delete the demonstration in this data folder first")
    demo.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    grow = verbs.add_parser("grow", help="bring a whole district of invented groups into the demonstration")
    grow.add_argument("mart", choices=["chandrapur", "deoghar"])
    grow.add_argument("--groups", type=int, default=7_200)
    grow.add_argument("--organisations", type=int, default=860, help="village organisations")
    grow.add_argument("--federations", type=int, default=34)
    grow.add_argument("--households", type=int, default=180_000)

    rehearse = verbs.add_parser("rehearse", help="a double of an outside party on this machine, for tests and training")
    rehearse.add_argument("what", choices=["sms", "whatsapp", "smtp", "amazon"])
    rehearse.add_argument("--port", type=int, default=0, help="where it is spoken to, and shows what came")
    rehearse.add_argument("--web", default="http://127.0.0.1:8000", help="where haat serves: it reports there")
    rehearse.add_argument("--seed", type=int, default=1, help="of the dice that send buyers (amazon)")
    rehearse.add_argument("--keep", action="store_true", help="go on at the next start where it stood (amazon)")


def _of_the_district(verbs: Any) -> None:
    opened = verbs.add_parser("mart", help="open a mart, or change it, from a file like docs/mart.example.toml")
    opened.add_argument("file")
    opened.add_argument("--take-back", action="store_true", help="also what officers have set otherwise since")
    employed = verbs.add_parser("officer", help="give a person a role in a mart, and a first password")
    employed.add_argument("phone")
    employed.add_argument("--mart", required=True, help="slug of the mart")
    employed.add_argument("--role", required=True, choices=ROLES)
    employed.add_argument("--block", help="the block of a coordinator")
    employed.add_argument("--name", default="")
    employed.add_argument("--new-password", action="store_true", help="make a new one; the authenticator is forgotten")
    employed.add_argument("--end", action="store_true", help="take the role away")
    bring = verbs.add_parser("import", help="bring in places, organisations, makers or goods")
    bring.add_argument("what", choices=["places", "organisations", "makers", "goods"])
    bring.add_argument(
        "file",
        nargs="*",
        help="CSV or XLSX file (organisations, makers, goods; a district's villages); of makers also the lists of "
        "groups and members that missions, federations and banks have, several of them joined by number",
    )
    bring.add_argument("--sheet", default="", help="which sheet of the workbook, where several hold such a table")
    bring.add_argument("--mart", help="slug of the mart (organisations, makers, goods)")
    bring.add_argument("--district", help="name or LGD code of the district (places)")
    bring.add_argument("--state", default="", help="where two states have a district of that name (places)")
    bring.add_argument("--dry-run", action="store_true", help="say what would happen to each row, and keep nothing")
    bring.add_argument(
        "--map",
        action="append",
        metavar="HEADING=FIELD",
        help="what a column means that is not known (lists of groups)",
    )
    bring.add_argument("--convert", action="store_true", help="read what was typed in Kruti Dev or DevLys as Unicode")
    bring.add_argument("--result", metavar="CSV", help="write the table there once more, with why rows were refused")
    _from_elsewhere(verbs)


def _from_elsewhere(verbs: Any) -> None:
    received = verbs.add_parser("receive-order", help="take in an order that was placed elsewhere, from a JSON file")
    received.add_argument("file")
    received.add_argument("--mart", required=True, help="slug of the mart")
    received.add_argument("--channel", required=True, help="where it was placed, a short word: phone, stall, fair …")
    received.add_argument("--account", default="", help="which account or stall of that channel")
    received.add_argument("--id", required=True, help="the order's number there")

    settle = verbs.add_parser("settle", help="write what others settled, line by line, from a CSV or XLSX file")
    settle.add_argument("file", help=f"columns: {SETTLE_COLUMNS}")
    settle.add_argument("--sheet", default="", help="which sheet of the workbook, where several hold such a table")
    settle.add_argument("--mart", required=True, help="slug of the mart")
    settle.add_argument("--channel", help="whose statement it is: only orders that were placed there")
    settle.add_argument("--account", help="which account or stall of that channel")
    settle.add_argument("--dry-run", action="store_true", help="say what would come of it, and keep nothing")
    settle.add_argument("--result", metavar="CSV", help="write the table there once more, with why lines were refused")


def _keeping(verbs: Any) -> None:
    doctor = verbs.add_parser("doctor", help="verify every invariant; exits 1 when one is broken")
    doctor.add_argument("--json", action="store_true")
    doctor.add_argument("--seal", metavar="DIGEST", help="one it printed before, kept elsewhere: is it still there?")
    rebuild = verbs.add_parser("rebuild", help="make a read model anew")
    rebuild.add_argument("what", choices=["shelf", "facts", "cohorts", "livelihood"])
    keys = verbs.add_parser("search-keys", help="print the search keys of words")
    keys.add_argument("words", nargs="+")
    told = verbs.add_parser("messages", help="what is registered with the operators; whether messages reach people")
    told.add_argument("what", choices=["sheet", "ready"])
    told.add_argument("--mart", required=True, help="slug of the mart")
    told.add_argument("--file", help="write the sheet (CSV) there")
    verbs.add_parser("migrate", help="bring the database to this version")


def _channels(verbs: Any) -> None:
    told = verbs.add_parser("channels", help="accounts at marketplaces: connect one, run them, how they stand")
    whats = told.add_subparsers(dest="what", required=True)
    connect = whats.add_parser("connect", help="connect an account; its keys are read from the environment")
    connect.add_argument("channel", help="the marketplace, by the name of its folder")
    connect.add_argument("--mart", required=True, help="slug of the mart")
    connect.add_argument("--seller", default="", help="who sells there: GSTIN or legal name")
    connect.add_argument("--place", default="", help="the hub, centre or warehouse it sells from")
    run = whats.add_parser("run", help="one whole turn of each account: orders in, changes out, everything read back")
    run.add_argument("--once", action="store_true", required=True, help="once; the worker does it all the time")
    run.add_argument("--account", type=int, help="only this one, by its number")
    status = whats.add_parser("status", help="offers by state, attempts, tasks, orders, last contact")
    status.add_argument("--account", type=int, help="only this one, by its number")
    status.add_argument("--json", action="store_true")
    offer = whats.add_parser("offer", help="one size at every account: what is wanted beside what is seen")
    offer.add_argument("sku")
    offer.add_argument("--mart", help="slug of the mart, where two marts use one code")
    offer.add_argument("--json", action="store_true")
    _after_a_sale(whats)
    sheet = whats.add_parser("sheet", help="a channel's own sheet of goods, for who has no account there yet")
    sheet.add_argument("channel", help="the marketplace, by the name of its folder")
    sheet.add_argument("--mart", required=True, help="slug of the mart")
    sheet.add_argument("--kind", default="", help="which kind of goods; without one the kinds are listed")
    sheet.add_argument("--out", metavar="FILE", help="where the sheet (XLSX) is written; without it is only counted")


def _after_a_sale(whats: Any) -> None:
    parcel = whats.add_parser("parcel", help="hand a channel's order over: times, one booked, its label, or what left")
    parcel.add_argument("order", help="the order's number at the channel")
    parcel.add_argument("--account", type=int, help="of which account, where two have such an order")
    parcel.add_argument("--number", type=int, default=1, help="which parcel of the order")
    parcel.add_argument("--size", metavar="G,MM,MM,MM", help="ask for times: grams, length, width and height in mm")
    parcel.add_argument("--slot", default="", help="book this time, or move the parcel to it")
    parcel.add_argument("--carrier", default="", help="tell that it left with this carrier")
    parcel.add_argument("--tracking", default="", help="the carrier's number of it")
    parcel.add_argument("--left-at", default="", help="when it left, like 2026-11-30T10:00; now if it is not told")
    parcel.add_argument("--label", metavar="FILE", help="write its label (PDF) there")
    parcel.add_argument("--json", action="store_true")
    settled = whats.add_parser("settlements", help="what channels have paid and kept, as they settled it")
    settled.add_argument("--account", type=int, help="only of this one, by its number")
    settled.add_argument("--json", action="store_true")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the answer is the exit status: 2 when it did not begin, with the reason in one sentence."""
    options = parser().parse_args(argv)
    if options.verb == "search-keys":
        fold.main(options.words)
        return 0
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if options.verb == "demo":
        os.environ.setdefault("HAAT_DEMO", "1")
        os.environ.setdefault("HAAT_LOG_LEVEL", "WARNING")
    import django

    try:
        django.setup()
    except (ImproperlyConfigured, ValidationError, OSError) as wrong:
        return _not_begun(wrong, 2)
    return _do(options)


def _do(options: argparse.Namespace) -> int:
    from haat.cli import verbs

    try:
        verb = "import_" if options.verb == "import" else options.verb.replace("-", "_")
        return int(getattr(verbs, verb)(options) or 0)
    except Refused as reason:
        return _not_begun(reason, 2)
    except OperationalError as wrong:
        return _not_begun(wrong, 1)


def _not_begun(wrong: Exception, status: int) -> int:
    print(in_words(wrong), file=sys.stderr)
    return status
