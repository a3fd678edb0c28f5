"""Lists as one large district has them: of groups, of accounts, of members, with faults and doubles planted.

Files are written row by row, joined by number; what was planted is told beside: (file, row, code of the reason).
"""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FAULTY = 0.02
DOUBLED = 0.01
NAMES = (
    *(("Jyoti", "ज्योति"), ("Lakshmi", "लक्ष्मी"), ("Saraswati", "सरस्वती"), ("Durga", "दुर्गा")),
    *(("Chandni", "चाँदनी"), ("Gulab", "गुलाब"), ("Tara", "तारा"), ("Ujala", "उजाला"), ("Pragati", "प्रगति")),
    *(("Ekta", "एकता"), ("Asha", "आशा"), ("Sita", "सीता"), ("Parvati", "पार्वती"), ("Radha", "राधा")),
    *(("Kiran", "किरण"), ("Roshni", "रोशनी"), ("Vikas", "विकास")),
)
SECOND = ("", "Mahila", "Devi", "Shakti", "Maa", "Nari", "Gramin", "Krishi", "Swabhiman", "Jagriti")
WOMEN = ("Sita", "Rina", "Mina", "Phulmani", "Salomi", "Basanti", "Sunita", "Anita", "Kunti", "Savita", "Rekha", "Usha")
SURNAMES = ("Devi", "Murmu", "Soren", "Kumari", "Hembrom", "Marandi", "Kisku", "Tudu", "Mandal", "Yadav", "Das", "Rai")
MEN = ("Ram", "Shiv", "Mohan", "Suresh", "Dinesh", "Babulal", "Sanjay", "Vinod", "Manoj", "Ashok", "Birsa", "Chunu")
HEADS = {
    "groups": [
        *("S.No", "NRLM SHG Code", "LokOS SHG Code", "Name of SHG", "District", "Block", "Gram panchayat"),
        *("Rev. Village", "Name Of VO", "NRLM VO Code", "Name Of CLF", "Date Of Formation", "No. of members"),
        *("Chair Person Name", "Chair Person Mobile No.", "Repeated/Error"),
    ],
    "bank": ["NRLM_code", "SB_Account_number", "Loan_Account_number", "Branch_IFSC_Code", "Bank_name"],
    "members": [
        *("State", "District", "Block", "Gram Panchayat", "Village", "SHG Code", "SHG Name", "Member Code"),
        *("Member Name", "Designation in SHG", "Social Category", "Religion", "Father/Mother/Spouse Name"),
        "Aadhar Number",
    ],
}


@dataclass
class Planted:
    """What was planted: faults as (file, row, code), doubles as (number of the one, number of the other)."""

    faults: list[tuple[str, int, str]] = field(default_factory=list)
    doubles: list[tuple[str, str]] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)


@dataclass
class District:
    """Blocks, and the villages of each."""

    name: str
    blocks: list[tuple[str, list[str]]]


def write(folder: Path, district: District, groups: int, members: int, *, seed: int = 11) -> Planted:
    """Write `groups.csv`, `bank.txt` and `members.csv` into a folder."""
    rng, planted = random.Random(seed), Planted()
    told = [_group(rng, number, district) for number in range(groups)]
    twins = rng.sample(range(groups), int(groups * DOUBLED))
    doubles = [_double(rng, told[at], groups + place) for place, at in enumerate(twins)]
    planted.doubles = [(told[at]["lokos"], twin["lokos"]) for at, twin in zip(twins, doubles, strict=True)]
    _table(folder / "groups.csv", "groups", ",", _groups(rng, [*told, *doubles], planted))
    _table(folder / "bank.txt", "bank", "^", _bank(rng, [*told, *doubles], planted))
    _table(folder / "members.csv", "members", ",", _members(rng, told, members, planted))
    return planted


def _table(path: Path, name: str, mark: str, rows: Iterator[list[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter=mark)
        writer.writerow(HEADS[name])
        writer.writerows(rows)


def _group(rng: random.Random, number: int, district: District) -> dict[str, Any]:
    block, villages = district.blocks[number % len(district.blocks)]
    at = rng.randrange(len(villages))
    name, hindi = rng.choice(NAMES)
    second = rng.choice(SECOND)
    return {
        "lokos": str(4_000_000_000 + number),
        "mis": str(10_000_000 + number),
        "name": " ".join(filter(None, (name, second, "SHG"))),
        "hindi": f"{hindi} समूह" if not second else "",
        "district": district.name,
        "block": block,
        "village": villages[at],
        "vo": f"{villages[at]} Gram Sangathan",
        "vo_code": str(700_000 + district.blocks.index((block, villages)) * 1_000 + at),
        "clf": f"{block} {('Nari', 'Pragati', 'Ujala', 'Ekta')[at % 4]} Sangh",
        "since": f"{rng.randrange(1, 29):02}-{rng.randrange(1, 13):02}-{rng.randrange(2005, 2026)}",
        "count": rng.randrange(10, 16),
        "leader": f"{rng.choice(WOMEN)} {rng.choice(SURNAMES)}",
        "phone": str(7_000_000_000 + number),
        "account": str(30_000_000_000 + number),
    }


def _double(rng: random.Random, group: dict[str, Any], number: int) -> dict[str, Any]:
    """The same group under another number, spelt otherwise; it shares a phone, an account, or village and leader."""
    twin = group | {"lokos": str(4_000_000_000 + number), "mis": str(10_000_000 + number)}
    twin |= {"phone": str(7_000_000_000 + number), "account": str(30_000_000_000 + number)}
    spelt = group["hindi"] or group["name"].replace("Lakshmi", "Laxmi").replace("Sita", "Seeta").upper()
    twin["name"] = spelt
    shares = rng.choice(("phone", "account", "leader"))
    if shares != "leader":
        twin[shares] = group[shares]
        twin["leader"] = f"{rng.choice(WOMEN)} {rng.choice(SURNAMES)}"
    return twin


def _groups(rng: random.Random, told: list[dict[str, Any]], planted: Planted) -> Iterator[list[Any]]:
    row = 1
    for number, each in enumerate(told, 1):
        row += 1
        cells = [number, each["mis"], each["lokos"], each["name"], each["district"], each["block"], each["village"]]
        cells += [each["village"], each["vo"], each["vo_code"], each["clf"], each["since"], each["count"]]
        cells += [each["leader"], each["phone"], ""]
        if number <= len(told) * (1 - DOUBLED) and rng.random() < FAULTY:
            code = _spoil_group(rng, cells)
            planted.faults.append(("groups.csv", row, code))
        yield cells
    planted.rows["groups"] = row - 1


def _spoil_group(rng: random.Random, cells: list[Any]) -> str:
    """Spoil a row of a group; the code of what is to be said of it."""
    faults: list[tuple[str, int, Any]] = [
        ("code_length", 2, str(cells[2])[:7]),
        ("number_cut", 2, "4.00E+09"),
        ("block", 5, "Xyzzynagar"),
        ("sums", 0, "State Total"),
        ("marked", 15, "Repeated"),
        ("phone", 14, "98765"),
        ("date", 11, "unknown"),
        ("count_none", 12, "0"),
        ("old_font", 3, "ljLorh efgyk lewg"),
        ("other_district", 4, "Chandrapur Zilla"),
    ]
    code, at, value = rng.choice(faults)
    cells[at] = value
    if code == "sums":
        cells[1:] = ["", "", "", "", "", "", "", "", "", "", "", 4510, "", "", ""]
    return code


def _bank(rng: random.Random, told: list[dict[str, Any]], planted: Planted) -> Iterator[list[Any]]:
    row = 1
    for each in told:
        row += 1
        loan = str(int(each["account"]) + 5_000_000_000)
        cells = [each["mis"], each["account"], loan, "SBIN0000064", "State Bank of India"]
        if rng.random() < FAULTY / 2:
            code = rng.choice(("branch_code", "account_is_loan"))
            cells[3] = "00064" if code == "branch_code" else cells[3]
            cells[1] = loan if code == "account_is_loan" else cells[1]
            planted.faults.append(("bank.txt", row, code))
        yield cells
    planted.rows["bank"] = row - 1


def _members(rng: random.Random, told: list[dict[str, Any]], members: int, planted: Planted) -> Iterator[list[Any]]:
    row, each_has, extra = 1, members // len(told), members % len(told)
    number = 0
    for at, group in enumerate(told):
        good = True
        for place in range(each_has + (at < extra)):
            row, number = row + 1, number + 1
            woman = f"{rng.choice(WOMEN)} {rng.choice(SURNAMES)}"
            cells = ["Bihar", group["district"], group["block"], group["village"], group["village"], group["lokos"]]
            cells += [group["name"], str(50_000_000_000 + number), woman, "President" if not place else "Member"]
            cells += ["OBC", "Hindu", f"{rng.choice(MEN)} {rng.choice(SURNAMES)}", str(rng.randrange(10**11, 10**12))]
            spoilt = place and good and rng.random() < FAULTY
            if spoilt:
                planted.faults.append(("members.csv", row, _spoil_member(rng, cells, number)))
            good = not spoilt
            yield cells
    planted.rows["members"] = row - 1


def _spoil_member(rng: random.Random, cells: list[Any], number: int) -> str:
    code = rng.choice(("member_empty", "member_twice", "aadhaar", "formula", "heads_again", "code_length"))
    if code == "member_empty":
        cells[7], cells[12] = "", ""
    elif code == "member_twice":
        cells[7] = str(50_000_000_000 + number - 1)
    elif code == "aadhaar":
        cells[7] = "999941057058"  # a number of the registry's own for tests
    elif code == "formula":
        cells[8] = '=HYPERLINK("http://example.in")'
    elif code == "heads_again":
        cells[:] = HEADS["members"]
    else:
        cells[5] = str(cells[5])[:7]
    return code
