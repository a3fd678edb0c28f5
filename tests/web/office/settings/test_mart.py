"""The mart itself: changed at its fields, told with who and what was; where money goes takes two people."""

import pytest
from django.urls import reverse

from haat.core.doctor import examine
from haat.core.models import Event
from haat.places import actions
from haat.places.models import Mart
from haat.places.queries import mart_now
from tests.make import BY, make_mart, make_officer
from tests.refusals import refused
from tests.web.office.signed import district, officer, sign_in

pytestmark = pytest.mark.django_db

MART = "office:settings:mart"
LANGUAGES = ("en", "hi", "mr", "bn", "sat", "or", "ur")


def names(**more):
    """The form of names as a browser sends it: Hindi first, English second."""
    empty = {f"{part}_{code}": "" for part in ("rank", "name", "line") for code in LANGUAGES}
    here = {"rank_hi": "1", "name_hi": "देवघर मार्ट", "rank_en": "2", "name_en": "Deoghar Mart"}
    return empty | here | more


def send(client, name, sent):
    return client.post(reverse("office:settings:part", args=[name]), sent)


def behind(**more):
    return {
        "legal_name": "Deoghar Mart Society",
        "address": "Collectorate, Deoghar",
        "phone": "06432 232222",
        "email": "help@deoghar.example.in",
        "grievance_officer": "Anjali Toppo",
        "order_prefix": "DM",
        **more,
    }


def page_of(client, name=MART):
    return client.get(reverse(name)).content.decode()


def test_names_are_changed_with_who_and_what_was():
    district()
    assert send(officer("desk"), "names", names(name_en="Deoghar Haat", line_en="Made here")).status_code == 302
    mart = Mart.objects.get()
    assert (mart.names, mart.lines) == ({"en": "Deoghar Haat", "hi": "देवघर मार्ट"}, {"en": "Made here"})
    told = Event.objects.get(kind="places.mart_changed").data
    assert (told["before"]["names"]["en"], sorted(told["after"])) == ("Deoghar Mart", ["lines", "names"])
    page = page_of(officer("auditor"))
    assert "<del>Deoghar Mart</del>" in page
    assert "The desk" in page
    assert [found.name for found in examine() if found.broken] == []


def test_order_of_languages_is_changed_and_the_first_is_the_marts_own():
    district()
    sent = names(rank_en="1", rank_hi="2", rank_mr="3", name_mr="देवघर मार्ट")
    assert send(officer("collector"), "names", sent).status_code == 302
    assert Mart.objects.get().languages == ["en", "hi", "mr"]


@pytest.mark.parametrize(
    ("more", "field", "words"),
    [
        ({"rank_en": "1"}, "rank_hi", "stands at this place already"),
        ({"rank_bn": "3"}, "name_bn", "in every language that is offered"),
        ({"name_hi": " \u200b "}, "name_hi", "in every language that is offered"),
        ({"rank_hi": "", "rank_en": ""}, "rank_hi", "Languages: choose at least one."),
        ({"rank_hi": "9"}, "rank_hi", "valid choice"),
        ({"name_en": "x" * 61}, "name_en", "60"),
        ({"name_hi": "छत्रपती संभाजीनगर जिल्हा मार्ट"}, "name_hi", "room for 23 of its 30 signs"),
        ({"rank_mr": "3", "name_mr": "छत्रपती संभाजीनगर जिल्हा मार्ट"}, "name_mr", "room for 27 of its 30 signs"),
    ],
)
def test_bad_names_are_refused_at_their_field_and_nothing_typed_is_lost(more, field, words):
    district()
    answer = send(officer("desk"), "names", names(line_en="Typed and kept", **more))
    assert answer.status_code == 422
    assert words in answer.context["form"].errors[field][0]
    assert "Typed and kept" in answer.content.decode()
    assert not Event.objects.filter(kind="places.mart_changed").exists()


def test_colour_is_taken_as_people_write_it_and_a_pale_one_is_refused():
    district()
    desk = officer("desk")
    assert send(desk, "look", {"accent": " 3c6e47", "motif": "chandrapur"}).status_code == 302
    mart = Mart.objects.get()
    assert (mart.accent, mart.motif) == ("#3C6E47", "chandrapur")
    answer = send(desk, "look", {"accent": "#E0A526", "motif": "haat"})
    assert answer.context["form"].errors["accent"] == [
        "Colour: white words on it cannot be read (contrast 2.0, not 4.5). Choose a darker one."
    ]
    assert send(desk, "look", {"accent": "#3C6E47", "motif": "paisley"}).context["form"].errors["motif"]
    assert Mart.objects.get().motif == "chandrapur"


def test_contrast_that_is_not_enough_is_never_told_as_enough():
    """#727272 on khadi is 4.46."""
    district()
    desk = officer("desk")
    answer = send(desk, "look", {"accent": "#727272", "motif": "haat"})
    assert answer.context["form"].errors["accent"] == [
        "Colour: white words on it cannot be read (contrast 4.4, not 4.5). Choose a darker one."
    ]
    Mart.objects.update(accent="#727272")
    assert "contrast 4.4, too pale" in desk.get(reverse("office:settings:mart")).content.decode()


def test_same_colour_in_small_letters_is_no_change():
    district()
    assert send(officer("desk"), "look", {"accent": "#a3261f", "motif": "haat"}).status_code == 302
    assert not Event.objects.filter(kind="places.mart_changed").exists()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"phone": "12345"}, "phone"),
        ({"phone": "98765 4321"}, "phone"),
        ({"phone": "call me maybe 12345678"}, "phone"),
        ({"legal_name": "\u200d"}, "legal_name"),
        ({"grievance_officer": ""}, "grievance_officer"),
        ({"order_prefix": "D1"}, "order_prefix"),
        ({"address": " \u202e "}, "address"),
    ],
)
def test_who_stands_behind_it_is_asked_for_whole(more, field):
    district()
    answer = send(officer("desk"), "behind", behind(**more))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


@pytest.mark.parametrize("typed", ["+91 011-2338 1234", "06432-232222/223333"])
def test_phone_that_is_too_long_is_refused_and_never_cut(typed):
    district()
    answer = send(officer("desk"), "behind", behind(phone=typed))
    assert answer.context["form"].errors["phone"] == ["Phone: at most 16 signs. Write one number, with fewer spaces."]
    assert typed in answer.content.decode()


@pytest.mark.parametrize("typed", ["06432 232 22", "1800 180 1551", "232 22222"])
def test_phone_that_is_not_ten_figures_is_refused_at_its_field(typed):
    district()
    answer = officer("desk").post(reverse("office:settings:part", args=["behind"]), behind(phone=typed))
    assert answer.context["form"].errors["phone"] == [
        "Phone: write ten figures, an office’s line with its code and the 0 before it: 06432 232 222."
    ]
    assert typed in answer.content.decode()


def test_phone_of_before_that_was_asked_stops_no_other_change():
    mart = district().mart
    Mart.objects.update(phone="1800 180 1551")
    assert actions.change_mart(mart, accent="#3C6E47", by=BY).accent == "#3C6E47"
    with refused("mart.bad_phone", field="phone"):
        actions.change_mart(mart, phone="1800 180 1552", by=BY)


def test_line_of_an_office_in_devanagari_digits_is_one_that_can_be_called():
    district()
    assert send(officer("desk"), "behind", behind(phone="०६४३२ २३२ २२२")).status_code == 302
    assert Mart.objects.get().phone == "06432 232 222"


def test_legal_name_is_said_in_the_readers_language():
    district()
    sent = behind(legal_name_hi="देवघर मार्ट समिति", phone="98765 43210")
    assert send(officer("desk"), "behind", sent).status_code == 302
    mart = Mart.objects.get()
    assert (mart.phone, mart.called_legally["hi"], mart.called_legally["en"]) == (
        "+919876543210",
        "देवघर मार्ट समिति",
        "Deoghar Mart Society",
    )


def test_what_somebody_else_changed_meanwhile_is_not_written_over_unread():
    district()
    one = officer("desk")
    seen = one.get(reverse("office:settings:part", args=["look"])).context["form"].standing
    actions.change_mart(Mart.objects.get(), accent="#3C6E47", by=BY)
    answer = send(one, "look", {"accent": "#A3261F", "motif": "chandrapur", "seen": seen})
    assert answer.status_code == 422
    assert "in the meantime" in answer.context["form"].errors["__all__"][0]
    again = answer.context["form"].standing
    assert send(one, "look", {"accent": "#A3261F", "motif": "chandrapur", "seen": again}).status_code == 302
    assert (Mart.objects.get().accent, Mart.objects.get().motif) == ("#A3261F", "chandrapur")


ACCOUNT = {
    "vpa": "Deoghar.New@SBI",
    "bank_holder": "Deoghar Mart Society",
    "bank_number": "1234 5678 901",
    "bank_ifsc": "sbin0000064",
}


def test_where_money_goes_takes_two_people():
    district()
    desk, other = make_officer("desk"), make_officer("collector")
    client, twice = sign_in(desk), ACCOUNT | {"nonce": "n"}
    assert [client.post(reverse("office:settings:account"), twice).status_code for _turn in range(2)] == [302, 302]
    assert Event.objects.filter(kind="places.account_proposed").count() == 1
    mart = Mart.objects.get()
    assert (mart.vpa, mart.proposed["vpa"]) == ("deogharmart@sbi", "deoghar.new@sbi")
    at = mart.proposed["at"]
    own = page_of(sign_in(desk))
    assert "cannot agree to it" in own
    assert reverse("office:settings:agree") not in own
    sign_in(desk).post(reverse("office:settings:agree"), {"at": at})
    assert Mart.objects.get().vpa == "deogharmart@sbi"
    assert reverse("office:settings:agree") in page_of(sign_in(other))
    sign_in(other).post(reverse("office:settings:agree"), {"at": at})
    mart = Mart.objects.get()
    assert (mart.vpa, mart.bank_number, mart.bank_ifsc, mart.proposed) == (
        "deoghar.new@sbi",
        "12345678901",
        "SBIN0000064",
        {},
    )
    told = [str(event.data) for event in Event.objects.filter(subject_type="places.mart")]
    assert not any("12345678901" in line for line in told)
    assert [found.name for found in examine() if found.broken] == []


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({}, "Buyers pay to this UPI address"),
        ({"vpa": "deogharmart@sbi"}, "The bank account is kept; buyers pay as before"),
        ({"vpa": ""}, "Buyers pay in cash only"),
    ],
)
def test_second_person_reads_what_comes_of_it(asked, said):
    district()
    sign_in(make_officer("desk")).post(reverse("office:settings:account"), ACCOUNT | asked)
    at = Mart.objects.get().proposed["at"]
    page = officer("collector").post(reverse("office:settings:agree"), {"at": at}, follow=True).content.decode()
    assert (said in page, "Buyers pay to the UPI address, never here" in page) == (True, True)


def test_what_is_changed_while_a_form_is_saved_is_not_written_over_either(monkeypatch):
    district()
    desk, read = officer("desk"), Mart.objects.get()
    context = desk.get(reverse("office:settings:part", args=["look"])).context
    actions.change_mart(Mart.objects.get(), accent="#3C6E47", by=BY)
    monkeypatch.setattr("haat.web.office.settings.mart.mart_now", lambda _mart: read)
    sent = {"accent": "#A3261F", "motif": "haat", "seen": context["form"].standing, "nonce": context["nonce"]}
    answer = send(desk, "look", sent)
    html = answer.content.decode()
    assert (answer.status_code, "Nothing was changed." in html, "#A3261F" in html) == (422, True, True)
    assert Mart.objects.get().accent == "#3C6E47"


def test_account_that_was_asked_for_anew_is_not_agreed_to_unseen():
    mart = make_mart()
    given = {"bank_holder": "", "bank_number": "", "bank_ifsc": ""}
    first = actions.propose_account(mart, vpa="one@sbi", **given, by=BY)
    actions.propose_account(mart, vpa="two@sbi", **given, by=BY)
    with refused("core.changed"):
        actions.agree_account(mart, at=first.proposed["at"], by=actor_of(make_officer("collector")))
    assert mart_now(mart).proposed["vpa"] == "two@sbi"
    actions.refuse_account(mart, at=mart_now(mart).proposed["at"], by=BY)
    with refused("mart.nothing_proposed"):
        actions.refuse_account(mart, at="", by=BY)
    with refused("mart.same_account", field="vpa"):
        actions.propose_account(mart, vpa=mart.vpa, **given, by=BY)


def actor_of(user):
    from haat.core.actor import Actor

    return Actor(user.pk)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"vpa": "deoghar"}, "vpa"),
        ({"bank_ifsc": ""}, "bank_ifsc"),
        ({"bank_ifsc": "XXXX0000064"}, "bank_ifsc"),
        ({"bank_number": "12"}, "bank_number"),
        ({"bank_holder": ""}, "bank_holder"),
    ],
)
def test_bad_account_is_refused_at_its_field(more, field):
    district()
    answer = officer("desk").post(reverse("office:settings:account"), ACCOUNT | more)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_page_is_read_in_hindi_and_in_a_counted_number_of_queries(django_assert_num_queries):
    district()
    desk = officer("desk", language="hi")
    with django_assert_num_queries(16):
        page = desk.get(reverse(MART)).content.decode()
    assert "ख़रीदार" in page


def test_pressing_save_twice_is_no_change_by_somebody_else():
    district()
    desk = officer("desk")
    context = desk.get(reverse("office:settings:part", args=["look"])).context
    sent = {"accent": "#3C6E47", "motif": "haat", "seen": context["form"].standing, "nonce": context["nonce"]}
    assert [send(desk, "look", sent).status_code for _turn in range(2)] == [302, 302]
    assert "It counts once." in desk.get(reverse("office:settings:mart")).content.decode()
    assert Event.objects.filter(kind="places.mart_changed").count() == 1
