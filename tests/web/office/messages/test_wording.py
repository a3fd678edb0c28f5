"""Messages are worded on a page: looked at with real values, refused at their field, told in the history."""

import pytest
from django.urls import reverse

from haat.messages.actions import word_notice
from haat.messages.notices import every
from haat.places.models import Mart
from haat.web.ui.middleware import HOSTS
from tests.make import BY
from tests.web.office.signed import district, officer

pytestmark = pytest.mark.django_db
LIST, ONE = "office:messages:words", reverse("office:messages:word", args=["order_placed"])
OWN = "ऑर्डर {number} आ गया है।"


@pytest.fixture(autouse=True)
def fresh_hosts():
    HOSTS.forget()
    yield
    HOSTS.forget()


def typed(**more):
    empty = {f"{part}_{code}": "" for part in ("text", "template", "gateway") for code in ("hi", "en")}
    return empty | {"text_hi": OWN} | more


def looked(client, sent):
    page = client.post(ONE, sent)
    assert page.status_code == 200
    form = page.context["form"]
    return page, {**sent, "seen": form.standing, "looked": form.mark}


def test_message_is_looked_at_with_its_longest_values_then_kept():
    district()
    desk = officer("desk")
    page, sent = looked(desk, typed())
    longest = every()["order_placed"].variables[0].longest
    assert f"ऑर्डर {longest} आ गया है।" in page.content.decode()
    assert Mart.objects.get().words == {}
    assert desk.post(ONE, sent).url == reverse(LIST)
    html = desk.get(reverse(LIST)).content.decode()
    assert "own words, not registered yet" in html
    assert "A message worded" in html


def test_changed_after_the_look_it_is_shown_again():
    district()
    desk = officer("desk")
    _page, sent = looked(desk, typed())
    answer = desk.post(ONE, sent | {"text_hi": "ऑर्डर {number} मिला।"})
    assert (answer.status_code, Mart.objects.get().words) == (200, {})
    assert "not what you looked at" in answer.content.decode()


def test_lost_variable_is_refused_at_its_field_and_nothing_typed_is_lost():
    district()
    answer = officer("desk").post(ONE, typed(text_hi="ऑर्डर आ गया है।", template_en="12"))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["text_hi", "template_en"])
    assert "{number} is missing" in answer.content.decode()
    assert "ऑर्डर आ गया है।" in answer.content.decode()


def test_list_is_read_by_the_auditor_in_hindi_and_written_by_nobody_else():
    district()
    html = officer("auditor", language="hi").get(reverse(LIST)).content.decode()
    assert ("संदेशों के शब्द" in html, ONE in html) == (True, False)


def test_unknown_message_is_not_found():
    district()
    assert officer("desk").get(reverse("office:messages:word", args=["nothing"])).status_code == 404


def test_words_that_somebody_else_has_kept_are_not_written_over_unread():
    mart = district().mart
    desk = officer("desk")
    seen = desk.get(ONE).context["form"].standing
    theirs = {"hi": {"text": "ऑर्डर {number} मिल गया।", "template": "1107000000000009999"}}
    word_notice(mart, notice="order_placed", words=theirs, by=BY)
    answer = desk.post(ONE, typed(seen=seen))
    page = answer.content.decode()
    assert (answer.status_code, "Somebody has changed this" in page) == (422, True)
    assert "There now: ऑर्डर {number} मिल गया।" in page
    _page, sent = looked(desk, typed(nonce="one"))
    assert [desk.post(ONE, sent).status_code for _turn in range(2)] == [302, 302]
    kept = Mart.objects.get().words["notices"]["order_placed"]
    assert kept == {"hi": {"text": "ऑर्डर %(number)s आ गया है।"}}


def test_words_in_a_language_that_is_offered_no_more_stay():
    mart = district().mart
    word_notice(mart, notice="order_placed", words={"mr": {"text": "ऑर्डर {number} मिळाली."}}, by=BY)
    desk = officer("desk")
    _page, sent = looked(desk, typed())
    desk.post(ONE, sent)
    assert set(Mart.objects.get().words["notices"]["order_placed"]) == {"hi", "mr"}
    _page, sent = looked(desk, typed(text_hi=""))
    desk.post(ONE, sent)
    assert set(Mart.objects.get().words["notices"]["order_placed"]) == {"mr"}


def test_number_of_the_gateway_alone_is_kept_and_told():
    mart = district().mart
    told = {"text": OWN, "template": "1107000000000009999"}
    word_notice(mart, notice="order_placed", words={"hi": told}, by=BY)
    word_notice(mart, notice="order_placed", words={"hi": told | {"gateway": "65a0"}}, by=BY)
    assert Mart.objects.get().words["notices"]["order_placed"]["hi"]["gateway"] == "65a0"
    assert "65a0" in officer("desk").get(reverse(LIST)).content.decode()


def test_page_says_that_the_number_of_the_gateway_is_missing(settings, tmp_path):
    mart = district().mart
    path = tmp_path / "senders.toml"
    path.write_text('[sms]\npreset = "msg91"\n', encoding="utf-8")
    settings.SENDERS, settings.SENDERS_FILE = ["sms"], str(path)
    told = {"text": OWN, "template": "1107000000000009999"}
    word_notice(mart, notice="order_placed", words={"hi": told}, by=BY)
    desk = officer("desk")
    assert "own words, the gateway’s number is missing" in desk.get(reverse(LIST)).content.decode()
    assert "until the gateway’s own number stands here too" in desk.get(ONE).content.decode()
    word_notice(mart, notice="order_placed", words={"hi": told | {"gateway": "65a0"}}, by=BY)
    HOSTS.forget()
    assert "the gateway’s number is missing" not in desk.get(reverse(LIST)).content.decode()


def test_number_beside_the_standard_words_is_refused_at_its_field():
    district()
    answer = officer("desk").post(ONE, typed(text_hi="", template_hi="1107000000000009999"))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["template_hi"])
    assert "file of the senders" in answer.content.decode()


def test_saving_what_stands_says_that_nothing_was_changed():
    district()
    desk = officer("desk")
    _page, sent = looked(desk, typed(text_hi=""))
    assert "Nothing was changed." in desk.post(ONE, sent, follow=True).content.decode()
    assert Mart.objects.get().words == {}
