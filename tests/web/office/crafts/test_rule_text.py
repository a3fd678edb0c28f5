"""When a rule holds, as one types it: read back as it was written, in any language, and refused by its words."""

import pytest
from django.utils import translation

from haat.catalogue import data
from haat.catalogue.models import Attribute
from haat.web.office.crafts.rule_text import NotUnderstood, read, written


def asked_of(slug):
    rows = [row for row in data.attributes() if row["kind"] in (slug, "")]
    own = {row["slug"] for row in rows if row["kind"]}
    kept = [row for row in rows if row["kind"] or row["slug"] not in own]
    return [Attribute(**{name: value for name, value in row.items() if name != "kind"}) for row in kept]


@pytest.mark.parametrize("language", ["en", "hi", "mr", "ur"])
def test_every_rule_of_the_project_is_read_back_as_it_was_written(language):
    apart = []
    with translation.override(language):
        for kind in data.kinds():
            asked = asked_of(kind["slug"])
            by_slug = {each.slug: each for each in asked}
            apart += [
                (kind["slug"], rule["when"])
                for rule in kind["rules"]
                if read(written(rule["when"], by_slug), asked) != rule["when"]
            ]
    assert apart == []


ASKED = [
    Attribute(
        slug="made_of",
        type="choice",
        labels={"en": "Made of", "hi": "किससे बना"},
        choices=["bamboo", "cane"],
        words={"bamboo": {"en": "Bamboo / reed"}, "cane": {"en": "Cane", "hi": "बेंत"}},
    ),
    Attribute(slug="hand_made", type="yes_no", labels={"en": "By hand"}),
    Attribute(slug="gsm", type="number", labels={"en": "Weight"}),
    Attribute(slug="brand", type="text", labels={"en": "Brand"}),
    Attribute(slug="weight_g", type="measure", labels={"en": "Weight"}),
]
BY_SLUG = {each.slug: each for each in ASKED}


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Made of = Cane", {"made_of": ["cane"]}),
        ("made_of=cane / BAMBOO", {"made_of": ["cane", "bamboo"]}),
        ("किससे बना = बेंत; By hand = no", {"made_of": ["cane"], "hand_made": [False]}),
        ("By hand = हाँ", {"hand_made": [True]}),
        ("gsm = ≤ 100", {"gsm": {"up_to": 100}}),
        ("gsm = <= १०.५ / > 2", {"gsm": {"up_to": 10.5, "over": 2}}),
        ("gsm = over 2; ", {"gsm": {"over": 2}}),
        ("", {}),
    ],
)
def test_what_is_typed_is_understood(text, when):
    assert read(text, ASKED) == when


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Made of", "Made of"),
        ("Colour = red", "Colour = red"),
        ("Made of = gold", "gold"),
        ("Made of = ", "Made of ="),
        ("Made of = cane; made_of = bamboo", "made_of = bamboo"),
        ("By hand = perhaps", "perhaps"),
        ("gsm = 100", "100"),
        ("gsm = ≤ much", "≤ much"),
        ("Brand = Maa", "Brand = Maa"),
    ],
)
def test_what_says_nothing_is_named(text, words):
    with pytest.raises(NotUnderstood) as problem:
        read(text, ASKED)
    assert problem.value.words == words


def test_words_that_would_be_read_otherwise_stand_as_short_names():
    when = {"made_of": ["bamboo", "cane"], "gsm": {"up_to": 100}, "gone": ["x"], "hand_made": [True]}
    assert written(when, BY_SLUG) == "Made of = bamboo / Cane; gsm = ≤ 100; gone = x; By hand = yes"
