"""A secretary and a CRP sign in to the demonstration, each with groups of her own."""

import pytest

from demo.keeping import KEEPERS, Keeping
from demo.people import Team, phone_of
from haat.people.models import User
from haat.roster.rules import groups_at_node
from tests.make import make_block, make_mart, make_officer
from tests.make_rooms import make_organisation
from tests.make_survey import make_village
from tests.web.office.roster.things import make_group

pytestmark = pytest.mark.django_db


def test_both_see_their_groups_and_nobody_elses(settings):
    settings.DEMO = True
    mart, block = make_mart(), make_block("Mohanpur")
    village = make_village("Khijuria", block=block)
    organisation = make_organisation(mart, "Few", kind="village", place=block)
    fullest = make_organisation(mart, "Most", kind="village", place=block)
    make_group(mart, block, "Alone SHG", organisation=organisation)
    theirs = [make_group(mart, block, f"Most {at} SHG", organisation=fullest) for at in range(2)]
    hers = make_group(mart, block, "Village SHG", place=village)
    for _turn in range(2):
        Keeping(mart, Team({"desk": [make_officer("desk")]})).keep()
    kept = [User.objects.get(phone=phone_of(number)) for number, _name in KEEPERS["deoghar"]]
    assert [set(groups_at_node(user, mart)) for user in kept] == [set(theirs), {hers}]
