"""Becoming the server that tends its processes, and working through jobs."""

import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence

from config.environment import env
from haat.cli.holding import held
from haat.cli.refusing import Refused
from haat.cli.tending import told_to_stop
from haat.core import worker
from haat.places.queries import hosts


def serve(*, bind: str, port: int, with_worker: bool, rehearse: Sequence[str] = ()) -> None:
    """Become the process that tends a web server and a worker until told to stop: `haat.cli.tending`. Never returns.

    `rehearse` are doubles that are tended as well, the demonstration's: of each the words after `haat rehearse`.
    What prepared the start is left behind with it: 80 MB that would lie there as long as the machine runs. The lock
    that says that a haat runs here is carried over, without a moment in which it is free.
    """
    with held("running", shared=True) as lock:
        _addresses(port)
        os.set_inheritable(lock.fileno(), True)
        told = {"bind": bind, "port": port, "workers": env.workers, "threads": env.threads, "requests": env.requests}
        line = [word for name, value in told.items() for word in (f"--{name}", str(value))]
        line += ["--with-worker"] * with_worker + [word for words in rehearse for word in ("--rehearse", words)]
        os.execv(sys.executable, [sys.executable, "-m", "haat.cli.tending", *line])


def port_is_free(bind: str, port: int, *, wait: Callable[[float], None] = time.sleep) -> None:
    """Raises Refused when another listens there; a server that is just ending is given a moment."""
    for turn in range(8):
        with socket.socket(socket.AF_INET6 if ":" in bind else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((bind, port))
            except OSError as wrong:
                problem = wrong.strerror
            else:
                return
        if turn < 7:
            wait(0.5)
    raise Refused(f"{bind}:{port} cannot be served ({problem}): end what listens there, or choose another --port.")


def free_port() -> int:
    """A port of this machine on which nobody listens at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _addresses(port: int) -> None:
    """Say where each mart is served."""
    for row in hosts():
        print(f"  {row.mart.names.get('en', row.mart.slug)}: http://{row.host}:{port}/", flush=True)


def work(*, threads: int, parent: int = 0) -> int:
    """Work in `threads` threads until told to stop; a job under way is finished first.

    A thread that ends by itself, or the end of the `parent` that started us, ends the process: 1, to be started again.
    """
    with held("running", shared=True):
        stopping, fallen = told_to_stop(), False
        crew = [threading.Thread(target=worker.work, args=(stopping.wait,)) for _ in range(threads)]
        for hand in crew:
            hand.start()
        while not stopping.wait(0.5) and not fallen:
            fallen = not all(hand.is_alive() for hand in crew) or bool(parent and os.getppid() != parent)
        stopping.set()
        for hand in crew:
            hand.join()
    return int(fallen)
