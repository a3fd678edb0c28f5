"""Starts that would harm somebody are refused in one sentence, with the reason and the way out."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.dangers import refusal
from config.environment import ROOT, Environment

KEY = "Ek-kunji-jo-kahin-aur-nahin-chalti-814112-Deoghar-haat"
SAFE = {"secret_key": KEY, "hosts": "mart.example.in, 127.0.0.1", "https": True, "trusted_proxies": 1, "senders": ""}


def refused(tmp_path: Path, *, mounts: str = "", **settings: object) -> str:
    told = tmp_path / "mounts"
    told.write_text(mounts)
    return refusal(Environment(_env_file=None, **{**SAFE, "data_dir": tmp_path, **settings}), mounts=told)


def test_production_as_the_manual_says_begins(tmp_path):
    assert refused(tmp_path) == ""
    assert refused(tmp_path, https=False, trusted_proxies=0, secret_key="") == ""
    assert refused(tmp_path, https=False, trusted_proxies=0, demo=True, debug=True) == ""


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"demo": True}, "HAAT_DEMO=1 shows sign-in codes on the page"),
        ({"debug": True}, "HAAT_DEBUG=1 shows code and settings"),
        ({"secret_key": ""}, "HAAT_SECRET_KEY must be set"),
        ({"secret_key": KEY[:49]}, "HAAT_SECRET_KEY has 49 characters and needs at least 50"),
        ({"https": False, "trusted_proxies": 0, "secret_key": "short"}, "HAAT_SECRET_KEY has 5 characters"),
        ({"secret_key": "x" * 64}, "HAAT_SECRET_KEY can be guessed"),
        ({"secret_key": "deoghar-haat" * 5}, "HAAT_SECRET_KEY can be guessed"),
        ({"secret_key": "<" + KEY + ">"}, "HAAT_SECRET_KEY can be guessed"),
        ({"hosts": " , "}, "HAAT_HOSTS is empty"),
        ({"hosts": "mart.example.in,*"}, "HAAT_HOSTS=*"),
        ({"hosts": "https://mart.example.in"}, "HAAT_HOSTS has 'https://mart.example.in'"),
        ({"hosts": "mart.example.in:443"}, "HAAT_HOSTS has 'mart.example.in:443'"),
        ({"trusted_proxies": 0}, "HAAT_HTTPS=1 needs a proxy in front"),
        ({"HAAT_SMS_SENDER": "pigeon"}, "HAAT_SMS_SENDER=pigeon is not read any more"),
        ({"senders": "sms,pigeon"}, "HAAT_SENDERS has 'pigeon', which is no folder"),
        ({"senders": "../log"}, "HAAT_SENDERS has '../log', which is no folder"),
        ({"senders": "log"}, "HAAT_SENDERS=log brings messages to nobody"),
        ({"senders": "sms", "senders_file": "/nowhere.toml"}, "HAAT_SENDERS_FILE=/nowhere.toml is no file"),
        ({"database_url": "mysql://haat@/haat"}, "HAAT_DATABASE_URL must begin with postgresql://"),
    ],
)
def test_dangerous_settings_are_refused(tmp_path, settings, reason):
    assert refused(tmp_path, **settings)[: len(reason)] == reason


def test_sqlite_on_a_network_disk_is_refused(tmp_path):
    above = tmp_path.resolve().parent
    assert refused(tmp_path, mounts=f"/dev/sda1 / ext4 rw 0 0\nserver:/x {above} nfs4 rw 0 0\n").startswith(
        "SQLite breaks on a network disk (nfs4)"
    )
    assert refused(tmp_path, mounts=f"server:/x / nfs4 rw 0 0\n/dev/sda1 {above} ext4 rw 0 0\n") == ""
    assert refused(tmp_path, mounts="server:/x / nfs rw 0 0\n", database_url="postgresql://haat@/haat") == ""


def haat(folder: Path, *arguments: str, **settings: str) -> tuple[int, str, str]:
    """The command as an operator runs it: exit status, output, complaints."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HAAT_", "PYTEST"))}
    environment = {**kept, "HAAT_DATA_DIR": str(folder), **settings}
    command = [sys.executable, "-m", "haat.cli", *arguments]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"HAAT_HTTPS": "1", "HAAT_DEMO": "1", "HAAT_SECRET_KEY": KEY}, "HAAT_DEMO=1 shows sign-in codes"),
        ({"HAAT_THREADS": "0", "HAAT_HTTPS": "perhaps"}, "These settings cannot be read: HAAT_HTTPS: "),
        ({"HAAT_DATA_DIR": "/proc/nowhere"}, "/proc/nowhere: "),
    ],
)
def test_command_that_may_not_begin_says_one_sentence(tmp_path, settings, sentence):
    code, out, err = haat(tmp_path, "serve", **settings)
    assert (code, out, err[: len(sentence)]) == (2, "", sentence)
    assert err.count("\n") == 1


# ---- two starts at once, and the key they share ----


@pytest.mark.load
def test_two_first_starts_share_key_and_static_files(tmp_path):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HAAT_", "PYTEST"))}
    command = [sys.executable, "-m", "haat.cli", "migrate"]
    environment = {**kept, "HAAT_DATA_DIR": str(tmp_path)}
    starts = [subprocess.Popen(command, env=environment, cwd=ROOT, stderr=subprocess.PIPE) for _start in range(2)]
    assert [(start.communicate()[1].count(b"Traceback"), start.returncode) for start in starts] == [(0, 0)] * 2
    assert len((tmp_path / "secret_key").read_text()) >= 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "static" / "gathered").exists()
    assert [path.name for path in tmp_path.glob("secret_key*")] == ["secret_key"]
