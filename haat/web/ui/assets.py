"""Styles, scripts and drawings, named by their content; their addresses are worked out once in each process."""

from functools import cache

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage with a memory: what has been collected does not change while a process runs."""

    # Only the files named by their content are kept, so a script must import the others by those names too.
    support_js_module_import_aggregation = True

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._address = cache(super().url)

    def url(self, name: str, force: bool = False) -> str:
        """The address of a file. Raises ValueError when it has not been collected."""
        return self._address(name, force)
