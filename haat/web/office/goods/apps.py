from django.apps import AppConfig


class OfficeGoodsConfig(AppConfig):
    name = "haat.web.office.goods"
    label = "office_goods"
