"""How many actions each function of the web does in a row, on the road through it that does most.

Read from the sources. A call of a function of the web counts as what that function does; of two branches the longer
counts, of a `try` the longer of what went well and what did not (a refused action has done nothing); an action in a
loop counts as many.
"""

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.doors import Name, bound
from tools.rooms import ROOT

WEB = ROOT / "haat" / "web"
MANY = 2
Function = ast.FunctionDef


@dataclass
class Road:
    """Actions done so far: on the longest road that goes on (None: none does), and on the longest that ended."""

    on: int | None
    ended: int = 0

    def longest(self) -> int:
        return max(self.on or 0, self.ended)


class Module:
    """One file of the web: its functions, and what its imports name."""

    def __init__(self, path: Path) -> None:
        self.name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        self.actions, self.rooms = bound(tree)
        self.functions = {node.name: node for node in tree.body if isinstance(node, Function)}
        self.imported: dict[str, Name] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("haat.web."):
                self.imported |= {alias.asname or alias.name: (node.module or "", alias.name) for alias in node.names}


class Deeds:
    """Counts over all files of the web at once, each function once."""

    def __init__(self, paths: Iterable[Path]) -> None:
        modules = [Module(path) for path in paths]
        self.modules = {module.name: module for module in modules}
        self.counted: dict[Name, int] = {}

    def of(self, module: str, function: str) -> int:
        """How many actions a function of the web does at most."""
        name = (module, function)
        if name not in self.counted:
            self.counted[name] = 0  # one that calls itself adds nothing
            found = self.modules.get(module)
            node = found.functions.get(function) if found else None
            if found and node:
                self.counted[name] = _Reader(self, found, node).block(node.body).longest()
        return self.counted[name]

    def sequences(self) -> list[str]:
        """Every function that does more than one, as `module.function`."""
        names = [(module.name, name) for module in self.modules.values() for name in module.functions]
        return sorted(f"{module}.{name}" for module, name in names if self.of(module, name) > 1)


class _Reader:
    def __init__(self, deeds: Deeds, module: Module, function: Function) -> None:
        self.deeds, self.module = deeds, module
        nodes = list(ast.walk(function))
        self.inner = {node.name: node for node in nodes if isinstance(node, Function) and node is not function}
        # A parameter or a variable hides what the file calls so.
        self.own = {node.arg for node in nodes if isinstance(node, ast.arg)}
        self.own |= {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}

    def block(self, body: Sequence[ast.stmt]) -> Road:
        road = Road(0)
        for statement in body:
            if road.on is None:
                break
            step = self.statement(statement)
            road = Road(
                None if step.on is None else road.on + step.on,
                max(road.ended, road.on + step.ended if step.ended or step.on is None else 0),
            )
        return road

    def statement(self, node: ast.stmt) -> Road:
        match node:
            case ast.Return() | ast.Raise():
                return Road(None, self.calls(node))
            case ast.If():
                return self._after(self.calls(node.test), self._either(self.block(node.body), self.block(node.orelse)))
            case ast.For() | ast.While():
                often, first = self.block(node.body).longest(), 0
                if isinstance(node, ast.For):
                    first = self.calls(node.iter)
                else:
                    often += self.calls(node.test)
                return self._after(first + min(MANY, MANY * often), self.block(node.orelse))
            case ast.Try():
                went = self.block([*node.body, *node.orelse])
                for handler in node.handlers:
                    went = self._either(went, self.block(handler.body))
                return self._then(went, self.block(node.finalbody))
            case ast.With():
                return self._after(sum(self.calls(item.context_expr) for item in node.items), self.block(node.body))
            case ast.FunctionDef() | ast.ClassDef():
                return Road(0)
        return Road(self.calls(node))

    @staticmethod
    def _after(first: int, road: Road) -> Road:
        return Road(None if road.on is None else first + road.on, first + road.ended)

    @staticmethod
    def _either(one: Road, other: Road) -> Road:
        ways = [road.on for road in (one, other) if road.on is not None]
        return Road(max(ways) if ways else None, max(one.ended, other.ended))

    def _then(self, road: Road, last: Road) -> Road:
        more = last.on or 0
        return Road(None if road.on is None else road.on + more, road.ended + more)

    def calls(self, node: ast.AST) -> int:
        """What the expressions of a statement do: actions named in it, functions of the web called or passed on."""
        match node:
            case ast.IfExp():
                return self.calls(node.test) + max(self.calls(node.body), self.calls(node.orelse))
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                each = sum(self.calls(child) for child in ast.iter_child_nodes(node))
                return min(MANY, MANY * each)
            case ast.Name():
                return self._name(node.id)
            case ast.Attribute(value=ast.Name(id=room)) if room in self.module.rooms:
                return 1
        return sum(self.calls(child) for child in ast.iter_child_nodes(node))

    def _name(self, name: str) -> int:
        if name in self.inner:
            return self.block(self.inner[name].body).longest()
        if name in self.own:
            return 0
        if name in self.module.actions:
            return 0 if name[0].isupper() else 1
        if name in self.module.functions:
            return self.deeds.of(self.module.name, name)
        if name in self.module.imported:
            return self.deeds.of(*self.module.imported[name])
        return 0


def files() -> list[Path]:
    """Every file of the web."""
    return sorted(WEB.rglob("*.py"))


def sequences() -> list[str]:
    """Every function of the web that does more than one action, as `module.function`."""
    return Deeds(files()).sequences()
