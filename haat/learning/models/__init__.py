"""Lessons, who learns them, and what is practised."""

from haat.learning.models.lessons import (
    Answer,
    AnswerTaught,
    LessonPicture,
    Looked,
    Meeting,
    OwnLesson,
    Presence,
    Recording,
    SceneCount,
    Study,
    Suggestion,
    Wording,
)
from haat.learning.models.practice import CraftCheck, Practice, PracticePhoto

__all__ = [
    "Answer",
    "AnswerTaught",
    "CraftCheck",
    "LessonPicture",
    "Looked",
    "Meeting",
    "OwnLesson",
    "Practice",
    "PracticePhoto",
    "Presence",
    "Recording",
    "SceneCount",
    "Study",
    "Suggestion",
    "Wording",
]
