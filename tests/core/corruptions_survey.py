"""Corruptions of the village survey; see corruptions.py."""

from collections.abc import Callable

from haat.core.models import Event
from haat.survey import actions
from haat.survey.models import Answer, Find
from tests.core.plants import Plant
from tests.make import BY
from tests.make_survey import make_find, make_village, sound_file


def find() -> Find:
    """One with her voice, of a maker's block of the books."""
    made = make_find(place=make_village("Planted"))
    actions.give_file(made, file=sound_file(), by=BY)
    return made


def answered(**change: object) -> Callable[[], object]:
    return lambda: Answer.objects.filter(find=find()).update(**change)


def itself() -> None:
    one = find()
    Find.objects.filter(pk=one.pk).update(state=Find.State.DUPLICATE, twin=one)


def untold_find() -> None:
    Event.objects.filter(kind="survey.found", subject_id=find().pk).delete()


SURVEY: list[tuple[str, str, Plant]] = [
    ("a name kept after a no", "what is kept of a person found has her open yes", answered(yes=False, purposes=[])),
    ("a household she said no to", "what is kept of a person found has her open yes",
     answered(purposes=["contact", "media"])),
    ("a voice she said no to", "files of a find are there with her yes, and of what is only counted there are none",
     answered(purposes=["contact", "household"])),
    ("a find that is its own duplicate", "a find leads to another of its own mart, and to nobody else", itself),
    ("a find that nobody told", "every find was told of once, and every maker made of one", untold_find),
]  # fmt: skip
