"""Every message Haat sends, as it is registered with the operators (DLT): its words, its variables, how long it lives.

A room declares what it says in `notices.py`, as `NOTICES`; they are read the first time one is asked for. The long
words of a message (`Message.body`) are for the reader's list in the app and for e-mail; a text message and WhatsApp
carry the short words of its notice, filled with its values. TRAI's direction of 18 November 2025 holds for them
(`faults`): two variables at most, never side by side, each with the tag of its purpose; a link or a number to call
stands in them only when it is registered.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import NamedTuple

from django.apps import apps
from django.utils.translation import gettext, override
from django.utils.translation import gettext_noop as _

from haat.core.identifiers import ten_figures
from haat.core.languages import LANGUAGES, best, order_of
from haat.messages.parts import Length, cut, length, units_wide
from haat.people.actions import CODE_LIFE
from haat.places.models import Mart

# What operators let a variable hold: figures; letters and figures; a registered number to call.
NUMERIC, ALPHANUMERIC, CALL_BACK = "numeric", "alphanumeric", "cbn"
TAGS = (NUMERIC, ALPHANUMERIC, CALL_BACK)
MOST_VARIABLES, LONGEST_VARIABLE = 2, 30
# Sites that may stand in the words of a text message; every operator must have them registered. None does today.
LINKS: frozenset[str] = frozenset()
DAY = timedelta(days=1)
DOTS = "······"

# A percent sign of the words stands doubled: taken first, it hides no slot and makes none.
SLOT = re.compile(r"%%|%\((\w+)\)s")
_LINK = re.compile(r"https?://|\b(?:[\w-]+\.)+(?:in|com|org|net|co|io|me|app)\b", re.IGNORECASE)
_PHONE = re.compile(r"[0-9][0-9 -]{6,}[0-9]")
# Operators refuse quotes, brackets and signs in a variable; what makes up numbers, days and names stays.
_SIGNS = re.compile(r"[^\w\s./:-]", re.ASCII)
_OTHERS = re.compile(r"[^0-9]")


@dataclass(frozen=True)
class Variable:
    """What is filled in: its name, the tag of its purpose, the purpose in words, and the longest real value.

    `secret`: it is worth stealing, and the desk never sees it.
    """

    name: str
    tag: str
    purpose: str
    longest: str
    secret: bool = False

    @property
    def most(self) -> int:
        """The most units of UTF-16 it may take."""
        return units_wide(self.longest)

    def clean(self, value: str) -> str:
        """The value as operators let it pass: the letters of its tag; words no longer than its longest.

        Figures are never cut: an amount that lost its end is another amount.
        """
        if self.tag == NUMERIC:
            return _OTHERS.sub("", value)
        if self.tag == CALL_BACK:
            return ten_figures(value) or _OTHERS.sub("", value)
        return cut("".join(_allowed(value)), self.most)


def _allowed(value: str) -> Iterator[str]:
    for letter in value:
        if not letter.isascii():
            yield " " if letter in "“”‘’„«»…•×₹" else letter
        else:
            yield _SIGNS.sub(" ", letter)


class Worded(NamedTuple):
    """The words of a notice in the language they are really in; `text` still has its slots.

    Words that are a mart's own have the number under which they are registered (`template`), and the gateway's own.
    """

    text: str
    language: str
    template: str = ""
    at_gateway: str = ""


@dataclass(frozen=True)
class Notice:
    """One message: its name, its English words with slots, its variables in the order they stand in English.

    `about`: what it is for, in the sheet of the registration. `life`: afterwards it is of no use, and does not leave.
    `forgotten`: its words are wiped out when it has left, for they are secret and nobody needs them twice: of every
    notice with a code (its page shows or renews it). `asks`: purposes (`core.personal`); to whom one of them was
    refused it stays in the app: what the law, an order or money needs asks nobody. The slot
    `mart` is no variable: the mart's name is part of the words that are registered for it.
    """

    name: str
    words: str
    variables: tuple[Variable, ...] = ()
    about: str = ""
    life: timedelta = DAY
    forgotten: bool = False
    asks: tuple[str, ...] = ()

    @property
    def secret(self) -> bool:
        """Whether it says something worth stealing."""
        return any(variable.secret for variable in self.variables)

    def in_language(self, code: str, mart: Mart | None = None) -> Worded:
        """Its words for a reader of `code`: in her language, or the next best that has them.

        With a `mart` its own words come first, as soon as they are registered.
        """
        return next(self.choices(code, mart))

    def choices(self, code: str, mart: Mart | None = None) -> Iterator[Worded]:
        """All its words for a reader of `code`, the best first."""
        for candidate in order_of(code):
            own = self.own_words(mart, candidate)
            if own and own.template:
                yield own
            if words := self._spoken(candidate):
                yield Worded(words, candidate)
        yield Worded(self.words, "en")

    def own_words(self, mart: Mart | None, code: str) -> Worded | None:
        """What a mart says in its stead in this very language, registered or not; None when it says nothing of its own.

        Words from before its variables changed are none any more.
        """
        kept = (mart.words.get("notices") or {}).get(self.name, {}).get(code) if mart else None
        if not kept or sorted(self.slots(kept["text"])) != sorted(v.name for v in self.variables):
            return None
        return Worded(kept["text"], code, kept.get("template", ""), kept.get("gateway", ""))

    def languages(self) -> list[str]:
        """The languages that have words of their own for it."""
        return [code for code in LANGUAGES if self._spoken(code)]

    def _spoken(self, code: str) -> str:
        if code == "en":
            return self.words
        with override(code):
            said = gettext(self.words)
        # A language without words of its own borrows those of Hindi (core.fallbacks).
        borrowed = code != "hi" and said == self._spoken("hi")
        return "" if borrowed or said == self.words else said

    def slots(self, text: str) -> list[str]:
        """The variables in the order in which they stand in `text`."""
        return [name for name in SLOT.findall(text) if name not in ("", "mart")]

    def variable(self, name: str) -> Variable:
        return next(variable for variable in self.variables if variable.name == name)

    def filled(self, worded: Worded, values: Mapping[str, str], mart: Mart | None) -> str:
        """The text message: its words with every value as operators let it pass."""
        clean = {v.name: v.clean(str(values.get(v.name, ""))) for v in self.variables}
        return worded.text % {**clean, "mart": mart_name(mart, worded.language)}

    def veiled(self, worded: Worded, values: Mapping[str, str], mart: Mart | None) -> str:
        """The same with dots for what is secret."""
        seen = {v.name: DOTS if v.secret else v.clean(str(values.get(v.name, ""))) or DOTS for v in self.variables}
        return worded.text % {**seen, "mart": mart_name(mart, worded.language)}

    def registered(self, worded: Worded, mart: Mart | None, slot: str = "{#var#}") -> str:
        """The words as they are typed into the operator's form; `slot` may name the `%(tag)s` of the variable."""

        def put(found: re.Match[str]) -> str:
            if found[1] is None:
                return "%"
            if found[1] == "mart":
                return mart_name(mart, worded.language)
            return slot.replace("%(tag)s", self.variable(found[1]).tag)

        return SLOT.sub(put, worded.text)

    def longest(self, worded: Worded, mart: Mart | None) -> Length:
        """How long it is with the longest real values."""
        return length(self.filled(worded, {v.name: v.longest for v in self.variables}, mart))


def rupees(paise: int, *, up: bool = False) -> str:
    """Whole rupees in figures, as operators let an amount pass; `up` for what somebody has to keep ready."""
    return str(-(-paise // 100) if up else paise // 100)


def mart_name(mart: Mart | None, language: str) -> str:
    """What a mart is called in a text message."""
    return best(mart.names, language).text if mart else "Haat"


def stand_side_by_side(text: str) -> bool:
    """Whether nothing but space stands between two variables."""
    return re.search(r"%\((?!mart\))\w+\)s\s*%\((?!mart\))\w+\)s", text) is not None


def unregistered(text: str) -> list[str]:
    """Sites and numbers to call in the fixed words that no operator lets pass."""
    fixed = SLOT.sub("…", text)
    return [found for found in (*_LINK.findall(fixed), *_PHONE.findall(fixed)) if found not in LINKS]


def faults(notice: Notice, language: str, mart: Mart | None) -> Iterator[str]:
    """What an operator would refuse in a notice as we word it, one sentence each."""
    worded = Worded(notice._spoken(language), language)
    slots = notice.slots(worded.text)
    if len(notice.variables) > MOST_VARIABLES:
        yield f"{len(notice.variables)} variables, and at most {MOST_VARIABLES} may be"
    if sorted(slots) != sorted(v.name for v in notice.variables):
        yield f"the slots {slots} are not its variables"
        return
    if stand_side_by_side(worded.text):
        yield "two variables stand side by side"
    for v in notice.variables:
        if v.tag not in TAGS or not v.purpose:
            yield f"{v.name} has no tag and purpose"
        if v.most > LONGEST_VARIABLE:
            yield f"{v.name} takes {v.most}, and at most {LONGEST_VARIABLE} may be"
    for found in unregistered(worded.text):
        yield f"{found!r} is not registered"
    told = notice.longest(worded, mart)
    if told.parts > 1:
        yield f"{told.units} units, {told.parts} parts"


# A message that comes after the code's own life helps nobody.
SIGN_IN = Notice(
    "sign_in_code",
    _("%(code)s is your code for %(mart)s. It works for ten minutes. Tell it to nobody."),
    (Variable("code", NUMERIC, "the code to sign in with", "123456", secret=True),),
    about="To whoever asked for it: a code to sign in with.",
    life=CODE_LIFE,
    forgotten=True,
)
INVITED = Notice(
    "invited",
    _("%(invitation)s lets you in at %(mart)s. Write it on its page of invitations. Tell it to nobody."),
    (Variable("invitation", ALPHANUMERIC, "the code of the invitation", "7KQF-3M9T-XW2P", secret=True),),
    about="To somebody who gets a role at the office or the road: the code that lets her choose a password.",
    forgotten=True,
)
NOTICES = (SIGN_IN, INVITED)


@cache
def every() -> Mapping[str, Notice]:
    """All notices by their name, as their rooms declare them; raises ValueError when two are called alike."""
    found: dict[str, Notice] = {}
    for app in apps.get_app_configs():
        if app.name.startswith("haat.") and app.name.count(".") == 1 and find_spec(f"{app.name}.notices"):
            module = import_module(f"{app.name}.notices")
            for notice in getattr(module, "NOTICES", ()):
                if found.setdefault(notice.name, notice) is not notice:
                    raise ValueError(f"two notices are called {notice.name!r}")
    return found


def get(name: str) -> Notice | None:
    """The notice of this name; None when none is called so (any more)."""
    return every().get(name)
