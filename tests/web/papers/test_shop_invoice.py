"""A buyer's bill: behind the order's secret link, and nowhere else."""

import pytest

from haat.ledger.actions import issue_invoice
from tests.make import BY, make_mart, make_part
from tests.web.papers.read import pages_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def bill(client):
    client.defaults["HTTP_HOST"] = "deoghar.localhost"
    make_mart()
    return issue_invoice(make_part(state="packed"), by=BY)


def test_a_bill_is_shown_behind_the_orders_link(client, bill):
    order = bill.part.order
    answer = client.get(f"/hi/o/{order.token}/{bill.number}.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("no-store, private", "noindex")
    assert bill.number in pages_of(answer.content)[0]


def test_the_order_page_links_its_bill(client, bill):
    html = client.get(f"/en/o/{bill.part.order.token}/").content.decode()
    assert html.count(f'href="/en/o/{bill.part.order.token}/{bill.number}.pdf"') == 1


def test_a_bill_of_another_order_is_not_found(client, bill):
    other = issue_invoice(make_part(state="packed"), by=BY)
    assert client.get(f"/en/o/{other.part.order.token}/{bill.number}.pdf").status_code == 404
    assert client.get(f"/en/o/not-a-token/{bill.number}.pdf").status_code == 404
