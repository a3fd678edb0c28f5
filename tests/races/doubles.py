"""Two makers that may be one."""

from haat.core.actor import Actor
from haat.delivery import actions as delivery
from haat.delivery.models import Parcel
from haat.doubles import actions
from haat.doubles.models import Apart, Merge
from haat.ledger import actions as ledger
from haat.ledger.models import Due, Payout
from haat.makers import actions as makers
from haat.makers.models import Maker
from haat.stock import actions as stock
from haat.stock.models import StockItem
from tests.ledger.books import payable
from tests.make import BY, make_maker, make_part, make_stocked, number
from tests.races.race import Pair, given, race, read, twice


@race(actions.merge_makers, "core.gone")
def two_are_made_one_twice() -> Pair:
    kept, gone = make_maker(), make_maker(state="paused")
    make_stocked(gone, pieces=3)
    return twice(
        lambda row: actions.merge_makers(kept, row, by=BY),
        gone,
        counted=lambda: Merge.objects.filter(gone=gone).count(),
    )


@race(actions.merge_makers, "core.gone")
def each_is_made_the_other() -> Pair:
    one, two = make_maker(state="paused"), make_maker(state="paused")
    return Pair(
        lambda: actions.merge_makers(one, two, by=BY),
        lambda: actions.merge_makers(two, one, by=BY),
        lambda: Maker.objects.filter(pk__in=(one.pk, two.pk), state="merged").count(),
    )


@race(actions.merge_makers, "core.gone", "doubles.in_the_way")
def it_is_opened_while_it_goes() -> Pair:
    kept, gone = make_maker(), make_maker(state="paused")
    return Pair(
        given(lambda row: actions.merge_makers(kept, row, by=BY), gone),
        given(lambda row: makers.open_maker(row, by=BY), gone),
        lambda: (read(gone).state == "merged") + (read(gone).state == "live"),
    )


@race(actions.merge_makers)
def its_pieces_are_counted_while_it_goes() -> Pair:
    kept, gone = make_maker(), make_maker(state="paused")
    lying = make_stocked(gone, pieces=3)
    return Pair(
        given(lambda row: actions.merge_makers(kept, row, by=BY), gone),
        given(lambda row: stock.count(row, on_hand=5, cause=f"race:{number()}", by=BY), lying),
        lambda: StockItem.objects.filter(variant=lying).values_list("on_hand", flat=True).get(),
        once=5,
    )


@race(actions.part_again, "doubles.too_late")
def two_again_twice() -> Pair:
    merge = actions.merge_makers(make_maker(), make_maker(state="paused"), by=BY)
    return twice(
        lambda row: actions.part_again(row, by=BY),
        merge,
        counted=lambda: Maker.objects.filter(pk=merge.gone_id, state="paused").count(),
    )


@race(actions.keep_apart)
def two_are_kept_apart_twice() -> Pair:
    one, two = make_maker(), make_maker()
    return Pair(
        lambda: actions.keep_apart(one, two, by=BY),
        lambda: actions.keep_apart(two, one, by=BY),
        lambda: Apart.objects.filter(one=one, two=two).count(),
    )


FIRST, SECOND, THIRD = Actor(801), Actor(802), Actor(803)


def owed() -> tuple[Maker, Maker]:
    """Two makers who are both owed for an order; that one is the other was proposed."""
    kept, gone = make_maker(), make_maker()
    payable(kept)
    payable(gone)
    makers.pause_maker(gone, by=BY)
    gone.refresh_from_db()
    assert actions.merge_makers(kept, gone, by=FIRST) is None
    return kept, gone


@race(actions.merge_makers, "core.gone")
def two_agree_that_money_moves() -> Pair:
    kept, gone = owed()
    return Pair(
        given(lambda one, two: actions.merge_makers(one, two, by=SECOND), kept, gone),
        given(lambda one, two: actions.merge_makers(one, two, by=THIRD), kept, gone),
        lambda: sorted(Due.objects.filter(maker=kept).values_list("maker", flat=True)) == [kept.pk] * 2,
        once=True,
    )


@race(actions.merge_makers, "doubles.in_the_way", always=False)
def its_parcel_is_handed_over_while_it_goes() -> Pair:
    kept, gone = make_maker(), make_maker()
    part = make_part({make_stocked(gone): 1}, state="on_the_way")
    makers.pause_maker(gone, by=BY)
    gone.refresh_from_db()
    assert actions.merge_makers(kept, gone, by=FIRST) is None
    parcel = Parcel.objects.select_related("round").get(part=part)
    rider = Actor(parcel.round.rider_id)
    paid = {"code": parcel.code, "collected_paise": parcel.collect_paise}
    return Pair(
        given(lambda one, two: actions.merge_makers(one, two, by=SECOND), kept, gone),
        given(lambda row: delivery.hand_over(row, **paid, by=rider), parcel),
        lambda: (read(gone).state == "merged") == (read(part).maker_id == kept.pk),
        once=True,
    )


@race(actions.merge_makers, "doubles.in_the_way", "ledger.nothing_owed")
def its_money_is_proposed_while_it_goes() -> Pair:
    kept, gone = owed()

    def once() -> object:
        merged = read(gone).state == "merged"
        to_gone = Payout.objects.filter(maker=gone).exclude(state="dropped").exists()
        return merged != to_gone

    return Pair(
        given(lambda one, two: actions.merge_makers(one, two, by=SECOND), kept, gone),
        lambda: ledger.propose_payouts(kept.mart, maker_ids=[gone.pk], by=THIRD),
        once,
        once=True,
    )


@race(actions.forget_merges)
def it_is_forgotten_while_they_part() -> Pair:
    merge = actions.merge_makers(make_maker(), make_maker(state="paused"), by=BY)
    assert merge is not None
    return Pair(
        lambda: actions.forget_merges([merge.pk], BY),
        given(lambda row: actions.part_again(row, by=BY), merge),
        lambda: Merge.objects.filter(pk=merge.pk, undone_at__isnull=False, undo__after={}).count(),
    )
