"""Lays the translations into the wheel: compiled from the catalogues, which alone are kept in git."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Translations(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile; an editable installation reads them where they are, a wheel has them in haat/."""
        sys.path.insert(0, self.root)
        from tools import messages

        messages.compile_all()
        if version == "editable":
            return
        root = Path(self.root)
        for po in messages.catalogues():
            compiled = po.with_suffix(".mo").relative_to(root)
            # A room's own catalogue lies in its folder already; the shared ones lie beside the code.
            place = compiled if compiled.parts[0] == "haat" else Path("haat", compiled)
            build_data["force_include"][str(root / compiled)] = place.as_posix()
