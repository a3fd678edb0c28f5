"""Starting servers and workers, and ending them together."""

import os
import shutil
import signal
import subprocess
import sys
import threading

from django.conf import settings

from config.environment import env
from haat.core import worker


def gunicorn_arguments(*, bind: str, port: int) -> list[str]:
    """gunicorn as shipped: threads, so that a slow phone's upload holds up nobody."""
    return [
        sys.executable, "-m", "gunicorn", "config.wsgi:application",
        "--bind", f"{bind}:{port}",
        "--workers", str(env.workers),
        "--worker-class", "gthread",
        "--threads", str(env.threads),
        "--timeout", "60",
        "--graceful-timeout", "20",
        "--max-requests", "20000",
        "--max-requests-jitter", "2000",
        "--log-level", "warning",
    ]  # fmt: skip


def serve(*, bind: str, port: int, with_worker: bool) -> int:
    """Serve until interrupted; when one process ends the other is ended too."""
    children = [subprocess.Popen(gunicorn_arguments(bind=bind, port=port))]
    if with_worker:
        children.append(subprocess.Popen([sys.executable, "-m", "haat.cli", "worker"]))
    _address(port)
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    while not stopping.wait(0.5) and all(child.poll() is None for child in children):
        pass
    for child in children:
        child.terminate()
    codes = [child.wait(30) for child in children]
    return 0 if stopping.is_set() else max(abs(code) for code in codes) or 1


def _address(port: int) -> None:
    from haat.places.models import MartHost

    for row in MartHost.objects.select_related("mart").order_by("mart_id", "host"):
        print(f"  {row.mart.names.get('en', row.mart.slug)}: http://{row.host}:{port}/", flush=True)


def work(*, threads: int) -> int:
    """Work in `threads` threads until told to stop; a job under way is finished first."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    crew = [threading.Thread(target=worker.work, args=(stopping.wait,)) for _ in range(threads)]
    for hand in crew:
        hand.start()
    while any(hand.is_alive() for hand in crew):
        for hand in crew:
            hand.join(0.5)
    return 0


def empty_data() -> None:
    """Delete the SQLite file and stored pictures of this data folder, and nothing else."""
    for name in ("haat.sqlite3", "haat.sqlite3-wal", "haat.sqlite3-shm"):
        (settings.DATA_DIR / name).unlink(missing_ok=True)
    shutil.rmtree(os.fspath(settings.MEDIA_ROOT), ignore_errors=True)
