"""Addresses of the room."""

from django.urls import path

from haat.web.shop.checkout import pages

urlpatterns = [
    path("checkout/", pages.checkout, name="checkout"),
]
