"""Addresses of the room."""

from django.urls import path

from haat.web.shop.look import entry, good, home, listing

urlpatterns = [
    path("", home.home, name="home"),
    path("crafts/", listing.crafts, name="crafts"),
    path("crafts/<slug:slug>/", listing.craft, name="craft"),
    path("search/", listing.search, name="search"),
    path("g/<slug:slug>/", good.good, name="good"),
    path("makers/", home.makers, name="makers"),
    path("makers/<slug:slug>/", home.maker, name="maker"),
    path("pin/", entry.pin, name="pin"),
    path("festival/<slug:slug>/", home.festival, name="festival"),
    path("p/<slug:slug>/", home.page, name="page"),
]
