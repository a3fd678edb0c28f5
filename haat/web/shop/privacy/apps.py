from django.apps import AppConfig


class ShopPrivacyConfig(AppConfig):
    name = "haat.web.shop.privacy"
    label = "shop_privacy"
