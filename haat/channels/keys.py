"""The keys of an account: sealed where they lie, opened only for a call, never shown."""

import json
from collections.abc import Mapping

from haat.channels.channel import Keys, Shut
from haat.channels.models import Account
from haat.core.sealing import Unreadable, seal, unseal

PURPOSE = "channels.keys"


def sealed(secrets: Mapping[str, str], *, owner: int) -> bytes:
    """What is kept of the keys of the account with this number."""
    return seal(PURPOSE, json.dumps(dict(secrets), sort_keys=True).encode(), owner=owner)


def keys_of(account: Account) -> Keys:
    """The account as its channel sees it. Raises Shut when its keys cannot be opened here."""
    try:
        secrets = json.loads(unseal(PURPOSE, account.keys, owner=account.pk))
    except Unreadable:
        raise Shut("keys_unreadable") from None
    return Keys(account.key, secrets, account.facts)
