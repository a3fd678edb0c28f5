from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "haat.delivery"
    label = "delivery"

    def ready(self) -> None:
        from haat.delivery.fetching import whereabouts
        from haat.orders.whereabouts import tells

        tells(whereabouts)
