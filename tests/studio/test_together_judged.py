"""Goods that are judged together are told apart by what their papers hang on."""

import pytest

from haat.makers.models import Document
from haat.studio.readiness import readiness_of
from tests.make_rooms import make_maker, make_seller
from tests.studio.goods import GSTIN, make_kind, make_sellable, make_where

pytestmark = pytest.mark.django_db


def test_goods_of_one_maker_and_kind_are_told_apart_where_a_paper_hangs_on_an_answer():
    make_kind(papers=[{"paper": "ayush_licence", "need": "must_if_medicine"}])
    medicine = make_sellable(good={"attributes": {"sold_as": "medicine"}})
    cosmetic, silent = make_sellable(good={"attributes": {"sold_as": "cosmetic"}}), make_sellable()
    found = readiness_of([medicine, cosmetic, silent], make_where())
    assert [[reason.code for reason in found[each.pk]] for each in (medicine, cosmetic, silent)] == [
        ["paper_missing"],
        [],
        [],
    ]


def test_of_one_maker_and_kind_only_what_claims_something_needs_the_paper_for_it():
    plain, khadi, another = (
        make_sellable(good={"attributes": {"bullets": {"en": words}}})
        for words in ("A bag", "A khadi bag", "Another khadi bag")
    )
    found = readiness_of([plain, khadi, another], make_where())
    assert [[reason.about for reason in found[each.pk]] for each in (plain, khadi, another)] == [
        [],
        ["khadi_mark"],
        ["khadi_mark"],
    ]


def test_makers_are_told_apart_where_they_hold_other_papers_sell_through_another_or_have_no_phone():
    make_kind(papers=[{"paper": "fssai", "need": "must"}])
    seller, licensed = make_seller(gstin=GSTIN), make_seller(gstin="20AAATC9999D1ZS", fssai="12345678901234")
    makers = [make_maker(seller=seller) for _turn in range(4)] + [make_maker(seller=licensed)]
    Document.objects.create(maker=makers[1], kind="fssai", number="12345678901234", state="accepted")
    Document.objects.create(maker=makers[2], kind="fssai", number="22345678901234", state="refused")
    type(makers[3]).objects.filter(pk=makers[3].pk).update(phone="")
    sizes = [make_sellable(maker) for maker in makers]
    together, where = readiness_of(sizes, make_where()), make_where()
    said = [[(each.code, each.who) for each in together[size.pk] if each.about == "fssai"] for size in sizes]
    assert said == [
        [("paper_missing", "maker")],
        [],
        [("paper_refused", "maker")],
        [("paper_missing", "coordinator")],
        [],
    ]
    assert together == {size.pk: readiness_of([size], where)[size.pk] for size in sizes}
