"""Addresses of the room, below /office/."""

from django.urls import path

from haat.web.office.roster import alike, lists, moving, pages

app_name = "roster"
urlpatterns = [
    path("groups/", pages.tree, name="list"),
    path("groups/all/", pages.groups, name="all"),
    path("groups/<int:pk>/", pages.group, name="group"),
    path("groups/<int:pk>/move/", moving.move, name="move"),
    path("groups/<int:pk>/enrol/", moving.enrol, name="enrol"),
    path("groups/<int:pk>/link/", moving.link, name="link"),
    path("groups/links/<int:pk>/end/", moving.unlink, name="unlink"),
    path("groups/lists/", lists.lists, name="lists"),
    path("groups/lists/<int:pk>/", lists.one, name="upload"),
    path("groups/lists/<int:pk>/columns/", lists.columns, name="columns"),
    path("groups/lists/<int:pk>/bring/", lists.bring, name="bring"),
    path("groups/lists/<int:pk>/result/<int:number>.csv", lists.result, name="result"),
    path("groups/alike/", alike.pairs, name="alike"),
    path("groups/alike/<int:one>/<int:two>/", alike.pair, name="pair"),
    path("groups/alike/<int:one>/<int:two>/merge/", alike.merge, name="merge"),
    path("groups/alike/<int:one>/<int:two>/apart/", alike.apart, name="apart"),
    path("groups/merged/<int:pk>/undo/", alike.undo, name="undo"),
]
