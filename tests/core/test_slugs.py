"""Addresses from words in any script."""

import pytest

from haat.core.slugs import free_slug, latin, slug


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("बाँस की डलिया, हत्थे वाली", "bans-ki-daliya-hatthe-vali"),
        ("पेड़ा", "peda"),
        ("लाख की चूड़ी १२", "lakh-ki-chudi-12"),
        ("क", "ka"),
        ("Karanj Honey’s  jar", "karanj-honeys-jar"),
        ("Café crème", "cafe-creme"),
        ("ᱯᱮᱲᱟ", ""),
    ],
)
def test_slug_reads_devanagari_and_latin(text, expected):
    assert slug(text) == expected


def test_slug_keeps_to_its_limit_without_a_hyphen_at_the_end():
    assert slug("one two three", limit=8) == "one-two"


def test_latin_keeps_words_apart():
    assert latin("लाख  की चूड़ी") == "lakh ki chudi"


def test_free_slug_takes_the_first_that_can_be_read_and_numbers_it():
    assert free_slug(["ᱯᱮᱲᱟ", "पेड़ा"], {"peda", "peda-2"}, otherwise="good") == "peda-3"
    assert free_slug([], set(), otherwise="good") == "good"
