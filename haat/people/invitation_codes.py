"""The codes of invitations: made, read as people type them, and what is kept of them."""

import secrets

from django.utils.crypto import salted_hmac

# Without signs that look or sound alike; twelve of them are 59 bits.
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH, GROUP = 12, 4
MOST_TYPED = 40


def new_code() -> str:
    """A code nobody can guess."""
    return "".join(secrets.choice(SIGNS) for _sign in range(LENGTH))


def read_code(text: str) -> str:
    """A code as typed from paper: dashes and spaces gone, in capitals."""
    return "".join(sign for sign in text[:MOST_TYPED].upper() if sign.isalnum())


def in_groups(code: str) -> str:
    """A code as it is written on paper: `7KQF-3M9T-XW2P`."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def digest(phone: str, code: str) -> str:
    """What is kept of a code, for this phone alone."""
    return salted_hmac("haat.people.invitation", f"{phone}:{code}", algorithm="sha256").hexdigest()
