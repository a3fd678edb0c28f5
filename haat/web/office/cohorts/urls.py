"""Addresses of the room, below /office/."""

from django.urls import path

from haat.web.office.cohorts import changing, making, pages, spending

app_name = "cohorts"
urlpatterns = [
    path("waves/", pages.cohorts, name="list"),
    path("waves/new/", making.new, name="new"),
    path("waves/compare/", pages.compared, name="compare"),
    path("waves/<int:pk>/", pages.cohort, name="cohort"),
    path("waves/<int:pk>/groups/", pages.seats, name="seats"),
    path("waves/<int:pk>/plan/", changing.plan, name="plan"),
    path("waves/<int:pk>/begin/", changing.begin, name="begin"),
    path("waves/<int:pk>/end/", changing.end, name="end"),
    path("waves/<int:pk>/costs/", spending.costs, name="costs"),
    path("waves/<int:pk>/costs/write/", spending.write, name="write_cost"),
    path("waves/<int:pk>/costs/<int:cost>/strike/", spending.strike, name="strike"),
    path("waves/groups/<int:pk>/", changing.seat, name="seat"),
    path("waves/groups/<int:pk>/note/", changing.note, name="note"),
    path("waves/groups/<int:pk>/out/", changing.out, name="out"),
]
