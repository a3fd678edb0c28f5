"""What is told elsewhere reaches the offers it concerns."""

import pytest

from haat.catalogue.events import KINDS
from haat.channels.models import Offer
from haat.core.jobs import HANDLERS
from haat.core.worker import run_due
from haat.makers.actions import give_seller_paper
from tests.channels.make import make_good, publish
from tests.make import BY

TOLD = [kind.name for kind in KINDS if kind.about in ("catalogue.good", "catalogue.variant")]


@pytest.mark.parametrize("kind", TOLD)
def test_whatever_is_told_of_a_good_or_a_size_is_heard(kind):
    assert {name for name in HANDLERS.subscribers(kind) if name.startswith("channels.")}


@pytest.mark.django_db
@pytest.mark.usefixtures("says")
def test_paper_of_a_seller_has_what_it_sells_looked_at_anew(bazaar, account):
    (offer,) = publish(account, make_good())
    run_due()
    before = Offer.objects.get(pk=offer.pk).touched
    give_seller_paper(account.seller, kind="trade_mark", number="1234567", by=BY)
    run_due()
    assert Offer.objects.get(pk=offer.pk).touched > before
