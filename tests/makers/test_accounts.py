"""A bank account is asked about when it is written down: branches nobody knows, accounts of two makers."""

import pytest

from haat.core.actor import Actor
from haat.makers import actions
from haat.makers.models import BankAccount, Maker
from haat.makers.questions import OtherBranch
from haat.places.models import Mart
from tests.make import BY, make_maker, make_mart, make_officer, make_user
from tests.refusals import refused

pytestmark = pytest.mark.django_db
ACCOUNT = {"holder": "Sita Devi", "number": "99887766001", "ifsc": "SBIN0000064"}


def written(maker, *, by=BY, sure=(), **other):
    return actions.set_bank(maker, **(ACCOUNT | other), sure=sure, by=by)


def test_letter_for_a_nought_is_told_and_the_right_code_offered():
    maker = make_maker()
    with pytest.raises(OtherBranch) as asked:
        written(maker, ifsc="SBIN0000O64")
    assert (asked.value.field, asked.value.meant) == ("ifsc", "SBIN0000064")
    assert written(maker, ifsc="SBIN0000O64", sure={"branch"}).ifsc == "SBIN0000O64"


def test_branch_that_nobody_knows_is_taken_when_the_person_is_sure():
    maker = make_maker()
    with refused("makers.unknown_branch", field="ifsc"):
        written(maker, ifsc="SBIN0999999")
    with refused("makers.unknown_branch", field="ifsc"):
        written(maker, ifsc="SBIN0999999", sure={"account"})
    assert written(maker, ifsc="SBIN0999999", sure={"branch"}).bank_name == "State Bank of India"


@pytest.mark.parametrize(("ifsc", "code"), [("ALLA0888888", "old_bank"), ("ZZZZ0000064", "unknown_bank")])
def test_merged_and_unknown_banks_are_refused_whoever_is_sure(ifsc, code):
    with refused(f"makers.{code}", field="ifsc"):
        written(make_maker(), ifsc=ifsc, sure={"branch", "account"})


def test_account_of_another_maker_is_asked_about_with_both_names():
    mart = make_mart()
    first, second = make_maker(mart=mart), make_maker(mart=mart)
    written(first)
    with refused("makers.same_account", field="number") as asked:
        written(second, by=Actor())
    assert first.names["en"] in str(asked.value)
    assert not BankAccount.objects.filter(maker=second, number=ACCOUNT["number"]).exists()
    written(second, sure={"account"})
    written(second, holder="S Devi")  # what she has already is not asked about again
    assert BankAccount.objects.filter(number=ACCOUNT["number"]).count() == 2


def test_same_number_at_another_bank_is_another_account():
    mart = make_mart()
    written(make_maker(mart=mart))
    assert written(make_maker(mart=mart), ifsc="HDFC0000001").number == ACCOUNT["number"]


def test_who_sees_one_block_is_not_told_the_name_in_another():
    mart = make_mart()
    first, second = make_maker(mart=mart), make_maker(mart=mart)
    written(first)
    stranger = make_user()
    with refused("makers.same_account") as asked:
        written(second, by=Actor(user_id=stranger.pk))
    assert first.names["en"] not in str(asked.value)
    desk = make_officer("desk", mart=mart)
    with refused("makers.same_account") as asked:
        written(second, by=Actor(user_id=desk.pk))
    assert first.names["en"] in str(asked.value)


def test_mart_that_has_no_phone_yet_takes_accounts_and_numbers():
    maker = make_maker()
    Mart.objects.update(phone="")
    maker = Maker.objects.get(pk=maker.pk)
    assert written(maker, by=Actor(make_officer("desk").pk)).number == ACCOUNT["number"]
    actions.change_maker(maker, phone="9876543219", by=BY)
    assert Maker.objects.get(pk=maker.pk).phone == "+919876543219"
