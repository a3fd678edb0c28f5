from django.apps import AppConfig


class MakerGoodsConfig(AppConfig):
    name = "haat.web.maker.goods"
    label = "maker_goods"
