"""Addresses of the room."""

from django.urls import path

from haat.web.maker.orders import pages, some

urlpatterns = [
    path("orders/", pages.orders, name="orders"),
    path("orders/<str:number>/", pages.order, name="order"),
    path("orders/<str:number>/accept/", pages.accept, name="accept"),
    path("orders/<str:number>/pack/", pages.pack, name="pack"),
    path("orders/<str:number>/some/", some.some, name="some"),
    path("orders/<str:number>/ready/", pages.ready, name="ready"),
    path("orders/<str:number>/cannot/", pages.cannot, name="cannot"),
]
