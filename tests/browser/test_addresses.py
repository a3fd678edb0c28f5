"""Every address that a page, style, script, manifest or service worker names is there, for whoever sees it named."""

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from contextlib import closing
from html.parser import HTMLParser
from http.client import HTTPConnection
from typing import NamedTuple
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve

from haat.core.languages import LANGUAGES
from haat.people.models import Role, User
from tests.browser.axe import session_of
from tests.browser.test_axe import ask_again, lived_in, pay_out
from tests.browser.world import World, officer
from tests.load.haat import Haat

pytestmark = pytest.mark.browser
# Strings in scripts that look like addresses: the beginning of one, and names in the phone's own store.
NO_ADDRESSES = {"/static/", "/maker/who", "/office/ride/who"}
ASKS_FOR_MORE = (405, 422)  # the address takes what a form sends, or what a script adds to it
ALIKE = 2  # pages of one kind that a role looks at: the first may be empty


class Names(HTMLParser):
    """Addresses on a page: whatever an attribute holds that begins with a slash, and every file of a srcset."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for name, value in attributes:
            if name == "srcset":
                self.found += [part.split()[0] for part in (value or "").split(",") if part.strip()]
            elif value and (name in ("href", "src", "action", "formaction", "poster") or value.startswith("/")):
                self.found.append(value)


def named(kind: str, body: str) -> Iterable[str]:
    """What a body of this content type names, as it stands there."""
    if kind == "text/html":
        return Names(body).found
    if kind == "text/css":
        return re.findall(r'url\(\s*["\']?([^"\')]+)', body)
    if kind in ("text/javascript", "application/javascript", "application/manifest+json", "application/json"):
        literal = re.findall(r'["\'`](/[\w./-]*)["\'`]', body)
        return [*literal, *re.findall(r'\b(?:import|from)\s*["\']([^"\']+)["\']', body)]
    if kind in ("text/plain", "application/xml", "text/xml"):
        return re.findall(r"https?://[^\s<>\"]+", body)
    return []


class Answer(NamedTuple):
    status: int
    kind: str
    body: str
    goes_to: str


class Visitor:
    """One role walking over the whole site, from where it begins."""

    def __init__(self, haat: Haat, cookies: dict[str, str]) -> None:
        self.home = f"http://127.0.0.1:{haat.port}"
        self.line = HTTPConnection("127.0.0.1", haat.port, timeout=60)
        self.cookies = "; ".join(f"{name}={value}" for name, value in cookies.items())

    def ask(self, path: str) -> Answer:
        self.line.request("GET", path, headers={"Cookie": self.cookies, "Accept": "text/html,*/*"})
        answer = self.line.getresponse()
        kind = answer.headers.get_content_type()
        body = answer.read()
        text = body.decode() if kind.startswith("text/") or kind.endswith(("json", "javascript", "xml")) else ""
        return Answer(answer.status, kind, text, answer.headers.get("Location", ""))

    def walk(self, begin: Iterable[str], known: set[str]) -> Iterator[str]:
        """Ask for everything named; yields what is not there, and which page names it. `known` files are not asked."""
        alike: Counter[tuple[str, ...]] = Counter()
        waiting = deque((path, "the beginning") for path in begin)
        seen = set()
        while waiting:
            path, named_by = waiting.popleft()
            kind = kind_of(path)
            if path in seen or path in known or alike[kind] >= ALIKE:
                continue
            seen.add(path)
            if kind[0] == "file":
                known.add(path)
            else:
                alike[kind] += 1
            answer = self.ask(path)
            if answer.status >= 400 and answer.status not in ASKS_FOR_MORE:
                yield f"{answer.status} {path} named by {named_by}"
            for name in [answer.goes_to, *named(answer.kind, answer.body)]:
                if (found := self.own(path, name)) and found not in NO_ADDRESSES:
                    waiting.append((found, path))

    def own(self, page: str, name: str) -> str:
        """The path and query that a name on a page leads to; nothing when it leads out of the site."""
        whole = urljoin(self.home + page, name.strip())
        if not name or name.startswith("#") or not whole.startswith(self.home + "/"):
            return ""
        return whole.removeprefix(self.home).partition("#")[0]


def kind_of(path: str) -> tuple[str, ...]:
    """Addresses of one kind are served by one view and ask the same things."""
    parts = urlsplit(path)
    if parts.path.startswith(("/static/", "/media/")):
        return ("file", path)
    try:
        route = resolve(parts.path).route
        language, _slash, rest = route.partition("/")
        return (
            rest if rest and language in LANGUAGES else route,
            *sorted({name for name, _value in parse_qsl(parts.query)}),
        )
    except Resolver404:
        return ("nowhere", path)


def test_everything_named_anywhere_is_there(world: World, served: Haat):
    found = lived_in(world)
    ask_again(world)
    pay_out(world)
    auditor = officer(world.mart, "Kavita Soren", 6, Role.Kind.AUDITOR)
    shop = ["/", "/en/", "/hi/", "/robots.txt", "/sitemap.xml", "/.well-known/security.txt", "/favicon.ico"]
    shop += ["/sign-in/", "/sign-in/office/", *(f"/hi/o/{order.token}/" for order in found.values())]
    office, phone = ["/office/", "/hi/"], ["/maker/", "/maker/sw.js", "/maker/choose/", "/hi/orders/"]
    rider = User.objects.get(pk=found["on_the_way"].parts.get().parcel.round.rider_id)
    roles: dict[str, tuple[User | None, list[str]]] = {
        "anybody": (None, shop),
        "group": (world.leader, phone),
        "sweets": (User.objects.get(phone=world.sweets.phone), phone),
        "lahthi": (User.objects.get(phone=world.lahthi.phone), phone),
        "desk": (world.desk, [*office, "/maker/choose/"]),
        "coordinator": (world.coordinator, office),
        "accountant": (world.accountant, office),
        "collector": (world.collector, office),
        "auditor": (auditor, office),
        "rider": (rider, ["/office/ride/"]),
    }
    known: set[str] = set()
    missing = []
    for role, (user, begin) in roles.items():
        visitor = Visitor(served, {"language": "hi"} | ({"sessionid": session_of(user)} if user else {}))
        with closing(visitor.line):
            missing += [f"{role}: {line}" for line in visitor.walk(begin, known)]
    assert missing == []
    assert len(known) > 100
