"""Goods that are judged together are told apart by what their papers hang on."""

import pytest

from haat.studio.readiness import readiness_of
from tests.studio.goods import make_kind, make_sellable, make_where

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
