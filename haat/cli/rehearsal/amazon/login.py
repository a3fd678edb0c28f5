"""Login with Amazon: an access token for a refresh token, which ends after an hour; keys that are revoked."""

import json

from haat.cli.rehearsal.amazon.wire import DAY, SELLER, Call, Calls, Denied
from haat.cli.rehearsal.amazon.world import World
from haat.cli.rehearsal.double import HERE, Asked, Said

CLIENT_ID = "amzn1.application-oa2-client.rehearsal"
CLIENT_SECRET = "amzn1.oa2-cs.v1.rehearsal"
REFRESH_TOKEN = "Atzr|rehearsal"
LASTS = 3600


def environment(port: int) -> dict[str, str]:
    """What a process of this installation is set to, to speak to the double at a port."""
    here = f"http://{HERE}:{port}"
    return {
        "HAAT_AMAZON_LOGIN_URL": here,
        "HAAT_AMAZON_API_URL": here,
        "HAAT_AMAZON_CLIENT_ID": CLIENT_ID,
        "HAAT_AMAZON_CLIENT_SECRET": CLIENT_SECRET,
        "HAAT_AMAZON_REFRESH_TOKEN": REFRESH_TOKEN,
        "HAAT_AMAZON_SELLER_ID": SELLER,
    }


class Login:
    """Who is let in. `restricted` are tokens for a buyer's name and address in the old orders: token → paths."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.tokens: dict[str, float] = {}
        self.restricted: dict[str, tuple[str, ...]] = {}

    def calls(self) -> Calls:
        return {"createRestrictedDataToken": self.restrict}

    def answer(self, asked: Asked) -> Said:
        """POST /auth/o2/token."""
        given = asked.form
        if asked.method != "POST":
            return _wrong(405, "invalid_request", "POST it")
        for name in ("grant_type", "refresh_token", "client_id", "client_secret"):
            if not given.get(name):
                return _wrong(400, "invalid_request", f"The request is missing a required parameter : {name}")
        if given["grant_type"] != "refresh_token":
            return _wrong(400, "unsupported_grant_type", "The authorization grant type is not supported")
        switches = self.world.switches
        if (given["client_id"], given["client_secret"]) != (CLIENT_ID, CLIENT_SECRET) or switches.secret_ended:
            return _wrong(401, "invalid_client", "Client authentication failed")
        if given["refresh_token"] != REFRESH_TOKEN or switches.revoked:
            said = "The request has an invalid grant parameter : refresh_token. User may have revoked the permission."
            return _wrong(400, "invalid_grant", said)
        token = self._new("Atza")
        told = {"access_token": token, "refresh_token": REFRESH_TOKEN, "token_type": "bearer", "expires_in": LASTS}
        return Said(200, json.dumps(told), "application/json;charset=UTF-8")

    def check(self, token: str) -> None:
        """Raises Denied, with the words by which a client tells an ended token from a revoked one."""
        if not token:
            raise Denied("Access token is missing in the request header.")
        ends = self.tokens.get(token)
        if ends is None or self.world.switches.revoked:
            raise Denied("The access token you provided is revoked, malformed or invalid.")
        if self.world.now() >= ends:
            raise Denied("The access token you provided has expired.")

    def restrict(self, call: Call) -> dict[str, object]:
        """A token with which the old orders tell the buyer's name and address."""
        token = self._new("Atz.sprdt")
        self.restricted[token] = tuple(each["path"] for each in call.body["restrictedResources"])
        return {"restrictedDataToken": token, "expiresIn": LASTS}

    def sees_buyers(self, token: str, path: str) -> bool:
        """Whether this token was asked for the buyers of this address; `{orderId}` stands for any."""
        return any(path.startswith(known.partition("{")[0]) for known in self.restricted.get(token, ()))

    def _new(self, begins: str) -> str:
        token = f"{begins}|{self.world.name(160)}"
        now = self.world.now()
        self.tokens = {known: ends for known, ends in self.tokens.items() if ends > now - DAY}
        self.tokens[token] = now + LASTS
        return token


def _wrong(status: int, error: str, said: str) -> Said:
    return Said(status, json.dumps({"error": error, "error_description": said}), "application/json;charset=UTF-8")
