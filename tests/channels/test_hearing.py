"""What is told elsewhere reaches the offers it concerns."""

import pytest

from haat.catalogue.actions import show_pictures
from haat.catalogue.events import KINDS
from haat.channels.models import Offer
from haat.core.jobs import HANDLERS
from haat.core.worker import run_due
from haat.makers.actions import give_seller_paper
from haat.studio.actions import ask_white, refuse_white, tell_letters, use_white
from tests.channels.make import make_good, publish
from tests.make import BY
from tests.studio.shots import on_cloth, stored

TOLD = [kind.name for kind in KINDS if kind.about in ("catalogue.good", "catalogue.variant")]
SHOWN = ("studio.picture_ready", "studio.letters_told", "studio.white_used", "studio.white_refused")


@pytest.mark.parametrize("kind", [*TOLD, *SHOWN])
def test_whatever_is_told_of_a_good_a_size_or_a_picture_is_heard(kind):
    assert {name for name in HANDLERS.subscribers(kind) if name.startswith("channels.")}


@pytest.mark.django_db
@pytest.mark.usefixtures("says")
def test_picture_measured_or_laid_on_white_has_its_good_looked_at_anew(bazaar, account, media):
    variant, picture = make_good(), stored(on_cloth())
    good = show_pictures(variant.good, pictures=[picture], by=BY)
    (offer,) = publish(account, variant)

    def touched() -> int:
        run_due()
        return Offer.objects.get(pk=offer.pk).touched

    heard = [touched()]
    tell_letters(good, picture=picture, letters=True, by=BY)
    heard.append(touched())
    white = ask_white(good, picture=picture, by=BY)
    heard.append(touched())  # what was made of it was measured
    white.refresh_from_db()
    assert white.proposed is not None
    use_white(white, seen=white.proposed.digest, by=BY)
    heard.append(touched())
    refuse_white(white, by=BY)
    heard.append(touched())
    assert heard == sorted(set(heard))


@pytest.mark.django_db
@pytest.mark.usefixtures("says")
def test_paper_of_a_seller_has_what_it_sells_looked_at_anew(bazaar, account):
    (offer,) = publish(account, make_good())
    run_due()
    before = Offer.objects.get(pk=offer.pk).touched
    give_seller_paper(account.seller, kind="trade_mark", number="1234567", by=BY)
    run_due()
    assert Offer.objects.get(pk=offer.pk).touched > before
