"""Two hands for a number, one where a district has no other; and papers that came by another way."""

import pytest

from haat.core.dates import today
from haat.core.doctor import examine
from haat.core.models import Event
from haat.makers import actions as makers
from haat.makers.actions.joining import give_back, take_in
from haat.makers.models import Document
from haat.makers.queries import seen_now
from haat.paperwork import actions
from haat.paperwork.models import Road
from tests.ledger.books import work
from tests.make import BY, make_block, make_maker, make_mart, make_officer, make_organisation, make_seller
from tests.make_paperwork import ONE, OTHER, make_road
from tests.refusals import refused

pytestmark = pytest.mark.django_db
FSSAI, ANOTHER = "22026123000456", "22026123000457"


def given(maker, by=ONE, number=FSSAI):
    return makers.give_document(maker, kind="fssai", number=number, by=by)


def test_who_wrote_a_paper_down_does_not_accept_it_where_another_officer_is():
    paper = given(make_maker())
    make_officer("coordinator", place=make_block("Far block"))  # she does not reach this maker
    other = make_officer("desk")
    with refused("makers.own_paper"):
        makers.decide_document(paper, accept=True, by=ONE)
    other.is_active = False
    other.save(update_fields=["is_active"])
    assert makers.decide_document(paper, accept=True, by=ONE).state == "accepted"


def test_who_wrote_a_paper_down_may_refuse_it_and_another_accepts_what_was_given_anew():
    maker = make_maker()
    make_officer("desk")
    assert makers.decide_document(given(maker), accept=False, by=ONE).state == "refused"
    again = given(maker, by=OTHER)
    with refused("makers.own_paper"):
        makers.decide_document(again, accept=True, by=OTHER)
    assert makers.decide_document(again, accept=True, by=ONE).state == "accepted"


def test_a_sellers_paper_takes_two_hands_too():
    mart = make_mart()
    seller = make_seller(mart, organisation=make_organisation(mart))
    paper = makers.give_seller_paper(seller, kind="khadi_mark", number="K 1", by=ONE)
    make_officer("coordinator")  # no deed of hers
    other = make_officer("desk")
    with refused("makers.own_paper"):
        makers.decide_seller_paper(paper, accept=True, by=ONE)
    other.delete()
    assert makers.decide_seller_paper(paper, accept=True, by=ONE).state == "accepted"


def test_alone_in_her_district_she_grants_the_road_and_nobody_is_named_as_who_checked_it():
    road = make_road()
    actions.write_number(road, number=FSSAI, by=ONE)
    held = Road.objects.select_related("document").get()
    actions.check_number(held, accept=True, seen=seen_now(held.document), by=ONE)
    assert (Road.objects.get().state, Road.objects.get().checked_by_id) == ("granted", None)
    assert [found for found in examine() if found.broken] == []


def test_paper_given_before_its_road_is_what_the_road_begins_with():
    maker = make_maker()
    paper = given(maker)
    work()
    road = Road.objects.get(pk=make_road(maker).pk)
    assert (road.state, road.document_id, road.typed_by_id) == ("given", paper.pk, 901)
    assert Event.objects.get(kind="paperwork.number_written").by_id == 901
    makers.decide_document(paper, accept=True, by=OTHER)
    work()
    assert Road.objects.get().state == "granted"


def test_federations_paper_given_and_decided_elsewhere_moves_its_road():
    mart = make_mart()
    seller = make_seller(mart, organisation=make_organisation(mart))
    paper = makers.give_seller_paper(seller, kind="khadi_mark", number="K 1", by=ONE)
    road = actions.begin_for_seller(seller, kind="khadi_mark", by=BY)
    assert (Road.objects.get().state, Road.objects.get().paper_id) == ("given", paper.pk)
    makers.decide_seller_paper(paper, accept=False, by=OTHER)
    work()
    assert Road.objects.get().state == "making"
    paper = makers.give_seller_paper(seller, kind="khadi_mark", number="K 2", by=ONE)
    makers.decide_seller_paper(paper, accept=True, by=OTHER)
    work()
    assert (Road.objects.get(pk=road.pk).state, Road.objects.get().checked_by_id) == ("granted", 902)


def test_paper_decided_before_anybody_heard_of_it_ends_its_road():
    road = make_road()
    makers.decide_document(given(road.maker), accept=True, by=OTHER)
    work()
    assert (Road.objects.get().state, Road.objects.get().typed_by_id) == ("granted", 901)


def test_paper_given_anew_before_anybody_heard_that_it_was_accepted_is_read_again():
    road = make_road()
    actions.write_number(road, number=FSSAI, by=ONE)
    paper = Document.objects.get()
    makers.decide_document(paper, accept=True, by=OTHER)
    anew = given(road.maker, number=ANOTHER)
    actions.hear_decided(paper, accepted=True, by=OTHER)
    assert (Road.objects.get().state, anew.pk) == ("given", paper.pk)


def test_number_that_was_refused_elsewhere_grants_nothing():
    road = make_road()
    actions.write_number(road, number=FSSAI, by=ONE)
    makers.decide_document(Document.objects.get(), accept=False, by=OTHER)
    with refused("paperwork.nothing_to_check"):
        actions.check_number(road, accept=True, seen="", by=OTHER)


def test_where_it_was_applied_for_is_mended_and_its_number_stays():
    road = make_road()
    actions.write_number(road, number=FSSAI, by=ONE)
    for _time in range(2):
        actions.note_applied(road, where="FoSCoS", day=today(), by=ONE)
    held = Road.objects.get()
    assert (held.state, held.applied_where, held.typed_by_id) == ("given", "FoSCoS", 901)
    assert Event.objects.filter(kind="paperwork.applied").count() == 1


def test_roads_go_over_with_their_makers_and_members_and_come_back():
    kept, gone = make_maker("Kept group"), make_maker("Gone group")
    own, hers = make_road(gone), make_road(gone, "artisan_card", member=gone.members.get())
    undo = take_in(kept, gone, by=BY)
    work()
    assert set(Road.objects.values_list("maker_id", flat=True)) == {kept.pk}
    for _time in range(2):
        actions.hand_over_roads(gone, to=kept, by=BY)
    give_back(kept, gone, undo=undo, by=BY)
    work()
    assert set(Road.objects.filter(pk__in=[own.pk, hers.pk]).values_list("maker_id", flat=True)) == {gone.pk}
    assert Event.objects.filter(kind="paperwork.handed_over").count() == 4
