"""Addresses of the room, below /office/."""

from django.urls import path

from haat.web.office.channels import accounts, causes, connect, offers, pages, publish, sales, settlements, shipping
from haat.web.office.channels.published import ADDRESSES

app_name = "channels"
urlpatterns = [
    path("channels/", pages.overview, name="overview"),
    path("channels/pause/", pages.pause_all, name="pause_all"),
    path("channels/resume/", pages.resume_all, name="resume_all"),
    path("channels/causes/", causes.causes, name="causes"),
    path("channels/causes/<int:pk>/", causes.cause, name="cause"),
    path("channels/causes/<int:pk>/answer/", causes.answer, name="answer"),
    path("channels/causes/<int:pk>/mended/", causes.mended, name="mended"),
    path("channels/offers/", offers.offers, name="offers"),
    path("channels/offers/<int:pk>/", offers.offer, name="offer"),
    path("channels/offers/<int:pk>/pause/", offers.pause, name="pause_offer"),
    path("channels/offers/<int:pk>/resume/", offers.resume, name="resume_offer"),
    path("channels/offers/<int:pk>/pause-good/", offers.pause_good, name="pause_good"),
    path("channels/offers/<int:pk>/resume-good/", offers.resume_good, name="resume_good"),
    path("channels/offers/<int:pk>/send/", offers.send, name="send_offer"),
    path("channels/offers/<int:pk>/read/", offers.read, name="read_offer"),
    path("channels/offers/<int:pk>/take-off/", offers.take_off, name="take_off"),
    path("channels/offers/<int:pk>/put-back/", offers.put_back, name="put_back"),
    path("channels/connect/", connect.channels, name="connect"),
    path("channels/connect/<slug:slug>/", connect.keys, name="keys"),
    path("channels/accounts/<int:pk>/", accounts.account, name="account"),
    path("channels/accounts/<int:pk>/figures/", connect.figures, name="figures"),
    path("channels/accounts/<int:pk>/check/", accounts.check, name="check"),
    path("channels/accounts/<int:pk>/pause/", pages.pause, name="pause"),
    path("channels/accounts/<int:pk>/resume/", pages.resume, name="resume"),
    path("channels/accounts/<int:pk>/close/", accounts.close, name="close"),
    path("channels/accounts/<int:pk>/publish/", publish.publish, name="publish"),
    path("channels/accounts/<int:pk>/publish/do/", publish.do_publish, name="do_publish"),
    path("channels/accounts/<int:pk>/publish/<int:event>/undo/", publish.undo, name="undo"),
    path("channels/accounts/<int:pk>/found/", accounts.found, name="found"),
    path("channels/found/<int:pk>/adopt/", accounts.adopt, name="adopt"),
    path("channels/found/<int:pk>/leave/", accounts.leave, name="leave"),
    path("channels/orders/", sales.sales, name="sales"),
    path("channels/orders/<int:pk>/", sales.sale, name="sale"),
    path("channels/orders/<int:pk>/rate/", sales.tell_rate, name="tell_rate"),
    path("channels/orders/<int:pk>/parcels/<int:number>/times/", shipping.times, name="times"),
    path("channels/orders/<int:pk>/parcels/<int:number>/book/", shipping.book, name="book"),
    path("channels/orders/<int:pk>/parcels/<int:number>/left/", shipping.left, name="left"),
    path("channels/orders/<int:pk>/parcels/<int:number>/want-label/", shipping.want_label, name="want_label"),
    path("channels/orders/<int:pk>/parcels/<int:number>/label.pdf", shipping.label, name="label"),
    path("channels/accounts/<int:pk>/settlements/", settlements.settlements, name="settlements"),
    path("channels/accounts/<int:pk>/settlements/look/", settlements.look, name="look_for_settlements"),
    path("channels/settlements/<int:pk>/", settlements.settlement, name="settlement"),
    *ADDRESSES,
]
