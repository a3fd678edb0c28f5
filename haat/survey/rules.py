"""What may follow on what, how much may be told, and how long it is kept."""

from datetime import timedelta

from haat.survey.models import Find

S = Find.State
# From where a find may go where. A maker stays one; what is only counted has nobody behind it any more.
STEPS: dict[str, frozenset[str]] = {
    S.NEW: frozenset({S.LEAD, S.MAKER, S.NOT_NOW, S.DUPLICATE, S.DROPPED}),
    S.LEAD: frozenset({S.MAKER, S.NOT_NOW, S.DUPLICATE, S.DROPPED}),
    S.NOT_NOW: frozenset({S.LEAD, S.MAKER, S.NOT_NOW, S.DUPLICATE, S.DROPPED}),
    S.DUPLICATE: frozenset({S.LEAD}),
    S.DROPPED: frozenset({S.LEAD}),
    S.MAKER: frozenset(),
    S.COUNTED: frozenset(),
}
OPEN = (S.NEW, S.LEAD)
MOST_CRAFTS, MOST_PHOTOS = 5, 3
MOST_PIECES, MOST_PAISE, MOST_HOUSEHOLD = 1_000_000, 1_00_00_000_00, 60
MOST_NAME, MOST_HAMLET, MOST_WORDS, MOST_REASON = 120, 80, 500, 300
MOST_ACCURACY_M = 100_000
# How long a find is of use: dropped ones and doubles to answer questions, put-off ones till they are asked again.
KEPT_CLOSED = timedelta(days=180)
KEPT_PUT_OFF = timedelta(days=730)
# A recorded yes that has not come by then never will: the phone is lost.
YES_COMES_WITHIN = timedelta(days=30)
