"""States, districts, blocks, villages and PIN codes: loaded, and loaded again without harm."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.identifiers import InvalidIdentifier, clean_pin
from haat.core.imports import Answer, BadRow, ImportReport, Progress, Row, import_rows
from haat.core.languages import CODES
from haat.core.locks import hold
from haat.core.rows import insert
from haat.core.slugs import free_slug
from haat.places import data
from haat.places.errors import OtherPin, TooManyPlaces
from haat.places.models import STEP, PinCode, Place
from haat.places.queries import named

BATCH = 2000


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
        names=_names(en=state.name_en, hi=state.name_hi, mr=state.name_mr) | _names(**{state.lang: state.name_local}),
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


VILLAGE_COLUMNS = ("block", *(f"name_{code}" for code in CODES), "pin")


def import_villages(
    rows: Iterable[Mapping[str, Any]],
    *,
    district: Place,
    by: Actor,
    progress: Progress | None = None,
    dry_run: bool = False,
) -> ImportReport:
    """Villages and towns from a table: `block` (name or LGD code), `name_en`, `name_hi` …, `pin` (may be empty).

    May be run again: what is there stays as it is. A row that cannot be read comes back with a sentence. Rows are kept
    some at a time; with `dry_run` none is.
    """
    blocks = list(district.children.filter(kind=Place.Kind.BLOCK))

    def put_all(some: Sequence[Row]) -> list[Answer]:
        answers = _put_villages(some, blocks)
        if made := sum(answer is True for answer in answers):
            record("places.localities_imported", district, by=by, made=made)
        return answers

    def put(row: Row) -> bool:
        (answer,) = put_all([row])
        if isinstance(answer, Exception):
            raise answer
        return answer is True

    return import_rows(
        rows,
        put,
        put_all=put_all,
        marks_of=lambda some: [_marks(row, blocks) for row in some],
        needed=("block",),
        columns={},
        progress=progress,
        dry_run=dry_run,
    )


def _put_villages(rows: Sequence[Row], blocks: Sequence[Place]) -> list[Answer]:
    """Those of each block in a few statements. A block is held before it is asked what it has."""
    codes = {pin for row in rows if (pin := _pin(row.anew()))}
    pins = set(PinCode.objects.filter(pin__in=codes).values_list("pin", flat=True))
    answers, told = dict[int, Answer](), dict[Place, dict[int, Place]]()
    for row in rows:
        try:
            block, village = _village(row, blocks, pins)
            told.setdefault(block, {})[row.number] = village
        except BadRow as unread:
            answers[row.number] = unread
    for block in sorted(told, key=lambda place: place.pk):
        answers |= _add_new(block, told[block])
    return [answers[row.number] for row in rows]


def _add_new(block: Place, told: Mapping[int, Place]) -> dict[int, Answer]:
    """Row → whether its village was new, that the block has another of its name, or bears no more of them."""
    hold(block)
    there = Place.objects.filter(parent=block, lgd_code=None).values_list("names", "pin")
    known, new = {names.get("en"): pin for names, pin in there}, dict[int, Place]()
    answers = dict[int, Answer]()
    for number, village in told.items():
        name, pin = village.names["en"], village.pin
        if name not in known:
            new[number] = village
        elif pin and known[name] and pin != known[name]:
            answers[number] = OtherPin(name, known[name])
        known[name] = known.get(name) or pin
        answers.setdefault(number, number in new)
    try:
        add_places(block, Place.Kind.LOCALITY, list(new.values()))
    except TooManyPlaces as refusal:
        answers |= dict.fromkeys(new, refusal)
    return answers


def _marks(row: Row, blocks: Sequence[Place]) -> Collection[Hashable]:
    """A village is known by its block and first name."""
    names, block = row.texts("name"), named(blocks, row.text("block"))
    return {(block.pk, names.get("en") or next(iter(names.values())))} if block is not None and names else set()


def _village(row: Row, blocks: Sequence[Place], pins: Collection[str]) -> tuple[Place, Place]:
    """The block and the village a row tells of. Raises BadRow."""
    names, pin, said = row.texts("name"), _pin(row), row.text("block", needed=True)
    block = named(blocks, said)
    if said and block is None:
        row.refuse("block", _("“%(text)s” is not known here. Copy the name from the list of places.") % {"text": said})
    if not names:
        row.refuse("name_en", _("Write the name in at least one language."))
    if pin and pin not in pins:
        row.refuse("pin", _("No post office has this PIN code."))
    row.check()
    assert block is not None
    names.setdefault("en", next(iter(names.values())))
    return block, Place(names=names, pin=pin)


def _pin(row: Row) -> str:
    """Its PIN code in six Latin digits, in whichever way it is written; what is none is refused at its cell."""
    if not (text := row.text("pin")):
        return ""
    try:
        return clean_pin(text)
    except InvalidIdentifier as problem:
        row.refuse("pin", problem.message)
        return ""


def _located(position: tuple[float, float] | None, **fields: Any) -> Place:
    latitude, longitude = position or (None, None)
    return Place(latitude=latitude, longitude=longitude, **fields)
