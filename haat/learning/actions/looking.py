"""Every few minutes: what happened since is read once, judged for who learns, and offers what is needed next.

No order and no packing waits for lessons, so none of them is asked when it happens (`learning.look`).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from haat.core.locks import hold_all
from haat.core.models import Event
from haat.core.rows import insert_many_new, insert_new, update_each
from haat.learning import judging, offering
from haat.learning.judging import Verdict, verdicts
from haat.learning.models import Looked, Study, Suggestion
from haat.learning.rules import FIRST_WITHIN, LATER_AFTER, LATER_WITHIN
from haat.makers.models import Maker, Member

NAME = "events"
AT_ONCE = 2000
# Events get their numbers before they are committed: so many are read once more, and change nothing.
ONCE_MORE = 500
OLDEST = timedelta(days=30)
KINDS = tuple(sorted({*judging.KINDS, *offering.KINDS}))
RIGHT, WRONG = Study.Verdict.RIGHT, Study.Verdict.WRONG


@transaction.atomic
def look() -> int:
    """Judge and offer by what happened since the last look; how many events were read."""
    insert_new([Looked(name=NAME)])
    at = Looked.objects.select_for_update().get(name=NAME)
    start = max(0, at.last_id - ONCE_MORE)
    newest = Event.objects.aggregate(last=Max("pk"))["last"] or 0
    since = timezone.now() - OLDEST
    read = 0
    while start < newest:
        rows = Event.objects.filter(pk__gt=start, pk__lte=newest, kind__in=KINDS, at__gte=since).order_by("pk")
        events = list(rows[:AT_ONCE])
        if not events:
            break
        _judge(verdicts([event for event in events if event.kind in judging.KINDS]))
        _offer(offering.offered([event for event in events if event.kind in offering.KINDS]))
        read += len(events)
        start = events[-1].pk
    at.last_id = newest
    at.save(update_fields=["last_id"])
    return read


def _offer(found: Iterable[tuple[int, str, str]]) -> None:
    rows = sorted(set(found))
    there = set(Maker.objects.filter(pk__in={maker for maker, _lesson, _why in rows}).values_list("pk", flat=True))
    insert_many_new([Suggestion(maker_id=m, lesson=lesson, why=why) for m, lesson, why in rows if m in there])


def _judge(found: Sequence[Verdict]) -> None:
    of_maker = defaultdict(list)
    for verdict in found:
        of_maker[verdict.maker_id].append(verdict)
    if not of_maker:
        return
    names = {verdict.check for verdict in found}
    studies = hold_all(Study.objects.filter(maker__in=of_maker, check_name__in=names))
    helped = [study.maker_id for study in studies if study.person_id is None]
    seats = Member.objects.filter(maker__in=helped).values_list("maker_id", "user_id") if helped else ()
    hers: set[tuple[int, int | None]] = set(seats)
    changed = [study for study in studies if _judged(study, of_maker[study.maker_id], hers)]
    update_each(changed, "first", "first_at", "case", "later", "later_at", "later_case")


def _judged(study: Study, found: Sequence[Verdict], hers: set[tuple[int, int | None]]) -> bool:
    """Whether these verdicts changed anything of her study."""
    before = (study.first, study.later)
    for verdict in found:
        if verdict.check == study.check_name and verdict.at > study.begun_at and _is_hers(study, verdict, hers):
            _put(study, verdict)
    return (study.first, study.later) != before


def _is_hers(study: Study, verdict: Verdict, hers: set[tuple[int, int | None]]) -> bool:
    """What others say of her work holds for all who learnt; what is done herself only for who did it, unhelped."""
    if not verdict.hers:
        return True
    if study.person_id is None:
        return (study.maker_id, verdict.by) in hers
    return verdict.by == study.person_id


def _put(study: Study, verdict: Verdict) -> None:
    after, said = verdict.at - study.begun_at, RIGHT if verdict.right else WRONG
    if verdict.takes_back and study.first == RIGHT and study.case == verdict.case:
        study.first = WRONG
    elif verdict.takes_back and study.later == RIGHT and study.later_case == verdict.case:
        study.later = WRONG
    elif not study.first and (after <= FIRST_WITHIN or study.check_name not in judging.WITHIN_A_WEEK):
        study.first, study.first_at, study.case = said, verdict.at, verdict.case
    elif not study.later and verdict.case != study.case and LATER_AFTER <= after <= LATER_WITHIN:
        study.later, study.later_at, study.later_case = said, verdict.at, verdict.case
