"""Addresses of the room, below /office/."""

from django.urls import path

from haat.web.office.letters import cards, ceremonies, pages, signing

app_name = "letters"
urlpatterns = [
    path("letters/", pages.to_make, name="list"),
    path("letters/make/", pages.make, name="make"),
    path("letters/made/", pages.made, name="made"),
    path("letters/signing/", signing.signs, name="signing"),
    path("letters/ceremonies/", ceremonies.ceremonies, name="ceremonies"),
    path("letters/ceremonies/<int:pk>/", ceremonies.ceremony, name="ceremony"),
    path("letters/ceremonies/<int:pk>/print/", ceremonies.printed, name="print_all"),
    path("letters/ceremonies/<int:pk>/list/", ceremonies.to_sign, name="to_sign"),
    path("letters/ceremonies/<int:pk>/hand/", ceremonies.hand, name="hand_all"),
    path("letters/ceremonies/<int:pk>/call-off/", ceremonies.call_off, name="call_off"),
    path("letters/cards/", cards.cards, name="cards"),
    path("letters/cards/without/", cards.without, name="cards_without"),
    path("letters/cards/make/", cards.make, name="cards_make"),
    path("letters/cards/print/", cards.printed, name="cards_print"),
    path("letters/cards/<int:pk>/lost/", cards.lost, name="card_lost"),
    path("letters/cards/<int:pk>/end/", cards.end, name="card_end"),
    path("letters/<int:pk>/", pages.letter, name="letter"),
    path("letters/<int:pk>/look/", pages.look, name="look"),
    path("letters/<int:pk>/print/", pages.printed, name="print"),
    path("letters/<int:pk>/hand/", pages.hand, name="hand"),
    path("letters/<int:pk>/unhand/", pages.unhand, name="unhand"),
    path("letters/<int:pk>/off/", pages.off, name="off"),
]
