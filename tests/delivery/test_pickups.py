"""The first mile: planned, taken along, counted at a hub; every difference is asked about and answered by a third."""

from datetime import timedelta

import pytest
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.dates import today
from haat.core.doctor import examine
from haat.core.errors import Answered
from haat.core.models import Event
from haat.core.worker import run_due
from haat.delivery import actions, fetching, queries
from haat.delivery.errors import BadDay, EmptyRound, NoAnswer, NoRider, ReasonMissing, WrongParcelState, WrongRoundState
from haat.delivery.fetch_errors import (
    AlreadyTaken,
    CountDiffers,
    NoHub,
    OutcomeMissing,
    OwnParcels,
    PickupBegun,
    PickupReceived,
)
from haat.delivery.models import Clash, Fetch, Parcel, Pickup
from haat.orders import actions as orders
from haat.stock.models import StockPlace
from tests.make import (
    BY,
    make_block,
    make_hub,
    make_maker,
    make_mart,
    make_officer,
    make_part,
    make_pickup,
    make_rider,
    make_round,
    make_stocked,
    make_user,
)

pytestmark = pytest.mark.django_db


def make_parcel(**fields):
    return make_part(state="packed", **fields).parcel


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def sound():
    broken = [finding for finding in examine() if finding.broken]
    return [(finding.name, finding.examples) for finding in broken] == []


def states(pickup):
    return dict(Fetch.objects.filter(pickup=pickup).values_list("parcel__number", "state"))


def clashes(**of):
    rows = Clash.objects.filter(**of).order_by("pk")
    return list(rows.values_list("kind", "state", "parcel__number"))


def test_pickup_is_planned_taken_and_counted():
    one, two = make_parcel(), make_parcel()
    pickup = make_pickup(one, two)
    rider = Actor(pickup.rider_id)
    assert list(fetching.to_fetch(pickup.mart)) == []
    assert list(queries.ready_parcels(pickup.mart)) == []
    for _turn in range(2):
        actions.take(pickup, parcel=one, by=rider)
        actions.take(pickup, parcel=two, by=rider)
    assert states(pickup) == {one.number: "taken", two.number: "taken"}
    for _turn in range(2):
        received = actions.receive_pickup(pickup, came=[one, two], counted=2, by=BY)
    assert (received.state, received.counted, received.received_by_id) == ("received", 2, 7)
    assert (fresh(one).hub, fresh(one).state) == (pickup.hub, "packed")
    assert {parcel.pk for parcel in queries.ready_parcels(pickup.mart)} == {one.pk, two.pk}
    assert list(fetching.to_fetch(pickup.mart)) == []
    assert clashes() == []
    told = Event.objects.get(kind="delivery.pickup_received").data
    assert (sorted(told["came"]), told["missing"], told["left"], told["untold"]) == ([one.pk, two.pk], [], [], [])
    assert Event.objects.filter(kind="delivery.taken").count() == 2
    assert sound()


def test_planning_refuses_what_cannot_be():
    one, mart = make_parcel(), make_mart()
    rider, hub = make_rider(mart), make_hub(mart)
    home = StockPlace.objects.get(maker=one.part.maker)
    for error, changed in (
        (EmptyRound, {"parcels": []}),
        (BadDay, {"day": today() - timedelta(days=1)}),
        (NoRider, {"rider": make_user()}),
        (NoHub, {"hub": home}),
        (WrongParcelState, {"parcels": [make_part(state="on_the_way").parcel]}),
    ):
        asked = {"rider": rider, "parcels": [one], "hub": hub, "day": today(), **changed}
        with pytest.raises(error):
            actions.plan_pickup(mart, **asked, by=BY)
    assert Pickup.objects.count() == 0


def test_parcel_goes_one_way_at_a_time():
    one = make_parcel()
    make_pickup(one)
    with pytest.raises(WrongParcelState):
        make_pickup(one)
    with pytest.raises(WrongParcelState):
        make_round(one, started=False)
    other = make_parcel()
    make_round(other, started=False)
    with pytest.raises(WrongParcelState):
        make_pickup(other)


def test_pickup_is_dropped_only_before_anything_is_taken():
    one = make_parcel()
    pickup = make_pickup(one)
    actions.drop_pickup(pickup, by=BY)
    assert list(fetching.to_fetch(pickup.mart)) == [one]
    with pytest.raises(WrongRoundState):
        actions.drop_pickup(pickup, by=BY)
    again = make_pickup(one)
    actions.take(again, parcel=one, by=Actor(again.rider_id))
    with pytest.raises(PickupBegun):
        actions.drop_pickup(again, by=BY)
    assert sound()


def test_rider_takes_what_lies_there_though_nobody_planned_it():
    one, extra = make_parcel(), make_parcel()
    pickup = make_pickup(one)
    actions.take(pickup, parcel=extra, by=Actor(pickup.rider_id))
    assert states(pickup) == {one.number: "due", extra.number: "taken"}


def test_parcel_due_on_another_pickup_goes_with_whoever_has_it():
    one = make_parcel()
    planned, other = make_pickup(one), make_pickup(make_parcel())
    actions.take(other, parcel=one, by=Actor(other.rider_id))
    assert one.number not in states(planned)
    with pytest.raises(AlreadyTaken):
        actions.take(planned, parcel=one, by=Actor(planned.rider_id))


def test_not_there_waits_for_another_pickup():
    one = make_parcel()
    pickup = make_pickup(one)
    rider = Actor(pickup.rider_id)
    with pytest.raises(ReasonMissing):
        actions.not_there(pickup, parcel=one, reason=" ", by=rider)
    for _turn in range(2):
        actions.not_there(pickup, parcel=one, reason="Nobody was there", by=rider)
    assert Event.objects.filter(kind="delivery.not_there").count() == 1
    assert list(fetching.to_fetch(pickup.mart)) == [one]
    actions.take(pickup, parcel=one, by=rider)  # he came back, and she was there
    with pytest.raises(WrongParcelState):
        actions.not_there(pickup, parcel=one, reason="Nobody was there", by=rider)


def test_count_asks_about_every_difference():
    came, missing, untold, left = (make_parcel() for _turn in range(4))
    pickup = make_pickup(came, missing, untold, left)
    rider = Actor(pickup.rider_id)
    for parcel in (came, missing):
        actions.take(pickup, parcel=parcel, by=rider)
    with pytest.raises(OwnParcels):
        actions.receive_pickup(pickup, came=[came], counted=1, by=rider)
    with pytest.raises(CountDiffers):
        actions.receive_pickup(pickup, came=[came, untold], counted=3, by=BY)
    actions.receive_pickup(pickup, came=[came, untold], counted=2, by=BY)
    assert clashes() == [
        ("missing", "open", missing.number),
        ("untold", "open", untold.number),
        ("left", "open", left.number),
    ]
    with pytest.raises(PickupReceived):
        actions.receive_pickup(pickup, came=[came], counted=1, by=BY)
    # What is missed goes nowhere until somebody has said where it is.
    assert list(fetching.to_fetch(pickup.mart)) == [left]
    with pytest.raises(WrongParcelState):
        make_pickup(missing)
    assert sound()


@pytest.mark.parametrize(
    ("outcome", "state", "waits"), [("hub", "received", 0), ("maker", "left", 1), ("lost", "lost", 0)]
)
def test_missing_parcel_is_where_the_answer_says(outcome, state, waits):
    one = make_parcel()
    pickup = make_pickup(one)
    actions.take(pickup, parcel=one, by=Actor(pickup.rider_id))
    actions.receive_pickup(pickup, came=[], counted=0, by=BY)
    asked = Clash.objects.get()
    with pytest.raises(NoAnswer):
        actions.answer_clash(asked, answer=" ", outcome=outcome, by=BY)
    with pytest.raises(OutcomeMissing):
        actions.answer_clash(asked, answer="He looks", outcome="", by=BY)
    with pytest.raises(OwnParcels):
        actions.answer_clash(asked, answer="I had it", outcome=outcome, by=Actor(pickup.rider_id))
    for _turn in range(2):
        answered = actions.answer_clash(asked, answer="It stood in the yard", outcome=outcome, by=BY)
    for words, where in (("something else", outcome), ("It stood in the yard", "lost" if outcome == "hub" else "hub")):
        with pytest.raises(Answered, match="It stood in the yard"):
            actions.answer_clash(asked, answer=words, outcome=where, by=BY)
    assert (answered.state, answered.answer, answered.outcome) == ("answered", "It stood in the yard", outcome)
    assert states(pickup) == {one.number: state}
    assert fresh(one).hub == (pickup.hub if outcome == "hub" else None)
    assert len(fetching.to_fetch(pickup.mart)) == waits
    assert sound()


def test_word_that_comes_two_days_after_the_count_settles_its_clashes():
    came, not_come, missed = (make_parcel() for _turn in range(3))
    pickup = make_pickup(came, not_come, missed)
    rider, then = Actor(pickup.rider_id), timezone.now() - timedelta(days=2)
    Pickup.objects.filter(pk=pickup.pk).update(made_at=then - timedelta(hours=2))
    actions.receive_pickup(pickup, came=[came], counted=1, by=BY)
    assert [kind for kind, _state, _number in clashes(state="open")] == ["untold", "left", "left"]
    actions.take(pickup, parcel=came, done_at=then, by=rider)
    actions.not_there(pickup, parcel=not_come, reason="Nobody was there", done_at=then, by=rider)
    actions.take(pickup, parcel=missed, done_at=then, by=rider)
    assert clashes(state="open") == [("missing", "open", missed.number)]
    assert Fetch.objects.get(parcel=came).taken_at == then
    with pytest.raises(PickupReceived):
        actions.take(pickup, parcel=make_parcel(), by=rider)
    assert sound()


def test_moment_is_never_before_the_pickup_nor_after_now():
    one, two = make_parcel(), make_parcel()
    pickup = make_pickup(one, two)
    rider, now = Actor(pickup.rider_id), timezone.now()
    early = actions.take(pickup, parcel=one, done_at=now - timedelta(days=400), by=rider)
    late = actions.take(pickup, parcel=two, done_at=now + timedelta(days=1), by=rider)
    assert early.taken_at == pickup.made_at
    assert late.taken_at <= timezone.now()


def test_cancelled_parcel_need_not_be_taken_but_may_come():
    one, had = make_parcel(), make_parcel()
    pickup = make_pickup(one, had)
    rider = Actor(pickup.rider_id)
    actions.take(pickup, parcel=had, by=rider)
    for parcel in (one, had):
        orders.cancel(parcel.part, reason="late", by=BY)
    run_due()
    assert states(pickup) == {one.number: "not_there", had.number: "taken"}
    actions.take(pickup, parcel=fresh(one), by=rider)
    actions.receive_pickup(pickup, came=[one, had], counted=2, by=BY)
    assert {fresh(one).state, fresh(had).state} == {"back"}
    assert clashes() == []
    assert sound()


def test_parcel_that_was_not_on_the_way_is_counted_and_asked_about():
    one, other = make_parcel(), make_parcel()
    pickup = make_pickup(one)
    actions.take(pickup, parcel=one, by=Actor(pickup.rider_id))
    actions.receive_pickup(pickup, came=[one, other], counted=2, by=BY)
    assert clashes() == [("untold", "open", other.number)]
    assert fresh(other).hub == pickup.hub
    with pytest.raises(WrongParcelState):
        actions.receive_pickup(make_pickup(make_parcel()), came=[other], counted=1, by=BY)


def test_parcel_that_went_another_way_is_not_counted_on_an_older_pickup():
    rode, hubbed = make_parcel(), make_parcel()
    first = make_pickup(rode, hubbed)
    for parcel in (rode, hubbed):
        actions.not_there(first, parcel=parcel, reason="Nobody was there", by=Actor(first.rider_id))
    round = make_round(rode)
    with pytest.raises(WrongParcelState):
        actions.receive_pickup(first, came=[rode], counted=1, by=BY)
    actions.hand_over(fresh(rode), code=rode.code, collected_paise=rode.collect_paise, by=Actor(round.rider_id))
    second, desk = make_pickup(hubbed), Actor(make_officer("desk").pk)
    actions.take(second, parcel=hubbed, by=Actor(second.rider_id))
    actions.receive_pickup(second, came=[hubbed], counted=1, by=desk)
    orders.cancel(hubbed.part, reason="late", by=BY)
    run_due()
    with pytest.raises(WrongParcelState):
        actions.take(first, parcel=fresh(hubbed), by=Actor(first.rider_id))
    for parcel in (rode, hubbed):
        with pytest.raises(WrongParcelState):
            actions.receive_pickup(first, came=[parcel], counted=1, by=desk)
    assert (fresh(rode).hub, states(first)) == (None, {rode.number: "not_there", hubbed.number: "not_there"})
    assert sound()


def test_what_he_took_is_told_once_though_its_maker_has_it_again():
    one = make_parcel()
    pickup = make_pickup(one)
    rider = Actor(pickup.rider_id)
    actions.take(pickup, parcel=one, by=rider)
    actions.receive_pickup(pickup, came=[], counted=0, by=BY)
    actions.answer_clash(Clash.objects.get(), answer="She has it", outcome="maker", by=BY)
    again = actions.take(pickup, parcel=fresh(one), by=rider)
    assert (again.state, Event.objects.filter(kind="delivery.taken").count()) == ("left", 1)


def test_what_lies_to_be_fetched_is_found_within_a_place():
    makers = [make_maker(name, block=make_block(name)) for name in ("Sarath", "Palojori")]
    near, far = (make_part({make_stocked(maker): 1}, state="packed").parcel for maker in makers)
    mart = near.mart
    assert list(fetching.to_fetch(mart, near.part.maker.block)) == [near]
    assert set(fetching.to_fetch(mart, mart.place)) == {near, far}


def test_first_line_of_a_parcel_shows_its_picture():
    one = make_parcel()
    pickup = make_pickup(one)
    (fetch,) = fetching.fetches_of(pickup)
    line = fetch.parcel.part.lines.all()[0]
    assert line.shot == line.good.photos.get().picture.digest


def failed_round(*parcels):
    round = make_round(*parcels)
    for parcel in parcels:
        actions.not_delivered(fresh(parcel), reason="Nobody home", by=Actor(round.rider_id))
    return actions.end_round(round, by=Actor(round.rider_id))


def test_failed_parcels_are_received_back_by_somebody_else():
    one, two = make_parcel(), make_parcel()
    round, hub = failed_round(one, two), make_hub()
    assert {fresh(one).state, fresh(two).state} == {"not_delivered"}
    assert list(queries.ready_parcels(round.mart)) == []
    with pytest.raises(OwnParcels):
        actions.receive_back(round, came=[one], hub=hub, by=Actor(round.rider_id))
    stranger = make_parcel()
    with pytest.raises(WrongParcelState):
        actions.receive_back(round, came=[stranger], hub=hub, by=BY)
    for _turn in range(2):
        actions.receive_back(round, came=[one], hub=hub, by=BY)
    assert (fresh(one).state, fresh(one).hub, fresh(two).state) == ("back", hub, "not_delivered")
    assert clashes() == [("not_back", "open", two.number)]
    assert set(queries.ready_parcels(round.mart)) == {one, stranger}
    actions.receive_back(round, came=[two], hub=None, by=BY)
    assert clashes() == [("not_back", "answered", two.number)]
    assert Event.objects.filter(kind="delivery.came_back").count() == 3  # twice of what was still missing
    assert sound()


@pytest.mark.parametrize(("outcome", "state"), [("hub", "back"), ("maker", "packed"), ("lost", "lost")])
def test_what_did_not_come_back_is_where_the_answer_says(outcome, state):
    one = make_parcel()
    round = failed_round(one)
    actions.receive_back(round, came=[], hub=None, by=BY)
    actions.answer_clash(Clash.objects.get(), answer="Found", outcome=outcome, by=BY)
    assert fresh(one).state == state
    assert sound()


def test_refused_deed_is_asked_about_once_and_closed_when_it_is_done_after_all():
    part = make_part(state="on_the_way")
    parcel, rider = part.parcel, part.parcel.round.rider
    at = timezone.now() - timedelta(days=2)
    Parcel.objects.filter(pk=parcel.pk).update(packed_at=at - timedelta(days=1))
    told = {"who": rider, "deed": "hand_over", "words": "Code: it is not the right one.", "done_at": at, "key": "k1"}
    for _turn in range(2):
        actions.tell_refused(fresh(parcel), **told, by=Actor(rider.pk))
    asked = Clash.objects.get()
    assert (asked.kind, asked.deed, asked.who, asked.done_at) == ("refused", "hand_over", rider, at)
    actions.hand_over(parcel, code=parcel.code, collected_paise=parcel.collect_paise, by=Actor(rider.pk))
    assert clashes() == [("refused", "answered", parcel.number)]
    assert sound()


def test_wrong_code_of_one_sending_counts_once():
    parcel = make_part(state="on_the_way").parcel
    wrong = f"{(int(parcel.code) + 1) % 10_000:04d}"
    other = f"{(int(parcel.code) + 2) % 10_000:04d}"
    for code, counted in ((wrong, 1), (wrong, 1), (other, 2)):
        with pytest.raises(Exception, match="Code"):
            actions.hand_over(parcel, code=code, collected_paise=0, key="a" * 32, by=BY)
        assert fresh(parcel).wrong_codes == counted


def test_way_costs_the_same_for_many(django_assert_num_queries):
    parcels = [make_parcel() for _turn in range(6)]
    pickup = make_pickup(*parcels)
    with django_assert_num_queries(3):
        ways = fetching.villages(fetching.fetches_of(pickup))
        assert sum(len(stop.fetches) for village in ways for stop in village.makers) == 6
    assert [village.here for village in ways] == [True, *[False] * (len(ways) - 1)]
    assert make_officer("desk")
