"""The project's own list of papers and rules: whole in three languages, and nothing in it that no code reads."""

import json
import re
from importlib.resources import files

import pytest

from haat.catalogue import data as catalogue
from haat.core.identifiers import clean_gstin
from haat.makers import data, paper_rules
from haat.makers.models import Document, PaperKind
from haat.makers.paper_book import project_book
from haat.makers.paper_facts import FACTS
from haat.makers.paper_proofs import HEAD, claimed, claimed_in, plain, read
from haat.makers.paper_words import WORDS
from haat.makers.papers import paper_number

NEEDS = {
    *("must", "claim", "advised", "must_unless_relief", "must_for_relief", "relief"),
    *("must_if_medicine", "must_if_food", "must_if_gold_or_claimed"),
}
# What `paper_rules` and `paper_proofs` read of conditions.
CONDITIONS = {
    *("words", "said", "unsaid", "unsure", "kinds", "covers", "own", "most", "among", "within_days", "on", "said_by"),
    *("spares", "unless_said"),
}


def test_thirty_kinds_are_whole_in_three_languages_and_each_has_its_constant():
    kinds = project_book().kinds
    assert set(kinds) == set(Document.Kind.values)
    assert len(kinds) == 30
    for kind in kinds.values():
        assert all(kind.names.get(code) and kind.why.get(code) for code in ("en", "hi", "mr")), kind
        assert kind.source
        assert kind.holder in PaperKind.Holder.values
        assert kind.lasts in PaperKind.Lasts.values
        assert set(kind.asks) <= set(FACTS)
        assert kind.paper in {other.paper for other in kinds.values()}


def test_every_fact_is_asked_of_some_paper():
    assert {fact for kind in project_book().kinds.values() for fact in kind.asks} == set(FACTS)


@pytest.mark.parametrize("kind", [kind for kind in project_book().kinds.values() if kind.shape], ids=str)
def test_an_example_looks_as_its_shape_says_and_is_read(kind):
    assert re.fullmatch(kind.shape, kind.example)
    assert kind.proof != PaperKind.Proof.NONE
    assert paper_number(kind.slug, kind.example.lower(), told=kind) == kind.example


def test_only_the_gstin_has_a_last_sign_that_proves_it():
    proven = [kind for kind in project_book().kinds.values() if kind.proof == PaperKind.Proof.GSTIN]
    assert [clean_gstin(kind.example) for kind in proven] == ["20AAATJ1234K1Z5"]


def test_rules_name_what_is_known_and_are_read_whole():
    book = project_book()
    papers = {kind.paper for kind in book.kinds.values()}
    for rule in book.rules:
        assert rule.paper in papers, rule
        assert rule.need in NEEDS, rule
        assert not rule.beside or rule.beside in papers, rule
        assert set(rule.conditions) <= CONDITIONS, rule
        assert {*rule.conditions.get("kinds", ()), *rule.conditions.get("spares", {}).get("kinds", ())} <= set(
            book.kinds
        )
        assert not rule.says or all(rule.says.get(code) for code in ("en", "hi", "mr")), rule
        assert rule.source
        assert rule.until_on is None or rule.from_on < rule.until_on


def test_every_word_of_a_rule_is_found_in_a_text_that_says_it():
    for rule in project_book().rules:
        for word in rule.conditions.get("words", ()):
            stem = word.removesuffix("*")
            assert claimed([word], read(f"A {stem}, so.")), (rule, word)
            assert claimed_in(plain(f"A {stem}, so."), [word]) == claimed([word], read(f"A {stem}, so.")), (rule, word)
            assert not claimed_in(plain(f"x{stem}x"), [word]), (rule, word)
            assert not claimed([word], read(f"x{stem}x")), (rule, word)
            assert not word.endswith("*") or " " in stem or len(plain(stem)) >= HEAD, (rule, word)


def test_files_hold_what_the_models_hold():
    fields = {field.name for field in PaperKind._meta.fields} - {"id", "changed_at"}
    assert all(set(row) == fields for row in data.paper_kinds())
    told = json.loads(files("haat.makers.data").joinpath("paper_rules.json").read_text(encoding="utf-8"))
    assert len({row["slug"] for row in told}) == len(told)


def test_papers_that_crafts_need_are_kinds_that_are_known():
    known = set(project_book().kinds)
    assert {paper for craft in catalogue.crafts() for paper in craft["papers"]} <= known


def test_every_code_of_a_need_has_its_words():
    assert {"missing", "expired", "not_yet", "refused", "unchecked", paper_rules.ASK} <= set(WORDS)
