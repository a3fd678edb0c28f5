"""A find is told by a phone, as often as it takes; its files follow, each in a sending of its own."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.locks import hold
from haat.core.texts import clean_line
from haat.places.models import Mart
from haat.survey.actions.files import keep, keep_only
from haat.survey.checks import answer_of, digest_of, row_of
from haat.survey.errors import NotHers, TakenUp, ToldOtherwise
from haat.survey.facts import NewFile, Told
from haat.survey.models import Answer, Find
from haat.survey.notice import NOTICE
from haat.survey.rules import MOST_NAME


@transaction.atomic
def tell_find(mart: Mart, *, told: Told, files: Sequence[NewFile] = (), by: Actor) -> Find:
    """Keep what a worker found, with what the maker agreed to; told again it counts once.

    The same key with a higher `turn`, by the same worker and while nobody at the desk has begun with it, mends it.
    Raises HaatError naming the field; ToldOtherwise, TakenUp.
    """
    row, answer = row_of(mart, told), answer_of(mart, told)
    crafts = sorted({craft.pk for craft in told.crafts})
    # Who walked is no part of what was told: the same find told from another page is the same.
    facts = {**row, "turn": told.turn, "digest": digest_of(row, crafts, answer, told.turn)}
    facts["walker"] = clean_line(told.walker)[:MOST_NAME]
    defaults = {**facts, "found_by_id": by.user_id}
    find, made = Find.objects.get_or_create(mart=mart, key=told.key, defaults=defaults)
    if made:
        Answer.objects.create(find=find, notice=NOTICE.slug, reader_id=by.user_id, **answer)
        find.crafts.set(crafts)
        record("survey.found", find, by=by, place=find.place_id, yes=find.answer.yes)
    else:
        find = _again(find, facts, answer, crafts, by)
    for file in files:
        keep(find, file, by=by)
    return find


def _again(find: Find, facts: dict[str, Any], answer: dict[str, Any], crafts: list[int], by: Actor) -> Find:
    """What is known already stays as it is; a higher turn of the same hand mends it."""
    held = hold(find, "answer")
    if held.digest == facts["digest"]:
        return held
    if held.found_by_id != by.user_id or facts["turn"] <= held.turn:
        raise ToldOtherwise()
    if held.state not in (Find.State.NEW, Find.State.COUNTED) or held.answer.withdrawn_at is not None:
        raise TakenUp()
    found_at = held.found_at
    for field, value in facts.items():
        setattr(held, field, value)
    held.found_at = found_at
    held.save()
    held.crafts.set(crafts)
    for field, value in answer.items():
        setattr(held.answer, field, value)
    held.answer.save()
    keep_only(held)
    record("survey.corrected", held, by=by, turn=held.turn)
    return held


@transaction.atomic
def give_file(find: Find, *, file: NewFile, by: Actor) -> Find:
    """A photo, a voice note or her recorded yes of a find that was told; the same name again is the same file.

    Raises NotHers, NotAgreed, TooManyPhotos, and what its bytes are refused for.
    """
    held = hold(find, "answer")
    if held.found_by_id != by.user_id:
        raise NotHers()
    keep(held, file, by=by)
    return held
