"""Addresses of the shop. Everything a reader sees stands behind its language: /hi/g/lahthi-lal/."""

from django.urls import URLPattern, URLResolver, path

from haat.web.shop import basket, checkout, entry, good, home, listing, order
from haat.web.shop.prefix import LanguagePrefix

app_name = "shop"

_pages: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("crafts/", listing.crafts, name="crafts"),
    path("crafts/<slug:slug>/", listing.craft, name="craft"),
    path("search/", listing.search, name="search"),
    path("g/<slug:slug>/", good.good, name="good"),
    path("makers/", home.makers, name="makers"),
    path("makers/<slug:slug>/", home.maker, name="maker"),
    path("basket/", basket.basket, name="basket"),
    path("basket/change/", basket.change, name="basket_change"),
    path("checkout/", checkout.checkout, name="checkout"),
    path("pin/", entry.pin, name="pin"),
    path("orders/", order.orders, name="orders"),
    path("o/<str:token>/", order.order, name="order"),
    path("o/<str:token>/<str:number>.pdf", order.invoice, name="invoice"),
    path("festival/<slug:slug>/", home.festival, name="festival"),
    path("p/<slug:slug>/", home.page, name="page"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", entry.begin, name="begin"),
    path("mart.css", entry.mart_css, name="mart_css"),
    URLResolver(LanguagePrefix(), _pages),  # type: ignore[arg-type]
]
