"""Lists of groups and members as a mission would send them: invented from parts, in three scripts, of nobody real.

The demonstration brings in a small one; `haat grow` a whole district's.
"""

import csv
import io
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

GROUP_HEADS = [
    *("Sr No", "LokOS SHG Code", "NRLM SHG Code", "Name of SHG", "Block", "Village", "Name of VO", "NRLM VO Code"),
    *("Name of CLF", "NRLM CLF Code", "Date of Formation", "No. of members", "Chair Person Name"),
    *("Chair Person Mobile No.", "Name of PG"),
]
MEMBER_HEADS = [
    *("LokOS SHG Code", "Name of SHG", "Block", "Member Code", "Member Name", "Father/Mother/Spouse Name"),
    *("Designation in SHG", "Social Category"),
]
# Of each part how it is written in Latin letters, in Devanagari, and for some in Arabic letters.
FIRST = (
    *(("Jyoti", "ज्योती", "جیوتی"), ("Pragati", "प्रगती", ""), ("Ujwala", "उज्वला", ""), ("Sakhi", "सखी", "سکھی")),
    *(("Savitri", "सावित्री", ""), ("Jijau", "जिजाऊ", ""), ("Ramai", "रमाई", ""), ("Noor", "नूर", "نور")),
    *(("Tara", "तारा", "تارا"), ("Vanita", "वनिता", ""), ("Roshni", "रोशनी", "روشنی"), ("Asha", "आशा", "آشا")),
    *(("Gulab", "गुलाब", "گلاب"), ("Chandni", "चांदनी", "چاندنی"), ("Ekta", "एकता", ""), ("Mahalaxmi", "महालक्ष्मी", "")),
)
SECOND = (
    *(("Mahila", "महिला", "مہیلا"), ("Gramin", "ग्रामीण", ""), ("Bachat", "बचत", "بچت"), ("Swayam", "स्वयं", "")),
    *(("Nari Shakti", "नारी शक्ती", ""), ("Kranti", "क्रांती", ""), ("Udyog", "उद्योग", ""), ("Krishi", "कृषी", "")),
)
GROUP = ("SHG", "गट", "گٹ")
WOMEN = ("Sunita", "Lata", "Rekha", "Kamal", "Shobha", "Vandana", "Durga", "Mangala", "Shabana", "Anita", "Usha")
MEN = ("Ramesh", "Suresh", "Dilip", "Vinod", "Prakash", "Ashok", "Sanjay", "Mohan", "Anil", "Rajesh", "Salim", "Bandu")
FAMILIES = (
    *("Atram", "Meshram", "Kulmethe", "Gedam", "Nannaware", "Sidam", "Wadhai", "Madavi", "Sheikh", "Tekam"),
    "Bawane",
)
BEGINNINGS = ("Ambe", "Pipal", "Chinch", "Wad", "Naga", "Sona", "Kes", "Bor")
ENDINGS = ("gaon", "pur", "tola", "wadi", "kheda", "nagar")
MAKES = ("Bamboo", "Dairy", "Pickle", "Tailoring")
FIRST_CODE = {"deoghar": 4_100_000_000, "chandrapur": 4_200_000_000}
# Numbers that cannot be dialled; there are no more of them.
FIRST_PHONE, LAST_PHONE = {"deoghar": 1_000_050_000, "chandrapur": 1_000_060_000}, 1_000_099_999


@dataclass(frozen=True)
class Organisation:
    """A village organisation as lists name it: its village, block and federation, and numbers where they have some."""

    name: str
    block: str
    village: str
    federation: str
    number: str = ""
    federation_number: str = ""


def organisations(blocks: Sequence[str], *, federations: int, count: int) -> list[Organisation]:
    """Federations, each in one block, and so many village organisations below them."""
    found = []
    for at in range(count):
        whose = at % federations
        block = blocks[whose % len(blocks)]
        part = FIRST[(whose // len(blocks)) % len(FIRST)][0]
        village = BEGINNINGS[at // 6 % 8] + ENDINGS[at % 6] + (f" {at // 48 + 1}" if at >= 48 else "")
        names = f"{village} Gram Sangh", block, village, f"{block} {part} Prabhag Sangh"
        found.append(Organisation(*names, number=f"{800_000 + at}", federation_number=f"{90_000 + whose}"))
    return found


class Lists:
    """So many groups of these organisations, and their members; the same every time from one seed.

    `doubles` of the groups stand twice, under another number and spelt otherwise; `faults` rows are wrong. `start`:
    their numbers begin so much later, so that two lists of a mart tell of different groups.
    """

    def __init__(
        self,
        mart: str,
        places: Sequence[Organisation],
        *,
        groups: int,
        each: int,
        doubles: int = 0,
        faults: int = 0,
        start: int = 0,
    ) -> None:
        self._rng = random.Random(f"{mart}:lists")
        self._code, self._phone, self._each = FIRST_CODE[mart], FIRST_PHONE[mart], each
        self._groups = [self._group(start + number, places[number % len(places)]) for number in range(groups)]
        for number in range(doubles):
            self._groups.append(self._double(self._groups[number * 7 % groups], start + groups + number))
        self._faults = faults

    def _group(self, number: int, own: Organisation) -> dict[str, Any]:
        rng = self._rng
        first, second = rng.choice(FIRST), rng.choice(SECOND)
        script = rng.choices((0, 1, 2), (70, 24, 6))[0]
        script = script if first[script] and second[script] else 1
        name = " ".join(part[script] for part in (first, second, GROUP))
        return {
            "LokOS SHG Code": self._code + number,
            "NRLM SHG Code": self._code // 100 + number,
            "Name of SHG": name,
            "Block": own.block,
            "Village": own.village,
            "Name of VO": own.name,
            "NRLM VO Code": own.number,
            "Name of CLF": own.federation,
            "NRLM CLF Code": own.federation_number,
            "Date of Formation": f"{rng.randrange(1, 29):02}-{rng.randrange(1, 13):02}-{rng.randrange(2008, 2025)}",
            "No. of members": min(self._each, 20),
            "Chair Person Name": f"{rng.choice(WOMEN)} {rng.choice(FAMILIES)}",
            "Chair Person Mobile No.": phone if (phone := self._phone + number) <= LAST_PHONE else "",
            "Name of PG": f"{own.block} {rng.choice(MAKES)} PG" if rng.random() < 0.08 else "",
        }

    def _double(self, told: dict[str, Any], number: int) -> dict[str, Any]:
        spelt = str(told["Name of SHG"]).replace("SHG", "S.H.G.").upper()
        codes = {"LokOS SHG Code": self._code + number, "NRLM SHG Code": self._code // 100 + number}
        return told | codes | {"Name of SHG": spelt, "Name of PG": ""}

    def groups(self) -> bytes:
        """The sheet of groups (CSV)."""
        rows = [{"Sr No": number} | each for number, each in enumerate(self._groups, 1)]
        for at, (head, value) in enumerate((("Block", "Nowhere"), ("LokOS SHG Code", "4.2E+09"), ("Block", ""))):
            if at < self._faults:
                codes = {"LokOS SHG Code": self._code + 90_000 + at, "NRLM SHG Code": self._code // 100 + 90_000 + at}
                rows.append(rows[at] | {"Sr No": len(rows) + 1} | codes | {head: value})
        return _written(GROUP_HEADS, rows)

    def members(self) -> bytes:
        """The sheet of members (CSV), joined by the groups' numbers."""
        return _written(MEMBER_HEADS, self._people())

    def _people(self) -> Iterator[dict[str, Any]]:
        rng, number = self._rng, int(self._groups[0]["LokOS SHG Code"]) * 100
        for told in self._groups:
            for at in range(self._each):
                number += 1
                family, above = (FAMILIES[(number + far) % len(FAMILIES)] for far in (at, at // len(MEN)))
                yield {
                    "LokOS SHG Code": told["LokOS SHG Code"],
                    "Name of SHG": told["Name of SHG"],
                    "Block": told["Block"],
                    "Member Code": number,
                    "Member Name": told["Chair Person Name"] if not at else f"{rng.choice(WOMEN)} {family}",
                    "Father/Mother/Spouse Name": f"{MEN[at % len(MEN)]} {above}",
                    "Designation in SHG": "President" if not at else "Secretary" if at == 1 else "Member",
                    "Social Category": "-",
                }


def _written(heads: Sequence[str], rows: Iterator[dict[str, Any]] | Sequence[dict[str, Any]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, heads)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()
