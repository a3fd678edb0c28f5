"""Steps of the practice shop, checks of work, photos and returns, told by two at once."""

from haat.core.actor import Actor
from haat.core.models import Event
from haat.core.scans import Scan
from haat.learning import actions
from haat.learning.models import CraftCheck, Practice
from haat.makers.models import Maker
from haat.orders import actions as orders
from haat.orders.models import Part, PartPhoto, Return
from haat.places.models import Mart
from tests.ledger.books import delivered
from tests.make import BY, make_maker, make_own_mart, make_part, make_stocked, make_user
from tests.races.race import Pair, race, told, twice

PHOTO = Scan("jpeg", b"a photo")


def hers(maker: Maker) -> Actor:
    return Actor(user_id=maker.members.get().user_id)


def at(step: str) -> Maker:
    """A group in a mart of its own whose practice has come so far."""
    maker = make_maker(mart=make_own_mart())
    by = hers(maker)
    actions.begin_practice(maker, name="Pot", price_paise=100_00, by=by)
    for name, go in (
        ("ordered", lambda: actions.mend_practice(maker, white=True, by=by)),
        ("accepted", lambda: actions.accept_practice(maker, by=by)),
        ("back", lambda: actions.pack_practice(maker, weight_g=500, by=by)),
    ):
        if Practice.objects.get(maker=maker).step == step:
            break
        go()
        assert Practice.objects.get(maker=maker).step == name
    return maker


def deeds(maker: Maker, deed: str):
    return Event.objects.filter(kind="learning.practised", subject_id=maker.pk, data__deed=deed).count


@race(actions.begin_practice)
def a_practice_is_begun_twice() -> Pair:
    maker = make_maker(mart=make_own_mart())
    return twice(
        lambda row: actions.begin_practice(row, name="Pot", price_paise=100_00, photo=PHOTO, by=hers(row)),
        maker,
        counted=Practice.objects.filter(maker=maker).count,
    )


@race(actions.mend_practice)
def a_refusal_is_mended_twice() -> Pair:
    maker = at("refused")
    return twice(lambda row: actions.mend_practice(row, white=True, by=hers(row)), maker, counted=deeds(maker, "mend"))


@race(actions.accept_practice)
def a_practice_order_is_accepted_twice() -> Pair:
    maker = at("ordered")
    return twice(lambda row: actions.accept_practice(row, by=hers(row)), maker, counted=deeds(maker, "accept"))


@race(actions.pack_practice)
def a_practice_is_packed_twice() -> Pair:
    maker = at("accepted")
    return twice(
        lambda row: actions.pack_practice(row, weight_g=500, photo=PHOTO, by=hers(row)),
        maker,
        counted=deeds(maker, "pack"),
    )


@race(actions.end_practice)
def a_practice_is_ended_twice() -> Pair:
    maker = at("back")
    return twice(
        lambda row: actions.end_practice(row, choice="again", closed=PHOTO, by=hers(row)),
        maker,
        counted=deeds(maker, "return"),
    )


def part(state: str = "accepted") -> Part:
    return make_part({make_stocked(make_maker(mart=make_own_mart())): 1}, state=state)


@race(actions.check_craft)
def work_is_checked_twice() -> Pair:
    one, by = part(), Actor(make_user().pk)
    return twice(
        lambda row: actions.check_craft(row, card="all", yes=3, asked=4, by=by),
        one,
        counted=CraftCheck.objects.filter(part=one).count,
    )


@race(orders.keep_photo)
def a_label_is_sent_twice() -> Pair:
    one = part()
    return twice(
        lambda row: orders.keep_photo(row, kind="label", photo=PHOTO, by=BY),
        one,
        counted=PartPhoto.objects.filter(part=one).count,
    )


@race(orders.judge_label)
def two_look_at_a_label() -> Pair:
    photo = orders.keep_photo(part(), kind="label", photo=PHOTO, by=BY)
    return twice(
        lambda row: orders.judge_label(row, right=True, by=BY), photo, counted=told("orders.label_judged", photo.part)
    )


@race(orders.set_packing_rule)
def two_ask_for_photos() -> Pair:
    mart: Mart = make_own_mart()
    return twice(
        lambda row: orders.set_packing_rule(row, food_photo=True, by=BY),
        mart,
        counted=told("orders.packing_rule_set", mart),
    )


def asked() -> Return:
    return orders.ask_return(delivered(make_maker(mart=make_own_mart()), method="cod"), reason="small", by=BY)


@race(orders.see_return)
def she_sees_a_return_twice() -> Pair:
    ret = asked()
    return twice(lambda row: orders.see_return(row, by=BY), ret, counted=told("orders.return_seen", ret.part))


@race(orders.tell_of_return)
def she_answers_a_return_twice() -> Pair:
    ret = asked()
    return twice(
        lambda row: orders.tell_of_return(row, words="It was whole", photo=PHOTO, by=BY),
        ret,
        counted=told("orders.return_told", ret.part),
    )
