from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps


class CoreConfig(AppConfig):
    name = "haat.core"
    label = "core"

    def ready(self) -> None:
        """Load every room's reactions to events and its jobs, so the registries are complete."""
        for app in apps.get_app_configs():
            for module in ("handlers", "jobs"):
                name = f"{app.name}.{module}"
                if app.name.startswith("haat.") and find_spec(name):
                    import_module(name)
