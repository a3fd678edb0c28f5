"""Addresses of the room, below /office/."""

from django.urls import path

from haat.web.office.crafts import attributes, kinds, pages, paper_rules, papers

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
    path("crafts/papers/", papers.papers, name="papers"),
    path("crafts/papers/new/", papers.new_kind, name="new_paper_kind"),
    path("crafts/papers/kinds/<slug:slug>/", papers.kind, name="paper_kind"),
    path("crafts/papers/rules/new/", paper_rules.new, name="new_paper_rule"),
    path("crafts/papers/rules/<slug:slug>/", paper_rules.rule, name="paper_rule"),
    path("crafts/papers/rules/<slug:slug>/end/", paper_rules.end, name="end_paper_rule"),
    path("crafts/papers/rules/<slug:slug>/go-on/", paper_rules.go_on, name="paper_rule_goes_on"),
    path("crafts/<slug:slug>/", pages.craft, name="craft"),
]
