"""A worker's phone: finds told by the queue count once, each refusal at its field; a yes taken back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from haat.survey.models import Find, FindFile, NoticeVoice
from haat.web.office.desk.words import ROLES
from tests.make import make_block, make_craft, make_maker, make_mart, make_officer
from tests.make_survey import SOUND, make_find, make_notice_voice, make_village, make_worker, photo_file
from tests.web.office.signed import sign_in

pytestmark = pytest.mark.django_db
KEY = "a1" * 16


@pytest.fixture
def worker() -> Client:
    make_mart()
    make_craft()
    make_village()
    return sign_in(make_worker(), factor=False)


def fields(**more: object) -> dict[str, object]:
    yes = dict.fromkeys(("contact", "media", "household"), "yes")
    return {
        "turn": "1",
        "place": make_village().pk,
        "craft": ["bamboo"],
        "version": "1",
        "tongue": "hi",
        "how": "read",
        **yes,
        "name": "फूलमनी हेम्ब्रम",
        "phone": "98765 43210",
        "month_pieces": "४०",
        "price": "120",
        "sells": "haat",
        "members": "6",
        "women": "3",
        "earners": "2",
        "latitude": "24.12345",
        "longitude": "86.65432",
        "accuracy": "14",
    } | more


def send(client: Client, path: str, data: dict[str, object], deed: str = "b" * 32):
    headers = {"X-Deed": deed, "X-Deed-Age": "7200", "Accept": "application/json"}
    return client.post(path, data, headers=headers)


def tell(client: Client, deed: str = "b" * 32, key: str = KEY, **more: object):
    return send(client, f"/maker/survey/finds/{key}/", fields(**more), deed)


def test_find_of_a_phone_counts_once_whatever_key_its_sending_has(worker):
    answers = [tell(worker, deed) for deed in ("b" * 32, "b" * 32, "c" * 32)]
    assert [(answer.status_code, answer.json()["done"]) for answer in answers] == [(200, True)] * 3
    find = Find.objects.get()
    assert (find.name, find.month_pieces, find.price_paise, find.members) == ("फूलमनी हेम्ब्रम", 40, 12_000, 6)
    assert (find.told_at - find.found_at).total_seconds() == pytest.approx(7200, abs=60)


def test_files_follow_each_by_itself(worker):
    tell(worker, files="photo-aa,voice-bb")
    photo = SimpleUploadedFile("x", photo_file().content)
    for deed in ("d" * 32, "e" * 32):
        photo.seek(0)
        assert send(worker, f"/maker/survey/finds/{KEY}/files/photo-aa/", {"file": photo}, deed).json()["done"]
    sound = SimpleUploadedFile("x", SOUND)
    assert send(worker, f"/maker/survey/finds/{KEY}/files/voice-bb/", {"file": sound}, "f" * 32).json()["done"]
    assert sorted(FindFile.objects.values_list("kind", flat=True)) == ["photo", "voice"]
    assert Find.objects.get().files_due == []
    bad = SimpleUploadedFile("x", b"no sound")
    answer = send(worker, f"/maker/survey/finds/{KEY}/files/voice-cc/", {"file": bad}, "1" * 32)
    assert (answer.status_code, answer.json()["field"]) == (422, "voice")
    assert send(worker, f"/maker/survey/finds/{'9' * 32}/files/photo-aa/", {"file": bad}, "2" * 32).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"craft": []}, "craft"),
        ({"name": ""}, "name"),
        ({"phone": "12"}, "phone"),
        ({"month_pieces": "many"}, "month_pieces"),
        ({"price": "a lot"}, "price"),
        ({"contact": ""}, "yes"),
        ({"place": ""}, "place"),
        ({"latitude": "nan"}, "place"),
        ({"tongue": "hoc"}, "tongue"),
    ],
)
def test_refusal_stands_at_its_field_with_the_queue_and_without_scripts(worker, wrong, field):
    answer = tell(worker, **wrong)
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    plain = worker.post(f"/maker/survey/finds/{KEY}/", fields(**wrong))
    assert plain.status_code == 422
    assert plain.context["errors"][field] in plain.content.decode()
    assert Find.objects.count() == 0


def test_form_without_scripts_takes_facts_and_files_at_once(worker):
    sent = fields(photo=SimpleUploadedFile("a.jpg", photo_file().content), voice_note=SimpleUploadedFile("v", SOUND))
    assert worker.post(f"/maker/survey/finds/{KEY}/", sent)["Location"] == "/maker/survey/"
    assert sorted(Find.objects.get().files.values_list("kind", flat=True)) == ["photo", "voice"]


def test_no_is_only_counted(worker):
    assert tell(worker, contact="no").status_code == 200
    find = Find.objects.get()
    assert (find.state, find.name, find.phone) == ("counted", "", "")


def test_village_of_another_block_is_none_of_hers(worker):
    far = make_village("Far", block=make_block("Palojori"))
    assert tell(worker, place=far.pk).json()["field"] == "place"


def test_other_words_under_one_key_are_a_conflict(worker):
    tell(worker)
    other = sign_in(make_worker(), factor=False)
    answer = tell(other, "c" * 32, name="Salomi Kisku")
    assert (answer.status_code, answer.json()["conflict"]) == (409, True)


def test_pages_are_hers_alone_and_stand_in_few_statements(worker, django_assert_max_num_queries):
    worker.get("/maker/survey/")
    for page in ("", "add/"):
        with django_assert_max_num_queries(10):
            answer = worker.get(f"/maker/survey/{page}")
        assert (answer.status_code, answer["X-Phone"].endswith("-all")) == (200, True)
    assert "geolocation=(self)" in answer["Permissions-Policy"]
    assert sign_in(make_maker().members.get().user, factor=False).get("/maker/survey/").status_code == 403


def test_worker_begins_at_her_survey(worker):
    assert worker.get("/maker/")["Location"] == "/maker/survey/"
    unproven = sign_in(make_officer("coordinator", place=make_block("Sarath")), factor=False)
    assert unproven.get("/maker/survey/").status_code == 200
    assert "surveyor" in ROLES


def test_notice_is_recorded_by_a_worker_once_and_played(worker):
    sent = {"tongue": "gon", "voice": SimpleUploadedFile("v", SOUND)}
    assert worker.post("/maker/survey/notice/", sent).status_code == 302
    voice = NoticeVoice.objects.get()
    page = worker.get("/maker/survey/add/").content.decode()
    assert 'value="gon"' in page
    assert worker.get(f"/maker/survey/notice/{voice.pk}/").content == SOUND
    again = {"tongue": "gon", "voice": SimpleUploadedFile("v", SOUND + b"2")}
    assert worker.post("/maker/survey/notice/", again).status_code == 422


def test_unwritten_tongue_is_offered_only_when_it_is_recorded(worker):
    assert 'value="sat"' not in worker.get("/maker/survey/add/").content.decode()
    make_notice_voice("sat")
    assert 'value="sat"' in worker.get("/maker/survey/add/").content.decode()


def test_yes_is_taken_back_by_number_and_nothing_is_said_of_it(worker):
    find = make_find()
    for number in ("98765 43210", "91234 56789"):
        answer = send(worker, "/maker/survey/back/", {"phone": number}, number.replace(" ", "x") * 3)
        assert (answer.status_code, answer.json()["done"]) == (200, True)
    find.refresh_from_db()
    assert find.state == "counted"
    assert worker.post("/maker/survey/back/", {"phone": "12"}).status_code == 422


def test_too_much_in_an_hour_waits_and_is_not_refused(worker, monkeypatch):
    monkeypatch.setattr("haat.web.maker.survey.telling.MOST_AN_HOUR", 0)
    answer = tell(worker)
    assert answer.status_code == 429
    assert Find.objects.count() == 0


def test_family_phone_asks_who_walks_and_tells_it_with_the_find(worker):
    user = make_worker()
    alone, shared = worker, sign_in(user, factor=False)
    assert "आज सर्वे पर कौन?" not in alone.get("/maker/survey/").content.decode()
    member = make_maker("Chandni group").members.get()
    member.user = user
    member.save()
    shared.cookies["language"] = "en"
    page = shared.get("/maker/survey/").content.decode()
    assert ("Who walks today?" in page, "Sita Devi" in page, "survey-add" in page) == (True, True, False)
    assert shared.get("/maker/survey/add/").url == "/maker/survey/"
    shared.post("/maker/survey/who/", {"name": " "})
    assert shared.get("/maker/survey/add/").status_code == 302
    shared.post("/maker/survey/who/", {"name": "Sita Devi"})
    assert 'name="walker" value="Sita Devi"' in shared.get("/maker/survey/add/").content.decode()
    assert "Sita Devi walks today." in shared.get("/maker/survey/").content.decode()
    for deed, walker in (("c" * 32, "Sita Devi"), ("d" * 32, "")):
        send(shared, f"/maker/survey/finds/{KEY}/", fields(walker=walker), deed)
    find = Find.objects.get()
    assert (find.found_by_id, find.walker) == (user.pk, "Sita Devi")
