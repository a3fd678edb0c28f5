"""What a job asked of somebody else and did not get is no fault of ours: a line in the log, and another try."""

import pytest
import structlog

from haat.core import worker
from haat.core.jobs import HANDLERS, NotNow
from haat.core.models import Job

pytestmark = pytest.mark.django_db


def test_what_was_only_tried_in_vain_is_one_line_and_tried_again():
    def busy() -> None:
        raise NotNow("http_429", "+919876543210")

    def fail() -> None:
        raise ValueError("no luck")

    for function in (busy, fail):
        HANDLERS.add(f"tests.trying.{function.__name__}", function)
    for name in ("tests.trying.busy", "tests.trying.fail"):
        Job.objects.create(name=name)
    with structlog.testing.capture_logs() as lines:
        worker.run_due()
    told = {line["job"]: line for line in lines}
    assert (told["tests.trying.busy"]["event"], "exc_info" in told["tests.trying.busy"]) == ("job tried in vain", False)
    assert "9876543210" not in told["tests.trying.busy"]["why"]
    assert (told["tests.trying.fail"]["event"], told["tests.trying.fail"]["exc_info"]) == ("job failed", True)
    assert {job.state for job in Job.objects.all()} == {Job.State.WAITING}
