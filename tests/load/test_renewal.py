"""A web process of a Haat as it is shipped ends after its last request: its successor knows what it had kept."""

from pathlib import Path

import pytest

from tests.load.haat import Haat, own_database

# The database mark brings the test into the PostgreSQL run as well; the Haat has a database of its own.
pytestmark = [pytest.mark.load, pytest.mark.django_db]
LAST = 100  # a process answers so many, up to twice as many by lot


def ask_until_another_answers(haat: Haat) -> None:
    """The process that serves now answers its last request and is gone."""
    (first,) = haat.processes()["server"]
    for _each in range(3 * LAST):
        if haat.ask("/healthz")[0] == 200 and first not in haat.processes()["server"]:
            return
    pytest.fail("no process ended")


def test_successor_begins_with_the_pages_of_who_ended(tmp_path: Path):
    settings = {"HAAT_WORKERS": "1", "HAAT_REQUESTS": str(LAST), "HAAT_PAGE_CACHE_SECONDS": "3600"}
    with own_database() as url:
        haat = Haat(tmp_path, url, **settings)
        haat.run("-m", "haat.cli", "migrate")
        haat.mart("fill()")
        haat.start()
        try:
            kept, other = haat.ask("/en/search/"), haat.ask("/en/search/?sort=price")
            assert (kept[0], "/en/g/" in kept[1], "/en/g/" in other[1]) == (200, True, True)
            haat.mart("empty_shelf()")
            ask_until_another_answers(haat)
            assert haat.ask("/en/search/") == kept
            assert "/en/g/" not in haat.ask("/en/search/?sort=-price")[1]
        finally:
            haat.kill()
