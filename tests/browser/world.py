"""The mart people meet in: Deoghar with its ten blocks, three makers, seven goods on the shelf, an office, a rider."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image

from demo.drawing import render
from demo.world import open_for_business
from haat.catalogue import actions as catalogue
from haat.catalogue.models import Craft, Good, Variant
from haat.core import worker
from haat.core.actor import MACHINE, Actor
from haat.core.dates import today
from haat.core.files import Encoded, encode, keep
from haat.makers import actions as makers
from haat.makers.models import Maker
from haat.people import actions as people
from haat.people.models import Role, User
from haat.places.actions import import_blocks
from haat.places.models import Mart, Place
from haat.pricing.actions import import_rules
from haat.studio.actions import list_good
from haat.studio.facts import Cost, GoodFacts, Size
from tests.make import make_district, make_pin, make_state

PASSWORD = "Trikut-Pahar-1915"
DEOGHAR, RANCHI = "814112", "834001"


@dataclass
class World:
    """Everybody and everything by name."""

    mart: Mart
    group: Maker  # women of Sarath who make peda; nothing of theirs is on the shelf yet
    lahthi: Maker  # an artisan who makes lac bangles
    sweets: Maker  # another who sells peda and papad
    leader: User
    desk: User
    accountant: User
    collector: User
    coordinator: User
    rider: User

    def good(self, name: str) -> Good:
        return Good.objects.get(mart=self.mart, texts__language="en", texts__name=name)


def build() -> World:
    """Make the mart through the actions people use, and let the worker put its goods on the shelf."""
    mart = open_mart()
    blocks = {block.slug: block for block in Place.objects.filter(parent=mart.place, kind=Place.Kind.BLOCK)}
    group = enrol(mart, blocks["sarath"], "group", {"hi": "माँ तारा समूह", "en": "Maa Tara Group"}, 11, fssai=True)
    for name, hindi in (("Phulmani Devi", "फूलमनी देवी"), ("Rekha Devi", "रेखा देवी")):
        makers.add_member(group, names={"hi": hindi, "en": name}, by=MACHINE)
    lahthi = enrol(mart, blocks["deoghar"], "artisan", {"hi": "इमरान अंसारी", "en": "Imran Ansari"}, 12)
    sweets = enrol(
        mart, blocks["madhupur"], "artisan", {"hi": "बाबा पेड़ा भंडार", "en": "Baba Peda Bhandar"}, 13, fssai=True
    )
    desk = officer(mart, "Anjali Toppo", 1, Role.Kind.DESK)
    for row in GOODS:
        put_on_shelf({"lac": lahthi, "bamboo": lahthi}.get(row[0], sweets), *row, by=Actor(desk.pk))
    world = World(
        mart=mart,
        group=group,
        lahthi=lahthi,
        sweets=sweets,
        leader=User.objects.get(phone=group.phone),
        desk=desk,
        accountant=officer(mart, "Sunil Kumar", 2, Role.Kind.ACCOUNTANT),
        collector=officer(mart, "Meera Sinha", 3, Role.Kind.COLLECTOR),
        coordinator=officer(mart, "Rohit Murmu", 4, Role.Kind.COORDINATOR, blocks["sarath"]),
        rider=officer(mart, "Birsa Hansda", 5, Role.Kind.RIDER),
    )
    worker.run_due()
    return world


# craft, English, Hindi, rupees, grams, pieces, drawing
GOODS = (
    ("lac", "Red lac bangles, set of 4", "लाल लहठी, 4 का जोड़ा", 180, 120, 40, "bangles-lac.svg"),
    ("lac", "Green lac bangles, set of 8", "हरी लहठी, 8 का जोड़ा", 320, 220, 15, "bangles-leaf.svg"),
    ("bamboo", "Bamboo basket", "बाँस की डलिया", 260, 450, 6, "basket-natural.svg"),
    ("sweets", "Deoghar peda, 500 g", "देवघर का पेड़ा, आधा किलो", 340, 560, 25, "peda-box-lac.svg"),
    ("sweets", "Til laddu, 250 g", "तिल लड्डू, ढाई सौ ग्राम", 160, 300, 30, "laddu-til.svg"),
    ("pickle", "Mango pickle, 500 g", "आम का अचार, आधा किलो", 190, 640, 18, "pickle-mango.svg"),
    ("pickle", "Urad papad, 200 g", "उड़द पापड़, दो सौ ग्राम", 90, 240, 50, "papad-urad.svg"),
)


def open_mart() -> Mart:
    """The two districts, the PINs, crafts and taxes, and the mart with its fees and zones."""
    district = make_district("Deoghar")
    ranchi = make_district("Ranchi", lgd=364)
    for place, hindi in ((make_state(), "झारखंड"), (district, "देवघर"), (ranchi, "राँची")):
        place.names |= {"hi": hindi, "mr": hindi}
        place.save(update_fields=["names"])
    import_blocks(district, by=MACHINE)
    make_pin(DEOGHAR, district=district)
    make_pin(RANCHI, district=ranchi)
    catalogue.import_crafts(by=MACHINE)
    import_rules(by=MACHINE)
    return open_for_business("deoghar", first_day=today() - timedelta(days=60))


def enrol(mart: Mart, block: Place, kind: str, names: dict[str, str], number: int, *, fssai: bool = False) -> Maker:
    """A maker with its own seller, a leader who can sign in, papers and bank account, open."""
    leader = {"group": {"hi": "सीता देवी", "en": "Sita Devi"}}.get(kind, names)
    seller = makers.make_seller(
        mart,
        legal_name=names["en"],
        address=f"{block}, Deoghar, Jharkhand",
        pin=DEOGHAR,
        pan=f"AAATC{number:04d}D",
        fssai="21526030000123" if fssai else "",
        by=MACHINE,
    )
    maker = makers.enrol_maker(
        mart,
        kind=kind,
        names=names,
        block=block,
        pin=DEOGHAR,
        phone=f"+9170000000{number}",
        leader_names=leader,
        leader_language="hi",
        seller=seller,
        by=MACHINE,
    )
    account = makers.set_bank(maker, holder=leader["en"], number=f"3001122{number:04d}", ifsc="SBIN0000064", by=MACHINE)
    makers.confirm_bank(account, by=Actor(user_id=1))  # one person writes down, another confirms
    return makers.open_maker(maker, by=MACHINE)


def officer(mart: Mart, name: str, number: int, kind: str, place: Place | None = None) -> User:
    """A person of the office or the road; who signs in to the office has the password everybody here has."""
    user = people.sign_up(f"+91700000000{number}", name=name, language="hi", by=MACHINE)
    people.give_role(user, mart=mart, kind=kind, place=place or mart.place, by=MACHINE)
    if kind in (Role.Kind.DESK, Role.Kind.ACCOUNTANT, Role.Kind.COLLECTOR):
        people.set_password(user, password=PASSWORD, by=MACHINE)
    return user


def put_on_shelf(
    maker: Maker, craft: str, english: str, hindi: str, rupees: int, grams: int, pieces: int, drawing: str, *, by: Actor
) -> Variant:
    """A good with picture, cost and stock, sent by its maker and approved by the desk."""
    good = send(maker, craft, english, hindi, rupees, grams, pieces, drawing, by=by)
    catalogue.approve(good, by=by)
    return good.variants.get()


def send(
    maker: Maker, craft: str, english: str, hindi: str, rupees: int, grams: int, pieces: int, drawing: str, *, by: Actor
) -> Good:
    """A good as its maker sends it: it waits for the desk."""
    facts = GoodFacts(
        craft=Craft.objects.get(slug=craft),
        names={"hi": hindi, "en": english},
        sizes=[
            Size(
                price_paise=rupees * 100,
                weight_g=grams,
                cost=Cost(materials=[{"slug": "material", "paise": rupees * 40}], minutes=10),
                pieces=pieces,
            )
        ],
        pictures=[keep(_drawn(drawing), drawn=True)],
        descriptions={"hi": "हाथ से बनाया, देवघर से।", "en": "Made by hand in Deoghar."},
        shelf_life_days=20 if craft == "sweets" else None,
    )
    return list_good(maker, facts, key=f"{maker.pk}-{english}"[:40], by=by).good


@cache
def _drawn(drawing: str) -> Encoded:
    """A drawing on its cloth, encoded once a session."""
    return encode(render(drawing, side=640))


def camera(folder: Path, drawing: str = "peda-leaf.svg") -> Path:
    """A JPEG as a phone's camera takes it, of peda on a leaf."""
    path = folder / "IMG_20261122_091500.jpg"
    Image.open(BytesIO(render(drawing, side=1500))).convert("RGB").save(path, "JPEG", quality=88)
    return path
