"""What is worked out before anybody asks, and that nothing hinders a start."""

import pytest
from django.db import OperationalError
from django.template import engines
from django.test import Client

from haat.shelf import build
from haat.web.shop.base import warming
from haat.web.ui import folding
from haat.web.ui.middleware import HOSTS
from tests.make import make_maker, make_mart, make_stocked, make_zone

pytestmark = pytest.mark.django_db
HOST = {"host": "deoghar.localhost"}


@pytest.fixture
def let_go(monkeypatch) -> list[bool]:
    """The database would be let go: a test's own line must stay."""
    done: list[bool] = []
    monkeypatch.setattr(warming, "leave", lambda: done.append(True))
    return done


@pytest.fixture
def variant(let_go):
    mart = make_mart(languages=["hi", "en"])
    make_zone(mart)
    made = make_stocked(make_maker(mart=mart))
    build.rebuild()
    return made


def test_first_readers_compile_no_template_and_ask_for_no_mart(variant, let_go, monkeypatch):
    engines["django"].engine.template_loaders[0].reset()
    HOSTS.forget()
    warming.warm()
    compiled = []
    monkeypatch.setattr(folding.Loader, "_compiled", lambda _loader, name, _skip: compiled.append(name))
    monkeypatch.setattr("haat.web.ui.middleware.hosts", lambda: pytest.fail("the marts are read again"))
    for path in ("/hi/", "/en/search/", f"/hi/g/{variant.good.slug}/", "/en/basket/", "/sign-in/", "/hi/nothing/"):
        assert Client(headers=HOST).get(path).status_code in (200, 404), path
    assert (compiled, let_go) == ([], [True])


def test_no_database_keeps_nobody_from_starting(let_go, monkeypatch):
    def away():
        raise OperationalError("the database is away")

    monkeypatch.setattr(warming, "hosts", away)
    warming.warm()
    assert let_go == [True]


def test_a_page_that_fails_keeps_nobody_from_starting(variant, let_go, monkeypatch):
    monkeypatch.setattr("haat.web.shop.base.frame.Links", lambda _request: 1 / 0)
    warming.warm()
    assert let_go == [True]
