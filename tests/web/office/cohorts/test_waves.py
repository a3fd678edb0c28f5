"""A wave is chosen, counted and saved; its page tells stage by stage; a coordinator sees her block and no money."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from haat.cohorts import actions
from haat.cohorts.choosing import Choice
from haat.cohorts.models import Cohort, Cost, Seat
from haat.cohorts.rules import STAGES
from haat.core.dates import today
from tests.cohorts.waves import earlier, make_wave, plan
from tests.make import BY, make_block, make_maker, make_mart, make_organisation, make_own_mart
from tests.web.office.roster.things import make_group
from tests.web.office.signed import officer

pytestmark = pytest.mark.django_db


def typed(**more):
    days = {stage: day.isoformat() for stage, day in plan().items()}
    return {"title": "Sarath first", "budget": "2,40,000", "nonce": "n", **days, **more}


def url(name, *args):
    return reverse(f"office:cohorts:{name}", args=args)


def seen(client, address, **query):
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_wave_is_chosen_counted_and_saved_once():
    mart, here, there = make_mart(), make_block("Sarath"), make_block("Palojori")
    for name in ("Jyoti SHG", "Tara SHG"):
        make_group(mart, here, name)
    make_group(mart, there, "Gulab SHG")
    desk = officer("desk")
    assert "3 groups" in seen(desk, url("new"))
    address = f"{url('new')}?blocks={here.pk}"
    page = seen(desk, address)
    assert "Make a wave of 2 groups" in page
    answer = desk.post(address, typed(seen="3"))
    assert answer.status_code == 422
    assert "You saw 3, and by now 2 fit." in answer.content.decode()
    answer = desk.post(address, typed(seen="2", papers="2020-01-01"))
    assert answer.status_code == 422
    assert "This day lies before that of the stage above." in answer.content.decode()
    assert 'value="Sarath first"' in answer.content.decode()
    for _turn in range(2):
        answer = desk.post(address, typed(seen="2"))
        assert answer.status_code == 302
    wave = Cohort.objects.get()
    assert (wave.title, wave.budget_paise, wave.state, wave.seats.count()) == ("Sarath first", 240_000_00, "draft", 2)
    assert "Begin the wave today" in seen(desk, url("cohort", wave.pk))
    assert desk.post(url("begin", wave.pk)).status_code == 302
    wave.refresh_from_db()
    assert wave.state == "running"
    assert "Begin the wave today" not in seen(desk, url("cohort", wave.pk))


def test_wave_of_artisans_speaks_of_artisans_and_of_filters_only_where_one_is_set():
    mart, block = make_mart(), make_block()
    desk = officer("desk")
    new = f"{url('new')}?who=artisan"
    assert "Nobody is there who is in no running wave." in seen(desk, new)
    assert "Take a filter off." in seen(desk, f"{new}&blocks={block.pk}")
    make_maker("Sita Devi", kind="artisan", mart=mart, block=block)
    assert "Make a wave of 1 artisan" in seen(desk, new)
    wave = make_wave(mart, block, choice=Choice(who="artisan", blocks=(block.pk,)))
    page, rows = seen(desk, url("cohort", wave.pk)), seen(desk, url("seats", wave.pk))
    told = ["0 of 1 artisan is live.", "All artisans", "Artisans of the wave"]
    assert [words in page + rows for words in told] == [True, True, True]
    assert re.findall(r"\d groups?\b|All groups|Groups of the wave", page + rows) == []
    assert "Take a filter off." in seen(desk, url("seats", wave.pk), stage="done")
    Seat.objects.update(open=False, left_on=today())
    assert "Take a filter off." not in seen(desk, url("seats", wave.pk))


def test_village_organisations_are_offered_near_what_was_chosen():
    mart, here, there = make_mart(), make_block("Sarath"), make_block("Palojori")
    one, other = (make_organisation(mart, name) for name in ("First sangh", "Other sangh"))
    below = {"kind": "village", "parent": one}
    near = make_organisation(mart, "Near", place=here, **below)
    beside = make_organisation(mart, "Beside", place=there, **below)
    far = make_organisation(mart, "Far", kind="village", parent=other, place=there)
    desk = officer("desk")

    def offered(**query: object) -> set[int]:
        form = desk.get(url("new"), query).context["choose"]
        return {int(key) for key, _words in form.fields["organisation"].choices if key}

    tops = {one.pk, other.pk}
    assert offered() == tops
    assert offered(blocks=here.pk) == tops | {near.pk}
    assert offered(organisation=one.pk) == offered(organisation=near.pk) == tops | {near.pk, beside.pk}
    assert far.pk in offered(blocks=there.pk)


def test_page_of_a_wave_tells_who_is_stuck_and_opens_its_groups():
    mart, block = make_mart(), make_block()
    wave = earlier(make_wave(mart, block, groups=3), 60)
    desk = officer("desk")
    page = seen(desk, url("cohort", wave.pk))
    assert "0 of 3 groups are live." in page
    assert "See the 3 that are stuck" in page
    assert "The group is not enrolled." in page
    assert "Shut until it works here." in page
    assert page.count("wave-stuck") == 3
    rows = seen(desk, url("seats", wave.pk), stuck=1, stage="training")
    assert rows.count("data-row") == 3
    assert seen(desk, url("seats", wave.pk), stage="done").count("data-row") == 0
    answer = desk.get(url("seats", wave.pk), {"export": "csv"})
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert (len(lines), "Training" in lines[0]) == (4, True)


def test_seat_says_what_is_missing_and_takes_a_note():
    mart, block = make_mart(), make_block()
    make_wave(mart, block, groups=1)
    seat = Seat.objects.get()
    desk = officer("desk")
    assert "Visit the group and enrol it." in seen(desk, url("seat", seat.pk))
    answer = desk.post(url("note", seat.pk), {"reason": " ", "step": "Call", "nonce": "a"})
    assert answer.status_code == 422
    assert 'value="Call"' in answer.content.decode()
    told = {"reason": "The leader is away", "step": "Call on Monday", "whose": "coordinator", "nonce": "b"}
    for _turn in range(2):
        assert desk.post(url("note", seat.pk), told).status_code == 302
    page = seen(desk, url("seat", seat.pk))
    assert "The leader is away" in page
    assert "(the coordinator)" in page
    assert desk.post(url("out", seat.pk)).status_code == 302
    assert "taken out of the wave" in seen(desk, url("seat", seat.pk))


def test_coordinator_sees_her_block_only_and_no_money():
    mart, here, there = make_mart(), make_block("Sarath"), make_block("Palojori")
    make_group(mart, here, "Jyoti SHG")
    make_group(mart, there, "Gulab SHG")
    wave = make_wave(mart, here, choice=Choice(blocks=(here.pk, there.pk)))
    other = make_wave(mart, there, groups=1)
    actions.write_cost(wave, kind="travel", amount_paise=777_00, day=today(), key="a", by=BY)
    coordinator = officer("coordinator", place=here)
    page = seen(coordinator, url("cohort", wave.pk))
    assert "0 of 1 group is live." in page
    assert "What it cost" not in page
    assert "777" not in page
    rows = seen(coordinator, url("seats", wave.pk))
    assert "Jyoti SHG" in rows
    assert "Gulab SHG" not in rows
    export = coordinator.get(url("seats", wave.pk), {"export": "csv"}).content.decode("utf-8-sig")
    assert "Gulab" not in export
    assert coordinator.get(url("seats", wave.pk), {"block": there.slug}).status_code == 404
    assert coordinator.get(url("cohort", other.pk)).status_code == 404
    assert other.title not in seen(coordinator, url("list"))
    assert coordinator.get(url("costs", wave.pk)).status_code == 403
    stranger = Seat.objects.get(group__sort="gulab-shg")
    assert coordinator.get(url("seat", stranger.pk)).status_code == 404
    assert coordinator.post(url("note", stranger.pk), {"reason": "x"}).status_code == 404


def test_bills_are_written_struck_and_shown():
    mart, block = make_mart(), make_block()
    wave = make_wave(mart, block, groups=1)
    desk = officer("desk")
    bill = {"kind": "travel", "amount": "1,200", "day": today().isoformat(), "words": "Bus", "nonce": "a"}
    answer = desk.post(url("write_cost", wave.pk), bill | {"amount": "0"})
    assert answer.status_code == 422
    answer = desk.post(url("write_cost", wave.pk), bill | {"day": (today() + timedelta(days=1)).isoformat()})
    assert "choose today or an earlier day" in answer.content.decode()
    for _turn in range(2):
        assert desk.post(url("write_cost", wave.pk), bill).status_code == 302
    cost = Cost.objects.get()
    assert "₹1,200" in seen(desk, url("cohort", wave.pk))
    assert desk.post(url("strike", wave.pk, cost.pk)).status_code == 302
    assert "No bill has been written down." in seen(desk, url("cohort", wave.pk))
    auditor = officer("auditor")
    assert "Bus" in seen(auditor, url("costs", wave.pk))
    assert auditor.post(url("write_cost", wave.pk), bill).status_code == 403
    assert "Bus" in desk.get(url("costs", wave.pk), {"export": "csv"}).content.decode("utf-8-sig")


def test_plan_is_changed_and_its_history_told():
    mart, block = make_mart(), make_block()
    wave = make_wave(mart, block, groups=1)
    desk = officer("desk")
    answer = desk.post(url("plan", wave.pk), typed(title="Other", seen=str(wave.turn)))
    assert answer.status_code == 302
    page = seen(desk, url("plan", wave.pk))
    assert "Plan changed" in page
    assert "Wave begun" in page
    answer = desk.post(url("plan", wave.pk), typed(title="Third", seen=str(wave.turn), nonce="z"))
    assert "Somebody changed this plan" in answer.content.decode()
    assert desk.post(url("end", wave.pk)).status_code == 302
    assert "This wave has ended" in seen(desk, url("plan", wave.pk))


def test_waves_are_compared_at_the_same_age():
    mart, here, there = make_mart(), make_block("Sarath"), make_block("Palojori")
    desk = officer("desk")
    assert "Nothing to compare yet" in seen(desk, url("compare"))
    first = earlier(make_wave(mart, here, groups=4), 50)
    second = earlier(make_wave(mart, there, groups=4), 20)
    draft = make_wave(mart, make_block("Karon"), groups=2, begun=False)
    Seat.objects.filter(cohort=first).update(training_on=today() - timedelta(days=45))
    page = seen(desk, url("compare"), of=[first.pk, second.pk, draft.pk])
    assert "What each had reached 20 days after it began." in page
    assert "may be chance" in page
    assert "differs" in page
    assert "without a wave" in page
    assert "What each had reached 3 days after it began." in seen(desk, url("compare"), of=[first.pk], day="3")
    assert "differs" not in seen(desk, url("compare"), of=[first.pk, second.pk], day="3")
    other = make_wave(make_own_mart(), make_block("Sarath"), groups=1)
    assert desk.get(url("compare"), {"of": other.pk}).status_code == 404


def test_wave_is_copied_with_its_plan_shifted():
    mart, here, there = make_mart(), make_block("Sarath"), make_block("Palojori")
    wave = earlier(make_wave(mart, here, groups=2), 60)
    make_group(mart, there, "Gulab SHG")
    desk = officer("desk")
    address = f"{url('new')}?like={wave.pk}&blocks={there.pk}"
    page = seen(desk, address)
    assert f'value="{(today() + timedelta(days=7)).isoformat()}"' in page
    answer = desk.post(address, typed(seen="1"))
    assert "does not meet its conditions yet" in answer.content.decode()
    Seat.objects.filter(cohort=wave).update(live_on=today(), sale_on=today(), stuck_from=today())
    assert f"?like={wave.pk}" in seen(desk, url("cohort", wave.pk))
    assert desk.post(address, typed(seen="1")).status_code == 302
    assert Cohort.objects.get(copied=wave).seats.count() == 1


@pytest.mark.parametrize("groups", [2, 30])
def test_pages_cost_so_many_statements_however_many_groups(groups, django_assert_max_num_queries):
    mart, block = make_mart(), make_block()
    wave = earlier(make_wave(mart, block, groups=groups), 60)
    desk = officer("desk")
    for name, most in (("cohort", 10), ("seats", 9)):
        desk.get(url(name, wave.pk))
        with django_assert_max_num_queries(most):
            desk.get(url(name, wave.pk))
    with django_assert_max_num_queries(9):
        desk.get(url("list"))
    assert set(plan()) == set(STAGES)
