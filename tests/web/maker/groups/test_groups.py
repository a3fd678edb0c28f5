"""A coordinator's groups: one page for all of them, whom to call first, and the deed done for her."""

import pytest
from django.test import Client
from django.urls import reverse

from haat.channels import actions as channels
from haat.channels.models import Account
from haat.core.models import Event
from haat.makers.models import Maker
from haat.orders.actions import cancel
from haat.orders.models import Part
from tests.channels.asking import MADE_OF, ask, make_asked
from tests.channels.conftest import account, bazaar, says
from tests.channels.make import Says
from tests.make import BY, make_block, make_maker, make_mart, make_officer, make_part, make_stocked
from tests.web.maker.conftest import sign_in

pytestmark = pytest.mark.django_db
__all__ = ["account", "bazaar", "says"]
GROUPS = "/maker/groups/"


def block():
    return make_block("Mohanpur")


def group(name="Maa Tara", **fields) -> Maker:
    return make_maker(name, block=block(), **fields)


def coordinator(language="en") -> Client:
    make_mart()
    return sign_in(make_officer("coordinator", place=block()), language)


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def send(client, path, fields=None, key="a" * 32):
    headers = {"X-Deed": key, "X-Deed-Age": "7200", "Accept": "application/json"}
    return client.post(path, {**(fields or {}), "nonce": key}, headers=headers)


def test_page_names_whom_to_call_first_and_what_for():
    maker = group()
    part = make_part({make_stocked(maker): 1})
    group("Fine")
    make_maker("Elsewhere", block=make_block("Sarath"))
    helper = coordinator()
    page = text(helper.get(GROUPS))
    assert "My 2 groups" in page
    assert "Elsewhere" not in page
    assert f'href="tel:{maker.phone}"' in page
    assert part.number in page
    assert "Say yes for her" in page
    assert "1 group that waits for nothing" in page
    assert helper.get(GROUPS)["X-Phone"].endswith("-all")


def test_yes_is_said_for_her_once_and_the_trail_names_both():
    maker = group()
    part = make_part({make_stocked(maker): 1})
    helper = coordinator()
    path = reverse("maker:accept_for", args=[maker.pk, part.number])
    first, second = send(helper, path), send(helper, path)
    assert (first.json()["again"], second.json()["again"]) == (False, True)
    told = Event.objects.get(kind="orders.accepted")
    assert (told.for_maker_id, told.by_id) == (maker.pk, int(helper.session["_auth_user_id"]))
    assert Part.objects.get().state == "accepted"


def test_order_that_was_cancelled_meanwhile_is_told_as_a_conflict():
    maker = group()
    part = make_part({make_stocked(maker): 1})
    cancel(part, reason="late", by=BY)
    answer = send(coordinator(), reverse("maker:accept_for", args=[maker.pk, part.number]))
    assert (answer.status_code, answer.json()["conflict"]) == (409, True)


def test_number_of_a_group_without_a_phone_is_written_down():
    maker = group()
    Maker.objects.filter(pk=maker.pk).update(phone="")
    helper = coordinator()
    assert "No phone is known" in text(helper.get(GROUPS))
    path = reverse("maker:phone_of", args=[maker.pk])
    short = send(helper, path, {"phone": "12"})
    assert short.status_code == 422
    assert send(helper, path, {"phone": "98765 01234"}, key="b" * 32).status_code == 200
    assert Maker.objects.get(pk=maker.pk).phone == "+919876501234"


def test_nothing_typed_is_no_number():
    maker = group()
    Maker.objects.filter(pk=maker.pk).update(phone="")
    helper, path = coordinator(), reverse("maker:phone_of", args=[maker.pk])
    for typed in ({}, {"phone": "  "}):
        answer = helper.post(path, typed)
        assert (answer.status_code, "The number is written down." in text(answer)) == (422, False)
    assert send(helper, path).json()["field"] == "phone"


def test_number_that_somebody_wrote_meanwhile_stays():
    maker = group()
    helper, path = coordinator(), reverse("maker:phone_of", args=[maker.pk])
    answer = send(helper, path, {"phone": "98765 01234"})
    assert (answer.status_code, answer.json()["conflict"]) == (409, True)
    assert maker.phone in answer.json()["said"][0]
    assert Maker.objects.get(pk=maker.pk).phone == maker.phone
    assert send(helper, path, {"phone": maker.phone}, key="b" * 32).status_code == 200  # written down twice alike


def test_without_scripts_a_refusal_stands_at_its_group():
    maker = group()
    Maker.objects.filter(pk=maker.pk).update(phone="")
    answer = coordinator().post(reverse("maker:phone_of", args=[maker.pk]), {"phone": "12"})
    assert answer.status_code == 422
    assert f'class="field-error" id="said-{maker.pk}" role="alert"' in answer.content.decode()


def test_only_her_own_groups():
    other = make_maker("Elsewhere", block=make_block("Sarath"))
    part = make_part({make_stocked(other): 1})
    helper = coordinator()
    assert helper.post(reverse("maker:accept_for", args=[other.pk, part.number])).status_code == 403
    assert helper.post(reverse("maker:phone_of", args=[other.pk]), {"phone": "9876501234"}).status_code == 404


def test_member_of_a_group_is_led_to_her_own():
    member = group().members.get().user
    assert sign_in(member).get(GROUPS)["Location"] == "/maker/choose/"


def test_who_reaches_several_blocks_sees_one_at_a_time():
    group()
    make_maker("Elsewhere", block=make_block("Sarath"))
    desk = sign_in(make_officer("desk"))
    page = text(desk.get(GROUPS))
    assert "My 1 group" in page
    assert f"?block={make_block('Sarath').pk}" in page


def test_forty_groups_cost_what_two_do(django_assert_max_num_queries):
    for number in range(40):
        maker = group(f"Group {number}")
        if number % 5 == 0:
            make_part({make_stocked(maker): 1})
    helper = coordinator()
    helper.get(GROUPS)
    with django_assert_max_num_queries(21):
        assert len(helper.get(GROUPS).context["work"].groups) == 40


def test_each_block_has_an_address_that_the_phone_can_keep():
    """Also where the list is drawn as the answer to a form, below an address of its own."""
    mart, first, second = make_mart(), block(), make_block("Sarath")
    maker = group()
    make_maker("Elsewhere", block=second)
    part = make_part({make_stocked(maker): 1})
    helper = sign_in(make_officer("coordinator", mart=mart, place=mart.place))
    pages = [f'href="{GROUPS}?block={one.pk}"' for one in (first, second)]
    shown = text(helper.get(GROUPS))
    assert [page in shown for page in [*pages, f'data-page="{GROUPS}"']] == [True] * 3
    assert "Elsewhere" in text(helper.get(f"{GROUPS}?block={second.pk}"))
    cancel(part, reason="no", by=BY)
    refused = helper.post(reverse("maker:accept_for", args=[maker.pk, part.number]))
    assert (refused.status_code, [page in text(refused) for page in pages]) == (422, [True] * 2)


# ---- what marketplaces ask


def test_questions_of_marketplaces_stand_with_the_commonest_and_what_she_does_not_know(says: Says, account: Account):
    maker = group()
    first, second = make_asked(maker), make_asked(maker)
    for variant in (first, second):
        ask(says, account, variant, MADE_OF)
    ask(says, account, second, MADE_OF, ("attribute_missing", "story"))
    channels.hand_on_ask(second.good, kind="answer", about="story", by=BY)
    page = text(coordinator().get(GROUPS))
    assert "3 questions about her goods.</b> Mostly: Made of (2)." in page
    assert "She does not know 1 of them: Story. Find it out." in page
    assert f'href="/maker/asks/?for={maker.pk}&amp;from=groups"' in page
    assert "इनमें से 1 उन्हें पता नहीं: कहानी। पता कीजिए।" in text(coordinator("hi").get(GROUPS))


def test_deed_leads_back_to_her_place_in_the_list():
    maker = group()
    part = make_part({make_stocked(maker): 1})
    helper = coordinator()
    place = f"{GROUPS}?block={maker.block_id}#group-{maker.pk}"
    done = send(helper, reverse("maker:accept_for", args=[maker.pk, part.number]))
    assert done.json()["to"] == place
    page = text(helper.get(GROUPS))
    assert f'id="group-{maker.pk}"' in page
    assert f'data-block="{GROUPS}?block={maker.block_id}"' in page
    assert f'href="{place}"' in text(helper.get(f"/maker/?for={maker.pk}"))
