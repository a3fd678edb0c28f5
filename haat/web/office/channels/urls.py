"""Addresses of the room, below /office/."""

from haat.web.office.channels.published import ADDRESSES

app_name = "channels"
urlpatterns = [*ADDRESSES]
