"""What Amazon says of an account when it is connected or looked at: does it sell in India, and when do its keys end."""

import hashlib
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from haat.channels.amazon.api import below, call, listed
from haat.channels.amazon.finances import seller_of
from haat.channels.amazon.operations import MARKETPLACE
from haat.channels.channel import Keys, Shut, Standing
from haat.core.dates import today

SECRET_LIVES = timedelta(days=180)  # then Amazon takes the app's secret no more


def check(keys: Keys) -> Standing:
    """Sign in, and see whether the account sells in India. Raises Shut or Trouble.

    Amazon's calls do not tell an account's own id (its merchant token): it is among the keys, or it is found in what
    was sold before.
    """
    row = _in_india(keys)
    seller = keys.secrets.get("seller_id") or str(keys.facts.get("seller_id") or "") or seller_of(keys)
    if not seller:
        raise Shut("keys_missing", "seller_id")
    since = _since(keys)
    facts = {
        "seller_id": seller,
        "marketplace": MARKETPLACE,
        "store": str(row.get("storeName") or ""),
        "secret": _mark(keys.secrets["client_secret"]),
        "secret_since": since.isoformat(),
    }
    return Standing(key=seller, name=facts["store"] or seller, facts=facts, keys_end=since + SECRET_LIVES)


def _in_india(keys: Keys) -> Mapping[str, Any]:
    """The account's row of the marketplace. Raises Shut: another region answers, or it may not sell."""
    try:
        found = call("getMarketplaceParticipations", keys, None)
    except Shut as shut:
        # This call needs no role: an account that is known is refused only where it is not at home.
        raise Shut("wrong_region", shut.said) if shut.code == "rights_missing" else shut from None
    rows = [each for each in listed(found, "payload") if isinstance(each, dict)]
    for row in rows:
        if below(row, "marketplace", "id") != MARKETPLACE:
            continue
        if below(row, "participation", "isParticipating") is False:
            raise Shut("not_a_seller", str(row.get("storeName") or ""))
        if below(row, "participation", "hasSuspendedListings") is True:
            raise Shut("suspended", str(row.get("storeName") or ""))
        return row
    elsewhere = [str(below(row, "marketplace", "id") or "") for row in rows]
    raise Shut("wrong_region" if elsewhere else "not_a_seller", ", ".join(elsewhere)[:200])


def _since(keys: Keys) -> date:
    """The day the app's secret was made, as it was told; else the day it was first seen here, the latest it can be."""
    told = keys.secrets.get("secret_since") or ""
    kept = str(keys.facts.get("secret_since") or "")
    if keys.facts.get("secret") != _mark(keys.secrets["client_secret"]):
        kept = ""
    for text in (told, kept):
        try:
            return date.fromisoformat(text)
        except ValueError:
            continue
    return today()


def _mark(secret: str) -> str:
    """By which a secret is known again; it cannot be read from it."""
    return hashlib.sha256(f"haat.amazon:{secret}".encode()).hexdigest()[:16]
