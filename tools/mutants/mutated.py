"""A pytest plugin: one module of Haat is another than on the disk, and only the tests asked for run, in their order.

`HAAT_MUTANT` names a JSON with the module, its file, what it says now and the tests. It is loaded before Django's
settings, so that the module is never imported as it was; nothing is written into the checkout.
"""

import json
import os
import sys
import warnings
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType

import pytest

from tools.mutants.warm import commits

TOLD = json.loads(Path(os.environ["HAAT_MUTANT"]).read_text(encoding="utf-8"))


class Changed(SourceFileLoader):
    """Runs what the mutant says, never what is on the disk or was compiled from it."""

    def get_code(self, fullname: str) -> CodeType:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            return compile(TOLD["source"], self.path, "exec")


class Finder(MetaPathFinder):
    """Finds the one module that is changed."""

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if fullname != TOLD["module"]:
            return None
        file = Path(TOLD["file"])
        loader: Loader = Changed(fullname, str(file))
        packages = [str(file.parent)] if file.name == "__init__.py" else None
        return spec_from_file_location(fullname, file, loader=loader, submodule_search_locations=packages)


assert TOLD["module"] not in sys.modules, "the mutant comes too late"
sys.meta_path.insert(0, Finder())


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those that commit come last, as pytest-django has them: they empty the database."""
    order = {test: place for place, test in enumerate(TOLD["tests"])}
    wanted = [item for item in items if item.nodeid in order]
    items[:] = sorted(wanted, key=lambda item: (commits(item), order[item.nodeid]))
