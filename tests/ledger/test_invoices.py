"""Papers: invoice or bill of supply, numbered per seller and year without gaps, and credit notes."""

import pytest
import time_machine
from django.db import transaction

from haat.core.doctor import examine
from haat.core.models import Event
from haat.ledger import actions
from haat.ledger.models import Invoice
from haat.makers.models import Seller
from haat.orders import actions as orders
from tests.make import BY, make_maker, make_part, make_pune_pin, make_registered_maker, make_seller, make_stocked

pytestmark = pytest.mark.django_db


def part_of(maker, **more):
    return make_part({make_stocked(maker): 1}, **more)


def test_registered_seller_gives_a_tax_invoice():
    paper = actions.issue_invoice(part_of(make_registered_maker()), by=BY)
    assert (paper.kind, paper.number[0], paper.facts["tax_paise"] > 0) == ("invoice", "I", True)


def test_seller_without_gstin_gives_a_bill_of_supply():
    paper = actions.issue_invoice(part_of(make_maker()), by=BY)
    assert (paper.kind, paper.number[0], paper.facts["tax_paise"]) == ("bill", "B", 0)


def test_registered_seller_of_untaxed_goods_gives_a_bill_of_supply():
    part = part_of(make_registered_maker())
    part.tax_paise = part.delivery_tax_paise = 0
    assert actions.issue_invoice(part, by=BY).kind == "bill"


def test_invoice_is_issued_once():
    part = part_of(make_maker())
    assert actions.issue_invoice(part, by=BY) == actions.issue_invoice(part, by=BY)
    assert Event.objects.filter(kind="ledger.invoice_issued").count() == 1


@time_machine.travel("2026-03-31 12:00+00:00")
def test_numbers_run_per_seller_and_year_without_gaps():
    one, two = make_maker("One"), make_maker("Two")
    parts = [part_of(one), part_of(one), part_of(two), part_of(one)]
    first = [str(actions.issue_invoice(part, by=BY)) for part in parts[:3]]
    with transaction.atomic():
        actions.issue_invoice(parts[3], by=BY)
        transaction.set_rollback(True)
    a, b = one.seller_id, two.seller_id
    assert first == [f"B{a}-25-0001", f"B{a}-25-0002", f"B{b}-25-0001"]
    with time_machine.travel("2026-03-31 18:29+00:00"):  # 23:59 in India
        assert actions.issue_invoice(parts[3], by=BY).number == f"B{a}-25-0003"
    later = part_of(one)
    with time_machine.travel("2026-03-31 18:30+00:00"):  # the first of April in India
        paper = actions.issue_invoice(later, by=BY)
    assert (paper.number, paper.year) == (f"B{a}-26-0001", "2026-27")


def test_makers_of_one_seller_share_its_numbers():
    seller = make_seller()
    papers = [actions.issue_invoice(part_of(make_maker(seller=seller)), by=BY) for _maker in range(2)]
    assert [paper.number[-4:] for paper in papers] == ["0001", "0002"]


def test_number_has_at_most_sixteen_signs():
    part = part_of(make_maker())
    seller = part.seller
    seller.pk = 9_999_999
    seller.save()
    part.seller = Seller.objects.get(pk=9_999_999)
    number = actions.issue_invoice(part, by=BY).number
    assert len(number) == 16


def test_facts_are_frozen():
    part = part_of(make_maker("Chandni group"))
    paper = actions.issue_invoice(part, by=BY)
    assert (paper.facts["part"], paper.facts["order"]) == (part.number, part.order.number)
    assert paper.facts["seller"]["name"] == part.seller.legal_name
    assert paper.facts["buyer"]["name"] == "Ranjana Kumari"
    assert [line["goods_paise"] for line in paper.facts["lines"]] == [52_000]
    assert (paper.facts["total_paise"], paper.facts["delivery_paise"]) == (56_000, 4_000)
    Seller.objects.update(legal_name="Another name")
    part.refresh_from_db()
    assert actions.issue_invoice(part, by=BY).facts["seller"]["name"] == paper.facts["seller"]["name"]


@pytest.mark.parametrize(("pin", "inter_state"), [("814112", False), ("411001", True)])
def test_place_of_supply_decides_the_kind_of_tax(pin, inter_state):
    make_pune_pin()
    paper = actions.issue_invoice(part_of(make_registered_maker(), pin=pin), by=BY)
    assert paper.facts["inter_state"] is inter_state


def test_credit_note_is_over_the_goods_and_comes_after_its_invoice():
    part = make_part({make_stocked(make_maker()): 1}, state="delivered")
    ret = orders.ask_return(part, reason="too small", by=BY)
    note = actions.issue_credit_note(part, ret=ret, by=BY)
    assert actions.issue_credit_note(part, ret=ret, by=BY) == note
    assert [paper.kind for paper in Invoice.objects.order_by("pk")] == ["bill", "credit_note"]
    assert note.number == f"C{part.seller_id}-{note.year[2:4]}-0001"
    assert (note.facts["delivery_paise"], note.facts["total_paise"]) == (0, 52_000)


def test_doctor_finds_a_missing_number():
    papers = [actions.issue_invoice(part_of(make_maker()), by=BY) for _part in range(1)]
    seller = papers[0].seller
    for _part in range(2):
        actions.issue_invoice(part_of(make_maker(seller=seller)), by=BY)
    Invoice.objects.filter(number__endswith="0002").delete()
    name = "ledger: invoice numbers run without gaps"
    (found,) = examine([name])
    assert found.examples == [f"seller {seller.pk} {papers[0].year} bill: 2 papers, highest 3"]
