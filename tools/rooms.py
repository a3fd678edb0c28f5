"""docs/ROOMS.md, made from the code: every room's doors, what they refuse, what they record, and who listens.

`python tools/rooms.py` writes it; `--check` only says whether it is as the code is. Nothing is imported: the sources
are read, so the page can be made before anything is installed.
"""

import ast
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "ROOMS.md"
HEAD = """# The rooms and their doors

Made from the code by `make rooms`; do not edit it by hand. What a room is *for*, its words and invariants stand in the
README of its folder, what the words mean in [words.md](words.md). Rooms stand in the order of their layers, the lowest
first: a room may ask only those before it.

**Actions** are the only writes: each is one transaction, `by` says who acts (`core.actor.Actor`), a refusal is a typed
error that names its field. **Queries** read, **rules** answer who may and what holds. Under *events* stand the kinds a
room declares, the words each always tells, and behind the arrow who hears of it.
"""
KIND = re.compile(r"^[a-z]+\.[a-z_]+$")
Function = ast.FunctionDef


@dataclass
class Source:
    """The functions and classes of one room's module or package, by name, as they are written."""

    functions: dict[str, Function] = field(default_factory=dict)
    classes: dict[str, ast.ClassDef] = field(default_factory=dict)
    offered: list[str] = field(default_factory=list)


def rooms() -> list[str]:
    """The rooms with actions, queries or rules, the lowest layer first."""
    layers = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    names = [
        name.strip(" ()\n").removeprefix("haat.")
        for layer in reversed(layers[0]["layers"])
        for name in layer.split("|")
        if "haat." in name
    ]
    return [name for name in names if (ROOT / "haat" / name / "README.md").exists() and name not in ("web", "cli")]


def files(room: str, name: str) -> list[Path]:
    """The file `name.py` of a room, or the files of its package."""
    folder = ROOT / "haat" / room
    one = folder / f"{name}.py"
    return [one] if one.exists() else sorted((folder / name).glob("*.py"))


def read(room: str, name: str) -> Source:
    """What `name.py` (or its package) of a room defines; offered is its `__all__`, or every public function."""
    source = Source()
    for path in files(room, name):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            if isinstance(node, Function):
                source.functions[node.name] = node
            elif isinstance(node, ast.ClassDef):
                source.classes[node.name] = node
            elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
                source.offered = list(ast.literal_eval(node.value))
    if not source.offered:
        source.offered = [name for name in source.functions if not name.startswith("_")]
    return source


def signature(node: Function) -> str:
    """`name(first, *, other=1) -> Row`: names and defaults, without the types of what goes in."""
    bare = ast.parse(ast.unparse(node)).body[0]
    assert isinstance(bare, Function)
    for each in [*bare.args.posonlyargs, *bare.args.args, *bare.args.kwonlyargs, bare.args.vararg, bare.args.kwarg]:
        if each is not None:
            each.annotation = None
    answer = ast.unparse(node.returns).strip("'\"") if node.returns else "None"
    return f"{node.name}({ast.unparse(bare.args)})" + ("" if answer == "None" else f" -> {answer}")


def sentence(node: Function | ast.ClassDef) -> str:
    """The first sentence of a docstring, on one line."""
    text = " ".join((ast.get_docstring(node) or "").split())
    found = re.match(r".+?[.:](?=\s|$)", text)
    return (found.group(0).rstrip(".:") if found else text).strip()


def reached(node: Function, source: Source) -> Iterator[Function]:
    """The function and, through the calls of its body, every other one of the same source."""
    seen: set[str] = set()
    waiting = [node]
    while waiting:
        here = waiting.pop()
        if here.name in seen:
            continue
        seen.add(here.name)
        yield here
        for call in ast.walk(here):
            if isinstance(call, ast.Name) and call.id in source.functions:
                waiting.append(source.functions[call.id])


def refusals(node: Function, source: Source) -> list[str]:
    """The errors it may raise: of its own code, and those its docstring names."""
    found: set[str] = set()
    for each in reached(node, source):
        for inner in ast.walk(each):
            if isinstance(inner, ast.Raise) and inner.exc is not None:
                raised = inner.exc.func if isinstance(inner.exc, ast.Call) else inner.exc
                found.add(ast.unparse(raised))
    said = re.findall(r"[Rr]aises ([^.]+)", ast.get_docstring(node) or "")
    found |= {word for words in said for word in re.findall(r"\b[A-Z][A-Za-z]+\b", words)}
    return sorted(name for name in found if name[0].isupper() and not name.endswith(("RuntimeError", "ValueError")))


def _tells(function: str) -> bool:
    return "record" in function or function == "Happened"


def recorded(nodes: Iterable[ast.AST]) -> set[str]:
    """The kinds of events written by any `record…("room.kind", …)` or `Happened("room.kind", …)` below the nodes."""
    found = set()
    for node in nodes:
        for call in ast.walk(node):
            if isinstance(call, ast.Call) and call.args and _tells(ast.unparse(call.func)):
                for constant in ast.walk(call.args[0]):
                    if isinstance(constant, ast.Constant) and KIND.match(str(constant.value)):
                        found.add(str(constant.value))
    return found


def listeners() -> dict[str, list[str]]:
    """Kind of event → the names of those who subscribe to it: the given ones, or room and function."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "haat").rglob("*.py")):
        if "subscribe(" not in (text := path.read_text(encoding="utf-8")):
            continue
        room = path.relative_to(ROOT / "haat").parts[0]
        for node in ast.parse(text).body:
            for decorator in node.decorator_list if isinstance(node, Function) else []:
                if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "subscribe":
                    given = [ast.literal_eval(each.value) for each in decorator.keywords if each.arg == "name"]
                    for kind in decorator.args:
                        found[ast.literal_eval(kind)] += given or [f"{room}.{getattr(node, 'name', '')}"]
    return found


def declared(room: str) -> dict[str, list[str]]:
    """The kinds of events a room declares in its `events.py`, each with the words it needs."""
    path = ROOT / "haat" / room / "events.py"
    found: dict[str, list[str]] = {}
    lists: dict[str, list[str]] = {}
    for node in ast.parse(path.read_text(encoding="utf-8")).body if path.exists() else []:
        name = ast.unparse(node.targets[0]) if isinstance(node, ast.Assign) else ""
        if name == "KINDS":
            for call in ast.walk(node):
                if isinstance(call, ast.Call) and ast.unparse(call.func) == "Kind":
                    needs = [each.value for each in call.keywords if each.arg == "needs"]
                    found[ast.literal_eval(call.args[0])] = list(words(needs[0], lists)) if needs else []
        elif isinstance(node, ast.Assign):
            lists[name] = list(words(node.value, lists))
    return found


def words(node: ast.expr, lists: dict[str, list[str]]) -> Iterator[str]:
    """The words of a tuple as it is written, with those of the lists it names."""
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.Name):
        yield from lists[node.id]
    elif isinstance(node, ast.Starred):
        yield from words(node.value, lists)
    elif isinstance(node, ast.Tuple):
        for each in node.elts:
            yield from words(each, lists)


def purpose(room: str) -> str:
    """What the room's README says it is for: its first paragraph, or its lines up to the list."""
    lines = (ROOT / "haat" / room / "README.md").read_text(encoding="utf-8").splitlines()[1:]
    kept: list[str] = []
    for line in lines:
        if line.startswith(("-", "#")) or (not line.strip() and kept):
            break
        kept.append(line.strip())
    return " ".join(part for part in kept if part)


def modules(room: str) -> Iterator[str]:
    """Each module of a room with its first sentence: for core, whose doors are its modules."""
    for path in sorted((ROOT / "haat" / room).glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = [n.name for n in tree.body if isinstance(n, Function | ast.ClassDef) and not n.name.startswith("_")]
        said = " ".join((ast.get_docstring(tree) or "").split("\n\n")[0].split()).rstrip(".")
        if names and said:
            yield f"- `{room}.{path.stem}`: {said}. Offers: {', '.join(f'`{name}`' for name in names)}."


def section(room: str, heard: dict[str, list[str]]) -> Iterator[str]:
    """The lines of one room."""
    yield f"\n## {room}\n{purpose(room)}\n"
    if room == "core":
        yield from modules(room)
    for part in ("actions", "queries", "rules"):
        source = read(room, part)
        names = [name for name in source.offered if name in source.functions]
        if not names:
            continue
        yield f"**{part}**\n"
        for name in sorted(names):
            node = source.functions[name]
            line = f"- `{signature(node)}`"
            if said := sentence(node):
                line += f": {said}."
            if part == "actions":
                if refused := refusals(node, source):
                    line += f" Refuses: {', '.join(refused)}."
                if kinds := recorded(reached(node, source)):
                    line += f" Records: {', '.join(sorted(kinds))}."
            yield line
        yield ""
    yield from events(room, heard)


def events(room: str, heard: dict[str, list[str]]) -> Iterator[str]:
    """The kinds a room declares, each with the words it always tells and who hears of it."""
    if room != "core" and (kinds := declared(room)):
        yield "**events**\n"
        for kind, needed in sorted(kinds.items()):
            line = f"- `{kind}`" + (f": {', '.join(needed)}" if needed else "")
            yield line + (f" → {', '.join(sorted(heard[kind]))}" if heard.get(kind) else "")
        yield ""


def page() -> str:
    """The whole page."""
    heard = listeners()
    return "\n".join([HEAD.rstrip(), *(line for room in rooms() for line in section(room, heard))]).rstrip() + "\n"


def main(arguments: list[str]) -> int:
    made = page()
    if arguments == ["--check"]:
        if PAGE.read_text(encoding="utf-8") == made:
            return 0
        print("docs/ROOMS.md is not as the code is: run `make rooms`", file=sys.stderr)
        return 1
    PAGE.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
