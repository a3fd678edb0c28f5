"""A person asks something of her data, and is answered."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from haat.core.actor import Actor
from haat.core.dates import today
from haat.core.events import record
from haat.core.jobs import enqueue
from haat.core.locks import hold, hold_key
from haat.core.texts import clean_line
from haat.makers.models import Member
from haat.messages.actions import tell
from haat.people.models import User
from haat.places.models import Mart
from haat.privacy import notices
from haat.privacy.errors import NobodyKnown, NotOpen, NoWords, UnknownKind, WordsTooLong, WrongDeed
from haat.privacy.models import Petition
from haat.privacy.persons import find_person
from haat.privacy.queries import OPEN, answer_days, held_of
from haat.privacy.rules import MOST_REASON, MOST_WORDS

K, S = Petition.Kind, Petition.State
# What stands in place of an answer that was erased: a petition that is not done still says something.
FORGOTTEN = "—"
REASON, WORDS, ANSWER = gettext_lazy("Reason"), gettext_lazy("What you ask"), gettext_lazy("Answer")


def said(text: str, field: str, label: object, *, most: int, must: bool = True) -> str:
    """One line as typed, not too long. Raises NoWords, WordsTooLong."""
    words = clean_line(text)
    if must and not words:
        raise NoWords(field, label)  # type: ignore[arg-type]
    if len(words) > most:
        raise WordsTooLong(field, label, most)  # type: ignore[arg-type]
    return words


@transaction.atomic
def ask(
    mart: Mart,
    *,
    kind: str,
    words: str = "",
    came: str,
    language: str,
    key: str,
    user: User | None = None,
    member: Member | None = None,
    phone: str = "",
    by: Actor,
) -> Petition:
    """She asks, or somebody for her: by her sign-in, her seat, or her (canonical) number. The clock begins.

    The same key again, or the same thing while it is open, is the same petition. Raises UnknownKind, NoWords,
    WordsTooLong, NobodyKnown.
    """
    if kind not in K.values:
        raise UnknownKind()
    words = said(words, "words", WORDS, most=MOST_WORDS, must=kind in (K.CORRECT, K.COMPLAIN))
    hold_key(Mart, mart.pk)
    person = find_person(mart.pk, user=user, member=member, phone=phone)
    known = Petition.objects.filter(mart=mart, key=key).first()
    if known is not None:
        return known
    if not person.is_known and not held_of(person):
        raise NobodyKnown()
    user = person.users[0] if person.users else None
    mine = {"user": user} if user else {"member": member} if member else {"phone": phone}
    open_ = Petition.objects.filter(mart=mart, kind=kind, state__in=OPEN, **mine).first()
    if open_ is not None:
        return open_
    seats = [member] if member else list(person.members)
    due = today() + timedelta(days=answer_days(mart))
    made = Petition.objects.create(
        mart=mart,
        kind=kind,
        user=user,
        member=member or (person.members[0] if person.members else None),
        phone=(person["phone"] or [""])[0],
        block=seats[0].maker.block if seats else None,
        language=language,
        words=words,
        came=came,
        key=key,
        asked_by_id=by.user_id,
        due_on=due,
    )
    record("privacy.asked", made, by=by, kind=kind, came=came, due=due.isoformat())
    if kind == K.EXPORT:
        enqueue("privacy.make_export", key=f"export:{made.pk}", petition_id=made.pk)
    return made


def held_open(petition: Petition) -> Petition:
    """The petition, held, while somebody has to answer it. Raises NotOpen."""
    held = hold(petition, "user", "member", "mart")
    if not held.is_open:
        raise NotOpen()
    return held


def end(held: Petition, state: str, answer: str, by: Actor) -> None:
    """It is answered: so, and by whom."""
    held.state, held.answer, held.ended_at, held.ended_by_id = state, answer, timezone.now(), by.user_id
    held.save(update_fields=["state", "answer", "ended_at", "ended_by_id"])


@transaction.atomic
def answer(petition: Petition, *, words: str, by: Actor) -> Petition:
    """What was mended, or what is said to her complaint. Raises NoWords, WordsTooLong, NotOpen, WrongDeed."""
    words = said(words, "answer", ANSWER, most=MOST_WORDS)
    held = held_open(petition)
    if held.kind not in (K.CORRECT, K.COMPLAIN):
        raise WrongDeed()
    end(held, S.DONE, words, by)
    record("privacy.answered", held, by=by, kind=held.kind)
    _tell(held)
    return held


@transaction.atomic
def refuse(petition: Petition, *, reason: str, by: Actor) -> Petition:
    """It is not done, and why. Raises NoWords, WordsTooLong, NotOpen."""
    reason = said(reason, "reason", REASON, most=MOST_REASON)
    held = held_open(petition)
    end(held, S.REFUSED, reason, by)
    record("privacy.refused", held, by=by)
    _tell(held)
    return held


@transaction.atomic
def take_back(petition: Petition, *, by: Actor) -> Petition:
    """She asks no more; told twice it counts once. Raises NotOpen when it was answered otherwise."""
    held = hold(petition)
    if held.state == S.TAKEN_BACK:
        return held
    held = held_open(held)
    end(held, S.TAKEN_BACK, "", by)
    record("privacy.taken_back", held, by=by)
    return held


def forget_petitions(keys: Sequence[int]) -> None:
    """Number and words of these petitions, and what was answered, are not kept any more. Told twice it counts once."""
    rows = Petition.objects.filter(pk__in=keys)
    rows.exclude(answer="").update(answer=FORGOTTEN)
    rows.update(phone="", words="")


def _tell(held: Petition) -> None:
    with override(held.language):
        body = _("What you asked about your data is answered. Sign in to read it.")
    tell_her(held, notices.ANSWERED.name, body)


def tell_her(held: Petition, template: str, body: str) -> None:
    """A message to who asked, where she can be reached; once a petition and notice."""
    if not held.phone:
        return
    tell(
        held.phone,
        template=template,
        language=held.language,
        body=body,
        values={},
        cause=f"{template}:{held.pk}",
        mart=held.mart,
        user=held.user,
        link="/maker/privacy/" if held.member_id else "",
    )
