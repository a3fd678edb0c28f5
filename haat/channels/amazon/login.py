"""Login with Amazon: a refresh token gives an access token, kept in the process till shortly before its end."""

import hashlib
import threading
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

from django.conf import settings

from haat.channels.channel import Keys, Shut, Trouble
from haat.channels.http import Ask, Reply, ask

PATH = "/auth/o2/token"
BEFORE_END, LONGEST = 60.0, 3600.0  # seconds
NEEDED = ("client_id", "client_secret", "refresh_token")
# What Login with Amazon answers when a person must act: revoked, or not this app's.
REFUSED = ("invalid_grant", "unauthorized_client", "invalid_client")
_TOKENS: dict[str, tuple[str, float]] = {}
_LOCK = threading.Lock()


def access_token(keys: Keys, *, anew: bool = False) -> str:
    """The token for an account's calls; `anew`: the one that is kept was refused. Raises Shut or Trouble."""
    missing = [name for name in NEEDED if not keys.secrets.get(name)]
    if missing:
        raise Shut("keys_missing", ", ".join(missing))
    name = _name(keys.secrets)
    with _LOCK:
        token, ends = _TOKENS.get(name, ("", 0.0))
        if anew or time.monotonic() >= ends:
            token, lives = _ask(keys.secrets)
            _TOKENS[name] = token, time.monotonic() + lives - BEFORE_END
    return token


def forget() -> None:
    """Forget every token that is kept."""
    with _LOCK:
        _TOKENS.clear()


def _name(secrets: Mapping[str, str]) -> str:
    """What a token is kept under; nothing of a secret can be read from it."""
    parts = [settings.CHANNELS["amazon_login_url"], *(secrets[name] for name in NEEDED)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _address() -> str:
    """The base, or the whole address, as it is set."""
    told = str(settings.CHANNELS["amazon_login_url"])
    return told if urlsplit(told).path.strip("/") else told.rstrip("/") + PATH


def _ask(secrets: Mapping[str, str]) -> tuple[str, float]:
    form = {"grant_type": "refresh_token", **{name: secrets[name] for name in NEEDED}}
    reply = ask(Ask("POST", _address(), form=form, again=True))
    told = reply.json()
    if reply.status >= 400:
        _refuse(reply, told)
    token = told.get("access_token") if isinstance(told, dict) else None
    if not isinstance(token, str) or not token or not (token.isascii() and token.isprintable()):
        raise Trouble("unreadable", "Login with Amazon")
    lives = told.get("expires_in")
    known = isinstance(lives, int | float) and not isinstance(lives, bool) and 0 < lives <= LONGEST
    return token, float(lives) if known else LONGEST


def _refuse(reply: Reply, told: object) -> None:
    error = str(told.get("error", "")) if isinstance(told, dict) else ""
    if error in REFUSED:
        raise Shut("keys_refused", error)
    raise Trouble("bad_request", f"login {reply.status} {error[:100]}")
