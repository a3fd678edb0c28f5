"""How far a good may go follows its seller's GSTIN, on the shelf too."""

import pytest

from haat.core.identifiers import gstin_check_digit
from haat.core.worker import run_due
from haat.makers import actions as makers
from haat.shelf import build
from haat.shelf.models import Shelf
from tests.make import BY, make_maker, make_organisation, make_seller, make_stocked
from tests.sound import faults

pytestmark = pytest.mark.django_db
BODY = "20AAATC1234D1Z"
GSTIN = BODY + gstin_check_digit(BODY)


def home_only() -> bool:
    return Shelf.objects.get().home_only


def test_accepted_gstin_lets_her_goods_out_of_the_state():
    maker = make_maker()
    make_stocked(maker)
    build.rebuild()
    assert home_only() is True
    paper = makers.give_document(maker, kind="gstin", number=GSTIN, by=BY)
    makers.decide_document(paper, accept=True, by=BY)
    run_due()
    assert home_only() is False
    assert faults(rebuilt=False) == {}


def test_seller_of_an_organisation_that_gets_a_gstin_lets_its_makers_goods_out():
    seller = make_seller(organisation=make_organisation(), pan="")
    make_stocked(make_maker(seller=seller))
    build.rebuild()
    told = {"legal_name": seller.legal_name, "address": seller.address, "pin": seller.pin}
    makers.change_seller(seller, **told, gstin=GSTIN, by=BY)
    run_due()
    assert home_only() is False
    assert faults(rebuilt=False) == {}
