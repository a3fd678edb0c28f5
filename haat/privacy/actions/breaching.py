"""A breach is written down, the Board and the persons are told, and it is closed when all was done."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from haat.core.actor import Actor
from haat.core.events import changes, record
from haat.core.identifiers import InvalidIdentifier, clean_mobile
from haat.core.jobs import enqueue
from haat.core.locks import hold
from haat.core.rows import insert_many_new
from haat.core.texts import clean_line
from haat.messages.actions import tell_many
from haat.messages.models import Message
from haat.places.models import Mart, Place
from haat.privacy import notices
from haat.privacy.actions.petitioning import said
from haat.privacy.concerned import Told, concerned
from haat.privacy.errors import BadBreach, NotYet
from haat.privacy.models import Breach, Concerned
from haat.privacy.words import DATA

MOST_TEXT, MOST_NAME, MOST_PEOPLE = 2000, 160, 10_000_000
AT_ONCE, MOST_NUMBERS = 500, 2000
NAME, WHAT, MEASURES = gettext_lazy("Name"), gettext_lazy("What happened"), gettext_lazy("What was done")


@transaction.atomic
def note_breach(
    mart: Mart,
    *,
    name: str,
    words: str,
    data: Sequence[str],
    people_count: int,
    whom: str,
    block: Place | None = None,
    measures: str = "",
    known_at: datetime,
    drill: bool,
    key: str,
    by: Actor,
) -> Breach:
    """Write down what happened; the same key again is the same breach. Raises NoWords, WordsTooLong, BadBreach."""
    told = {
        "name": said(name, "name", NAME, most=MOST_NAME),
        "words": said(words, "words", WHAT, most=MOST_TEXT),
        "measures": said(measures, "measures", MEASURES, most=MOST_TEXT, must=False),
    }
    if not data or set(data) - set(DATA):
        raise BadBreach("kinds", _("What data: choose at least one."))
    if not 0 <= people_count <= MOST_PEOPLE:
        raise BadBreach("people_count", _("How many people: a whole number."))
    if whom not in Breach.Whom.values:
        raise BadBreach("whom", _("Who is told: choose one."))
    if block is not None and not mart.place.contains(block):
        raise BadBreach("block", _("Block: choose one of the mart."))
    if known_at > timezone.now():
        raise BadBreach("known_at", _("Known since: not a moment that is still to come."))
    more: dict[str, Any] = {"data": list(data), "people_count": people_count, "whom": whom, "known_at": known_at}
    more["block"] = block
    breach, made = Breach.objects.get_or_create(
        mart=mart, key=key, defaults={**told, **more, "drill": drill, "noted_by_id": by.user_id}
    )
    if made:
        record("privacy.breach_noted", breach, by=by, drill=drill, people=people_count)
    return breach


@transaction.atomic
def change_breach(breach: Breach, *, measures: str, people_count: int, by: Actor) -> Breach:
    """What was done since, and how many it concerns by now. Raises NoWords, WordsTooLong, BadBreach, NotYet."""
    measures = said(measures, "measures", MEASURES, most=MOST_TEXT)
    if not 0 <= people_count <= MOST_PEOPLE:
        raise BadBreach("people_count", _("How many people: a whole number."))
    held = _open(breach)
    before = {"measures": held.measures, "people_count": held.people_count}
    after = {"measures": measures, "people_count": people_count}
    if before != after:
        held.measures, held.people_count = measures, people_count
        held.save(update_fields=["measures", "people_count"])
        record("privacy.breach_changed", held, by=by, **changes(before, after))
    return held


@transaction.atomic
def name_concerned(breach: Breach, *, numbers: Sequence[str], by: Actor) -> int:
    """Whose rows it was, by all their mobile numbers as typed: these alone are told; without any, all of the kind.

    Takes the place of what stood there; the same again changes nothing. The trail says how many, never which. Answers
    how many they are. Raises BadBreach, NotYet.
    """
    typed = [text for text in map(clean_line, numbers) if text]
    if len(typed) > MOST_NUMBERS:
        raise BadBreach("numbers", _("Mobile numbers: at most %(most)s at once.") % {"most": MOST_NUMBERS})
    phones = {_number(text, at) for at, text in enumerate(typed, 1)}
    held = _open(breach)
    if held.people_told_at is not None:
        raise NotYet(_("The persons were told already: nobody is added any more."))
    known = set(held.concerned.values_list("phone", flat=True))
    if phones != known:
        held.concerned.exclude(phone__in=phones).delete()
        insert_many_new([Concerned(breach=held, phone=phone) for phone in sorted(phones - known)])
        record("privacy.concerned_named", held, by=by, people=len(phones))
    return len(phones)


def _number(text: str, at: int) -> str:
    try:
        return clean_mobile(text, allow_demo=settings.DEMO)
    except InvalidIdentifier:
        raise BadBreach("numbers", _("Mobile numbers: line %(line)s is none.") % {"line": at}) from None


def _open(breach: Breach) -> Breach:
    held = hold(breach, "mart")
    if held.closed_at is not None:
        raise NotYet(_("This breach is closed: nothing of it changes any more."))
    return held


@transaction.atomic
def tell_board(breach: Breach, *, by: Actor) -> Breach:
    """The Board was told at once, by its own door. Told twice it counts once. Raises NotYet."""
    held = _open(breach)
    if held.board_told_at is None:
        held.board_told_at = timezone.now()
        held.save(update_fields=["board_told_at"])
        record("privacy.board_told", held, by=by)
    return held


@transaction.atomic
def give_details(breach: Breach, *, by: Actor) -> Breach:
    """The Board has all details, within 72 hours. Told twice it counts once. Raises NotYet."""
    held = _open(breach)
    if held.board_told_at is None:
        raise NotYet(_("Details: tell the Board first that there was a breach."))
    if not held.measures:
        raise NotYet(_("Details: write first what was done."))
    if held.board_details_at is None:
        held.board_details_at = timezone.now()
        held.save(update_fields=["board_details_at"])
        record("privacy.board_given_details", held, by=by)
    return held


@transaction.atomic
def tell_persons(breach: Breach, *, by: Actor) -> Breach:
    """Everybody it concerns gets a message; of a drill nothing leaves. Told twice it counts once. Raises NotYet."""
    held = _open(breach)
    if held.people_told_at is not None:
        return held
    held.people_told_at = timezone.now()
    held.told_count = 0 if held.drill else len(concerned(held))
    held.save(update_fields=["people_told_at", "told_count"])
    record("privacy.people_told", held, by=by, people=held.told_count)
    if not held.drill:
        enqueue("privacy.tell_people", key=f"breach:{held.pk}", breach_id=held.pk)
    return held


@transaction.atomic
def send_breach(breach: Breach) -> int:
    """Queue the messages, once a person; how many people those are."""
    told = concerned(breach)
    for start in range(0, len(told), AT_ONCE):
        tell_many([_message(breach, each) for each in told[start : start + AT_ONCE]])
    return len(told)


def _message(breach: Breach, told: Told) -> Message:
    with override(told.language):
        body = _(
            "Others may have seen data of yours: %(what)s. What to do: tell nobody a code, and call us: %(desk)s."
        ) % {
            "what": ", ".join(str(DATA[each]) for each in breach.data),
            "desk": breach.mart.phone.removeprefix("+91"),
        }
    return Message(
        phone=told.phone,
        template=notices.BREACH.name,
        language=told.language,
        body=body,
        values={"desk": breach.mart.phone},
        cause=f"{notices.BREACH.name}:{breach.pk}:{told.name}",
        mart=breach.mart,
        user=told.user,
    )


@transaction.atomic
def close_breach(breach: Breach, *, by: Actor) -> Breach:
    """All was told and done. Told twice it counts once. Raises NotYet."""
    held = hold(breach, "mart")
    if held.closed_at is not None:
        return held
    if held.board_details_at is None or held.people_told_at is None or not held.measures:
        raise NotYet(_("Closing: the Board and the persons are told first, and what was done is written down."))
    held.closed_at = timezone.now()
    held.save(update_fields=["closed_at"])
    record("privacy.breach_closed", held, by=by)
    return held
