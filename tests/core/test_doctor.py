"""The doctor runs every room's checks and shows the first few broken things of each."""

import pytest

from haat.core import doctor
from haat.core.doctor import Finding, check, examine, waiting_subjects
from haat.core.jobs import UnknownJob
from haat.core.models import Event, Job

pytestmark = pytest.mark.django_db
HANDLER = "ledger.earn_delivered"


@pytest.fixture
def checks(monkeypatch):
    """No checks but those of this test."""
    examine()  # every room's own are registered once, before
    monkeypatch.setattr(doctor, "_CHECKS", {})


def test_examine_runs_checks_in_the_order_of_their_names(checks):
    check("b holds")(lambda: [])
    check("a holds")(lambda: (f"thing {number}" for number in range(30)))
    assert examine() == [
        Finding("a holds", 30, [f"thing {number}" for number in range(20)]),
        Finding("b holds", 0, []),
    ]


def test_check_gives_the_function_back(checks):
    def holds():
        return []

    assert check("it holds")(holds) is holds


def test_every_room_with_a_doctor_is_examined():
    names = [finding.name for finding in examine()]
    assert "ledger: debits = credits in every mart" in names
    assert "review: facts = orders and payouts" in names
    assert "stock = its movements" in names
    assert names == sorted(names)


def test_an_empty_mart_is_healthy():
    assert [finding for finding in examine() if finding.broken] == []


@pytest.mark.parametrize(("state", "found"), [("waiting", {5}), ("running", {5}), ("done", set()), ("failed", set())])
@pytest.mark.parametrize("name", [HANDLER, "haat.ledger.handlers.earn_delivered"])
def test_waiting_subjects_are_those_still_to_be_reacted_to(name, state, found):
    event = Event.objects.create(kind="orders.delivered", subject_type="orders.part", subject_id=5)
    Job.objects.create(name=name, args={"event_id": event.pk}, state=state)
    assert waiting_subjects(HANDLER) == found
    assert waiting_subjects("ledger.hold_back") == set()


def test_nobody_waits_for_a_handler_that_is_not():
    with pytest.raises(UnknownJob, match=r"'ledger\.other'"):
        waiting_subjects("ledger.other")


def test_job_that_nobody_runs_is_named():
    gone, _known, _old = (
        Job.objects.create(name=name) for name in ("gone.away", "shelf.sweep", "haat.shelf.marks.sweep")
    )
    found = {finding.name: finding.examples for finding in examine() if finding.broken}
    assert found == {"every waiting job can be done": [f"job {gone.pk}: nothing is called gone.away"]}
