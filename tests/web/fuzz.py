"""Hostile requests made from a seed: every address as every role, and the smallest line that still breaks it.

A `Case` names an address and what is wrong with the request, never the keys of a row, so that its printed line can be
pasted into a test. The forms and links are read off the pages themselves: a new address is fuzzed without being told.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import Resolver404, resolve

from config.wsgi import without_charset
from tests.core import hostile
from tests.web.handler import quick
from tests.web.words import BODIES, COOKIES, DRAFT, HEADERS, PATHS, QUERIES, VALUES, WORDS

Pairs = tuple[tuple[str, str], ...]
METHODS = ("GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE")
FILES = {
    "nothing": b"",
    "text": b"name,phone\n\x00\xff,\n",
    "cut": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "bomb": hostile.png((60_000, 60_000)),
    "hollow": hostile.jpeg((400, 400)),
    "good": hostile.png((300, 300), pixels=True),
    "animated": b"GIF89a" + bytes(20),
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
}


@dataclass(frozen=True)
class Case:
    """One request. `address` is a name, or a raw path; `args` are raw, None: those of the world.

    `changes` are laid over the address's own form (a name twice: sent twice), `without` are taken out of it.
    """

    role: str
    address: str
    method: str = "GET"
    args: tuple[str, ...] | None = None
    query: str = ""
    changes: Pairs = ()
    without: tuple[str, ...] = ()
    file: Pairs = ()
    body: tuple[str, bytes] | None = None
    headers: Pairs = ()
    times: int = 1

    def __repr__(self) -> str:
        said = [repr(self.role), repr(self.address)]
        said += [f"{f.name}={getattr(self, f.name)!r}" for f in fields(self)[2:] if getattr(self, f.name) != f.default]
        return f"Case({', '.join(said)})"

    def smaller(self) -> Iterator["Case"]:
        """The same with one thing less."""
        for name in ("times", "headers", "query", "body", "file", "changes", "without", "args"):
            value, plain = getattr(self, name), type(self).__dataclass_fields__[name].default
            if value != plain:
                yield replace(self, **{name: plain})
            if isinstance(value, tuple) and len(value) > 1 and name not in ("args", "body"):
                yield from (replace(self, **{name: value[:at] + value[at + 1 :]}) for at in range(len(value)))


@dataclass
class Ground:
    """What cases are made over: addresses with their routes, forms and queries, and a browser of each role."""

    paths: dict[str, str]
    routes: dict[str, str]
    entered_by: dict[str, list[str]]
    browsers: dict[str, Client]
    forms: dict[str, dict[str, list[str]]]
    queries: dict[str, set[str]] = field(default_factory=dict)

    def read(self, role: str, name: str) -> None:
        """Take the forms and links of a page into the ground."""
        with transaction.atomic():
            response = self.browsers[role].get(self.paths[name])
            if not response.streaming and response.get("Content-Type", "").startswith("text/html"):
                page = _Page(self.paths[name], self)
                page.feed(response.content.decode())
            elif response.streaming:
                response.getvalue()
            transaction.set_rollback(True)

    def path_of(self, case: Case) -> str:
        """The path with its hostile arguments in it, percent-encoded as they are."""
        if case.address not in self.routes:
            return case.address
        if case.args is None:
            return self.paths[case.address]
        path = self.routes[case.address]
        for arg in case.args:
            before, hole, after = path.partition("<>")
            path = before + arg + after if hole else path
        return path.replace("<>", "1")

    def ask(self, case: Case) -> str:
        """'' when it was answered, else what broke."""
        told = ""
        client = quick(Client(raise_request_exception=False))
        client.cookies.load({name: morsel.value for name, morsel in self.browsers[case.role].cookies.items()})
        caches["default"].clear()
        for _turn in range(case.times):
            with transaction.atomic():
                told = told or self._asked(client, case)
                transaction.set_rollback(True)
        return told

    def _asked(self, client: Client, case: Case) -> str:
        kind, body = self._body(case)
        # WSGI hands every byte of a header over as one letter.
        told = [(name, value.encode("utf-8", "replace").decode("latin-1")) for name, value in case.headers]
        headers = {name: value for name, value in told if name != "cookie"}
        cookie = "; ".join(value for name, value in told if name == "cookie")
        held = "; ".join(f"{morsel.key}={morsel.coded_value}" for morsel in client.cookies.values())
        extra = {"HTTP_COOKIE": f"{held}; {cookie}"} if cookie else {}
        path = self.path_of(case)
        extra["QUERY_STRING"] = case.query
        if not path.startswith("/"):
            extra["PATH_INFO"], path = path, "/"
        headers.setdefault("Sec-Fetch-Site", "same-origin")
        try:
            response = client.generic(case.method, path, body, without_charset(kind), headers=headers, **extra)
            if response.streaming:
                b"".join(response.streaming_content)
        except Exception as problem:  # the answer itself broke off
            return _where((type(problem), problem, problem.__traceback__))
        if response.status_code < 500 or (response.status_code == 503 and path == "/healthz"):
            return ""  # a house without a living worker says so on purpose
        found = getattr(response, "exc_info", None)
        return f"{response.status_code} {_where(found)}"

    def _body(self, case: Case) -> tuple[str, bytes]:
        if case.body is not None:
            return case.body
        if case.method in ("GET", "HEAD"):
            return "application/octet-stream", b""
        changed = {name for name, _value in case.changes} | set(case.without)
        form = {name: values for name, values in self.forms.get(case.address, {}).items() if name not in changed}
        for name, value in case.changes:
            form.setdefault(name, []).append(value)
        if not case.file:
            return "application/x-www-form-urlencoded", urlencode(form, doseq=True, errors="surrogatepass").encode()
        data: dict[str, Any] = {name: [v.encode(errors="replace") for v in values] for name, values in form.items()}
        data |= {name: SimpleUploadedFile("a.jpg", FILES[kind], "image/jpeg") for name, kind in case.file}
        return MULTIPART_CONTENT, encode_multipart(BOUNDARY, data)


def _where(found: Any) -> str:
    """The exception and the last line of our own it came through."""
    if not found:
        return ""
    problem, trace, last = found[1], found[2], ""
    theirs = ""
    while trace is not None:
        code = trace.tb_frame.f_code
        if "/haat/" in code.co_filename and "site-packages" not in code.co_filename:
            last = f"{code.co_filename.rsplit('/haat/', 1)[1]}:{trace.tb_lineno}"
        elif "/tests/" not in code.co_filename:
            theirs = f"{code.co_filename.rsplit('/', 1)[1]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(problem).__name__}: {str(problem)[:200]} ({last or theirs})"


class _Page(HTMLParser):
    """Reads forms and queries off a page."""

    def __init__(self, path: str, ground: Ground) -> None:
        super().__init__()
        self._path, self._ground = path, ground
        self._form: dict[str, list[str]] | None = None
        self._select: list[str] | None = None

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in given}
        if tag == "form":
            self._begin(said)
        elif tag == "a" and "?" in said.get("href", ""):
            self._asks(said["href"], [name for name, _value in parse_qsl(urlsplit(said["href"]).query, True)])
        elif tag == "select" and self._form is not None:
            self._select = self._form.setdefault(said.get("name", ""), [])
        elif tag == "option" and self._select is not None and said.get("value"):
            self._select[:] = [said["value"]] if "selected" in said or not self._select else self._select
        elif self._form is not None and said.get("name") and tag in ("input", "button", "textarea"):
            values = self._form.setdefault(said["name"], [])
            if said.get("type") != "radio" or not values:
                values.append(said.get("value", ""))

    def _begin(self, said: dict[str, str]) -> None:
        to, self._form, self._select = said.get("action") or self._path, {}, None
        name = self._name(to)
        if said.get("method", "get").lower() != "post":
            self._asks(to, [])
            self._form = _Names(self._ground.queries.setdefault(name, set()))
        elif name:
            self._form = self._ground.forms.setdefault(name, {})

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if tag in ("form", "select"):
            self._select = None

    def _name(self, to: str) -> str:
        try:
            return resolve(urlsplit(to).path or self._path).view_name
        except Resolver404:
            return ""

    def _asks(self, to: str, names: list[str]) -> None:
        self._ground.queries.setdefault(self._name(to), set()).update(names)


class _Names(dict[str, list[str]]):
    """A form by GET: only the names of its fields are kept."""

    def __init__(self, names: set[str]) -> None:
        super().__init__()
        self._names = names

    def setdefault(self, name: str, _default: Any = None) -> Any:
        self._names.add(name)
        return []


def make(ground: Ground, seed: str, number: int) -> Case:
    """The case of this number: the same for the same seed."""
    chance = random.Random(f"{seed}:{number}")
    names = sorted(ground.routes)
    name = names[number % len(names)]
    entered = ground.entered_by.get(name) or sorted(ground.browsers)
    role = chance.choice(entered if chance.random() < 0.7 else sorted(ground.browsers))
    method = "POST" if name in ground.forms and chance.random() < 0.75 else chance.choice(METHODS)
    case = Case(role, name, method)
    if "<>" in ground.routes[name] and chance.random() < 0.25:
        count = ground.routes[name].count("<>")
        case = replace(case, args=tuple(_path_word(chance) for _hole in range(count)))
    if chance.random() < 0.02:
        case = replace(case, address=chance.choice(PATHS), args=None)
    case = replace(case, query=_query(ground, name, chance))
    if method not in ("GET", "HEAD"):
        case = _sent(ground, case, name, chance)
    if chance.random() < 0.15:
        case = replace(case, headers=tuple(_header(chance) for _turn in range(chance.randint(1, 2))))
    return replace(case, times=12) if chance.random() < 0.01 else case


def _path_word(chance: random.Random) -> str:
    word = chance.choice(WORDS)
    return chance.choice([quote(word[:2000], safe="", errors="replace"), "%ff%fe", "%00", "9" * 30, "1"])


def _query(ground: Ground, name: str, chance: random.Random) -> str:
    if chance.random() < 0.5:
        return ""
    names = sorted({*ground.queries.get(name, ()), *QUERIES})
    own = sorted(ground.queries.get(name, ())) or names
    pairs = [(chance.choice(own if chance.random() < 0.7 else names), chance.choice(WORDS)) for _turn in range(2)]
    query = urlencode(pairs[: chance.randint(1, 2)], errors="surrogatepass")
    return query + chance.choice(["", "", "", "&%ff=%00", "&=&&;", "&a[]=1&a%5B%5D=2"])


def _sent(ground: Ground, case: Case, name: str, chance: random.Random) -> Case:
    kind, fields_there = chance.random(), sorted(ground.forms.get(name, {}))
    if kind < 0.1:
        return replace(case, body=chance.choice(BODIES))
    if kind < 0.2 and fields_there:
        return replace(case, without=tuple(chance.sample(fields_there, chance.randint(1, len(fields_there)))))
    if "draft" in fields_there and kind < 0.6:
        return replace(case, changes=(("draft", _draft(chance)),))
    names = fields_there if fields_there and chance.random() < 0.9 else list(QUERIES)
    changes = [(chance.choice(names), chance.choice(WORDS)) for _turn in range(chance.choice((1, 1, 1, 2, 3)))]
    if chance.random() < 0.1:
        changes.append((changes[0][0], chance.choice(WORDS)))
    if chance.random() < 0.08 or "photo" in fields_there:
        case = replace(case, file=((chance.choice(["photo", names[0]]), chance.choice(sorted(FILES))),))
    return replace(case, changes=tuple(changes))


def _draft(chance: random.Random) -> str:
    """A good as the phone tells it, with a field or two of another kind."""
    draft: dict[str, Any] = dict(DRAFT)
    for name in chance.sample(sorted(draft), chance.choice((0, 1, 1, 2))):
        draft[name] = chance.choice([chance.choice(VALUES), chance.choice(WORDS)])
    return json.dumps(draft)


def _header(chance: random.Random) -> tuple[str, str]:
    if chance.random() < 0.3:
        return "cookie", chance.choice(COOKIES)
    name = chance.choice(sorted(HEADERS))
    return name, chance.choice(HEADERS[name])


def shrunk(ground: Ground, case: Case) -> Case:
    """The smallest case that breaks in the same way."""
    told = ground.ask(case)
    while True:
        smaller = next((less for less in case.smaller() if ground.ask(less)[:40] == told[:40]), None)
        if smaller is None:
            return case
        case = smaller
