"""Addresses of the room, below /office/."""

from django.urls import path

from haat.web.office.paperwork import camps, deeds, lists, pages

app_name = "paperwork"
urlpatterns = [
    path("paperwork/", lists.roads, name="list"),
    path("paperwork/begin/", deeds.begin, name="begin"),
    path("paperwork/federations/", lists.federations, name="federations"),
    path("paperwork/duties/", lists.duties, name="duties"),
    path("paperwork/duties/<int:pk>/", deeds.duty, name="duty"),
    path("paperwork/camps/", camps.camps, name="camps"),
    path("paperwork/camps/new/", camps.new, name="new_camp"),
    path("paperwork/camps/<int:pk>/", camps.board, name="camp"),
    path("paperwork/camps/<int:pk>/makers/", camps.makers, name="camp_makers"),
    path("paperwork/camps/<int:pk>/turn/", camps.turn, name="turn"),
    path("paperwork/camps/<int:pk>/tell/", camps.tell, name="tell_camp"),
    path("paperwork/camps/<int:pk>/end/", camps.end, name="end_camp"),
    path("paperwork/camps/<int:pk>/call-off/", camps.call_off, name="call_off_camp"),
    path("paperwork/camps/<int:pk>/bring/", camps.bring, name="bring"),
    path("paperwork/makers/<int:pk>/", pages.maker, name="maker"),
    path("paperwork/<int:pk>/", pages.road, name="road"),
    path("paperwork/<int:pk>/tick/", deeds.tick, name="tick"),
    path("paperwork/<int:pk>/lacking/", deeds.lacking, name="lacking"),
    path("paperwork/<int:pk>/answers/", deeds.answers, name="answers"),
    path("paperwork/<int:pk>/print/<str:sheet>/", deeds.print_sheet, name="print"),
    path("paperwork/<int:pk>/applied/", deeds.applied, name="applied"),
    path("paperwork/<int:pk>/refused/", deeds.refused, name="refused"),
    path("paperwork/<int:pk>/number/", deeds.number, name="number"),
    path("paperwork/<int:pk>/check/", deeds.check, name="check"),
    path("paperwork/<int:pk>/shown/", deeds.shown, name="shown"),
    path("paperwork/<int:pk>/end/", deeds.end, name="end"),
]
