"""What a mart says in its own words: its pages, and the lines of its front page. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from haat.places.models import Mart

# The pages a mart may write itself. Only the terms of sale have no plain words that hold everywhere.
PAGES = ("about", "terms", "returns", "privacy", "grievance")
WITHOUT_PLAIN_WORDS = "terms"
# The lines of the front page, and the names under which files of marts wrote them once.
HOME = {"intro": "share", "made_this_week": "week"}

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Page:
    """A page as the mart has written it: title and text by language. Paragraphs are set apart by an empty line."""

    title: Texts = field(default_factory=dict)
    text: Texts = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.title or self.text)


def page_of(mart: Mart, slug: str) -> Page:
    """The mart's own page; an empty one when it has written none."""
    kept: dict[str, Any] = next((page for page in mart.words.get("legal") or [] if page.get("slug") == slug), {})
    told: dict[str, list[str]] = {}
    for texts in kept.get("paragraphs", []):
        for code, text in texts.items():
            told.setdefault(code, []).append(text)
    return Page(kept.get("title", {}), {code: "\n\n".join(texts) for code, texts in told.items()})


def as_kept(slug: str, page: Page) -> dict[str, Any]:
    """A page in the shape in which the mart keeps it."""
    told = {code: paragraphs(text) for code, text in page.text.items()}
    most = max(map(len, told.values()), default=0)
    rows = [{code: texts[n] for code, texts in told.items() if n < len(texts)} for n in range(most)]
    return {"slug": slug, "title": dict(page.title), "paragraphs": rows}


def home_of(mart: Mart) -> dict[str, dict[str, str]]:
    """The lines of the front page the mart has written, by name and language."""
    kept = mart.words.get("home")
    told = kept if isinstance(kept, dict) else {}
    return {name: dict(told.get(name) or told.get(once) or {}) for name, once in HOME.items()}


def page_standing(mart: Mart, slug: str) -> str:
    """What the mart has written of a page (`home`: the lines of the front page), in short."""
    return sha256(repr(home_of(mart) if slug == "home" else page_of(mart, slug)).encode()).hexdigest()[:16]


def notice_of(mart: Mart, name: str) -> dict[str, dict[str, str]]:
    """Language → what the mart says for a notice, with its numbers."""
    return dict((mart.words.get("notices") or {}).get(name, {}))


def notice_standing(mart: Mart, name: str) -> str:
    """The same in short: who words it says what she read."""
    return sha256(repr(sorted(notice_of(mart, name).items())).encode()).hexdigest()[:16]


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, each on one line."""
    found: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.strip():
            found[-1].append(" ".join(line.split()))
        elif found[-1]:
            found.append([])
    return [" ".join(lines) for lines in found if lines]


def runs(text: str) -> list[tuple[str, bool]]:
    """A paragraph as runs of (text, bold): `**…**` stands for bold, and nothing else means anything."""
    return [(run, index % 2 == 1) for index, run in enumerate(text.split("**")) if run]


def unwritten(mart: Mart) -> Iterator[tuple[str, str]]:
    """(page, language) that a reader of the shop lacks: pages begun in another language, and the terms of sale."""
    for slug in PAGES:
        page = page_of(mart, slug)
        if page or slug == WITHOUT_PLAIN_WORDS:
            for code in mart.spoken:
                if not (page.title.get(code) and page.text.get(code)):
                    yield slug, code
