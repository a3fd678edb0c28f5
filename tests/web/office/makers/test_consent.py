"""Consent: read in her tongue, answered, kept with how, in the history, and taken back."""

import re
from typing import Any

import pytest
from django.urls import reverse

from haat.core.models import Event
from haat.makers.models import Maker, Member
from haat.people.actions import give_consent, give_role
from haat.people.models import Consent
from tests.make import BY, make_mart, make_member
from tests.sound import faults
from tests.web.office.signed import District, district, officer

pytestmark = pytest.mark.django_db


def url(name: str, *args: int) -> str:
    return reverse(f"office:makers:{name}", args=args)


@pytest.fixture
def here(db: Any) -> District:
    return district()


def leader(here: District) -> Member:
    return here.maker.members.get()


def test_maker_page_asks_until_the_leader_has_agreed(here):
    desk, her = officer("desk"), leader(here)
    page = url("consent", here.maker.pk, her.pk)
    shown = desk.get(url("maker", here.maker.pk)).content.decode()
    assert "has not been asked yet" in shown
    assert page in shown
    read = desk.get(page, {"tongue": "hi"}).content.decode()
    assert "मार्ट आपका क्या रखता है" in read
    assert ("Notice 1" in read, "selling" in read) == (True, False)
    assert [words in read for words in ('data-speech="hi-IN"', "Deoghar Mart Society", "Anjali Toppo", "checked")] == [
        True,
        True,
        True,
        False,
    ]
    answer = desk.post(page, {"tongue": "hi", "how": "thumb", "answer": "yes"})
    assert answer["Location"] == url("maker", here.maker.pk)
    given = Consent.objects.get()
    assert (given.user, given.notice, given.version, given.language, given.how) == (
        her.user,
        "selling",
        1,
        "hi",
        "thumb",
    )
    told = Event.objects.get(kind="people.consent_given")
    assert told.data == {"notice": "selling", "version": 1, "language": "hi", "how": "thumb"}
    assert told.by_id is not None
    shown = desk.get(url("maker", here.maker.pk)).content.decode()
    assert [words in shown for words in ("The leader agreed on", "Agreed to what is kept of her", "हिन्दी")] == [
        True
    ] * 3
    assert faults() == {}


def test_no_is_kept_as_calmly_and_the_goods_leave_the_shop(here):
    desk, her = officer("desk"), leader(here)
    desk.post(url("consent", here.maker.pk, her.pk), {"tongue": "en", "how": "spoken", "answer": "no"})
    assert (Consent.objects.count(), Maker.objects.get(pk=here.maker.pk).state) == (0, "paused")
    assert Event.objects.get(kind="people.consent_refused").data["language"] == "en"
    assert faults() == {}


def test_yes_is_taken_back_once_and_stands_in_the_history(here):
    desk, her = officer("desk"), leader(here)
    desk.post(url("consent", here.maker.pk, her.pk), {"tongue": "hi", "how": "written", "answer": "yes"})
    assert "She takes it back" in desk.get(url("consent", here.maker.pk, her.pk)).content.decode()
    for _turn in range(2):
        assert desk.post(url("take_back_consent", here.maker.pk, her.pk)).status_code == 302
    assert Consent.objects.get().withdrawn_at is not None
    assert Maker.objects.get(pk=here.maker.pk).state == "paused"
    kinds = Event.objects.filter(kind__startswith="people.consent").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["people.consent_given", "people.consent_withdrawn"]
    assert "Took her consent back" in desk.get(url("maker", here.maker.pk)).content.decode()


@pytest.mark.parametrize("deed", ["take_back_consent", "consent"])
def test_whatever_she_leads_leaves_the_shop_with_her_yes(here, deed):
    """She leads a group and is an artisan by one phone: her yes is hers, not that of one of them."""
    desk, her = officer("desk"), leader(here)
    seat = here.other.members.get(leads=True)
    Member.objects.filter(pk=seat.pk).update(user=her.user)
    desk.post(url("consent", here.maker.pk, her.pk), {"tongue": "hi", "how": "spoken", "answer": "yes"})
    desk.post(url(deed, here.other.pk, seat.pk), {"tongue": "hi", "how": "spoken", "answer": "no"})
    states = Maker.objects.filter(pk__in=(here.maker.pk, here.other.pk)).values_list("state", flat=True)
    assert list(states) == ["paused", "paused"]
    assert Event.objects.filter(kind="makers.paused").count() == 2


def test_a_member_who_does_not_lead_stops_nothing_when_she_takes_it_back(here):
    desk = officer("desk")
    her = make_member(here.maker, "Rina", user=here.other.members.get().user)
    desk.post(url("consent", here.maker.pk, her.pk), {"tongue": "hi", "how": "spoken", "answer": "yes"})
    desk.post(url("take_back_consent", here.maker.pk, her.pk))
    assert Maker.objects.get(pk=here.maker.pk).state == "live"


def test_no_answer_is_chosen_beforehand_and_one_key_keeps_it(here):
    """Enter among the ways to answer must not be a yes."""
    desk, page = officer("desk"), url("consent", here.maker.pk, leader(here).pk)
    html = desk.get(page).content.decode()
    answers = [bool(re.search(f'type="radio"\\s+name="answer"\\s+value="{each}"', html)) for each in ("yes", "no")]
    assert (answers, "checked" in html, "Keep her answer" in html) == ([True, True], False, True)
    refused = desk.post(page, {"how": "spoken"})
    assert (refused.status_code, "answer" in refused.context["form"].errors, Consent.objects.count()) == (422, True, 0)
    assert "This field is required." in refused.content.decode()


@pytest.mark.parametrize(
    ("answer", "taken_back", "said"),
    [
        ("no", False, "The leader said no on"),
        ("yes", True, "The leader took her yes back on"),
        ("yes", False, "The leader agreed on"),
    ],
)
def test_maker_page_tells_what_the_leader_said_last(here, answer, taken_back, said):
    desk, her = officer("desk"), leader(here)
    desk.post(url("consent", here.maker.pk, her.pk), {"tongue": "en", "how": "spoken", "answer": answer})
    if taken_back:
        desk.post(url("take_back_consent", here.maker.pk, her.pk))
    shown = desk.get(url("maker", here.maker.pk)).content.decode()
    assert (said in shown, "has not been asked" in shown) == (True, False)


@pytest.mark.parametrize("sent", [{}, {"answer": "yes"}, {"how": "sung", "answer": "yes"}])
def test_how_she_answered_is_asked_at_its_field(here, sent):
    answer = officer("desk").post(url("consent", here.maker.pk, leader(here).pk), sent)
    assert (answer.status_code, "how" in answer.context["form"].errors, Consent.objects.count()) == (422, True, 0)


def test_without_a_phone_it_is_said_that_nothing_can_be_kept_yet(here):
    her = make_member(here.maker, "Rina")
    desk, page = officer("desk"), url("consent", here.maker.pk, her.pk)
    assert "Her mobile number is not known yet" in desk.get(page).content.decode()
    desk.post(page, {"how": "spoken", "answer": "yes"})
    assert Consent.objects.count() == 0
    assert desk.get(url("consent", here.other.pk, her.pk)).status_code == 404


def test_strange_tongue_falls_to_the_mart_s_first(here):
    answer = officer("desk").get(url("consent", here.maker.pk, leader(here).pk), {"tongue": "xx"})
    assert answer.context["tongue"] == "hi"


def test_no_language_is_kept_in_which_nobody_could_read_the_notice(here):
    here.mart.languages = ["sat", "hi", "en"]
    here.mart.save()
    her = leader(here)
    her.user.language = "sat"
    her.user.save()
    desk, page = officer("desk"), url("consent", here.maker.pk, her.pk)
    answer = desk.get(page)
    assert ([code for code, _name in answer.context["tongues"]], answer.context["tongue"]) == (["hi", "en"], "hi")
    assert "is not written in ᱥᱟᱱᱛᱟᱲᱤ yet" in answer.content.decode()
    desk.post(page, {"tongue": "sat", "how": "spoken", "answer": "yes"})
    assert Consent.objects.get().language == "hi"


def test_history_of_a_maker_tells_nothing_of_its_leader_in_another_mart_nor_of_her_work(here):
    her, other = leader(here).user, make_mart("dumka")
    give_consent(her, notice="selling", mart_id=other.pk, language="hi", how="written", by=BY)
    give_role(her, mart=other, kind="desk", place=other.place, by=BY)
    give_role(her, mart=here.mart, kind="desk", place=here.mart.place, by=BY)
    page = officer("desk").get(url("maker", here.maker.pk))
    assert [line.kind for line in page.context["history"] if line.kind.startswith("people.")] == []
