"""HTML to PDF with WeasyPrint: our templates, our styles, our fonts, and nothing from anywhere else."""

import re
from collections.abc import Mapping, Sequence
from threading import Lock
from typing import Any

from django.template.backends.django import DjangoTemplates

from haat.core.languages import LANGUAGES, current
from haat.web.papers.ours import HERE

# The papers' own engine: their tags are built in, and no request and no page's context reach them.
TEMPLATES = DjangoTemplates(
    {
        "NAME": "papers",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [("haat.web.ui.folding.Loader", ["django.template.loaders.filesystem.Loader"])],
            "builtins": ["haat.web.papers.tags"],
            "libraries": {"ui": "haat.web.ui.templatetags.ui"},
        },
    }
)
# Pango's font maps do not bear two threads at once.
ONE_AT_A_TIME = Lock()


def faces() -> int:
    """Where Pango's font map of the papers lies in memory, for `lettering`: the machine's faces, and ours read in."""
    from haat.web.papers import press

    return press.faces()


def fill(template: str, context: Mapping[str, Any]) -> str:
    """A paper's template filled in the active language."""
    language = LANGUAGES[current()]
    words = {"language": language.code, "direction": language.direction, **context}
    return TEMPLATES.get_template(f"papers/{template}.html").render(words)


# Signs no face of ours has: emoji with what joins, colours and flags them. On paper each would be an empty box.
_NO_FACE = re.compile(
    "[\U0001f000-\U0001faff\u231a-\u23ff\u25aa-\u25fe\u2600-\u27bf\u2b00-\u2bff\u3030\u303d\u3297\u3299"
    "\ufe0e\ufe0f\u20e3\U000e0020-\U000e007f]+\u200d?"
)


def without_emoji(html: str) -> str:
    """A paper's text without the signs that cannot be printed; what stood around them moves together."""
    return _NO_FACE.sub("", html)


def to_pdf(html: str, *, styles: Sequence[str]) -> bytes:
    """The PDF of `html` under styles/faces.css and the named styles."""
    from haat.web.papers import press

    with ONE_AT_A_TIME:
        return press.pdf(without_emoji(html), ("faces", *styles))
