"""Addresses of the room, below /office/."""

from django.urls import path

from haat.web.office.orders import arrivals, cash, labels, pages, prints, ratings, writing_in

app_name = "orders"
urlpatterns = [
    path("orders/", pages.orders, name="list"),
    path("orders/elsewhere/", arrivals.arrivals, name="arrivals"),
    path("orders/elsewhere/new/", writing_in.write_in, name="write_in"),
    path("orders/elsewhere/<int:pk>/", arrivals.arrival, name="arrival"),
    path("orders/elsewhere/<int:pk>/lines/<int:line>/take/", arrivals.take_line, name="take_line"),
    path("orders/elsewhere/<int:pk>/lines/<int:line>/drop/", arrivals.drop_line, name="drop_line"),
    path("orders/elsewhere/<int:pk>/seen/", arrivals.see_change, name="see_change"),
    path("orders/ratings/", ratings.ratings, name="ratings"),
    path("orders/ratings/<int:pk>/", ratings.rating, name="rating"),
    path("orders/ratings/<int:pk>/show/", ratings.show, name="show_words"),
    path("orders/ratings/<int:pk>/hide/", ratings.hide, name="hide_words"),
    path("orders/ratings/<int:pk>/answer/", ratings.answer, name="answer_rating"),
    path("orders/cash/", cash.rule, name="cash"),
    path("orders/packing/", labels.packing, name="packing"),
    path("orders/photos/<int:pk>/", labels.photo, name="photo"),
    path("orders/photos/<int:pk>/judge/", labels.judge, name="judge_label"),
    path("orders/<str:number>/word/", cash.keep_word, name="keep_word"),
    path("orders/<str:number>/", pages.order, name="order"),
    path("orders/<str:number>/accept/", pages.accept, name="accept"),
    path("orders/<str:number>/pack/", pages.pack, name="pack"),
    path("orders/<str:number>/cancel/", pages.cancel, name="cancel"),
    path("orders/<str:number>/hold/", pages.hold, name="hold"),
    path("orders/<str:number>/hold/end/", pages.end_hold, name="end_hold"),
    path("orders/<str:number>/divide/", pages.divide, name="divide"),
    path("orders/<str:number>/return/at-once/", pages.take_back, name="take_back"),
    path("orders/<str:number>/return/received/", pages.receive_return, name="receive_return"),
    path("orders/<str:number>/return/refuse/", pages.refuse_return, name="refuse_return"),
    path("invoices/<int:pk>/", prints.invoice, name="invoice"),
]
