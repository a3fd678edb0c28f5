from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps
from django.core.exceptions import ImproperlyConfigured
from django.db import connection


class CoreConfig(AppConfig):
    name = "haat.core"
    label = "core"

    def ready(self) -> None:
        """Load every room's kinds of events, then its reactions to them and its jobs, so the registries are complete.

        Raises ImproperlyConfigured when somebody waits for an event that no room declares: nothing starts so.
        """
        from haat.core.events import unheard_of  # only now: it needs the models
        from haat.core.kinds import KINDS

        import_module("haat.core.among").register()
        rooms = [app.name for app in apps.get_app_configs() if app.name.startswith("haat.")]
        for room in rooms:
            if find_spec(f"{room}.events") and room != self.name:
                KINDS.declare(room.removeprefix("haat."), import_module(f"{room}.events").KINDS)
        import_module("haat.core.learning")
        import_module("haat.core.sweeping")
        for room in rooms:
            for module in ("handlers", "jobs", "seals"):
                if find_spec(f"{room}.{module}"):
                    import_module(f"{room}.{module}")
        import_module("haat.core.fallbacks").fall_back_to_hindi()
        if wrong := unheard_of():
            raise ImproperlyConfigured(". ".join(wrong))
        if connection.vendor == "postgresql":
            import_module("haat.core.postgresql").check_by_listening()
