"""Papers of every kind, given to makers and sellers: numbers, days, figures, several of a kind, and who has looked."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from haat.core.dates import today
from haat.core.doctor import examine
from haat.core.errors import Changed
from haat.core.models import Event
from haat.makers import actions, rules
from haat.makers.models import Document, PaperKind, PaperRule, Seller, SellerPaper
from haat.makers.paper_book import book, held_by, kind_known, project_book
from haat.makers.queries import seen_now
from tests.make import BY, make_craft, make_maker, make_organisation, make_seller
from tests.refusals import refused

pytestmark = pytest.mark.django_db
FIGURES = {"plant_paise": 24_00_000_00, "turnover_paise": 1_90_00_000_00, "figures_by": "A. Sahay"}


def give(maker=None, *, kind="udyam", number="UDYAM-JH-05-0001234", **more):
    return actions.give_document(maker or make_maker(), kind=kind, number=number, **more, by=BY)


def test_a_paper_keeps_its_days_and_what_stands_on_it():
    until, signed = today() + timedelta(300), today()
    given = give(valid_from=today(), valid_until=until, facts={**FIGURES, "figures_on": signed, "size": "micro"})
    given.refresh_from_db()
    assert (given.valid_from, given.valid_until, given.which) == (today(), until, "")
    assert given.facts == {**FIGURES, "figures_on": signed.isoformat(), "size": "micro"}


def test_giving_it_again_replaces_number_days_and_figures():
    maker = make_maker()
    first = give(maker, facts=FIGURES, valid_from=today())
    actions.decide_document(first, accept=True, by=BY)
    again = give(maker, number="UDYAM-JH-05-0009999")
    again.refresh_from_db()
    assert (again.pk, again.state, again.facts, again.valid_from) == (first.pk, "given", {}, None)


@pytest.mark.parametrize(
    ("told", "code", "field"),
    [
        ({"facts": {"plant_paise": -1}}, "makers.bad_fact", "plant_paise"),
        ({"facts": {"plant_paise": True}}, "makers.bad_fact", "plant_paise"),
        ({"facts": {"plant_paise": "24 lakh"}}, "makers.bad_fact", "plant_paise"),
        ({"facts": {"figures_on": "31 June"}}, "makers.bad_fact", "figures_on"),
        ({"facts": {"figures_on": "2999-01-01"}}, "makers.bad_fact", "figures_on"),
        ({"facts": {"size": "huge"}}, "makers.bad_fact", "size"),
        ({"facts": {"figures_by": "A" * 61}}, "makers.bad_fact", "figures_by"),
        ({"facts": {"brand": "Nari"}}, "makers.fact_not_asked", "brand"),
        ({"facts": {"moon": "x"}}, "makers.fact_not_asked", "moon"),
        ({"kind": "pan", "number": "AAATC1234D", "facts": {"size": "micro"}}, "makers.fact_not_asked", "size"),
        ({"kind": "moon", "number": "1"}, "makers.unknown_document", "kind"),
        ({"kind": "trade_mark", "number": "12"}, "makers.bad_shape", "number"),
        ({"kind": "khadi_mark", "number": "K" * 41}, "makers.long_number", "number"),
        ({"kind": "enrolment", "number": "2" * 21}, "makers.long_number", "number"),
        ({"kind": "khadi_mark", "number": " "}, "makers.no_number", "number"),
        ({"valid_until": date(2020, 1, 1)}, "makers.run_out", "valid_until"),
        ({"valid_from": date(2999, 1, 2), "valid_until": date(2999, 1, 1)}, "makers.days_turned_round", "valid_until"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_kept(told, code, field):
    with refused(code, field=field):
        give(**told)
    assert Document.objects.count() == 0


def test_an_empty_fact_is_no_fact():
    assert give(facts={"size": "", "plant_paise": None, "figures_by": " \u200b"}).facts == {}


def test_an_enrolment_number_of_twenty_signs_becomes_the_sellers():
    maker = make_maker()
    given = give(maker, kind="enrolment", number="20 aaatc 1234d enr 00012")
    actions.decide_document(given, accept=True, by=BY)
    assert Seller.objects.get(pk=maker.seller_id).enrolment == "20AAATC1234DENR00012"
    changed = actions.change_seller(
        maker.seller, legal_name="Chandni", address="Sarath", pin="814149", enrolment="2" * 20, by=BY
    )
    assert changed.enrolment == "2" * 20


def test_a_group_has_a_card_of_each_artisan_and_the_same_number_is_one():
    maker = make_maker()
    for number, person in (("JH 1", "Rina"), ("jh-2", "Sita"), ("JH1", "Rina Devi")):
        give(maker, kind="artisan_card", number=number, facts={"person": person})
    assert list(maker.documents.order_by("which").values_list("which", "facts__person")) == [
        ("JH-2", "Sita"),
        ("JH1", "Rina Devi"),
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.create(maker=maker, kind="artisan_card", which="JH1", number="JH1")


def test_an_exemption_of_one_number_stands_for_each_brand_and_category():
    seller = make_seller(organisation=make_organisation())
    for brand, category in (("Nari", "Bangles"), ("Nari", "Baskets"), ("nari", "bangles"), ("Didi", "")):
        facts = {"brand": brand, "category": category, "channel": "Amazon"}
        actions.give_seller_paper(seller, kind="gtin_exemption", number="123-4", facts=facts, by=BY)
    assert list(seller.papers.order_by("pk").values_list("which", flat=True)) == [
        "123-4 | nari | bangles",
        "123-4 | nari | baskets",
        "123-4 | didi",
    ]


def test_the_card_that_holds_counts_among_several():
    craft, maker = make_craft("toys", papers=["artisan_card"]), make_maker()
    late = give(maker, kind="artisan_card", number="1", valid_until=today())
    tomorrow = today() + timedelta(1)
    assert [line.code for line in rules.papers_missing(maker, craft=craft, on=tomorrow)] == ["paper_expired"]
    give(maker, kind="artisan_card", number="2", valid_from=tomorrow + timedelta(1))
    Document.objects.filter(pk=late.pk).update(state="refused")
    assert [line.code for line in rules.papers_missing(maker, craft=craft, on=tomorrow)] == ["paper_not_yet"]
    give(maker, kind="artisan_card", number="3")
    assert rules.papers_missing(maker, craft=craft, on=tomorrow) == []


def test_a_paper_is_decided_on_with_the_figures_that_were_seen():
    maker = make_maker()
    read = give(maker, facts=FIGURES)
    give(maker, facts={**FIGURES, "plant_paise": 26_00_000_00})
    with pytest.raises(Changed):
        actions.decide_document(read, accept=True, by=BY)
    now = maker.documents.get()
    with pytest.raises(Changed):
        actions.decide_document(now, accept=True, seen=seen_now(read), by=BY)
    assert actions.decide_document(now, accept=True, seen=seen_now(now), by=BY).state == "accepted"


def test_a_sellers_paper_is_given_decided_once_and_told():
    seller = make_seller(organisation=make_organisation())
    given = actions.give_seller_paper(seller, kind="khadi_mark", number="kvic 12", valid_from=today(), by=BY)
    assert (given.number, given.state, given.which) == ("KVIC12", "given", "")
    for _turn in range(2):
        given = actions.decide_seller_paper(given, accept=True, seen=seen_now(given), by=BY)
    with pytest.raises(Changed):
        actions.decide_seller_paper(given, accept=False, by=BY)
    told = Event.objects.filter(subject_type="makers.sellerpaper").order_by("pk")
    assert list(told.values_list("kind", "mart_id", "data")) == [
        ("makers.seller_paper_given", seller.mart_id, {"seller": seller.pk, "kind": "khadi_mark"}),
        (
            "makers.seller_paper_decided",
            seller.mart_id,
            {"seller": seller.pk, "kind": "khadi_mark", "accepted": True},
        ),
    ]
    assert [finding for finding in examine() if finding.broken] == []


def test_a_sellers_paper_that_was_refused_is_given_anew():
    seller = make_seller()
    given = actions.give_seller_paper(seller, kind="iec", number="abcpk1234f", by=BY)
    actions.decide_seller_paper(given, accept=False, by=BY)
    actions.give_seller_paper(seller, kind="iec", number="ABCPK1234G", by=BY)
    assert list(SellerPaper.objects.values_list("number", "state")) == [("ABCPK1234G", "given")]


@pytest.mark.parametrize("kind", ["pan", "gstin", "enrolment", "fssai"])
def test_numbers_that_stand_in_the_seller_are_not_its_papers(kind):
    with refused("makers.stands_in_seller", field="kind"):
        actions.give_seller_paper(make_seller(), kind=kind, number="AAATC1234D", by=BY)


def test_what_many_hold_is_read_in_four_statements(django_assert_num_queries):
    federation = make_seller(organisation=make_organisation())
    actions.give_seller_paper(federation, kind="khadi_mark", number="1", by=BY)
    makers = [make_maker() for _number in range(3)]
    for maker in makers:
        give(maker, kind="fssai", number="22026123000456")
        give(maker, kind="artisan_card", number="7")
    with django_assert_num_queries(4):
        held = held_by(makers, [federation.pk])
    with django_assert_num_queries(2):
        held_by([makers[0].pk], [federation.pk], known=held.book)
    assert sorted(held.of(makers[1].pk, federation.pk)) == ["artisan_card", "fssai", "khadi_mark"]
    assert sorted(held.of(makers[1].pk)) == ["artisan_card", "fssai"]
    assert len(held.of(0)) == 0


def test_an_offices_row_stands_before_the_projects_and_a_new_one_beside_them():
    told = {"names": {"en": "Kosa mark"}, "holder": "maker", "position": 5}
    PaperKind.objects.create(slug="silk_mark", paper="silk_mark", several=True, **told)
    PaperKind.objects.create(slug="honey_mark", paper="honey_mark", shape="HM[0-9]+", example="HM1", **told)
    PaperRule.objects.create(slug="khadi-word", paper="khadi_mark", need="claim", of_all=True, position=3)
    known = book()
    assert (known.kinds["silk_mark"].names, len(known.kinds)) == ({"en": "Kosa mark"}, 31)
    assert [rule.conditions for rule in known.about("khadi_mark", "claim")] == [{}]
    assert len(known.rules) == len(project_book().rules)
    assert give(kind="honey_mark", number="hm12").number == "HM12"
    with refused("makers.bad_shape", field="number"):
        give(kind="honey_mark", number="12")
    assert kind_known("silk_mark").several


def test_makers_made_one_keep_every_card_of_both():
    kept, gone = make_maker(), make_maker()
    give(kept, kind="artisan_card", number="1")
    give(gone, kind="artisan_card", number="1")
    give(gone, kind="artisan_card", number="2", facts={"person": "Rina"}, valid_from=today())
    actions.take_in(kept, gone, by=BY)
    copied = kept.documents.order_by("which").values_list("which", "facts", "valid_from")
    assert list(copied) == [("1", {}, None), ("2", {"person": "Rina"}, today())]
