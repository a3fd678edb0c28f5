"""A live good keeps selling while its new picture or name waits for a look: the shop shows the old one meanwhile."""

import pytest
from django.urls import reverse

from haat.catalogue import actions
from haat.catalogue.models import Change, Good
from haat.makers.models import Maker
from haat.messages.models import Message
from haat.shelf import build
from tests.make import BY, make_good, make_picture, make_stocked, make_variant
from tests.refusals import refused
from tests.sound import faults
from tests.web.maker.conftest import photo, sign_in
from tests.web.office.signed import district, officer, work_off

pytestmark = pytest.mark.django_db
LIST = reverse("office:goods:changes")


@pytest.fixture
def good(media):
    one = make_stocked(district().maker).good
    build.rebuild()
    return one


def phone(good):
    client = sign_in(good.maker.members.get().user)
    client.cookies["language"] = "hi"
    return client


def ask(client, good, **sent):
    return client.post(reverse("maker:change", args=[good.pk]), sent)


def picture_file(name="p.jpg"):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, photo(), "image/jpeg")


def names(good, code="hi"):
    return good.texts.get(language=code).name


def shop(client, good):
    return client.get(reverse("shop:good", args=[good.slug])).content.decode()


def test_new_name_waits_and_the_shop_shows_the_old_one(good, client):
    old = names(good)
    hers = phone(good)
    assert ask(hers, good, name="  नया   सूप ").status_code == 302
    change = Change.objects.get()
    assert (change.name, change.language, change.state, names(good)) == ("नया सूप", "hi", "waiting", old)
    good.refresh_from_db()
    assert good.state == Good.State.LIVE
    page = hers.get(reverse("maker:good", args=[good.pk])).content.decode()
    assert "नया सूप" in page
    assert (old in shop(client, good), "नया सूप" in shop(client, good)) == (True, False)
    desk = officer("desk")
    html = desk.get(LIST).content.decode()
    assert (old in html, "नया सूप" in html) == (True, True)
    asked = change.asked_at.isoformat()
    assert desk.post(reverse("office:goods:accept_change", args=[change.pk]), {"asked": asked}).status_code == 302
    text = good.texts.get(language="hi")
    assert (text.name, text.reviewed_by_id) == ("नया सूप", int(desk.session["_auth_user_id"]))
    work_off()
    assert Message.objects.filter(template="change_accepted").count() == 1
    assert faults() == {}


def test_new_words_wait_beside_the_name_and_leave_it_as_it_is(good, client):
    language = good.texts.first().language
    actions.set_text(good, language=language, name=names(good, language), description="Old words", by=BY)
    build.rebuild()
    hers, desk = phone(good), officer("desk")
    hers.cookies["language"] = language
    assert "Old words" in hers.get(reverse("maker:good", args=[good.pk])).content.decode()
    assert ask(hers, good, words="Of split bamboo,\r\nfor rice.").status_code == 302
    change = Change.objects.get()
    assert (change.kind, change.name, change.words) == ("words", "", "Of split bamboo,\nfor rice.")
    html = desk.get(LIST).content.decode()
    assert ("Old words" in html, "Of split bamboo,<br>for rice." in html) == (True, True)
    assert "Old words" in shop(client, good)
    desk.post(reverse("office:goods:accept_change", args=[change.pk]), {"asked": change.asked_at.isoformat()})
    text = good.texts.get(language=language)
    assert (text.description, text.name) == (change.words, names(good, language))
    assert faults() == {}


@pytest.mark.parametrize("sent", ["", " ", "\u200d\u200d\u200d", "x" * 1001])
def test_words_that_say_nothing_or_too_much_are_refused_beside_what_was_typed(good, sent):
    answer = ask(phone(good), good, words=sent)
    assert (answer.status_code, list(answer.context["wrong"]), Change.objects.count()) == (422, ["new_words"], 0)
    assert sent.strip() in answer.content.decode()


def test_words_are_sent_back_with_what_is_to_be_said(good):
    hers, desk = phone(good), officer("desk")
    change = actions.ask_words(good, language=good.texts.first().language, words="Good.", by=BY)
    desk.post(reverse("office:goods:send_back_change", args=[change.pk]), {f"c{change.pk}-reasons": "words_unclear"})
    hers.cookies["language"] = "en"
    page = hers.get(reverse("maker:good", args=[good.pk])).content.decode()
    assert "The new words were not taken:" in page
    assert "The words do not say enough." in page


def test_new_picture_stands_first_once_accepted(good):
    before = list(good.photos.values_list("picture", flat=True))
    assert ask(phone(good), good, photo=picture_file()).status_code == 302
    assert list(good.photos.values_list("picture", flat=True)) == before
    change = Change.objects.get()
    officer("desk").post(reverse("office:goods:accept_change", args=[change.pk]))
    assert list(good.photos.order_by("position").values_list("picture", flat=True)) == [change.picture_id, *before]


def test_ninth_picture_pushes_the_last_one_out(good):
    pictures = [make_picture() for _ in range(8)]
    actions.show_pictures(good, pictures=pictures, by=BY)
    change = actions.ask_picture(good, picture=make_picture(), by=BY)
    actions.accept_change(change, by=BY)
    shown = list(good.photos.order_by("position").values_list("picture", flat=True))
    assert shown == [change.picture_id, *(picture.pk for picture in pictures[:7])]


def test_sent_back_the_old_one_stays_and_she_reads_why(good):
    old = names(good)
    hers = phone(good)
    ask(hers, good, name="ख")
    change, desk = Change.objects.get(), officer("desk")
    address = reverse("office:goods:send_back_change", args=[change.pk])
    assert desk.post(address, {}).status_code == 422
    answer = desk.post(address, {f"c{change.pk}-note": "पूरा नाम लिखें"})
    assert (answer.status_code, "पूरा नाम लिखें" in answer.content.decode()) == (422, True)
    sent = {f"c{change.pk}-reasons": "name_unclear", f"c{change.pk}-note": "पूरा नाम लिखें"}
    assert desk.post(address, sent).status_code == 302
    assert names(good) == old
    assert "पूरा नाम लिखें" in hers.get(reverse("maker:good", args=[good.pk])).content.decode()
    work_off()
    assert "पूरा नाम लिखें" in Message.objects.get(template="change_sent_back").body


def test_the_newer_one_waits_and_the_older_cannot_be_accepted(good):
    hers, desk = phone(good), officer("desk")
    ask(hers, good, name="पहला")
    change = Change.objects.get()
    seen = change.asked_at.isoformat()
    ask(hers, good, name="दूसरा")
    change.refresh_from_db()
    assert (Change.objects.count(), change.name) == (1, "दूसरा")
    address = reverse("office:goods:accept_change", args=[change.pk])
    answer = desk.post(address, {"asked": seen}, follow=True)
    assert "another one since" in answer.content.decode()
    assert names(good) != "पहला"
    desk.post(address, {"asked": change.asked_at.isoformat()})
    assert names(good) == "दूसरा"


@pytest.mark.parametrize("sent", [{"name": ""}, {"name": "x" * 121}, {}, {"name": "\u200d\u200d\u200d"}])
def test_what_is_no_name_or_picture_is_refused_beside_it(good, sent):
    assert ask(phone(good), good, **sent).status_code == 422
    assert Change.objects.count() == 0


def test_a_file_that_is_no_picture_is_refused(good):
    from django.core.files.uploadedfile import SimpleUploadedFile

    sent = SimpleUploadedFile("p.jpg", b"nothing", "image/jpeg")
    assert ask(phone(good), good, photo=sent).status_code == 422


def test_what_the_shop_shows_already_is_no_change(good):
    with refused("change.same", field="name"):
        actions.ask_name(good, language="hi", name=names(good), by=BY)
    with refused("change.same", field="photo"):
        actions.ask_picture(good, picture=good.photos.get().picture, by=BY)


@pytest.mark.parametrize("state", ["draft", "waiting", "sent_back"])
def test_before_the_shop_nothing_waits_beside(good, state):
    one = make_good(maker=good.maker, state=state)
    make_variant(one)
    with refused("catalogue.wrong_state"):
        actions.ask_name(one, language="hi", name="सूप", by=BY)


def test_a_good_sent_back_takes_its_changes_along(good):
    change = actions.ask_name(good, language="hi", name="सूप", by=BY)
    actions.send_back(good, reasons=["price_low"], by=BY)
    change.refresh_from_db()
    assert change.state == Change.State.DROPPED
    with refused("change.settled"):
        actions.accept_change(change, by=BY)


def test_another_maker_and_another_block_change_nothing(good):
    here = district()
    stranger = sign_in(here.other.members.get().user)
    assert ask(stranger, good, name="सूप").status_code == 404
    change = actions.ask_name(good, language="hi", name="सूप", by=BY)
    elsewhere = officer("coordinator", place=here.there)
    assert elsewhere.post(reverse("office:goods:accept_change", args=[change.pk])).status_code == 404
    assert elsewhere.get(LIST).context["rows"] == []


def test_list_costs_the_same_for_one_and_three(good, django_assert_num_queries):
    actions.ask_name(good, language="hi", name="सूप", by=BY)
    desk = officer("desk")
    desk.get(LIST)
    with django_assert_num_queries(8):
        desk.get(LIST)
    for _ in range(2):
        actions.ask_picture(make_stocked(good.maker).good, picture=make_picture(), by=BY)
    desk.get(LIST)
    with django_assert_num_queries(8):
        desk.get(LIST)


def test_change_sent_back_from_a_later_page_keeps_what_was_typed(good, monkeypatch):
    """The one refused is drawn, though another page of the list is."""
    monkeypatch.setattr("haat.web.office.goods.changes.ROWS", 1)
    first = actions.ask_name(good, name="सूप", language="hi", by=BY)
    last = actions.ask_name(make_stocked(good.maker).good, name="डलिया", language="hi", by=BY)
    desk = officer("desk")
    listed = desk.get(LIST)
    there = desk.get(LIST, {"page": listed.context["listing"].after})
    address = reverse("office:goods:send_back_change", args=[last.pk])
    here = f"{address}?page={listed.context['listing'].after}"
    assert f'action="{here}"'.replace(":", "%3A") in there.content.decode().replace(":", "%3A")
    answer = desk.post(address, {f"c{last.pk}-note": "Not hers"})
    html = answer.content.decode()
    assert (answer.status_code, [row["change"].pk for row in answer.context["rows"]]) == (422, [last.pk, first.pk])
    assert ("Not hers" in html, "field-error" in html) == (True, True)
    actions.send_back_change(last, reasons=["name_unclear"], note="", by=BY)
    late = desk.post(here, {f"c{last.pk}-note": "Not hers"})
    assert (late.status_code, "Somebody has settled this" in late.content.decode()) == (422, True)


def test_maker_without_a_phone_is_not_said_to_get_a_message(good):
    change = actions.ask_name(good, name="सूप", language="hi", by=BY)
    Maker.objects.update(phone="")
    sent = {f"c{change.pk}-reasons": "name_unclear", f"c{change.pk}-note": ""}
    answer = officer("desk").post(reverse("office:goods:send_back_change", args=[change.pk]), sent, follow=True)
    assert [str(each) for each in answer.context["messages"]] == [
        "Sent back. The maker has no phone here: say it yourself."
    ]
