"""What goes wrong on the line, when it was switched on: for some calls, or for a time of the double's clock."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from haat.cli.rehearsal.amazon.wire import BadInput, Refusal, TooMany

# Before anything happens: refused, or no answer. After it has happened: no answer, or a late one.
BEFORE = ("bad_request", "server_error", "unavailable", "throttle", "lost")
AFTER = ("timeout", "late")
KINDS = BEFORE + AFTER
# What is no operation of the interface: a fault of all calls leaves it alone.
FILES = ("upload", "document", "login")


class Cut(Exception):
    """The line breaks before anything happened."""


@dataclass
class Fault:
    """`times` calls more, or until a time; `wait`: real seconds before the line is cut, or a late answer comes."""

    kind: str
    operation: str = "*"
    times: int | None = None
    until: float | None = None
    wait: float = 0.0

    def stands(self, operation: str, now: float) -> bool:
        return (
            (self.operation == operation or (self.operation == "*" and operation not in FILES))
            and (self.times is None or self.times > 0)
            and (self.until is None or now < self.until)
        )

    def told(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if value not in (None, 0.0)}


@dataclass
class Faults:
    """Those that stand; the first that fits a call is taken."""

    now: Callable[[], float]
    standing: list[Fault] = field(default_factory=list)

    def switch(self, kind: str, *, operation: str, times: int | None, seconds: float | None, wait: float) -> None:
        """Switch one on; without `times` and `seconds` it stands until all is calm."""
        until = None if seconds is None else self.now() + seconds
        self.standing.append(Fault(kind, operation, times, until, wait))

    def before(self, operation: str) -> None:
        """Raises what refuses this call, or Cut."""
        fault = self._take(operation, BEFORE)
        if fault is None:
            return
        if fault.kind == "bad_request":
            raise BadInput(
                "", message="The input you have submitted is not valid. Please check your input and try again."
            )
        if fault.kind == "throttle":
            raise TooMany()
        if fault.kind == "lost":
            raise Cut
        status, code = (503, "ServiceUnavailable") if fault.kind == "unavailable" else (500, "InternalFailure")
        raise Refusal(status, code, "We encountered an internal error. Please try again.")

    def after(self, operation: str) -> Fault | None:
        """What becomes of the answer to this call."""
        return self._take(operation, AFTER)

    def _take(self, operation: str, kinds: tuple[str, ...]) -> Fault | None:
        now = self.now()
        self.standing = [each for each in self.standing if each.stands(each.operation, now)]
        for fault in self.standing:
            if fault.kind in kinds and fault.stands(operation, now):
                if fault.times is not None:
                    fault.times -= 1
                return fault
        return None
