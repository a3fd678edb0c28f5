"""What a maker changes of a good in the shop waits for a look of the desk; the shop shows the old one meanwhile."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from haat.catalogue import rules
from haat.catalogue.actions.drafts import set_text
from haat.catalogue.actions.mending import show_pictures
from haat.catalogue.errors import (
    ChangeSettled,
    NoName,
    NoReason,
    NothingSaid,
    SameAsNow,
    UnknownReason,
    WordsTooLong,
    WrongState,
)
from haat.catalogue.models import Change, Good, GoodText, Photo
from haat.core.actor import Actor
from haat.core.events import record
from haat.core.locks import hold, hold_key
from haat.core.models import Picture
from haat.core.texts import clean_line, clean_text

S, K = Change.State, Change.Kind


@transaction.atomic
def ask_name(good: Good, *, language: str, name: str, by: Actor) -> Change:
    """Another name in one language, to be looked at; asked again, the newer one waits. Raises SameAsNow, WrongState."""
    kept = rules.check_names({language: name})
    if not kept:
        raise NoName()
    held = _in_the_shop(good)
    if GoodText.objects.filter(good=held, language=language, name=kept[language]).exists():
        raise SameAsNow("name")
    change = _waiting(held, K.NAME, by)
    change.language, change.name = language, kept[language]
    change.save()
    record("catalogue.change_asked", held, by=by, what=K.NAME.value, language=language, name=change.name)
    return change


@transaction.atomic
def ask_words(good: Good, *, language: str, words: str, by: Actor) -> Change:
    """Other words about it, in a language in which it has a name. Raises NothingSaid, WordsTooLong, NoName, SameAsNow,
    WrongState.
    """
    said = clean_text(words)
    if not clean_line(said):
        raise NothingSaid()
    if len(said) > rules.MOST_WORDS:
        raise WordsTooLong(rules.MOST_WORDS)
    held = _in_the_shop(good)
    if _text(held, language).description == said:
        raise SameAsNow("words")
    change = _waiting(held, K.WORDS, by)
    change.language, change.words = language, said
    change.save()
    record("catalogue.change_asked", held, by=by, what=K.WORDS.value, language=language, words=said)
    return change


def _text(good: Good, language: str) -> GoodText:
    text = GoodText.objects.filter(good=good, language=language).first()
    if text is None:
        raise NoName()
    return text


@transaction.atomic
def ask_picture(good: Good, *, picture: Picture, by: Actor) -> Change:
    """Another main picture, to be looked at; asked again, the newer one waits. Raises SameAsNow, WrongState."""
    held = _in_the_shop(good)
    if Photo.objects.filter(good=held, position=0, picture=picture).exists():
        raise SameAsNow("photo")
    change = _waiting(held, K.PICTURE, by)
    change.picture = picture
    change.save()
    record("catalogue.change_asked", held, by=by, what=K.PICTURE.value, picture=picture.digest)
    return change


def _in_the_shop(good: Good) -> Good:
    """The good, held; raises WrongState unless it is in the shop or rests: before that the maker changes it herself."""
    held = hold(good)
    if held.state not in (Good.State.LIVE, Good.State.PAUSED):
        raise WrongState(held.state)
    return held


def _waiting(good: Good, kind: str, by: Actor) -> Change:
    """The change of this kind that waits, asked anew, or a new one; not saved yet."""
    change = Change.objects.filter(good=good, kind=kind, state=S.WAITING).first()
    change = change or Change(mart_id=good.mart_id, good=good, kind=kind)
    change.asked_at, change.asked_by_id = timezone.now(), by.user_id
    return change


@transaction.atomic
def accept_change(change: Change, *, asked: str = "", by: Actor) -> Change:
    """It is in the shop from now on; accepting twice changes nothing. Raises ChangeSettled.

    `asked` is the moment it was asked at as the desk saw it (ISO): a newer one wants a look of its own.
    """
    good, held = _held(change, asked, S.ACCEPTED)
    if held.state == S.ACCEPTED:
        return held
    if held.picture is not None:
        others = [photo.picture for photo in good.photos.select_related("picture").order_by("position")]
        kept = [picture for picture in others if picture.pk != held.picture_id][: rules.MOST_PHOTOS - 1]
        show_pictures(good, pictures=[held.picture, *kept], by=by)
    else:
        _write(good, held, by)
    _settle(held, S.ACCEPTED, by)
    record("catalogue.change_accepted", good, by=by, what=held.kind, change_id=held.pk)
    return held


def _write(good: Good, change: Change, by: Actor) -> None:
    """Her name or her words in their language; the other of the two stays."""
    name = change.name or _text(good, change.language).name
    words = change.words or None
    set_text(good, language=change.language, name=name, description=words, reviewed_by_id=by.user_id, by=by)


@transaction.atomic
def send_back_change(change: Change, *, reasons: Sequence[str], note: str = "", asked: str = "", by: Actor) -> Change:
    """The old one stays, and the maker is told why. Raises NoReason, UnknownReason, ChangeSettled."""
    if not reasons:
        raise NoReason()
    for code in reasons:
        if code not in rules.SEND_BACK_REASONS:
            raise UnknownReason(code)
    good, held = _held(change, asked, S.SENT_BACK)
    if held.state == S.SENT_BACK:
        return held
    held.reasons, held.note = list(reasons), note.strip()
    _settle(held, S.SENT_BACK, by)
    told: dict[str, Any] = {"what": held.kind, "change_id": held.pk, "reasons": list(reasons), "note": held.note}
    record("catalogue.change_sent_back", good, by=by, **told)
    return held


def drop_changes(good: Good) -> None:
    """Of a good, held, that goes back to its maker: she sends it whole, so nothing of it waits beside."""
    waiting = Change.objects.filter(good=good, state=S.WAITING)
    waiting.update(state=S.DROPPED, decided_at=timezone.now())


def _held(change: Change, asked: str, wanted: str) -> tuple[Good, Change]:
    """The good, then the change, held; raises ChangeSettled when it is another than was seen, or not `wanted`."""
    good = hold_key(Good, change.good_id)
    held = hold(change, "picture")
    seen = not asked or held.asked_at.isoformat() == asked
    if held.state not in (S.WAITING, wanted) or not seen:
        raise ChangeSettled()
    return good, held


def _settle(change: Change, state: str, by: Actor) -> None:
    change.state, change.decided_at, change.decided_by_id = state, timezone.now(), by.user_id
    change.save()
