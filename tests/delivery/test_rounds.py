"""Parcels, codes, rounds, the post, and the cash they bring."""

import pytest

from haat.core.actor import Actor
from haat.core.dates import today
from haat.core.models import Event
from haat.core.worker import run_due
from haat.delivery import actions, handlers, queries, rules
from haat.delivery.doctor import sums as doctor
from haat.delivery.errors import (
    ArticleUsed,
    BadArticle,
    BadWeight,
    CashDiffers,
    CodeLocked,
    CountedTooMuch,
    EmptyRound,
    NoCashByPost,
    NoRider,
    OwnRound,
    ParcelsStillOut,
    ReasonMissing,
    WrongCode,
    WrongParcelState,
    WrongRoundState,
)
from haat.delivery.models import Parcel, Round
from haat.messages.models import Message
from haat.orders import actions as orders
from haat.orders.errors import WrongState
from haat.payments import actions as payments
from tests.make import (
    BY,
    make_block,
    make_maker,
    make_mart,
    make_officer,
    make_order,
    make_part,
    make_rider,
    make_round,
    make_stocked,
    walk,
)

pytestmark = pytest.mark.django_db
ARTICLE, OTHER_ARTICLE = "EE123456785IN", "RR123456785IN"


def make_parcel(state="packed", **fields):
    return make_part(state=state, **fields).parcel


def make_paid_parcel():
    order = make_order(method="upi")
    payment = payments.ask(order, by=BY)
    reference = f"4{order.pk:011d}"
    payments.confirm(payment, reference=reference, amount_paise=order.total_paise, by=BY)
    return walk(order.parts.get(), "packed").parcel


def fresh(row):
    row.refresh_from_db()
    return row


def wrong(parcel):
    return f"{(int(parcel.code) + 1) % 10_000:04d}"


def healthy():
    checks = (
        doctor.parcels_stand_with_parts,
        doctor.packed_has_parcel,
        doctor.delivered_brought_cash,
        doctor.rounds_are_their_parcels,
        doctor.no_parcel_out_on_ended_round,
    )
    return [sentence for check in checks for sentence in check()] == []


def test_pack_makes_one_parcel_with_a_code_and_the_cash():
    part = make_part(state="accepted")
    parcel = actions.pack(part, weight_g=600, by=BY)
    assert actions.pack(part, weight_g=900, by=BY) == parcel
    assert (parcel.number, str(parcel), parcel.weight_g) == (part.number, part.number, 600)
    assert (parcel.collect_paise, parcel.state, len(parcel.code)) == (part.total_paise, "packed", 4)
    assert parcel.code.isdigit()
    assert Event.objects.get(kind="delivery.packed").data == {
        "parcel_id": parcel.pk,
        "number": part.number,
        "part_id": part.pk,
        "order_id": part.order_id,
        "maker_id": part.maker_id,
        "method": "cod",
        "carrier": "own",
        "collect_paise": 56_000,
        "weight_g": 600,
    }
    assert make_paid_parcel().collect_paise == 0
    assert healthy()


@pytest.mark.parametrize("weight", [0, 100_001])
def test_pack_outside_reason_is_refused(weight):
    with pytest.raises(BadWeight):
        actions.pack(make_part(state="accepted"), weight_g=weight, by=BY)


def test_pack_before_it_is_accepted_is_refused():
    with pytest.raises(WrongState):
        actions.pack(make_part(), weight_g=600, by=BY)


def test_a_round_goes_out_and_comes_back_with_its_cash():
    one, two = make_parcel(), make_parcel()
    round = make_round(two, one, started=False)
    rider = Actor(round.rider_id)
    assert [(parcel.pk, parcel.stop) for parcel in queries.stops(round)] == [(two.pk, 1), (one.pk, 2)]
    for _turn in range(2):
        actions.start_round(round, by=rider)
    assert list(queries.rounds_of(round.rider_id, round.mart)) == [round]
    for _turn in range(2):
        actions.hand_over(one, code=one.code, collected_paise=56_000, by=rider)
        actions.not_delivered(two, reason=" nobody  home ", by=rider)
    assert (fresh(round).cash_paise, fresh(one).state, fresh(two).state) == (
        56_000,
        "delivered",
        "not_delivered",
    )
    assert (two.tries, two.reason, two.part.state) == (1, "nobody home", "packed")
    for _turn in range(2):
        actions.end_round(round, by=rider)
        actions.receive_back(round, came=[two], hub=None, by=BY)
    assert fresh(two).state == "back"
    for _turn in range(2):
        closed = actions.close_round(round, counted_paise=50_000, by=BY)
    assert (closed.state, closed.counted_paise, closed.closed_by_id) == ("closed", 50_000, 7)
    told = Event.objects.filter(kind__startswith="delivery.").exclude(kind="delivery.zone_set").order_by("pk")
    assert list(told.values_list("kind", flat=True)) == [
        "delivery.packed",
        "delivery.packed",
        "delivery.round_planned",
        "delivery.round_started",
        "delivery.handed_over",
        "delivery.not_delivered",
        "delivery.round_ended",
        "delivery.came_back",
        "delivery.round_closed",
    ]
    closed = Event.objects.get(kind="delivery.round_closed").data
    assert closed == {"rider_id": round.rider_id, "cash_paise": 56_000, "counted_paise": 50_000}
    handed = Event.objects.get(kind="delivery.handed_over").data
    assert (handed["collected_paise"], handed["round_id"], handed["rider_id"]) == (
        56_000,
        round.pk,
        round.rider_id,
    )
    assert list(queries.rounds_of(round.rider_id, round.mart)) == []
    assert str(round) == f"round {round.pk} {today()}"
    again = make_round(two)
    assert (fresh(two).state, two.round) == ("out", again)
    assert healthy()


def test_plan_round_needs_parcels_and_a_rider():
    parcel = make_parcel()
    mart, rider = parcel.mart, make_rider(parcel.mart)
    with pytest.raises(EmptyRound):
        actions.plan_round(mart, rider=rider, parcels=[], day=today(), by=BY)
    with pytest.raises(NoRider):
        actions.plan_round(mart, rider=make_officer("desk"), parcels=[parcel], day=today(), by=BY)


def test_plan_round_refuses_parcels_that_are_not_there():
    planned, out, posted, cancelled = make_parcel(), make_parcel(), make_paid_parcel(), make_parcel()
    make_round(planned, started=False)
    make_round(out)
    actions.send_by_post(posted, article=ARTICLE, by=BY)
    orders.cancel(cancelled.part, reason="late", by=BY)
    rider = make_rider(planned.mart)
    for parcel in (planned, out, posted, cancelled):
        with pytest.raises(WrongParcelState):
            actions.plan_round(parcel.mart, rider=rider, parcels=[parcel], day=today(), by=BY)
    other = make_mart("other")
    with pytest.raises(WrongParcelState):
        actions.plan_round(other, rider=make_rider(other), parcels=[make_parcel()], day=today(), by=BY)


def test_start_round_leaves_behind_what_was_cancelled():
    one, two = make_parcel(), make_parcel()
    round = make_round(one, two, started=False)
    orders.cancel(two.part, reason="late", by=BY)
    actions.start_round(round, by=BY)
    assert (fresh(one).state, fresh(two).state, two.round) == ("out", "back", None)
    assert Event.objects.get(kind="delivery.round_started").data["parcel_ids"] == [one.pk]


def test_ready_parcels_wait_for_a_round_within_the_place():
    here, there = make_block("Sarath"), make_block("Madhupur")
    one, two = (make_part({make_stocked(make_maker(block=block)): 1}, state="packed").parcel for block in (here, there))
    planned, cancelled = make_parcel(), make_parcel()
    make_round(planned, started=False)
    orders.cancel(cancelled.part, reason="late", by=BY)
    assert list(queries.ready_parcels(one.mart)) == [one, two]
    assert list(queries.ready_parcels(one.mart, there)) == [two]


def test_five_wrong_codes_lock_until_a_new_one_is_sent():
    parcel = make_parcel()
    make_round(parcel)
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(WrongCode) as refused:
            actions.hand_over(parcel, code=wrong(parcel), collected_paise=56_000, by=BY)
        assert refused.value.left == left
    assert fresh(parcel).wrong_codes == 5
    assert rules.locked(parcel)
    with pytest.raises(CodeLocked):
        actions.hand_over(parcel, code=parcel.code, collected_paise=56_000, by=BY)
    renewed = actions.new_code(parcel, by=BY)
    assert not rules.locked(renewed)
    actions.hand_over(parcel, code=f" {renewed.code[:2]} {renewed.code[2:]}", collected_paise=56_000, by=BY)
    with pytest.raises(WrongParcelState):
        actions.new_code(parcel, by=BY)


def test_hand_over_reads_devanagari_digits():
    parcel = make_parcel()
    make_round(parcel)
    code = "".join("०१२३४५६७८९"[int(digit)] for digit in parcel.code)
    assert actions.hand_over(parcel, code=code, collected_paise=56_000, by=BY).state == "delivered"


def test_hand_over_takes_all_the_cash_or_none_and_only_from_a_round():
    parcel = make_parcel()
    with pytest.raises(WrongParcelState):
        actions.hand_over(parcel, code=parcel.code, collected_paise=56_000, by=BY)
    make_round(parcel)
    with pytest.raises(CashDiffers, match="₹560"):
        actions.hand_over(parcel, code=parcel.code, collected_paise=55_900, by=BY)
    assert fresh(parcel).state == "out"


def test_not_delivered_needs_a_reason_and_a_parcel_that_is_out():
    parcel = make_parcel()
    with pytest.raises(WrongParcelState):
        actions.not_delivered(parcel, reason="nobody home", by=BY)
    make_round(parcel)
    with pytest.raises(ReasonMissing):
        actions.not_delivered(parcel, reason=" ", by=BY)


def test_a_round_does_not_end_with_parcels_out_nor_out_of_turn():
    parcel = make_parcel()
    round = make_round(parcel)
    with pytest.raises(ParcelsStillOut, match="1 parcel is") as refused:
        actions.end_round(round, by=BY)
    assert (refused.value.left, fresh(round).state) == (1, "out")
    with pytest.raises(WrongRoundState) as early:
        actions.close_round(round, counted_paise=0, by=BY)
    assert early.value.state == "out"


def test_the_rider_does_not_count_his_own_cash_and_nobody_finds_more():
    parcel = make_parcel(state="delivered")
    round = actions.end_round(parcel.round, by=BY)
    with pytest.raises(OwnRound):
        actions.close_round(round, counted_paise=56_000, by=Actor(round.rider_id))
    for counted in (56_001, -1):
        with pytest.raises(CountedTooMuch, match="₹560"):
            actions.close_round(round, counted_paise=counted, by=BY)
    assert fresh(round).state == "back"


def test_the_post_carries_what_is_paid():
    parcel, other = make_paid_parcel(), make_paid_parcel()
    for _turn in range(2):
        sent = actions.send_by_post(parcel, article="ee 123456785 in", by=BY)
        assert (sent.carrier, sent.article, sent.state) == ("post", ARTICLE, "out")
    with pytest.raises(ArticleUsed, match=ARTICLE):
        actions.send_by_post(other, article=ARTICLE, by=BY)
    with pytest.raises(BadArticle) as refused:
        actions.send_by_post(other, article="EE123456789IN", by=BY)
    assert (refused.value.code, refused.value.field) == ("s10.check_digit", "article")
    with pytest.raises(NoCashByPost):
        actions.send_by_post(make_parcel(), article=OTHER_ARTICLE, by=BY)
    with pytest.raises(WrongParcelState):
        actions.send_by_post(parcel, article=OTHER_ARTICLE, by=BY)
    make_round(other, started=False)
    with pytest.raises(WrongParcelState):
        actions.send_by_post(other, article=OTHER_ARTICLE, by=BY)
    for _turn in range(2):
        assert actions.post_delivered(parcel, by=BY).part.state == "delivered"
    assert healthy()


def test_the_post_may_bring_it_back():
    parcel = make_paid_parcel()
    with pytest.raises(WrongParcelState):
        actions.post_delivered(parcel, by=BY)
    actions.send_by_post(parcel, article=ARTICLE, by=BY)
    assert actions.not_delivered(parcel, reason="unclaimed", by=BY).state == "back"
    assert fresh(parcel.part).state == "packed"
    assert healthy()


def test_a_cancelled_parcel_is_called_back():
    packed, planned, out, back = make_parcel(), make_parcel(), make_parcel(), make_parcel()
    make_round(planned, started=False)
    make_round(out)
    round = make_round(back)
    actions.not_delivered(back, reason="nobody home", by=BY)
    actions.end_round(round, by=BY)
    for parcel in (packed, planned, out, back):
        orders.cancel(fresh(parcel.part), reason="late", by=BY)
    run_due()
    assert [fresh(parcel).state for parcel in (packed, planned, out, back)] == [
        "back",
        "back",
        "not_delivered",
        "not_delivered",
    ]
    assert (planned.round, out.reason) == (None, "late")
    with pytest.raises(WrongParcelState):
        actions.hand_over(out, code=out.code, collected_paise=56_000, by=BY)
    assert actions.call_back(make_parcel(), by=BY).state == "packed"
    assert healthy()


def test_a_cancelled_parcel_with_the_rider_may_be_said_not_delivered_before_the_worker_runs():
    parcel = make_parcel(state="on_the_way")
    orders.cancel(parcel.part, reason="late", by=BY)
    actions.not_delivered(parcel, reason="cancelled", by=BY)
    assert fresh(parcel.part).state == "cancelled"
    assert healthy()


def test_buyers_are_told_the_code_when_the_round_starts(remembered):
    parcel, paid = make_parcel(language="en"), make_paid_parcel()
    make_round(parcel, paid)
    run_due()
    handlers.tell_codes(Event.objects.get(kind="delivery.round_started"))
    bodies = dict(Message.objects.filter(template__startswith="parcel_code").values_list("phone", "body"))
    assert Message.objects.filter(template__startswith="parcel_code").count() == 2
    assert (
        f"this code when you have it: {parcel.code}. Keep ₹560"
        in Message.objects.get(template__startswith="parcel_code", language="en").body
    )
    assert list(bodies) == ["+919876543210"]


def test_buyers_are_told_a_new_code_and_the_article(remembered):
    parcel, posted = make_parcel(language="en"), make_paid_parcel()
    renewed = actions.new_code(parcel, by=BY)
    actions.send_by_post(posted, article=ARTICLE, by=BY)
    run_due()
    assert renewed.code in Message.objects.get(template__startswith="parcel_code").body
    assert ARTICLE in Message.objects.get(template="parcel_posted").body


def test_label_facts_never_show_the_code():
    parcel = make_parcel(language="en", landmark="Near the tank")
    facts = queries.label_facts(Parcel.objects.get(pk=parcel.pk))
    assert (facts.parcel, facts.qr, facts.order) == (parcel.number, facts.qr, parcel.part.order.number)
    assert (facts.name, facts.landmark, facts.pin) == ("Ranjana Kumari", "Near the tank", "814112")
    assert (facts.district, facts.state, facts.block) == (
        ("Deoghar", "en"),
        ("Jharkhand", "en"),
        ("Sarath", "en"),
    )
    assert [(line.name.text, line.quantity) for line in facts.lines] == [("Bamboo basket", 1)]
    assert (facts.collect_paise, facts.weight_g, facts.fragile) == (56_000, 600, False)
    assert parcel.code not in {value for value in vars(facts).values() if isinstance(value, str)}


def test_who_may_hand_over_and_count():
    parcel = make_parcel(state="on_the_way")
    rider, desk, auditor = parcel.round.rider, make_officer("desk"), make_officer("auditor")
    allowed = [rules.may_hand_over(user, parcel) for user in (rider, desk, auditor, make_rider(parcel.mart))]
    assert allowed == [True, True, False, False]
    assert not rules.may_hand_over(rider, make_parcel())
    assert [rules.may_count(user.pk, parcel.round) for user in (rider, desk)] == [False, True]


def test_doctor_finds_what_is_broken():
    lost, cheated = make_part(state="packed"), make_parcel(state="delivered")
    lost.parcel.delete()
    stray = make_parcel(state="on_the_way")
    Parcel.objects.filter(pk=cheated.pk).update(collected_paise=0)
    Round.objects.filter(pk=stray.round_id).update(state="closed")
    wandered = make_parcel()
    Parcel.objects.filter(pk=wandered.pk).update(state="out")
    assert list(doctor.parcels_stand_with_parts()) == [f"parcel {wandered.number}: it is out, but its part is packed"]
    assert list(doctor.packed_has_parcel()) == [f"part {lost.number}: it is packed, but has no parcel"]
    assert list(doctor.delivered_brought_cash()) == [f"parcel {cheated.number}: 0 of 56000 paise collected"]
    assert list(doctor.rounds_are_their_parcels()) == [
        f"round {cheated.round_id}: 56000 paise in the bag, but parcels brought 0"
    ]
    assert list(doctor.no_parcel_out_on_ended_round()) == [f"parcel {stray.number}: it is out, but its round is over"]
