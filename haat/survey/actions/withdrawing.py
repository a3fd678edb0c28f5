"""A yes is taken back, or what nobody needs any more is forgotten: what was personal goes, the count stays."""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from haat.core.actor import MACHINE, Actor
from haat.core.events import record
from haat.core.locks import hold, hold_all
from haat.makers import papers
from haat.places.models import Mart, Place
from haat.survey.checks import NOBODY
from haat.survey.models import Find
from haat.survey.rules import KEPT_CLOSED, KEPT_PUT_OFF, YES_COMES_WITHIN

S = Find.State
MOST_AT_ONCE = 500


def _empty(held: Find) -> None:
    """Nothing of a person stays on a find that is held. Who became a maker is one by her own yes to selling."""
    for field, value in NOBODY.items():
        setattr(held, field, value)
    held.state_words = ""
    if held.state != S.MAKER:
        held.state, held.state_at = S.COUNTED, timezone.now()
        held.twin = held.maker = None
    held.save()
    held.files.all().delete()


@transaction.atomic
def withdraw(find: Find, *, by: Actor) -> Find:
    """She takes her yes back: all that was kept of her is deleted. Told twice it counts once."""
    held = hold(find, "answer")
    _withdraw(held, by)
    return held


def _withdraw(held: Find, by: Actor) -> None:
    answer = held.answer
    if not answer.yes or answer.withdrawn_at is not None:
        return
    before = held.state
    _empty(held)
    answer.withdrawn_at, answer.withdrawn_by_id = timezone.now(), by.user_id
    answer.save(update_fields=["withdrawn_at", "withdrawn_by_id"])
    record("survey.withdrawn", held, by=by, before=before)


@transaction.atomic
def withdraw_these(keys: Sequence[int], by: Actor) -> None:
    """The same of the finds of these keys: she is erased. Told twice it counts once."""
    for held in hold_all(Find.objects.filter(pk__in=keys)):
        _withdraw(held, by)


@transaction.atomic
def withdraw_number(mart: Mart, *, phone: str, within: list[Place], by: Actor) -> None:
    """The same of whoever has this number, found at or below one of the places `within`.

    It answers nothing: whether a number is known is nobody's business. Raises HaatError at `phone`.
    """
    number = papers.phone(phone, demo=settings.DEMO)
    reach = Q(pk=None)
    for place in within:
        reach |= place.range("place__path")
    keys = list(Find.objects.filter(reach, mart=mart, phone=number).values_list("pk", flat=True))
    for held in hold_all(Find.objects.filter(pk__in=keys)):
        _withdraw(held, by)


@transaction.atomic
def forget_old() -> int:
    """Empty what nobody needs any more (`rules`); how many those were, at most MOST_AT_ONCE a time."""
    keys = [*_over().values_list("pk", flat=True)[:MOST_AT_ONCE]]
    for held in hold_all(_over().filter(pk__in=keys)):
        why = held.state
        _empty(held)
        held.answer.purposes = []
        held.answer.save(update_fields=["purposes"])
        record("survey.forgotten", held, by=MACHINE, why=why)
    return len(keys)


def _over() -> QuerySet[Find]:
    now = timezone.now()
    closed = Q(state__in=(S.DROPPED, S.DUPLICATE), state_at__lt=now - KEPT_CLOSED)
    put_off = Q(state=S.NOT_NOW, state_at__lt=now - KEPT_PUT_OFF)
    lost = Q(state__in=(S.NEW, S.LEAD), yes_due=True, told_at__lt=now - YES_COMES_WITHIN)
    return Find.objects.filter(closed | put_off | lost).order_by("pk")


@transaction.atomic
def note_export(mart: Mart, *, rows: int, by: Actor) -> None:
    """That a list with names was taken out as a table, and how many rows it had."""
    record("survey.taken_out", mart, by=by, mart_id=mart.pk, rows=rows)
