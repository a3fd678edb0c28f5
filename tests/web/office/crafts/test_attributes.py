"""Questions about goods, kept by the office as data: one added, one changed, none of its words lost."""

import pytest
from django.urls import reverse

from haat.catalogue import actions
from haat.catalogue.models import Attribute
from haat.core.models import Event
from tests.make import BY, make_attribute, make_kind
from tests.sound import faults
from tests.web.office.signed import district, officer

pytestmark = pytest.mark.django_db
CANE = {"when": {"made_of": ["cane"]}, "hsn": "46021200"}


@pytest.fixture
def kind(media):
    district()
    return make_kind(names={"en": "Basket"})


def address(kind, name=""):
    of = kind.slug if kind else "all"
    return (
        reverse("office:crafts:attribute", args=[of, name])
        if name
        else reverse("office:crafts:new_attribute", args=[of])
    )


def asked(**more):
    told = {
        **{"label_hi": "किससे बना", "label_en": "Made of", "type": "choice", "unit": "", "example": "", "sure": "on"},
        **{"answers_hi": "बाँस\nबेंत, पतली", "answers_en": "Bamboo\nCane, thin", "called_amazon": "material, metal_type"},
        **{"required_for": ["rule", "amazon"], "expected_by": ["flipkart"]},
    }
    return {name: value for name, value in {**told, **more}.items() if value not in ("", [])}


def typed(client, kind, attribute, **more):
    """The form of a question as a browser would send it back."""
    form = client.get(address(kind, attribute.slug)).context["form"]
    sent = {"seen": form.seen_now}
    for bound in form:
        value = bound.value()
        if value not in (None, "", False, []) and bound.name != "seen":
            sent[bound.name] = "on" if value is True else value
    return {name: value for name, value in {**sent, **more}.items() if value not in ("", [])}


def test_a_question_is_added_with_all_that_is_said_of_it(kind):
    client = officer("desk")
    answer = client.post(address(kind), asked())
    assert answer["Location"] == reverse("office:crafts:kind", args=[kind.slug])
    made = Attribute.objects.get(kind=kind)
    assert (made.slug, made.type, made.choices, made.sure) == ("made_of", "choice", ["bamboo", "cane_thin"], True)
    assert made.words["cane_thin"] == {"hi": "बेंत, पतली", "en": "Cane, thin"}
    assert (made.required_for, made.expected_by) == (["rule", "amazon"], ["flipkart"])
    assert made.maps == {"amazon": ["material", "metal_type"]}
    html = client.get(answer["Location"]).content.decode()
    assert ("Made of" in html, "HSN, tax and papers" in html, faults()) == (True, True, {})


def test_a_question_about_all_goods(kind):
    client = officer("desk")
    answer = client.post(address(None), asked(slug="stuff"))
    assert answer["Location"] == reverse("office:crafts:of_all")
    assert Attribute.objects.get(kind=None).slug == "stuff"
    html = client.get(answer["Location"]).content.decode()
    assert "Made of" in html


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"label_hi": ""}, "label_hi"),
        ({"label_en": "x" * 61}, "label_en"),
        ({"type": "colour", "answers_hi": "", "answers_en": ""}, "type"),
        ({"type": "text"}, "answers_hi"),
        ({"answers_hi": "", "answers_en": ""}, "answers_hi"),
        ({"answers_en": "Bamboo\nCane\nIron"}, "answers_hi"),
        ({"required_for": ["bazaar"]}, "required_for"),
        ({"unit": "x" * 21}, "unit"),
        ({"slug": "Made Of"}, "slug"),
        ({"slug": "there"}, "slug"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_kept(kind, more, field):
    make_attribute(kind, "there")
    answer = officer("desk").post(address(kind), asked(**{"example": "<b>bamboo", **more}))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    html = answer.content.decode()
    assert ("&lt;b&gt;bamboo" in html, Attribute.objects.count()) == (True, 1)


def test_saving_any_question_of_a_kind_without_a_change_changes_nothing():
    actions.import_crafts(by=BY)
    district()
    client = officer("desk")
    rows = Attribute.objects.filter(kind__slug__in=["peda", "handloom-saree", "bamboo-furniture"]).select_related(
        "kind"
    )
    before = list(rows.order_by("pk").values())
    for row in [*rows, *Attribute.objects.filter(kind=None)]:
        sent = typed(client, row.kind, row)
        assert client.post(address(row.kind, row.slug), sent).status_code == 302
    assert list(rows.order_by("pk").values()) == before
    assert Event.objects.filter(kind="catalogue.attribute_changed").count() == 0


def test_a_question_is_changed_and_languages_that_were_not_asked_stay(kind):
    words = {"bamboo": {"en": "Bamboo", "hi": "बाँस", "ur": "بانس"}, "cane": {"en": "Cane", "hi": "बेंत"}}
    one = make_attribute(kind, labels={"en": "Made of", "hi": "किससे", "ur": "کس سے"}, words=words)
    client = officer("desk")
    sent = typed(client, kind, one, answers_en="Bamboo\nCane\nIron", answers_hi="बाँस\nबेंत\nलोहा", label_en="Of what")
    assert client.post(address(kind, "made_of"), sent).status_code == 302
    one.refresh_from_db()
    assert one.labels == {"en": "Of what", "hi": "किससे", "ur": "کس سے"}
    assert (one.choices, one.words["bamboo"]["ur"]) == (["bamboo", "cane", "iron"], "بانس")
    html = client.get(address(kind, "made_of")).content.decode()
    assert ("Question changed" in html, "Of what" in html) == (True, True)


def test_an_answer_a_rule_hangs_on_is_refused_at_the_answers(kind):
    kind.rules = [CANE]
    kind.save()
    one = make_attribute(kind, labels={"hi": "किससे", "en": "Made of"})
    client = officer("desk")
    answer = client.post(address(kind, "made_of"), typed(client, kind, one, answers_hi="Bamboo", answers_en="Bamboo"))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["answers_hi"])


def test_somebody_quicker_is_told_and_nothing_typed_is_lost(kind):
    one = make_attribute(kind, labels={"hi": "किससे", "en": "Made of"})
    client = officer("desk")
    mine = typed(client, kind, one, label_en="Mine")
    client.post(address(kind, "made_of"), typed(client, kind, one, label_en="Theirs"))
    answer = client.post(address(kind, "made_of"), mine)
    html = answer.content.decode()
    assert (answer.status_code, 'value="Mine"' in html, "There now: Theirs" in html) == (422, True, True)


def test_a_form_sent_twice_makes_one(kind):
    client = officer("desk")
    assert [client.post(address(kind), asked(nonce="n")).status_code for _time in range(2)] == [302, 302]
    assert Attribute.objects.filter(kind=kind).count() == 1
