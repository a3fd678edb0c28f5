"""A village organisation with a group, its secretary, and a CRP of its village."""

from typing import Any

from haat.makers.models import Organisation
from haat.people.actions import give_role
from haat.people.models import User
from haat.places.models import Mart, Place
from tests.make import BY, make_organisation, make_user
from tests.make_survey import make_village
from tests.web.office.roster.things import make_group


def make_keeper(
    mart: Mart,
    kind: str,
    place: Place,
    organisation: Organisation | None = None,
) -> User:
    """A secretary or CRP, signed in by her phone."""
    user = make_user("Keeper", phone_verified=True)
    give_role(user, mart=mart, kind=kind, place=place, organisation_id=organisation.pk if organisation else None, by=BY)
    return user


def node_things(mart: Mart, block: Place, people: dict[str, User]) -> dict[str, Any]:
    """A group of both, and these two join `people`."""
    village = make_village("Bhelwa", block=block)
    own = make_organisation(mart, "Bhelwa VO", kind="village", place=block)
    people["secretary"] = make_keeper(mart, "secretary", block, own)
    people["crp"] = make_keeper(mart, "crp", village)
    return {"node_group": make_group(mart, block, "Node SHG", place=village, organisation=own).pk}
