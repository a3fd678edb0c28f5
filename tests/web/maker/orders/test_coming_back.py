"""Until when to pack, the photo of the label, the check of the work, and what a buyer sends back, on the phone."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from haat.core.dates import today
from haat.learning.models import CraftCheck
from haat.makers.models import Maker
from haat.orders import actions
from haat.orders.models import Part, PartPhoto, Return
from tests.ledger.books import delivered
from tests.make import BY, make_craft, make_maker, make_part, make_stocked
from tests.web.maker.conftest import photo, sign_in
from tests.web.office.signed import officer


def shot() -> SimpleUploadedFile:
    return SimpleUploadedFile("p.jpg", photo(), content_type="image/jpeg")


def test_orders_stand_by_the_day_to_pack_and_late_is_said(phone: Client, maker: Maker):
    stocked = make_stocked(maker)
    late, soon = make_part({stocked: 1}, state="accepted"), make_part({stocked: 1}, state="accepted")
    Part.objects.filter(pk=soon.pk).update(promised_by=today() + timedelta(days=9))
    Part.objects.filter(pk=late.pk).update(promised_by=today())
    answer = phone.get("/maker/orders/")
    (_state, _heading, parts) = answer.context["groups"][0]
    assert [part.pk for part in parts] == [late.pk, soon.pk]
    assert "Late" in answer.content.decode()
    assert "Late: it was to be packed by" in phone.get(f"/maker/orders/{late.number}/").content.decode()
    assert "Pack by" in phone.get(f"/maker/orders/{soon.number}/").content.decode()
    assert "was to be packed by" in officer("desk").get(f"/office/orders/{late.number}/").content.decode()
    assert "pack by" in officer("desk").get("/office/orders/").content.decode()


def test_a_label_is_photographed_shown_and_looked_at(phone: Client, maker: Maker):
    part = make_part({make_stocked(maker): 1}, state="accepted")
    url = f"/maker/orders/{part.number}/"
    assert phone.post(f"{url}pack/", {"weight": "480", "photo": shot()}).status_code == 302
    kept = PartPhoto.objects.get()
    assert "The office looks at it" in phone.get(url).content.decode()
    assert phone.get(f"/maker/orders/photos/{kept.pk}/")["Content-Type"] == "image/jpeg"
    stranger = sign_in(make_maker("Gulab group", mart=maker.mart).members.get().user)
    assert stranger.get(f"/maker/orders/photos/{kept.pk}/").status_code == 404
    desk = officer("desk")
    assert f"/office/orders/photos/{kept.pk}/" in desk.get(f"/office/orders/{part.number}/").content.decode()
    assert desk.get(f"/office/orders/photos/{kept.pk}/")["Cache-Control"] == "no-store, private"
    assert desk.post(f"/office/orders/photos/{kept.pk}/judge/", {"label": "right"}).status_code == 302
    assert "The office says: the label is right" in phone.get(url).content.decode()


def test_food_without_a_photo_is_refused_at_the_photo_and_the_weight_stays(phone: Client, maker: Maker):
    food = make_stocked(maker, good={"craft": make_craft("laddu", food=True)})
    part = make_part({food: 1}, state="accepted")
    desk = officer("desk")
    assert desk.post("/office/orders/packing/", {"food_photo": "on"}).status_code == 302
    assert desk.get("/office/orders/packing/").context["form"].initial["food_photo"] is True
    url = f"/maker/orders/{part.number}/"
    answer = phone.post(f"{url}pack/", {"weight": "480"})
    assert (answer.status_code, list(answer.context["wrong"])) == (422, ["photo"])
    assert 'value="480"' in answer.content.decode()
    bad = SimpleUploadedFile("p.jpg", b"no picture", content_type="image/jpeg")
    assert list(phone.post(f"{url}pack/", {"weight": "480", "photo": bad}).context["wrong"]) == ["photo"]
    assert phone.post(f"{url}pack/", {"weight": "480", "photo": shot()}).status_code == 302


def test_the_work_is_checked_or_passed_over(phone: Client, maker: Maker):
    part = make_part({make_stocked(maker): 1}, state="accepted")
    url = f"/maker/orders/{part.number}/check/"
    page = phone.get(url)
    keys = [point.key for point, _drawn in page.context["points"]]
    assert 3 <= len(keys) <= 4
    assert phone.post(url, {"over": "1", "yes": keys}).status_code == 302
    assert CraftCheck.objects.get().passed_over
    assert phone.post(url, {"yes": [*keys[:2], "unheard"]})["Location"] == f"/maker/orders/{part.number}/"
    assert (CraftCheck.objects.get().yes, CraftCheck.objects.get().asked) == (2, len(keys))
    assert "The work is checked" in phone.get(f"/maker/orders/{part.number}/").content.decode()
    assert f"2 of {len(keys)} points" in officer("desk").get(f"/office/orders/{part.number}/").content.decode()
    done = make_part({make_stocked(maker): 1}, state="packed")
    assert phone.get(f"/maker/orders/{done.number}/check/").status_code == 404


def test_she_sees_what_comes_back_and_the_desk_reads_what_she_says(phone: Client, maker: Maker):
    part = delivered(maker, method="upi")
    url = f"/maker/orders/{part.number}/back/"
    assert phone.get(url).status_code == 404
    ret = actions.ask_return(part, reason="रंग दूसरा है", by=BY)
    assert phone.get("/maker/").context["tiles"][1].todo == "A buyer sends back: look"
    assert "रंग दूसरा है" in phone.get("/maker/orders/").content.decode()
    page = phone.get(url)
    assert ("रंग दूसरा है" in page.content.decode(), page.context["money"]) == (True, part.maker_paise)
    assert phone.post(url, {"what": "saw"}).status_code == 302
    empty = phone.post(url, {"words": "  "})
    assert (empty.status_code, list(empty.context["wrong"])) == (422, ["words"])
    assert phone.post(url, {"words": "वही रंग भेजा था", "photo": shot()}).status_code == 302
    ret.refresh_from_db()
    assert (ret.maker_words, ret.photos.count(), Return.objects.count()) == ("वही रंग भेजा था", 1, 1)
    assert "वही रंग भेजा था" in officer("desk").get(f"/office/orders/{part.number}/").content.decode()
    actions.receive_return(ret, by=BY)
    assert "not paid to you" in phone.get(url).content.decode()


def test_buyer_sends_a_photo_with_her_return(client: Client, maker: Maker):
    part = delivered(maker, method="upi")
    url = reverse("shop:order", args=[part.order.token])
    sent = {"deed": "return", "part": part.pk, "reason": "broken", "at": f"part-{part.pk}", "photo": shot()}
    assert client.post(url, sent, HTTP_HOST="deoghar.localhost").status_code == 303
    assert (Return.objects.get().reason, PartPhoto.objects.get().kind) == ("broken", "buyer")
