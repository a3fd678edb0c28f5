"""WeasyPrint with our fonts and nothing from anywhere else.

It brings 40 MB and takes a second to be read, which most processes of the web never need: `printer` reads this module
when the first paper is drawn, and nobody else does.
"""

from collections.abc import Mapping, Sequence
from contextlib import closing
from functools import lru_cache
from pathlib import Path

from PIL import ImageFile
from weasyprint import CSS, HTML  # type: ignore[import-untyped]
from weasyprint.text.ffi import ffi  # type: ignore[import-untyped]
from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]
from weasyprint.urls import URLFetcher, URLFetcherResponse  # type: ignore[import-untyped]

from haat.web.papers.ours import HERE, STATIC

# WeasyPrint lets Pillow read pictures that are cut short, in the whole process: what people send must not be.
ImageFile.LOAD_TRUNCATED_IMAGES = False


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
def fonts() -> FontConfiguration:
    """The display faces and the system's, read once a process."""
    return FontConfiguration()


@lru_cache(maxsize=8)
def style(name: str) -> CSS:
    """One of the papers' styles, read once a process."""
    return CSS(
        string=(HERE / "styles" / f"{name}.css").read_text(encoding="utf-8"),
        base_url=f"{STATIC.as_uri()}/",
        font_config=fonts(),
        url_fetcher=OURS,
    )


def faces() -> int:
    """Where Pango's font map of the papers lies in memory: the machine's faces, and ours read in."""
    style("faces")
    return int(ffi.cast("uintptr_t", fonts().font_map))


def pdf(html: str, styles: Sequence[str]) -> bytes:
    """The PDF of `html` under these styles; two threads at once it does not bear."""
    document = HTML(string=html, base_url=f"{STATIC.as_uri()}/", url_fetcher=OURS)
    return bytes(document.write_pdf(stylesheets=[style(name) for name in styles], font_config=fonts()))
