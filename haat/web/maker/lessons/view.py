"""A lesson as the phone draws it: its scenes with her own good, her figure, and what stands behind each practice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.catalogue.queries import newest_photo
from haat.core.money import format_rupees
from haat.learning.lessons import Call, Lesson, Pair, Practice, Question, Scene, Shown
from haat.learning.queries import craft_of
from haat.ledger.queries import owed
from haat.makers.models import Maker
from haat.web.ui.scenes import Drawn, Own, draw

# The page of her app behind a practice: its address, the words of its key, its icon.
PAGES: Mapping[str, tuple[str, "str | Promise", str]] = {
    "add": ("maker:add", _("Photograph my own good"), "camera"),
    "orders": ("maker:orders", _("Open my orders"), "box"),
    "goods": ("maker:goods", _("Open my goods"), "basket"),
    "money": ("maker:money", _("Open my money"), "rupee"),
    "help": ("maker:help", _("Whom to call"), "phone"),
    "ask": ("maker:ask", _("Ask the desk by voice"), "mic"),
    "practice": ("maker:practice", _("Open the practice shop"), "box"),
}
FACES = (("honest", "caller-honest"), ("cheat", "caller-cheat"))
STEP_PAISE = 100_00


def own_of(maker: Maker) -> Own:
    """Her newest picture, and her craft; two statements at most."""
    photo = newest_photo(maker)
    if photo is not None:
        return Own(photo.picture.digest, photo.good.craft)
    return Own("", craft_of(maker))


@dataclass(frozen=True)
class Choice:
    """One picture to be tapped: what it stands for, how it is drawn, whether it is the right one."""

    value: str
    drawn: Drawn
    right: bool


@dataclass(frozen=True)
class Step:
    """One screen: a scene with its pictures drawn."""

    scene: Scene
    drawn: Drawn
    pair: Sequence[Choice]
    number: int

    @property
    def leads(self) -> Pair | None:
        return self.scene.pair

    @property
    def practice(self) -> Practice | None:
        return self.scene.practice

    @property
    def page(self) -> tuple[str, "str | Promise", str] | None:
        """Where in her app it is done."""
        practice = self.scene.practice
        return PAGES.get(practice.page) if practice is not None else None

    @property
    def calls(self) -> Sequence[Call]:
        return self.scene.practice.calls if self.scene.practice is not None else ()


@dataclass(frozen=True)
class Asked:
    """One picture question, drawn."""

    question: Question
    choices: Sequence[Choice]


def steps(lesson: Lesson, own: Own) -> list[Step]:
    """The screens of a lesson."""
    return [
        Step(scene, draw(scene.picture, own), _choices(scene.pair.sides, "right", own) if scene.pair else (), number)
        for number, scene in enumerate(lesson.scenes, start=1)
    ]


def asked(questions: Sequence[Question], own: Own) -> list[Asked]:
    """The questions of a lesson."""
    return [Asked(one, _choices(one.choices, one.answer, own)) for one in questions]


def _choices(sides: Sequence[tuple[str, Shown]], right: str, own: Own) -> list[Choice]:
    return [Choice(value, draw(shown, own), value == right) for value, shown in sides]


def faces() -> list[Choice]:
    """Both callers of the game."""
    return [Choice(value, draw(Shown("", drawing), Own()), False) for value, drawing in FACES]


@dataclass(frozen=True)
class Figure:
    """One of three figures; one is what she is owed."""

    words: str
    right: bool


def figures(maker: Maker) -> list[Figure]:
    """What she is owed beside two other figures, the least first; none when nothing is owed."""
    paise = owed(maker).total_paise
    if paise <= 0:
        return []
    step = max(STEP_PAISE, paise // 3 // 100 * 100)
    others = (paise + step, paise + 2 * step) if paise % 200 else (max(0, paise - step), paise + step)
    return [Figure(format_rupees(each), each == paise) for each in sorted({paise, *others})]
