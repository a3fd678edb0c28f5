"""What the desk prints and takes out, the post, and returns."""

import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from haat.delivery.models import Parcel, Round
from haat.ledger.models import Invoice
from haat.orders import actions as ordering
from haat.orders.models import Part, Return
from tests.make import BY
from tests.web.office.signed import district, officer, part_of, work_off

pytestmark = pytest.mark.django_db


def test_labels_list_and_invoice_are_pdfs():
    here = district()
    part = part_of(here.maker, state="on_the_way")
    parcel, invoice = Parcel.objects.get(part=part), Invoice.objects.get(part=part)
    desk = officer("desk")
    for name, pk in (
        ("delivery:labels", parcel.round_id),
        ("delivery:packing_list", parcel.round_id),
        ("delivery:label", parcel.pk),
        ("orders:invoice", invoice.pk),
    ):
        answer = desk.get(reverse(f"office:{name}", args=[pk]))
        assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-"), name


def test_papers_of_another_block_are_not_found():
    here = district()
    part = part_of(here.other, state="packed")
    client = officer("coordinator", place=here.here)
    for name, pk in (("delivery:label", part.parcel.pk), ("orders:invoice", Invoice.objects.get(part=part).pk)):
        assert client.get(reverse(f"office:{name}", args=[pk])).status_code == 404


def test_makers_ticked_come_as_a_workbook():
    here = district()
    answer = officer("auditor").post(reverse("office:makers:table"), {"pick": [here.other.pk, "x", "9" * 40]})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows] == ["Name", "Gulab group"]


def test_workbook_writes_formulas_as_text():
    here = district()
    type(here.maker).objects.filter(pk=here.maker.pk).update(names={"en": "=1+1"}, slug="a")
    answer = officer("desk").get(reverse("office:makers:list"), {"export": "xlsx"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[1][0] == "=1+1"


def test_parcel_goes_by_post_under_its_article_number():
    here = district()
    part = part_of(here.maker, state="packed")
    parcel = Parcel.objects.get(part=part)
    Parcel.objects.filter(pk=parcel.pk).update(carrier="post", collect_paise=0)
    desk = officer("desk")
    wrong = desk.post(reverse("office:delivery:send_by_post", args=[parcel.pk]), {f"a{parcel.pk}-article": "12"})
    assert wrong.status_code == 422
    assert 'value="12"' in wrong.content.decode()
    right = {f"a{parcel.pk}-article": "EE123456785IN"}
    assert desk.post(reverse("office:delivery:send_by_post", args=[parcel.pk]), right).status_code == 302
    parcel.refresh_from_db()
    assert (parcel.state, parcel.article) == (Parcel.State.OUT, "EE123456785IN")
    assert "EE123456785IN" in desk.get(reverse("office:delivery:list")).content.decode()


def test_return_is_received_at_the_desk():
    here = district()
    part = part_of(here.maker, state="delivered")
    ordering.ask_return(part, reason="Too small", by=BY)
    desk = officer("desk")
    assert "Too small" in desk.get(reverse("office:orders:order", args=[part.number])).content.decode()
    assert (
        desk.post(reverse("office:orders:refuse_return", args=[part.number]), {"answer-reason": ""}).status_code == 422
    )
    desk.post(reverse("office:orders:receive_return", args=[part.number]), {"resale": "yes"})
    work_off()
    part.refresh_from_db()
    assert (part.state, Return.objects.get().state) == (Part.State.RETURNED, Return.State.RECEIVED)


def test_round_that_is_still_out_cannot_be_closed():
    here = district()
    part = part_of(here.maker, state="on_the_way")
    round_ = Round.objects.get(pk=Parcel.objects.get(part=part).round_id)
    answer = officer("accountant").post(reverse("office:delivery:close", args=[round_.pk]), {"counted": "10"})
    assert answer.status_code == 422
    round_.refresh_from_db()
    assert round_.state == Round.State.OUT
