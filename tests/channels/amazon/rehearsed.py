"""The rehearsed Amazon (`haat rehearse amazon`), in the process: what the folder asks it answers, without a socket."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qsl

import httpx2

from haat.channels import actions, http
from haat.channels.amazon import login
from haat.channels.models import Account
from haat.cli.rehearsal.amazon import AmazonDouble
from haat.cli.rehearsal.double import Asked
from haat.makers.models import Seller
from tests.make import BY

BASE = "http://127.0.0.1:9104"
HOUR, DAY = 3600, 86_400


class Rehearsed:
    """The double, and what is done with it by its control page."""

    def __init__(self) -> None:
        self.double = AmazonDouble(seed=3)

    def handle(self, request: httpx2.Request) -> httpx2.Response:
        """One request, as the double reads it; no answer is a line that is cut."""
        body, headers = request.read(), dict(request.headers)
        query = request.url.query.decode()
        kind = headers.get("content-type", "")
        form = dict(parse_qsl(body.decode())) if "urlencoded" in kind else {}
        path = request.url.raw_path.decode().partition("?")[0]
        said = self.double.handle(Asked(request.method, path, dict(parse_qsl(query)), form, body, headers, query))
        if not said.status:
            raise httpx2.ReadTimeout("no answer", request=request)
        content = said.text if isinstance(said.text, bytes) else said.text.encode()
        return httpx2.Response(said.status, content=content, headers={"content-type": said.kind, **said.headers})

    def does(self, **commands: Any) -> Any:
        """A command of its control page."""
        return self.double.control.do(commands)["done"]

    def buys(self, sku: str, **more: Any) -> str:
        """A buyer bought it, and it can be read by now; the order's number."""
        (number,) = self.does(buy={"sku": sku, "pending": False, **more})["buy"]
        self.does(advance=300)
        return str(number)

    def calls(self, name: str) -> int:
        """How often an operation was asked for and answered well."""
        return sum(times for status, times in self.double.counts[name].items() if 200 <= status < 300)


@contextmanager
def rehearsed(settings: Any) -> Iterator[Rehearsed]:
    """Amazon's addresses lead to a new double."""
    told = Rehearsed()
    settings.CHANNELS = settings.CHANNELS | {"amazon_login_url": BASE, "amazon_api_url": BASE}
    line = httpx2.Client(transport=httpx2.MockTransport(told.handle))
    login.forget()
    with patch.object(http, "client", lambda: line):
        yield told
    login.forget()


def connected(told: Rehearsed, seller: Seller) -> Account:
    """The account of the double, connected as `haat channels connect amazon` does."""
    given = told.double.environment()
    secrets = {
        name: given[f"HAAT_AMAZON_{name.upper()}"]
        for name in ("client_id", "client_secret", "refresh_token", "seller_id")
    }
    return actions.connect_account(seller.mart, channel="amazon", seller=seller, secrets=secrets, by=BY)
