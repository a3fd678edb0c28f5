"""gunicorn makes one process ready and forks its workers from it; a worker that ends has its successor first.

What is set here stands under gunicorn's own names, beside the line of `haat.cli.tending`.
See docs/decisions/workers.md.
"""

import gc
import os
import signal
from typing import Any

preload_app = True
# Nobody asks this socket, and its thread would stand beside every fork. Versions without it pass over the name.
control_socket_disable = True


def on_starting(_server: Any) -> None:
    """Before it listens: what every page needs is worked out now, and not in each worker for its first readers."""
    from haat.web.shop.base import handing, warming

    warming.warm()
    handing.prepare()
    gc.collect()
    gc.freeze()  # the collector would write into memory that all workers share


def post_worker_init(_worker: Any) -> None:
    """A worker begins with the pages that the one it follows had kept."""
    from haat.web.shop.base import handing

    handing.take()


def post_request(worker: Any, _request: Any, _environ: Any, _response: Any) -> None:
    """A worker that has answered its last request has another one put beside it, before it goes; once."""
    over = worker.nr >= worker.max_requests
    if over and worker.__dict__.setdefault("succeeded", now := object()) is now:
        from haat.web.shop.base import handing

        try:
            handing.leave()
        finally:
            os.kill(worker.ppid, signal.SIGTTIN)


def child_exit(server: Any, _worker: Any) -> None:
    """The one beside it takes its place: no third is begun."""
    if server.num_workers > server.cfg.workers:
        server.num_workers -= 1
