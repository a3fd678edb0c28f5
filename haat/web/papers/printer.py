"""HTML to PDF with WeasyPrint: our templates, our styles, our fonts, and nothing from anywhere else."""

import re
from collections.abc import Mapping, Sequence
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from django.template.backends.django import DjangoTemplates
from PIL import ImageFile
from weasyprint import CSS, HTML  # type: ignore[import-untyped]
from weasyprint.text.ffi import ffi  # type: ignore[import-untyped]
from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]
from weasyprint.urls import URLFetcher, URLFetcherResponse  # type: ignore[import-untyped]

from haat.core.languages import LANGUAGES, current

# WeasyPrint lets Pillow read pictures that are cut short, in the whole process: what people send must not be.
ImageFile.LOAD_TRUNCATED_IMAGES = False

HERE = Path(__file__).resolve().parent
STATIC = (HERE.parent / "ui" / "static" / "ui").resolve()
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


class OnlyOurs(URLFetcher):
    """Serves files below the design system's static folder and `data:`; everything else is refused."""

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        if not url.startswith("data:"):
            path = Path(url.removeprefix("file://")).resolve()
            if not url.startswith("file://") or not path.is_relative_to(STATIC):
                raise ValueError("A paper may only hold what is its own.")
        with closing(super().fetch(url, dict(headers or {}))) as found:
            return URLFetcherResponse(url, found.read(), found.headers)


OURS = OnlyOurs(allowed_protocols=("file", "data"), allow_redirects=False, fail_on_errors=True)


@lru_cache(maxsize=1)
def _fonts() -> FontConfiguration:
    """The display faces and the system's, read once a process."""
    return FontConfiguration()


@lru_cache(maxsize=8)
def _style(name: str) -> CSS:
    return CSS(
        string=(HERE / "styles" / f"{name}.css").read_text(encoding="utf-8"),
        base_url=f"{STATIC.as_uri()}/",
        font_config=_fonts(),
        url_fetcher=OURS,
    )


def faces() -> int:
    """Where Pango's font map of the papers lies in memory, for `lettering`: the machine's faces, and ours read in."""
    _style("faces")
    return int(ffi.cast("uintptr_t", _fonts().font_map))


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
    with ONE_AT_A_TIME:
        document = HTML(string=without_emoji(html), base_url=f"{STATIC.as_uri()}/", url_fetcher=OURS)
        pdf = document.write_pdf(stylesheets=[_style(name) for name in ("faces", *styles)], font_config=_fonts())
    return bytes(pdf)
