"""Which small changes are tried: a fixed sample of all that mutmut's operators can make of the rooms.

The operators (turn a comparison, an `and`, a sign or a truth round; leave out an argument or give None for it; change a
number or a word …) are mutmut's; its runner is not used, because it passes over decorated functions, and most actions
are `@transaction.atomic`.

Left out is what no test could or should notice:
- types, imports, decorators, docstrings, `__str__`; migrations and `apps.py`;
- the fields and constraints of models: a test compares them with the migrations, and tables are made of those;
- sentences: what `gettext` translates, and what the doctor says of a fault it found;
- how rows are fetched (`select_related`, `only` …), which changes statements, not answers;
- what is said to who reads the code: why an event is `silent`, that lists zipped are alike (`strict`);
- of a word its changes of case: it is changed once.

The same code gives the same sample on every machine. Each room has its share by what there is to change in it, and
within a room every operator has its turn; which of its changes comes first is decided by a digest of the change itself,
so that a change of the code elsewhere moves little of the sample.
"""

import ast
import difflib
import hashlib
import re
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators

from tools.mutants.kept import ROOMS, ROOT, files

SIZE = 450
LEAST = 24  # of the smallest room
SEED = "haat"
WORDING = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
FETCHING = {"select_related", "prefetch_related", "only", "defer", "iterator", "using"}
SAID_TO_READERS = {"silent", "strict"}
UNTOUCHED_CALLS = {"len", "isinstance", "cast", "TypeVar"}
UNTOUCHED = (cst.Annotation, cst.Decorator, cst.Import, cst.ImportFrom)


@dataclass(frozen=True)
class Mutant:
    """One change: where it stands, what stood there and what stands there now. `tree` is the whole file before."""

    room: str
    path: str
    function: str
    operator: str
    lines: range
    statement: range
    inside: bool  # a function, not what runs when the file is imported
    nth: int
    before: str
    after: str
    tree: cst.Module = field(repr=False, compare=False)
    node: cst.CSTNode = field(repr=False, compare=False)
    other: cst.CSTNode = field(repr=False, compare=False)

    @cached_property
    def rank(self) -> str:
        """Its place among those of its room and operator: by chance, and always the same."""
        said = (SEED, self.path, self.function, self.operator, self.before, self.after, str(self.nth))
        return hashlib.sha256("\0".join(said).encode()).hexdigest()

    @cached_property
    def source(self) -> str:
        """The whole file with the change in it."""
        changed = self.tree.deep_replace(self.node, self.other)
        assert isinstance(changed, cst.Module)
        return changed.code

    @cached_property
    def changed(self) -> tuple[str, str]:
        """The lines that differ, before and after, without their indentation."""
        old, new = self.tree.code.splitlines(), self.source.splitlines()
        differing = difflib.unified_diff(old, new, n=0, lineterm="")
        rows = [row for row in differing if not row.startswith(("---", "+++", "@@"))]
        before, after = (
            "\n".join(row[1:].strip() for row in rows if row.startswith(sign) and row[1:].strip()) for sign in "-+"
        )
        return before, after

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What it is called in the file of survivors: it stays when other lines come and go."""
        return (self.path, self.function, *self.changed)

    def differs(self) -> bool:
        """Whether it is Python, and other Python than before."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                return ast.dump(ast.parse(self.source)) != ast.dump(ast.parse(self.tree.code))
            except SyntaxError:
                return False


class _Walk(cst.CSTVisitor):
    """Gathers every change of one file, in the order of the lines."""

    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self, room: str, path: Path, tree: cst.Module) -> None:
        super().__init__()
        self.room, self.path, self.tree = room, path.relative_to(ROOT).as_posix(), tree
        self.doctor, self.models = "doctor" in self.path, "models" in (path.stem, path.parent.name)
        self.names: list[str] = []
        self.functions = 0
        self.statements: list[range] = []
        self.seen: Counter[tuple[str, ...]] = Counter()
        self.found: list[Mutant] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        if self._untouched(node):
            return False
        if isinstance(node, cst.FunctionDef | cst.ClassDef):
            self.names.append(node.name.value)
            self.functions += isinstance(node, cst.FunctionDef)
        if isinstance(node, cst.BaseSmallStatement | cst.BaseCompoundStatement):
            self.statements.append(self._lines(node))
        for kind, operate in mutation_operators:
            if isinstance(node, kind) and not _name(node) & UNTOUCHED_CALLS:
                changes = operate(node)
                for other in islice(changes, 1) if isinstance(node, cst.BaseString) else changes:
                    self._add(operate.__name__, node, other)
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if self._untouched(original_node):
            return
        if isinstance(original_node, cst.FunctionDef | cst.ClassDef):
            self.names.pop()
            self.functions -= isinstance(original_node, cst.FunctionDef)
        if isinstance(original_node, cst.BaseSmallStatement | cst.BaseCompoundStatement):
            self.statements.pop()

    def _add(self, operator: str, node: cst.CSTNode, other: cst.CSTNode) -> None:
        function, lines = ".".join(self.names), self._lines(node)
        parts = self.tree.code_for_node(node).strip(), self.tree.code_for_node(other).strip()
        self.seen[function, *parts] += 1
        where = (lines, self.statements[-1] if self.statements else lines, bool(self.functions))
        nth = self.seen[function, *parts]
        self.found.append(Mutant(self.room, self.path, function, operator, *where, nth, *parts, self.tree, node, other))

    def _lines(self, node: cst.CSTNode) -> range:
        position = self.get_metadata(PositionProvider, node)
        return range(position.start.line, position.end.line + 1)

    def _untouched(self, node: cst.CSTNode) -> bool:
        if isinstance(node, UNTOUCHED) or _name(node) & (WORDING | FETCHING):
            return True
        if isinstance(node, cst.Arg) and node.keyword is not None:
            return node.keyword.value in SAID_TO_READERS
        if isinstance(node, cst.FunctionDef):
            return node.name.value in ("__str__", "__repr__")
        if isinstance(node, cst.Expr):
            return isinstance(node.value, cst.BaseString)
        if isinstance(node, cst.Assign):
            return self._of_table(node) or _names_a_type(node)
        if isinstance(node, cst.ClassDef):
            return node.name.value == "Meta"
        return self.doctor and (
            isinstance(node, cst.FormattedString)
            or (isinstance(node, cst.Yield) and isinstance(node.value, cst.BaseString))
        )

    def _of_table(self, node: cst.Assign) -> bool:
        """A field of a model."""
        return self.models and not self.functions and bool(self.names)


def _name(node: cst.CSTNode) -> set[str]:
    """The name a call calls."""
    if not isinstance(node, cst.Call):
        return set()
    called = node.func.attr if isinstance(node.func, cst.Attribute) else node.func
    return {called.value} if isinstance(called, cst.Name) else set()


def _names_a_type(node: cst.Assign) -> bool:
    """`Rule = Callable[[Part], bool]`, and `__all__`."""
    target = node.targets[0].target
    if not isinstance(target, cst.Name):
        return False
    return target.value == "__all__" or (
        isinstance(node.value, cst.Subscript) and re.match("[A-Z][a-z]", target.value) is not None
    )


def candidates(room: str, paths: list[Path]) -> list[Mutant]:
    """Every change of these files."""
    found: list[Mutant] = []
    for path in paths:
        found += changes_of(room, path, path.read_text(encoding="utf-8"))
    return found


def changes_of(room: str, path: Path, text: str) -> list[Mutant]:
    """Every change of one file that says `text`."""
    wrapper = MetadataWrapper(cst.parse_module(text))
    walk = _Walk(room, path, wrapper.module)
    wrapper.visit(walk)
    return walk.found


def _in_turn(found: list[Mutant]) -> Iterator[Mutant]:
    """One of each operator, then the next of each, as long as there are any."""
    ranked: dict[str, list[Mutant]] = defaultdict(list)
    for mutant in sorted(found, key=lambda mutant: mutant.rank, reverse=True):
        ranked[mutant.operator].append(mutant)
    while ranked:
        for operator in sorted(ranked):
            yield ranked[operator].pop()
            if not ranked[operator]:
                del ranked[operator]


def shares(counts: dict[str, int]) -> dict[str, int]:
    """How many of each room are tried, by how many changes it has."""
    whole = sum(counts.values())
    return {room: min(count, max(LEAST, round(SIZE * count / whole))) for room, count in counts.items()}


def sample(*only: str) -> list[Mutant]:
    """The changes that are tried, of all rooms or of these, file by file."""
    found = {room: candidates(room, files(room)) for room in (*ROOMS, "pages")}
    wanted = shares({room: len(changes) for room, changes in found.items()})
    chosen: list[Mutant] = []
    for room in only or found:
        differing = (mutant for mutant in _in_turn(found[room]) if mutant.differs())
        chosen += islice(differing, wanted[room])
    return sorted(chosen, key=lambda mutant: (mutant.path, mutant.lines.start, mutant.rank))
