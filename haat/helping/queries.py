"""Reading what makers asked."""

from django.db.models import QuerySet

from haat.helping.models import Question
from haat.makers.models import Maker
from haat.makers.queries import one_with, spoken_to
from haat.places.models import Mart, Place


def asked_by(maker: Maker) -> QuerySet[Question]:
    """A maker's questions, and those of whoever was found to be it; the last first."""
    return Question.objects.filter(maker__in=one_with(maker).values("pk")).order_by("-pk")


def told_at(maker: Maker) -> str:
    """The phone at which a maker hears of her question: her leader's, or its own; empty when neither has one."""
    user, _language = spoken_to(maker)
    return user.phone if user is not None and user.phone else maker.phone


def asked_within(mart: Mart, place: Place) -> QuerySet[Question]:
    """What makers at or below `place` ever asked, with who they are and what was said."""
    rows = Question.objects.filter(place.reach(mart, "maker__block"), mart=mart)
    return rows.select_related("maker__block").order_by("-pk")


def open_within(mart: Mart, place: Place) -> QuerySet[Question]:
    """Those nobody has answered."""
    return asked_within(mart, place).filter(answered_at=None)
