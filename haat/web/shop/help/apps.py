from django.apps import AppConfig


class ShopHelpConfig(AppConfig):
    name = "haat.web.shop.help"
    label = "shop_help"
