"""Addresses of the room, below /office/."""

from django.urls import path

from haat.web.office.crafts import attributes, kinds, pages

app_name = "crafts"
urlpatterns = [
    path("crafts/", pages.crafts, name="list"),
    path("crafts/order/", pages.order, name="order"),
    path("crafts/new/", pages.new, name="new"),
    path("crafts/asked/<int:pk>/", pages.answer, name="answer"),
    path("crafts/kinds/", kinds.kinds, name="kinds"),
    path("crafts/kinds/new/", kinds.new, name="new_kind"),
    path("crafts/kinds/all/", attributes.of_all, name="of_all"),
    path("crafts/kinds/<slug:slug>/", kinds.kind, name="kind"),
    path("crafts/kinds/<slug:slug>/ask/", attributes.new, name="new_attribute"),
    path("crafts/kinds/<slug:slug>/asks/<slug:name>/", attributes.attribute, name="attribute"),
    path("crafts/<slug:slug>/", pages.craft, name="craft"),
]
