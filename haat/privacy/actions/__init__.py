"""The only writes to privacy."""

from haat.privacy.actions.agreeing import answer_purpose, play_yes, stop
from haat.privacy.actions.breaching import (
    change_breach,
    close_breach,
    give_details,
    name_concerned,
    note_breach,
    send_breach,
    tell_board,
    tell_persons,
)
from haat.privacy.actions.erasing import agree_erase, erase, open_seal
from haat.privacy.actions.exporting import make_export, take_export
from haat.privacy.actions.keeping import clear, set_days
from haat.privacy.actions.petitioning import answer, ask, refuse, take_back

__all__ = [
    "agree_erase",
    "answer",
    "answer_purpose",
    "ask",
    "change_breach",
    "clear",
    "close_breach",
    "erase",
    "give_details",
    "make_export",
    "name_concerned",
    "note_breach",
    "open_seal",
    "play_yes",
    "refuse",
    "send_breach",
    "set_days",
    "stop",
    "take_back",
    "take_export",
    "tell_board",
    "tell_persons",
]
