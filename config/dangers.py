"""Starts that would harm somebody, each refused with its reason and the way out, in one sentence."""

import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from config.environment import Environment

LEAST_KEY = 50
LEAST_LETTERS = 10  # different ones; sixty random hexadecimal figures have about fifteen
NETWORK_DISKS = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "ceph", "fuse.glusterfs", "fuse.sshfs")
NEW_KEY = 'make one with: python3 -c "import secrets; print(secrets.token_urlsafe(64))"'
_HOST = re.compile(r"\.?[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]", re.IGNORECASE)


def refusal(env: Environment, *, mounts: Path = Path("/proc/mounts")) -> str:
    """The first reason not to start with these settings; empty when there is none."""
    checks = (_open_to_all(env), _key(env), _hosts(env), _proxies(env), _senders(env), _words(env), _disk(env, mounts))
    return next((sentence for check in checks for sentence in check), "")


def _open_to_all(env: Environment) -> Iterator[str]:
    if env.demo and env.https:
        yield (
            "HAAT_DEMO=1 shows sign-in codes on the page, so on a public server anybody could sign in as anybody:"
            " take HAAT_DEMO out, or HAAT_HTTPS for a demonstration on your own machine."
        )
    if env.debug and env.https:
        yield "HAAT_DEBUG=1 shows code and settings on error pages: take HAAT_DEBUG out of a public server's settings."


def _key(env: Environment) -> Iterator[str]:
    key = env.secret_key
    if not key and env.https:
        yield f"HAAT_SECRET_KEY must be set when HAAT_HTTPS is on; {NEW_KEY}"
    if key and len(key) < LEAST_KEY:
        yield f"HAAT_SECRET_KEY has {len(key)} characters and needs at least {LEAST_KEY}; {NEW_KEY}"
    if key and (len(set(key)) < LEAST_LETTERS or key in (key + key)[1:-1] or key.startswith("<")):
        yield f"HAAT_SECRET_KEY can be guessed, it repeats itself or was copied from the manual; {NEW_KEY}"


def _hosts(env: Environment) -> Iterator[str]:
    hosts = [host.strip() for host in env.hosts.split(",") if host.strip()]
    if not hosts:
        yield "HAAT_HOSTS is empty, so no page could be served: name the mart's host, for example mart.example.in."
    if "*" in hosts:
        yield "HAAT_HOSTS=* would put any stranger's host name into links: name your marts' hosts, comma separated."
    for host in hosts:
        if not _HOST.fullmatch(host) and host != "*":
            yield f"HAAT_HOSTS has {host!r}: write the name alone, without https://, port or path."


def _proxies(env: Environment) -> Iterator[str]:
    if env.https and not env.trusted_proxies:
        yield (
            "HAAT_HTTPS=1 needs a proxy in front that speaks HTTPS, and without HAAT_TRUSTED_PROXIES=1 every visitor"
            " would count as the proxy and lock out all others: set it to the number of proxies."
        )


def _senders(env: Environment) -> Iterator[str]:
    if env.sms_sender not in ("", "log"):
        yield (
            f"HAAT_SMS_SENDER={env.sms_sender} is not read any more, so no message would leave: write HAAT_SENDERS, and"
            " what it needs into HAAT_SENDERS_FILE (docs/senders.example.toml)."
        )
    for sender in [slug.strip() for slug in env.senders.split(",") if slug.strip()]:
        if not sender.isidentifier() or find_spec(f"haat.messages.senders.{sender}") is None:
            yield f"HAAT_SENDERS has {sender!r}, which is no folder under haat/messages/senders: nothing would leave."
        if sender == "log" and env.https:
            yield (
                "HAAT_SENDERS=log brings messages to nobody, and people would wait for their codes: set up a sender"
                " (docs/senders.example.toml), or leave it empty."
            )


def _words(env: Environment) -> Iterator[str]:
    if env.senders_file and not Path(env.senders_file).is_file():
        yield f"HAAT_SENDERS_FILE={env.senders_file} is no file, so no message would leave."
    if env.database_url and not env.database_url.startswith(("postgres://", "postgresql://")):
        yield "HAAT_DATABASE_URL must begin with postgresql:// or be empty for SQLite."


def _disk(env: Environment, mounts: Path) -> Iterator[str]:
    if env.database_url or not mounts.exists():
        return
    lines = [line.split() for line in mounts.read_text().splitlines()]
    above = [line for line in lines if len(line) > 2 and env.data_dir.resolve().is_relative_to(_unescaped(line[1]))]
    kind = max(above, key=lambda line: len(line[1]), default=["", "", ""])[2]
    if kind in NETWORK_DISKS:
        yield (
            f"SQLite breaks on a network disk ({kind}) when two machines write: put HAAT_DATA_DIR on a disk of this"
            " machine, or use PostgreSQL (HAAT_DATABASE_URL)."
        )


def _unescaped(path: str) -> str:
    return path.replace("\\040", " ")
