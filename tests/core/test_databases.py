"""What an installation says of its PostgreSQL, and of what stands before it."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from config.databases import Pooler, database
from config.environment import Environment

URL = "postgresql://haat:se%20cret@db.example:5433/mart"


def told(pooler: Pooler) -> dict[str, Any]:
    return database(URL, data_dir=Path("var"), pool_size=4, pooler=pooler)


@pytest.mark.parametrize(
    ("pooler", "threshold", "without_cursors"),
    [("none", 5, False), ("transaction", None, True), ("transaction+prepared", 5, True)],
)
def test_pooler_says_what_is_prepared_and_whether_cursors_last(pooler, threshold, without_cursors):
    found = told(pooler)
    assert (found["OPTIONS"]["prepare_threshold"], found["DISABLE_SERVER_SIDE_CURSORS"]) == (threshold, without_cursors)
    assert (found["NAME"], found["PASSWORD"], found["PORT"]) == ("mart", "se cret", "5433")


def test_pooler_is_read_from_the_environment(monkeypatch):
    assert Environment(_env_file=None).database_pooler == "none"
    monkeypatch.setenv("HAAT_DATABASE_POOLER", "transaction")
    assert Environment(_env_file=None).database_pooler == "transaction"
    monkeypatch.setenv("HAAT_DATABASE_POOLER", "session")
    with pytest.raises(ValidationError, match="transaction"):
        Environment(_env_file=None)
