"""What a page reads aloud, and with which voice: only words that are written in its own language."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from haat.core.languages import LANGUAGES

SPEAK = Path(__file__).parents[2] / "haat/web/ui/static/ui/js/speak.js"
# A phone with four voices; it keeps what it was asked to say.
PHONE = """
window.heard = [];
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => ["bn-IN", "hi-IN", "en-IN", "ur-IN"].map((lang) => ({ lang })),
  cancel() {}, addEventListener() {}, speak(words) { window.heard.push([words.lang, words.text]); },
} });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


def heard(browser: Browser, code: str, *, say: str = "", text: str = "", speech: str = "") -> list[list[str]] | None:
    """What is said when the key is pressed; None when there is no key."""
    language = LANGUAGES[code]
    told = "".join(f' data-{name}="{value}"' for name, value in (("say", say), ("speech", speech)) if value)
    page = browser.new_page()
    try:
        page.set_content(
            f'<html lang="{code}" data-speech="{language.speech}" data-script="{language.script}"><body>'
            f'<p id="told"{told}>{text}</p><button data-speak="told" hidden>hear</button></body></html>'
        )
        page.add_script_tag(content=PHONE)
        page.add_script_tag(path=SPEAK)
        if page.locator("button").is_hidden():
            return None
        page.click("button")
        said: list[list[str]] = page.evaluate("window.heard")
        return said
    finally:
        page.close()


@pytest.mark.parametrize(
    ("code", "told", "said"),
    [
        ("hi", {"say": "नाम बोलिए", "text": "नाम"}, [["hi-IN", "नाम बोलिए"]]),
        ("en", {"text": "₹120"}, [["en-IN", "₹120"]]),
        ("bn", {"say": "নাম বলুন", "text": "নাম"}, [["bn-IN", "নাম বলুন"]]),
        # What the page borrows from Hindi is not for a Bengali voice: it reads what stands there, or there is no key.
        ("bn", {"say": "नाम बोलिए", "text": "নাম"}, [["bn-IN", "নাম"]]),
        ("bn", {"say": "नाम बोलिए", "text": "नाम"}, None),
        ("ur", {"say": "नाम बोलिए", "text": "Name"}, None),
        # What says its own language is read in it, whatever the page's.
        ("bn", {"text": "सूचना", "speech": "hi-IN"}, [["hi-IN", "सूचना"]]),
        # No voice of the language: no key.
        ("sat", {"text": "ᱧᱩᱛᱩᱢ"}, None),
        # Names and numbers of others in between do not silence a sentence.
        ("hi", {"text": "UPI से ₹120 दीजिए"}, [["hi-IN", "UPI से ₹120 दीजिए"]]),
    ],
)
def test_only_words_of_the_pages_language_are_spoken(browser, code, told, said):
    assert heard(browser, code, **told) == said


def test_words_that_come_later_have_a_key_from_the_beginning(browser):
    assert heard(browser, "bn") == []
