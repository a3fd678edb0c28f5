"""Addresses of the room."""

from django.urls import path

from haat.web.shop.order import pages

urlpatterns = [
    path("orders/", pages.orders, name="orders"),
    path("o/<str:token>/", pages.order, name="order"),
    path("o/<str:token>/<str:number>.pdf", pages.invoice, name="invoice"),
]
