"""The only writes to questions, their threads, their clocks and the answers everybody may read."""

from haat.helping.actions.answering import acknowledge, answer, end, end_silent, play, reopen
from haat.helping.actions.asking import add, ask, complain
from haat.helping.actions.faqs import draft_faq, publish_faq, take_back_faq, word_faq
from haat.helping.actions.forgetting import FORGOTTEN, forget_questions
from haat.helping.actions.handing import climb, hand_on, set_clock

__all__ = [
    "FORGOTTEN",
    "acknowledge",
    "add",
    "answer",
    "ask",
    "climb",
    "complain",
    "draft_faq",
    "end",
    "end_silent",
    "forget_questions",
    "hand_on",
    "play",
    "publish_faq",
    "reopen",
    "set_clock",
    "take_back_faq",
    "word_faq",
]
