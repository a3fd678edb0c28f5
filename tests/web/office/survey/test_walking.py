"""The desk and the block's coordinator give villages to workers; the village's page says what is walked and left."""

import pytest
from django.urls import reverse

from haat.core.actor import Actor
from haat.people.actions import take_role
from haat.survey import actions
from haat.survey.models import Walk
from tests.make import BY, make_block, make_mart, make_officer
from tests.make_survey import make_village, make_worker
from tests.web.office.signed import officer, sign_in

pytestmark = pytest.mark.django_db


def at(name, *args) -> str:
    return reverse(f"office:survey:{name}", args=args)


def text(client, address) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_desk_gives_a_village_takes_it_back_and_sees_how_far_it_is():
    make_mart()
    village, worker, other = make_village(), make_worker(), make_worker()
    desk = officer("desk")
    block = village.parent.slug
    assert str(village.pk) in text(desk, f"{at('villages')}?block={block}")
    assert desk.get(f"{at('villages')}?village={village.pk}")["Location"] == at("village", village.pk)
    assert desk.post(at("give", village.pk), {"worker": worker.pk})["Location"] == at("village", village.pk)
    again = desk.post(at("give", village.pk), {"worker": other.pk})
    assert (again.status_code, list(again.context["form"].errors)) == (422, ["hamlet"])
    assert desk.post(at("give", village.pk), {"worker": ""}).status_code == 422
    actions.end_walk(Walk.objects.get(), by=Actor(worker.pk))
    actions.tell_closed(make_mart(), place=village, house="Blue door", by=BY)
    shown = text(desk, at("village", village.pk))
    assert ("1 walked, 0 left, 1 houses to come to again" in shown, "Blue door" in shown) == (True, True)
    assert ("Village given to a worker" in shown, "Village walked to the end" in shown) == (True, True)
    desk.post(at("take_back", Walk.objects.get().pk))
    assert Walk.objects.filter(ended_at=None).count() == 0


def test_coordinator_gives_in_her_block_alone_and_the_auditor_reads():
    make_mart()
    village, there = make_village(), make_village("Far", block=make_block("Mohanpur"))
    worker = make_worker()
    hers = sign_in(make_officer("coordinator", place=village.parent))
    assert hers.post(at("give", village.pk), {"worker": worker.pk}).status_code == 302
    assert [hers.get(at("village", there.pk)).status_code, hers.post(at("give", there.pk)).status_code] == [404, 404]
    auditor = officer("auditor")
    assert "Give it" not in text(auditor, at("village", village.pk))
    assert auditor.post(at("give", village.pk), {"worker": worker.pk}).status_code == 403


def test_list_costs_the_same_for_one_village_and_many(django_assert_max_num_queries):
    make_mart()
    desk, worker = officer("desk"), make_worker()
    actions.give_village(make_mart(), place=make_village(), worker=worker, by=BY)
    desk.get(at("villages"))
    with django_assert_max_num_queries(16) as one:
        desk.get(at("villages"))
    allowed = len(one.captured_queries)
    for number in range(8):
        actions.give_village(make_mart(), place=make_village(f"V{number}"), worker=worker, by=BY)
    desk.get(at("villages"))
    with django_assert_max_num_queries(allowed):
        desk.get(at("villages"))


def test_desk_hands_on_what_a_worker_has_whose_role_ended():
    make_mart()
    village, worker, other = make_village(), make_worker(), make_worker()
    desk = officer("desk")
    walk = actions.give_village(make_mart(), place=village, worker=worker, by=BY)
    assert "walks here no more" not in text(desk, at("village", village.pk))
    take_role(worker.roles.get(), by=BY)
    for page in (at("village", village.pk), at("villages")):
        assert "walks here no more" in text(desk, page)
    assert "who was to walk it walks there no more" in text(desk, reverse("office:today:list"))
    for chosen in ("", str(worker.pk), str(other.pk), str(other.pk)):
        desk.post(at("hand_on", walk.pk), {"worker": chosen})
    assert [each.worker for each in Walk.objects.filter(ended_at=None)] == [other]
    assert "walks here no more" not in text(desk, at("village", village.pk))
