"""Addresses of the room, below /office/."""

from django.urls import path

from haat.web.office.settings import audit, channel_fees, crafts, fees, festivals, hosts, launch, mart, texts, zones

app_name = "settings"
urlpatterns = [
    path("settings/", launch.first, name="first"),
    path("settings/launch/", launch.launch, name="launch"),
    path("settings/launch/open/", launch.open_, name="open"),
    path("settings/launch/close/", launch.close, name="close"),
    path("settings/mart/", mart.mart, name="mart"),
    path("settings/mart/account/", mart.account, name="account"),
    path("settings/mart/account/agree/", mart.agree, name="agree"),
    path("settings/mart/account/refuse/", mart.refuse, name="refuse"),
    path("settings/mart/<slug:name>/", mart.part, name="part"),
    path("settings/fees/", fees.fees, name="fees"),
    path("settings/fees/new/", fees.follow, name="follow_fee"),
    path("settings/fees/<int:pk>/take-back/", fees.take_back, name="take_back_fee"),
    path("settings/channel-fees/", channel_fees.channel_fees, name="channel_fees"),
    path("settings/channel-fees/new/", channel_fees.new, name="new_channel_fee"),
    path("settings/channel-fees/<int:pk>/take-back/", channel_fees.take_back, name="take_back_channel_fee"),
    path("settings/delivery/", zones.zones, name="zones"),
    path("settings/delivery/add/", zones.add, name="add_zone"),
    path("settings/delivery/<int:pk>/", zones.change, name="zone"),
    path("settings/delivery/<int:pk>/remove/", zones.remove, name="remove_zone"),
    path("settings/festivals/", festivals.festivals, name="festivals"),
    path("settings/festivals/add/", festivals.add, name="add_festival"),
    path("settings/festivals/<slug:slug>/<int:year>/", festivals.change, name="festival"),
    path("settings/festivals/<slug:slug>/<int:year>/drop/", festivals.drop, name="drop_festival"),
    path("settings/crafts/", crafts.crafts, name="crafts"),
    path("settings/crafts/order/", crafts.order, name="order_crafts"),
    path("settings/texts/", texts.texts, name="texts"),
    path("settings/texts/<slug:slug>/", texts.write, name="text"),
    path("settings/hosts/", hosts.hosts, name="hosts"),
    path("settings/hosts/change/", hosts.change, name="change_hosts"),
    path("settings/audit/", audit.audit, name="audit"),
]
