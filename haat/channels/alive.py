"""Which process runs a turn, told so that another on the same machine can see that it died."""

import os
from pathlib import Path

_BOOT = Path("/proc/sys/kernel/random/boot_id")
_SPACE = Path("/proc/self/ns/pid")


def here() -> str:
    """This process: the machine since it started, its space of process numbers, the number, and since when; "" where
    that cannot be told."""
    try:
        return f"{_machine()}:{os.getpid()}:{_begun(os.getpid())}"
    except OSError:
        return ""


def surely_dead(name: str) -> bool:
    """Whether the process called so ran on this machine, in this space, and is no more. False where nobody can tell."""
    before, _colon, begun = name.rpartition(":")
    machine, _colon, number = before.rpartition(":")
    try:
        if not machine or machine != _machine():
            return False
    except OSError:
        return False
    try:
        return _begun(int(number)) != begun
    except (FileNotFoundError, ProcessLookupError):
        return True
    except (OSError, ValueError):
        return False


def _machine() -> str:
    return f"{_BOOT.read_text().strip()}:{os.readlink(_SPACE)}"


def _begun(number: int) -> str:
    """When a process was begun, in ticks since the machine was; "" of one that ended and waits to be fetched."""
    state, *fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    return "" if state in ("Z", "X") else fields[18]
