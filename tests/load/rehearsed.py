"""The marketplace as a process of its own, and what it knows itself: its listings, its orders, what was told twice."""

import json
import subprocess
import sys
import time
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlencode

from haat.cli.rehearsal.amazon.login import CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN
from haat.cli.rehearsal.amazon.wire import MARKETPLACE, SELLER
from haat.cli.serving import free_port
from tests.load.haat import PATIENCE, ROOT, Haat


class Amazon:
    """`haat rehearse amazon`, and whoever looks into it."""

    def __init__(self, haat: Haat, seed: int) -> None:
        self.port = free_port()
        words = ["rehearse", "amazon", "--port", str(self.port), "--seed", str(seed)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "haat.cli", *words],
            env=haat.environment,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        here = f"http://127.0.0.1:{self.port}"
        haat.environment |= {
            "HAAT_AMAZON_LOGIN_URL": here,
            "HAAT_AMAZON_API_URL": here,
            "HAAT_AMAZON_CLIENT_ID": CLIENT_ID,
            "HAAT_AMAZON_CLIENT_SECRET": CLIENT_SECRET,
            "HAAT_AMAZON_REFRESH_TOKEN": REFRESH_TOKEN,
            "HAAT_AMAZON_SELLER_ID": SELLER,
        }
        self._token = ""
        patience = time.monotonic() + PATIENCE
        while True:
            try:
                self.standing()
                return
            except (OSError, HTTPException):
                assert self.process.poll() is None, "the marketplace does not open"
                assert time.monotonic() < patience, "the marketplace does not answer"
                time.sleep(0.1)

    def end(self) -> None:
        self.process.kill()
        self.process.wait()

    def control(self, **told: Any) -> Any:
        """What whoever rehearses may do; answers what came of it."""
        status, body = self._control(told)
        assert status == 200, body
        return body["done"]

    def try_control(self, **told: Any) -> bool:
        """The same of what may be impossible by now: bought what is sold out, cancelled what has gone."""
        status, _body = self._control(told)
        return bool(status == 200)

    def _control(self, told: dict[str, Any]) -> Any:
        if "advance" in told:
            self._token = ""  # what it gave before may have ended
        return self._ask("POST", "/control", json.dumps(told), {"Content-Type": "application/json"})

    def standing(self) -> dict[str, Any]:
        found: dict[str, Any] = self._ask("GET", "/control")[1]
        return found

    def orders(self) -> dict[str, dict[str, Any]]:
        """Every order it knows, by its number."""
        found: dict[str, dict[str, Any]] = {}
        query = {
            "createdAfter": "2020-01-01T00:00:00Z",
            "marketplaceIds": MARKETPLACE,
            "includedData": "FULFILLMENT,CANCELLATION",
            "maxResultsPerPage": "100",
        }
        token = ""
        while True:
            more = query | ({"paginationToken": token} if token else {})
            body = self._get("/orders/2026-01-01/orders", more)
            found |= {order["orderId"]: order for order in body["orders"]}
            token = body.get("pagination", {}).get("nextToken", "")
            if not token:
                return found

    def listings(self) -> dict[str, dict[str, Any]]:
        """Every listing it has: how many pieces can be bought, and for how many paise."""
        found: dict[str, dict[str, Any]] = {}
        data = "summaries,offers,fulfillmentAvailability"
        query = {"marketplaceIds": MARKETPLACE, "includedData": data, "pageSize": "20"}
        token = ""
        while True:
            more = query | ({"pageToken": token} if token else {})
            body = self._get(f"/listings/2021-08-01/items/{SELLER}", more)
            for item in body["items"]:
                price = next((offer["price"]["amount"] for offer in item["offers"]), "0")
                pieces = sum(row["quantity"] for row in item["fulfillmentAvailability"])
                found[item["sku"]] = {"pieces": pieces, "paise": round(float(price) * 100)}
            token = body.get("pagination", {}).get("nextToken", "")
            if not token:
                return found

    def _get(self, path: str, query: dict[str, str]) -> Any:
        status, body = self._ask("GET", f"{path}?{urlencode(query)}", headers={"x-amz-access-token": self._signed_in()})
        assert status == 200, body
        return body

    def _signed_in(self) -> str:
        form = {
            "grant_type": "refresh_token",
            "refresh_token": REFRESH_TOKEN,
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
        }
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        self._token = self._token or self._ask("POST", "/auth/o2/token", urlencode(form), kind)[1]["access_token"]
        return self._token

    def _ask(self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None) -> Any:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=30)) as line:
            line.request(method, path, body, headers or {})
            answer = line.getresponse()
            return answer.status, json.loads(answer.read() or b"{}")
