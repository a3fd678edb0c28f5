"""The only writes to lessons."""

from haat.learning.actions.answers import teach_answer
from haat.learning.actions.changing import (
    choose_drawing,
    put_picture,
    record_voice,
    take_picture_back,
    take_voice_back,
    write_words,
)
from haat.learning.actions.following import ask_again, follow_up
from haat.learning.actions.learning import answer, begin, tell_scenes, tell_tried
from haat.learning.actions.looking import look
from haat.learning.actions.making import close_lesson, make_lesson, open_lesson
from haat.learning.actions.meeting import call_off_meeting, come, hold_meeting, note_present, strike_present
from haat.learning.actions.offering import offer
from haat.learning.actions.practising import (
    accept_practice,
    begin_practice,
    check_craft,
    end_practice,
    mend_practice,
    open_practice_photo,
    pack_practice,
)

__all__ = [
    "accept_practice",
    "answer",
    "ask_again",
    "begin",
    "begin_practice",
    "call_off_meeting",
    "check_craft",
    "choose_drawing",
    "close_lesson",
    "come",
    "end_practice",
    "follow_up",
    "hold_meeting",
    "look",
    "make_lesson",
    "mend_practice",
    "note_present",
    "offer",
    "open_lesson",
    "open_practice_photo",
    "pack_practice",
    "put_picture",
    "record_voice",
    "strike_present",
    "take_picture_back",
    "take_voice_back",
    "teach_answer",
    "tell_scenes",
    "tell_tried",
    "write_words",
]
