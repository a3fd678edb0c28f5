"""Addresses of the room."""

from django.urls import path

from haat.web.shop.checkout import pages, wishing

urlpatterns = [
    path("checkout/", pages.checkout, name="checkout"),
    path("checkout/ask/", wishing.wish, name="wish"),
]
