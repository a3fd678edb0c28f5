"""Addresses of the room, below /office/."""

from django.urls import path

from haat.web.office.goods import pages

app_name = "goods"
urlpatterns = [
    path("goods/", pages.goods, name="list"),
    path("goods/<int:pk>/", pages.good, name="good"),
    path("goods/<int:pk>/approve/", pages.approve, name="approve"),
    path("goods/<int:pk>/name/", pages.give_name, name="give_name"),
    path("goods/<int:pk>/send-back/", pages.send_back, name="send_back"),
]
