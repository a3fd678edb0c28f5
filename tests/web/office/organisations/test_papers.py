"""Papers of a federation's seller: licences, marks and exemptions are given, looked at, and told."""

import pytest
from django.urls import reverse

from haat.makers.models import SellerPaper
from haat.makers.queries import seen_now
from tests.make import make_mart, make_organisation, make_seller
from tests.sound import faults
from tests.web.office.signed import officer

pytestmark = pytest.mark.django_db
LETTER = {
    "kind": "gtin_exemption",
    "number": "123-4",
    "brand": "Nari Jagriti",
    "category": "Bangles",
    "channel": "Amazon",
}


@pytest.fixture
def seller():
    return make_seller(organisation=make_organisation(make_mart()))


def url(name, *args):
    return reverse(f"office:organisations:{name}", args=args)


def test_an_exemption_is_given_with_what_it_covers_and_accepted(seller):
    desk, page = officer("desk"), url("papers", seller.pk)
    assert desk.post(page, LETTER).url == page
    paper = SellerPaper.objects.get()
    assert paper.facts == {"brand": "Nari Jagriti", "category": "Bangles", "channel": "Amazon"}
    shown = desk.get(page).content.decode()
    assert [words in shown for words in ("123-4", "Nari Jagriti", "compare it with the paper")] == [True] * 3
    answer = desk.post(url("decide_paper", seller.pk, paper.pk), {"accept": "yes", "seen": seen_now(paper)})
    paper.refresh_from_db()
    assert (answer.url, paper.state) == (page, "accepted")
    told = desk.get(page).content.decode()
    assert [words in told for words in ("Paper given", "Paper looked at", "Accepted")] == [True] * 3
    assert page in desk.get(url("organisation", seller.organisation_id)).content.decode()
    assert faults() == {}


def test_it_is_decided_on_as_it_stood_on_the_page(seller):
    desk = officer("desk")
    desk.post(url("papers", seller.pk), LETTER | {"kind": "khadi_mark", "brand": "", "category": "", "channel": ""})
    paper = SellerPaper.objects.get()
    SellerPaper.objects.update(number="OTHER")
    desk.post(url("decide_paper", seller.pk, paper.pk), {"accept": "yes", "seen": seen_now(paper)})
    paper.refresh_from_db()
    assert paper.state == "given"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "khadi_mark"}, "brand"),  # it has no brand
        ({"kind": "lut"}, "number"),
        ({"number": ""}, "number"),
        ({"kind": "gstin"}, "kind"),  # stands in the seller
        ({"valid_until": "1/1/2020"}, "valid_until"),
        ({"plant_paise": "much"}, "plant_paise"),
    ],
)
def test_what_is_refused_stands_at_its_field_and_nothing_typed_is_lost(seller, change, field):
    answer = officer("desk").post(url("papers", seller.pk), LETTER | change)
    form = answer.context["form"]
    assert (answer.status_code, list(form.errors)) == (422, [field])
    assert form["category"].value() == "Bangles"
    assert form.facts_open
    assert SellerPaper.objects.count() == 0


def test_only_the_desk_and_only_of_its_own_organisations(seller):
    assert officer("collector").get(url("papers", seller.pk)).status_code == 403
    assert officer("desk").get(url("papers", make_seller().pk)).status_code == 404  # a maker's own
    paper = SellerPaper.objects.create(seller=seller, kind="iec", number="ABCPK1234F")
    other = make_seller(organisation=make_organisation(make_mart()))
    answer = officer("desk").post(url("decide_paper", other.pk, paper.pk), {"accept": "yes"})
    assert answer.status_code == 404
