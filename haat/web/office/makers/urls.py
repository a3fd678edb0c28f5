"""Addresses of the room, below /office/."""

from django.urls import path

from haat.web.office.makers import alike, consent, enrol, faces, lacking, members, pages, papers, questions

app_name = "makers"
urlpatterns = [
    path("makers/", pages.makers, name="list"),
    path("makers/table/", pages.table, name="table"),
    path("makers/open/", pages.open_many, name="open_many"),
    path("makers/new/", enrol.maker_new, name="new"),
    path("makers/alike/", alike.pairs, name="alike"),
    path("makers/alike/<int:one>/<int:two>/", alike.pair, name="pair"),
    path("makers/alike/<int:one>/<int:two>/merge/", alike.merge, name="merge"),
    path("makers/alike/<int:one>/<int:two>/apart/", alike.apart, name="apart"),
    path("makers/alike/undo/<int:merge>/", alike.undo, name="undo_merge"),
    path("makers/papers/", lacking.papers, name="papers"),
    path("makers/questions/", questions.questions, name="questions"),
    path("makers/questions/<int:pk>/", questions.question, name="question"),
    path("makers/<int:pk>/", pages.maker, name="maker"),
    path("makers/<int:pk>/open/", pages.open_one, name="open"),
    path("makers/<int:pk>/pause/", pages.pause, name="pause"),
    path("makers/<int:pk>/bank/", papers.set_bank, name="set_bank"),
    path("makers/<int:pk>/bank/confirm/", papers.confirm_bank, name="confirm_bank"),
    path("makers/<int:pk>/papers/", papers.give_paper, name="give_paper"),
    path("makers/<int:pk>/papers/<int:paper>/", papers.decide_paper, name="decide_paper"),
    path("makers/<int:pk>/files/<int:file>/", papers.look, name="look"),
    path("makers/<int:pk>/change/", members.change, name="change"),
    path("makers/<int:pk>/portrait/", faces.portrait, name="portrait"),
    path("makers/<int:pk>/members/<int:member>/name/", faces.rename, name="rename_member"),
    path("makers/<int:pk>/members/<int:member>/consent/", consent.consent, name="consent"),
    path("makers/<int:pk>/members/<int:member>/consent/back/", consent.take_back, name="take_back_consent"),
    path("makers/<int:pk>/members/", members.members, name="members"),
    path("makers/<int:pk>/members/add/", members.add, name="add_member"),
    path("makers/<int:pk>/members/share/", members.share, name="share_rule"),
    path("makers/<int:pk>/members/<int:member>/lead/", members.lead, name="make_leader"),
    path("makers/<int:pk>/members/<int:member>/leave/", members.leave, name="remove_member"),
]
