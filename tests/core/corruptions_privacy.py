"""Corruptions of privacy; see corruptions.py."""

from datetime import timedelta

from django.utils.crypto import get_random_string

from haat.core import worker
from haat.core.actor import Actor
from haat.core.dates import today
from haat.makers.models import Maker, Member
from haat.privacy import actions
from haat.privacy.models import Petition, Sealed
from haat.privacy.purposes import PURPOSES
from tests.core.plants import Plant
from tests.make import BY, make_maker, make_picture


def _asked(kind: str) -> Petition:
    maker = make_maker(kind="artisan")
    user = maker.members.get().user
    told = {"words": "Please", "came": "phone", "language": "hi", "key": get_random_string(12)}
    return actions.ask(maker.mart, kind=kind, **told, user=user, by=BY)


def _erased() -> Petition:
    return actions.erase(actions.agree_erase(_asked("erase"), by=Actor(1)), by=Actor(2))


def reopened() -> None:
    mine = actions.answer(_asked("complain"), words="Done", by=BY)
    Petition.objects.filter(pk=mine.pk).update(state="open", ended_at=None)


def alone() -> None:
    Petition.objects.filter(pk=_erased().pk).update(agreed_by_id=2)


def named_again() -> None:
    Member.objects.filter(user=_erased().user).update(names={"hi": "सीता"})


def kept_too_long() -> None:
    Sealed.objects.filter(petition=_erased()).update(until=today() - timedelta(days=9))


def shown_again() -> None:
    maker = make_maker(kind="artisan")
    user = maker.members.get().user
    assert user is not None
    told = {"mart": maker.mart, "purpose": PURPOSES["showing"], "agrees": False, "language": "hi"}
    actions.answer_purpose(user, **told, by=BY)
    worker.run_due()
    Maker.objects.filter(pk=maker.pk).update(portrait=make_picture())


PRIVACY: list[tuple[str, str, Plant]] = [
    ("an answered petition opened again", "petitions stand where they were told", reopened),
    ("one person who erased alone", "who was erased is named nowhere, and two people erased her", alone),
    ("a name put back", "who was erased is named nowhere, and two people erased her", named_again),
    ("a seal kept too long", "what is sealed is deleted on its day", kept_too_long),
    ("a face put back after a no", "no face is shown of who said no to it", shown_again),
]
