"""The marketplace itself: finds out which call came, whether it may be made, and has it answered by its room."""

import json
import threading
import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from haat.cli.rehearsal.amazon import keeping
from haat.cli.rehearsal.amazon import login as keys
from haat.cli.rehearsal.amazon.checking import Checking
from haat.cli.rehearsal.amazon.control import DEEDS, Control
from haat.cli.rehearsal.amazon.definitions import Definitions
from haat.cli.rehearsal.amazon.documents import FETCH, UPLOAD, Documents
from haat.cli.rehearsal.amazon.easyship import EasyShip
from haat.cli.rehearsal.amazon.faults import Cut, Fault, Faults
from haat.cli.rehearsal.amazon.feeds import Feeds
from haat.cli.rehearsal.amazon.fees import Fees
from haat.cli.rehearsal.amazon.listings import Listings
from haat.cli.rehearsal.amazon.old_orders import OldOrders
from haat.cli.rehearsal.amazon.operations import Asks, Operation, find
from haat.cli.rehearsal.amazon.order_calls import OrderCalls
from haat.cli.rehearsal.amazon.orders import Orders
from haat.cli.rehearsal.amazon.page import SHOWN, page
from haat.cli.rehearsal.amazon.quotas import Quotas
from haat.cli.rehearsal.amazon.reports import Reports
from haat.cli.rehearsal.amazon.sellers import Sellers
from haat.cli.rehearsal.amazon.settlements import Settlements
from haat.cli.rehearsal.amazon.shapes import check
from haat.cli.rehearsal.amazon.wire import Answer, BadInput, Call, Denied, Refusal, Room, moment
from haat.cli.rehearsal.amazon.world import World
from haat.cli.rehearsal.double import HERE, Asked, Double, Received, Said

TOKEN_PATH = "/auth/o2/token"
NO_ANSWER = Said(0, "")


class AmazonDouble(Double):
    """`seed` throws its dice; `clock` tells the time (seconds since 1970), which `POST /control` can move ahead.

    With `keep`, a file, it goes on where it stood there, and writes down what changes. Raises keeping.Unreadable.
    """

    title = "Amazon, rehearsed"
    most = 200_000_000

    def __init__(self, *, seed: int = 1, clock: Callable[[], float] = time.time, keep: Path | None = None) -> None:
        super().__init__()
        self._turn = threading.RLock()
        self.counts: defaultdict[str, Counter[int]] = defaultdict(Counter)
        self.world = World(seed, clock)
        now = self.world.now
        self.faults, self.quotas, self.documents = Faults(now), Quotas(now), Documents(now)
        self.login = keys.Login(self.world)
        self.definitions = Definitions(self.documents)
        self.listings = Listings(self.world, Checking(self.definitions, self.world.switches))
        self.orders = Orders(self.world, self.listings)
        self.reports = Reports(self.world, self.documents)
        self.settlements = Settlements(self.orders, self.reports)
        self.feeds = Feeds(self.world, self.documents, self.quotas, self.listings, self.orders, self.reports)
        rooms: tuple[Room, ...] = (
            self.login, self.definitions, self.listings, self.reports, self.feeds, Sellers(self.world),
            OrderCalls(self.orders), OldOrders(self.orders, self.login), EasyShip(self.orders),
            Fees(self.world, self.listings),
        )  # fmt: skip
        self._calls = {name: call for room in rooms for name, call in room.calls().items()}
        self.control = Control(self)
        self._said = self._own = ""
        self._kept_in = keep
        if keep is not None:
            keeping.load(self, keep)

    def environment(self) -> dict[str, str]:
        """What a process of this installation is set to, to speak to it."""
        return keys.environment(self.port)

    def ask(
        self, method: str, address: str, body: Any = None, *, token: str | None = None,
        headers: Mapping[str, str] | None = None, form: Mapping[str, str] | None = None,
    ) -> Said:  # fmt: skip
        """Call it without a socket: a body is told as JSON unless it is bytes; without a `token` its own is taken."""
        where = urlsplit(address)
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        told = {"x-amz-access-token": self.token() if token is None else token, **(headers or {})}
        query = dict(parse_qsl(where.query))
        return self.handle(Asked(method, where.path, query, form or {}, data, told, where.query))

    def token(self) -> str:
        """An access token, as its keys get one; the last while it holds."""
        if self.login.tokens.get(self._own, 0.0) > self.world.now():
            return self._own
        given = {
            "grant_type": "refresh_token",
            "refresh_token": keys.REFRESH_TOKEN,
            "client_id": keys.CLIENT_ID,
            "client_secret": keys.CLIENT_SECRET,
        }
        said = self.ask("POST", TOKEN_PATH, token="", form=given)
        self._own = str(json.loads(said.text).get("access_token", ""))
        return self._own

    def page(self) -> str:
        with self._turn:
            self.world.tick()
            self._keep()
            newest = islice(reversed(self.orders.known.values()), 10)
            said, self._said = self._said, ""
            came = islice(reversed(self.received), SHOWN)
            return page(self.title, self.control.standing(), newest, came, said)

    def answer(self, asked: Asked) -> Said:
        if asked.path == "/control":
            return self._control(asked)
        found = find(asked.method, asked.path)
        name = found[0].name if found else _other(asked.path)
        with self._turn:
            self.world.tick()
            try:
                said = self._answered(asked, name, found)
            except Refusal as refusal:
                said = Said(refusal.status, json.dumps(refusal.body), "application/json")
            except Cut:
                said = NO_ANSWER
            fault = self.faults.after(name) if said.status else None
            self._count(asked, name, said, fault)
            self._keep(changed=asked.method != "GET")
        return self._delivered(self._with_headers(said, found), fault)

    def _answered(self, asked: Asked, name: str, found: tuple[Operation, dict[str, str]] | None) -> Said:
        if found is None:
            self.faults.before(name)
            if name == "login":
                return self.login.answer(asked)
            if name in ("upload", "document"):
                return self.documents.answer(asked)
            raise Denied()
        operation, path = found
        headers = {key.lower(): value for key, value in asked.headers.items()}
        token = headers.get("x-amz-access-token", "")
        self.login.check(token)
        if self.world.switches.region != "eu" or operation.name in self.world.switches.denied:
            raise Denied()
        self.quotas.spend(operation.name, operation.per_second, operation.burst)
        self.faults.before(name)
        query, body = _query(asked.raw_query, operation), _body(asked.body, operation)
        base = f"http://{headers.get('host') or f'{HERE}:{self.port}'}"
        told = self._calls[operation.name](Call(operation.name, path, query, body, base, token))
        answer = told if isinstance(told, Answer) else Answer(told)
        text = "" if answer.body is None else json.dumps(answer.body, ensure_ascii=False, separators=(",", ":"))
        return Said(answer.status, text, "application/json")

    def _with_headers(self, said: Said, found: tuple[Operation, dict[str, str]] | None) -> Said:
        """The number of the request; and, where it is told, the rate that holds."""
        if found is None or not said.status:
            return said
        headers = {"x-amzn-RequestId": str(uuid.uuid4())}
        if said.status < 300 or said.status in (400, 404):
            headers["x-amzn-RateLimit-Limit"] = str(self.quotas.rate(found[0].name, found[0].per_second))
        return Said(said.status, said.text, said.kind, headers)

    def _count(self, asked: Asked, name: str, said: Said, fault: Fault | None) -> None:
        status = 0 if fault is not None and fault.kind == "timeout" else said.status
        self.counts[name][status] += 1
        one = Received(name, f"{asked.method} {asked.path}", ref=str(status))
        if not 200 <= status < 300:
            one.refused = f"{status or 'no answer'} {_why(said)}".strip()
        self.keep(one)

    def _delivered(self, said: Said, fault: Fault | None) -> Said:
        """The answer, late or never when it was switched so."""
        if fault is None:
            return said
        time.sleep(fault.wait)
        return NO_ANSWER if fault.kind == "timeout" else said

    def _control(self, asked: Asked) -> Said:
        """JSON for tests; a form from the page, which is shown again."""
        deed = DEEDS.get(asked.form.get("deed", ""))
        with self._turn:
            self.world.tick()
            try:
                if asked.method == "GET":
                    return Said(200, json.dumps(self.control.standing()), "application/json")
                told = self.control.do(deed[1] if deed else json.loads(asked.body))
            except (BadInput, ValueError) as wrong:
                said = wrong.details if isinstance(wrong, BadInput) else "not JSON"
                if not deed:
                    return Said(400, json.dumps({"error": said}), "application/json")
                self._said = said
                return Said(303, "", headers={"Location": "/"})
            finally:
                self._keep(changed=asked.method != "GET")
            if not deed:
                return Said(200, json.dumps(told), "application/json")
            self._said = f"Done: {deed[0]}."
        return Said(303, "", headers={"Location": "/"})

    def _keep(self, *, changed: bool = False) -> None:
        """Write down how everything stands, when something is otherwise than it was written last."""
        if self._kept_in is not None and (changed or self.world.happened):
            keeping.save(self, self._kept_in)
        self.world.happened = False

    def keep_in(self, file: Path) -> None:
        """Write down how everything stands, now and whenever it changes."""
        with self._turn:
            self._kept_in = file
            self._keep(changed=True)


def _other(path: str) -> str:
    """What came that is no operation, by its address."""
    names = {TOKEN_PATH: "login"}
    return names.get(path) or ("upload" if path.startswith(UPLOAD) else "document" if path.startswith(FETCH) else "?")


def _why(said: Said) -> str:
    """The words of a refusal, for the page."""
    try:
        told = json.loads(said.text)
        first = told["errors"][0]
    except (ValueError, KeyError, TypeError):
        return ""
    return str(first["details"] or first["message"])[:120]


def _query(raw: str, operation: Operation) -> dict[str, Any]:
    """What stands behind the question mark, as the model has it. Raises BadInput."""
    found: dict[str, Any] = {}
    for name, value in parse_qsl(raw, keep_blank_values=True):
        asks = operation.query.get(name)
        if asks is None or name in found:
            raise BadInput(f"{name}: {'said twice' if asks else 'not a word of this call'}")
        found[name] = _read(name, value, asks)
    lacking = [name for name, asks in operation.query.items() if asks.must and not found.get(name)]
    if lacking:
        raise BadInput(f"missing: {', '.join(lacking)}")
    return found


def _read(name: str, value: str, asks: Asks) -> Any:
    words = value.split(",") if asks.many else [value]
    if not all(words):
        raise BadInput(f"{name} is empty")
    if asks.choices and set(words) - set(asks.choices):
        raise BadInput(f"{name}: one of {', '.join(asks.choices)}")
    if asks.many:
        if asks.most and len(words) > asks.most:
            raise BadInput(f"{name}: at most {asks.most}")
        return tuple(words)
    if asks.kind == "moment":
        moment(value, name)
    if asks.kind == "number":
        if not value.isdecimal() or not 1 <= int(value) <= asks.most:
            raise BadInput(f"{name}: a number from 1 to {asks.most}")
        return int(value)
    if asks.kind == "flag" and value not in ("true", "false"):
        raise BadInput(f"{name}: true or false")
    return value


def _body(data: bytes, operation: Operation) -> Any:
    """The body, as the model has it. Raises BadInput."""
    if operation.shape is None:
        if data.strip():
            raise BadInput("this call has no body")
        return None
    try:
        body = json.loads(data)
    except ValueError as wrong:
        raise BadInput(message="Request has missing or invalid parameters and cannot be parsed.") from wrong
    check(body, operation.shape)
    return body
