"""The only writes of places: reference data, and marts."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.imports import ImportReport, Row, import_rows
from haat.core.locks import hold
from haat.core.rows import insert
from haat.core.slugs import free_slug
from haat.places import data, rules
from haat.places.errors import HostTaken, NoHost, SlugTaken, TooManyPlaces
from haat.places.models import STEP, Mart, MartHost, PinCode, Place
from haat.places.queries import named

BATCH = 2000


class MartFields(TypedDict, total=False):
    """What may be set on a mart besides its place, names and hosts."""

    lines: Mapping[str, str]
    accent: str
    motif: str
    vpa: str
    words: Mapping[str, Any]


class MartChanges(MartFields, total=False):
    """What `change_mart` takes; what is left out stays."""

    names: Mapping[str, str]
    languages: Sequence[str]
    hosts: Collection[str]
    order_prefix: str
    legal_name: str
    address: str
    phone: str
    email: str
    grievance_officer: str


def add_places(parent: Place | None, kind: str, wanted: Sequence[Place]) -> int:
    """Write those of `wanted` (unsaved, without path and slug) that `parent` does not have yet, in order.

    A place is known by its LGD code, or without one by its English name. Answers how many were new.
    """
    if parent is not None:
        hold(parent)
    known = Place.objects.filter(parent=parent)
    lgd_codes = set(known.exclude(lgd_code=None).values_list("lgd_code", flat=True))
    names = {place.names.get("en") for place in known.filter(lgd_code=None)}
    slugs = set(known.values_list("slug", flat=True))
    last = known.aggregate(last=Max("path"))["last"]
    step = int(last[-STEP:]) if last else 0
    new: list[Place] = []
    for place in wanted:
        if place.lgd_code in lgd_codes if place.lgd_code else place.names.get("en") in names:
            continue
        step += 1
        if step >= 10**STEP:
            raise TooManyPlaces(str(parent))
        place.parent, place.kind = parent, kind
        place.path = (parent.path if parent else "") + str(step).zfill(STEP)
        place.slug = free_slug([place.names.get("en", "")], slugs, otherwise=str(place.lgd_code or kind))
        slugs.add(place.slug)
        lgd_codes.add(place.lgd_code)
        names.add(place.names.get("en"))
        new.append(place)
    Place.objects.bulk_create(new, batch_size=BATCH)
    return len(new)


def _names(**names: str) -> dict[str, str]:
    return {language: text for language, text in names.items() if text}


def _add_state(state: data.State) -> Place:
    return Place(
        lgd_code=state.code,
        gst_code=state.gst,
        names=_names(en=state.name_en, hi=state.name_hi) | _names(**{state.lang: state.name_local}),
    )


def _add_district(district: data.District) -> Place:
    names = _names(en=district.name_en, hi=district.name_hi)
    if district.lang:
        names |= _names(**{district.lang: district.name_local})
    return Place(lgd_code=district.code, names=names)


@transaction.atomic
def import_reference(*, by: Actor) -> int:
    """Load states, districts and PIN codes from the project's data; answers how many rows were new.

    May be run again at any time: what is there stays as it is.
    """
    made = add_places(None, Place.Kind.STATE, [_add_state(state) for state in data.states()])
    states = {place.lgd_code: place for place in Place.objects.filter(kind=Place.Kind.STATE)}
    for code, state in states.items():
        wanted = [_add_district(district) for district in data.districts() if district.state == code]
        made += add_places(state, Place.Kind.DISTRICT, wanted)
    made += _import_pins(states)
    if made:
        record("places.reference_imported", next(iter(states.values())), by=by, made=made)
    return made


def _import_pins(states: "Mapping[int | None, Place]") -> int:
    known = set(PinCode.objects.values_list("pin", flat=True))
    districts = {place.lgd_code: place for place in Place.objects.filter(kind=Place.Kind.DISTRICT)}
    every = data.pins()
    sure = _by_sorting_district(every.values())
    new = []
    for pin in every.values():
        if pin.pin in known:
            continue
        where = pin if pin.district is not None else nearest(pin, sure)
        new.append(
            PinCode(
                pin=pin.pin,
                district=districts[where.district],
                state=states[where.state],
                office=pin.office,
                latitude=pin.position[0] if pin.position else None,
                longitude=pin.position[1] if pin.position else None,
            )
        )
    for start in range(0, len(new), BATCH):
        insert(new[start : start + BATCH])
    return len(new)


def _by_sorting_district(pins: Iterable[data.Pin]) -> dict[str, list[data.Pin]]:
    """PIN codes whose district is known, by their first three and by their first two digits."""
    groups: dict[str, list[data.Pin]] = {}
    for pin in pins:
        if pin.district is not None:
            groups.setdefault(pin.pin[:3], []).append(pin)
            groups.setdefault(pin.pin[:2], []).append(pin)
    return groups


def nearest(pin: data.Pin, sure: Mapping[str, list[data.Pin]]) -> data.Pin:
    """For the hundred PIN codes the post gives no district: the nearest of the same sorting district."""
    neighbours = sure.get(pin.pin[:3]) or sure[pin.pin[:2]]

    def distance(other: data.Pin) -> tuple[float, int]:
        apart = abs(int(other.pin) - int(pin.pin))
        if pin.position is None or other.position is None:
            return (float("inf"), apart)
        (north, east), (other_north, other_east) = pin.position, other.position
        return ((north - other_north) ** 2 + (east - other_east) ** 2, apart)

    return min(neighbours, key=distance)


@transaction.atomic
def import_blocks(district: Place, rows: Iterable[data.Block] | None = None, *, by: Actor) -> int:
    """Load a district's blocks (the project's own list if `rows` is not given); answers how many were new."""
    if rows is None:
        rows = [block for block in data.blocks() if block.district == district.lgd_code]
    wanted = [_located(row.position, lgd_code=row.code, names=row.names) for row in rows]
    made = add_places(district, Place.Kind.BLOCK, wanted)
    if made:
        record("places.blocks_imported", district, by=by, made=made)
    return made


@transaction.atomic
def import_localities(district: Place, rows: Iterable[data.Locality] | None = None, *, by: Actor) -> int:
    """Load a district's villages and towns below its blocks; answers how many were new."""
    if rows is None:
        rows = data.localities(district.slug)
    by_block: dict[int, list[Place]] = {}
    for row in rows:
        by_block.setdefault(row.block, []).append(_located(row.position, names=row.names, pin=row.pin))
    blocks = {block.lgd_code: block for block in district.children.filter(kind=Place.Kind.BLOCK)}
    made = sum(add_places(blocks[code], Place.Kind.LOCALITY, wanted) for code, wanted in by_block.items())
    if made:
        record("places.localities_imported", district, by=by, made=made)
    return made


@transaction.atomic
def import_villages(rows: Iterable[Mapping[str, Any]], *, district: Place, by: Actor) -> ImportReport:
    """Villages and towns from a table: `block` (name or LGD code), `name_en`, `name_hi` …, `pin` (may be empty).

    May be run again: what is there stays as it is. A row that cannot be read comes back with a sentence.
    """
    blocks = list(district.children.filter(kind=Place.Kind.BLOCK))
    report = import_rows(rows, lambda row: _put_village(row, blocks), needed=("block",), columns={})
    if report.made:
        record("places.localities_imported", district, by=by, made=report.made)
    return report


def _put_village(row: Row, blocks: Sequence[Place]) -> bool:
    names, pin, said = row.texts("name"), row.text("pin"), row.text("block", needed=True)
    block = named(blocks, said)
    if said and block is None:
        row.refuse("block", _("“%(text)s” is not known here. Copy the name from the list of places.") % {"text": said})
    if not names:
        row.refuse("name_en", _("Write the name in at least one language."))
    if pin and not PinCode.objects.filter(pin=pin).exists():
        row.refuse("pin", _("No post office has this PIN code."))
    row.check()
    assert block is not None
    names.setdefault("en", next(iter(names.values())))
    return bool(add_places(block, Place.Kind.LOCALITY, [Place(names=names, pin=pin)]))


def _located(position: tuple[float, float] | None, **fields: Any) -> Place:
    latitude, longitude = position or (None, None)
    return Place(latitude=latitude, longitude=longitude, **fields)


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
    """Open a mart for a district or a state, its first language first; raises BadMart naming the field."""
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
        **more,
    )
    _check(mart)
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


def _set_hosts(mart: Mart, hosts: Collection[str]) -> None:
    wanted = {host.strip().lower() for host in hosts} - {""}
    if not wanted:
        raise NoHost()
    MartHost.objects.bulk_create([MartHost(host=host, mart=mart) for host in sorted(wanted)], ignore_conflicts=True)
    other = MartHost.objects.filter(host__in=wanted).exclude(mart=mart).first()
    if other is not None:
        raise HostTaken(other.host)
    mart.hosts.exclude(host__in=wanted).delete()


@transaction.atomic
def change_mart(mart: Mart, *, by: Actor, **changes: Unpack[MartChanges]) -> Mart:
    """Change what is given and record before and after; raises BadMart naming the field."""
    mart = hold(mart)
    hosts = changes.pop("hosts", None)
    before = {field: getattr(mart, field) for field in changes}
    for field, value in changes.items():
        setattr(mart, field, value)
    _check(mart)
    mart.save()
    if hosts is not None:
        before["hosts"] = sorted(mart.hosts.values_list("host", flat=True))
        _set_hosts(mart, hosts)
    after = dict(changes) | ({"hosts": sorted(hosts)} if hosts is not None else {})
    record("places.mart_changed", mart, by=by, mart_id=mart.pk, before=before, after=after)
    return mart
