"""The only writes to letters and cards."""

from haat.letters.actions.begun import look_back, note_begun
from haat.letters.actions.cards import end_card, make_cards, print_cards, replace_card
from haat.letters.actions.handing import call_off_ceremony, hand_over, take_back_handing, take_off
from haat.letters.actions.making import hold_ceremony, make_letter, print_letters
from haat.letters.actions.signing import set_signing

__all__ = [
    "call_off_ceremony",
    "end_card",
    "hand_over",
    "hold_ceremony",
    "look_back",
    "make_cards",
    "make_letter",
    "note_begun",
    "print_cards",
    "print_letters",
    "replace_card",
    "set_signing",
    "take_back_handing",
    "take_off",
]
