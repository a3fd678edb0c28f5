from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "haat.channels"
    label = "channels"

    def ready(self) -> None:
        """The lists of orders of portals are brought like every other table."""
        from haat.channels.portals.orders import kinds  # only now: it needs the models
        from haat.sheets.kinds import offer

        offer(kinds)
