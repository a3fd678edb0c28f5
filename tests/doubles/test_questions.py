"""What a maker asked before it was found to be another one."""

import pytest

from haat.doubles import actions
from haat.helping.actions import answer, ask
from haat.helping.queries import asked_by, with_words
from haat.makers import actions as makers
from tests.make import BY, make_maker

pytestmark = pytest.mark.django_db


def test_who_stayed_reads_what_was_asked_and_answered_before():
    kept, gone = make_maker(), make_maker()
    question = ask(gone, words="Where is the box?", voice=None, language="hi", key="a", by=BY)
    makers.pause_maker(gone, by=BY)
    gone.refresh_from_db()
    actions.merge_makers(kept, gone, by=BY)
    answer(question, text="At the hub.", by=BY)
    assert [each.answer for each in with_words(asked_by(kept))] == ["At the hub."]
