"""Addresses of the room, below /office/."""

from django.urls import path

from haat.web.office.stock import moves, places

app_name = "stock"
urlpatterns = [
    path("stock/", places.stock, name="list"),
    path("stock/open/", places.open_, name="open"),
    path("stock/send/", moves.senders_page, name="senders"),
    path("stock/places/<int:pk>/", places.place, name="place"),
    path("stock/places/<int:pk>/change/", places.change, name="change"),
    path("stock/places/<int:pk>/close/", places.close, name="close"),
    path("stock/places/<int:pk>/sell/", places.sell, name="sell"),
    path("stock/places/<int:pk>/stop/<int:seller>/", places.stop, name="stop"),
    path("stock/places/<int:pk>/count/<int:variant>/", places.count, name="count"),
    path("stock/places/<int:pk>/found/", places.found, name="found"),
    path("stock/places/<int:pk>/send/", moves.send, name="send"),
    path("stock/moves/<int:pk>/", moves.move, name="move"),
    path("stock/moves/<int:pk>/receive/", moves.receive, name="receive"),
    path("stock/moves/<int:pk>/settle/<int:line>/", moves.settle, name="settle"),
    path("stock/moves/<int:pk>/challan/", moves.challan, name="challan"),
]
