"""Invented lists go through the real import: the demonstration's small one, and a district's as large as is wanted."""

import pytest

from demo.knowing import Knowing
from demo.lists import Lists, organisations
from demo.people import Team
from demo.world import MARTS
from haat.cli import main
from haat.cli.command import parser
from haat.cli.growing import grow
from haat.makers.models import Organisation
from haat.roster.models import Group, GroupLink, GroupPair, GroupsMerged, Person
from tests.make import make_block, make_district, make_mart, make_officer
from tests.sound import faults

pytestmark = pytest.mark.django_db


def test_list_of_the_demonstration_comes_in_and_leaves_doubles_to_decide(settings):
    settings.DEMO = True
    mart = make_mart()
    for name in ("Deoghar", "Devipur", "Mohanpur", "Madhupur", "Karon", "Margomunda", "Sarath", "Sarwan"):
        make_block(name)
    for name in ("Sonaraithari", "Palojori"):
        make_block(name)
    team = Team({"desk": [make_officer("desk")]})
    upload = Knowing(mart, team).know()
    assert upload.state == "brought"
    assert upload.counts["rows_refused"] == 3
    assert Group.objects.filter(stage="never").count() > 60
    assert (GroupPair.objects.count() > 2, GroupsMerged.objects.count()) == (True, 1)
    assert faults() == {}


def test_lists_are_the_same_every_time_and_in_three_scripts():
    told = organisations(["Mul", "Rajura"], federations=4, count=10)
    one, two = (Lists("chandrapur", told, groups=200, each=2) for _turn in range(2))
    assert (one.groups(), one.members()) == (two.groups(), two.members())
    letters = one.groups().decode()
    assert all(any(first <= sign <= last for sign in letters) for first, last in ("az", "अह", "ای"))


def test_district_grows_by_one_command_and_a_second_run_changes_nothing(settings, capsys):
    settings.DEMO = True
    place, called = make_district("Chandrapur", lgd=500), MARTS["chandrapur"]["legal_name"]
    make_mart("chandrapur", place=place, order_prefix="CH", legal_name=called)
    for name in ("Mul", "Rajura"):
        make_block(name, district=place)
    wanted = ["grow", "chandrapur", "--groups", "60", "--organisations", "12", "--federations", "3"]
    wanted += ["--households", "240"]
    assert grow(parser().parse_args(wanted)) == 0
    shgs = Group.objects.filter(kind="group")
    assert (shgs.count(), Person.objects.count()) == (60, 240)
    kinds = [Organisation.objects.filter(kind=kind).count() for kind in ("federation", "village")]
    assert kinds == [3, 12]
    assert sum(shgs.values_list("household_count", flat=True)) == 240
    assert GroupLink.objects.exists()
    before = Group.objects.count()
    assert grow(parser().parse_args(wanted)) == 0
    assert Group.objects.count() == before
    assert "0 rows new, 0 changed" in capsys.readouterr().out
    assert faults() == {}


def test_only_a_demonstration_grows(settings, capsys):
    settings.DEMO = False
    assert main(["grow", "chandrapur"]) == 2
    assert "HAAT_DEMO=1" in capsys.readouterr().err
    assert not Group.objects.exists()
