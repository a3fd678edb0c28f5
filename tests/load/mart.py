"""What the load tests do to the database of a running Haat, from a process of its own."""

import io
import json
import time
from pathlib import Path

from django.core.files.storage import default_storage
from django.db.models import Q, Sum
from django.utils import timezone
from PIL import Image

from haat.catalogue.models import Craft
from haat.core import worker
from haat.core.actor import MACHINE
from haat.core.files import picture_path, store_picture
from haat.core.models import Job, Picture
from haat.messages.actions import tell
from haat.messages.models import Message
from haat.orders.models import Order, OrderLine
from haat.people.actions import begin_second_factor, open_secret
from haat.people.models import SecondFactor
from haat.shelf import build
from haat.shelf.models import Shelf
from haat.stock.models import StockItem
from tests.make import HOME_PIN, make_fee, make_maker, make_mart, make_pin, make_stocked, make_user, make_zone

MAKERS, GOODS_EACH, PIECES = 3, 4, 2000


def fill() -> dict[str, object]:
    """A small mart with plenty of everything; answers the variants to buy."""
    mart = make_mart()
    make_pin(HOME_PIN)
    make_zone(mart)
    make_fee(mart, packing_paise=500)
    made = [make_stocked(maker, pieces=PIECES) for maker in _makers() for _good in range(GOODS_EACH)]
    Craft.objects.update(drawing="agarbatti-leaf.svg")  # one that is there: pages are asked for as they are shipped
    build.rebuild()
    return {"variants": [variant.pk for variant in made], "pin": HOME_PIN}


def empty_shelf() -> None:
    """Nothing is shown any more: a page made after this is another than before."""
    Shelf.objects.all().delete()


def _makers() -> list[object]:
    return [make_maker(f"Group {number}") for number in range(MAKERS)]


def drain(seconds: float) -> dict[str, object]:
    """Work beside the worker until nothing is due any more, then count.

    What a killed worker held lies under its lease for a minute; the minute is let pass at once.
    """
    Job.objects.filter(state=Job.State.RUNNING).update(lease_until=timezone.now())
    until = time.monotonic() + seconds
    open_ = Q(state=Job.State.RUNNING) | Q(state=Job.State.WAITING, run_at__lte=timezone.now())
    while (left := Job.objects.filter(open_).count()) and time.monotonic() < until:
        if not worker.run_due(limit=20):
            time.sleep(0.2)
    return {"left": left} | count()


def leave_treasures() -> dict[str, object]:
    """What a backup must bring back: an officer's sealed authenticator, a picture, and the rows."""
    begin_second_factor(make_user(phone="+919876500001"), by=MACHINE)
    face = io.BytesIO()
    Image.new("RGB", (400, 400), "#A3261F").save(face, "PNG")
    store_picture(face.getvalue())
    return treasures()


def treasures() -> dict[str, object]:
    """The authenticator's secret, the pictures whose files are there, and how many rows there are."""
    factor = SecondFactor.objects.get(user__phone="+919876500001")
    digests = Picture.objects.order_by("digest").values_list("digest", flat=True)
    stored = [digest for digest in digests if default_storage.exists(picture_path(digest, 320))]
    assert stored
    return {"secret": open_secret(factor), "stored": stored, "counts": count()}


def tell_somebody(cause: str) -> int:
    """Queue a message; only a worker hands it on."""
    return tell(
        "+919876543210", template="order_placed", language="en", body="words", values={"number": "1"}, cause=cause
    ).pk


def told(pk: int) -> bool:
    return Message.objects.get(pk=pk).state != Message.State.WAITING


def lost(file: str) -> list[str]:
    """Acknowledged links (a JSON list in `file`) that no order answers to."""
    links = json.loads(Path(file).read_text())
    there = set(Order.objects.values_list("token", flat=True))
    return [link for link in links if link.rstrip("/").rpartition("/")[2] not in there]


def pieces() -> dict[str, int]:
    """How many pieces each buyer's order holds, by the name she gave."""
    rows = OrderLine.objects.values_list("part__order__name").annotate(pieces=Sum("quantity"))
    return dict(rows.order_by("part__order__name"))


def count() -> dict[str, object]:
    """Orders, their pieces, pieces the stock says are promised, jobs that were given up."""
    return {
        "orders": Order.objects.count(),
        "keys": Order.objects.values("external_id").distinct().count(),
        "pieces": sum(OrderLine.objects.values_list("quantity", flat=True)),
        "reserved": sum(StockItem.objects.values_list("reserved", flat=True)),
        "failed_jobs": Job.objects.filter(state=Job.State.FAILED).count(),
    }
