"""The accountant sends the bank's sheet, looks at it, writes it down, and takes the result out."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from haat.ledger.models import Payout
from tests.ledger.books import sent
from tests.make import make_maker, make_mart
from tests.web.office.signed import officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def run():
    make_mart()
    return sent(make_maker("Chandni group"), make_maker("Gulab group"))[0].run


def sheet(run):
    first, second = run.payouts.order_by("pk")
    text = f"UTR,Reference\nSBIN26330000001,{run.number}-{first.pk}\n,{run.number}-{second.pk}\n"
    return SimpleUploadedFile("bank.csv", text.encode(), content_type="text/csv")


def signed_lines(answer):
    return re.search(r'name="lines" value="([^"]+)"', answer.content.decode())[1]


def test_sheet_is_looked_at_then_written_down_and_taken_out(run):
    accountant, address = officer("accountant"), reverse("office:money:bank_sheet", args=[run.pk])
    assert address in accountant.get(reverse("office:money:payout_run", args=[run.pk])).content.decode()
    looked = accountant.post(address, {"sheet": sheet(run)})
    html = looked.content.decode()
    assert "Write 1 payout down as paid" in html
    assert "No UTR stands in this line." in html
    assert not Payout.objects.filter(state="paid").exists()
    lines = signed_lines(looked)
    for _turn in range(2):
        written = accountant.post(address, {"lines": lines})
        assert written.status_code == 200
    assert "Written down before" in written.content.decode()
    assert list(Payout.objects.filter(state="paid").values_list("utr", flat=True)) == ["SBIN26330000001"]
    taken = accountant.post(address, {"lines": lines, "take": "1"})
    rows = CalamineWorkbook.from_filelike(BytesIO(taken.content)).get_sheet_by_index(0).to_python()
    assert rows[0][-1] == "What came of it"
    assert [row[-1] for row in rows[1:]] == ["Written down before", "No UTR stands in this line."]


def test_changed_lines_and_lines_of_another_run_are_refused(run):
    accountant, address = officer("accountant"), reverse("office:money:bank_sheet", args=[run.pk])
    lines = signed_lines(accountant.post(address, {"sheet": sheet(run)}))
    assert accountant.post(address, {"lines": lines[:-2]}).status_code == 422
    other = sent(make_maker())[0].run
    elsewhere = reverse("office:money:bank_sheet", args=[other.pk])
    assert accountant.post(elsewhere, {"lines": lines}).status_code == 422
    assert not Payout.objects.filter(state="paid").exists()


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"a,b\n1,2\n", b""])
def test_file_that_is_no_such_sheet_is_refused_at_its_field(run, data):
    address = reverse("office:money:bank_sheet", args=[run.pk])
    answer = officer("accountant").post(address, {"sheet": SimpleUploadedFile("bank.xlsx", data)})
    assert answer.status_code == 422
    assert answer.context["form"].errors["sheet"]
