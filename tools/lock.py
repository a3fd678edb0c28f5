"""The locks: `lock.py [--upgrade]` writes requirements/*.txt, every version and the hashes of all its files.

Each lock holds what one command installs: product.txt `make install`, demo.txt `make demo`, dev.txt `make test`. They
agree with each other, and serve every platform and every Python from 3.11. Versions stay as they are unless
`--upgrade` is given. The locks name no registry: it is the installer's own.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"dev": ("build", "demo", "dev"), "demo": ("build", "demo"), "product": ("build",)}
OPTIONS = ("--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate", "--quiet")


def lock(name: str, extras: tuple[str, ...], *more: str) -> None:
    """Write one lock. Raises CalledProcessError when no versions fit."""
    wanted = [part for extra in extras for part in ("--extra", extra)]
    uv = [str(Path(sys.executable).with_name("uv")), "pip", "compile", "pyproject.toml"]
    subprocess.run([*uv, *wanted, *OPTIONS, *more, "--output-file", f"requirements/{name}.txt"], cwd=ROOT, check=True)


def main(arguments: list[str]) -> int:
    if arguments not in ([], ["--upgrade"]):
        print("usage: lock.py [--upgrade]", file=sys.stderr)
        return 2
    for name, extras in LOCKS.items():
        agreeing = () if name == "dev" else ("--constraint", "requirements/dev.txt")
        lock(name, extras, *agreeing, *(arguments if name == "dev" else ()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
