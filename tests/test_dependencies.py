"""What is installed is used, what is used is named, and only what is in the locks comes in."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = PROJECT["optional-dependencies"]
PRODUCT = ("haat", "config")
# What nothing imports by name, and the words that call it.
CALLED = {
    "django-stubs": ("pyproject.toml", "mypy_django_plugin"),
    "import-linter": ("Makefile", "lint-imports"),
    "mypy": ("Makefile", "mypy haat"),
    "psycopg": ("config/databases.py", "django.db.backends.postgresql"),
    "pytest-cov": ("Makefile", "--cov"),
    "pytest-django": ("pyproject.toml", "DJANGO_SETTINGS_MODULE"),
    "pytest-rerunfailures": ("Makefile", "--reruns"),
    "pytest-xdist": ("Makefile", "--dist loadfile"),
    "redis": ("config/settings.py", "django.core.cache.backends.redis"),
    "ruff": ("Makefile", "ruff check"),
    "uv": ("tools/lock.py", '"uv"'),
}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def names(requirements: list[str]) -> list[str]:
    """The projects asked for, without Haat itself."""
    found = (normal(re.split(r"[^\w.-]", line, maxsplit=1)[0]) for line in requirements)
    return [name for name in found if name != "haat"]


def modules(tree: ast.Module) -> Iterator[str]:
    """Modules a file imports, and those it names in its strings, as settings and commands do."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"[\w.]+", node.value):
            yield node.value


@cache
def used(*folders: str) -> set[str]:
    """The projects that files of these folders use."""
    files = [*(path for folder in folders for path in (ROOT / folder).rglob("*.py")), ROOT / "hatch_build.py"]
    owners = packages_distributions()
    found = {name.split(".")[0] for path in files for name in modules(ast.parse(path.read_text(encoding="utf-8")))}
    return {normal(owner) for name in found for owner in owners.get(name, [])}


def idle(requirements: list[str], *folders: str) -> list[str]:
    """Those nothing in these folders uses, nor anything else calls."""
    called = {name for name, (file, words) in CALLED.items() if words in (ROOT / file).read_text(encoding="utf-8")}
    return [name for name in names(requirements) if name not in used(*folders) | called]


def test_product_uses_every_package_it_asks_for():
    assert idle(PROJECT["dependencies"], *PRODUCT) == []


def test_product_asks_for_every_package_it_imports():
    standing = {"haat"}  # the project itself
    imported = set()
    for path in (path for folder in PRODUCT for path in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                imported.add(node.module.split(".")[0])
    owners = packages_distributions()
    wanted = {normal(owner) for name in imported for owner in owners.get(name, [])}
    assert sorted(wanted - standing - set(names(PROJECT["dependencies"]))) == []


def test_only_the_demonstration_uses_its_own():
    assert idle(EXTRAS["demo"], "demo") == []
    assert [name for name in names(EXTRAS["demo"]) if name in used(*PRODUCT)] == []


def test_tests_and_tools_use_every_package_they_ask_for():
    assert idle(EXTRAS["dev"], "tests", "tools", "benchmarks") == []
    assert idle(EXTRAS["build"], "tools") == []


def locked(name: str) -> dict[str, tuple[str, int]]:
    """Project → (version, number of hashes) of one lock; anything else in it is a failure."""
    found = {}
    for entry in (ROOT / "requirements" / f"{name}.txt").read_text().replace(" \\\n", " ").splitlines():
        pin = re.fullmatch(r"([a-z0-9-]+)==([\w.]+)(?: ; [^#:]+?)?((?: +--hash=sha256:[0-9a-f]{64})+)", entry)
        assert pin, entry
        found[pin[1]] = (pin[2], pin[3].count("sha256:"))
    return found


@pytest.mark.parametrize("name", ["product", "demo", "dev"])
def test_lock_holds_all_that_is_asked_for(name: str):
    extras = {"product": ("build",), "demo": ("build", "demo"), "dev": ("build", "demo", "dev")}[name]
    wanted = {*names(PROJECT["dependencies"]), *(one for extra in extras for one in names(EXTRAS[extra]))}
    assert sorted(wanted - set(locked(name))) == []


def test_locks_agree():
    product, demo, dev = locked("product"), locked("demo"), locked("dev")
    assert product.items() <= demo.items() <= dev.items()
    assert sorted(set(demo) - set(product)) == ["time-machine"]


def test_build_asks_for_what_the_lock_brings():
    system = tomllib.loads((ROOT / "pyproject.toml").read_text())["build-system"]["requires"]
    assert sorted(system) == sorted(EXTRAS["build"])
