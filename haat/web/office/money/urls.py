"""Addresses of the room, below /office/."""

from django.urls import path

from haat.web.office.money import bank, others, pages, payments, prints

app_name = "money"
urlpatterns = [
    path("payments/", payments.payments, name="payments"),
    path("payments/<int:pk>/confirm/", payments.confirm, name="confirm"),
    path("payments/<int:pk>/refuse/", payments.refuse, name="refuse"),
    path("refunds/<int:pk>/sent/", payments.refund_sent, name="refund_sent"),
    path("refunds/<int:pk>/road/", payments.prepare_refund, name="prepare_refund"),
    path("payouts/<int:pk>/slip/", prints.slip, name="slip"),
    path("money/others/", others.parties, name="others"),
    path("money/others/credits/", prints.credits, name="credits"),
    path("money/others/<int:pk>/", others.party, name="party"),
    path("money/others/<int:pk>/name/", others.name, name="name_party"),
    path("money/sales/<str:number>/", others.sale, name="sale"),
    path("money/sales/<str:number>/settle/", others.settle, name="settle"),
    path("money/sales/<str:number>/<int:pk>/back/", others.take_back, name="take_back_settlement"),
    path("money/", pages.money, name="money"),
    path("money/banked/", pages.bank_cash, name="bank_cash"),
    path("money/propose/", pages.propose, name="propose"),
    path("money/<int:pk>/", pages.payout_run, name="payout_run"),
    path("money/<int:pk>/release/", pages.release, name="release"),
    path("money/<int:pk>/drop/", pages.drop, name="drop"),
    path("money/<int:pk>/bank-file/", pages.file, name="bank_file"),
    path("money/<int:pk>/bank-said/", bank.bank_sheet, name="bank_sheet"),
    path("money/<int:pk>/<int:payout>/paid/", pages.paid, name="paid"),
    path("money/<int:pk>/<int:payout>/failed/", pages.failed, name="failed"),
]
