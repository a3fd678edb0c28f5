"""Addresses of the room, below /office/."""

from django.urls import path

from haat.web.office.privacy import breaches, consents, keeping, pages

app_name = "privacy"
urlpatterns = [
    path("privacy/", pages.petitions, name="list"),
    path("privacy/ask/", pages.ask, name="ask"),
    path("privacy/register/", pages.held, name="register"),
    path("privacy/clocks/", keeping.clocks, name="clocks"),
    path("privacy/clocks/set/", keeping.set_days, name="set_days"),
    path("privacy/person/<int:pk>/", keeping.person, name="person"),
    path("privacy/breaches/", breaches.breaches, name="breaches"),
    path("privacy/breaches/new/", breaches.new, name="new_breach"),
    path("privacy/breaches/<int:pk>/", breaches.breach, name="breach"),
    path("privacy/breaches/<int:pk>/concerned/", breaches.concern, name="concern"),
    path("privacy/breaches/<int:pk>/<slug:name>/", breaches.step, name="step"),
    path("privacy/breaches/<int:pk>/letter/<slug:to>/<slug:tongue>/", breaches.letter, name="letter"),
    path("privacy/consents/<int:pk>/<int:member>/", consents.consents, name="consents"),
    path("privacy/consents/<int:pk>/<int:member>/<slug:code>/", consents.voice, name="voice"),
    path("privacy/<int:pk>/", pages.petition, name="petition"),
    path("privacy/<int:pk>/answer/", pages.answer, name="answer"),
    path("privacy/<int:pk>/refuse/", pages.refuse, name="refuse"),
    path("privacy/<int:pk>/agree/", pages.agree, name="agree"),
    path("privacy/<int:pk>/erase/", pages.erase, name="erase"),
    path("privacy/<int:pk>/copy/", pages.take, name="take"),
    path("privacy/<int:pk>/seal/", pages.open_seal, name="open_seal"),
]
