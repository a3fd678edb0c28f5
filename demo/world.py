"""The ground the demonstration stands on: places, rules, crafts, the two marts, their zones and targets."""

from datetime import date, timedelta
from typing import Any

from demo.content import words
from haat.catalogue.actions import import_crafts
from haat.core.actor import MACHINE, Actor
from haat.delivery import carriers
from haat.delivery.actions import set_zone
from haat.places.actions import import_blocks, import_localities, import_reference, open_doors, open_mart
from haat.places.models import Mart, Place
from haat.pricing.actions import import_rules, set_fee
from haat.review.actions import set_target
from haat.review.models import Target

LANGUAGES = {"deoghar": ["hi", "en", "bn", "sat", "mr", "or", "ur"], "chandrapur": ["mr", "hi", "en"]}
MARTS: dict[str, dict[str, Any]] = {
    "deoghar": {
        "names": {
            "hi": "देवघर मार्ट",
            "en": "Deoghar Mart",
            "mr": "देवघर मार्ट",
            "bn": "দেওঘর মার্ট",
            "sat": "ᱫᱮᱣᱜᱷᱚᱨ ᱢᱟᱨᱴ",
            "or": "ଦେଓଘର ମାର୍ଟ",
            "ur": "دیوگھر مارٹ",
        },
        "hosts": ["localhost", "127.0.0.1", "deoghar.localhost"],
        "order_prefix": "DM",
        "accent": "#A3261F",
        "motif": "deoghar-sohrai",
        "legal_name": "District Administration Deoghar (demonstration)",
        "legal_names": {"hi": "ज़िला प्रशासन, देवघर (नमूना)", "mr": "जिल्हा प्रशासन, देवघर (नमुना)"},
        "address": "Collectorate, Deoghar, Jharkhand 814112",
        "phone": "+911000000090",
        "email": "mart@deoghar.example",
        "grievance_officer": "अंजलि टोप्पो (Anjali Toppo)",
        "vpa": "deogharmart@example",
    },
    "chandrapur": {
        "names": {"mr": "चांदा हाट", "hi": "चांदा हाट", "en": "Chanda Haat"},
        "hosts": ["chandrapur.localhost"],
        "order_prefix": "CH",
        "accent": "#1F5C57",
        "motif": "chandrapur",
        "legal_name": "Zilla Parishad Chandrapur (demonstration)",
        "legal_names": {"hi": "ज़िला परिषद, चंद्रपुर (नमूना)", "mr": "जिल्हा परिषद, चंद्रपूर (नमुना)"},
        "address": "Zilla Parishad, Chandrapur, Maharashtra 442401",
        "phone": "+911000000091",
        "email": "haat@chandrapur.example",
        "grievance_officer": "संगीता धोटे (Sangita Dhote)",
        "vpa": "chandahaat@example",
    },
}
# Who hears complaints, as each legal page names her; beside the page's words stands `grievance_officer`.
OFFICERS = {
    "deoghar": {"en": "Anjali Toppo", "hi": "अंजलि टोप्पो", "mr": "अंजली टोप्पो"},
    "chandrapur": {"en": "Sangita Dhote", "hi": "संगीता धोटे", "mr": "संगीता धोटे"},
}
# (whose place, whether on our riders' rounds, days, charge ₹, free from ₹, cash on delivery, fresh food)
ZONES = (
    ("district", True, 2, 20, 300, True, True),
    ("state", True, 4, 40, 700, True, True),
    ("india", False, 7, 70, 1500, False, False),
)
TARGETS = {
    "deoghar": {Target.Measure.VENDORS: 100, Target.Measure.GROUPS: 50},
    "chandrapur": {Target.Measure.GROUPS: 45},
}
BLOCK_WEIGHTS = {
    "deoghar": 19,
    "mohanpur": 14,
    "madhupur": 12,
    "sarwan": 10,
    "devipur": 9,
    "sarath": 9,
    "karon": 8,
    "palojori": 7,
    "sonaraithari": 6,
    "margomunda": 6,
}


def lay_ground() -> None:
    """Places, PIN codes, crafts and tax rules, for both districts."""
    import_reference(by=MACHINE)
    for slug in MARTS:
        district = Place.objects.get(kind=Place.Kind.DISTRICT, slug=slug)
        import_blocks(district, by=MACHINE)
        import_localities(district, by=MACHINE)
    import_crafts(by=MACHINE)
    import_rules(by=MACHINE)


def legal_pages(slug: str) -> list[dict[str, Any]]:
    """A mart's legal pages with its one officer, phone and e-mail written in, in each page's language."""
    national = MARTS[slug]["phone"][3:]
    said = {"{phone}": f"{national[:5]} {national[5:]}", "{email}": MARTS[slug]["email"]}
    return [
        {**page, "paragraphs": [_signed(row, OFFICERS[slug], said) for row in page["paragraphs"]]}
        for page in words(slug)["legal"]
    ]


def _signed(row: dict[str, str], officer: dict[str, str], said: dict[str, str]) -> dict[str, str]:
    """The same paragraph with its gaps filled; other braces are left alone."""
    filled = {}
    for language, text in row.items():
        for gap, value in {**said, "{officer}": officer.get(language, officer["en"])}.items():
            text = text.replace(gap, value)
        filled[language] = text
    return filled


def open_for_business(slug: str, *, first_day: date) -> Mart:
    """Open one mart with its fees and delivery zones."""
    district = Place.objects.get(kind=Place.Kind.DISTRICT, slug=slug)
    said = words(slug)
    mart = open_mart(
        slug,
        place=district,
        languages=LANGUAGES[slug],
        lines=said["home"]["line"],
        words={**{key: said[key] for key in ("home", "festivals", "quotes")}, "legal": legal_pages(slug)},
        by=MACHINE,
        **MARTS[slug],
    )
    set_fee(
        mart,
        channel="mart",
        fee_bp=800,
        packing_paise=400,
        from_date=first_day - timedelta(days=30),
        source="Order of the district committee (demonstration)",
        by=MACHINE,
    )
    for whose, by_round, days, charge, free_from, cod, fresh in ZONES:
        place = {"district": district, "state": district.parent, "india": None}[whose]
        set_zone(
            mart,
            place=place,
            carrier=next(each.slug for each in carriers.every() if each.by_round is by_round),
            days=days,
            charge_paise=charge * 100,
            free_from_paise=free_from * 100,
            cod=cod,
            fresh_food=fresh,
            by=MACHINE,
        )
    return open_doors(mart, by=MACHINE)


def set_targets(mart: Mart, *, by_day: date, by: Actor) -> None:
    """The district's targets and, where they are counted by block, each block's share."""
    goals = {**TARGETS[mart.slug], Target.Measure.REACHED: 1_50_000_00, Target.Measure.IN_TIME: 9500}
    for measure, value in goals.items():
        set_target(mart, place=mart.place, measure=measure, value=value, by_day=by_day, by=by)
    blocks = list(Place.objects.filter(parent=mart.place, kind=Place.Kind.BLOCK).order_by("slug"))
    for block in blocks:
        weight = BLOCK_WEIGHTS.get(block.slug) if mart.slug == "deoghar" else None
        measure = Target.Measure.VENDORS if mart.slug == "deoghar" else Target.Measure.GROUPS
        set_target(mart, place=block, measure=measure, value=weight or 3, by_day=by_day, by=by)
