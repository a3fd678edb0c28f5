"""Addresses of the room, below /office/."""

from django.urls import path

from haat.web.office.delivery import pages, prints, ride

app_name = "delivery"
urlpatterns = [
    path("delivery/", pages.rounds, name="list"),
    path("delivery/plan/", pages.plan, name="plan"),
    path("delivery/<int:pk>/", pages.round_, name="round"),
    path("delivery/<int:pk>/start/", pages.start, name="start"),
    path("delivery/<int:pk>/drop/", pages.drop_round, name="drop_round"),
    path("delivery/<int:pk>/close/", pages.close, name="close"),
    path("delivery/<int:pk>/missing/", pages.take_missing, name="take_missing"),
    path("parcels/<int:pk>/post/", pages.send_by_post, name="send_by_post"),
    path("parcels/<int:pk>/delivered/", pages.post_delivered, name="post_delivered"),
    path("parcels/<int:pk>/came-back/", pages.post_returned, name="post_returned"),
    path("parcels/<int:pk>/take-out/", pages.take_out, name="take_out"),
    path("parcels/<int:pk>/code/", pages.new_code, name="new_code"),
    path("delivery/<int:pk>/labels/", prints.labels, name="labels"),
    path("delivery/<int:pk>/list/", prints.packing_list, name="packing_list"),
    path("parcels/<int:pk>/label/", prints.label, name="label"),
    path("ride/", ride.ride, name="ride"),
    path("ride/<int:pk>/leave/", ride.leave, name="leave"),
    path("ride/<int:pk>/end/", ride.end, name="end"),
    path("ride/parcels/<int:pk>/handed-over/", ride.hand_over, name="hand_over"),
    path("ride/parcels/<int:pk>/not-delivered/", ride.not_delivered, name="not_delivered"),
]
