"""The steps of a turn that follow a sale: how its parcels stand, their labels, and what was settled. All of it is read.

Each needs a right of its own. Where only that is missing the account sells on: it is said where it is missed.
"""

from datetime import datetime, timedelta

from django.db.models import Min
from django.utils import timezone

from haat.channels import finances
from haat.channels import parcels as folders
from haat.channels.actions import settling, shipments
from haat.channels.actions.turning import Run
from haat.channels.channel import Shut, Throttled, Trouble
from haat.channels.models import Shipment
from haat.channels.troubles import ONE_RIGHT
from haat.core.rows import update

# How often it is asked what was settled; by a turn of the whole not oftener than so.
EVERY, SELDOM = timedelta(hours=6), timedelta(minutes=10)


def parcels(run: Run) -> None:
    """Parcels are compared with their orders, what is booked or unknown is read, and labels are fetched."""
    account, seat = run.account, run.seat
    folder = folders.find(account.channel)
    if folder is None:
        return
    shipments.recover(account)
    shipments.compare(account, folder)
    now = None if run.whole else timezone.now()
    work = [(row, shipments.look) for row in shipments.due(account, now=now)]
    work += [(row, shipments.fetch_label) for row in shipments.labels_due(account, now=now)]
    met: Trouble | None = None
    for row, do in work:
        if run.out_of_time():
            break
        try:
            do(row, folder, seat.keys, seat.line)
            run.found.read += 1
        except Throttled:
            raise
        except Trouble as trouble:  # one parcel keeps no other waiting
            met = trouble
        run.renew()
    _when_next(run)
    if met is not None:
        raise met


def _when_next(run: Run) -> None:
    """When a parcel is to be read, or its label, as far as the rows tell."""
    now = timezone.now()
    mine = Shipment.objects.filter(sale__account=run.account)
    being_made = mine.filter(label_state__in=(Shipment.Label.WANTED, Shipment.Label.ASKED))
    for moment in (mine.aggregate(at=Min("look_at"))["at"], being_made.aggregate(at=Min("label_at"))["at"]):
        if moment is not None:
            run.found.soon(max(1.0, (moment - now).total_seconds()))


def settlements(run: Run) -> None:
    """Settlements that the channel has closed and that were not read yet."""
    account, now = run.account, timezone.now()
    folder = finances.find(account.channel)
    if folder is None or (account.settlements_at is not None and account.settlements_at > _until(run)):
        return
    trouble = ""
    try:
        run.found.read += settling.read_closed(account, folder, run.seat.keys, run.seat.line, between=run.renew)
    except Shut as shut:
        if shut.code != ONE_RIGHT:
            raise
        trouble = shut.code
    account.settlements_at, account.settlements_trouble = now + EVERY, trouble
    update(account, "settlements_at", "settlements_trouble")


def _until(run: Run) -> datetime:
    """What is to be read by then is read now."""
    now = timezone.now()
    return now + EVERY - SELDOM if run.whole else now
