"""Organisations, and the sellers who invoice."""

from django.db import IntegrityError, transaction

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.locks import hold
from haat.core.slugs import free_slug
from haat.makers import papers
from haat.makers.errors import GstinOfOtherState, GstinTaken, NoName, OtherMart
from haat.makers.models import Organisation, Seller
from haat.makers.naming import Names, english_first, given
from haat.places.models import Mart, Place
from haat.places.queries import state_of


@transaction.atomic
def make_organisation(
    mart: Mart, *, kind: str, names: Names, place: Place, parent: Organisation | None = None, by: Actor
) -> Organisation:
    """A federation, or a village organisation below one (`parent`). Raises HaatError."""
    names = given(names)
    if parent is not None and parent.mart_id != mart.pk:
        raise OtherMart("parent")
    hold(mart)
    taken = set(Organisation.objects.filter(mart=mart).values_list("slug", flat=True))
    slug = free_slug(english_first(names), taken, otherwise=kind)
    made = Organisation.objects.create(
        mart=mart, kind=Organisation.Kind(kind), names=names, place=place, parent=parent, slug=slug
    )
    record("makers.organisation_made", made, by=by, slug=slug)
    return made


@transaction.atomic
def make_seller(
    mart: Mart,
    *,
    legal_name: str,
    address: str,
    pin: str,
    state: Place | None = None,
    gstin: str = "",
    enrolment: str = "",
    pan: str = "",
    fssai: str = "",
    organisation: Organisation | None = None,
    by: Actor,
) -> Seller:
    """Who invoices. `state` is the mart's own if not given. Raises HaatError naming the field."""
    if not legal_name.strip():
        raise NoName("legal_name")
    if organisation is not None and organisation.mart_id != mart.pk:
        raise OtherMart("organisation")
    given = {"gstin": gstin, "enrolment": enrolment, "pan": pan, "fssai": fssai}
    numbers = {kind: papers.paper_number(kind, text, field=kind) for kind, text in given.items() if text}
    state = state or state_of(mart.place)
    check_gstin(numbers.get("gstin", ""), state)
    if numbers.get("gstin") and "pan" not in numbers:
        numbers["pan"] = numbers["gstin"][2:12]
    made = Seller(
        mart=mart,
        legal_name=legal_name.strip(),
        address=address.strip(),
        pin=papers.pin(pin),
        state=state,
        organisation=organisation,
        **numbers,
    )
    write_seller(made)
    record("makers.seller_made", made, by=by, registered=made.registered)
    return made


def write_seller(seller: Seller, *fields: str) -> None:
    """Write a new seller, or these fields of it. Raises GstinTaken when another takes its GSTIN this very moment."""
    try:
        with transaction.atomic():
            seller.save(update_fields=fields or None)
    except IntegrityError:
        raise GstinTaken() from None


def check_gstin(gstin: str, state: Place) -> None:
    if gstin and state.gst_code and gstin[:2] != state.gst_code:
        raise GstinOfOtherState()
    if gstin and Seller.objects.filter(gstin=gstin).exists():
        raise GstinTaken()
