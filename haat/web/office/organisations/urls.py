"""Addresses of the room, below /office/."""

from django.urls import path

from haat.web.office.organisations import accountants, changing, moving, pages, papers, sellers

app_name = "organisations"
urlpatterns = [
    path("organisations/", pages.organisations, name="list"),
    path("organisations/new/", changing.new, name="new"),
    path("organisations/<int:pk>/", pages.organisation, name="organisation"),
    path("organisations/<int:pk>/change/", changing.change, name="change"),
    path("organisations/<int:pk>/move/", moving.move, name="move"),
    path("organisations/<int:pk>/merge/", moving.merge, name="merge"),
    path("organisations/<int:pk>/close/", moving.close, name="close"),
    path("organisations/<int:pk>/reopen/", moving.reopen, name="reopen"),
    path("organisations/<int:pk>/accountant/", accountants.invite, name="accountant"),
    path("organisations/<int:pk>/worker/", accountants.worker, name="worker"),
    path("organisations/<int:pk>/makers/", moving.makers, name="makers"),
    path("organisations/<int:pk>/sellers/new/", sellers.new, name="new_seller"),
    path("organisations/sellers/<int:pk>/", sellers.change, name="seller"),
    path("organisations/sellers/<int:pk>/papers/", papers.papers, name="papers"),
    path("organisations/sellers/<int:pk>/papers/<int:paper>/", papers.decide, name="decide_paper"),
    path("organisations/of-maker/<int:pk>/", sellers.of_maker, name="of_maker"),
    path("organisations/of-maker/<int:pk>/join/", sellers.join, name="join"),
]
