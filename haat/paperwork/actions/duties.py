"""Papers that run out, or are to be paid for or confirmed each year: found ahead of time, told, and done."""

from collections.abc import Iterator
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, override

from haat.core.actor import MACHINE, Actor
from haat.core.dates import today
from haat.core.events import record
from haat.core.identifiers import mask_account
from haat.core.languages import best
from haat.core.locks import hold, hold_key
from haat.core.rows import batches, insert_many_new
from haat.core.texts import clean_line
from haat.makers.models import Document, Maker, Paper, Seller, SellerPaper
from haat.makers.queries import spoken_to
from haat.messages.actions import tell_many
from haat.messages.models import Message
from haat.paperwork.errors import NotDueYet, RenewedByPaper, TooLong
from haat.paperwork.models import Duty
from haat.paperwork.notices import DUTY
from haat.paperwork.roads import RoadKind, next_day, opens_on, roads, roads_to
from haat.paperwork.rules import AHEAD, BEHIND, MOST_REFERENCE, stage_of
from haat.people.models import User
from haat.people.queries import accountants_of

# Papers that have a clock of their own, besides those with a last day.
CLOCKED = tuple(sorted({road.kind for road in roads().values() if road.renews.every or road.renews.closes}))
AT_ONCE = 1000


@transaction.atomic
def find_duties() -> int:
    """Write down what comes due within sixty days, once for each paper and day; how many are new.

    What a newer paper has settled meanwhile is done.
    """
    now = today()
    new = 0
    for some in batches(list(_coming(now)), AT_ONCE):
        new += insert_many_new(some)
    for duty in Duty.objects.filter(done_at=None).select_related("document", "paper").order_by("pk"):
        if _settled(duty):
            Duty.objects.filter(pk=duty.pk, done_at=None).update(done_at=timezone.now())
    return new


def _coming(now: date) -> Iterator[Duty]:
    near = Q(valid_until__range=(now - BEHIND, now + AHEAD)) | Q(kind__in=CLOCKED)
    documents = Document.objects.filter(near, state=Paper.State.ACCEPTED).exclude(maker__state=Maker.State.MERGED)
    for document in documents.select_related("maker").order_by("pk").iterator(chunk_size=AT_ONCE):
        if (duty := _duty(document, now)) is not None:
            duty.mart_id, duty.maker_id, duty.document = document.maker.mart_id, document.maker_id, document
            yield duty
    for paper in SellerPaper.objects.filter(near, state=Paper.State.ACCEPTED).select_related("seller").order_by("pk"):
        if (duty := _duty(paper, now)) is not None:
            duty.mart_id, duty.seller_id, duty.paper = paper.seller.mart_id, paper.seller_id, paper
            yield duty


def _duty(paper: Paper, now: date) -> Duty | None:
    road = _road(paper.kind)
    if road is None:
        return None
    day = next_day(road.renews, begins=paper.valid_from, ends=paper.valid_until, today=now)
    if day is None or not now - BEHIND <= day <= now + AHEAD:
        return None
    opens = None if paper.valid_until else opens_on(road.renews, day)
    return Duty(kind=paper.kind, day=day, opens=opens)


def _road(kind: str) -> RoadKind | None:
    return next(iter(roads_to(kind)), None)


def _settled(duty: Duty) -> bool:
    """Whether a newer last day stands in the book."""
    paper = duty.document or duty.paper
    return paper is not None and paper.valid_until is not None and paper.valid_until > duty.day


@transaction.atomic
def tell_duty(duty: Duty) -> bool:
    """Tell the maker, or who keeps a federation's accounts, that a day comes near: 60, 30 and 7 days before, each once.

    False: nothing to tell, or nobody who has a phone; then it is told once somebody has.
    """
    held = hold(duty, "maker__mart", "seller", "mart")
    stage = stage_of((held.day - today()).days)
    if held.done_at is not None or not stage or (held.told and held.told <= stage):
        return False
    messages = _messages(held, stage)
    if not messages:
        return False
    held.told = stage
    held.save(update_fields=["told"])
    record("paperwork.duty_near", held, by=MACHINE, kind=held.kind, day=held.day.isoformat(), before=stage)
    tell_many(messages)
    return True


def _messages(duty: Duty, stage: int) -> list[Message]:
    road = _road(duty.kind)
    if road is None:
        return []
    made = []
    for phone, user, language, link in _whom(duty):
        values = {"paper": best(road.short, language).text, "day": f"{duty.day:%d/%m}"}
        with override(language):
            body = gettext(DUTY.words) % values
        own = f":{user.pk}" if duty.maker is None and user is not None else ""
        told = {"language": language, "body": body, "values": values, "cause": f"duty:{duty.pk}:{stage}{own}"}
        made.append(Message(mart=duty.mart, user=user, phone=phone, template=DUTY.name, link=link, **told))
    return made


def _whom(duty: Duty) -> list[tuple[str, User | None, str, str]]:
    """Phone, person, language and page of whoever is told: the maker; of a federation all who keep its accounts."""
    maker = duty.maker
    if maker is not None:
        user, language = spoken_to(maker)
        return [(maker.phone, user, language, "/maker/papers/")] if maker.phone and maker.merged_into_id is None else []
    organisation = duty.seller.organisation_id if duty.seller is not None else None
    people = accountants_of(organisation) if organisation is not None else ()
    usual = duty.mart.default_language
    return [(each.phone, each, each.language or usual, "/office/paperwork/duties/") for each in people if each.phone]


@transaction.atomic
def meet_duty(duty: Duty, *, receipt: str = "", by: Actor) -> Duty:
    """The fee was paid, or the paper confirmed for this year. Done before, it stays as it was.

    Raises NotDueYet, TooLong, RenewedByPaper for a paper that runs out.
    """
    number = "".join(clean_line(receipt).upper().split())
    if len(number) > MOST_REFERENCE:
        raise TooLong("receipt", MOST_REFERENCE)
    if duty.maker_id is not None:
        hold_key(Maker, duty.maker_id)
    elif duty.seller_id is not None:
        hold_key(Seller, duty.seller_id)
    held = hold(duty, "document", "paper")
    paper = held.document or held.paper
    if held.done_at is not None:
        return held
    if paper is not None and paper.valid_until is not None and paper.valid_until <= held.day:
        raise RenewedByPaper()
    if held.opens is not None and today() < held.opens:
        raise NotDueYet(held.opens)
    held.done_at, held.done_by_id, held.receipt = timezone.now(), by.user_id, number
    held.save(update_fields=["done_at", "done_by_id", "receipt"])
    record("paperwork.duty_met", held, by=by, kind=held.kind, receipt=mask_account(number) if number else "")
    return held
