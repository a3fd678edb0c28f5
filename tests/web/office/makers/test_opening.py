"""A new maker's road from what is known on the first day to the key that opens it, as an officer walks it."""

import pytest
from django.urls import reverse

from haat.core.models import Event
from haat.makers.models import Maker
from haat.messages.models import Message
from haat.people.models import User
from tests.make import make_block, make_mart, make_pin, make_village
from tests.web.office.signed import officer

pytestmark = pytest.mark.django_db


def url(name: str, *args: int) -> str:
    return reverse(f"office:makers:{name}", args=args)


def form(**more: object) -> dict[str, object]:
    make_pin("814149")
    given = {
        "kind": "group", "block": make_block().pk, "pin": "814149", "phone": "", "leader_language": "hi",
        "name_hi": "सीता समूह", "leader_hi": "सीता देवी", "nonce": "n1",
    }  # fmt: skip
    return given | more


def enrolled(desk, **more: object) -> Maker:
    known = set(Maker.objects.values_list("pk", flat=True))
    assert desk.post(url("new"), form(**more)).status_code == 302
    return Maker.objects.exclude(pk__in=known).get()


def open_key(page: str) -> str:
    """The key that opens, as it stands on the page."""
    begin = page.index("/open/")
    return page[page.index("<button", begin) : page.index("</button>", begin)]


def keys(answer) -> list[tuple[str, str]]:
    return [(mend["line"].code, mend["url"]) for mend in answer.context["mends"]]


def test_each_missing_thing_is_said_with_the_key_that_mends_it_until_the_maker_opens():
    make_mart()
    desk = officer("desk")
    maker = enrolled(desk)
    page = url("maker", maker.pk)
    answer = desk.get(page)
    assert keys(answer) == [("phone", url("change", maker.pk)), ("bank", f"{page}#bank"), ("pan", f"{page}#paper")]
    text = answer.content.decode()
    assert "disabled" in open_key(text)
    assert all(mend["url"] in text and str(mend["line"].sentence) in text for mend in answer.context["mends"])
    assert 'id="bank" open' in text
    assert 'id="paper" open' in text
    change = {"name_hi": "सीता समूह", "phone": "98765 43210", "pin": "814149"}
    desk.post(url("change", maker.pk), change)
    desk.post(url("set_bank", maker.pk), {"holder": "Sita Devi", "number": "30011223344", "ifsc": "SBIN0000064"})
    assert keys(desk.get(page)) == [("pan", f"{page}#paper")]
    desk.post(url("give_paper", maker.pk), {"kind": "pan", "number": "AAATC1234D"})
    answer = desk.get(page)
    assert (keys(answer), "disabled" in open_key(answer.content.decode())) == ([], False)
    desk.post(url("open", maker.pk))
    assert Maker.objects.get().state == "live"


def test_refused_opening_says_in_words_what_is_missing():
    make_mart()
    desk = officer("desk")
    maker = enrolled(desk)
    said = desk.post(url("open", maker.pk), follow=True).content.decode()
    assert "No mobile number is known" in said
    assert Maker.objects.get().state == "enrolled"


def test_leader_without_a_phone_is_known_and_signs_in_once_it_comes():
    make_mart()
    desk = officer("desk")
    maker = enrolled(desk)
    leader = maker.members.get()
    assert (maker.phone, leader.user, leader.leads) == ("", None, True)
    assert "no phone yet" in desk.get(url("maker", maker.pk)).content.decode()
    assert desk.get(url("list")).status_code == 200
    answer = desk.post(url("change", maker.pk), {"name_hi": "सीता समूह", "phone": "98765 43210", "pin": "814149"})
    assert answer.status_code == 302
    leader.refresh_from_db()
    assert (leader.user.phone, leader.user.name) == ("+919876543210", "सीता देवी")
    assert Maker.objects.get().phone == "+919876543210"
    assert not Message.objects.filter(phone="").exists()
    assert Event.objects.get(kind="makers.phone_changed").data == {"phone": "98xxxxxx10"}


def test_known_phone_can_be_changed_but_not_taken_away():
    make_mart()
    desk = officer("desk")
    maker = enrolled(desk, phone="98765 43210")
    answer = desk.post(url("change", maker.pk), {"name_hi": "नया", "phone": " ", "pin": "814149"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["phone"])
    assert (answer.context["form"]["name_hi"].value(), Maker.objects.get().phone) == ("नया", "+919876543210")


def test_without_a_phone_the_same_leader_of_the_same_village_is_enrolled_once():
    make_mart()
    village, other = make_village("Burhai"), make_village("Chitra")
    desk = officer("desk")
    maker = enrolled(desk, place=village.pk)
    again = desk.post(url("new"), form(place=village.pk, nonce="n2", since="2016"))
    assert (again.status_code, list(again.context["form"].errors)) == (422, ["name_hi"])
    assert again.context["known"] == maker
    assert again.context["form"]["since"].value() == "2016"
    enrolled(desk, place=other.pk, nonce="n3")
    enrolled(desk, place=village.pk, leader_hi="गीता देवी", nonce="n4")
    assert Maker.objects.count() == 3


@pytest.mark.parametrize("typed", ["0651-2345678", "(06432) 222 222", "०६४३२ २२२२२२", "06512345678", "0788 2345678"])
def test_landline_is_refused_where_a_code_must_arrive(typed):
    make_mart()
    answer = officer("desk").post(url("new"), form(phone=typed))
    (said,) = answer.context["form"].errors["phone"]
    assert "landline" in said
    assert (answer.context["form"]["phone"].value(), User.objects.filter(phone__contains="2345678").count()) == (
        typed,
        0,
    )


@pytest.mark.parametrize("field", ["name_hi", "leader_hi"])
@pytest.mark.parametrize("typed", ["\u200d\u200d\u200d", "\u200d \u200c", "\u2060\ufeff"])
def test_signs_nobody_sees_are_no_name(field, typed):
    make_mart()
    answer = officer("desk").post(url("new"), form(**{field: typed}))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert Maker.objects.count() == 0


def test_signs_nobody_sees_are_no_member_and_no_holder():
    make_mart()
    desk = officer("desk")
    maker = enrolled(desk)
    answer = desk.post(url("add_member", maker.pk), {"name_hi": "\u200d\u200d\u200d", "nonce": "n5"})
    assert list(answer.context["new_form"].errors) == ["name_hi"]
    bank = {"holder": "\u200d\u200d\u200d", "number": "30011223344", "ifsc": "SBIN0000064"}
    answer = desk.post(url("set_bank", maker.pk), bank)
    assert list(answer.context["bank_form"].errors) == ["holder"]
