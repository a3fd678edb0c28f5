"""Addresses of the room."""

from django.urls import path

from haat.web.maker.money import book, earned, pages, sharing

urlpatterns = [
    path("money/", pages.money, name="money"),
    path("money/earned/", earned.earned, name="earned"),
    path("money/passbook/<int:year>/<int:number>/", book.book, name="passbook"),
    path("money/payouts/<int:payout>/given/", sharing.given, name="given"),
    path("money/shares/<int:share>/dispute/", sharing.dispute, name="dispute"),
    path("money/shares/<int:share>/settle/", sharing.settle, name="settle"),
]
