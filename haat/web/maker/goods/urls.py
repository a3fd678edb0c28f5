"""Addresses of the room."""

from django.urls import path

from haat.web.maker.goods import add, asking, changing, one, pages, parts, sharing, sync

urlpatterns = [
    path("goods/", pages.goods, name="goods"),
    path("goods/<int:pk>/", one.good, name="good"),
    path("goods/<int:pk>/parts/", parts.price_parts, name="price_parts"),
    path("goods/<int:pk>/stock/", pages.stock, name="stock"),
    path("goods/<int:pk>/price/", pages.price, name="price"),
    path("goods/<int:pk>/shelf/", pages.shelf, name="shelf"),
    path("goods/<int:pk>/share/", sharing.share, name="share"),
    path("goods/<int:pk>/share/<slug:form>.jpg", sharing.share_picture, name="share_picture"),
    path("goods/<int:pk>/send/", pages.send, name="send_good"),
    path("goods/<int:pk>/back/", pages.take_back, name="take_back"),
    path("goods/<int:pk>/change/", changing.change, name="change"),
    path("craft/", asking.craft, name="craft"),
    path("add/", add.add, name="add"),
    path("added/<int:pk>/", add.added, name="added"),
    path("token/", sync.token, name="token"),
    path("sync/", sync.sync, name="sync"),
]
