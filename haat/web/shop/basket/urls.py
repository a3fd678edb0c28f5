"""Addresses of the room."""

from django.urls import path

from haat.web.shop.basket import pages

urlpatterns = [
    path("basket/", pages.basket, name="basket"),
    path("basket/change/", pages.change, name="basket_change"),
]
