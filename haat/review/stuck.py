"""What is stuck, with a person to call; the office says which room mends it, and how."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, Exists, Min, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from haat.catalogue.models import Change, CraftAsk, Good
from haat.catalogue.queries import changes_within, open_craft_asks
from haat.core.dates import today
from haat.core.languages import best
from haat.helping.models import Question
from haat.helping.queries import open_complaints, open_within
from haat.ledger.models import Due, Payout, Receivable, Share
from haat.ledger.queries import late_sales, short_rounds
from haat.makers.models import Maker
from haat.messages.models import Message
from haat.orders.arriving import held_up
from haat.orders.models import Arrival, Part, Rating
from haat.orders.ratings import held_within
from haat.payments.models import Payment, Refund, Word
from haat.payments.queries import words_waited_for
from haat.people.queries import people
from haat.places.models import Mart, Place
from haat.places.queries import made_at, mart_now
from haat.review.launch import needs
from haat.review.waiting import Rows, Stuck, Waiting
from haat.stock.holdings import on_the_way, with_missing
from haat.stock.models import Move, StockPlace
from haat.stock.rules import ON_THE_WAY_DAYS

# Two turns of the clock that tells a coordinator: until then she may still be told first.
CLOCK = timedelta(minutes=30)


def _parts(mart: Mart, place: Place, *states: str) -> QuerySet[Part]:
    parts = Part.objects.filter(place.reach(mart, "maker__block"), mart=mart, state__in=states)
    return parts.select_related("maker__block", "order", "place")


def _not_held() -> Q:
    return Q(held_until=None) | Q(held_until__lt=today())


def _of_maker(what: str, maker: Maker, since: datetime, holds: int, *args: int | str) -> Stuck:
    return Stuck(what, maker, "", maker.phone, maker.block, since, holds, args)


def _of_part(part: Part, since: datetime) -> Stuck:
    """With its maker, or with whoever keeps the place it is packed at."""
    if part.place is None:
        return _of_maker(part.number, part.maker, since, part.total_paise, part.number)
    keeper, phone = _keeper(part.place)
    return Stuck(part.number, None, keeper, phone, None, since, part.total_paise, (part.number,))


def held_words(mart: Mart, place: Place) -> Rows:
    """What buyers say with a link or a number in it, which nobody has looked at yet."""
    rows = held_within(mart, place).select_related("line__part__maker__block")
    return Waiting(rows, "at", _of_rating)


def _of_rating(rating: Rating, since: datetime) -> Stuck:
    part = rating.line.part
    return _of_maker(best(rating.line.names).text, part.maker, since, 0, rating.pk)


def not_accepted(mart: Mart, place: Place) -> Rows:
    """Orders their maker has not accepted for a day; or whose coordinator was told hours ago that she saw nothing.

    Where there is no coordinator to tell, those she did not look at hours after she was told twice.
    """
    now = timezone.now()
    unseen = _told_of("order_unseen")
    again = _told_of("order_waits").filter(read_at=None, made_at__lt=now - timedelta(hours=2) - CLOCK)
    late = Q(placed_at__lt=now - timedelta(days=1)) | Q(Exists(unseen.filter(made_at__lt=now - timedelta(hours=2))))
    late |= Q(Exists(again)) & ~Q(Exists(unseen))
    rows = _parts(mart, place, Part.State.PLACED).filter(_not_held(), late)
    return Waiting(rows, "placed_at", _of_part)


def _told_of(notice: str) -> QuerySet[Message]:
    """The messages of a notice about the part."""
    cause = Concat(Value(f"{notice}:"), Cast(OuterRef("pk"), CharField()), output_field=CharField())
    return Message.objects.filter(cause=cause)


def not_packed(mart: Mart, place: Place) -> Rows:
    """Orders accepted two days ago and not packed; what is held has time until its day."""
    limit = timezone.now() - timedelta(days=2)
    rows = _parts(mart, place, Part.State.ACCEPTED).filter(_not_held(), accepted_at__lt=limit)
    return Waiting(rows, "accepted_at", _of_part)


def late_parcels(mart: Mart, place: Place) -> Rows:
    """Parcels past the day promised to the buyer."""
    rows = _parts(mart, place, Part.State.PACKED, Part.State.ON_THE_WAY)
    rows = rows.filter(closed_at=None, promised_by__lt=today())
    return Waiting(rows, "promised_by", _of_part)


def open_arrivals(mart: Mart, place: Place) -> Rows:
    """Orders from elsewhere with a line that waits for the desk (district only)."""
    return _arrivals(mart, place, Arrival.State.OPEN)


def changed_arrivals(mart: Mart, place: Place) -> Rows:
    """Orders from elsewhere that were told otherwise than before (district only)."""
    return _arrivals(mart, place, Arrival.State.CHANGED)


def _arrivals(mart: Mart, place: Place, state: str) -> Rows:
    return () if place.kind == Place.Kind.BLOCK else Waiting(held_up(mart, state), "came_at", _arrival)


def _arrival(row: Arrival, since: datetime) -> Stuck:
    who, phone = str(row.told.get("name", "")), str(row.told.get("phone") or "")
    holds = int(getattr(row, "open_paise", None) or 0)  # annotated by `held_up`; none of a changed telling
    return Stuck(str(row), None, who, phone, None, since, holds, (row.pk,))


def unchecked_goods(mart: Mart, place: Place) -> Rows:
    """Goods waiting for the desk's check for more than two days."""
    limit = timezone.now() - timedelta(days=2)
    rows = Good.objects.filter(
        place.reach(mart, "maker__block"), mart=mart, state=Good.State.WAITING, sent_at__lt=limit
    )
    return Waiting(rows.select_related("maker__block"), "sent_at", _good, together=True)


def _good(good: Good, since: datetime) -> Stuck:
    return _of_maker(good.slug, good.maker, since, 0, good.pk)


def unlooked_changes(mart: Mart, place: Place) -> Rows:
    """What makers want changed of goods in the shop, that nobody has looked at for more than two days."""
    rows = changes_within(mart, place).filter(asked_at__lt=timezone.now() - timedelta(days=2))
    return Waiting(rows.select_related("good__maker__block"), "asked_at", _change)


def _change(change: Change, since: datetime) -> Stuck:
    return _of_maker(change.good.slug, change.good.maker, since, 0)


def asked_crafts(mart: Mart, place: Place) -> Rows:
    """Crafts that makers asked for and nobody has answered."""
    return Waiting(open_craft_asks(mart, place).select_related("maker__block"), "at", _craft_ask)


def _craft_ask(ask: CraftAsk, since: datetime) -> Stuck:
    return _of_maker(ask.words, ask.maker, since, 0)


def unheard_questions(mart: Mart, place: Place) -> Rows:
    """What makers asked for, that must be said to be heard within a day, or should have been."""
    rows = open_within(mart, place).filter(seen_at=None, climbed=0, due_at__lt=timezone.now() + timedelta(days=1))
    return Waiting(rows, "asked_at", _question)


def unanswered_questions(mart: Mart, place: Place) -> Rows:
    """What was heard and not answered within a week."""
    rows = open_within(mart, place).filter(climbed=0, seen_at__lt=timezone.now() - timedelta(days=7))
    return Waiting(rows, "asked_at", _question)


def climbed_questions(mart: Mart, place: Place) -> Rows:
    """What nobody answered where it lay, and lies one level up now."""
    return Waiting(open_within(mart, place).filter(climbed__gt=0), "asked_at", _question)


def _question(asked: Any, since: datetime) -> Stuck:
    return _of_maker(str(asked.number), asked.maker, since, 0, asked.pk)


def late_complaints(mart: Mart, place: Place) -> Rows:
    """What buyers asked, that is due within a day or was (district only)."""
    rows = open_complaints(mart, place).filter(next_due_at__lt=timezone.now() + timedelta(days=1))
    return Waiting(rows, "asked_at", _complaint)


def _complaint(asked: Question, since: datetime) -> Stuck:
    return Stuck(str(asked.number), None, asked.name, asked.phone, None, since, 0, (asked.pk,))


def failed_payouts(mart: Mart, place: Place) -> Rows:
    """Payouts the bank sent back, until the maker's money is in another one."""
    again = Payout.objects.filter(maker=OuterRef("maker"), pk__gt=OuterRef("pk"))
    rows = Payout.objects.filter(
        ~Exists(again.exclude(state=Payout.State.DROPPED)),
        place.reach(mart, "maker__block"),
        mart=mart,
        state=Payout.State.FAILED,
    ).exclude(maker__state=Maker.State.MERGED)  # its money is another maker's now
    return Waiting(rows.select_related("maker__block"), "sent_at", _payout)


def _payout(payout: Payout, since: datetime) -> Stuck:
    return _of_maker(payout.failure, payout.maker, since, payout.amount_paise, payout.maker_id)


def no_bank_account(mart: Mart, place: Place) -> Rows:
    """Makers with money due and no bank account, or none the desk has confirmed, to send it to.

    An account the bank refused stands there as its failed payout.
    """
    refused = Payout.objects.filter(maker=OuterRef("pk"), state=Payout.State.FAILED)
    rows = Maker.objects.filter(
        Q(bank__isnull=True) | Q(bank__confirmed=False) & ~(Q(bank__sent_back=True) & Exists(refused)),
        place.reach(mart, "block"),
        mart=mart,
        dues__state=Due.State.EARNED,
    )
    owed = rows.annotate(owed=Sum("dues__amount_paise"), oldest=Min("dues__earned_at"))
    return Waiting(owed.select_related("block"), "oldest", _owed)


def _owed(maker: Any, since: datetime) -> Stuck:
    return _of_maker(maker.slug, maker, since, maker.owed, maker.pk)


def disputed_shares(mart: Mart, place: Place) -> Rows:
    """Members who say that they have not got the share that is marked as given to them."""
    rows = Share.objects.filter(place.reach(mart, "payout__maker__block"), payout__mart=mart, disputed_at__isnull=False)
    return Waiting(rows.select_related("payout__maker__block", "member"), "disputed_at", _disputed)


def _disputed(share: Share, since: datetime) -> Stuck:
    maker = share.payout.maker
    return _of_maker(best(share.member.names).text, maker, since, share.amount_paise, maker.pk)


def not_open(mart: Mart, place: Place) -> Rows:
    """Makers enrolled a week ago and still not live."""
    limit = timezone.now() - timedelta(days=7)
    rows = Maker.objects.filter(
        place.reach(mart, "block"), mart=mart, state=Maker.State.ENROLLED, enrolled_at__lt=limit
    )
    return Waiting(rows.select_related("block"), "enrolled_at", _enrolled)


def _enrolled(maker: Maker, since: datetime) -> Stuck:
    return _of_maker(maker.slug, maker, since, 0, maker.pk)


def _buyer(payment: Payment, since: datetime, holds: int) -> Stuck:
    order = payment.order
    return Stuck(order.number, None, order.name, order.phone, None, since, holds, ())


def unconfirmed_payments(mart: Mart, place: Place) -> Rows:
    """References buyers gave that nobody compared with the bank statement for half a day (district only)."""
    if place.kind == Place.Kind.BLOCK:
        return ()
    limit = timezone.now() - timedelta(hours=12)
    rows = Payment.objects.filter(mart=mart, state=Payment.State.CLAIMED, claimed_at__lt=limit)
    return Waiting(rows.select_related("order"), "claimed_at", lambda row, since: _buyer(row, since, row.amount_paise))


def no_word(mart: Mart, place: Place) -> Rows:
    """Cash orders whose buyers have not given their word yet (district only)."""
    if place.kind == Place.Kind.BLOCK:
        return ()
    first = Part.objects.filter(order=OuterRef("order")).order_by("pk").values("number")[:1]
    return Waiting(words_waited_for(mart).annotate(number=Subquery(first)), "asked_at", _word)


def _word(row: Word, since: datetime) -> Stuck:
    order, number = row.order, str(getattr(row, "number"))  # noqa: B009 - annotated by `no_word`
    return Stuck(order.number, None, order.name, order.phone, None, since, order.total_paise, (number,))


def owed_refunds(mart: Mart, place: Place) -> Rows:
    """Refunds owed for more than three days (district only)."""
    if place.kind == Place.Kind.BLOCK:
        return ()
    limit = timezone.now() - timedelta(days=3)
    rows = Refund.objects.filter(mart=mart, state=Refund.State.OWED, made_at__lt=limit)
    return Waiting(
        rows.select_related("payment__order"),
        "made_at",
        lambda row, since: _buyer(row.payment, since, row.amount_paise),
    )


def _move(move: Move, since: datetime) -> Stuck:
    """With the maker it goes back to, or with whoever keeps the place it goes to."""
    if move.target.maker is not None:
        return _of_maker(move.number, move.target.maker, since, 0, move.pk)
    who, phone = _keeper(move.target)
    return Stuck(move.number, None, who, phone, None, since, 0, (move.pk,))


def _keeper(place: StockPlace) -> tuple[str, str]:
    """Whom to ask for at a place, and the phone."""
    return place.keeper or place.name, place.phone


def late_moves(mart: Mart, place: Place) -> Rows:
    """Pieces sent to another place days ago that nobody has counted there (district only)."""
    if place.kind == Place.Kind.BLOCK:
        return ()
    limit = timezone.now() - timedelta(days=ON_THE_WAY_DAYS)
    rows = on_the_way(mart).select_related("target__maker__block").filter(sent_at__lt=limit)
    return Waiting(rows, "sent_at", _move)


def missing_pieces(mart: Mart, place: Place) -> Rows:
    """Pieces that did not come, and of which nobody has said what became (district only)."""
    if place.kind == Place.Kind.BLOCK:
        return ()
    return Waiting(with_missing(mart).select_related("target__maker__block"), "received_at", _move)


def late_sales_elsewhere(mart: Mart, place: Place) -> Rows:
    """Parts sold elsewhere whose money has not come for too long (district only)."""
    return () if place.kind == Place.Kind.BLOCK else Waiting(late_sales(mart), "sold_at", _sale)


def _sale(row: Receivable, since: datetime) -> Stuck:
    number = row.part.number
    return Stuck(number, None, str(row.party), "", None, since, row.open_paise, (number,))


def missing_cash_rows(mart: Mart, place: Place) -> Rows:
    """Cash a rider still owes of a round that was counted (district only)."""
    return () if place.kind == Place.Kind.BLOCK else Waiting(short_rounds(mart), "closed_at", _round)


def _round(row: Any, since: datetime) -> Stuck:
    return Stuck("", None, row.rider.name, row.rider.phone, None, since, int(row.missing), (row.pk,))


def mart_shut(mart: Mart, place: Place) -> Rows:
    """A mart that buyers may not enter, with how much of the launch list is left."""
    if not mart.shut or place.pk != mart.place_id:
        return []
    now = mart_now(mart)
    left = sum(not need.done for need in needs(now))
    return [Stuck(str(left), None, "", now.phone, None, now.closed_at or made_at(now), 0, ())] if now.shut else []


def account_asked(mart: Mart, place: Place) -> Rows:
    """Where buyers' money shall go, asked for by one and agreed to by nobody."""
    if not mart.proposed or place.pk != mart.place_id:
        return []
    asked = mart.proposed
    who = people([asked["by"]]).get(asked["by"] or 0)
    since = datetime.fromisoformat(asked["at"])
    return [Stuck(asked["vpa"], None, str(who or ""), who.phone if who else "", None, since, 0, ())]
