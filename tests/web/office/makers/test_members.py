"""A maker, its members and its sharing are mended at the desk."""

import pytest
from django.urls import reverse

from haat.makers import actions
from haat.makers.models import BankAccount, Maker, Member
from haat.makers.queries import seen_now
from haat.people.models import User
from tests.make import BY, make_member, make_officer
from tests.web.office.signed import district, officer, sign_in

pytestmark = pytest.mark.django_db


def url(name: str, *args: int) -> str:
    return reverse(f"office:makers:{name}", args=args)


def told(answer) -> list[str]:
    """What the next page says at its head."""
    return [str(message) for message in answer.context["messages"]]


def change(maker: Maker, **more: str) -> dict[str, str]:
    given = {"name_hi": "चाँदनी", "name_en": "Chandni", "phone": maker.phone[3:], "pin": maker.pin}
    return given | {"place": "", "since": "", "lokos_id": "", "story_hi": "", "story_en": ""} | more


def test_desk_mends_what_is_known_of_a_maker():
    here = district()
    desk, page = officer("desk"), url("change", here.maker.pk)
    form = desk.get(page).context["form"]
    assert [form[name].value() for name in ("name_en", "phone", "pin")] == [
        "Chandni group",
        here.maker.phone[3:],
        "814149",
    ]
    answer = desk.post(page, change(here.maker, phone="98765 43210", story_hi="हम दस दीदियाँ", since="2016"))
    assert answer["Location"] == url("maker", here.maker.pk)
    maker = Maker.objects.get(pk=here.maker.pk)
    assert (maker.names, maker.phone, maker.since) == ({"hi": "चाँदनी", "en": "Chandni"}, "+919876543210", 2016)
    assert maker.stories == {"hi": "हम दस दीदियाँ"}
    assert maker.members.get(leads=True).user.phone == "+919876543210"


def test_a_refused_change_stands_at_its_field_with_what_was_typed():
    here = district()
    Maker.objects.filter(pk=here.other.pk).update(lokos_id="LK1")
    desk = officer("desk")
    for wrong, field in (
        ({"pin": "999999"}, "pin"),
        ({"name_en": "..."}, "name_en"),
        ({"since": "2099"}, "since"),
        ({"lokos_id": "lk1"}, "lokos_id"),
        ({"phone": "12"}, "phone"),
    ):
        answer = desk.post(url("change", here.maker.pk), change(here.maker, story_hi="लंबी कहानी", **wrong))
        form = answer.context["form"]
        assert (answer.status_code, list(form.errors)) == (422, [field])
        assert (form["story_hi"].value(), form[field].value()) == ("लंबी कहानी", wrong[field])
        known = answer.context["known"]
        assert known == (here.other if field == "lokos_id" else None)
    assert Maker.objects.get(pk=here.maker.pk).names == here.maker.names


def test_a_coordinator_hears_the_name_but_gets_no_link_out_of_the_block():
    here = district()
    Maker.objects.filter(pk=here.other.pk).update(lokos_id="LK1")
    coordinator = officer("coordinator", place=here.here)
    answer = coordinator.post(url("change", here.maker.pk), change(here.maker, lokos_id="LK1"))
    assert (answer.context["known"], "Gulab group" in answer.content.decode()) == (None, True)
    assert coordinator.get(url("change", here.other.pk)).status_code == 404
    assert coordinator.get(url("members", here.other.pk)).status_code == 404


def test_enrolling_the_same_group_again_is_refused_with_a_link_to_it():
    here = district()
    form = {
        "kind": "group", "block": here.here.pk, "pin": "814149", "phone": here.maker.phone, "leader_language": "hi",
        "name_hi": "Chandni group", "leader_hi": "सीता देवी", "nonce": "n1",
    }  # fmt: skip
    answer = officer("desk").post(url("new"), form)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["phone"])
    assert url("maker", here.maker.pk) in answer.content.decode()
    assert Maker.objects.count() == 2


def test_a_group_is_enrolled_with_its_members():
    here = district()
    form = {
        "kind": "group", "block": here.here.pk, "pin": "814149", "phone": "9876543210", "leader_language": "hi",
        "name_hi": "नया समूह", "leader_hi": "सीता देवी", "members": "रीना देवी\r\n\r\nमीना देवी\r\n", "nonce": "n1",
    }  # fmt: skip
    officer("desk").post(url("new"), form)
    maker = Maker.objects.get(phone="+919876543210")
    assert [member.names["hi"] for member in maker.members.order_by("pk")] == ["सीता देवी", "रीना देवी", "मीना देवी"]
    assert maker.member_count == 3


def test_a_member_is_added_once_leads_and_leaves():
    here = district()
    desk, first = officer("desk"), here.maker.members.get()
    form = {"name_hi": "रीना देवी", "name_en": "", "phone": "98765 43210", "nonce": "n1"}
    for _press in range(2):
        assert desk.post(url("add_member", here.maker.pk), form)["Location"] == url("members", here.maker.pk)
    rina = Member.objects.get(maker=here.maker, leads=False)
    assert (rina.names, rina.user.phone, rina.user.name) == ({"hi": "रीना देवी"}, "+919876543210", "रीना देवी")
    desk.post(url("make_leader", here.maker.pk, rina.pk))
    assert list(here.maker.members.filter(leads=True)) == [rina]
    stays = desk.post(url("remove_member", here.maker.pk, rina.pk), follow=True)
    assert told(stays)[-1] == "She leads. Make another member the leader first."
    desk.post(url("remove_member", here.maker.pk, first.pk))
    assert list(here.maker.members.filter(active=True)) == [rina]
    assert Maker.objects.get(pk=here.maker.pk).member_count == 1


def test_a_refused_member_keeps_what_was_typed_and_makes_nobody():
    here = district()
    desk = officer("desk")
    people = User.objects.count()
    leader = here.maker.members.get().user
    for phone, name, field in (
        ("12", "रीना", "phone"),
        (leader.phone, "रीना", "phone"),
        ("9876543210", "..", "name_hi"),
    ):
        form = {"name_hi": name, "name_en": "Rina", "phone": phone, "nonce": "n1"}
        answer = desk.post(url("add_member", here.maker.pk), form)
        new = answer.context["new_form"]
        assert (answer.status_code, list(new.errors), new["name_en"].value()) == (422, [field], "Rina")
    assert (here.maker.members.count(), User.objects.count()) == (1, people)


def test_another_makers_member_is_not_found():
    here = district()
    elsewhere = here.other.members.get()
    desk = officer("desk")
    assert desk.post(url("remove_member", here.maker.pk, elsewhere.pk)).status_code == 404
    assert desk.post(url("make_leader", here.maker.pk, elsewhere.pk)).status_code == 404


def test_the_rule_of_sharing_is_set_with_weights():
    here = district()
    first, rina = here.maker.members.get(), make_member(here.maker, "Rina")
    desk, page = officer("desk"), url("share_rule", here.maker.pk)
    given = {"rule": "by_work", f"weight_{first.pk}": "12", f"weight_{rina.pk}": "8"}
    assert desk.post(page, given)["Location"] == url("members", here.maker.pk)
    rina.refresh_from_db()
    assert (Maker.objects.get(pk=here.maker.pk).share_rule, rina.work_units) == ("by_work", 8)
    for wrong, field in (("0", "__all__"), ("99999999999999999999", f"weight_{rina.pk}")):
        answer = desk.post(page, {"rule": "by_amounts", f"weight_{first.pk}": "0", f"weight_{rina.pk}": wrong})
        form = answer.context["share_form"]
        assert (answer.status_code, list(form.errors)) == (422, [field])
        assert (form["rule"].value(), form[f"weight_{rina.pk}"].value()) == ("by_amounts", wrong)
    desk.post(page, {"rule": "equal"})
    assert Maker.objects.get(pk=here.maker.pk).share_rule == "equal"


def test_who_wrote_the_account_down_cannot_confirm_it_and_another_can():
    here = district()
    one, two = officer("desk"), sign_in(make_officer("desk"))
    was = seen_now(BankAccount.objects.get(maker=here.maker))
    one.post(url("set_bank", here.maker.pk), {"holder": "X", "number": "123456789012", "ifsc": "SBIN0000001"})
    page = one.get(url("maker", here.maker.pk)).content.decode()
    assert (url("confirm_bank", here.maker.pk) in page, "You wrote it down" in page) == (False, True)
    seen = {"seen": seen_now(BankAccount.objects.get(maker=here.maker))}
    refused = one.post(url("confirm_bank", here.maker.pk), seen, follow=True)
    assert told(refused)[-1].startswith("You wrote this account down yourself.")
    other = two.post(url("confirm_bank", here.maker.pk), {"seen": was}, follow=True)
    assert told(other) == ["The bank account was changed in the meantime. Compare it again."]
    assert BankAccount.objects.get(maker=here.maker).confirmed is False
    assert f'value="{seen["seen"]}"' in two.get(url("maker", here.maker.pk)).content.decode()
    two.post(url("confirm_bank", here.maker.pk), seen)
    assert BankAccount.objects.get(maker=here.maker).confirmed is True


def test_an_account_the_bank_sent_back_asks_for_the_right_one():
    here = district()
    account = BankAccount.objects.get(maker=here.maker)
    actions.doubt_bank(here.maker, number=account.number, ifsc=account.ifsc, by=BY)
    page = officer("desk").get(url("maker", here.maker.pk)).content.decode()
    assert (url("confirm_bank", here.maker.pk) in page, "Money came back from this account" in page) == (False, True)


def test_a_paper_that_has_run_out_is_refused_at_its_date():
    here = district()
    given = {"kind": "pan", "number": "AAATC1234D", "valid_until": "2001-01-01"}
    answer = officer("desk").post(url("give_paper", here.maker.pk), given)
    assert (answer.status_code, list(answer.context["paper_form"].errors)) == (422, ["valid_until"])
    answer = officer("desk").post(url("give_paper", here.maker.pk), given | {"valid_until": "31 Dec"})
    assert answer.context["paper_form"].errors["valid_until"] == ["Write the day as day/month/year, like 31/12/2026."]
    officer("desk").post(url("give_paper", here.maker.pk), given | {"valid_until": "३१/१२/२०९९"})
    assert here.maker.documents.get().valid_until.isoformat() == "2099-12-31"


def test_pages_of_members_speak_hindi():
    here = district()
    desk = officer("desk", language="hi")
    page = desk.get(url("members", here.maker.pk)).content.decode()
    assert [words in page for words in ("एक और सदस्य", "पैसा कैसे बँटता है", "नियम रखें")] == [True] * 3
    assert "जानकारी सुधारें" in desk.get(url("change", here.maker.pk)).content.decode()
