"""The twelve lessons that ship: short enough to be heard once, whole in three languages, each with its drawings."""

import re
import xml.etree.ElementTree as ET
from collections import Counter

import pytest

from haat.learning.data import shipped
from haat.learning.judging import CHECKS
from haat.learning.lessons import LANGUAGES, Lesson, Over, Reader
from haat.learning.notices import OF_LESSON
from haat.learning.rules import MOST_SCENES, OFFERS, QUESTIONS, SCENES, SCREEN_WORDS, SETTINGS, SPOKEN_WORDS, grown_old
from haat.messages.notices import faults
from haat.web.maker.lessons.view import PAGES
from haat.web.ui.scenes import SLOTS, drawings
from tests.test_house import ROOT

DRAWINGS = ROOT / "haat/web/ui/static/ui/drawings"
ALL = [Reader(data, Over()).lesson() for data in shipped().values()]


@pytest.fixture(params=ALL, ids=lambda lesson: lesson.slug)
def lesson(request) -> Lesson:
    return request.param


def test_there_are_twelve_in_their_order():
    assert [one.number for one in ALL] == list(range(1, 13))


def test_every_word_stands_in_three_languages(lesson: Lesson):
    texts = [
        lesson.title,
        lesson.goal,
        *(scene.screen for scene in lesson.scenes),
        *(said.words for said in lesson.said()),
    ]
    texts += [shown.words for shown in lesson.shown() if shown.words]
    assert [text for text in texts if set(text) != set(LANGUAGES) or not all(text.values())] == []


def test_what_is_spoken_and_what_is_seen_is_short(lesson: Lesson):
    spoken = [
        (said.key, code)
        for said in lesson.said()
        for code, text in said.words.items()
        if len(text.split()) > SPOKEN_WORDS
    ]
    seen = [(s.id, code) for s in lesson.scenes for code, text in s.screen.items() if len(text.split()) > SCREEN_WORDS]
    assert (spoken, seen) == ([], [])


def test_it_begins_with_a_why_and_ends_in_a_practice(lesson: Lesson):
    roles = [scene.role for scene in lesson.scenes]
    assert (roles[0], roles[-1], Counter(roles)["practise"]) == ("why", "practise", 1)
    assert SCENES <= len(roles) <= MOST_SCENES
    assert lesson.scenes[-1].practice is not None
    assert lesson.practice.page == "" or lesson.practice.page in PAGES


def test_every_picture_has_its_drawing_and_every_good_its_slot(lesson: Lesson):
    lacking = [shown.drawing for shown in lesson.shown() if shown.drawing not in drawings()]
    goods = [shown for shown in lesson.shown() if shown.good]
    assert lacking == []
    assert [shown.drawing for shown in goods if shown.drawing not in SLOTS] == []
    assert [shown.good for shown in goods if not (DRAWINGS / f"{shown.good}.svg").exists()] == []
    assert [card.good for card in lesson.cards if not (DRAWINGS / f"{card.good}.svg").exists()] == []


def test_facts_name_a_source_that_anybody_can_read(lesson: Lesson):
    inner = [
        fact["source"] for fact in lesson.facts if re.search(r"\b(our|notes?)\b|\.(py|csv|json|md)\b", fact["source"])
    ]
    assert (inner, all(fact["source"] for fact in lesson.facts)) == ([], True)


def test_questions_are_three_and_both_sides_differ(lesson: Lesson):
    assert len(lesson.quiz) == QUESTIONS
    for question in lesson.quiz:
        sides = [(shown.drawing, shown.good, str(shown.words)) for _side, shown in question.choices]
        assert (question.answer in "ab", sides[0] != sides[1]) == (True, True)


def test_it_is_offered_judged_and_followed_up(lesson: Lesson):
    assert (set(lesson.offered) <= set(OFFERS), lesson.check in CHECKS, lesson.slug in OF_LESSON) == (True, True, True)
    assert (set(lesson.variables.values()) <= set(SETTINGS), grown_old(lesson.variables)) == (True, [])


def test_a_number_that_grew_old_is_found(monkeypatch):
    monkeypatch.setitem(SETTINGS, "return_days", lambda: 10)  # type: ignore[arg-type]
    assert grown_old({"7": "return_days", "14": "fssai_digits"}) == [("7", "return_days", 10)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_message_after_three_days_is_one_text_message(language: str):
    assert {slug: found for slug, one in OF_LESSON.items() if (found := list(faults(one, language, None)))} == {}


# Who rings in the game of traps (`web/maker/lessons/view.py`).
CALLERS = {"caller-honest", "caller-cheat"}


def test_drawings_are_small_whole_and_used():
    used = {shown.drawing for one in ALL for shown in one.shown()} | CALLERS
    sizes = {path.stem: path.stat().st_size for path in (DRAWINGS / "lessons").glob("*.svg")}
    assert sorted(set(sizes) - used) == []
    assert {name: size for name, size in sizes.items() if size > 13_500} == {}
    for name in sizes:
        root = ET.parse(DRAWINGS / "lessons" / f"{name}.svg").getroot()
        assert root.get("viewBox") == "0 0 300 200"
        assert {each.tag.rpartition("}")[2] for each in root.iter()} <= ALLOWED


ALLOWED = {"svg", "title", "g", "path", "rect", "circle", "ellipse", "text"}
