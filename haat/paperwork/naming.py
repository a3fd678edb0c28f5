"""The names a maker has on its papers, and where two of them differ: most refusals are a name that differs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from haat.makers.alike import key_of
from haat.makers.models import Maker

MAKER, BANK, SELLER = "maker", "bank", "seller"


@dataclass(frozen=True)
class Name:
    """A name as one paper has it: `where` is maker, bank or seller."""

    where: str
    text: str


@dataclass(frozen=True)
class Difference:
    """Two papers whose names differ: the words that only one of them has; none where they are spelt in two scripts."""

    first: Name
    second: Name
    only_first: Sequence[str]
    only_second: Sequence[str]

    @property
    def two_scripts(self) -> bool:
        """One is in Latin letters, the other is not: they may be one name that sounds alike to people alone."""
        return self.first.text.isascii() != self.second.text.isascii()


def names_of(maker: Maker) -> list[Name]:
    """Its own name in Latin letters (else the first), its account's (`bank` loaded), its own seller's."""
    own = maker.names.get("en") or next(iter(maker.names.values()), maker.slug)
    found = [Name(MAKER, own)]
    if hasattr(maker, "bank"):
        found.append(Name(BANK, maker.bank.holder))
    if maker.seller.organisation_id is None and maker.seller.legal_name:
        found.append(Name(SELLER, maker.seller.legal_name))
    return found


def differences(names: Sequence[Name]) -> list[Difference]:
    """Where the names differ, each compared with the account's; without an account with the first."""
    base = next((name for name in names if name.where == BANK), names[0] if names else None)
    if base is None:
        return []
    found = []
    for other in names:
        if other.where != base.where and (told := _differ(base, other)) is not None:
            found.append(told)
    return found


def _differ(first: Name, second: Name) -> Difference | None:
    apart = Difference(first, second, (), ())
    if apart.two_scripts:
        return None if key_of(first.text) == key_of(second.text) else apart
    one, two = _words(first.text), _words(second.text)
    folded = [word.casefold() for word in one], [word.casefold() for word in two]
    if folded[0] == folded[1]:
        return None
    return Difference(
        first,
        second,
        [word for word in one if word.casefold() not in folded[1]],
        [word for word in two if word.casefold() not in folded[0]],
    )


def _words(text: str) -> list[str]:
    return re.findall(r"[^\s.,()/&-]+", text)
