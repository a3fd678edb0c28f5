"""The sellers who invoice: a maker in its own name, or an organisation for it."""

from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction

from haat.core.actor import Actor
from haat.core.events import changes, record
from haat.core.locks import hold, hold_key
from haat.core.rows import update
from haat.core.texts import clean_line, clean_text
from haat.makers import papers
from haat.makers.actions.members import held
from haat.makers.errors import GstinOfOtherState, GstinTaken, NoName, OtherMart
from haat.makers.errors.organisations import GstinStands, NoAddress, NotHerSeller, OrganisationClosed, PanOfAnother
from haat.makers.models import Document, Maker, Organisation, Seller
from haat.makers.naming import english_first
from haat.makers.queries import own_seller
from haat.places.models import Mart, Place
from haat.places.queries import state_of

MOST_NAME = 160


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
    if organisation is not None:
        hold_key(Mart, mart.pk)
        if organisation.mart_id != mart.pk:
            raise OtherMart("organisation")
        if Organisation.objects.filter(pk=organisation.pk).exclude(closed_at=None).exists():
            raise OrganisationClosed()
    told = {"gstin": gstin, "enrolment": enrolment, "pan": pan, "fssai": fssai}
    made = new_seller(
        mart, legal_name=legal_name, address=address, pin=pin, state=state or state_of(mart.place), **told
    )
    made.organisation = organisation
    write_seller(made)
    record("makers.seller_made", made, by=by, registered=made.registered)
    return made


def new_seller(mart: Mart, *, legal_name: str, address: str, pin: str, state: Place, **told: str) -> Seller:
    """A seller of the mart that is not written yet. Raises HaatError naming the field."""
    made = Seller(mart=mart)
    _fill(made, legal_name, address, pin, state, told)
    return made


@transaction.atomic
def change_seller(
    seller: Seller,
    *,
    legal_name: str,
    address: str,
    pin: str,
    state: Place | None = None,
    gstin: str = "",
    enrolment: str = "",
    pan: str = "",
    fssai: str = "",
    fixed: Callable[[Seller], bool] | None = None,
    by: Actor,
) -> Seller:
    """Write a seller's facts anew; papers already made keep what stood on them. Raises HaatError naming the field.

    `fixed` says, once the seller is held, whether its GSTIN and state stand for good: who writes its first invoice
    holds it too. Raises GstinStands.
    """
    seller = hold(seller, "state", "mart__place")
    before = facts_of(seller)
    told = {"gstin": gstin, "enrolment": enrolment, "pan": pan, "fssai": fssai}
    _fill(seller, legal_name, address, pin, state or seller.state, told)
    wanted = changes(before, facts_of(seller))
    if wanted["after"].keys() & {"gstin", "state"} and fixed is not None and fixed(seller):
        raise GstinStands()
    if wanted["after"]:
        write_seller(seller, *wanted["after"])
        record("makers.seller_changed", seller, by=by, **wanted)
    return seller


def facts_of(seller: Seller) -> dict[str, Any]:
    """What the record keeps of a seller: what stands on its invoices for everybody to read."""
    names = ("legal_name", "address", "pin", "gstin", "enrolment", "pan", "fssai")
    return {name: getattr(seller, name) for name in names} | {"state": seller.state_id}


def _fill(seller: Seller, legal_name: str, address: str, pin: str, state: Place, told: dict[str, str]) -> None:
    """Everything of a seller as typed, judged; raises HaatError naming the field."""
    name = clean_line(legal_name)[:MOST_NAME]
    if not any(sign.isalpha() for sign in name):
        raise NoName("legal_name")
    numbers = dict.fromkeys(("gstin", "enrolment", "pan", "fssai"), "")
    numbers |= {kind: papers.paper_number(kind, text, field=kind) for kind, text in told.items() if text}
    check_gstin(numbers["gstin"], state, but=seller)
    if numbers["gstin"] and not numbers["pan"]:
        numbers["pan"] = numbers["gstin"][2:12]
    if numbers["gstin"] and numbers["pan"] != numbers["gstin"][2:12]:
        raise PanOfAnother()
    if not clean_line(address):
        raise NoAddress()
    seller.legal_name, seller.address, seller.pin = name, clean_text(address), papers.pin(pin)
    seller.state = state
    for kind, number in numbers.items():
        setattr(seller, kind, number)


@transaction.atomic
def choose_seller(maker: Maker, *, seller: Seller | None, by: Actor) -> Maker:
    """From now on the maker sells through this seller of an organisation; None: under its own papers.

    Orders that were placed keep the seller they have. Told twice it counts once. Raises OtherMart, NotHerSeller,
    OrganisationClosed.
    """
    hold_key(Mart, maker.mart_id)  # as whoever closes an organisation does
    maker = held(maker)
    own = own_seller(maker)
    if seller is not None:
        seller = hold(seller)
        if seller.mart_id != maker.mart_id:
            raise OtherMart("seller")
        if seller.organisation_id is None and seller != own:
            raise NotHerSeller()
        refuse_closed(seller)
    chosen = seller or own or _seller_of_her_own(maker, by)
    if chosen.pk == maker.seller_id:
        return maker
    before, maker.seller = maker.seller_id, chosen
    update(maker, "seller")
    was, now = {"seller": before}, {"seller": chosen.pk}
    record("makers.changed", maker, by=by, fields=["seller"], before=was, after=now)
    return maker


def refuse_closed(seller: Seller) -> None:
    """Raises OrganisationClosed when the papers are a closed organisation's; the mart is held."""
    if Organisation.objects.filter(pk=seller.organisation_id or 0).exclude(closed_at=None).exists():
        raise OrganisationClosed("seller")


def _seller_of_her_own(maker: Maker, by: Actor) -> Seller:
    """Enrolled under an organisation's papers, she gets her own now: her accepted papers stand on them."""
    accepted = {row.kind: row.number for row in maker.documents.filter(state=Document.State.ACCEPTED)}
    return make_seller(
        maker.mart,
        legal_name=english_first(maker.names)[0],
        address=address_of(maker.place),
        pin=maker.pin,
        gstin=accepted.get(Document.Kind.GSTIN, ""),
        enrolment=accepted.get(Document.Kind.ENROLMENT, ""),
        pan=accepted.get(Document.Kind.PAN, ""),
        fssai=accepted.get(Document.Kind.FSSAI, ""),
        by=by,
    )


def address_of(place: Place) -> str:
    """Village and block, or block and district, as an invoice has them."""
    return ", ".join(dict.fromkeys([str(place), str(place.parent)]))


def write_seller(seller: Seller, *fields: str) -> None:
    """Write a new seller, or these fields of it. Raises GstinTaken when another takes its GSTIN this very moment."""
    try:
        with transaction.atomic():
            seller.save(update_fields=fields or None)
    except IntegrityError:
        raise GstinTaken() from None


def check_gstin(gstin: str, state: Place, *, but: Seller | None = None) -> None:
    """Whether a GSTIN is of the state and free, or already `but`'s. Raises GstinOfOtherState, GstinTaken."""
    if gstin and state.gst_code and gstin[:2] != state.gst_code:
        raise GstinOfOtherState()
    if gstin and Seller.objects.filter(gstin=gstin).exclude(pk=(but.pk if but else None) or 0).exists():
        raise GstinTaken()
