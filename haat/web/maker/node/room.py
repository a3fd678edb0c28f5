"""The groups of a village organisation or a village: its secretary and its CRP begin here; there is no tile of it."""

from haat.people.rules import can
from haat.web.maker.base.request import Request
from haat.web.maker.base.rooms import Room


def begins(request: Request) -> str:
    """Her own first page, when she keeps an organisation's groups or a village's."""
    return "maker:node" if can(request.user, "keep_node", mart=request.mart) else ""


ROOM = Room(order=96, begins=begins)
