"""Addresses of the room."""

from django.urls import path

from haat.web.maker.goods import add, pages, sync

urlpatterns = [
    path("goods/", pages.goods, name="goods"),
    path("goods/<int:pk>/", pages.good, name="good"),
    path("goods/<int:pk>/stock/", pages.stock, name="stock"),
    path("goods/<int:pk>/price/", pages.price, name="price"),
    path("goods/<int:pk>/shelf/", pages.shelf, name="shelf"),
    path("add/", add.add, name="add"),
    path("added/<int:pk>/", add.added, name="added"),
    path("token/", sync.token, name="token"),
    path("sync/", sync.sync, name="sync"),
]
