"""What monitors are told: is it alive, and how much waits; under HTTPS and any host name too."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, OperationalError, connection
from django.utils import timezone

from haat.core import health
from haat.core.health import EXAMINED
from haat.core.jobs import enqueue
from haat.core.marks import WORKER, set_mark
from haat.core.models import Mark

pytestmark = pytest.mark.django_db
HTTPS = {"SECURE_SSL_REDIRECT": True, "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https")}


def told(client, **extra) -> tuple[int, dict[str, object]]:
    EXAMINED.forget()
    answer = client.get("/healthz", **extra)
    return answer.status_code, answer.json()


def sign(seconds_ago: float = 0) -> None:
    set_mark(f"{WORKER}here:1", timezone.now() - timedelta(seconds=seconds_ago))


def test_health_is_well_when_writes_work_and_a_worker_lives(client):
    sign()
    assert told(client) == (200, {"ok": True})
    assert Mark.objects.filter(name=health.MARK).count() == 1


def test_health_says_that_no_worker_has_worked(client):
    assert told(client) == (503, {"ok": False, "worker": "none has worked yet"})


def test_health_says_how_long_the_last_worker_is_silent(client, still):
    sign(health.SILENT_SECONDS)
    assert told(client) == (200, {"ok": True})
    sign(health.SILENT_SECONDS + 3600)
    if connection.vendor == "sqlite":  # PostgreSQL's own clock goes on
        assert told(client) == (503, {"ok": False, "worker": "silent for 3690 s"})
    assert told(client)[0] == 503


def test_health_says_that_the_database_does_not_answer(client, monkeypatch):
    def gone(*_args):
        raise OperationalError("server closed the connection")

    sign()
    monkeypatch.setattr(health, "database_now", gone)
    assert told(client) == (503, {"ok": False, "database": "does not answer"})


def test_health_says_that_the_database_takes_no_changes(client, monkeypatch):
    def full(*_args):
        raise DatabaseError("disk full")

    sign()
    monkeypatch.setattr(health, "set_mark", full)
    assert told(client) == (503, {"ok": False, "database": "takes no changes"})


def test_health_asks_the_database_once_however_often_it_is_asked(client, django_assert_num_queries):
    sign()
    told(client)
    with django_assert_num_queries(0):
        assert [client.get("/healthz").status_code for _time in range(20)] == [200] * 20


def test_health_does_not_wait_for_an_examination_that_hangs(monkeypatch):
    monkeypatch.setattr(health, "MOST_SECONDS", 0.01)
    EXAMINED._lock.acquire()
    try:
        assert EXAMINED.answer() == {"database": "does not answer"}
    finally:
        EXAMINED._lock.release()


def test_sqlite_waits_as_long_as_before_after_the_health_page(client):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's limits end with the transaction")
    told(client)
    with connection.cursor() as cursor:
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
    assert patience == connection.settings_dict["OPTIONS"]["timeout"] * 1000


@pytest.mark.parametrize("address", ["/healthz", "/metrics"])
def test_monitors_are_answered_on_this_machine_under_https_and_any_name(client, settings, address):
    for name, value in HTTPS.items():
        setattr(settings, name, value)
    sign()
    assert client.get(address, headers={"Host": "127.0.0.1:8000"}).status_code == 200
    assert client.get(address, headers={"Host": "nobody.example"}).status_code == 200


@pytest.mark.parametrize(
    "asks",
    [
        {"REMOTE_ADDR": "10.0.0.9"},
        {"headers": {"X-Forwarded-For": "127.0.0.1"}},
        {"headers": {"X-Real-IP": "127.0.0.1"}},
        {"headers": {"Forwarded": "for=127.0.0.1"}},
        {"headers": {"X-Forwarded-Proto": "https"}},
    ],
)
def test_figures_are_only_for_this_machine(client, asks):
    assert b"haat_jobs{state=" not in client.get("/metrics", **asks).content
    assert client.get("/metrics", **asks).status_code == 404


def test_figures_name_states_and_nobody(client):
    sign(2)
    enqueue("messages.send_message", message_id=1)
    lines = [line for line in client.get("/metrics").content.decode().splitlines() if not line.startswith("#")]
    assert [line.split("}")[0] + "}" for line in lines if "{" in line] == ['haat_jobs{state="waiting"}']
    assert [line.split(" ")[0] for line in lines if "{" not in line] == [
        "haat_worker_silent_seconds",
        "haat_job_wait_seconds",
    ]
