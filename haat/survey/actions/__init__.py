"""The only writes of the survey: a find is told, followed, enrolled, taken back, forgotten."""

from haat.survey.actions.deciding import drop, make_lead, make_maker, mark_same, note_call, put_off
from haat.survey.actions.files import hear, look_at
from haat.survey.actions.recording import record_notice
from haat.survey.actions.telling import give_file, tell_find
from haat.survey.actions.walking import (
    end_house,
    end_walk,
    forget_houses,
    give_village,
    hand_walk_on,
    take_village_back,
    tell_closed,
)
from haat.survey.actions.withdrawing import forget_old, note_export, withdraw, withdraw_number

__all__ = [
    "drop",
    "end_house",
    "end_walk",
    "forget_houses",
    "forget_old",
    "give_file",
    "give_village",
    "hand_walk_on",
    "hear",
    "look_at",
    "make_lead",
    "make_maker",
    "mark_same",
    "note_call",
    "note_export",
    "put_off",
    "record_notice",
    "take_village_back",
    "tell_closed",
    "tell_find",
    "withdraw",
    "withdraw_number",
]
