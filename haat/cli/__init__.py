"""The `haat` command."""

from haat.cli.command import main

__all__ = ["main"]
