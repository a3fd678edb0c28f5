"""What is known of a maker is mended."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.identifiers import mask_phone
from haat.core.languages import best
from haat.core.locks import hold, hold_key
from haat.core.models import Picture
from haat.core.personal import SHOWING
from haat.core.rows import update
from haat.makers import notices, papers
from haat.makers.actions.enrolling import check_new, note_names
from haat.makers.actions.members import held
from haat.makers.actions.selling import address_of
from haat.makers.errors import AlreadyMember, OtherMart, PhoneStays, PlaceOutsideBlock
from haat.makers.errors.faces import FaceRefused
from haat.makers.errors.phones import NumberKnown
from haat.makers.models import Maker, Seller
from haat.makers.naming import Names, english_first, given, told
from haat.makers.queries import leader_of, name, spoken_to
from haat.messages.actions import tell
from haat.people.actions import sign_up
from haat.people.queries import said_no
from haat.places.models import Mart, Place


@transaction.atomic
def change_maker(
    maker: Maker,
    *,
    names: Names | None = None,
    stories: Names | None = None,
    phone: str | None = None,
    place: Place | None = None,
    pin: str | None = None,
    since: int | None = None,
    lokos_id: str | None = None,
    portrait: Picture | None = None,
    seller: Seller | None = None,
    by: Actor,
) -> Maker:
    """Change what is given; what is None stays. `place` is a village of its block, or the block; `since` 0: not known.

    With another phone, or a first one, the leader signs in by it from now on, and the old number is told. A
    seller that is the maker's own keeps in step with name and place. Raises HaatError naming the field.
    """
    if not (phone is None and names is None and lokos_id is None):
        hold_key(Mart, maker.mart_id)  # before the maker: nobody else of the mart takes the same name or number
    maker = held(maker)
    asked: dict[str, Any] = {
        "names": names,
        "stories": stories,
        "phone": phone,
        "place": place,
        "pin": pin,
        "since": since,
        "lokos_id": lokos_id,
        "portrait": portrait,
        "seller": seller,
    }
    read: dict[str, Callable[[Any], Any]] = {
        "names": given,
        "stories": told,
        "phone": lambda text: papers.phone_if_known(text, demo=settings.DEMO),
        "pin": lambda text: maker.pin if text == maker.pin else papers.pin_near(maker.block, text),
        "since": lambda year: papers.year(year or None),
        "lokos_id": papers.lokos,
    }
    now = {field: read.get(field, _as_it_is)(value) for field, value in asked.items() if value is not None}
    wanted = {field: value for field, value in now.items() if value != getattr(maker, field)}
    _check(maker, wanted)
    if wanted:
        _write(maker, wanted, by)
    return maker


@transaction.atomic
def write_phone(maker: Maker, *, phone: str, by: Actor) -> Maker:
    """The first number of a maker that had none. Raises NumberKnown where it has another, HaatError at `phone`."""
    number = papers.phone(phone, demo=settings.DEMO)
    hold_key(Mart, maker.mart_id)
    known = held(maker).phone
    if known and known != number:
        raise NumberKnown(known)
    return change_maker(maker, phone=number, by=by)


@transaction.atomic
def set_portrait(maker: Maker, *, picture: Picture | None, by: Actor) -> Maker:
    """The picture of the maker that buyers see; None: no picture. The same one again changes nothing.

    Raises FaceRefused.
    """
    maker = held(maker)
    if picture is not None:
        _check_face(maker)
    if maker.portrait_id != (picture.pk if picture else None):
        before = {"portrait": bool(maker.portrait_id)}
        maker.portrait = picture
        update(maker, "portrait")
        record("makers.changed", maker, by=by, fields=["portrait"], before=before, after={"portrait": bool(picture)})
    return maker


def _check_face(maker: Maker) -> None:
    """Who leads may have said no to showing faces: hers is shown to nobody then. Raises FaceRefused."""
    leader = leader_of(maker)
    if leader is not None and leader.user_id is not None and said_no(leader.user_id, [SHOWING], maker.mart_id):
        raise FaceRefused()


def _as_it_is(value: Any) -> Any:
    return value


def _check(maker: Maker, wanted: dict[str, Any]) -> None:
    if "portrait" in wanted:
        _check_face(maker)
    if "seller" in wanted and wanted["seller"].mart_id != maker.mart_id:
        raise OtherMart("seller")
    if "place" in wanted and not maker.block.contains(wanted["place"]):
        raise PlaceOutsideBlock()
    if wanted.get("phone") == "":
        raise PhoneStays()
    if {"phone", "names", "lokos_id"} & set(wanted):
        known = {field: wanted.get(field, getattr(maker, field)) for field in ("phone", "names", "lokos_id")}
        check_new(maker.mart, **known, but=maker)


def _write(maker: Maker, wanted: dict[str, Any], by: Actor) -> None:
    before = {field: getattr(maker, field) for field in wanted}
    derived = _derived(maker)
    if "phone" in wanted:
        _tell_old_phone(maker, wanted["phone"], by)
        _hand_over(maker, wanted["phone"], by)
    if wanted.get("lokos_id"):  # that of one found to be this maker
        Maker.objects.filter(merged_into=maker, lokos_id=wanted["lokos_id"]).update(lokos_id="")
    for field, value in wanted.items():
        setattr(maker, field, value)
    update(maker, *wanted)
    if "names" in wanted:
        note_names(maker)
    _keep_seller_in_step(maker, derived)
    record(
        "makers.changed",
        maker,
        by=by,
        fields=sorted(wanted),
        before=_said(before, maker),
        after=_said(wanted, maker),
    )


def _said(values: dict[str, Any], maker: Maker) -> dict[str, Any]:
    """What the record keeps of a change: a group's names, numbers and places; no person's name, no whole phone, no long
    texts."""
    short: dict[str, Callable[[Any], Any]] = {
        "names": _as_it_is,
        "phone": mask_phone,
        "place": lambda place: place.pk,
        "pin": _as_it_is,
        "since": _as_it_is,
        "lokos_id": _as_it_is,
        "seller": lambda seller: seller.pk,
    }
    if not maker.is_group:
        del short["names"]
    return {field: short[field](value) for field, value in values.items() if field in short}


def _tell_old_phone(maker: Maker, phone: str, by: Actor) -> None:
    """Who had the number learns that it no longer belongs to the maker: a change nobody asked for comes to light."""
    user, language = spoken_to(maker)
    with override(language):
        body = _("The mobile number of %(maker)s is now %(phone)s. If nobody of you asked for it, call %(desk)s.") % {
            "maker": name(maker),
            "phone": mask_phone(phone),
            "desk": maker.mart.phone,
        }
    event = record("makers.phone_changed", maker, by=by, phone=mask_phone(phone))
    if not maker.phone or not maker.mart.phone:  # a mart that is only being set up has no number to call yet
        return
    tell(
        maker.phone,
        template=notices.PHONE.name,
        language=language,
        body=body,
        values={"last": phone[-4:], "desk": maker.mart.phone},
        cause=f"makers.phone_changed:{event.pk}",
        mart=maker.mart,
        user=user,
    )


def _hand_over(maker: Maker, phone: str, by: Actor) -> None:
    """The leader who signed in by the maker's number, or could not yet, signs in by the new one from now on.

    The old number acts no more for the maker.
    """
    leader = leader_of(maker)
    if leader is None or (leader.user is not None and leader.user.phone != maker.phone):
        return
    language = leader.user.language if leader.user is not None else maker.mart.default_language
    user = sign_up(phone, name=best(leader.names, language).text, language=language, by=by)
    if maker.members.filter(user=user).exclude(pk=leader.pk).exists():
        raise AlreadyMember()
    leader.user = user
    update(leader, "user")


def _derived(maker: Maker) -> dict[str, str]:
    """The seller's facts as enrolling makes them from the maker's."""
    return {
        "legal_name": english_first(maker.names)[0] if maker.names else "",
        "address": address_of(maker.place),
        "pin": maker.pin,
    }


def _keep_seller_in_step(maker: Maker, before: dict[str, str]) -> None:
    """What stood on its own seller as on the maker before, stands there as on the maker now."""
    seller = hold(maker.seller)
    if seller.organisation_id is not None or seller.gstin:
        return
    now = _derived(maker)
    moved = [field for field in now if now[field] != before[field] and getattr(seller, field) == before[field]]
    for field in moved:
        setattr(seller, field, now[field])
    if moved:
        update(seller, *moved)
