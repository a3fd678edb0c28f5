"""What the demonstration says aloud says what is written today, and fits a phone on 2G."""

import pytest

from demo.spoken import LANGUAGE, mart_as_said, said, texts, voice
from haat.learning.rules import MOST_VOICE


@pytest.mark.parametrize("slug", list(LANGUAGE))
def test_sounds_say_the_words_of_today_and_are_small(slug):
    assert said()[slug] == texts(mart_as_said(slug))  # else: python -m tools.speak
    sizes = {name: len(voice(slug, name).content) for name in said()[slug]}
    assert sizes["lesson"] < MOST_VOICE
    assert max(sizes.values()) < 200_000
