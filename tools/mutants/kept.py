"""Where things lie: the code that mutants change, the tests that guard it, and what is kept of them under var/."""

import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
KEPT = ROOT / "var" / "mutants"
# Each room by its name, and what of it is changed.
ROOMS = {room: f"haat/{room}" for room in ("orders", "ledger", "payments", "pricing", "stock", "delivery")}
_CACHE = ("middleware", "kept_pages", "kept_addresses")
PAGES = (*(f"haat/web/shop/base/{name}.py" for name in _CACHE), "haat/web/ui/request.py")
# The tests asked; those of other folders drive a browser, other processes or rooms that are not changed here.
GUARDS = (*ROOMS, "core", "places", "races", "review", "studio", "web")


def files(room: str) -> list[Path]:
    """The files of a room that are changed. Migrations run on databases of the past, `apps.py` only names the room."""
    if room == "pages":
        return [ROOT / name for name in PAGES]
    found = sorted((ROOT / ROOMS[room]).rglob("*.py"))
    return [path for path in found if "migrations" not in path.parts and path.name != "apps.py"]


CODE = [path for room in (*ROOMS, "pages") for path in files(room)]


def tests() -> list[Path]:
    """The files of tests that guard them; `toy` holds files that other tests copy elsewhere."""
    found = (path for folder in GUARDS for path in (ROOT / "tests" / folder).rglob("test_*.py"))
    return sorted(path for path in found if "toy" not in path.parts)


def code_digest() -> str:
    """What the product, and all that tests share, say now: whatever was seen of other code is no longer true."""
    shared = (path for path in (ROOT / "tests").rglob("*.py") if not path.name.startswith("test_"))
    said = hashlib.sha256()
    for path in sorted([*(ROOT / "haat").rglob("*.py"), *shared]):
        said.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return said.hexdigest()[:16]


def walk_file(folder: Path, path: Path) -> Path:
    """Where the walks of one file of tests are kept, as it stands now."""
    name = "-".join(path.relative_to(ROOT / "tests").with_suffix("").parts)
    return folder / f"{name}-{hashlib.sha256(path.read_bytes()).hexdigest()[:16]}.json"


def name(path: Path) -> str:
    """A file as it is called within the checkout."""
    return path.relative_to(ROOT).as_posix()


def module(path: Path) -> str:
    """What a file is imported as."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
