"""Finds, by reading the code, the doors that lock: what a room's `actions` offers and that holds or guards a row."""

import ast
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCKS = {
    *("select_for_update", "hold", "hold_key", "hold_keys", "hold_all", "update_or_create", "next_number"),
    *("insert_new", "insert_many_new", "put_many"),  # two insert the same: one waits for the other
}


class Module:
    """A module of actions: its functions, and what it has imported under which name."""

    def __init__(self, path: Path) -> None:
        parts = path.relative_to(ROOT).with_suffix("").parts
        self.name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        self._tree = ast.parse(path.read_text(encoding="utf-8"))
        self.functions = {node.name: node for node in self._tree.body if isinstance(node, ast.FunctionDef)}

    @cached_property
    def imported(self) -> dict[str, str]:
        """Name here → its full name: `haat.orders.actions`, `haat.orders.actions.parts.move`."""
        return {
            alias.asname or alias.name: f"{node.module}.{alias.name}"
            for node in ast.walk(self._tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }


def modules() -> dict[str, Module]:
    """Every module of actions by its full name."""
    found = [*(ROOT / "haat").glob("*/actions.py"), *(ROOT / "haat").glob("*/actions/*.py")]
    return {module.name: module for module in map(Module, sorted(found))}


def locking_doors() -> set[str]:
    """The doors that lock, themselves or through what they call, as `room.action`."""
    house = modules()
    locking = {name for name, function in _functions(house).items() if _locks(function)}
    calls = {name: _calls(house, name) for name in _functions(house)}
    while more := {name for name, called in calls.items() if name not in locking and called & locking}:
        locking |= more
    return {door for door, name in _doors(house).items() if name in locking}


def _functions(house: dict[str, Module]) -> dict[str, ast.FunctionDef]:
    return {f"{module.name}.{name}": node for module in house.values() for name, node in module.functions.items()}


def _locks(function: ast.FunctionDef) -> bool:
    """True when it names a lock, or writes rows only while they are as it wants them."""
    return any(_name(node) in LOCKS or _guarded(node) for node in ast.walk(function))


def _name(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _guarded(node: ast.AST) -> bool:
    """`….filter(pk=…, state=…).update(…)`: the statement is the lock and the decision."""
    if not (isinstance(node, ast.Call) and _name(node.func) == "update" and isinstance(node.func, ast.Attribute)):
        return False
    filters = [
        call for call in ast.walk(node.func.value) if isinstance(call, ast.Call) and _name(call.func) == "filter"
    ]
    return any(word.arg not in ("pk", "pk__in") for call in filters for word in call.keywords)


def _calls(house: dict[str, Module], name: str) -> set[str]:
    """Full names of the functions a function speaks of."""
    module_name, _dot, function = name.rpartition(".")
    module, found = house[module_name], set()
    for node in ast.walk(house[module_name].functions[function]):
        if isinstance(node, ast.Name):
            found.add(_resolve(house, module, node.id))
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            below = house.get(module.imported.get(node.value.id, ""))
            if below is not None:
                found.add(_resolve(house, below, node.attr))
    return found - {name, ""}


def _resolve(house: dict[str, Module], module: Module, name: str) -> str:
    """The full name of a function as it is called in a module; "" when it is none of the house's actions."""
    if name in module.functions:
        return f"{module.name}.{name}"
    where, _dot, last = module.imported.get(name, "").rpartition(".")
    return _resolve(house, house[where], last) if where in house else ""


def _doors(house: dict[str, Module]) -> dict[str, str]:
    """`room.action` → full name: what may be called from above."""
    doors = {}
    for module in house.values():
        if module.name.count(".") == 2:  # haat.room.actions, not a part of it
            room = module.name.split(".")[1]
            for name in [*module.functions, *module.imported]:
                if not name.startswith("_") and (full := _resolve(house, module, name)).startswith(module.name):
                    doors[f"{room}.{name}"] = full
    return doors
