"""What was made without net arrives once, is checked strictly, and says who sent it."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from haat.catalogue.actions import send_back
from haat.catalogue.models import Good
from haat.core import decoding
from haat.core.actor import Actor
from haat.core.models import Event, Picture
from haat.makers.models import Maker
from haat.people.models import User
from haat.pricing.models import CostSheet
from haat.stock.models import OrdinaryWeek, StockItem
from haat.web.maker.goods.draft import first_step
from tests.make import make_block, make_maker, make_member, make_officer, make_user
from tests.web.maker.conftest import photo, sign_in

DRAFT: dict[str, Any] = {
    "language": "hi",
    "name": "लाल लहठी",
    "craft": "lac",
    "materials": {"lac": "90", "beads": "35.50", "other": "5", "unknown": "9"},
    "time": "2",
    "unit": "hours",
    "price": "270",
    "pieces": "12",
    "weight": "180",
    "made": "",
}


def post(
    client: Client,
    maker: Maker,
    *,
    key: str = "",
    picture: bytes | None = b"",
    turn: int = 0,
    sending: str = "",
    **changes: Any,
):
    fields: dict[str, Any] = {
        "maker": maker.pk,
        "key": key or str(uuid4()),
        "turn": turn,
        "sending": sending,
        "draft": json.dumps({**DRAFT, **changes}),
    }
    if picture is not None:
        fields["photo"] = SimpleUploadedFile("a.jpg", picture or photo(), "image/jpeg")
    return client.post("/maker/sync/", fields)


def test_good_arrives_with_everything(phone: Client, maker: Maker, leader: User):
    answer = post(phone, maker)
    assert (answer.status_code, answer.json()["new"]) == (200, True)
    good = Good.objects.get()
    variant = good.variants.get()
    assert (good.state, good.texts.get().language, good.texts.get().name) == ("waiting", "hi", "लाल लहठी")
    assert (variant.price_paise, variant.weight_g, good.photos.count()) == (27_000, 180, 1)
    cost = CostSheet.objects.get(variant=variant)
    assert (cost.materials, cost.other_paise, cost.minutes) == (
        [{"slug": "lac", "paise": 9000}, {"slug": "beads", "paise": 3550}],
        500,
        120,
    )
    assert StockItem.objects.get(variant=variant).on_hand == 12
    sent = Event.objects.get(kind="catalogue.good_sent")
    assert (sent.by_id, sent.for_maker_id) == (leader.pk, None)


def test_same_good_sent_twice_is_one(phone: Client, maker: Maker):
    key = str(uuid4())
    first, second = post(phone, maker, key=key), post(phone, maker, key=key)
    assert (first.json()["good"], second.json()["new"]) == (second.json()["good"], False)
    good = Good.objects.get()
    assert (good.photos.count(), good.variants.count(), StockItem.objects.get().on_hand) == (1, 1, 12)
    assert Event.objects.filter(kind="catalogue.good_sent").count() == 1


def test_late_sending_does_not_undo_what_the_desk_said(phone: Client, maker: Maker):
    key = str(uuid4())
    post(phone, maker, key=key)
    send_back(Good.objects.get(), reasons=["price_low"], by=Actor(1))
    assert post(phone, maker, key=key).json()["new"] is False
    assert Good.objects.get().state == "sent_back"


def test_mended_good_goes_to_the_desk_again(phone: Client, maker: Maker):
    key = str(uuid4())
    post(phone, maker, key=key)
    send_back(Good.objects.get(), reasons=["price_low"], by=Actor(1))
    answer = post(phone, maker, key=key, turn=1, price="300", pieces="9", picture=None)
    assert answer.json()["new"] is True
    good = Good.objects.get()
    assert (good.state, good.variants.get().price_paise, StockItem.objects.get().on_hand) == ("waiting", 30_000, 9)


def test_two_who_mend_one_good_learn_who_came_first(phone: Client, maker: Maker):
    """The member's telling stays on her phone, refused; the leader's is answered the same however often it comes."""
    key, leaders, members = str(uuid4()), str(uuid4()), str(uuid4())
    member = sign_in(make_member(maker, "Rina", user=make_user("Rina")).user)
    post(phone, maker, key=key, sending=str(uuid4()))
    send_back(Good.objects.get(), reasons=["price_low"], by=Actor(1))
    mended: dict[str, Any] = {"key": key, "turn": 1, "picture": None}
    assert post(phone, maker, **mended, sending=leaders, price="300").json()["new"] is True
    late = post(member, maker, **mended, sending=members, price="310")
    assert (late.status_code, late.json()["step"], list(late.json()["errors"])) == (409, "name", ["name"])
    assert "“मेरा सामान”" in late.json()["errors"]["name"]
    assert post(phone, maker, **mended, sending=leaders, price="300").json()["new"] is False
    assert post(member, maker, **mended, sending=members, price="300").status_code == 200
    assert Good.objects.get().variants.get().price_paise == 30_000


@pytest.mark.parametrize("sending", ["x", "<script>alert(1)</script>", "a" * 65])
def test_sending_must_be_the_phones_own(phone: Client, maker: Maker, sending: str):
    assert post(phone, maker, sending=sending).status_code == 400


def test_mended_good_shows_its_new_picture_first(phone: Client, maker: Maker):
    key = str(uuid4())
    post(phone, maker, key=key)
    old = Good.objects.get().photos.get().picture_id
    send_back(Good.objects.get(), reasons=["picture_blurred"], by=Actor(1))
    post(phone, maker, key=key, turn=1, picture=photo(800))
    pictures = list(Good.objects.get().photos.order_by("position").values_list("picture_id", flat=True))
    assert (len(pictures), pictures[1]) == (2, old)


def test_made_to_order_sets_the_week(phone: Client, maker: Maker):
    post(phone, maker, made="1", pieces="4")
    assert (Good.objects.get().making_days, OrdinaryWeek.objects.get().capacity) == (7, 4)


def test_time_in_minutes(phone: Client, maker: Maker):
    post(phone, maker, unit="minutes", time="४५")
    assert CostSheet.objects.get().minutes == 45


@pytest.mark.parametrize(
    ("changes", "field", "step"),
    [
        ({"name": " "}, "name", "name"),
        ({"name": "x" * 121}, "name", "name"),
        ({"craft": "gold"}, "craft", "name"),
        ({"craft": ["lac"]}, "craft", "name"),
        ({"materials": {"lac": "much"}}, "cost", "cost"),
        ({"materials": {"lac": "99999999"}}, "cost", "cost"),
        ({"time": "999999"}, "minutes", "cost"),
        ({"time": "long"}, "minutes", "cost"),
        ({"price": ""}, "price", "price"),
        ({"price": "0.5"}, "price", "price"),
        ({"price": "-5"}, "price", "price"),
        ({"price": "99999999"}, "price", "price"),
        ({"pieces": ""}, "pieces", "count"),
        ({"pieces": "many"}, "pieces", "count"),
        ({"pieces": "9999999"}, "pieces", "count"),
        ({"weight": "0"}, "weight", "count"),
        ({"weight": "60000"}, "weight", "count"),
    ],
)
def test_wrong_field_is_named(phone: Client, maker: Maker, changes: dict[str, Any], field: str, step: str):
    answer = post(phone, maker, **changes)
    told = answer.json()
    assert (answer.status_code, list(told["errors"])) == (422, [field])
    assert (told["step"], Good.objects.count()) == (first_step({field: ""}), 0)
    assert step == told["step"]


def test_errors_speak_the_language_of_the_draft(phone: Client, maker: Maker):
    said = post(phone, maker, pieces="").json()["errors"]["pieces"]
    assert said == "नग: कितने हैं, लिखिए। अभी एक भी नहीं? तो 0 लिखिए।"


def test_bad_picture_is_refused_at_the_photo(phone: Client, maker: Maker):
    answer = post(phone, maker, picture=b"GIF89a not a picture")
    assert (answer.status_code, answer.json()["step"], list(answer.json()["errors"])) == (422, "photo", ["photo"])
    assert Good.objects.count() == 0


def test_small_picture_is_refused(phone: Client, maker: Maker):
    assert list(post(phone, maker, picture=photo(120)).json()["errors"]) == ["photo"]


def test_picture_over_the_limit_is_not_read(phone: Client, maker: Maker, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("haat.core.files.MOST_BYTES", 1000)
    assert list(post(phone, maker).json()["errors"]) == ["photo"]


def test_picture_is_not_decoded_when_the_draft_is_refused(phone: Client, maker: Maker, undecoded: None):
    assert list(post(phone, maker, pieces="many").json()["errors"]) == ["pieces"]


def test_picture_is_not_decoded_when_the_good_was_sent_before(
    phone: Client, maker: Maker, request: pytest.FixtureRequest
):
    key = str(uuid4())
    post(phone, maker, key=key)
    request.getfixturevalue("undecoded")
    assert post(phone, maker, key=key, picture=photo(900)).json()["new"] is False


def test_picture_that_finds_no_turn_is_sent_later(phone: Client, maker: Maker, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("haat.core.decoding.WAIT_SECONDS", 0.01)
    with decoding._ONE:
        answer = post(phone, maker)
    assert (answer.status_code, Picture.objects.count()) == (429, 0)


@pytest.fixture
def undecoded(monkeypatch: pytest.MonkeyPatch) -> None:
    """No picture may be decoded any more."""
    monkeypatch.delattr("haat.core.files.decode")


def test_missing_picture_is_asked_for(phone: Client, maker: Maker):
    assert list(post(phone, maker, picture=None).json()["errors"]) == ["photo"]


@pytest.mark.parametrize("key", ["", "not-a-uuid", "x" * 60])
def test_key_must_be_the_phones_own(phone: Client, maker: Maker, key: str):
    answer = phone.post("/maker/sync/", {"maker": maker.pk, "key": key, "draft": json.dumps(DRAFT)})
    assert answer.status_code == 400


@pytest.mark.parametrize("draft", ["", "[1]", "{", '"x"', "x" * 20_001])
def test_draft_must_be_readable(phone: Client, maker: Maker, draft: str):
    answer = phone.post("/maker/sync/", {"maker": maker.pk, "key": str(uuid4()), "draft": draft})
    assert answer.status_code == 400


def test_another_makers_member_is_refused(maker: Maker):
    stranger = make_maker("Gulab group").members.get().user
    assert (post(sign_in(stranger), maker).status_code, Good.objects.count()) == (403, 0)


def test_unknown_maker_is_refused(phone: Client, maker: Maker):
    answer = phone.post("/maker/sync/", {"maker": "9999999", "key": str(uuid4()), "draft": json.dumps(DRAFT)})
    assert answer.status_code == 403


def test_former_member_is_refused(maker: Maker, phone: Client):
    maker.members.update(active=False)
    assert post(phone, maker).status_code == 403


def test_signed_out_is_told_where_to_sign_in(maker: Maker):
    answer = post(Client(HTTP_HOST="deoghar.localhost"), maker)
    assert (answer.status_code, answer.json()["sign_in"]) == (401, "/sign-in/?next=/maker/")


def test_coordinator_sends_for_a_maker_and_the_record_says_so(maker: Maker):
    helper = make_officer("coordinator", mart=maker.mart, place=maker.block)
    assert post(sign_in(helper), maker).status_code == 200
    for kind in ("catalogue.good_saved", "catalogue.good_sent", "stock.counted", "pricing.cost_set"):
        event = Event.objects.filter(kind=kind).latest("pk")
        assert (kind, event.by_id, event.for_maker_id) == (kind, helper.pk, maker.pk)


def test_coordinator_of_another_block_is_refused(maker: Maker):
    helper = make_officer("coordinator", mart=maker.mart, place=make_block("Karon"))
    assert post(sign_in(helper), maker).status_code == 403


def test_sending_too_often_is_slowed(phone: Client, maker: Maker, still: None):
    answers = [post(phone, maker, name="", picture=None).status_code for _turn in range(61)]
    assert (set(answers[:60]), answers[60]) == ({422}, 429)


def test_sending_needs_the_token(maker: Maker, leader: User):
    client = Client(HTTP_HOST="deoghar.localhost", enforce_csrf_checks=True)
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    assert post(client, maker).status_code == 403
    told = client.get("/maker/token/").json()
    fields = {"maker": maker.pk, "key": str(uuid4()), "draft": json.dumps(DRAFT)}
    fields["photo"] = SimpleUploadedFile("a.jpg", photo(), "image/jpeg")
    answer = client.post("/maker/sync/", fields, headers={"X-CSRFToken": told["token"]})
    assert (told["user"], answer.status_code) == (leader.pk, 200)


def test_token_asks_for_sign_in(db: Any, maker: Maker):
    assert Client(HTTP_HOST="deoghar.localhost").get("/maker/token/").status_code == 401


def test_sync_takes_only_posts(phone: Client):
    assert phone.get("/maker/sync/").status_code == 405


def test_buyer_has_nothing_to_sync(maker: Maker):
    assert post(sign_in(make_user()), maker).status_code == 403


def test_a_weight_nobody_makes_is_asked_about_once(phone: Client, maker: Maker):
    for weight in ("2", "21000"):
        answer = post(phone, maker, weight=weight)
        assert (answer.status_code, answer.json()["step"], list(answer.json()["errors"])) == (422, "count", ["weight"])
        assert post(phone, maker, weight=weight, sure="1").status_code == 422
        assert post(phone, maker, weight=weight, sure=weight).status_code == 200
    for typed in ("२१०००", "21,000"):  # as she typed it: without scripts it comes back so
        assert post(phone, maker, weight=typed, sure=typed).status_code == 200


def test_a_weight_is_measured_by_her_own_goods_of_the_craft(phone: Client, maker: Maker):
    assert post(phone, maker).status_code == 200  # 180 g
    assert post(phone, maker, weight="1800").status_code == 422
    assert post(phone, maker, weight="44").status_code == 422
    assert post(phone, maker, weight="720").status_code == 200
    assert post(phone, maker, weight="1800").status_code == 200  # the heaviest is 720 g now
    assert post(phone, maker, craft="bamboo", weight="1800", materials={}).status_code == 200
    html = phone.get("/maker/add/").content.decode()
    assert 'data-light="45"' in html
    assert 'data-heavy="7200"' in html
