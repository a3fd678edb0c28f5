"""Enter in a field presses the first key of its form: that key may not be one that answers, takes or overwrites."""

import re
from pathlib import Path

from tests.test_house import ROOT, TEMPLATES

FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
KEY = re.compile(r"{% key_button [^%]*%}|<button\b[^>]*>")
# What one types into, and what one chooses among with the arrows of a keyboard.
TYPED = re.compile(r"{% (field|choice_cards) |<input(?![^>]*type=\"(hidden|checkbox|file)\")|type=\"radio\"")
INCLUDE = re.compile(r'{% include "([^"]+)"[^%]*%}')
# Keys with a name that only show the page anew.
HARMLESS = ('name="look"',)


def whole(path: Path) -> str:
    """A template with those it includes, as the page has them."""

    def included(found: re.Match[str]) -> str:
        paths = [each for each in TEMPLATES if each.as_posix().endswith(f"/templates/{found[1]}")]
        return whole(paths[0]) if paths else ""

    return INCLUDE.sub(included, path.read_text(encoding="utf-8"))


def wrong(page: str) -> list[str]:
    """The first keys of a page's forms that Enter must not press, though something is typed in the form."""
    found = []
    for form in FORM.findall(page):
        keys = [key for key in KEY.findall(form) if 'type="button"' not in key]
        named = keys and " name=" in keys[0] and not any(look in keys[0] for look in HARMLESS)
        if len(keys) > 1 and named and TYPED.search(form):
            found.append(keys[0])
    return found


def test_enter_presses_no_key_that_answers_for_the_reader():
    assert {path.relative_to(ROOT).as_posix(): keys for path in TEMPLATES if (keys := wrong(whole(path)))} == {}


def test_a_key_that_answers_is_found():
    answers = '{% key_button text=_("Yes") name="answer" value="yes" %}'
    saves = '{% key_button text=_("Save") %}'
    field = "{% field form.name %}"
    assert wrong(f"<form>{field}{answers}{saves}</form>") == [answers]
    assert wrong(f"<form>{field}{saves}{answers}</form><form>{answers}{saves}</form>") == []
