"""What must hold of letters and cards."""

from collections import Counter
from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q

from haat.core.doctor import check
from haat.core.models import Event
from haat.core.trail import last, told
from haat.letters.models import Begun, Card, Letter


@check("a certificate is of who was on sale there, since that day")
def letters_are_of_who_was_live() -> Iterator[str]:
    """A letter of a maker whose goods never came on sale there, or since another day."""
    begun = Begun.objects.filter(maker=OuterRef("maker"), where=OuterRef("where"), day=OuterRef("day"))
    for letter in Letter.objects.filter(~Exists(begun)):
        yield f"letter {letter.number}: its maker is not known to be on sale at {letter.where} since {letter.day}"
    for letter in Letter.objects.exclude(maker__mart=F("mart")):
        yield f"letter {letter.number}: its maker is another mart's"


@check("certificates and cards were made, handed over and ended by somebody")
def all_was_told() -> Iterator[str]:
    """A letter, a tick or an end that appeared without anybody's deed."""
    for letter in Letter.objects.filter(~Exists(told(Letter, "letters.made"))):
        yield f"letter {letter.number}: nobody made it"
    turns = told(Letter, "letters.handed", "letters.handed_taken_back")
    rows = Letter.objects.annotate(turn=last(turns))
    for letter in rows.filter(Q(handed_on__isnull=False) & ~Q(turn="letters.handed")):
        yield f"letter {letter.number}: nobody handed it over"
    for letter in rows.filter(handed_on=None, turn="letters.handed"):
        yield f"letter {letter.number}: it was handed over, and does not say so"
    for card in Card.objects.filter(~Exists(told(Card, "letters.card_made"))):
        yield f"card {card.number}: nobody made it"
    for card in Card.objects.filter(Q(ended_at__isnull=False) ^ Q(Exists(told(Card, "letters.card_ended")))):
        yield f"card {card.number}: whether it ended is told otherwise"


@check("a certificate says how often it was printed")
def prints_are_told() -> Iterator[str]:
    """A printing nobody did, or that is not counted: a reprint would not say that it is one."""
    events = Event.objects.filter(kind="letters.printed", subject_type=Letter._meta.label_lower)
    counted = Counter(events.values_list("subject_id", flat=True))
    for pk, number, prints in Letter.objects.values_list("pk", "number", "prints").iterator():
        if counted[pk] != prints:
            yield f"letter {number}: printed {counted[pk]} times, says {prints}"
