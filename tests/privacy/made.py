"""What the tests of privacy begin with."""

from django.utils.crypto import get_random_string

from haat.core import worker
from haat.core.actor import Actor
from haat.makers.models import Maker, Member
from haat.people.models import User
from haat.places.models import Mart
from haat.privacy import actions
from haat.privacy.models import Petition
from haat.privacy.purposes import PURPOSES
from tests.make import make_maker, make_officer


def artisan(name: str = "Sita Devi", **more: object) -> tuple[Maker, Member, User]:
    """A maker who is one herself, with her seat and her sign-in."""
    maker = make_maker(name, kind="artisan", **more)
    seat = maker.members.select_related("user").get()
    assert seat.user is not None
    return maker, seat, seat.user


def answered(user: User, mart: Mart, code: str, *, agrees: bool, by: Actor | None = None) -> None:
    """She answers one purpose on her own phone, and the worker does what follows."""
    told = {"mart": mart, "purpose": PURPOSES[code], "language": "hi"}
    actions.answer_purpose(user, **told, agrees=agrees, by=by or Actor(user.pk))
    worker.run_due()


def petition(mart: Mart, kind: str, **who: object) -> Petition:
    """Somebody asks."""
    told = {"came": "phone", "language": "hi", "key": get_random_string(12), "words": "Please"}
    return actions.ask(mart, kind=kind, **told, **who, by=Actor(None))


def officers(mart: Mart) -> tuple[Actor, Actor]:
    """Two people who may erase."""
    return Actor(make_officer("desk", mart=mart).pk), Actor(make_officer("collector", mart=mart).pk)
