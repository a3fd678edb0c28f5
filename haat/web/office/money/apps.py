from django.apps import AppConfig


class OfficeMoneyConfig(AppConfig):
    name = "haat.web.office.money"
    label = "office_money"
