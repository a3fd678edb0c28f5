"""What the amounts of Amazon's settlements are, by the names that its flat file (V2) gives them.

The names are those seen in files of Indian sellers. A fee is a fee whatever it is for; a type that is not here is left
UNKNOWN, to be read by a person.
"""

import re

from haat.channels.finances import FEE, FEE_TAX, OTHER, PAID, RESERVE, TCS, TDS, UNKNOWN

# `amount-type`, in small letters without spaces and signs → what it is.
_TYPES = {
    "itemprice": PAID,
    "promotion": PAID,
    "itemfees": FEE,
    "shipmentfees": FEE,
    "orderfees": FEE,
    "itemfeeadjustment": FEE,
    "servicefee": FEE,
    "amazoneasyshipcharges": FEE,
    "easyshipcharges": FEE,
    "costofadvertising": OTHER,
    "productadspayment": OTHER,
    "itemwithheldtax": TCS,
    "itemtds": TDS,
}
# Of types that only say that it is something else: words of the description → what it is, the first that is found.
_ELSE = {
    "previous reserve": RESERVE,
    "current reserve": RESERVE,
    "reserve": RESERVE,
    "transfer of funds": RESERVE,
    "advertis": OTHER,
    "subscription": FEE,
    "reimbursement": OTHER,
    "commission": FEE,
    "easy ship": FEE,
}
_ANYTHING = ("othertransaction", "other")
_TAX = re.compile(r"\b[CSI]GST\b|\bUTGST\b|\btax\b", re.IGNORECASE)
_TDS = re.compile(r"\bTDS\b|194-?O", re.IGNORECASE)


def head(kind: str, called: str, described: str) -> str:
    """What an amount is: `kind` is its transaction-type, `called` its amount-type, `described` its description."""
    name = re.sub(r"[^a-z]", "", called.casefold())
    found = _TYPES.get(name, UNKNOWN)
    if found == FEE and _TAX.search(described):
        return FEE_TAX
    if found == TCS and _TDS.search(described):
        return TDS
    if found == UNKNOWN and (name in _ANYTHING or (not name and kind)):
        words = f"{described} {kind}".casefold()
        return next((each for word, each in _ELSE.items() if word in words), UNKNOWN)
    return found
