"""No request, however hostile, breaks the server: every address as every role, from a seed.

HAAT_FUZZ_SEED gives another seed, HAAT_FUZZ_REQUESTS another number. The run on SQLite sends every other one, the run
on PostgreSQL those between; with HAAT_FUZZ_WHOLE=1 a run sends them all. What breaks is printed as the smallest case;
it is mended, and the case is kept below.
"""

import json
import logging
import os
import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RoutePattern
from django.utils import translation

from haat.web.papers import press
from tests.web.doors import TABLE
from tests.web.fuzz import Case, Ground, make, shrunk
from tests.web.test_scope import ENTERS, ROLES, Blank, World, addresses, expected, sign_in, world
from tests.web.words import DRAFT

SEED = os.environ.get("HAAT_FUZZ_SEED", "haat")
REQUESTS = int(os.environ.get("HAAT_FUZZ_REQUESTS", "20800"))
SHARES = 4
WHOLE = os.environ.get("HAAT_FUZZ_WHOLE") == "1"
PASSWORD = "three words for a desk"

pytestmark = pytest.mark.django_db


def routes(resolver: URLResolver, space: str = "", before: str = "/") -> Iterator[tuple[str, str]]:
    """(name, route with `<>` for each argument) of every address."""
    for pattern in resolver.url_patterns:
        route = before + (str(pattern.pattern) if isinstance(pattern.pattern, RoutePattern) else "")
        if isinstance(pattern, URLPattern):
            if isinstance(pattern.pattern, RoutePattern):
                yield f"{space}{pattern.name}", re.sub(r"<[^>]+>", "<>", route)
            continue
        if not isinstance(pattern.pattern, RoutePattern):
            route = before + str(pattern.pattern).removeprefix("^")
        within = getattr(pattern, "namespace", None)
        yield from routes(pattern, f"{space}{within}:" if within else space, route)


@pytest.fixture(scope="module")
def ground(django_db_setup: None, django_db_blocker: Any) -> Iterator[Ground]:
    """The world of test_scope with its forms and links read, made once for each process."""
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(press, "HTML", Blank)
        yield surveyed(world())
        transaction.set_rollback(True)


def surveyed(here: World) -> Ground:
    with translation.override("en"):
        known = dict(routes(get_resolver()))
    names = [name for name, _pattern in addresses(get_resolver())]
    own = {name: [role for role in ROLES if _enters(name, role)] for name in names}
    browsers = {role: sign_in(here, role) for role in ROLES}
    for browser in browsers.values():
        browser.post(here.path("shop:basket_change"), here.forms["shop:basket_change"])
    forms = {name: {field: [str(value)] for field, value in form.items()} for name, form in here.forms.items()}
    forms["maker:sync"] |= {"key": [str(UUID(int=7))], "turn": ["0"], "draft": [json.dumps(DRAFT)], "photo": [""]}
    ground = Ground({name: here.path(name) for name in names}, {}, own, browsers, forms)
    ground.routes = {name: known.get(name, ground.paths[name]) for name in names}
    _half_signed_in(here, ground)
    for name in names:
        if "GET" in TABLE[name].methods:
            for role in own[name][:2]:
                ground.read(role, name)
    return ground


def _enters(name: str, role: str) -> bool:
    line = TABLE[name]
    return expected(line.door, role, own=line.own) == ENTERS


def _half_signed_in(here: World, ground: Ground) -> None:
    """Somebody who has asked for a code, and an officer who has given her password."""
    coded, passed = sign_in(here, "anonymous"), sign_in(here, "anonymous")
    coded.post(reverse("ui:sign_in"), {"phone": "9876501234"})
    officer = here.people["collector"]
    officer.set_password(PASSWORD)
    officer.save()
    passed.post(reverse("ui:office_sign_in"), {"phone": officer.phone, "password": PASSWORD})
    ground.browsers |= {"waits_for_code": coded, "gave_password": passed}
    ground.entered_by["ui:sign_in_code"] = ["waits_for_code"]
    ground.entered_by["ui:second_factor"] = ["gave_password"]


# What broke the server once, in the smallest case.
KEPT = (
    Case("anonymous", "*", method="OPTIONS"),
    Case("anonymous", "abc"),
    Case("anonymous", "ui:language", method="POST", changes=(("next", "abc"),)),
    Case("waits_for_code", "ui:sign_in_code", method="POST", changes=(("next", "abc"),)),
    Case("member", "maker:add", method="POST", changes=(("craft", "gold"),)),
    Case("desk", "office:password", method="POST", without=("old", "new"), times=11),
    Case("anonymous", "shop:begin", body=("application/x-www-form-urlencoded; charset=base64", b""), method="POST"),
    Case("anonymous", "shop:search", query="&" * 2000),
    Case("anonymous", "shop:search", query="q=%00"),
    Case("anonymous", "shop:order", args=("%00",)),
    Case("anonymous", "shop:basket", headers=(("cookie", 'sessionid="a\\000bcdefghij"'),)),
    Case("member", "maker:sync", method="POST", changes=(("key", "\0"),)),
    Case("member", "maker:sync", method="POST", changes=(("draft", '{"language": []}'),)),
    Case("member", "maker:sync", method="POST", changes=(("draft", '{"name": "\\u0000\\ud800"}'),)),
    Case("member", "maker:stock", method="POST", changes=(("step", "x" * 81), ("pieces", "1"))),
    Case("anonymous", "shop:basket_change", method="POST", headers=(("Origin", "http://["),)),
    Case("anonymous", "shop:basket_change", method="POST", headers=(("Referer", "http://["),)),
    Case("rider", "office:delivery:not_there", method="POST", args=("9" * 30, "1")),
    Case("desk", "office:cohorts:strike", method="POST", args=("9" * 30, "9" * 30)),
)


@pytest.mark.parametrize("case", KEPT, ids=str)
def test_what_broke_once_is_answered(ground, case, media):
    assert ground.ask(case) == ""


@pytest.fixture
def quiet() -> Iterator[None]:
    """Thousands of refusals are not worth a line each."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def numbers(share: int) -> range:
    """The requests of a share of this run."""
    if WHOLE:
        return range(share, REQUESTS, SHARES)
    return range(2 * share + (connection.vendor == "postgresql"), REQUESTS, 2 * SHARES)


@pytest.mark.parametrize("share", range(SHARES))
def test_no_request_breaks_the_server(ground, share, media, quiet):
    broken: dict[str, str] = {}
    for number in numbers(share):
        case = make(ground, SEED, number)
        told = ground.ask(case)
        if told and told not in broken:
            broken[told] = f"{SEED}:{number} {shrunk(ground, case)!r}"
    if broken:
        pytest.fail("\n".join(f"{told}\n    {case}" for told, case in broken.items()), pytrace=False)


def test_a_case_is_the_same_for_the_same_seed(ground):
    assert [make(ground, "a", number) for number in range(50)] == [make(ground, "a", number) for number in range(50)]
    assert make(ground, "a", 7) != make(ground, "b", 7)
