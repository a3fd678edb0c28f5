from django.apps import AppConfig


class MakerMoneyConfig(AppConfig):
    name = "haat.web.maker.money"
    label = "maker_money"
