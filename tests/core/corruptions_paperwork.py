"""Corruptions of papers on their way: one hand twice, answers kept too long, a road of nothing, a day without room."""

from datetime import time

from django.utils import timezone

from haat.core.dates import today
from haat.makers.models import Document, Maker
from haat.paperwork.models import Camp, Road, Turn
from tests.core.plants import Plant


def _road(**more: object) -> Road:
    maker = Maker.objects.earliest("pk")
    return Road.objects.create(mart=maker.mart, maker=maker, **({"kind": "fssai"} | more))


def one_hand() -> None:
    _road(state="granted", typed_by_id=7, checked_by_id=7)


def answers_kept() -> None:
    _road(state="not_needed", answers=b"x")


def road_of_nothing() -> None:
    _road(kind="nothing", state="through")


def paper_of_another() -> None:
    maker = Maker.objects.earliest("pk")
    facts = {"mart": maker.mart, "block": maker.block, "place": maker.place, "seller": maker.seller}
    other = Maker.objects.create(kind="group", slug="planted", pin="814112", **facts)
    paper = Document.objects.create(maker=other, kind="udyam", number="UDYAM-JH-05-0009999")
    _road(document=paper, state="through")


def _camp(**more: object) -> Camp:
    maker = Maker.objects.earliest("pk")
    facts = {"where": "x", "day": today(), "begins": time(10), "ends": time(16), "most": 1, "key": "planted"}
    return Camp.objects.create(mart=maker.mart, block=maker.block, **(facts | more))


def no_room() -> None:
    camp = _camp()
    maker = Maker.objects.earliest("pk")
    other = Maker.objects.exclude(pk=maker.pk).earliest("pk")
    for number, each in enumerate((maker, other), start=1):
        Turn.objects.create(camp=camp, maker=each, number=number)


def seen_and_never_came() -> None:
    Turn.objects.create(camp=_camp(key="other"), maker=Maker.objects.earliest("pk"), number=1, seen_at=timezone.now())


PAPERWORK: list[tuple[str, str, Plant]] = [
    ("a number written and read by one", "a number that came was read by another person than wrote it down", one_hand),
    ("answers kept after the end", "what was asked for a form is gone when its road has ended", answers_kept),
    ("a road nobody knows", "every road leads to a paper that is known", road_of_nothing),
    ("a road with another maker's paper", "a road's paper is its own maker's", paper_of_another),
    ("more turns than room", "nobody has more turns at a papers day than there is room", no_room),
    ("seen without coming", "who was seen at a papers day had come", seen_and_never_came),
]  # fmt: skip
