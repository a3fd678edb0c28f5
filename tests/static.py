"""Each test client has middleware of its own, which looks at all files under static/: done once a process, here."""

import os
from typing import Any

from whitenoise.base import WhiteNoise


def look_once() -> None:
    """Let WhiteNoise remember what it found in a folder that has not changed since."""
    look = WhiteNoise.update_files_dictionary
    known: dict[tuple[str, str, int], dict[str, Any]] = {}

    def remembered(self: WhiteNoise, root: str, prefix: str) -> None:
        folder = (root, prefix, os.stat(root).st_mtime_ns)
        if folder not in known:
            before, self.files = self.files, {}
            look(self, root, prefix)
            known[folder], self.files = self.files, before
        self.files.update(known[folder])

    WhiteNoise.update_files_dictionary = remembered
