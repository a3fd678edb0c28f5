from django.apps import AppConfig


class ShopCheckoutConfig(AppConfig):
    name = "haat.web.shop.checkout"
    label = "shop_checkout"
