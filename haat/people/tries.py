"""How often codes, passwords and authenticators may be tried.

First where the try comes from is counted, then the phone from that address, then the phone from anywhere, and that
generously: a stranger who tries with somebody's number closes his own address, not her phone. A device on which
she has signed in before is counted by itself and not with the strangers.
"""

from dataclasses import dataclass

from haat.core.limits import hit

TEN_MINUTES, DAY = 600, 86_400


@dataclass(frozen=True)
class Caller:
    """Who tries, as far as can be told.

    `address`: where from (IPv6 by its /64); `browser`: a name for this visit, empty for none; `device`: the name of
    a device on which this very person has signed in before, empty when it is not known for her.
    """

    address: str
    browser: str = ""
    device: str = ""


def count_code(phone: str, caller: Caller) -> None:
    """One code asked for. Raises TooManyTries."""
    hit(f"code-from:{caller.address}", most=20, seconds=TEN_MINUTES)
    hit(f"code:{phone}:{caller.address}", most=3, seconds=TEN_MINUTES)
    hit(f"code-day:{phone}:{caller.address}", most=8, seconds=DAY)
    if caller.device:
        hit(f"code-device:{caller.device}", most=20, seconds=DAY)
        return
    hit(f"code-phone:{phone}", most=10, seconds=TEN_MINUTES)
    hit(f"code-phone-day:{phone}", most=40, seconds=DAY)


def count_guess(caller: Caller) -> None:
    """One code given back; each code bears only a few by itself. Raises TooManyTries."""
    hit(f"try-from:{caller.address}", most=60, seconds=TEN_MINUTES)


def count_invitation(phone: str, caller: Caller) -> None:
    """One code of an invitation given. Raises TooManyTries."""
    hit(f"join-from:{caller.address}", most=30, seconds=TEN_MINUTES)
    hit(f"join:{phone}:{caller.address}", most=10, seconds=TEN_MINUTES)


def count_link(caller: Caller) -> None:
    """One link of an invitation opened. Raises TooManyTries."""
    hit(f"join-link:{caller.address}", most=60, seconds=TEN_MINUTES)


def count_password(phone: str, caller: Caller) -> None:
    """One password given. Raises TooManyTries."""
    hit(f"password-from:{caller.address}", most=60, seconds=TEN_MINUTES)
    hit(f"password:{phone}:{caller.address}", most=10, seconds=TEN_MINUTES)
    if caller.device:
        hit(f"password-device:{caller.device}", most=60, seconds=DAY)
        return
    hit(f"password-phone:{phone}", most=50, seconds=TEN_MINUTES)
    hit(f"password-phone-day:{phone}", most=300, seconds=DAY)


def count_factor(user_id: int, caller: Caller) -> None:
    """One code of the authenticator given, after a right password. Raises TooManyTries."""
    name = f"totp-device:{caller.device}" if caller.device else f"totp:{user_id}"
    hit(name, most=10, seconds=TEN_MINUTES)
    hit(f"{name}:day", most=50, seconds=DAY)
