"""Reading practice: a maker's practice shop, which lesson a step of it practises, and the card of a craft."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from haat.catalogue.models import Craft
from haat.learning.lessons import Lesson, Said, Shown, Words
from haat.learning.models import CraftCheck, Practice, PracticePhoto
from haat.learning.queries import craft_of
from haat.makers.models import Maker
from haat.orders.models import Part

Step, Case = Practice.Step, Practice.Case
QUALITY = "quality-by-craft"
# What each step of the practice shop is the practice of.
PRACTISES: Mapping[str, Sequence[str]] = {
    "good": ("photo", "name-and-price"),
    "mend": ("marketplace-rules",),
    "accept": ("order-in-time",),
    "pack": ("packing", "label"),
    "return": ("returns",),
}
# What is right to do with what comes back.
RIGHT = {Case.WHOLE: "again", Case.FOOD: "aside", Case.SWAPPED: "call"}
CHOICES = ("again", "aside", "call")
# The scenes of the lesson about quality that ask something of every piece; among them the craft's own.
OWN_POINT, POINTS = "craft", ("s2", "s3", "s5")


def practice_of(maker: Maker) -> Practice | None:
    """The maker's turn that goes on, or her last one."""
    return Practice.objects.filter(maker=maker).order_by("-turn").first()


def photo_of(practice: Practice, kind: str) -> PracticePhoto | None:
    """A photo of a practice with what it shows."""
    return PracticePhoto.objects.filter(practice=practice, kind=kind).first()


def photos_of(practice: Practice) -> set[str]:
    """Which photos a practice has."""
    return set(PracticePhoto.objects.filter(practice=practice).values_list("kind", flat=True))


def case_for(maker: Maker, turn: int) -> str:
    """What is the matter with what comes back in a turn: first what her craft meets most, then a parcel swapped."""
    if turn % 2 == 0:
        return Case.SWAPPED
    craft = craft_of(maker)
    return Case.FOOD if craft is not None and craft.food else Case.WHOLE


@dataclass(frozen=True)
class Point:
    """One question of the craft check: a picture, and what it says when it is so."""

    key: str
    shown: Shown
    say: Said
    screen: Words


def points_for(lesson: Lesson, craft: Craft) -> tuple[str, list[Point]]:
    """(card, its points) by which pieces of a craft are checked, as the mart words them in the lesson about quality.

    The craft's own test stands first; a craft without a card has the points of all crafts alone, and the card "all".
    """
    card = next((one for one in lesson.cards if craft.slug in one.crafts), None)
    own = lesson.for_craft(craft.slug)
    wanted = [scene for scene in own.scenes if scene.id in POINTS]
    if card is not None:
        wanted = [*(scene for scene in own.scenes if scene.role == OWN_POINT), *wanted]
    points = [Point(scene.id, scene.picture, scene.say, scene.screen) for scene in wanted]
    return (card.id if card is not None else "all"), points


def check_of(part: Part) -> CraftCheck | None:
    """How a part was checked before it was packed."""
    return CraftCheck.objects.filter(part=part).first()
