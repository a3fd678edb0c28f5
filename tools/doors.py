"""Which actions a person can reach: from a screen, a command, a reaction to an event or a clock.

Read from the sources, nothing is imported. An action is reached when web/ or cli/ names it, or when something that is
reached (a handler, a job, another action) does. `arguments` asks the same of what an action can be told.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from tools.rooms import ROOT, Function, files, read, rooms

DOORS = ("web", "cli")
# Of every action: who acts, what makes it count once, and what only tests and imports say otherwise.
EVERYWHERE = {"by", "key", "cause"}
Name = tuple[str, str]


@dataclass
class Uses:
    """What a piece of code names: actions, and the arguments with which it calls them (None: it passes on a dict)."""

    actions: set[Name] = field(default_factory=set)
    passed: dict[Name, set[str | None]] = field(default_factory=lambda: defaultdict(set))


def bound(tree: ast.AST, own_room: str = "") -> tuple[dict[str, Name], dict[str, str]]:
    """What a file's imports bind: names of actions, and names of whole `actions` modules."""
    names: dict[str, Name] = {}
    modules: dict[str, str] = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("haat."):
            continue
        steps = (node.module or "").split(".")
        for alias in node.names:
            here = alias.asname or alias.name
            if len(steps) >= 3 and steps[2] == "actions":
                names[here] = (steps[1], alias.name)
            elif len(steps) == 2 and alias.name == "actions":
                modules[here] = steps[1]
    return names, modules


def uses(tree: ast.AST, names: dict[str, Name], modules: dict[str, str]) -> Uses:
    """The actions a tree names, and how it calls them."""

    def resolve(node: ast.expr) -> Name | None:
        if isinstance(node, ast.Name):
            return names.get(node.id)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            return modules[node.value.id], node.attr
        return None

    found = Uses()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute) and (name := resolve(node)):
            found.actions.add(name)
        if isinstance(node, ast.Call):
            # `partial(action, a=1)` and `act(request, action, a=1)` pass their arguments on.
            for callee in (node.func, *node.args):
                if name := resolve(callee):
                    found.passed[name] |= {keyword.arg for keyword in node.keywords}
    return found


def _merge(into: Uses, more: Uses) -> None:
    into.actions |= more.actions
    for name, passed in more.passed.items():
        into.passed[name] |= passed


def doors() -> Uses:
    """What web/ and cli/ name, and what reacts to events or runs on a clock."""
    found = Uses()
    paths = [path for folder in DOORS for path in (ROOT / "haat" / folder).rglob("*.py")]
    paths += [path for room in rooms() for part in ("handlers", "jobs", "personal") for path in files(room, part)]
    for path in paths:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        _merge(found, uses(tree, *bound(tree)))
    return found


def inner() -> dict[Name, Uses]:
    """By action (and helper of an action), what its own code names; within a room also by bare name."""
    found: dict[Name, Uses] = {}
    for room in rooms():
        local = {name: (room, name) for name in read(room, "actions").functions}
        for path in files(room, "actions"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            names, modules = bound(tree)
            for node in tree.body:
                if isinstance(node, Function):
                    found[room, node.name] = uses(node, local | names, modules)
    return found


def reached() -> Uses:
    """Everything that can be reached from the doors, however many actions lie between."""
    found, code = doors(), inner()
    waiting = list(found.actions)
    seen: set[Name] = set()
    while waiting:
        name = waiting.pop()
        if name in seen or name not in code:
            continue
        seen.add(name)
        _merge(found, code[name])
        waiting += code[name].actions
    return found


def actions() -> Iterator[tuple[Name, Function]]:
    """Every offered function of a room that acts: it is told who does it, or it writes."""
    for room in rooms():
        source = read(room, "actions")
        for name in source.offered:
            if name in source.functions:
                yield (room, name), source.functions[name]


def without_door() -> list[str]:
    """Actions nobody can reach, as `room.name`."""
    there = reached().actions
    return sorted(f"{room}.{name}" for (room, name), _node in actions() if (room, name) not in there)


def arguments_without_door() -> list[str]:
    """What no door ever says to an action it reaches, as `room.name(argument)`."""
    there = reached()
    found = []
    for name, node in actions():
        passed = there.passed.get(name, set())
        if name not in there.actions or None in passed:
            continue
        optional = [
            arg.arg
            for arg, default in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
            if default is not None and arg.arg not in EVERYWHERE
        ]
        found += [f"{name[0]}.{name[1]}({arg})" for arg in optional if arg not in passed]
    return sorted(found)
