"""A coordinator's list of all her groups; a maker's front page has no tile of it."""

from haat.web.maker.base.rooms import Room

ROOM = Room(order=90)
