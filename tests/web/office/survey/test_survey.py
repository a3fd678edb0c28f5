"""Finds at the desk: listed, opened, followed, enrolled once, dropped, deleted; a block sees its own."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from haat.core import kept
from haat.core.dates import today
from haat.core.identifiers import mask_phone
from haat.core.models import Event
from haat.makers.models import Maker
from haat.people.models import Role
from haat.survey import actions
from haat.survey.models import Find, NoticeVoice
from haat.web.ui.templatetags.ui import phone
from tests.make import BY, make_block, make_mart, make_officer, make_pin
from tests.make_survey import SOUND, make_find, make_village, photo_file, said, sound_file
from tests.web.office.signed import officer, sign_in

pytestmark = pytest.mark.django_db
LIST = "/office/survey/"


@pytest.fixture
def find() -> Find:
    make_mart()
    make_pin("814149")
    return make_find(place=make_village(block=make_block("Sarath")))


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def table(client) -> list[list[str]]:
    """The list as a table, its heads first."""
    return list(csv.reader(StringIO(client.get(LIST, {"export": "csv"}).content.decode("utf-8-sig"))))


def at(name: str, find: Find, *more: int) -> str:
    return reverse(f"office:survey:{name}", args=[find.pk, *more])


def test_list_is_narrowed_by_each_filter(find):
    other = make_find(
        place=make_village("Palojori", block=make_block("Palojori")), name="Meena Khatoon", phone="9876500011"
    )
    make_find(said=said(yes=False))
    desk = officer("desk")
    for query, expected in (
        ({"block": "palojori"}, {other.pk}),
        ({"village": other.place_id}, {other.pk}),
        ({"craft": "bamboo", "state": "new"}, {find.pk, other.pk}),
        ({"q": "meena"}, {other.pk}),
        ({"q": "Mina Khatoon"}, {other.pk}),
        ({"q": "98765 00011"}, {other.pk}),
        ({"worker": 999}, set()),
    ):
        assert {row.pk for row in desk.get(LIST, query).context["listing"].rows} == expected, query


def test_block_sees_its_own_in_list_table_map_and_page(find):
    there = officer("coordinator", place=make_block("Palojori"))
    assert there.get(LIST).context["listing"].rows == []
    assert "Kusmaha" not in text(there.get(reverse("office:survey:map")))
    assert there.get(at("find", find)).status_code == 404
    assert there.post(at("lead", find)).status_code == 404
    assert len(table(there)) == 1
    assert there.get(LIST, {"block": "sarath"}).status_code == 404


def test_table_masks_numbers_for_who_only_sees_and_is_on_record(find):
    rows = {}
    for kind in ("desk", "auditor"):
        rows[kind] = table(officer(kind))[1]
    assert rows["desk"][2] == "98765 43210"
    assert "98765 43210" not in rows["auditor"]
    assert Event.objects.filter(kind="survey.taken_out").count() == 2
    assert "98765 43210" not in text(officer("collector").get(at("find", find)))


def test_pages_stand_in_few_statements(find, django_assert_max_num_queries):
    for turn in range(6):
        make_find(name=f"Maker {'abcdef'[turn]}", phone=f"98765000{turn:02d}")
    desk = officer("desk")
    for path, most in ((LIST, 16), (at("find", find), 22), (reverse("office:survey:map"), 14)):
        desk.get(path)
        with django_assert_max_num_queries(most):
            assert desk.get(path).status_code == 200


def test_photo_and_voice_are_looked_at_on_record(find):
    actions.give_file(find, file=photo_file(), by=BY)
    actions.give_file(find, file=sound_file(), by=BY)
    photo, voice = find.files.get(kind="photo"), find.files.get(kind="voice")
    desk = officer("desk")
    assert "data:image/jpeg;base64," in text(desk.post(at("photo", find, photo.pk)))
    assert desk.get(at("voice", find, voice.pk)).content == SOUND
    assert desk.get(at("voice", find, photo.pk)).status_code == 404
    assert officer("auditor").get(at("voice", find, voice.pk)).status_code == 403
    kinds = Event.objects.filter(subject_id=find.pk, kind__in=("survey.photo_seen", "survey.voice_played"))
    assert kinds.count() == 2


def test_maker_is_made_with_what_the_worker_noted(find):
    desk = officer("desk")
    page = desk.get(at("enrol", find))
    form = page.context["form"]
    given = {name: form[name].value() or "" for name in form.fields}
    assert (given["phone"], given["pin"], given["name_hi"]) == ("9876543210", "814149", "Phulmani Hembrom")
    given["place"] = find.place_id
    answer = desk.post(at("enrol", find), given | {"leader_language": "hi"})
    maker = Maker.objects.get()
    assert answer["Location"] == reverse("office:makers:maker", args=[maker.pk])
    assert desk.post(at("enrol", find), given)["Location"] == at("find", find)
    assert (Maker.objects.count(), Find.objects.get().maker) == (1, maker)
    again = make_find()
    refused = desk.post(at("enrol", again), given | {"leader_language": "hi"})
    assert (refused.status_code, refused.context["known"]) == (422, maker)
    assert desk.post(at("same", again), {"maker": maker.pk}).status_code == 302
    assert Find.objects.get(pk=again.pk).state == "duplicate"


def test_steps_of_a_find_and_what_is_refused(find):
    desk = officer("desk")
    desk.post(at("lead", find))
    page = desk.get(at("find", find))
    nonce = page.context["nonce"]
    for _turn in range(2):
        desk.post(at("call", find), {"result": "reached", "words": "Friday", "nonce": nonce})
    assert Event.objects.filter(kind="survey.called").count() == 1
    late = desk.post(at("later", find), {"again_on": today().isoformat(), "reason": "Harvest"})
    assert (late.status_code, "Harvest" in text(late)) == (422, True)
    desk.post(at("later", find), {"again_on": (today() + timedelta(days=3)).isoformat()})
    assert Find.objects.get().state == "not_now"
    desk.post(at("drop", find), {"why": "gone", "reason": ""})
    assert Find.objects.get().state == "dropped"
    assert desk.post(at("same", find), {}).status_code == 404


def test_yes_taken_back_empties_the_page(find):
    desk = officer("desk")
    desk.post(at("withdraw", find))
    page = text(desk.get(at("find", find)))
    assert "Phulmani" not in page
    assert "She took her yes back" in page


def test_notice_is_recorded_anew_by_the_office(find):
    desk = officer("desk")
    for sound in (SOUND, SOUND + b"2"):
        sent = {"tongue": "gon", "voice": SimpleUploadedFile("v", sound)}
        assert desk.post(reverse("office:survey:notices"), sent).status_code == 302
    voices = NoticeVoice.objects.order_by("pk")
    assert [bool(voice.ended_at) for voice in voices] == [True, False]
    assert desk.get(reverse("office:survey:notice", args=[voices[1].pk])).content == SOUND + b"2"
    bad = {"tongue": "gon", "voice": SimpleUploadedFile("v", b"x")}
    assert desk.post(reverse("office:survey:notices"), bad).status_code == 422


def test_map_counts_by_village_and_hides_houses(find):
    make_find(phone="9876500012", name="Basanti Marandi", place=find.place)
    page = officer("collector").get(reverse("office:survey:map"))
    (row, words), (dot,) = page.context["rows"][0], page.context["dots"]
    assert (row.total, row.latitude, row.longitude, words) == (2, 24.12, 86.65, "Bamboo 2")
    assert (dot.name, dot.total) == ("Kusmaha", 2)


def test_find_nobody_called_for_a_week_stands_on_today(find):
    desk = officer("desk")
    address = at("find", find)
    assert address not in text(desk.get("/office/"))
    Find.objects.update(told_at=find.told_at - timedelta(days=8))
    kept.forget()  # a week goes by
    assert address in text(desk.get("/office/"))


def test_who_sees_the_district_and_follows_finds_in_one_block_has_the_numbers_of_that_block_alone(find):
    other = make_find(place=make_village("Palojori", block=make_block("Palojori")), phone="9876500011")
    user = make_officer("auditor")
    Role.objects.create(user=user, mart=find.mart, kind="coordinator", place=find.block)
    both = sign_in(user)
    page = both.get(LIST).content.decode()
    assert (find.phone in page, other.phone in page) == (True, False)
    phones = {row[0]: row[2] for row in table(both)[1:]}
    assert phones == {str(find.pk): phone(find.phone), str(other.pk): mask_phone(other.phone)}
