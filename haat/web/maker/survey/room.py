"""The village survey: who walks the villages begins here; a maker's front page has no tile of it."""

from haat.people.rules import can
from haat.web.maker.base.request import Request
from haat.web.maker.base.rooms import Room


def begins(request: Request) -> str:
    """Her own first page, when she surveys."""
    return "maker:survey" if can(request.user, "survey", mart=request.mart) else ""


ROOM = Room(order=95, begins=begins)
