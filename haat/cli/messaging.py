"""`haat messages`: the sheet of the registration, and whether messages reach people."""

import argparse
import csv
import io
import sys
from pathlib import Path

from haat.cli.refusing import Refused, writable
from haat.messages import sheet
from haat.messages.queries import ready
from haat.messages.setup import BadFile
from haat.places.models import Mart


def messages(options: argparse.Namespace) -> int:
    """Do what the line says; 1 when messages of the mart reach nobody or not everybody."""
    mart = Mart.objects.filter(slug=options.mart).first()
    if mart is None:
        known = ", ".join(Mart.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
        raise Refused(f"There is no mart {options.mart!r}; there are: {known}.")
    try:
        return _sheet(mart, options.file) if options.what == "sheet" else _ready(mart)
    except BadFile as wrong:
        raise Refused(str(wrong)) from None


def notes() -> list[str]:
    """For the doctor: the marts whose messages do not reach everybody. Nothing is broken by that, but people wait."""
    found = []
    for mart in Mart.objects.order_by("slug"):
        told = ready(mart)
        if not told.all_well:
            whom = "not everybody" if told.codes and told.reaches_people else "nobody"
            found.append(f"messages of {mart.slug} reach {whom}: haat messages ready --mart {mart.slug}")
    return found


def _sheet(mart: Mart, file: str | None) -> int:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(sheet.HEADS)
    rows = list(sheet.rows(mart))
    writer.writerows(rows)
    if file is None:
        sys.stdout.write(out.getvalue())
    else:
        writable(Path(file)).write_bytes("\ufeff".encode() + out.getvalue().encode())
        print(f"{len(rows)} templates in {file}")
    return 0


def _ready(mart: Mart) -> int:
    found = ready(mart)
    for sender, lacks in found.lacks.items():
        print(f"{sender}: {'set up' if not lacks else 'lacks ' + '; '.join(lacks)}")
    if not found.lacks:
        print("HAAT_SENDERS is empty: no message leaves, and nobody gets a code to sign in with.")
    elif not found.reaches_people:
        print("Messages are only written to the log: nobody gets them.")
    elif not found.codes:
        print("Nobody gets a code to sign in with.")
        for sender in found.asking:
            print(
                f"{sender} tells only who has said yes to it: codes and invitations need another sender, such as sms."
            )
    if found.unregistered:
        print(f"carried by nobody: {', '.join(found.unregistered)}")
    if found.uncallable:
        print(f"phone: {mart.phone!r} is no number of ten figures; operators refuse the messages that name it.")
    if found.too_long:
        print(f"more than one text message with the mart's name: {', '.join(found.too_long)}; shorten it.")
    return 0 if found.all_well else 1
