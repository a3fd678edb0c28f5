"""Addresses of the room, below /office/."""

from django.urls import path

from haat.web.office.goods import asked, changes, find, for_channels, lettering, mend, pages, sharing

app_name = "goods"
urlpatterns = [
    path("goods/", pages.goods, name="list"),
    path("goods/all/", find.find, name="find"),
    path("goods/changes/", changes.changes, name="changes"),
    path("goods/changes/<int:pk>/accept/", changes.accept, name="accept_change"),
    path("goods/changes/<int:pk>/send-back/", changes.send_back, name="send_back_change"),
    path("goods/on-white/", for_channels.whites, name="whites"),
    path("goods/on-white/<int:pk>/use/", for_channels.use_white, name="use_white"),
    path("goods/on-white/<int:pk>/keep/", for_channels.refuse_white, name="refuse_white"),
    path("goods/letters/", lettering.lettering, name="lettering"),
    path("goods/letters/<int:pk>/", lettering.look, name="look_letters"),
    path("goods/<int:pk>/", pages.good, name="good"),
    path("goods/<int:pk>/mend/", mend.mend, name="mend"),
    path("goods/<int:pk>/asked/", asked.asked, name="asked"),
    path("goods/<int:pk>/kind/", asked.kind, name="kind"),
    path("goods/<int:pk>/answers/", asked.answers, name="answers"),
    path("goods/<int:pk>/answers/<int:variant>/", asked.answers_of, name="answers_of"),
    path("goods/<int:pk>/line/", asked.line, name="line"),
    path("goods/<int:pk>/words/<slug:language>/", mend.words, name="words"),
    path("goods/<int:pk>/facts/", mend.facts, name="facts"),
    path("goods/<int:pk>/pictures/", mend.pictures, name="pictures"),
    path("goods/<int:pk>/pictures/<int:picture>/on-white/", for_channels.ask_white, name="ask_white"),
    path("goods/<int:pk>/pictures/<int:picture>/letters/", for_channels.letters, name="letters"),
    path("goods/<int:pk>/sizes/", mend.add_size, name="add_size"),
    path("goods/<int:pk>/sizes/<int:variant>/", mend.size, name="size"),
    path("goods/<int:pk>/sizes/<int:variant>/stop/", mend.stop_size, name="stop_size"),
    path("goods/<int:pk>/sizes/<int:variant>/pieces/", mend.pieces, name="pieces"),
    path("goods/<int:pk>/shelf/", mend.shelf, name="shelf"),
    path("goods/<int:pk>/share/", sharing.share, name="share"),
    path("goods/<int:pk>/share/<slug:form>.jpg", sharing.share_picture, name="share_picture"),
    path("goods/<int:pk>/approve/", pages.approve, name="approve"),
    path("goods/<int:pk>/name/", pages.give_name, name="give_name"),
    path("goods/<int:pk>/send-back/", pages.send_back, name="send_back"),
]
