"""How lessons are built and offered, and which settings their words must agree with."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.core.actor import Actor
from haat.helping.rules import ANSWERED_WITHIN, HEARD_WITHIN
from haat.messages.notices import SIGN_IN
from haat.orders.rules import RETURN_DAYS

SPOKEN_WORDS, SCREEN_WORDS = 22, 6
MOST_LETTERS = 300
SCENES, MOST_SCENES, QUESTIONS = 3, 9, 3
# What a phone on 2G fetches and keeps for a lesson in one language: page, drawings and voices.
MOST_LESSON = 200_000
MOST_VOICE, MOST_VOICES = 60_000, 150_000
FIRST_WITHIN, LATER_AFTER, LATER_WITHIN = timedelta(days=7), timedelta(days=30), timedelta(days=90)
FOLLOW_AFTER = timedelta(days=3)
# A lesson is redrawn when of the first so many fewer tried it, or did it right.
JUDGED_FROM, LEAST_TRIED, LEAST_RIGHT = 20, 60, 50
FSSAI_DIGITS = 14
# What is typed in the practice shop: at most so many paise and grams, as in the real one.
MOST_PRACTICE_PAISE, MOST_PRACTICE_G = 100_000_00, 40_000
# A meeting's code is taken from a quarter of an hour before it until an hour after.
EARLY, LATE = timedelta(minutes=15), timedelta(hours=1)
MOST_MINUTES = 480

# What offers a lesson.
OFFERS: Mapping[str, "str | Promise"] = {
    "first_day": _("She is open to sell"),
    "picture_kept": _("Her first picture is with the desk"),
    "first_order": _("Her first order has come"),
    "sealed_pack": _("Her first food in a pack is with the desk"),
    "first_live": _("Her first good is in the shop"),
    "first_return": _("A parcel comes back for the first time"),
    "first_delivered": _("Her first parcel has arrived"),
    "channel_live": _("A good of hers is live at a marketplace"),
    "bad_work": _("A parcel comes back"),
    "tenth_order": _("Her tenth parcel has arrived"),
    "first_complaint": _("A buyer was not content"),
    "answers": _("It answers what she asked"),
}

SETTINGS: Mapping[str, Callable[[], int]] = {
    "return_days": lambda: RETURN_DAYS,
    "heard_days": lambda: HEARD_WITHIN.days,
    "answered_days": lambda: ANSWERED_WITHIN.days,
    "fssai_digits": lambda: FSSAI_DIGITS,
    "code_digits": lambda: len(SIGN_IN.variable("code").longest),
}


def grown_old(variables: Mapping[str, str]) -> list[tuple[str, str, int]]:
    """(number in the words, setting, what it is now) of those that no longer agree."""
    now = {number: (setting, SETTINGS[setting]()) for number, setting in variables.items()}
    return [(number, setting, value) for number, (setting, value) in now.items() if int(number) != value]


def person_of(by: Actor) -> int | None:
    """Who learns: she herself; None when somebody of the office does it for the maker."""
    return by.user_id if by.for_maker_id is None else None
