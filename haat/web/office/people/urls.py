"""Addresses of the room, below /office/."""

from django.urls import path

from haat.web.office.people import inviting, pages

app_name = "people"
urlpatterns = [
    path("people/", pages.people, name="list"),
    path("people/invite/", inviting.invite, name="invite"),
    path("people/<int:pk>/", pages.person, name="person"),
    path("people/<int:pk>/let-in/", inviting.let_in, name="let_in"),
    path("people/<int:pk>/withdraw/", inviting.withdraw, name="withdraw"),
    path("people/<int:pk>/email/", pages.email, name="email"),
    path("people/<int:pk>/block/", pages.block, name="block"),
    path("people/<int:pk>/unblock/", pages.unblock, name="unblock"),
    path("people/<int:pk>/roles/<int:role>/move/", pages.move, name="move"),
    path("people/<int:pk>/roles/<int:role>/end/", pages.end, name="end"),
]
