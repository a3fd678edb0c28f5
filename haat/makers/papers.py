"""How the numbers of a maker are read: papers, phone, PIN code, LokOS, bank account."""

import json
import re
from collections.abc import Callable, Collection
from math import cos, hypot, radians

from django.utils.crypto import salted_hmac

from haat.core.dates import today
from haat.core.identifiers import (
    InvalidIdentifier,
    bank_of,
    clean_fssai,
    clean_gstin,
    clean_ifsc,
    clean_mobile,
    clean_pan,
    clean_pin,
    clean_udyam,
    mask_account,
    meant_by,
    merged_into,
)
from haat.core.languages import best
from haat.core.numerals import latin_digits
from haat.core.texts import clean_line
from haat.makers.errors import (
    BadAccountNumber,
    BadIdentifier,
    BadYear,
    FarPin,
    LongLokos,
    NoHolder,
    NoNumber,
    UnknownBank,
    UnknownDocument,
    UnknownPin,
)
from haat.makers.errors.papers import BadShape, LongNumber
from haat.makers.models import BankAccount, Document, PaperKind, SellerPaper
from haat.makers.questions import OldBank, OtherBranch, UnknownBranch
from haat.places.models import PinCode, Place

FIRST_YEAR = 1800
MOST_LOKOS = 30
# Letters and digits of a paper's number; the shape of an enrolment number is published nowhere.
MOST_NUMBER, MOST_ENROLMENT = 40, 20
# A block is some 40 km across; its post office may lie in the next district, never in the next but one.
REACH_KM = 80
KM_A_DEGREE = 111
# What a person may say she is sure of, when she was asked.
BRANCH, ACCOUNT = "branch", "account"

_CLEANERS: dict[str, Callable[[str], str]] = {
    Document.Kind.PAN: clean_pan,
    Document.Kind.GSTIN: clean_gstin,
    Document.Kind.FSSAI: clean_fssai,
    Document.Kind.UDYAM: clean_udyam,
}
# An enrolment number looks like a GSTIN but has no check digit we can rely on; cards and passbooks vary.
SELLER_PAPERS = (Document.Kind.PAN, Document.Kind.GSTIN, Document.Kind.ENROLMENT, Document.Kind.FSSAI)


def cleaned(clean: Callable[[str], str], text: str, field: str) -> str:
    """`clean(text)`, its refusal as a HaatError at `field`."""
    try:
        return clean(text)
    except InvalidIdentifier as error:
        raise BadIdentifier(error, field) from None


def paper_number(kind: str, text: str, *, field: str = "number", told: PaperKind | None = None) -> str:
    """The number of a paper of `kind`, canonical; raises HaatError at `field`.

    `told`: what is known of the kind; without it the number of a kind that has no cleaner here is only read.
    """
    if told is None and kind not in Document.Kind.values:
        raise UnknownDocument(kind)
    if kind in _CLEANERS:
        return cleaned(_CLEANERS[kind], text, field)
    number = "".join(clean_line(latin_digits(text)).upper().split())
    if not number:
        raise NoNumber()
    most = MOST_ENROLMENT if kind == Document.Kind.ENROLMENT else MOST_NUMBER
    if len(number) > most:
        raise LongNumber(most, field)
    if told is not None and told.shape and not re.fullmatch(told.shape, number):
        raise BadShape(told.example, field)
    return number


def phone(text: str, *, demo: bool, field: str = "phone") -> str:
    """A mobile number as +91…; raises HaatError at `field`. `demo` admits the demonstration's numbers."""
    return cleaned(lambda typed: clean_mobile(typed, allow_demo=demo), text, field)


def phone_if_known(text: str, *, demo: bool) -> str:
    """The same of a number that may come later: nothing typed is nothing. Raises HaatError at `phone`."""
    return phone(text, demo=demo) if clean_line(text) else ""


def pin(text: str, *, field: str = "pin") -> str:
    """A PIN code's six digits; raises HaatError at `field`."""
    return cleaned(clean_pin, text, field)


def lokos(text: str) -> str:
    """A LokOS number without spaces, in capitals; empty when there is none. Raises LongLokos."""
    number = "".join(clean_line(latin_digits(text)).upper().split())
    if len(number) > MOST_LOKOS:
        raise LongLokos()
    return number


def year(number: int | None) -> int | None:
    """Since when a maker makes: a year that has begun. Raises BadYear."""
    this_year = today().year
    if number is not None and not FIRST_YEAR <= number <= this_year:
        raise BadYear(FIRST_YEAR, this_year)
    return number


def pin_near(block: Place, text: str, *, field: str = "pin") -> str:
    """A PIN code that has a post office within reach of `block`: in its district, or in its state and not far off.

    Villages at the edge have the post office of the next district, so the district alone would refuse them.
    Raises HaatError at `field`.
    """
    code = pin(text, field=field)
    known = PinCode.objects.select_related("district", "state").filter(pin=code).first()
    if known is None:
        raise UnknownPin(code)
    if not (known.district.contains(block) or (known.state.contains(block) and _near(known, block))):
        raise FarPin(code, best(known.district.names).text)
    return code


def _near(known: PinCode, block: Place) -> bool:
    """At most REACH_KM apart as the crow flies; True where either's position is not known."""
    if known.latitude is None or known.longitude is None or block.latitude is None or block.longitude is None:
        return True
    north, east = known.latitude - block.latitude, known.longitude - block.longitude
    return hypot(north, east * cos(radians(block.latitude))) * KM_A_DEGREE <= REACH_KM


def bank_account(holder: str, number: str, ifsc: str, *, sure: Collection[str] = ()) -> tuple[str, str, str, str]:
    """Holder, number, IFSC and bank name, canonical; raises HaatError at `holder`, `number` or `ifsc`.

    A branch that the list does not know is asked about, unless the person is `sure` of it ("branch").
    """
    holder = clean_line(holder)
    if not holder:
        raise NoHolder()
    digits = "".join(char for char in latin_digits(number) if not char.isspace() and char != "-")
    if not (digits.isascii() and digits.isdigit() and 8 <= len(digits) <= 18):
        raise BadAccountNumber()
    code = cleaned(clean_ifsc, ifsc, "ifsc")
    return holder[:120], digits, code, _bank_name(code, sure)[:80]


def _bank_name(ifsc: str, sure: Collection[str]) -> str:
    found = bank_of(ifsc)
    if found is None:
        raise UnknownBank()
    name, known = found
    if (now := merged_into(ifsc)) is not None:
        raise OldBank(name, now)
    if not known and BRANCH not in sure:
        meant = meant_by(ifsc)
        raise UnknownBranch(name) if meant is None else OtherBranch(ifsc, *meant)
    return name


def about(subject: BankAccount | Document) -> str:
    """By which number a file is known to belong: never the whole of it."""
    number = mask_account(subject.number)
    return f"{number} {subject.ifsc}" if isinstance(subject, BankAccount) else number


def as_seen(subject: BankAccount | Document | SellerPaper, newest: int) -> str:
    """All that somebody compares of an account or a paper, its `newest` file with it, as a word that tells none."""
    owner = f"seller {subject.seller_id}" if isinstance(subject, SellerPaper) else str(subject.maker_id)
    told = [owner, subject.number, str(newest)]
    if isinstance(subject, BankAccount):
        told += [subject.ifsc, subject.holder]
    else:
        facts = json.dumps(subject.facts, sort_keys=True)
        told += [subject.kind, str(subject.valid_from), str(subject.valid_until), facts]
    return salted_hmac("haat.makers.seen", "\0".join(told), algorithm="sha256").hexdigest()[:32]
