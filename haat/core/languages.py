"""The languages Haat speaks, and picking the best text there is for a reader."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from django.utils.translation import get_language, trans_real


@dataclass(frozen=True)
class Language:
    """A language as the reader knows it: BCP 47 code, own name, ISO 15924 script, direction, speech locale."""

    code: str
    endonym: str
    script: str
    direction: str
    speech: str


LANGUAGES = {
    language.code: language
    for language in (
        Language("en", "English", "Latn", "ltr", "en-IN"),
        Language("hi", "हिन्दी", "Deva", "ltr", "hi-IN"),
        Language("mr", "मराठी", "Deva", "ltr", "mr-IN"),
        Language("bn", "বাংলা", "Beng", "ltr", "bn-IN"),
        Language("sat", "ᱥᱟᱱᱛᱟᱲᱤ", "Olck", "ltr", "sat-IN"),
        Language("or", "ଓଡ଼ିଆ", "Orya", "ltr", "or-IN"),
        Language("ur", "اردو", "Arab", "rtl", "ur-IN"),
    )
}
CODES = tuple(LANGUAGES)
# The languages in which a buyer's whole road is there: shop, basket, checkout with its refusals, order page. The others
# name goods and makers, and speak to makers; a test measures the catalogues (docs/decisions/whole-languages.md).
SPOKEN = ("en", "hi", "mr")
# Where a reader looks next when a text is missing in her language.
FALLBACKS = {"mr": ("mr", "hi", "en"), "en": ("en", "hi", "mr")}


class Text(NamedTuple):
    """A text and the language it is really in."""

    text: str
    language: str


def current() -> str:
    """The active language code, always one of CODES."""
    # As `get_language` reads it, without its three calls: a page asks some dozens of times.
    active = getattr(trans_real._active, "value", None)  # type: ignore[attr-defined]
    return _ours(get_language() if active is None else active.to_language())


@cache
def _ours(code: str | None) -> str:
    """The one of CODES a language of Django's is."""
    first = (code or "en").split("-")[0]
    return first if first in LANGUAGES else "en"


def order_of(code: str) -> tuple[str, ...]:
    """The languages to try for a reader of `code`, best first."""
    return FALLBACKS.get(code, (code, "hi", "en", "mr"))


def spoken(codes: Iterable[str]) -> list[str]:
    """Those of `codes` a shop may be read in; Hindi where there is none."""
    return [code for code in codes if code in SPOKEN] or ["hi"]


def best(texts: Mapping[str, str], code: str | None = None) -> Text:
    """The best of `texts` (language → text) for a reader of `code` (the active language if not given)."""
    wanted = code or current()
    for candidate in (*order_of(wanted), *texts):
        if texts.get(candidate):
            return Text(texts[candidate], candidate)
    return Text("", wanted)
