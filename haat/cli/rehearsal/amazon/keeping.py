"""The double's world from one start to the next: written into a file before anything that changed it is answered.

Without a file all is forgotten with the process. In the demonstration the mart's database stays, and a marketplace that
had forgotten everything would leave it with offers that nobody knows and orders that never were.
"""

import io
import os
import pickle
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from haat.cli.rehearsal.amazon.double import AmazonDouble

FORMAT = 1
# Room → what of it is kept. Counts, what came, and files behind addresses that end in minutes are not.
KEPT = {
    "world": ("random", "names", "ahead", "due", "turn"),
    "faults": ("standing",),
    "quotas": ("buckets", "feeds", "plans"),
    "documents": ("waiting", "uploads"),
    "login": ("tokens", "restricted"),
    "definitions": ("added",),
    "listings": ("by_sku", "children"),
    "orders": ("known", "turn"),
    "reports": ("known",),
    "feeds": ("sent", "free"),
}
SWITCHES = "switches"
_OURS = "haat.cli.rehearsal.amazon."
_PLAIN = {
    ("random", "Random"),
    ("collections", "Counter"),
    ("collections", "OrderedDict"),
    ("collections", "deque"),
}


class Unreadable(ValueError):
    """The file is none of this double's, or of another version of it."""


def save(double: "AmazonDouble", path: Path) -> None:
    """Write how everything stands, whole or not at all."""
    kept: dict[str, Any] = {"format": FORMAT, SWITCHES: vars(double.world.switches)}
    for room, names in KEPT.items():
        kept[room] = {name: getattr(getattr(double, room), name) for name in names}
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    with beside.open("wb") as file:
        os.chmod(beside, 0o600)
        pickle.dump(kept, file, protocol=pickle.HIGHEST_PROTOCOL)  # one graph: what is due names the very orders
    beside.replace(path)


def load(double: "AmazonDouble", path: Path) -> bool:
    """Go on where the file says it stood; False when there is none. Raises Unreadable, and then nothing has changed."""
    if not path.exists():
        return False
    kept = _read(path)
    vars(double.world.switches).update(kept[SWITCHES])  # others hold the switches themselves
    for room, names in KEPT.items():
        for name in names:
            setattr(getattr(double, room), name, kept[room][name])
    return True


def _read(path: Path) -> dict[str, Any]:
    try:
        kept = _Reader(io.BytesIO(path.read_bytes())).load()
        whole = kept["format"] == FORMAT and all(set(names) == set(kept[room]) for room, names in KEPT.items())
    except Exception as wrong:  # whatever bytes may do to the reader of them
        raise Unreadable(f"{path}: {wrong}") from wrong
    if not whole:
        raise Unreadable(f"{path}: of another version")
    return dict(kept)


class _Reader(pickle.Unpickler):
    """Makes nothing but what the double itself is made of, whatever the file asks for."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _PLAIN and not (module.startswith(_OURS) and name.isidentifier()):
            raise pickle.UnpicklingError(f"{module}.{name} is none of the double's")
        found = super().find_class(module, name)
        if not isinstance(found, type):
            raise pickle.UnpicklingError(f"{module}.{name} is no class")
        return found
