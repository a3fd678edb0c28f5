"""The desk writes a bank account down and is asked about what looks wrong; what it answered is not asked again."""

import pytest
from django.urls import reverse

from haat.makers.models import BankAccount
from tests.web.office.signed import district, officer

pytestmark = pytest.mark.django_db
TYPED = {"holder": "Sita Devi", "number": "99887766001", "ifsc": "SBIN0000064"}


def sent(client, maker, **other):
    return client.post(reverse("office:makers:set_bank", args=[maker.pk]), TYPED | other)


def kept(maker):
    return BankAccount.objects.get(maker=maker)


def test_letter_in_the_ifsc_is_shown_with_a_key_that_writes_the_right_one():
    here, desk = district(), officer("desk")
    answer = sent(desk, here.maker, ifsc="SBIN0000O64")
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "sign 9 is O and should probably be 0" in html
    assert 'name="meant" value="SBIN0000064"' in html
    assert TYPED["number"] in html
    assert sent(desk, here.maker, ifsc="SBIN0000O64", meant="SBIN0000064").status_code == 302
    assert kept(here.maker).ifsc == "SBIN0000064"


def test_answer_holds_only_for_what_it_was_given_for():
    here, desk = district(), officer("desk")
    answer = sent(desk, here.maker, ifsc="SBIN0999999")
    assert [question["value"] for question in answer.context["bank_form"].questions] == ["branch:SBIN0999999"]
    assert sent(desk, here.maker, ifsc="SBIN0999998", sure="branch:SBIN0999999").status_code == 422
    assert sent(desk, here.maker, ifsc="SBIN0999999", sure="branch:SBIN0999999").status_code == 302
    assert kept(here.maker).ifsc == "SBIN0999999"


def test_account_of_two_is_a_question_and_stays_flagged():
    here, desk = district(), officer("desk")
    sent(desk, here.maker)
    answer = sent(desk, here.other, ifsc="SBIN0999999", sure="branch:SBIN0999999")
    assert answer.status_code == 422
    assert "money of Chandni group goes to this account" in answer.content.decode()
    both = ["branch:SBIN0999999", f"account:{TYPED['number']}"]
    assert [question["set"] for question in answer.context["bank_form"].questions] == [True, False]
    assert sent(desk, here.other, ifsc="SBIN0999999", sure=both).status_code == 302
    for maker, other in ((here.maker, "Gulab group"), (here.other, "Chandni group")):
        html = desk.get(reverse("office:makers:maker", args=[maker.pk])).content.decode()
        assert "Money of others goes to this account too:" in html
        assert other in html


def test_coordinator_is_asked_without_the_name_of_a_maker_she_does_not_see():
    here = district()
    sent(officer("desk"), here.other)
    coordinator = officer("coordinator", place=here.here)
    answer = sent(coordinator, here.maker)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "money of another maker goes to this account" in html
    assert "Gulab" not in html
    assert sent(coordinator, here.maker, sure=f"account:{TYPED['number']}").status_code == 302
    page = coordinator.get(reverse("office:makers:maker", args=[here.maker.pk])).content.decode()
    assert "Gulab" not in page


def test_bank_that_became_another_is_refused_with_its_name_today():
    here = district()
    html = sent(officer("desk"), here.maker, ifsc="ALLA0210001").content.decode()
    assert "Allahabad Bank is Indian Bank now" in html
    assert 'name="sure"' not in html


def test_field_mended_by_hand_is_not_overwritten_by_the_key_that_was_offered():
    """Enter in the field may send that key with what was typed anew."""
    here, desk = district(), officer("desk")
    assert sent(desk, here.maker, ifsc="SBIN0000300", meant="SBIN0000064").status_code == 302
    assert kept(here.maker).ifsc == "SBIN0000300"


def test_key_that_saves_stands_before_the_one_that_writes_another_code():
    here, desk = district(), officer("desk")
    html = sent(desk, here.maker, ifsc="SBIN0000O64").content.decode()
    assert html.index("Save bank account") < html.index('name="meant"')
