"""Who works in the demonstration: officers, riders, coordinators. Their numbers cannot be dialled."""

from dataclasses import dataclass

from haat.core.actor import MACHINE, Actor
from haat.people import actions
from haat.people.models import Role, User
from haat.places.models import Mart, Place

PASSWORD = "haat-demo-2026"
K = Role.Kind


@dataclass(frozen=True)
class Officer:
    """A demonstration person: the last digits of the phone, the name, the role, and a block for coordinators."""

    number: int
    name: str
    kind: str
    block: str = ""


STAFF = {
    "deoghar": (
        Officer(1, "Vishal Sagar", K.COLLECTOR),
        Officer(2, "Anjali Toppo", K.DESK),
        Officer(3, "Prakash Jha", K.ACCOUNTANT),
        Officer(4, "Rukhsana Parveen", K.DESK),
        Officer(5, "Deepak Kerketta", K.AUDITOR),
        Officer(11, "Reena Kumari", K.COORDINATOR, "deoghar"),
        Officer(12, "Sushila Marandi", K.COORDINATOR, "devipur"),
        Officer(13, "Kiran Besra", K.COORDINATOR, "karon"),
        Officer(14, "Nilu Devi", K.COORDINATOR, "madhupur"),
        Officer(15, "Meena Soren", K.COORDINATOR, "margomunda"),
        Officer(16, "Shanti Hembrom", K.COORDINATOR, "mohanpur"),
        Officer(17, "Babita Murmu", K.COORDINATOR, "palojori"),
        Officer(18, "Asha Mahto", K.COORDINATOR, "sarath"),
        Officer(19, "Lakshmi Tudu", K.COORDINATOR, "sarwan"),
        Officer(20, "Pinki Kumari", K.COORDINATOR, "sonaraithari"),
        Officer(21, "Sita Hembrom", K.SURVEYOR, "mohanpur"),
        Officer(22, "Rekha Murmu", K.SURVEYOR, "sarath"),
        Officer(31, "Sunil Yadav", K.RIDER),
        Officer(32, "Mukesh Das", K.RIDER),
        Officer(33, "Imran Ansari", K.RIDER),
    ),
    "chandrapur": (
        Officer(51, "Vinita Gowda", K.COLLECTOR),
        Officer(52, "Sangita Dhote", K.DESK),
        Officer(53, "Mahesh Bawane", K.ACCOUNTANT),
        Officer(55, "Rajesh Khobragade", K.AUDITOR),
        Officer(61, "Kavita Uikey", K.COORDINATOR, "chandrapur"),
        Officer(62, "Mangala Nannaware", K.COORDINATOR, "chimur"),
        Officer(63, "Vandana Meshram", K.COORDINATOR, "mul"),
        Officer(64, "Pushpa Kulmethe", K.COORDINATOR, "rajura"),
        Officer(65, "Durga Atram", K.SURVEYOR, "rajura"),
        Officer(66, "Sunita Gedam", K.SURVEYOR, "mul"),
        Officer(71, "Nilesh Thakre", K.RIDER),
    ),
    # The mart that has just begun (demo/empty.py).
    "sonbhadra": (
        Officer(81, "Priya Singh", K.COLLECTOR),
        Officer(82, "Ashok Kol", K.DESK),
    ),
}


def phone_of(number: int) -> str:
    """The undialable demonstration number: 1 becomes +911000000001."""
    return f"+91{1_000_000_000 + number}"


class Team:
    """The people of a mart by role, as Actors."""

    def __init__(self, users: dict[str, list[User]]) -> None:
        self._users = users

    def user(self, kind: str, index: int = 0) -> User:
        return self._users[kind][index % len(self._users[kind])]

    def actor(self, kind: str, index: int = 0) -> Actor:
        return Actor(self.user(kind, index).pk)

    def count(self, kind: str) -> int:
        return len(self._users[kind])


def employ(mart: Mart) -> Team:
    """Sign up a mart's staff, give their roles, passwords and authenticators."""
    blocks = {place.slug: place for place in Place.objects.filter(parent=mart.place)}
    users: dict[str, list[User]] = {}
    for officer in STAFF[mart.slug]:
        user = actions.sign_up(phone_of(officer.number), name=officer.name, language=mart.default_language, by=MACHINE)
        place = blocks.get(officer.block, mart.place)
        actions.give_role(user, mart=mart, kind=officer.kind, place=place, by=MACHINE)
        if officer.kind not in (K.RIDER, K.SURVEYOR):
            actions.set_password(user, password=PASSWORD, by=MACHINE)
            actions.begin_second_factor(user, by=MACHINE)
        users.setdefault(officer.kind, []).append(user)
    return Team(users)
