"""Marts: made, and changed with who and when."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypedDict, Unpack

from django.db import IntegrityError, transaction

from haat.core.actor import Actor
from haat.core.errors import Changed
from haat.core.events import changes as differences
from haat.core.events import record
from haat.core.locks import hold
from haat.places import rules
from haat.places.errors import HostTaken, NoHost, SlugTaken
from haat.places.models import Mart, MartHost, Place


class MartFields(TypedDict, total=False):
    """What may be set on a mart besides its place, names and hosts."""

    lines: Mapping[str, str]
    legal_names: Mapping[str, str]
    accent: str
    motif: str
    vpa: str
    bank_holder: str
    bank_number: str
    bank_ifsc: str
    words: Mapping[str, Any]


class MartChanges(MartFields, total=False):
    """What `change_mart` takes; what is left out stays."""

    names: Mapping[str, str]
    languages: Sequence[str]
    hosts: Collection[str]
    crafts: Sequence[str]
    order_prefix: str
    legal_name: str
    address: str
    phone: str
    email: str
    grievance_officer: str


@transaction.atomic
def open_mart(
    slug: str,
    *,
    place: Place,
    names: Mapping[str, str],
    hosts: Collection[str],
    languages: Sequence[str],
    order_prefix: str,
    legal_name: str,
    address: str,
    phone: str,
    email: str,
    grievance_officer: str,
    by: Actor,
    **more: Unpack[MartFields],
) -> Mart:
    """Make a mart for a district or a state, its first language first; raises BadMart naming the field.

    Buyers may enter when it is opened to them (`open_doors`); until then the office makes it ready.
    """
    rules.check_place(place)
    if Mart.objects.filter(slug=slug).exists():
        raise SlugTaken(slug)
    mart = Mart(
        slug=slug,
        place=place,
        names=names,
        languages=list(languages),
        order_prefix=order_prefix,
        legal_name=legal_name,
        address=address,
        phone=phone,
        email=email,
        grievance_officer=grievance_officer,
        opened_at=None,
        **more,
    )
    _check(mart)
    rules.check_phone(mart.phone)
    try:
        with transaction.atomic():
            mart.save()
    except IntegrityError:  # somebody else opens one this very moment
        raise SlugTaken(slug) from None
    _set_hosts(mart, hosts)
    record("places.mart_opened", mart, by=by, mart_id=mart.pk, slug=slug)
    return mart


def _check(mart: Mart) -> None:
    rules.check_languages(mart.languages, mart.names)
    rules.check_order_prefix(mart.order_prefix)
    rules.check_accent(mart.accent)
    rules.check_motif(mart.motif)


def _set_hosts(mart: Mart, hosts: Collection[str]) -> None:
    wanted = {rules.read_host(host) for host in hosts if host.strip()}
    if not wanted:
        raise NoHost()
    MartHost.objects.bulk_create([MartHost(host=host, mart=mart) for host in sorted(wanted)], ignore_conflicts=True)
    other = MartHost.objects.filter(host__in=wanted).exclude(mart=mart).first()
    if other is not None:
        raise HostTaken(other.host)
    mart.hosts.exclude(host__in=wanted).delete()


@transaction.atomic
def change_mart(
    mart: Mart, *, seen: Mapping[str, Any] | None = None, by: Actor, **changes: Unpack[MartChanges]
) -> Mart:
    """Change what is given; what differs is recorded, before and after.

    `seen` are fields of the mart as the writer read them (`hosts`: the names in order). Raises Changed when one of
    them is otherwise by now, BadMart naming the field.
    """
    mart = hold(mart)
    if any(_stands(mart, field) != value for field, value in (seen or {}).items()):
        raise Changed()
    hosts = changes.pop("hosts", None)
    before = {field: getattr(mart, field) for field in changes}
    for field, value in changes.items():
        setattr(mart, field, value)
    _check(mart)
    if "phone" in changes:  # one from before this was asked stops nothing else
        rules.check_phone(mart.phone)
    mart.save(update_fields=list(changes))
    after: dict[str, Any] = dict(changes)
    if hosts is not None:
        before["hosts"] = _stands(mart, "hosts")
        _set_hosts(mart, hosts)
        after["hosts"] = _stands(mart, "hosts")
    told = differences(before, after)
    if told["after"]:
        record("places.mart_changed", mart, by=by, mart_id=mart.pk, **{when: _masked(told[when]) for when in told})
    return mart


def _stands(mart: Mart, field: str) -> Any:
    return sorted(mart.hosts.values_list("host", flat=True)) if field == "hosts" else getattr(mart, field)


def _masked(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {field: rules.as_told(field, value) for field, value in fields.items()}
