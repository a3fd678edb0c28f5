"""Since when goods are on sale, read from the trail: a repeated telling changes nothing."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef

from haat.catalogue.models import Good
from haat.channels.models import Offer
from haat.core.dates import day_of
from haat.core.models import Event
from haat.core.rows import batches, insert_many_new
from haat.letters.models import MART, Begun
from haat.makers.models import Maker

APPROVED, OPENED, PAUSED = "catalogue.good_approved", "makers.opened", "makers.paused"
AT_ONCE = 500


def note_begun(maker_ids: Collection[int]) -> int:
    """Write down where these makers' goods have come on sale and since when; answers how many places were new."""
    new = 0
    for some in batches(sorted(set(maker_ids)), AT_ONCE):
        marts = dict(Maker.objects.filter(pk__in=some).values_list("pk", "mart_id"))
        rows = [
            Begun(mart_id=marts[maker_id], maker_id=maker_id, where=where, day=day_of(at))
            for (maker_id, where), at in sorted({**_in_shop(marts), **_at_channels(marts)}.items())
        ]
        new += insert_many_new(rows) if rows else 0
    return new


def look_back() -> int:
    """The same for every maker of whose goods some are on sale and nothing is written: of an older version, or of a
    reaction that was given up."""
    told = Begun.objects.filter(maker=OuterRef("pk"), where=MART)
    live = Good.objects.filter(maker=OuterRef("pk"), state=Good.State.LIVE)
    makers = set(Maker.objects.filter(~Exists(told), Exists(live), state=Maker.State.LIVE).values_list("pk", flat=True))
    there = Begun.objects.filter(maker=OuterRef("variant__good__maker"), where=OuterRef("account__channel"))
    offers = Offer.objects.filter(~Exists(there), live_at__isnull=False)
    makers |= set(offers.values_list("variant__good__maker", flat=True))
    return note_begun(makers)


def _in_shop(makers: Iterable[int]) -> dict[tuple[int, str], datetime]:
    """The first moment at which a maker was open and a good of its had passed the desk."""
    of = dict(Good.objects.filter(maker__in=list(makers)).values_list("pk", "maker_id"))
    about = Event.objects.order_by("pk")
    passed: dict[int, datetime] = {}
    for good_id, at in about.filter(subject_type=Good._meta.label_lower, subject_id__in=of, kind=APPROVED).values_list(
        "subject_id", "at"
    ):
        passed.setdefault(of[good_id], at)
    turns: dict[int, list[tuple[str, datetime]]] = defaultdict(list)
    for maker_id, kind, at in about.filter(
        subject_type=Maker._meta.label_lower, subject_id__in=list(passed), kind__in=(OPENED, PAUSED)
    ).values_list("subject_id", "kind", "at"):
        turns[maker_id].append((kind, at))
    found = {(maker_id, MART): first_open(turns[maker_id], at) for maker_id, at in passed.items()}
    return {key: at for key, at in found.items() if at is not None}


def first_open(turns: Iterable[tuple[str, datetime]], passed: datetime) -> datetime | None:
    """When somebody whose first good passed then was open for the first time from then on; None: not yet."""
    open_ = False
    for kind, at in turns:
        if at > passed and open_:
            break
        if kind == OPENED and at > passed:
            return at
        open_ = kind == OPENED
    return passed if open_ else None


def _at_channels(makers: Iterable[int]) -> dict[tuple[int, str], datetime]:
    rows = Offer.objects.filter(variant__good__maker__in=list(makers), live_at__isnull=False).order_by("-live_at")
    found: dict[tuple[int, str], datetime] = {}
    for maker_id, channel, at in rows.values_list("variant__good__maker", "account__channel", "live_at"):
        if at is not None:
            found[maker_id, channel] = at  # the first of all, told last
    return found
