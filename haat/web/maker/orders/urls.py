"""Addresses of the room."""

from django.urls import path

from haat.web.maker.orders import checking, coming_back, pages, some

urlpatterns = [
    path("orders/", pages.orders, name="orders"),
    path("orders/<str:number>/", pages.order, name="order"),
    path("orders/<str:number>/accept/", pages.accept, name="accept"),
    path("orders/<str:number>/pack/", pages.pack, name="pack"),
    path("orders/photos/<int:pk>/", coming_back.part_photo, name="part_photo"),
    path("orders/<str:number>/back/", coming_back.back, name="back"),
    path("orders/<str:number>/check/", checking.check, name="check"),
    path("orders/<str:number>/some/", some.some, name="some"),
    path("orders/<str:number>/ready/", pages.ready, name="ready"),
    path("orders/<str:number>/cannot/", pages.cannot, name="cannot"),
]
