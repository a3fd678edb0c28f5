"""A voice note on the maker's phone: recorded, heard, sent; one that lasts too long is put away before."""

import io
import wave

import pytest
from playwright.sync_api import Page, expect

from haat.helping.models import Enclosure, Question
from haat.makers.models import Maker
from tests.browser.kept import until
from tests.browser.test_maker_deeds import HUMS, NONE_KEPT, maker, phone

pytestmark = pytest.mark.browser
__all__ = ["maker", "phone"]


def sound(seconds: int) -> bytes:
    """Silence, as a file that says how long it is."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 1, 8000, 0, "NONE", ""))
        file.writeframes(bytes(8000 * seconds))
    return out.getvalue()


def test_voice_note_is_recorded_heard_and_sent(phone: Page, maker: Maker):
    phone.add_init_script(HUMS)
    phone.goto("/maker/help/ask/")
    phone.tap("[data-record]")
    expect(phone.locator("[data-record]")).to_have_attribute("aria-pressed", "true")
    phone.wait_for_timeout(700)
    phone.tap("[data-record]")
    expect(phone.locator("[data-heard]")).to_be_visible()
    phone.tap(".sticky .key")
    phone.wait_for_url("**/maker/help/")
    assert (Question.objects.get().maker, Enclosure.objects.get().kind) == (maker, "webm")


def test_voice_note_of_three_minutes_is_put_away_before_it_is_sent(phone: Page):
    phone.add_init_script("delete self.MediaRecorder")
    phone.goto("/maker/help/ask/")
    chosen = phone.locator("input[name=voice]")
    for seconds, kept_files in ((180, 0), (100, 1)):
        chosen.set_input_files({"name": "note.wav", "mimeType": "audio/wav", "buffer": sound(seconds)})
        until(phone, "document.querySelector('input[name=voice]').files.length === " + str(kept_files))
        said = chosen.evaluate("(field) => field.validationMessage")
        assert (said == "") == bool(kept_files)


def test_voice_note_sent_while_she_speaks_goes_along(phone: Page):
    phone.add_init_script(HUMS)
    phone.goto("/maker/help/ask/")
    phone.tap("[data-record]")
    expect(phone.locator("[data-record]")).to_have_attribute("aria-pressed", "true")
    phone.wait_for_timeout(700)
    phone.tap(".sticky .key")
    phone.wait_for_url("**/maker/help/")
    until(phone, NONE_KEPT)
    assert (Question.objects.count(), Enclosure.objects.get().kind) == (1, "webm")
