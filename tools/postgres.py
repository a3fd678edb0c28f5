"""A throwaway PostgreSQL for one command: `python tools/postgres.py run -- pytest …`.

Makes a cluster in a temporary folder, serves it on a free loopback port, sets HAAT_DATABASE_URL, runs the
command, and removes everything. PostgreSQL refuses to run as root, so root borrows the `postgres` user.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200"]


def programs() -> Path:
    """The folder of initdb and pg_ctl, newest version first."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parent.parent.name))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    raise SystemExit("PostgreSQL's programs are missing; run tools/system-packages test")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def as_server(command: list[str]) -> None:
    """Run as the postgres user when we are root, as ourselves otherwise."""
    if os.getuid() == 0:
        entry = pwd.getpwnam("postgres")
        command = [
            "setpriv",
            f"--reuid={entry.pw_uid}",
            f"--regid={entry.pw_gid}",
            "--clear-groups",
            *command,
        ]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[str]:
    """Serve a new, empty cluster and yield its URL; `durable` keeps fsync on (benchmarks)."""
    folder = Path(tempfile.mkdtemp(prefix="haat-pg-"))
    if os.getuid() == 0:
        shutil.chown(folder, "postgres")
    bin_dir, data, port = programs(), folder / "data", _free_port()
    as_server(
        [
            str(bin_dir / "initdb"),
            "-D",
            str(data),
            "-U",
            "haat",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        ]
    )
    settings = ["max_connections=200"] if durable else FAST
    options = " ".join(
        f"-c {s}"
        for s in [
            *settings,
            f"port={port}",
            "listen_addresses=127.0.0.1",
            f"unix_socket_directories={folder}",
        ]
    )
    pg_ctl = [str(bin_dir / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log")]
    as_server([*pg_ctl, "-o", options, "start"])
    try:
        yield f"postgresql://haat@127.0.0.1:{port}/postgres"
    finally:
        as_server([*pg_ctl, "-m", "immediate", "stop"])
        shutil.rmtree(folder, ignore_errors=True)


def main(arguments: list[str]) -> int:
    if len(arguments) < 3 or arguments[:2] != ["run", "--"]:
        print("usage: postgres.py run -- COMMAND …", file=sys.stderr)
        return 2
    with cluster() as url:
        return subprocess.run(arguments[2:], env={**os.environ, "HAAT_DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
