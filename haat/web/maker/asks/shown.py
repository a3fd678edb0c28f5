"""A question as the phone draws it: what is asked, why, how it is answered, and what is read aloud of it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from haat.catalogue.answers import (
    CHOICE,
    MEASURE,
    NUMBER,
    SEVERAL,
    SIZE,
    YES_NO,
    asked_of,
    choice_names,
    choices_of,
)
from haat.catalogue.models import Good
from haat.catalogue.queries import name
from haat.channels.ask_kinds import K
from haat.channels.asked_papers import given_before, kinds_of, seen_of
from haat.channels.asks import Ask
from haat.channels.wording import Said, words_of
from haat.core.languages import Text, best
from haat.makers.models import Maker, PaperKind
from haat.makers.paper_book import book
from haat.web.maker.asks.told import MM_A_CM, SIDES
from haat.web.ui.units import unit_word

# How it is answered, by what the question is: the part of the page that draws it.
DRAWN = {CHOICE: "choice", SEVERAL: "choice", YES_NO: "choice", NUMBER: "number", MEASURE: "number", SIZE: "sides"}
OF_KIND = {K.WEIGHT: "number", K.SIZE: "sides", K.PICTURE: "picture", K.PAPER: "paper", K.OTHER: "other"}
MOST_READ = 8  # choices that are read aloud


@dataclass(frozen=True)
class Shown:
    """An ask with its good as the page has it (words and pictures loaded).

    `typed`: what was refused; `wrong`: why, and `at` which field. `papers`: the kinds of papers that are the one asked
    for and that she can give; `before` tells the one that stands here.
    """

    ask: Ask
    good: Good
    words: Said | None = None
    wrong: str = ""
    sure: str = ""
    typed: Mapping[str, Any] | None = None
    at: str = "answer"
    papers: Sequence[PaperKind] = ()
    before: str = ""

    @property
    def name(self) -> Text:
        return name(self.good)

    @property
    def drawn(self) -> str:
        if self.ask.attribute is not None:
            return DRAWN.get(self.ask.attribute.type, "text")
        if self.ask.kind == K.PAPER and not self.papers:
            return "other"
        return OF_KIND[K(self.ask.kind)]

    @property
    def picture(self) -> str:
        photo = next(iter(self.good.photos.all()), None)
        return photo.picture.digest if photo else ""

    @property
    def size(self) -> str:
        """What the size is called, where one size is asked about."""
        variant = self.ask.variant
        several = sum(each.active for each in self.good.variants.all()) > 1
        return (best(variant.labels).text or variant.sku) if variant is not None and several else ""

    @property
    def heading(self) -> str:
        """The question itself, short and large."""
        ask = self.ask
        if ask.kind == K.WEIGHT:
            return _("How heavy is one, packed?")
        if ask.kind == K.SIZE:
            return _("How large is one, packed?")
        if ask.kind == K.PICTURE:
            return _("Take one more picture, on a white sheet")
        if ask.kind == K.OTHER and self.words is not None:
            return str(self.words.sentence)
        return str(ask.what) if ask.kind == K.PAPER else f"{ask.what}?"

    @property
    def why(self) -> str:
        """Who asks, and what stands there that was not taken."""
        where = ", ".join(str(title) for title in self.ask.where)
        if self.ask.kind == K.PAPER:
            return self._of_paper
        if self.ask.kind == K.OTHER and self.words is not None:
            return str(self.words.next_step)
        if self.ask.kind == K.PICTURE and self.words is not None:
            return f"{self.words.sentence} {_('Then it can be shown at %(where)s too.') % {'where': where}}"
        if self.ask.value is not None:
            told = {"where": where, "value": self.known}
            return _("%(where)s does not take it as it stands: “%(value)s”. Look once more.") % told
        return _("%(where)s asks this of such goods.") % {"where": where} if where else ""

    @property
    def _of_paper(self) -> str:
        """What is said against the good, for how many it is asked, and what is to be done."""
        said = [str(self.words.sentence)] if self.words is not None else []
        if more := len(self.ask.goods) - 1:
            words = ngettext("%(n)s good more waits for it.", "%(n)s goods more wait for it.", more)
            said.append(words % {"n": more})
        if self.papers:
            said.append(_("Write its number, and take a picture of it. The desk looks at it, and keeps it locked."))
        else:
            said.append(_("Show the paper to whoever helps you: they write it down for you."))
        return " ".join(said)

    @property
    def asks_day(self) -> bool:
        """Whether such a paper may have a last day."""
        return any(kind.lasts != PaperKind.Lasts.LIFE or kind.years for kind in self.papers)

    @property
    def example(self) -> str:
        """How its number looks, where that is known."""
        return self.papers[0].example if len(self.papers) == 1 else ""

    @property
    def known(self) -> str:
        """What is known, in words."""
        return in_words(self.ask, self.ask.value)

    @property
    def seen(self) -> str:
        """What stood there when she was asked, to be sent with her answer."""
        if self.ask.kind == K.PAPER:
            return self.before
        return json.dumps(self.ask.value, sort_keys=True)

    @property
    def unit(self) -> str:
        if self.ask.kind == K.WEIGHT:
            return unit_word("g")
        unit = "cm" if self.ask.kind == K.SIZE else self.ask.attribute.unit if self.ask.attribute else ""
        return unit_word(unit) if unit else ""

    @property
    def choices(self) -> list[dict[str, Any]]:
        """What can be chosen, each with the words she reads."""
        if self.ask.attribute is None:
            return []
        if self.ask.attribute.type == YES_NO:
            return [{"value": "yes", "title": _("Yes")}, {"value": "no", "title": _("No")}]
        asked = asked_of(self.ask.attribute)
        return [{"value": value, "title": best(choice_names(asked, value)).text} for value in choices_of(asked)]

    @property
    def several(self) -> bool:
        return self.ask.attribute is not None and self.ask.attribute.type == SEVERAL

    @property
    def chosen(self) -> Any:
        """What stands chosen: what she sent and was refused, else what is known; never a default."""
        if self.typed is not None:
            return self.typed["answers"] if self.several else self.typed["answer"]
        value = self.ask.value
        if isinstance(value, bool):
            return "yes" if value else "no"
        return value if value is not None else ""

    @property
    def text(self) -> str:
        """What stands written in the one field of a number or of words."""
        if self.typed is not None:
            return str(self.typed["answer"])
        value = self.ask.value
        if isinstance(value, dict):
            return best(value).text
        return "" if value is None else f"{value:g}" if isinstance(value, (int, float)) else str(value)

    @property
    def sides(self) -> list[tuple[str, str, str]]:
        """The fields of a size: name, what it is, what stands in it."""
        words = (_("Length"), _("Width"), _("Height"))
        value = self.ask.value if isinstance(self.ask.value, list) else []
        known = [side / MM_A_CM for side in value] if self.ask.kind == K.SIZE else value
        shown = [f"{side:g}" for side in known] + [""] * len(SIDES)
        typed = self.typed or dict(zip(SIDES, shown, strict=False))
        return [(field, word, str(typed[field])) for field, word in zip(SIDES, words, strict=True)]

    @property
    def say(self) -> str:
        """What is read aloud: of which good, the question, why, and what can be chosen."""
        about = ", ".join(filter(None, [self.name.text, self.size]))
        titles = [choice["title"] for choice in self.choices[:MOST_READ]]
        named = f"{', '.join(titles)}." if titles else ""
        return " ".join(filter(None, [f"{about}.", self.heading, self.why, named]))

    @property
    def deed(self) -> str:
        """What the answer is called while it is kept on the phone."""
        return f"{self.ask.what}: {self.name.text} {self.size}".strip()


def in_words(ask: Ask, value: Any) -> str:
    """An answer as she reads it."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, dict):
        return best(value).text
    if ask.kind == K.SIZE and isinstance(value, list):
        value = [side / MM_A_CM for side in value]
    values = value if isinstance(value, list) else [value]
    asked = asked_of(ask.attribute) if ask.attribute is not None else {}
    choices = choices_of(asked) if asked else []
    texts = [best(choice_names(asked, each)).text if each in choices else _figure(each) for each in values]
    return (" × " if ask.kind == K.SIZE else ", ").join(texts)


def _figure(value: Any) -> str:
    return f"{value:g}" if isinstance(value, (int, float)) else str(value)


def shown_of(maker: Maker, asks: Sequence[Ask], goods: Mapping[int, Good]) -> list[Shown]:
    """These asks of a maker as they are drawn, their goods loaded; two statements at most, and some for papers."""
    spoken = [ask.causes[0] for ask in asks if ask.causes and ask.kind in (K.PICTURE, K.PAPER, K.OTHER)]
    words = words_of(spoken) if spoken else {}
    papers = _papers(maker, [ask.about for ask in asks if ask.kind == K.PAPER])
    return [
        Shown(ask, goods[ask.good.pk], _words(ask, words), **(papers[ask.about] if ask.kind == K.PAPER else {}))
        for ask in asks
    ]


def _papers(maker: Maker, asked: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Of these papers the kinds she can give, and what stands here of them; three statements, or none."""
    if not asked:
        return {}
    known = book()
    kinds = {paper: kinds_of(paper, known) for paper in asked}
    here = given_before(maker, {kind.slug for some in kinds.values() for kind in some})
    return {
        paper: {"papers": some, "before": seen_of(here[kind.slug] for kind in some if kind.slug in here)}
        for paper, some in kinds.items()
    }


def _words(ask: Ask, words: Mapping[int, Said]) -> Said | None:
    """What is said against the good, and what to do: by a marketplace, or by a list that others fetch."""
    if ask.causes:
        return words.get(ask.causes[0].pk)
    if ask.reasons:
        reason, title = ask.reasons[0]
        return Said(reason.sentence, reason.next_step, title)
    return None
