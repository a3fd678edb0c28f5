"""Addresses of the room, below /office/."""

from django.urls import path

from haat.web.office.makers import enrol, members, pages

app_name = "makers"
urlpatterns = [
    path("makers/", pages.makers, name="list"),
    path("makers/table/", pages.table, name="table"),
    path("makers/open/", pages.open_many, name="open_many"),
    path("makers/new/", enrol.maker_new, name="new"),
    path("makers/<int:pk>/", pages.maker, name="maker"),
    path("makers/<int:pk>/open/", pages.open_one, name="open"),
    path("makers/<int:pk>/pause/", pages.pause, name="pause"),
    path("makers/<int:pk>/bank/", pages.set_bank, name="set_bank"),
    path("makers/<int:pk>/bank/confirm/", pages.confirm_bank, name="confirm_bank"),
    path("makers/<int:pk>/papers/", pages.give_paper, name="give_paper"),
    path("makers/<int:pk>/papers/<int:paper>/", pages.decide_paper, name="decide_paper"),
    path("makers/<int:pk>/change/", members.change, name="change"),
    path("makers/<int:pk>/members/", members.members, name="members"),
    path("makers/<int:pk>/members/add/", members.add, name="add_member"),
    path("makers/<int:pk>/members/share/", members.share, name="share_rule"),
    path("makers/<int:pk>/members/<int:member>/lead/", members.lead, name="make_leader"),
    path("makers/<int:pk>/members/<int:member>/leave/", members.leave, name="remove_member"),
]
