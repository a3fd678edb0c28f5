"""`haat receive-order`: an order that happened elsewhere, from a file of plain JSON."""

import argparse
import json
from pathlib import Path

from haat.core.actor import MACHINE
from haat.core.errors import HaatError
from haat.core.texts import escaped
from haat.orders.actions import receive_order
from haat.orders.errors import BadFacts
from haat.orders.facts import Source, facts_from
from haat.orders.models import Arrival, ArrivedLine
from haat.places.models import Mart

MOST_BYTES = 1_000_000


def receive(options: argparse.Namespace) -> int:
    """Keep and act on one order; 0 when nothing of it waits, 1 when something does, 2 when it was not taken."""
    mart = Mart.objects.filter(slug=options.mart).first()
    if mart is None:
        print(f"There is no mart {options.mart!r}.")
        return 2
    try:
        told = _read(Path(options.file))
        source = Source(options.channel, options.account, options.id)
        found = receive_order(mart, facts_from(told), source=source, by=MACHINE)
    except (OSError, ValueError, RecursionError) as problem:
        print(f"{options.file} cannot be read: {problem}")
        return 2
    except BadFacts as wrong:
        print(f"{options.file} was not taken:")
        for field, error in wrong.fields.items():
            print(f"  {escaped(field)}: {error}")
        return 2
    except HaatError as problem:
        print(f"{options.file} was not taken:\n  {problem.field}: {problem}")
        return 2
    return _tell(found)


def _read(file: Path) -> object:
    if file.stat().st_size > MOST_BYTES:
        raise ValueError(f"more than {MOST_BYTES} bytes")
    return json.loads(file.read_text(encoding="utf-8"))


def _tell(found: Arrival) -> int:
    """Say what came of it."""
    if not found.first:
        print(f"{found}: told otherwise than before; kept for the desk to compare")
        return 1
    print(f"{found}: {found.order.number if found.order else 'no order yet'}")
    waiting = found.lines.filter(state=ArrivedLine.State.OPEN).order_by("pk")
    for line in waiting:
        print(f"  line {line.external_id} waits for the desk: {line} ({line.problem})")
    return 1 if waiting else 0
