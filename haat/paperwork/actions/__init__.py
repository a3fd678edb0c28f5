"""The only writes to papers on their way, their duties and the days on which they are made."""

from haat.paperwork.actions.applying import end_road, note_applied, note_refused
from haat.paperwork.actions.beginning import begin_for_seller, begin_road, begin_roads
from haat.paperwork.actions.camping import (
    call_off_camp,
    call_up,
    check_in,
    end_camp,
    give_turns,
    plan_camp,
    see_off,
    take_off,
    tell_camp,
)
from haat.paperwork.actions.duties import find_duties, meet_duty, tell_duty
from haat.paperwork.actions.filling import fill_form, note_lacking, note_printed, tick, untick
from haat.paperwork.actions.numbers import (
    check_number,
    give_back_roads,
    hand_over_roads,
    hear_bank,
    hear_decided,
    hear_given,
    note_shown,
    write_number,
)

__all__ = [
    "begin_for_seller",
    "begin_road",
    "begin_roads",
    "call_off_camp",
    "call_up",
    "check_in",
    "check_number",
    "end_camp",
    "end_road",
    "fill_form",
    "find_duties",
    "give_back_roads",
    "give_turns",
    "hand_over_roads",
    "hear_bank",
    "hear_decided",
    "hear_given",
    "meet_duty",
    "note_applied",
    "note_lacking",
    "note_printed",
    "note_refused",
    "note_shown",
    "plan_camp",
    "see_off",
    "take_off",
    "tell_camp",
    "tell_duty",
    "tick",
    "untick",
    "write_number",
]
