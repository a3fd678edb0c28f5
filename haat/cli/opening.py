"""`haat mart` and `haat officer`: what an operator does once, before the district takes over."""

import argparse
import secrets
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from haat.catalogue.actions import import_crafts
from haat.cli import mart_file
from haat.cli.mart_file import Fee, MartFile
from haat.cli.own_words import beside, write_words
from haat.cli.taking_back import taken_back
from haat.core.actor import MACHINE
from haat.core.errors import HaatError
from haat.core.identifiers import InvalidIdentifier, clean_mobile
from haat.core.numerals import latin_digits
from haat.core.queries import last_event
from haat.delivery import carriers
from haat.delivery.actions import set_zone
from haat.messages.naming import check_names
from haat.payments.actions import set_cash_rule
from haat.people import actions as people
from haat.people.models import Role, User
from haat.people.rules import OF_A_BLOCK
from haat.places import actions as places
from haat.places.models import Mart, Place
from haat.places.queries import blocks_of, district, named
from haat.pricing.actions import import_rules, set_fee
from haat.pricing.queries import MART_CHANNEL

_PLAIN = ("hosts", "languages", "order_prefix", "accent", "motif", "legal_name", "address", "phone", "email")
# Tables of the file: what they do not name stays, too.
_BY_NAME = ("names", "lines")
_FIELDS = (*_PLAIN, "grievance_officer", "vpa", "names", "lines", "words")


def mart(options: argparse.Namespace) -> int:
    """Open the mart a file describes, or change of it what the file names; all of it or nothing.

    What officers have set since by screens is only taken back when that is asked for.
    """
    try:
        told = mart_file.read(Path(options.file), there=Mart.objects.values_list("slug", flat=True))
        with transaction.atomic():
            made, found, back = _open(told)
            if back and not options.take_back:
                transaction.set_rollback(True)
                return _would_take_back(options.file, back)
    except mart_file.BadFile as wrong:
        print(f"{options.file} was not taken:", *wrong.problems, sep="\n  ")
        return 2
    except (HaatError, InvalidIdentifier) as problem:
        print(f"{options.file} was not taken:\n  {getattr(problem, 'field', '')}: {problem}")
        return 2
    hosts = ", ".join(found.hosts.order_by("host").values_list("host", flat=True))
    print(f"{found.slug} {'opened' if made else 'changed'}: {hosts}")
    print(f"{len(blocks_of(found))} blocks, {len(told.zones)} zones. Name every host in HAAT_HOSTS too.")
    if found.shut:
        print("Buyers may not enter yet: an officer opens it at /office/settings/ when it is ready.")
    return 0


def _would_take_back(file: str, back: list[str]) -> int:
    print(f"{file} would take back what officers have set since:", *back, sep="\n  ")
    print("Nothing was changed. Take those lines out of the file, or run it again with --take-back.")
    return 2


def _open(told: MartFile) -> tuple[bool, Mart, list[str]]:
    """Whether it was made, the mart, and what of it was changed that an officer had set."""
    places.import_reference(by=MACHINE)
    import_crafts(by=MACHINE)
    import_rules(by=MACHINE)
    found = Mart.objects.select_related("place").filter(slug=told.slug).first()
    named = told.model_fields_set
    place = district(told.district, state=told.state) if found is None or "district" in named else found.place
    places.import_blocks(place, by=MACHINE)
    places.import_localities(place, by=MACHINE)
    given: dict[str, Any] = {name: getattr(told, name) for name in _FIELDS if found is None or name in named}
    if "phone" in given:
        given["phone"] = _phone(told.phone)
    if found is None:
        opened, since = places.open_mart(told.slug, place=place, by=MACHINE, **given), 0
    elif found.place_id != place.pk:
        raise HaatError("mart.moved", "a mart cannot move to another district; open a new one", field="district")
    else:
        since = last_event(found.pk)
        given |= {name: getattr(found, name) | given[name] for name in _BY_NAME if name in given}
        words = given.pop("words", {})
        if (wanted := beside(found.words, words)) != found.words:
            given["words"] = wanted
        opened = places.change_mart(found, by=MACHINE, **given) if given else found
        opened = write_words(opened, words, by=MACHINE)
    if found is None or (found.names, found.languages) != (opened.names, opened.languages):
        check_names(opened, names=opened.names, languages=opened.languages)
    _charge(opened, told)
    return found is None, opened, taken_back(opened, since=since) if found else []


def _phone(text: str) -> str:
    """A mobile in one form; the land line of an office as it is written."""
    try:
        return clean_mobile(text)
    except InvalidIdentifier:
        return latin_digits(text)


def _charge(opened: Mart, told: MartFile) -> None:
    if told.fee is not None:
        _keep_of_sales(opened, MART_CHANNEL, told.fee)
    for each in told.channels:
        _keep_of_sales(opened, each.slug, each)
    if told.cash is not None:
        limits: dict[str, Any] = told.cash.model_dump(exclude={"above", "two_above"})
        limits["above_paise"] = _paise(told.cash.above)
        limits["two_above_paise"] = None if told.cash.two_above is None else _paise(told.cash.two_above)
        set_cash_rule(opened, **limits, by=MACHINE)
    for zone in told.zones:
        set_zone(
            opened,
            place=_where(opened, zone.where),
            carrier=_carrier(zone.carrier),
            days=zone.days,
            charge_paise=_paise(zone.charge),
            free_from_paise=None if zone.free_from is None else _paise(zone.free_from),
            cod=zone.cash,
            cod_limit_paise=_paise(zone.cash_up_to),
            fresh_food=zone.fresh_food,
            slabs=[(slab.up_to_g, _paise(slab.charge)) for slab in zone.slabs],
            further_kg_paise=None if zone.further_kg is None else _paise(zone.further_kg),
            free_up_to_g=zone.free_up_to_g,
            by=MACHINE,
        )


def _keep_of_sales(opened: Mart, channel: str, told: Fee) -> None:
    set_fee(
        opened,
        channel=channel,
        fee_bp=int(told.percent * 100),
        packing_paise=_paise(told.packing),
        from_date=told.since,
        source=told.source,
        by=MACHINE,
    )


def _paise(rupees: Decimal) -> int:
    return int(rupees * 100)


def _carrier(name: str) -> str:
    """The carrier called so; the first of all where the file names nobody."""
    known_slugs = [carrier.slug for carrier in carriers.every()]
    if not name:
        return known_slugs[0]
    if name not in known_slugs:
        known = ", ".join(sorted(known_slugs))
        raise HaatError("mart.carrier", f"nobody called {name!r} carries parcels ({known} do)", field="zones")
    return name


def _where(opened: Mart, text: str) -> Place | None:
    if text in ("district", "state", "india"):
        return {"district": opened.place, "state": opened.place.parent, "india": None}[text]
    block = named(blocks_of(opened), text)
    if block is None:
        raise HaatError("mart.where", f"the district has no block called {text!r}", field="zones")
    return block


def officer(options: argparse.Namespace) -> int:
    """Give a person a role in a mart (or end it with --end); a first password is printed once."""
    found = Mart.objects.select_related("place").filter(slug=options.mart).first()
    if found is None:
        print(f"There is no mart {options.mart!r}.")
        return 2
    try:
        phone = clean_mobile(options.phone)
    except InvalidIdentifier as problem:
        print(f"phone: {problem.message}")
        return 2
    place = named(blocks_of(found), options.block) if options.block else found.place
    if place is None:
        print(f"block: the district has no block called {options.block!r}.")
        return 2
    if options.role in OF_A_BLOCK and not options.block:
        print(f"block: a {options.role} has one; say which.")
        return 2
    try:
        if options.end:
            return _end(phone, found, options.role, place)
        with transaction.atomic():
            return _employ(phone, found, place, options)
    except HaatError as problem:
        print(problem.message)
        return 2


def _employ(phone: str, mart: Mart, place: Place, options: argparse.Namespace) -> int:
    user = people.sign_up(phone, name=options.name, language=mart.default_language, by=MACHINE)
    people.give_role(user, mart=mart, kind=options.role, place=place, by=MACHINE)
    print(f"{user} is {options.role} of {place}.")
    if options.role == Role.Kind.RIDER:
        print("Riders sign in with the code sent to their phone.")
    elif options.role == Role.Kind.SURVEYOR:
        print("Field workers sign in with the code sent to their phone, and begin at /maker/survey/.")
    elif options.new_password or not user.has_usable_password():
        _new_password(user)
    return 0


def _new_password(user: User) -> None:
    password = "-".join(secrets.token_hex(2) for _ in range(4))
    people.set_password(user, password=password, by=MACHINE)
    people.begin_second_factor(user, by=MACHINE)
    print(f"Password, shown this once: {password}")
    print("At /office/ it is asked for, and an authenticator app is set up; the password can be changed there.")


def _end(phone: str, mart: Mart, kind: str, place: Place) -> int:
    role = Role.objects.filter(user__phone=phone, mart=mart, kind=kind, place=place).select_related("user").first()
    if role is None:
        print(f"Nobody with this number is {kind} of {place}.")
        return 2
    people.take_role(role, by=MACHINE)
    print(f"{role.user} is no longer {kind} of {place}.")
    return 0
