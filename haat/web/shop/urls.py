"""Addresses of the shop. Everything a reader sees stands behind its language: /hi/g/lahthi-lal/."""

from django.urls import URLPattern, URLResolver, path

from haat.web.shop.base.prefix import LanguagePrefix
from haat.web.shop.basket.urls import urlpatterns as basket
from haat.web.shop.checkout.urls import urlpatterns as checkout
from haat.web.shop.help.urls import urlpatterns as help_
from haat.web.shop.letters.urls import urlpatterns as letters
from haat.web.shop.look import entry
from haat.web.shop.look.urls import urlpatterns as look
from haat.web.shop.order.urls import urlpatterns as order
from haat.web.shop.privacy.urls import urlpatterns as privacy

app_name = "shop"
# Joined into one list, not included: an address of the shop is looked up for every page.
_pages: list[URLPattern | URLResolver] = [*look, *basket, *checkout, *order, *letters, *privacy, *help_]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", entry.begin, name="begin"),
    path("mart.css", entry.mart_css, name="mart_css"),
    URLResolver(LanguagePrefix(), _pages),  # type: ignore[arg-type]
]
