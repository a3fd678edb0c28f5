"""A coordinator's waves on her phone: what her groups wait for, who is stuck and since when, whom she calls first."""

import re

import pytest
from django.test import Client

from haat.cohorts.models import Seat
from haat.roster.models import Group
from tests.cohorts.waves import earlier, enrolled, make_wave
from tests.make import make_block, make_mart, make_officer
from tests.web.maker.conftest import sign_in
from tests.web.maker.groups.test_groups import text
from tests.web.office.roster.things import make_group

pytestmark = pytest.mark.django_db
WAVES = "/maker/groups/waves/"


def coordinator(block) -> Client:
    return sign_in(make_officer("coordinator", place=block), "en")


def waits(page: str) -> dict[str, str]:
    return dict(re.findall(r"<dt>([^<]+)</dt> ?<dd> ?<b class=\"num\">(\d+)</b>", page))


def test_her_wave_says_what_is_waited_for_who_is_stuck_and_whom_to_call_first():
    mart, block = make_mart(), make_block("Mohanpur")
    enrolled(mart, block, "Maa Tara")
    far = make_group(mart, block, "Far SHG", phone="+919876500011")
    make_group(mart, block, "No phone SHG", phone="")
    wave = earlier(make_wave(mart, block, title="Spring wave"), 60)
    Seat.objects.filter(group=far).update(reason="The bank opens no account", whose="bank")
    page = text(coordinator(block).get(WAVES))
    assert wave.seats.count() == 3
    assert ("Spring wave" in page, "3 groups, 0 live, 3 stuck" in page, "waits since" in page) == (True, True, True)
    assert sum(map(int, waits(page).values())) == 3
    names = re.findall(r'<span class="call-who"> ?<b>([^<]+)</b>', page)
    assert names[0] == "Maa Tara"
    assert sorted(names[1:]) == ["Far SHG", "No phone SHG"]
    assert "Call Maa Tara" in page.split('class="sticky"')[1]
    assert ("The bank opens no account" in page, "No phone is known." in page) == (True, True)


def test_only_her_block_is_counted_and_without_a_wave_nothing_leads_there():
    mart, block, other = make_mart(), make_block("Mohanpur"), make_block("Sarath")
    make_group(mart, block, "Ours SHG")
    helper = coordinator(block)
    assert "No wave runs here" in text(helper.get(WAVES))
    earlier(make_wave(mart, other, groups=2, title="Theirs"), 60)
    assert ("Theirs" in text(helper.get(WAVES)), WAVES in text(helper.get("/maker/groups/"))) == (False, False)
    earlier(make_wave(mart, block, title="Ours"), 60)
    assert ("Ours SHG" in text(helper.get(WAVES)), "Theirs" in text(helper.get(WAVES))) == (True, False)
    assert "Theirs" not in text(helper.get(f"{WAVES}?block={other.pk}"))
    listed = text(helper.get("/maker/groups/"))
    assert (f'href="{WAVES}?block={block.pk}"' in listed, "1 of 1 groups are stuck" in listed) == (True, True)


def test_draft_and_ended_waves_are_not_hers_to_call_for():
    mart, block = make_mart(), make_block("Mohanpur")
    make_group(mart, block, "Ours SHG")
    make_wave(mart, block, title="Draft", begun=False)
    assert "No wave runs here" in text(coordinator(block).get(WAVES))


def test_page_is_kept_for_her_without_net():
    mart, block = make_mart(), make_block("Mohanpur")
    earlier(make_wave(mart, block, groups=1), 60)
    helper = coordinator(block)
    answer = helper.get(WAVES)
    assert answer["X-Phone"].endswith("-all")
    assert ("data-groups-age" in text(answer), "data-next" in text(helper.get("/maker/groups/"))) == (True, True)


def test_forty_stuck_groups_cost_what_one_does(django_assert_max_num_queries):
    mart, block = make_mart(), make_block("Mohanpur")
    helper = coordinator(block)
    earlier(make_wave(mart, block, groups=1), 60)
    helper.get(WAVES)
    with django_assert_max_num_queries(12) as one:
        helper.get(WAVES)
    earlier(make_wave(mart, block, groups=39), 60)
    with django_assert_max_num_queries(len(one.captured_queries)):
        assert text(helper.get(WAVES)).count("call-number") == 40
    assert Group.objects.count() == 40
