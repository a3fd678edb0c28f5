"""Every sentence of the four rooms is there in Hindi and Marathi, with the same facts in it."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

HOLE = re.compile(r"%\(\w+\)[sd]")
LOCALE = Path(__file__).parents[2] / "locale" / "orders"


def catalogue(language):
    with (LOCALE / language / "LC_MESSAGES" / "django.po").open("rb") as source:
        return {message.id: message.string for message in read_po(source, locale=language) if message.id}


def holes(text):
    return sorted(HOLE.findall(text))


@pytest.mark.parametrize("language", ["hi", "mr"])
def test_translations_keep_every_fact(language):
    for source, said in catalogue(language).items():
        forms = zip(source, said, strict=True) if isinstance(source, tuple) else [(source, said)]
        for english, translated in forms:
            assert translated
            assert holes(translated) == holes(english)


def test_both_languages_say_the_same_sentences():
    assert catalogue("hi").keys() == catalogue("mr").keys()
