"""Consent: once a version, the newer in the place of the older, refused and taken back."""

import pytest
from django.utils.translation import override

from haat.core.actor import Actor
from haat.core.models import Event
from haat.people import actions
from haat.people.consents import NOTICES, SELLING
from haat.people.doctor import consents_are_given
from haat.people.models import Consent
from haat.people.queries import consent_of
from tests.make_rooms import make_district, make_mart, make_user
from tests.refusals import refused

pytestmark = pytest.mark.django_db
BY = Actor(user_id=7)


def test_new_version_takes_the_place_of_the_old():
    user = make_user()
    actions.give_consent(user, notice="selling", version=1, language="hi", how="spoken", by=BY)
    new = actions.give_consent(user, notice="selling", version=2, language="mr", how="thumb", by=BY)
    assert consent_of(user, "selling", None) == new
    assert list(Consent.objects.filter(withdrawn_at=None)) == [new]
    assert list(consents_are_given()) == []


def test_no_takes_a_yes_of_before_back_and_is_told():
    user, mart = make_user(), make_mart()
    actions.give_consent(user, notice="selling", language="hi", mart_id=mart.pk, by=BY)
    actions.refuse_consent(user, notice="selling", language="hi", how="written", mart_id=mart.pk, by=BY)
    assert consent_of(user, "selling", mart) is None
    told = list(Event.objects.order_by("pk").values_list("kind", "mart_id"))
    assert told[1:] == [("people.consent_withdrawn", mart.pk), ("people.consent_refused", mart.pk)]
    assert actions.withdraw_consent(user, notice="selling", mart_id=mart.pk, by=BY) is False


def test_yes_to_one_mart_is_none_to_another():
    user, mart = make_user(), make_mart()
    far = make_mart("chandrapur", place=make_district("Chandrapur", lgd=500))
    for each in (mart, far):
        actions.give_consent(user, notice="selling", language="hi", mart_id=each.pk, by=BY)
        assert (consent_of(user, "selling", far) is None) is (each == mart)
    assert actions.withdraw_consent(user, notice="selling", mart_id=mart.pk, by=BY) is True
    assert [consent_of(user, "selling", each) is None for each in (mart, far)] == [True, False]
    assert list(consents_are_given()) == []


def test_way_of_answering_that_is_none_is_refused():
    for act in (actions.give_consent, actions.refuse_consent):
        with refused("people.unknown_how", field="how"):
            act(make_user(), notice="selling", language="hi", how="sung", by=BY)
    assert Consent.objects.count() == 0


def test_notice_names_who_keeps_and_who_listens():
    mart = make_mart()
    text = " ".join(SELLING.read(mart))
    assert [words in text for words in (mart.legal_name, mart.grievance_officer, "Data Protection Board")] == [True] * 3
    assert "%(" not in text
    assert NOTICES["selling"] is SELLING


@pytest.mark.parametrize("language", SELLING.languages)
def test_notice_is_written_in_every_language_it_says(language):
    with override("en"):
        english = SELLING.read(make_mart())
    with override(language):
        lines = SELLING.read(make_mart())
    assert all((line == other) is (language == "en") for line, other in zip(lines, english, strict=True))
    assert SELLING.tongues(make_mart()) == ["hi", "en"]


def test_notice_names_the_mart_as_it_is_called_in_the_language_it_is_read_in():
    mart = make_mart(legal_names={"hi": "ज़िला प्रशासन देवघर"})
    with override("hi"):
        assert SELLING.read(mart)[0].startswith("ज़िला प्रशासन देवघर")
    with override("mr"):
        assert SELLING.read(mart)[0].startswith("ज़िला प्रशासन देवघर")
    with override("en"):
        assert SELLING.read(mart)[0].startswith(mart.legal_name)
