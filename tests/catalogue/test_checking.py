"""From draft to shop and back, and what the maker is told."""

import pytest
from django.db.models import QuerySet
from django.utils.translation import override

from haat.catalogue import actions, doctor, queries
from haat.catalogue.models import Check, Good, GoodText, Photo, Variant
from haat.catalogue.rules import (
    ASK,
    FAIL,
    MOVES,
    PASS,
    SEND_BACK_REASONS,
    CheckLine,
    checks_of,
    language_name,
)
from haat.core.actor import MACHINE, Actor
from haat.core.models import Event
from haat.core.worker import run_due
from haat.messages.models import Message
from haat.places.models import Mart
from tests.make_rooms import (
    make_block,
    make_craft,
    make_good,
    make_maker,
    make_mart,
    make_member,
    make_picture,
    make_seller,
    make_variant,
)
from tests.refusals import refused

pytestmark = pytest.mark.django_db
BY = Actor(user_id=7)
S = Good.State


def complete(state: str = S.DRAFT, **more) -> Good:
    return make_variant(make_good(state=state, **more)).good


def _events() -> QuerySet[Event]:
    return Event.objects.filter(subject_type="catalogue.good").order_by("pk")


def test_a_good_travels_from_draft_to_shop():
    good = complete()
    assert actions.send_for_check(good, by=BY).state == S.WAITING
    assert good.sent_at is not None
    assert list(queries.waiting(good.mart, good.mart.place)) == [good]
    assert list(queries.waiting(good.mart, make_block("Karon"))) == []
    assert actions.approve(good, by=BY).state == S.LIVE
    assert good.live_at is not None
    assert actions.pause_good(good, by=BY).state == S.PAUSED
    assert actions.resume_good(good, by=BY).state == S.LIVE
    assert actions.send_back(good, reasons=["price_high"], by=BY).state == S.SENT_BACK
    assert list(_events().values_list("kind", flat=True)) == [
        "catalogue.good_sent",
        "catalogue.good_approved",
        "catalogue.good_paused",
        "catalogue.good_resumed",
        "catalogue.good_sent_back",
    ]
    assert [str(check) for check in Check.objects.order_by("pk")] == [
        f"approved {good.pk}",
        f"sent_back {good.pk}",
    ]


def test_doing_it_twice_changes_nothing():
    good = complete()
    for act in (actions.send_for_check, actions.approve, actions.pause_good, actions.resume_good):
        act(good, by=BY)
        act(good, by=BY)
    actions.send_back(good, reasons=["price_high"], by=MACHINE)
    actions.send_back(good, reasons=["price_high"], by=MACHINE)
    assert (_events().count(), Check.objects.count()) == (5, 2)


@pytest.mark.parametrize(
    ("state", "act"),
    [
        (S.DRAFT, actions.approve),
        (S.DRAFT, actions.pause_good),
        (S.WAITING, actions.resume_good),
        (S.LIVE, actions.send_for_check),
        (S.LIVE, actions.take_back),
        (S.SENT_BACK, actions.take_back),
    ],
)
def test_moves_that_are_not_in_the_table_are_refused(state, act):
    with refused("catalogue.wrong_state"):
        act(complete(state), by=BY)


def test_what_waits_may_be_taken_back_and_sent_again():
    good = complete(S.WAITING)
    for _turn in range(2):
        assert actions.take_back(good, by=BY).state == S.DRAFT
    assert list(queries.waiting(good.mart, good.mart.place)) == []
    with refused("catalogue.wrong_state"):
        actions.approve(good, by=BY)
    assert list(doctor.states_are_told()) == []
    assert actions.send_for_check(good, by=BY).state == S.WAITING
    assert _events().filter(kind="catalogue.good_taken_back").count() == 1


def test_every_state_has_its_moves():
    assert set(MOVES) == set(S)


def test_send_for_check_names_what_is_missing():
    good = complete()
    for rows, code in ((Variant, "good.no_price"), (GoodText, "good.no_name"), (Photo, "good.no_photo")):
        rows.objects.filter(good=good).delete()
        with refused(code):
            actions.send_for_check(good, by=BY)
    good.refresh_from_db()
    assert good.state == S.DRAFT


def test_approve_refuses_what_fails_here_or_elsewhere():
    good = complete(S.WAITING)
    price = CheckLine("price", FAIL, "Price", "Costs more than it brings")
    stock = CheckLine("stock", ASK, "Stock", "Last counted 40 days ago")
    Variant.objects.update(weight_g=None)
    with refused("catalogue.checks_failed", field="price") as caught:
        actions.approve(good, checks=[price, stock], by=BY)
    assert caught.value.failed == ["price", "size_and_weight"]
    assert str(caught.value) == (
        "This good cannot be approved yet: Costs more than it brings. Its delivery cannot be priced yet."
    )
    Variant.objects.update(weight_g=450)
    assert actions.approve(good, checks=[stock], by=BY).state == S.LIVE


def test_send_back_needs_a_reason_from_the_list():
    good = complete(S.WAITING)
    with refused("check.no_reason"):
        actions.send_back(good, reasons=[], by=BY)
    with refused("check.unknown_reason"):
        actions.send_back(good, reasons=["ugly"], by=BY)
    actions.send_back(good, reasons=["weight_missing"], note=" तौल लें ", by=BY)
    check = Check.objects.get()
    assert (check.reasons, check.note, check.by_id) == (["weight_missing"], "तौल लें", 7)


def test_maker_is_told_once_what_the_desk_decided():
    good = complete(S.WAITING)
    leader = good.maker.members.get().user
    leader.language = "en"
    leader.save()
    actions.send_back(good, reasons=["weight_missing", "picture_cut"], note="Ask Rina.", by=BY)
    actions.send_for_check(good, by=BY)
    actions.approve(good, by=BY)
    run_due()
    bodies = list(Message.objects.order_by("pk").values_list("body", flat=True))
    assert bodies == [
        f"“Bamboo basket” needs one more look from you: {SEND_BACK_REASONS['weight_missing']} "
        f"{SEND_BACK_REASONS['picture_cut']} Ask Rina.",
        "“Bamboo basket” is now in the shop. Well made!",
    ]
    assert {(m.user_id, m.phone, m.language) for m in Message.objects.all()} == {(leader.pk, good.maker.phone, "en")}


def test_maker_without_a_leaders_user_is_told_in_the_marts_language():
    good = complete(S.WAITING)
    good.maker.members.all().delete()
    make_member(good.maker, leads=True)
    actions.approve(good, by=BY)
    run_due()
    message = Message.objects.get()
    assert (message.user_id, message.language, message.phone) == (None, "hi", good.maker.phone)


def outcome(good: Good, code: str) -> tuple[str, str]:
    line = next(line for line in checks_of(good) if line.code == code)
    assert str(line.title)
    return line.outcome, str(line.sentence)


def test_picture_line_looks_at_size_sharpness_and_light():
    good = make_good()
    picture = good.photos.get().picture
    assert outcome(good, "picture") == (PASS, "One picture, sharp")
    Photo.objects.create(good=good, picture=make_picture(), position=1)
    assert outcome(good, "picture") == (PASS, "2 pictures, all sharp")
    for field, value, expected in (
        ("brightness", 20, (ASK, "One picture is very dark or very pale")),
        ("sharpness", 3, (ASK, "One picture may be blurred")),
        ("drawn", True, (PASS, "2 pictures, all sharp")),
        ("width", 400, (FAIL, "The main picture is too small to enlarge")),
    ):
        setattr(picture, field, value)
        picture.save()
        assert outcome(good, "picture") == expected
    good.photos.all().delete()
    assert outcome(good, "picture") == (FAIL, "No picture yet")


def test_names_line_wants_the_first_language_and_english_read_by_a_person():
    good = make_good()
    assert outcome(good, "names") == (PASS, "Read by a person")
    GoodText.objects.filter(language="en").update(origin="machine")
    assert outcome(good, "names") == (ASK, "One was translated by a machine and read by nobody")
    GoodText.objects.filter(language="en").update(reviewed_by_id=7)
    assert outcome(good, "names") == (PASS, "Read by a person")
    GoodText.objects.filter(language="hi").delete()
    assert outcome(good, "names") == (FAIL, "Hindi is missing")


def test_names_line_of_an_english_mart_wants_english_only():
    Mart.objects.filter(pk=make_mart().pk).update(languages=["en"])
    good = make_good()
    GoodText.objects.filter(language="hi").delete()
    line = checks_of(good)[1]
    assert (line.outcome, str(line.title)) == (PASS, "Name in English")


def test_language_name_is_translated_where_django_knows_it():
    assert (language_name("mr"), language_name("sat")) == ("Marathi", "ᱥᱟᱱᱛᱟᱲᱤ")


def test_papers_line_follows_the_craft():
    assert outcome(make_good(), "papers") == (PASS, "Bamboo needs no extra paper")
    food = make_craft("sweets", papers=["fssai"])
    assert outcome(make_good(craft=food), "papers") == (FAIL, "Food may be sold only with an FSSAI number.")
    licensed = make_maker(seller=make_seller(fssai="20012345678901"))
    assert outcome(make_good(craft=food, maker=licensed), "papers") == (PASS, "Every paper is there")


def test_size_and_weight_line_wants_every_active_variant_weighed():
    good = make_good(length_mm=280, width_mm=280, height_mm=305)
    missing = (FAIL, "Its delivery cannot be priced yet")
    assert outcome(good, "size_and_weight") == missing
    make_variant(good, weight_g=1450)
    assert outcome(good, "size_and_weight") == (PASS, "1,450 g, 28 × 28 × 30.5 cm")
    light = make_variant(good, weight_g=None, position=1)
    assert outcome(good, "size_and_weight") == missing
    actions.stop_variant(light, by=BY)
    good = make_variant().good
    assert outcome(good, "size_and_weight") == (PASS, "450 g")
    with override("hi"):
        assert outcome(good, "size_and_weight") == (PASS, "450 ग्राम")


def test_doctor_finds_goods_the_shop_cannot_show():
    good = complete(S.LIVE)
    checks = (doctor.main_pictures, doctor.variants, doctor.names, doctor.marts)
    assert [list(check()) for check in checks] == [[], [], [], []]
    Photo.objects.update(position=1)
    Variant.objects.update(active=False)
    GoodText.objects.filter(language="hi").delete()
    other = make_mart("chandrapur")
    Good.objects.update(mart=other)
    assert [list(check()) for check in checks] == [
        [f"good {good.pk} ({good}) has no main picture"],
        [f"good {good.pk} ({good}) has no active variant"],
        [f"good {good.pk} ({good}) has no text in hi"],
        [
            f"good {good.pk} ({good}) is of another mart than its maker",
            f"variant {Variant.objects.get().pk} ({Variant.objects.get()}) is of another mart than its good",
        ],
    ]
