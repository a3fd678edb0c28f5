"""What is added by adding a folder: ways of paying, carriers. Each is one object in a module of its folder."""

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any


def names(package: str, module: str) -> frozenset[str]:
    """The folders of `package` that hold `module`, wherever the package's search path leads: also outside the tree."""
    return _names(tuple(import_module(package).__path__), module)


@cache
def _names(search_path: tuple[str, ...], module: str) -> frozenset[str]:
    return frozenset(found.parent.name for place in search_path for found in Path(place).glob(f"*/{module}.py"))


def load(package: str, name: str, module: str) -> Any:
    """What the module of the folder `name` calls by its own name in capitals; raises LookupError without the folder."""
    if name not in names(package, module):
        raise LookupError(name)
    return getattr(import_module(f"{package}.{name}.{module}"), module.upper())


def folder_of(thing: object) -> str:
    """The folder whose module defines the class of `thing`: its slug."""
    return type(thing).__module__.split(".")[-2]
