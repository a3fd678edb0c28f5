"""Lessons on the phone: found, whole on one page, told once, and small enough for 2G."""

import gzip
import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from haat.core.models import Event
from haat.core.voices import Voice
from haat.learning import actions
from haat.learning.data import shipped
from haat.learning.models import Answer, Presence, SceneCount, Study, Suggestion
from haat.learning.queries import lesson_of
from haat.learning.rules import MOST_LESSON, MOST_VOICES
from haat.makers.models import Maker
from haat.people.models import User
from tests.make import BY, make_maker, make_officer
from tests.test_house import ROOT
from tests.web.maker.conftest import sign_in

LIST, PHOTO = "/maker/lessons/", "/maker/lessons/photo/"
STATIC = ROOT / "haat/web/ui/static"


def tell(phone: Client, what: str, slug: str = "photo", key: str = "", **more: str):
    headers = {"X-Deed": key} if key else {}
    return phone.post(f"{LIST}{slug}/told/", {"what": what, **more}, headers=headers)


@pytest.mark.parametrize("slug", list(shipped()))
@pytest.mark.parametrize("language", ["hi", "mr", "en"])
def test_a_lesson_with_its_drawings_and_voices_is_what_2g_bears(leader: User, slug: str, language: str):
    html = sign_in(leader, language).get(f"{LIST}{slug}/").content
    names = set(re.findall(r'src="/static/(ui/drawings/[^"]+)"', html.decode()))
    drawings = sum(
        len(gzip.compress((STATIC / re.sub(r"\.[0-9a-f]{12}\.svg", ".svg", name)).read_bytes())) for name in names
    )
    assert len(names) > 5
    assert len(gzip.compress(html)) + drawings + MOST_VOICES < MOST_LESSON, (len(html), drawings)


def test_lesson_is_found_from_help_and_opens_on_its_first_scene(phone: Client):
    assert f'href="{LIST}"' in phone.get("/maker/help/").content.decode()
    html = phone.get(LIST).content.decode()
    assert html.count("data-lesson-card") == 12
    page = phone.get(PHOTO)
    assert [step.scene.id for step in page.context["steps"]] == [f"s{n}" for n in range(1, 8)]
    assert "data-tried" in page.content.decode()
    assert phone.get(f"{LIST}nowhere/").status_code == 404


def test_what_is_told_counts_once_however_often_it_is_sent(phone: Client):
    for _turn in range(2):
        tell(phone, "begun", key="b" * 20)
        tell(phone, "answered", key="q" * 20, question="q1", answer="b")
        answer = tell(phone, "tried", key="t" * 20)
    assert answer.json()["done"]
    assert (Study.objects.get().tried_at is not None, Answer.objects.get().right) == (True, True)
    assert Event.objects.filter(kind="learning.tried").count() == 1


def test_counts_of_scenes_are_read_strictly(phone: Client):
    tell(phone, "seen", scenes=json.dumps({"s1": [1, 2, 0], "s2": [True, 0, 0], "s3": "x", "s4": [1]}))
    tell(phone, "seen", scenes="[" * 5000)
    assert [(row.scene, row.again, row.back) for row in SceneCount.objects.all()] == [("s1", 1, 2)]


@pytest.mark.parametrize("sent", [{"what": "danced"}, {"what": "answered", "question": "q7", "answer": "a"},
                                  {"what": "answered", "question": "q1", "answer": "c"}])  # fmt: skip
def test_what_no_lesson_asks_is_not_found(phone: Client, sent: dict):
    assert phone.post(f"{PHOTO}told/", sent).status_code == 404
    assert Study.objects.count() == 0


def test_offered_lesson_stands_above_the_tiles_and_is_fetched_ahead(phone: Client, maker: Maker):
    Suggestion.objects.create(maker=maker, lesson="packing", why="first_order")
    home = phone.get("/maker/").content.decode()
    assert ("Safe packing" in home, f'href="{LIST}packing/" data-keep hidden' in home) == (True, True)
    assert "For now" in phone.get(LIST).content.decode()
    tell(phone, "begun", "packing")
    assert "Safe packing" not in phone.get("/maker/").content.decode()


def test_a_question_waits_days_later_until_it_is_answered(phone: Client, maker: Maker):
    tell(phone, "begun")
    Study.objects.update(asks=True, followed_at=timezone.now())
    assert "One question" in phone.get("/maker/").content.decode()
    assert phone.get(PHOTO).context["waits"].question.id == "q1"
    tell(phone, "answered", question="q1", answer="a", later="1")
    assert (Study.objects.get().asks, Answer.objects.get().round, phone.get(PHOTO).context["waits"]) == (False, 3, None)


def test_helper_studies_for_the_maker(maker: Maker):
    client = sign_in(make_officer("coordinator", mart=maker.mart, place=maker.block))
    client.get(f"{PHOTO}?for={maker.pk}")
    tell(client, "begun")
    assert Study.objects.get().person is None


def test_recording_is_played_under_an_address_that_changes_with_it(leader: User, maker: Maker):
    lesson = lesson_of(maker.mart, "photo")
    read = {"lesson": lesson, "key": "s1.say", "language": "hi", "reader": "Sita", "by": BY}
    row = actions.record_voice(maker.mart, voice=Voice("ogg", b"OggS"), **read)
    phone = sign_in(leader, "hi")
    address = f"{LIST}sound/{row.pk}/{row.digest}/"
    assert f'data-sound="{address}"' in phone.get(PHOTO).content.decode()
    answer = phone.get(address)
    assert (answer.content, answer["Content-Type"], "private" in answer["Cache-Control"]) == (
        b"OggS",
        "audio/ogg",
        True,
    )
    assert phone.get(f"{LIST}sound/{row.pk}/0123/").status_code == 404


def test_own_figure_is_one_of_three_only_when_something_is_owed(phone: Client):
    page = phone.get(f"{LIST}money-and-shares/")
    assert (list(page.context["figures"]), "data-figure" in page.content.decode()) == ([], False)


def test_being_there_is_told_by_the_code(phone: Client, maker: Maker):
    lesson = lesson_of(maker.mart, "photo")
    facts = {"where": "School", "teacher": "Sita", "minutes": 60, "begins_at": timezone.now(), "key": "k", "by": BY}
    meeting = actions.hold_meeting(maker.mart, lesson=lesson, block=maker.block, **facts)
    here = f"{LIST}here/{meeting.code}/"
    assert "School" in phone.get(here).content.decode()
    for _turn in range(2):
        assert phone.post(here)["Location"] == PHOTO
    assert Presence.objects.get().how == "code"
    meeting.__class__.objects.update(begins_at=timezone.now() - timedelta(hours=5))
    refused = phone.post(here)
    assert (refused.status_code, "only while the lesson lasts" in refused.content.decode()) == (422, True)


def test_lesson_costs_the_same_for_whoever_learnt_much(phone: Client, django_assert_num_queries):
    phone.get(PHOTO)
    with django_assert_num_queries(QUERIES):
        phone.get(PHOTO)
    for slug in ("photo", "packing", "label"):
        tell(phone, "tried", slug)
    with django_assert_num_queries(QUERIES + 1):  # what of it she has answered
        phone.get(PHOTO)


QUERIES = 13


def test_nobody_learns_for_another(phone: Client):
    other = make_maker("Other")
    phone.post(
        f"{PHOTO}told/?for={other.pk}", {"what": "begun"}, headers={"X-Deed": "x" * 20, "X-Deed-For": str(other.pk)}
    )
    assert Study.objects.filter(maker=other).count() == 0
