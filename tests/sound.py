"""After a test has written: the worker catches up, and the doctor looks at everything."""

from haat.core import worker
from haat.core.doctor import examine
from haat.shelf import build


def faults(*, rebuilt: bool = True) -> dict[str, list[str]]:
    """What the doctor names; `rebuilt`: the shelf is made first, which the factories go round."""
    worker.run_due()
    if rebuilt:
        build.rebuild()
    return {finding.name: finding.examples for finding in examine() if finding.broken}
