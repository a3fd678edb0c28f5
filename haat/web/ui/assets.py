"""Styles, scripts and drawings, named by their content; their addresses are worked out once in each process."""

from functools import cache

import structlog
from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage

log = structlog.get_logger("haat.web")


class Storage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage with a memory: what has been collected does not change while a process runs."""

    # Only the files named by their content are kept, so a script must import the others by those names too.
    support_js_module_import_aggregation = True

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._address = cache(self._find)

    def url(self, name: str, force: bool = False) -> str:
        """The address of a file; one that was not collected is asked for by its plain name, and logged once.

        A page without its style can still be read, and the page that says what is wrong needs files as well.
        """
        return self._address(name, force)

    def _find(self, name: str, force: bool) -> str:
        try:
            return str(super().url(name, force))
        except ValueError:
            log.error("static file not collected", file=name)
            return f"{settings.STATIC_URL}{name}"
