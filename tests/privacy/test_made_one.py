"""What two makers or groups were before they were one: hers when she asks, gone when she is, and after its days."""

from datetime import timedelta

import pytest
from django.utils import timezone

from haat.core import worker
from haat.doubles.actions import merge_makers, part_again
from haat.doubles.models import Merge
from haat.makers.actions import pause_maker
from haat.makers.models import Maker
from haat.privacy import actions
from haat.privacy.persons import find_person
from haat.roster.models import Group, GroupsMerged
from tests.make import BY, make_block, make_mart
from tests.privacy.made import artisan, petition
from tests.privacy.test_erasing import erased
from tests.sound import faults

pytestmark = pytest.mark.django_db


def made_one() -> tuple[Maker, Maker, Merge]:
    """An artisan who was enrolled twice, under two numbers."""
    kept, gone = artisan("Sita Devi")[0], artisan("Seeta Devi")[0]
    Maker.objects.filter(pk=gone.pk).update(stories={"hi": "गाँव की कहानी"})
    pause_maker(gone, by=BY)
    merge = merge_makers(kept, Maker.objects.get(pk=gone.pk), by=BY)
    worker.run_due()
    assert merge is not None
    return kept, gone, merge


def test_both_records_of_one_artisan_are_hers_from_either_side():
    kept, gone, _merge = made_one()
    for maker in (kept, gone):
        person = find_person(maker.mart_id, member=maker.members.get())
        assert person["maker"] == [kept.pk, gone.pk]
        assert len(person["member"]) == 2


def test_erased_she_stands_neither_at_the_record_that_went_nor_in_what_the_way_back_needs():
    kept, gone, merge = made_one()
    erased(petition(kept.mart, "erase", user=kept.members.get().user))
    for maker in Maker.objects.filter(pk__in=(kept.pk, gone.pk)):
        assert (maker.names, maker.phone, maker.stories) == ({"en": "—"}, "", {})
    merge.refresh_from_db()
    assert (merge.undo["before"], merge.undo["after"]) == ({}, {})
    assert faults() == {}


def test_after_the_way_back_is_closed_nothing_of_the_two_is_kept_there():
    _kept, _gone, merge = made_one()
    assert actions.clear(merge.mart) == 0
    Merge.objects.update(at=timezone.now() - timedelta(days=91))
    assert (actions.clear(merge.mart), actions.clear(merge.mart)) == (1, 0)
    merge.refresh_from_db()
    assert (merge.undo["before"], merge.undo["after"], merge.undo["lokos_id"]) == ({}, {}, "")
    assert "goods" in merge.undo


def test_what_was_forgotten_of_two_makers_does_not_keep_them_from_parting():
    kept, gone, merge = made_one()
    actions.clear(merge.mart)
    Merge.objects.filter(pk=merge.pk).update(undo=merge.undo | {"before": {}, "after": {}})
    assert part_again(Merge.objects.get(pk=merge.pk), by=BY) == gone
    assert find_person(kept.mart_id, member=kept.members.get())["maker"] == [kept.pk]


def test_officers_that_a_group_learnt_from_another_are_forgotten_after_ninety_days():
    told = {"mart": make_mart(), "block": make_block("Sarath"), "place": make_block("Sarath")}
    one, two = (Group.objects.create(names={"hi": name}, **told) for name in ("ज्योति", "ज्योती"))
    undo = {"before": {"officers": {}}, "after": {"officers": {"head": ["Sita", "+919812345678"]}}, "codes": []}
    merge = GroupsMerged.objects.create(mart=told["mart"], kept=one, gone=two, undo=undo)
    assert actions.clear(told["mart"]) == 0
    GroupsMerged.objects.update(at=timezone.now() - timedelta(days=91))
    assert (actions.clear(told["mart"]), actions.clear(told["mart"])) == (1, 0)
    merge.refresh_from_db()
    assert merge.undo == {"before": {}, "after": {}, "codes": []}
