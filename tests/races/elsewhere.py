"""Others' money: a sale that is owed, what settles it, and what takes that back."""

from collections.abc import Callable

from haat.core.models import Event
from haat.delivery import actions as delivery
from haat.ledger import actions, handlers
from haat.ledger.models import Party, Receivable, Settlement
from haat.orders import actions as orders
from haat.orders.models import Part
from haat.places.models import Mart
from tests.ledger.books import ACCOUNTANT, COLLECTOR, ripen
from tests.ledger.elsewhere import order_elsewhere, settle, told
from tests.make import BY, make_maker, number, walk
from tests.races.race import Pair, given, race, read, twice

Ready = Callable[[], Pair]

# Of one statement, so that some are settled in the midst of what takes longer.
LINES = 5


def delivered(maker: bool = False, *, pieces: int = 1, account: str = "") -> Part:
    """Sold elsewhere, by a party of its own, and handed over; the worker has not reacted yet."""
    order = order_elsewhere(make_maker() if maker else None, account=account or f"R{number()}", pieces=pieces)
    return walk(order.parts.get(), "delivered")


@race(actions.sell)
def a_sale_is_owed_twice() -> Ready:
    one = walk(order_elsewhere(account=f"R{number()}").parts.get(), "on_the_way")

    def ready() -> Pair:
        delivery.hand_over(one.parcel, code=one.parcel.code, collected_paise=0, by=BY)
        return twice(
            lambda row: actions.sell(row, by=BY), read(one), counted=lambda: Receivable.objects.filter(part=one).count()
        )

    return ready


def settled(part: Part) -> Callable[[], int]:
    return lambda: Settlement.objects.filter(part=part).count()


@race(actions.settle_sale)
def one_line_is_settled_twice() -> Ready:
    one = delivered()

    def ready() -> Pair:
        key = f"race-{number()}"
        return twice(
            lambda row: actions.settle_sale(row, told=told(came=100), key=key, by=ACCOUNTANT), one, counted=settled(one)
        )

    return ready


@race(actions.settle_sale, "ledger.more_than_sold")
def two_lines_settle_one_sale() -> Ready:
    one = delivered()

    def ready() -> Pair:
        return twice(lambda row: settle(row, came=row.total_paise), one, counted=settled(one))

    return ready


@race(actions.settle_sale, "ledger.settled_otherwise")
def one_key_settles_two_sales() -> Ready:
    account = f"R{number()}"
    one, two = delivered(account=account), delivered(account=account)

    def ready() -> Pair:
        key = f"race-{number()}"
        return Pair(
            given(lambda row: settle(row, key=key, came=100), one),
            given(lambda row: settle(row, key=key, came=100), two),
            lambda: Settlement.objects.filter(key=key).count(),
        )

    return ready


@race(actions.settle_rows)
def one_statement_is_read_twice() -> Ready:
    one = delivered()

    def ready() -> Pair:
        line = {"key": f"race-{number()}", "order": one.number, "day": "2026-01-31", "reference": "S-1", "came": "1"}
        return twice(lambda row: actions.settle_rows([line], mart=row, by=ACCOUNTANT), one.mart, counted=settled(one))

    return ready


@race(actions.settle_sale)
def a_sale_is_settled_while_some_of_it_comes_back() -> Ready:
    """The books answer a return and a statement of one part: both hold the sale before its accounts."""
    one = delivered(pieces=2)

    def ready() -> Pair:
        orders.take_back_pieces(one, pieces={one.lines.get().pk: 1}, reason="broken", by=BY)
        event = Event.objects.get(kind="orders.return_received", subject_id=one.pk)
        back = Receivable.objects.filter(part=one, returned_paise__gt=0)
        return Pair(
            given(handlers.give_back, event),
            given(lambda row: [settle(row, came=100) for _line in range(LINES)], one),
            lambda: (settled(one)(), back.count()),
            (LINES, 1),
        )

    return ready


@race(actions.settle_rows)
def a_statement_is_tried_while_a_maker_is_paid() -> Ready:
    """A dry run holds nothing from one line to the next: who pays the maker of a later line does not wait crosswise."""
    one, two = delivered(), delivered(maker=True)

    def ready() -> Pair:
        ripen()
        settle(two, came=two.total_paise - 100)
        run = actions.propose_payouts(two.mart, maker_ids=[two.maker_id], by=ACCOUNTANT)
        lines = [
            {"key": f"race-{number()}", "order": part.number, "day": "2026-01-31", "reference": "S-1", "came": "1"}
            for part in (one, one, two)
        ]
        return Pair(
            given(lambda row: tried(row, lines), two.mart),
            given(lambda row: actions.release_payouts(row, by=COLLECTOR), run),
            lambda: (settled(one)(), settled(two)()),
            (0, 1),
        )

    return ready


def tried(mart: Mart, lines: list[dict[str, str]]) -> None:
    """Every line of the dry run is right."""
    report = actions.settle_rows(lines, mart=mart, dry_run=True, by=ACCOUNTANT)
    assert report.refused == []


def gone(part: Part) -> Callable[[], int]:
    events = Event.objects.filter(kind="ledger.settlement_taken_back", subject_id=part.pk)
    return lambda: events.count()


@race(actions.take_back_settlement, "ledger.settlement_taken_back")
def a_settlement_is_taken_back_twice() -> Ready:
    one = delivered()

    def ready() -> Pair:
        wrong = settle(one, came=100)
        return twice(
            lambda row: actions.take_back_settlement(row, reason="wrong", by=ACCOUNTANT), wrong, counted=gone(one)
        )

    return ready


@race(actions.take_back_settlement, "ledger.none_has_come", always=False)
def a_settlement_is_taken_back_while_its_maker_is_paid() -> Ready:
    """Either the run finds nothing to pay, or it was released before; the doctor tells if it paid what had not come."""
    one, other = delivered(maker=True), delivered()

    def ready() -> Pair:
        ripen()
        settle(other, came=other.total_paise)  # so that the bank can do without
        right = settle(one, came=one.total_paise)
        run = actions.propose_payouts(one.mart, maker_ids=[one.maker_id], by=ACCOUNTANT)
        return Pair(
            given(lambda row: actions.take_back_settlement(row, reason="wrong", by=ACCOUNTANT), right),
            given(lambda row: actions.release_payouts(row, by=COLLECTOR), run),
            gone(one),
        )

    return ready


@race(actions.name_party)
def a_party_is_named_twice() -> Ready:
    one = delivered()

    def ready() -> Pair:
        party = Party.objects.get(receivables__part=one)
        events = Event.objects.filter(kind="ledger.party_named", subject_id=party.pk)
        return twice(lambda row: actions.name_party(row, name="Mela", by=BY), party, counted=events.count)

    return ready
