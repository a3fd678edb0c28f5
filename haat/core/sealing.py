"""What must not be read from a stolen database or backup: sealed under a key made of the installation's secret.

Each purpose has a key of its own. A secret that is to be replaced stays readable while it stands among
SECRET_KEY_FALLBACKS; without it nobody can open what it sealed, and the caller says so.
"""

import hashlib
from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.encoding import force_bytes

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet


class Unreadable(ValueError):
    """Sealed under another key, for another owner, or not sealed at all."""


def _keys(purpose: str) -> "MultiFernet":
    # Read when something is sealed or opened: most processes of the web never do, and it takes 2 MB.
    from cryptography.fernet import Fernet, MultiFernet

    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"haat.{purpose}:".encode() + force_bytes(secret)).digest() for secret in secrets]
    return MultiFernet([Fernet(urlsafe_b64encode(digest)) for digest in digests])


def seal(purpose: str, data: bytes, *, owner: int) -> bytes:
    """`data` sealed, together with whose it is."""
    return _keys(purpose).encrypt(b"%d\n" % owner + data)


def unseal(purpose: str, sealed: "bytes | memoryview[int]", *, owner: int) -> bytes:
    """What was sealed. Raises Unreadable: under another key, or moved here from another owner's row."""
    from cryptography.fernet import InvalidToken

    try:
        whose, _line, data = _keys(purpose).decrypt(bytes(sealed)).partition(b"\n")
    except InvalidToken:
        raise Unreadable from None
    if whose != b"%d" % owner:
        raise Unreadable
    return data
