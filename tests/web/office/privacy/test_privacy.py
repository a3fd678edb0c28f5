"""The room at the desk: petitions, consents, clocks, breaches; coordinators only ask for their makers."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from haat.core.dates import today
from haat.makers.models import Maker
from haat.privacy.models import Breach, Petition, Setting, SpokenYes
from haat.privacy.queries import standings
from tests.core.test_voices import OGG
from tests.make import make_district, make_mart, make_member
from tests.privacy.made import petition
from tests.web.office.signed import district, officer, work_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return district()


def url(name: str, *args: object) -> str:
    return reverse(f"office:privacy:{name}", args=args)


def user_of(here):
    return here.maker.members.get().user


def test_coordinator_asks_for_her_own_makers_and_for_nobody_else(here):
    coordinator = officer("coordinator", place=here.here)
    sent = {"phone": user_of(here).phone, "kind": "complain", "words": "Help", "nonce": "n"}
    for _turn in range(2):
        assert coordinator.post(url("ask"), sent).status_code == 302
    assert Petition.objects.get().block == here.here
    other = here.other.members.get().user.phone
    answer = coordinator.post(url("ask"), {**sent, "phone": other})
    assert (answer.status_code, answer.context["form"].errors["phone"]) == (
        422, ["Phone: nothing is kept of this number here."],
    )  # fmt: skip
    assert answer.context["form"]["words"].value() == "Help"
    assert coordinator.get(url("list")).status_code == 403


def test_member_without_a_number_asks_from_her_own_page(here):
    coordinator = officer("coordinator", place=here.here)
    seat = make_member(here.maker)
    page = f"{url('ask')}?member={seat.pk}"
    assert page in coordinator.get(url("consents", here.maker.pk, seat.pk)).content.decode()
    assert "She has no phone here" in coordinator.get(page).content.decode()
    assert coordinator.post(page, {"kind": "complain", "words": "Help", "nonce": "n"}).status_code == 302
    mine = Petition.objects.get()
    assert (mine.member, mine.user, mine.phone, mine.language) == (seat, None, "", here.mart.default_language)
    for other in (here.other.members.get().pk, 999_999, "x", "9" * 30):
        assert coordinator.get(f"{url('ask')}?member={other}").status_code == 404


def test_two_officers_erase_and_one_alone_is_told_so(here):
    Maker.objects.filter(pk=here.maker.pk).update(kind="artisan")
    mine = petition(here.mart, "erase", user=user_of(here))
    desk, collector = officer("desk"), officer("collector")
    assert desk.post(url("agree", mine.pk)).status_code == 302
    assert "another person of the office erases her" in desk.get(url("petition", mine.pk)).content.decode()
    alone = desk.post(url("erase", mine.pk), follow=True).content.decode()
    assert "two people do this" in alone
    assert (
        "What is sealed is deleted on its day." in collector.post(url("erase", mine.pk), follow=True).content.decode()
    )
    page = collector.get(url("petition", mine.pk)).content.decode()
    assert "Open the seal" in page
    empty = collector.post(url("open_seal", mine.pk), {"reason": ""})
    assert empty.status_code == 422
    opened = collector.post(url("open_seal", mine.pk), {"reason": "A court asks"}).content.decode()
    assert "makers.member" in opened
    assert "Seal opened" in collector.get(url("petition", mine.pk)).content.decode()


def test_overdue_stands_on_today(here):
    petition(here.mart, "complain", user=user_of(here))
    Petition.objects.update(due_on=today())
    assert "the day to answer has come" in officer("desk").get(reverse("office:today:list")).content.decode()


def test_copy_is_taken_at_the_desk_and_the_look_is_shown_to_both(here):
    mine = petition(here.mart, "export", user=user_of(here))
    work_off()
    desk = officer("desk")
    archive = desk.post(url("take", mine.pk))
    assert (archive["Content-Type"], archive.content[:2]) == ("application/zip", b"PK")
    paper = desk.post(url("take", mine.pk), {"as": "paper"})
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    assert "to hand out a copy" in desk.get(url("person", user_of(here).pk)).content.decode()
    assert desk.get(url("person", 999_999)).status_code == 404


def test_refused_answers_lose_nothing(here):
    mine = petition(here.mart, "correct", user=user_of(here))
    desk = officer("desk")
    assert desk.post(url("answer", mine.pk), {"answer": ""}).status_code == 422
    long = "x" * 301
    refused = desk.post(url("refuse", mine.pk), {"reason": long})
    assert (refused.status_code, long in refused.content.decode()) == (422, True)
    assert desk.post(url("answer", mine.pk), {"answer": "Mended"}).status_code == 302


def test_consents_are_read_answered_and_taken_back_on_one_page(here):
    seat = here.maker.members.get()
    desk, page = officer("desk"), url("consents", here.maker.pk, seat.pk)
    assert "आपका चेहरा दिखाना" in desk.get(f"{page}?tongue=hi").content.decode()
    voice = SimpleUploadedFile("yes.ogg", OGG, "audio/ogg")
    sent = {"purpose": "showing", "answer": "yes", "how": "spoken", "tongue": "hi", "voice": voice}
    assert desk.post(page, sent).status_code == 302
    assert desk.get(url("voice", here.maker.pk, seat.pk, "showing")).content == OGG
    bad = SimpleUploadedFile("yes.ogg", b"<script>", "audio/ogg")
    assert desk.post(page, {**sent, "purpose": "training", "voice": bad}).status_code == 422
    desk.post(page, {"purpose": "showing", "answer": "no", "how": "spoken", "tongue": "hi"})
    states = {each.purpose.code: each.yes is not None for each in standings(seat.user, here.mart)}
    assert not any(states.values())
    assert desk.post(page, {**sent, "purpose": "souls"}).status_code == 404


def test_days_are_set_and_a_refusal_stands_at_its_field(here):
    desk = officer("desk")
    assert desk.post(url("set_days"), {"name": "messages", "days": "400"}).status_code == 302
    assert Setting.objects.get().days == 400
    for wrong in ("12", "", "many"):
        answer = desk.post(url("set_days"), {"name": "messages", "days": wrong})
        assert (answer.status_code, 'id="wrong-messages"' in answer.content.decode()) == (422, True)


def test_breach_goes_through_its_steps(here):
    desk = officer("desk")
    day = (today() - timedelta(days=1)).isoformat()
    sent = {"name": "Lost phone", "words": "In a bus", "kinds": ["phones", "names"], "people_count": "3",
            "whom": "members", "known_on": day, "known_time": "10:00", "nonce": "n"}  # fmt: skip
    for _turn in range(2):
        assert desk.post(url("new_breach"), sent).status_code == 302
    one = Breach.objects.get()
    assert "Board or persons are still to be told" in desk.get(reverse("office:today:list")).content.decode()
    assert desk.post(url("breach", one.pk), {"measures": "", "people_count": "3"}).status_code == 422
    desk.post(url("breach", one.pk), {"measures": "Closed", "people_count": "3"})
    for step in ("board", "details", "persons", "close"):
        desk.post(url("step", one.pk, step))
    one.refresh_from_db()
    assert one.closed_at is not None
    for tongue in ("hi", "mr", "en"):
        for to in ("board", "person"):
            assert desk.get(url("letter", one.pk, to, tongue)).status_code == 200
    assert desk.get(url("letter", one.pk, "board", "xx")).status_code == 404
    assert desk.post(url("step", one.pk, "burn")).status_code == 404
    assert desk.post(url("new_breach"), {**sent, "kinds": [], "nonce": "m"}).status_code == 422


def test_breach_of_a_block_names_whom_it_concerns_before_they_are_told(here):
    desk = officer("desk")
    sent = {"name": "Lost phone", "words": "In a bus", "kinds": ["phones"], "people_count": "1", "whom": "members",
            "block": here.other.block_id, "known_on": today(), "known_time": "00:00", "nonce": "n"}  # fmt: skip
    assert desk.post(url("new_breach"), {**sent, "block": 999_999}).status_code == 422
    assert desk.post(url("new_breach"), sent).status_code == 302
    one = Breach.objects.get()
    assert "1 person gets a message" in desk.get(url("breach", one.pk)).content.decode()
    wrong = desk.post(url("concern", one.pk), {"numbers": "12"})
    assert (wrong.status_code, "line 1 is none" in wrong.content.decode()) == (422, True)
    assert desk.post(url("concern", one.pk), {"numbers": "9812345678\n9812345679"}).status_code == 302
    shown = desk.get(url("breach", one.pk)).content.decode()
    assert ("2 persons get a message" in shown, "+919812345678" in shown) == (True, True)


def test_yes_that_cannot_be_opened_is_said_so_and_kept_by_no_cache(here):
    seat, desk = here.maker.members.get(), officer("desk")
    sent = {"purpose": "showing", "answer": "yes", "how": "spoken", "tongue": "hi"}
    desk.post(url("consents", here.maker.pk, seat.pk), {**sent, "voice": SimpleUploadedFile("a.ogg", OGG, "audio/ogg")})
    page = url("voice", here.maker.pk, seat.pk, "showing")
    assert "no-store" in desk.get(page)["Cache-Control"]
    SpokenYes.objects.update(sealed=b"sealed under another key")
    assert desk.get(page).status_code == 302


@pytest.mark.parametrize("language", ["en", "hi", "mr"])
def test_pages_are_drawn(here, language):
    desk = officer("desk", language=language)
    for name in ("list", "ask", "register", "clocks", "breaches", "new_breach"):
        assert desk.get(url(name)).status_code == 200


def test_list_costs_the_same_for_many(here, django_assert_num_queries):
    desk = officer("desk")
    petition(here.mart, "complain", user=user_of(here))
    desk.get(url("list"))
    with django_assert_num_queries(QUERIES):
        desk.get(url("list"))
    petition(here.mart, "erase", user=user_of(here))
    petition(here.mart, "complain", user=here.other.members.get().user)
    desk.get(url("list"))
    with django_assert_num_queries(QUERIES):
        desk.get(url("list"))


QUERIES = 6


def test_petition_of_another_mart_is_not_found(here):
    far = make_mart("chandrapur", place=make_district("Chandrapur", lgd=500), order_prefix="CH")
    mine = petition(here.mart, "complain", user=user_of(here))
    assert officer("desk", mart=far).get(url("petition", mine.pk)).status_code in (403, 404)
