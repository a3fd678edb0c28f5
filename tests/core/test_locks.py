"""Holding rows: read after the lock, in a transaction, refused when gone."""

import ast
from pathlib import Path

import pytest
from django.db import transaction

from haat.core import locks
from haat.core.locks import hold, hold_all, hold_key
from haat.places.models import Mart
from tests.each import offenders
from tests.make_rooms import make_mart, make_place
from tests.refusals import refused


@pytest.mark.django_db
def test_hold_gives_the_row_as_it_stands_with_its_relations():
    mart = make_mart()
    Mart.objects.filter(pk=mart.pk).update(order_prefix="XY", place=make_place("district", "Dumka"))
    held = hold(mart, "place")
    assert (mart.order_prefix, held.order_prefix, str(held.place)) == ("DM", "XY", "Dumka")
    assert hold_key(Mart, mart.pk) == mart


@pytest.mark.django_db
def test_a_row_that_has_gone_is_refused():
    mart = make_mart()
    mart_id = mart.pk
    mart.hosts.all().delete()
    mart.delete()
    for related in ((), ("place",)):
        with refused("core.gone"):
            hold_key(Mart, mart_id, *related)


@pytest.mark.django_db
def test_hold_all_gives_rows_by_key_and_reads_no_relations():
    marts = [make_mart(slug) for slug in ("one", "two", "three")]
    assert hold_all(Mart.objects.order_by("-slug")) == marts
    with pytest.raises(RuntimeError):
        hold_all(Mart.objects.select_related("place"))


@pytest.mark.django_db(transaction=True)
def test_a_row_is_held_in_a_transaction_only():
    mart = make_mart()
    with pytest.raises(RuntimeError):
        hold(mart)
    with pytest.raises(RuntimeError):
        hold_all(Mart.objects.all())
    with transaction.atomic():
        assert hold(mart) == mart


def test_nobody_locks_and_joins_in_one_statement():
    """Such a statement answers the new row beside old relations; `hold` reads them after the lock."""

    def names(function: ast.AST) -> set[str]:
        return {node.attr for node in ast.walk(function) if isinstance(node, ast.Attribute)}

    def separate(path: Path) -> None:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                assert not {"select_for_update", "select_related"} <= names(node), node.name

    here = Path(locks.__file__)
    house = sorted(path for path in here.parents[1].rglob("*.py") if path != here)
    assert offenders(separate, house, name=lambda path: path.name) == []
