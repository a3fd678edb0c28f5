"""What is told elsewhere reaches the offers it concerns."""

import pytest
from django.db import transaction

from haat.catalogue.actions import add_attribute, pause_good, show_pictures
from haat.catalogue.events import KINDS
from haat.catalogue.kind_facts import AttributeTold
from haat.catalogue.models import Good
from haat.channels import actions
from haat.channels.models import Offer
from haat.core.events import record
from haat.core.jobs import HANDLERS
from haat.core.models import Job
from haat.core.worker import run_due
from haat.makers.actions import give_seller_paper
from haat.stock import actions as stock
from haat.studio.actions import ask_white, refuse_white, tell_letters, use_white
from tests.channels.make import later, live, make_good, publish, turn
from tests.make import BY, make_kind
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
@pytest.mark.parametrize("of_all", [True, False])
def test_another_question_has_the_goods_it_is_asked_of_looked_at_anew(bazaar, account, of_all):
    asked, other = make_good(), make_good()
    kind = make_kind()
    Good.objects.filter(pk=asked.good_id).update(kind=kind)
    publish(account, asked, other)
    run_due()
    before = dict(Offer.objects.values_list("variant", "touched"))
    make = {"labels": {"en": "Dyed with"}, "type": "text"}
    add_attribute(None if of_all else kind, AttributeTold(**make), slug="dye", by=BY)
    run_due()
    after = dict(Offer.objects.values_list("variant", "touched"))
    assert [after[good.pk] > before[good.pk] for good in (asked, other)] == [True, of_all]


@pytest.mark.django_db
@pytest.mark.usefixtures("says")
def test_craft_that_asks_for_another_paper_has_its_goods_looked_at_anew(bazaar, account):
    (offer,) = publish(account, make_good())
    run_due()
    heard = [Offer.objects.get(pk=offer.pk).touched]
    for after in ({"position": 3}, {"papers": ["fssai"]}):
        with transaction.atomic():
            record("catalogue.craft_changed", offer.variant.good.craft, by=BY, before={}, after=after)
        run_due()
        heard.append(Offer.objects.get(pk=offer.pk).touched)
    assert heard[0] == heard[1] < heard[2]


@pytest.mark.django_db
@pytest.mark.usefixtures("says")
def test_paper_of_a_seller_has_what_it_sells_looked_at_anew(bazaar, account):
    (offer,) = publish(account, make_good())
    run_due()
    before = Offer.objects.get(pk=offer.pk).touched
    give_seller_paper(account.seller, kind="trade_mark", number="1234567", by=BY)
    run_due()
    assert Offer.objects.get(pk=offer.pk).touched > before


# ---- nobody is told where nothing is sold elsewhere ----


def waiting():
    return set(Job.objects.filter(state="waiting", name__startswith="channels.").values_list("name", flat=True))


@pytest.mark.django_db
def test_goods_of_a_mart_without_an_account_cost_no_job():
    good = make_good()
    stock.count(good, on_hand=3, cause="count:1", by=BY)
    pause_good(good.good, by=BY)
    assert waiting() == set()


@pytest.mark.django_db
@pytest.mark.usefixtures("says")
def test_a_change_after_the_account_was_connected_is_told_and_after_it_was_closed_is_not(bazaar, account):
    good = make_good()
    run_due()
    stock.count(good, on_hand=3, cause="count:1", by=BY)
    assert "channels.figures_changed" in waiting()
    run_due()
    actions.close_account(account, by=BY)
    run_due()
    stock.count(good, on_hand=4, cause="count:2", by=BY)
    assert "channels.figures_changed" not in waiting()


@pytest.mark.django_db
@pytest.mark.usefixtures("says")
def test_a_change_of_which_nobody_was_told_while_it_was_connected_is_found_a_while_after(bazaar, account):
    good = make_good(pieces=5)
    (offer,) = live(account, good)
    run_due()
    good.stock.update(on_hand=2)  # by a transaction that began before the account was there: it told nobody
    run_due()
    assert bazaar.pieces(account.key, good.sku) == 5
    with later(minutes=16):
        run_due()
        turn(account)
    assert bazaar.pieces(account.key, good.sku) == 2
    assert Offer.objects.get(pk=offer.pk).pieces == 2


@pytest.mark.django_db
def test_what_is_of_no_mart_is_told_of_although_this_one_sells_nowhere():
    good = make_good().good
    good.mart_id = None
    record("catalogue.good_paused", good, by=BY)
    assert waiting() == {"channels.goods_changed"}
