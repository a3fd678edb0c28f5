from django.apps import AppConfig


class ShopLettersConfig(AppConfig):
    name = "haat.web.shop.letters"
    label = "shop_letters"
