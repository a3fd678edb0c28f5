"""A list that is taken out says so where it does not hold every row."""

import pytest
from django.test import RequestFactory

from haat.web.office.desk import listing


@pytest.mark.parametrize(
    ("number", "last"), [(2, "row"), (3, "This file is full: 3 rows. Filter the list to take out the others.")]
)
def test_full_file_says_so_in_its_last_row(monkeypatch, number, last):
    monkeypatch.setattr(listing, "MOST_EXPORTED", 3)
    answer = listing.export(RequestFactory().get("/?export=csv"), "groups", ["Name"], [["row"]] * number)
    assert answer.content.decode().split("\r\n")[-2] == last
