"""A turn through the practice shop, and the check of a craft. Told twice, each step counts once.

None of it touches catalogue, stock, orders or money: a practice has rows of its own, and only they change.
"""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.locks import hold
from haat.core.rows import insert_new
from haat.core.scans import JPEG, Scan
from haat.core.sealing import Unreadable, seal, unseal
from haat.core.texts import clean_line
from haat.learning.actions.learning import tell_tried
from haat.learning.errors import (
    BadPracticeName,
    BadPracticePrice,
    BadPracticeWeight,
    NoPractice,
    NotAPhoto,
    PhotoUnreadable,
    WrongChoice,
)
from haat.learning.models import CraftCheck, Practice, PracticePhoto, Study
from haat.learning.practice import PRACTISES, QUALITY, RIGHT, case_for, practice_of
from haat.learning.queries import lesson_of
from haat.learning.rules import MOST_PRACTICE_G, MOST_PRACTICE_PAISE, person_of
from haat.makers.models import Maker
from haat.orders.actions import held
from haat.orders.models import Part

PURPOSE = "learning.practice"
MOST_NAME = 60
Step, Kind = Practice.Step, PracticePhoto.Kind
ROAD = tuple(Step)


@transaction.atomic
def begin_practice(maker: Maker, *, name: str, price_paise: int, photo: Scan | None = None, by: Actor) -> Practice:
    """She lists her practice good, and the practice marketplace refuses it at once; one turn at a time.

    Raises BadPracticeName, BadPracticePrice, NotAPhoto.
    """
    called = clean_line(name)
    if not called or len(called) > MOST_NAME:
        raise BadPracticeName(MOST_NAME)
    if not 100 <= price_paise <= MOST_PRACTICE_PAISE:
        raise BadPracticePrice(MOST_PRACTICE_PAISE)
    hold(maker)
    last = practice_of(maker)
    if last is not None and last.step != Step.DONE:
        return last
    turn = last.turn + 1 if last is not None else 1
    facts = {"name": called, "price_paise": price_paise, "case": case_for(maker, turn)}
    row = Practice.objects.create(mart_id=maker.mart_id, maker=maker, turn=turn, **facts)
    _keep(row, Kind.GOOD, photo)
    _done(row, "good", by)
    return row


@transaction.atomic
def mend_practice(maker: Maker, *, white: bool, by: Actor) -> Practice:
    """What the practice marketplace refused is mended: the picture on white. Raises NoPractice, WrongChoice."""

    def change(row: Practice) -> None:
        if not white:
            raise WrongChoice("mend")

    return _go(maker, Step.REFUSED, Step.ORDERED, "mend", change, by)


@transaction.atomic
def accept_practice(maker: Maker, *, by: Actor) -> Practice:
    """She says yes to the practice order. Raises NoPractice."""
    return _go(maker, Step.ORDERED, Step.ACCEPTED, "accept", lambda row: None, by)


@transaction.atomic
def pack_practice(maker: Maker, *, weight_g: int, photo: Scan | None = None, by: Actor) -> Practice:
    """The practice parcel lies packed and weighed, with a photo of its label when she took one.

    Raises NoPractice, BadPracticeWeight, NotAPhoto.
    """
    if not 1 <= weight_g <= MOST_PRACTICE_G:
        raise BadPracticeWeight(MOST_PRACTICE_G)

    def change(row: Practice) -> None:
        row.weight_g = weight_g
        _keep(row, Kind.LABEL, photo)

    return _go(maker, Step.ACCEPTED, Step.BACK, "pack", change, by)


@transaction.atomic
def end_practice(
    maker: Maker, *, choice: str, closed: Scan | None = None, opened: Scan | None = None, by: Actor
) -> Practice:
    """What came back is looked at, and she says what becomes of it. Raises NoPractice, WrongChoice, NotAPhoto."""

    def change(row: Practice) -> None:
        if choice != RIGHT[Practice.Case(row.case)]:
            raise WrongChoice(row.case)
        row.ended_at = timezone.now()
        _keep(row, Kind.CLOSED, closed)
        _keep(row, Kind.OPENED, opened)

    return _go(maker, Step.BACK, Step.DONE, "return", change, by)


def _go(
    maker: Maker, at: Practice.Step, to: Practice.Step, deed: str, change: Callable[[Practice], None], by: Actor
) -> Practice:
    """Take her turn from `at` to `to`; one that is there or further stays as it is. Raises NoPractice."""
    hold(maker)
    row = practice_of(maker)
    if row is None or ROAD.index(Step(row.step)) < ROAD.index(at):
        raise NoPractice()
    if row.step != at:
        return row
    change(row)
    row.step = to
    row.save(update_fields=["step", "weight_g", "ended_at"])
    _done(row, deed, by)
    return row


def _keep(row: Practice, kind: str, photo: Scan | None) -> None:
    """Keep a photo; its practice is held, and has none of this kind."""
    if photo is None:
        return
    if photo.kind != JPEG:
        raise NotAPhoto(kind)
    PracticePhoto.objects.create(practice=row, kind=kind, sealed=seal(PURPOSE, photo.content, owner=row.pk))


def _done(row: Practice, deed: str, by: Actor) -> None:
    """Tell of a step, and of the lessons whose practice it is, that she has begun."""
    record("learning.practised", row.maker, by=by, turn=row.turn, deed=deed)
    for slug in PRACTISES[deed]:
        _tried(row.maker, slug, by)


def _tried(maker: Maker, slug: str, by: Actor) -> None:
    begun = Study.objects.filter(maker=maker, person=person_of(by), lesson=slug, tried_at=None)
    lesson = lesson_of(maker.mart, slug) if begun.exists() else None
    if lesson is not None and lesson.practice is not None:
        tell_tried(maker, lesson=lesson, by=by)


def open_practice_photo(photo: PracticePhoto) -> bytes:
    """The JPEG itself. Raises PhotoUnreadable."""
    try:
        return unseal(PURPOSE, photo.sealed, owner=photo.practice_id)
    except Unreadable:
        raise PhotoUnreadable() from None


@transaction.atomic
def check_craft(part: Part, *, card: str, yes: int, asked: int, by: Actor) -> CraftCheck:
    """A part is checked by its craft's card before it is packed; no yes at all passes the check over.

    Once checked it stays so; what was passed over may be checked after all.
    """
    held(part.order_id)
    facts = {"card": card, "yes": min(yes, asked), "asked": asked, "passed_over": not yes, "person_id": person_of(by)}
    row = CraftCheck(mart_id=part.mart_id, part=part, **facts)
    if not insert_new([row]):
        row = CraftCheck.objects.get(part=part)
        if not row.passed_over or not yes:
            return row
        for name, value in facts.items():
            setattr(row, name, value)
        row.at = timezone.now()
        row.save()
    record("learning.craft_checked", part.maker, by=by, part_id=part.pk, number=part.number, yes=row.yes, asked=asked)
    if yes:
        _tried(part.maker, QUALITY, by)
    return row
