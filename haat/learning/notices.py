"""What a lesson says once more after three days, as registered with the operators: one text message, no variable."""

from django.utils.translation import gettext_noop as _

from haat.core.personal import MESSAGES, TRAINING
from haat.messages.notices import Notice

ASKS = (MESSAGES, TRAINING)
ABOUT = "To a maker who learnt a lesson and has not done it in the app three days later: what to do."


def _of(lesson: str, words: str) -> Notice:
    return Notice(f"lesson_{lesson.replace('-', '_')}", words, about=ABOUT, asks=ASKS)


OF_LESSON = {
    "photo": _of("photo", _("Picture: by day, plain cloth, whole good. Take a new one today.")),
    "name-and-price": _of(
        "name-and-price", _("Have you counted your hours? Add your work to the price. Open the app.")
    ),
    "packing": _of("packing", _("Shake the parcel. If it rattles, fill more. Then weigh it and write the grams.")),
    "label": _of("label", _("Look at your pack: price, date, address, phone? Write what is missing.")),
    "order-in-time": _of("order-in-time", _("New order? Say yes or no the same day. Look today.")),
    "returns": _of("returns", _("A parcel came back? Picture first, then open it together.")),
    "money-and-shares": _of("money-and-shares", _("Open My money. Read the shares aloud at the next meeting.")),
    "papers": _of("papers", _("Which paper is missing? Call your coordinator, give one picture.")),
    "marketplace-rules": _of(
        "marketplace-rules", _("Count your pieces, keep a few back for the big shop. Look today.")
    ),
    "quality-by-craft": _of("quality-by-craft", _("Before packing match the sample. Let another member look.")),
    "complaints": _of("complaints", _("A complaint or trouble? Press help and say it. We listen.")),
    "codes-and-upi": _of("codes-and-upi", _("No PIN to receive. The code to nobody. Cheated? Call 1930.")),
}
_HERE = _("Have you tried what the lesson showed? Open the app and look once more.")
MADE_HERE = Notice("lesson_own", _HERE, about=ABOUT, asks=ASKS)
NOTICES = (*OF_LESSON.values(), MADE_HERE)


def notice_for(lesson: str) -> Notice:
    """What is said of a lesson; of one that was made in the office, the common words."""
    return OF_LESSON.get(lesson, MADE_HERE)
