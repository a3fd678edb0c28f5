"""What delivery does when orders move, and the code it tells buyers. Each may be told twice."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from haat.core.actor import Actor
from haat.core.events import subscribe
from haat.core.models import Event
from haat.core.money import format_rupees
from haat.delivery import carriers, notices
from haat.delivery.actions import call_back
from haat.delivery.models import Parcel
from haat.delivery.telling import notice_of
from haat.messages.actions import tell
from haat.messages.notices import rupees


@subscribe("orders.cancelled")
def call_back_cancelled(event: Event) -> None:
    """A cancelled parcel goes nowhere: it leaves a planned round; a rider who has it brings it back."""
    for parcel in Parcel.objects.filter(part=event.subject_id):
        call_back(parcel, by=Actor(event.by_id, event.for_maker_id))


@subscribe("delivery.round_started")
def tell_codes(event: Event) -> None:
    """Every buyer of the round learns what its carrier tells, the code among it, and the cash to keep ready."""
    parcels = Parcel.objects.select_related("part__order__buyer", "mart")
    for parcel in parcels.filter(pk__in=event.data["parcel_ids"]).order_by("pk"):
        _tell_code(parcel, cause=f"{event.kind}:{event.pk}:{parcel.pk}")


@subscribe("delivery.new_code")
def tell_new_code(event: Event) -> None:
    """The fresh code goes to the buyer, if a number was told."""
    _tell_code(Parcel.objects.get(pk=event.subject_id), cause=f"{event.kind}:{event.pk}")


def _leaving(parcel: Parcel) -> str:
    """What its carrier tells of a parcel that leaves."""
    carrier, article = carriers.get(parcel.carrier), parcel.article
    facts = {"number": parcel.number, "code": parcel.code, "article": article, "address": carrier.address_of(article)}
    return str(carrier.leaving_words) % facts


def _tell_code(parcel: Parcel, *, cause: str) -> None:
    order = parcel.part.order
    if not order.reachable:
        return
    with override(order.language):
        body = _leaving(parcel)
        if parcel.collect_paise:
            body += " " + _("Keep %(money)s ready in cash.") % {"money": format_rupees(parcel.collect_paise)}
    tell(
        order.phone,
        template=notice_of(parcel).name,
        language=order.language,
        body=body,
        values={"number": parcel.number, "code": parcel.code, "money": rupees(parcel.collect_paise, up=True)},
        cause=cause,
        mart=parcel.mart,
        user=order.buyer,
    )


@subscribe("delivery.posted")
def tell_posted(event: Event) -> None:
    """The buyer can follow it."""
    parcel = Parcel.objects.select_related("part__order__buyer", "mart").get(pk=event.subject_id)
    order = parcel.part.order
    if not order.reachable:
        return
    with override(order.language):
        body = _leaving(parcel)
    tell(
        order.phone,
        template=notices.POSTED.name,
        language=order.language,
        body=body,
        values={"number": parcel.number, "article": parcel.article},
        cause=f"{event.kind}:{event.pk}",
        mart=parcel.mart,
        user=order.buyer,
    )
