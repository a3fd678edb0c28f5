"""Addresses of the room, below /office/."""

from django.urls import path

from haat.web.office.federation import pages

app_name = "federation"
urlpatterns = [
    path("federation/", pages.home, name="home"),
    path("federation/orders/", pages.orders, name="orders"),
    path("federation/orders/<str:number>/", pages.order, name="order"),
    path("federation/payouts/", pages.payouts, name="payouts"),
    path("federation/invoices/", pages.invoices, name="invoices"),
    path("federation/invoices/<int:pk>/", pages.invoice, name="invoice"),
    path("federation/makers/<int:pk>/", pages.maker, name="maker"),
]
