"""My data: found from Help, not from a tile."""

from haat.web.maker.base.rooms import Room

ROOM = Room(order=90)
