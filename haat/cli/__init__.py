"""The `haat` command."""

from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run it. What it needs is brought in now: `haat.cli.tending`, which lives here as well, needs next to nothing."""
    from haat.cli.command import main as run

    return run(argv)
