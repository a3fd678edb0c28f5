"""What channels ask about a good, at the desk: kind, answers, those of a size, and the line that follows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from haat.catalogue import actions
from haat.catalogue.models import Attribute, Good
from haat.channels import actions as channels
from haat.channels.models import Refusal
from haat.core.actor import Actor
from haat.core.models import Event
from haat.review.stuck_at_channels import handed_on
from haat.web.ui.dates import date_near
from tests.channels.asking import ask_plainly
from tests.make import (
    BY,
    make_attribute,
    make_craft,
    make_good,
    make_kind,
    make_officer,
    make_tax_rule,
    make_variant,
)
from tests.sound import faults
from tests.web.office.signed import district, officer

pytestmark = pytest.mark.django_db
BADI = [{"when": {"made_of": ["cane"]}, "hsn": "21069099", "tax": "badi", "sure": False}]


@pytest.fixture
def good(media):
    """A live good of one size, of a kind that asks six questions; of cane it is another line."""
    here = district()
    make_tax_rule(names={"en": "Baskets"})
    make_tax_rule("badi", hsn="2106", names={"en": "Badi"}, rate_bp=1200)
    kind = make_kind(rules=BADI, names={"en": "Basket", "hi": "डलिया"})
    make_attribute(kind, required_for=["rule"], labels={"en": "Made of", "hi": "किससे बना"}, position=1)
    make_attribute(kind, "size_cm", type="size", unit="cm", required_for=["amazon"], example="30 x 20", position=2)
    make_attribute(kind, "allergens", type="several", choices=["milk", "egg", "none"], required_for=["law"], sure=False)
    make_attribute(kind, "brand", type="text", labels={"en": "Brand"}, expected_by=["flipkart"], position=4)
    make_attribute(None, "colour", type="text", labels={"en": "Colour name"}, required_for=["ondc"], position=5)
    make_attribute(None, "hand_made", type="yes_no", labels={"en": "By hand"}, position=6)
    make_attribute(None, "min_age_months", type="number", unit="months", labels={"en": "From age"}, position=7)
    one = make_good(maker=here.maker, kind=kind)
    make_variant(one, sku="ONE")
    return one


def page(client, good, query=""):
    return client.get(reverse("office:goods:asked", args=[good.pk]) + query)


def seen(good):
    good.refresh_from_db()
    return good.changed_at.isoformat()


def send(client, good, name, *more, prefix="asked", **typed):
    told = {f"{prefix}-{field}": value for field, value in {"seen": seen(good), **typed}.items()}
    return client.post(reverse(f"office:goods:{name}", args=[good.pk, *more]), told)


def needs(answer):
    return {
        need: [each.question.attribute.slug for each in group] for need, _words, group in answer.context["form"].groups
    }


def test_questions_stand_by_how_much_they_are_needed(good):
    answer = page(officer("desk"), good)
    assert needs(answer) == {
        "must": ["made_of", "size_cm", "colour"],
        "ask": ["brand", "allergens"],
        "may": ["hand_made", "min_age_months"],
    }
    html = answer.content.decode()
    assert "Required by: Amazon." in html
    assert "For example: 30 x 20" in html
    assert "Not yet: Made of" in html


def test_one_channel_asks_for_less(good):
    answer = page(officer("desk"), good, "?for=amazon")
    assert needs(answer)["must"] == ["made_of", "size_cm"]
    assert (answer.context["chosen"], needs(page(officer("desk"), good, "?for=x"))["must"][-1]) == ("amazon", "colour")


@pytest.mark.parametrize("language", ["hi", "mr"])
def test_page_is_read_in_hindi_and_marathi(good, language):
    html = page(officer("desk", language=language), good).content.decode()
    assert ("किससे बना" in html, "What channels ask" in html) == (True, False)


def test_page_takes_as_many_statements_for_one_question_as_for_many(good):
    client = officer("desk")
    page(client, good)
    with CaptureQueriesContext(connection) as first:
        page(client, good)
    make_attribute(good.kind, "lining", type="text", labels={"en": "Lining"})
    make_variant(good, sku="TWO")
    with CaptureQueriesContext(connection) as second:
        page(client, good)
    assert len(first) == len(second)


def test_kind_is_chosen(good):
    Good.objects.filter(pk=good.pk).update(kind=None)
    other = make_kind("soap", craft=make_craft("mat"))
    answer = page(officer("desk"), good)
    assert [slug for slug, _words in answer.context["kind"].fields["kind"].choices] == ["", "basket"]
    assert send(officer("desk"), good, "kind", prefix="kind", kind="basket").status_code == 302
    good.refresh_from_db()
    assert good.kind.slug == "basket"
    refused = send(officer("desk"), good, "kind", prefix="kind", kind=other.slug)
    assert (refused.status_code, list(refused.context["kind"].errors)) == (422, ["kind"])
    assert send(officer("desk"), good, "kind", prefix="kind", kind="").status_code == 302
    good.refresh_from_db()
    assert good.kind is None


def test_answers_are_saved_live_and_the_line_follows(good):
    client = officer("desk")
    typed = {"about_made_of": "cane", "about_size_cm": "३० x 20", "about_allergens": ["milk", "egg"]}
    typed |= {"about_brand": "Maa", "about_colour_hi": "लाल", "about_hand_made": "no", "about_min_age_months": "0"}
    assert send(client, good, "answers", **typed).status_code == 302
    good.refresh_from_db()
    assert good.attributes == {
        "made_of": "cane",
        "size_cm": [30, 20],
        "allergens": ["milk", "egg"],
        "brand": "Maa",
        "colour": {"hi": "लाल"},
        "hand_made": False,
        "min_age_months": 0,
    }
    assert (good.state, good.hsn, good.tax_slug) == (Good.State.LIVE, "21069099", "badi")
    answer = page(client, good)
    assert (needs(answer), len(answer.context["form"].known)) == ({}, 7)
    html = answer.content.decode()
    assert ("Everything is answered." in html, "12%" in html, "not proven" in html) == (True, True, True)
    assert 'value="30 x 20"' in html
    assert faults() == {}


def test_saving_without_a_change_changes_nothing(good):
    said = {"made_of": "cane", "size_cm": [30, 20.5], "allergens": ["egg"], "hand_made": True, "colour": {"en": "Red"}}
    actions.say_answers(good, said, by=BY)
    Good.objects.filter(pk=good.pk).update(packed_and_labelled=True)
    make_attribute(good.kind, "packed_and_labelled", type="yes_no")
    client = officer("desk")
    form = page(client, good).context["form"]
    typed = {bound.name: bound.value() for bound in form if bound.value() not in (None, "", [])}
    assert send(client, good, "answers", **typed).status_code == 302
    good.refresh_from_db()
    assert (good.attributes, Event.objects.filter(kind="catalogue.answers_said").count()) == (said, 1)


def test_an_answer_that_no_longer_fits_is_not_lost_by_saving(good):
    Good.objects.filter(pk=good.pk).update(attributes={"made_of": "gold", "else": 1})
    send(officer("desk"), good, "answers", about_brand="Maa")
    good.refresh_from_db()
    assert good.attributes == {"made_of": "gold", "else": 1, "brand": "Maa"}


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"about_made_of": "gold"}, "about_made_of"),
        ({"about_size_cm": "large"}, "about_size_cm"),
        ({"about_size_cm": "0 x 3"}, "about_size_cm"),
        ({"about_min_age_months": "three"}, "about_min_age_months"),
        ({"about_allergens": ["none", "egg"]}, "about_allergens"),
        ({"about_brand": "x" * 1001}, "about_brand"),
    ],
)
def test_what_does_not_answer_is_refused_at_its_field_and_kept(good, typed, field):
    answer = send(officer("desk"), good, "answers", about_colour_hi="लाल <b>", **typed)
    good.refresh_from_db()
    assert (answer.status_code, list(answer.context["form"].errors), good.attributes) == (422, [field], {})
    html = answer.content.decode()
    assert "लाल &lt;b&gt;" in html


def test_somebody_quicker_is_told_and_nothing_typed_is_lost(good):
    old = seen(good)
    actions.say_answers(good, {"brand": "Theirs"}, by=BY)
    told = {"asked-seen": old, "asked-about_brand": "Mine"}
    answer = officer("desk").post(reverse("office:goods:answers", args=[good.pk]), told)
    html = answer.content.decode()
    assert (answer.status_code, "Theirs" in html, 'value="Mine"' in html) == (422, True, True)


def test_a_form_sent_twice_counts_once(good):
    client = officer("desk")
    told = {"asked-seen": seen(good), "asked-about_brand": "Maa", "nonce": "n"}
    path = reverse("office:goods:answers", args=[good.pk])
    assert [client.post(path, told).status_code for _time in range(2)] == [302, 302]
    assert Event.objects.filter(kind="catalogue.answers_said").count() == 1


def test_a_size_has_answers_of_its_own(good):
    client, size = officer("desk"), good.variants.get()
    answer = page(client, good)
    assert [each.question.attribute.slug for each in answer.context["sizes"][0].all] == ["size_cm", "colour"]
    path = {"prefix": f"s{size.pk}", "about_size_cm": "40 x 30"}
    assert send(client, good, "answers_of", size.pk, **path).status_code == 302
    size.refresh_from_db()
    good.refresh_from_db()
    assert (size.attributes, good.attributes) == ({"size_cm": [40, 30]}, {})
    html = page(client, good).content.decode()
    assert "1 answer of its own" in html
    refused = send(client, good, "answers_of", size.pk, prefix=f"s{size.pk}", about_size_cm="large")
    assert (refused.status_code, refused.context["sizes"][0].is_bound) == (422, True)
    assert send(client, good, "answers_of", size.pk, prefix=f"s{size.pk}", about_size_cm="").status_code == 302
    size.refresh_from_db()
    assert size.attributes == {}
    assert send(client, good, "answers_of", size.pk + 999).status_code == 404


def test_a_line_set_by_hand_is_asked_about_and_taken_by_a_key(good):
    Good.objects.filter(pk=good.pk).update(hsn="99999999", attributes={"made_of": "cane"})
    client = officer("desk")
    assert "were set by hand" in page(client, good).content.decode()
    old = seen(good)
    actions.say_answers(good, {"brand": "Theirs"}, by=BY)
    refused = client.post(reverse("office:goods:line", args=[good.pk]), {"line-seen": old})
    good.refresh_from_db()
    assert (refused.status_code, refused.context["taking"].stale, good.hsn) == (422, True, "99999999")
    assert send(client, good, "line", prefix="line").status_code == 302
    good.refresh_from_db()
    assert (good.hsn, good.tax_slug) == ("21069099", "badi")
    assert "were set by hand" not in page(client, good).content.decode()


def test_a_line_that_needs_no_key_any_more_is_told(good):
    Good.objects.filter(pk=good.pk).update(hsn="99999999")
    answer = send(officer("desk"), good, "line", prefix="line")
    html = answer.content.decode()
    problem = answer.context["taking"].non_field_errors()[0]
    assert (answer.status_code, str(problem) in html) == (422, True)


def test_a_rate_nobody_knows_is_said(good):
    kind = good.kind
    kind.rules = [{"when": {"made_of": ["cane"]}, "hsn": "49119100", "tax": ""}]
    kind.save()
    Good.objects.filter(pk=good.pk).update(attributes={"made_of": "cane"})
    html = page(officer("desk"), good).content.decode()
    assert ("Nobody has found out the rate" in html, "Take what the answers say" in html) == (True, False)


def test_its_history_tells_kind_and_answers_in_words(good):
    client = officer("desk")
    send(client, good, "answers", about_made_of="cane", about_hand_made="yes")
    html = client.get(reverse("office:goods:mend", args=[good.pk])).content.decode()
    for said in ("Answered", "Made by hand: yes", "Made of: cane", "What channels ask"):
        assert said in html


def test_who_only_reads_changes_nothing(good):
    auditor = officer("auditor")
    html = page(auditor, good).content.decode()
    assert ("Save the answers" in html, 'fieldset class="plain" disabled' in html) == (False, True)
    assert send(auditor, good, "answers", about_brand="Maa").status_code == 403


def test_what_is_needed_is_not_said_to_be_as_one_likes(good):
    html = page(officer("desk"), good).content.decode()
    must = html[html.index("Without this it may not be sold there") : html.index("Save the answers")]
    assert "if you like" not in must.partition("Helps buyers find and choose it")[0]


def test_example_in_english_stands_on_no_hindi_page(good):
    words, figures = "Hand-made in Deoghar", "30 x 20"
    Attribute.objects.filter(slug="brand").update(example=words)
    shown = {code: page(officer("desk", language=code), good).content.decode() for code in ("en", "hi")}
    assert {code: (words in html, figures in html) for code, html in shown.items()} == {
        "en": (True, True),
        "hi": (False, True),
    }


# ---- who said what


def test_answer_of_the_phone_shows_who_gave_it_for_whom_and_when(good):
    helper = make_officer("coordinator", place=good.maker.block)
    actions.say_answers(good, {"made_of": "cane"}, by=Actor(helper.pk, for_maker_id=good.maker_id))
    actions.say_answers(good, {"hand_made": True}, variant=good.variants.get(), by=Actor(helper.pk))
    day = date_near(timezone.now())
    html = page(officer("desk"), good).content.decode()
    assert f"Said by {helper.name}, for {good.maker.names['en']}, {day}." in html
    assert html.count(f"Said by {helper.name}") == 1  # that of the size is no answer of the good
    assert "What its maker handed on" not in html


def test_what_its_maker_does_not_know_stands_there_and_on_today(good):
    ask_plainly(good.variants.get(), ("attribute_missing", "made_of"))
    who = good.maker.members.get().user
    channels.hand_on_ask(good, kind="answer", about="made_of", by=Actor(who.pk))
    html = page(officer("desk"), good).content.decode()
    assert "She does not know it" in html
    assert str(who.name) in html
    (stuck,) = handed_on(good.mart, good.maker.block)
    assert (stuck.maker, stuck.args) == (good.maker, (good.pk,))
    actions.say_answers(good, {"made_of": "cane"}, by=Actor(1))
    assert "She does not know it" not in page(officer("desk"), good).content.decode()
    Refusal.objects.update(ended_at=timezone.now())
    assert list(handed_on(good.mart, good.maker.block)) == []
