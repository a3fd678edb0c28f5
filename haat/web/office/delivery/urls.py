"""Addresses of the room, below /office/."""

from django.urls import path

from haat.web.office.delivery import clashes, fetch, pages, phone, pickups, prints, ride, wishes

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
    path("parcels/<int:pk>/home/", pages.bring_home, name="bring_home"),
    path("parcels/<int:pk>/code/", pages.new_code, name="new_code"),
    path("delivery/<int:pk>/labels/", prints.labels, name="labels"),
    path("delivery/<int:pk>/list/", prints.packing_list, name="packing_list"),
    path("parcels/<int:pk>/label/", prints.label, name="label"),
    path("wishes/", wishes.wishes, name="wishes"),
    path("wishes/<int:pk>/", wishes.wish, name="wish"),
    path("wishes/<int:pk>/answer/", wishes.answer, name="answer_wish"),
    path("pickups/", pickups.pickups, name="pickups"),
    path("pickups/plan/", pickups.plan, name="plan_pickup"),
    path("pickups/<int:pk>/", pickups.pickup, name="pickup"),
    path("pickups/<int:pk>/receive/", pickups.receive, name="receive_pickup"),
    path("pickups/<int:pk>/drop/", pickups.drop, name="drop_pickup"),
    path("delivery/<int:pk>/came-back/", pickups.receive_back, name="receive_back"),
    path("clashes/", clashes.clashes, name="clashes"),
    path("clashes/<int:pk>/", clashes.clash, name="clash"),
    path("clashes/<int:pk>/answer/", clashes.answer, name="answer_clash"),
    path("ride/", ride.ride, name="ride"),
    path("ride/sw.js", phone.worker, name="ride_worker"),
    path("ride/offline/", phone.offline, name="ride_offline"),
    path("ride/kept/", ride.kept, name="ride_kept"),
    path("ride/pick-up/", fetch.fetch, name="fetch"),
    path("ride/pick-up/<int:pk>/taken/", fetch.take, name="take"),
    path("ride/pick-up/<int:pk>/taken/<str:number>/", fetch.take, name="take_one"),
    path("ride/pick-up/<int:pk>/not-there/<str:number>/", fetch.not_there, name="not_there"),
    path("ride/<int:pk>/leave/", ride.leave, name="leave"),
    path("ride/<int:pk>/end/", ride.end, name="end"),
    path("ride/parcels/<int:pk>/handed-over/", ride.hand_over, name="hand_over"),
    path("ride/parcels/<int:pk>/not-delivered/", ride.not_delivered, name="not_delivered"),
]
