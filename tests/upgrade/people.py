"""The small district of the snapshots: its places, people, makers and goods, all invented, made by actions."""

from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO

import pyotp
from django.db import transaction
from django.utils import timezone
from PIL import Image, ImageDraw

from demo.world import open_for_business
from haat.catalogue import actions as catalogue
from haat.catalogue.models import Craft, Good, Variant
from haat.core.actor import MACHINE, Actor
from haat.core.dates import today
from haat.core.files import store_picture
from haat.core.identifiers import gstin_check_digit
from haat.core.models import Picture
from haat.makers import actions as makers
from haat.makers.models import Document, Maker, Organisation
from haat.people import actions as people
from haat.people.models import Role, User
from haat.people.tries import Caller
from haat.places.actions import import_blocks, import_villages
from haat.places.models import Mart, Place
from haat.pricing.actions import import_rules, set_cost
from haat.pricing.checks import checks_of
from haat.review.actions import set_target, take_back_target
from haat.review.models import Target
from haat.stock import actions as stock
from tests.make import make_district, make_pin, make_place, make_state

NEAR, FAR = "814112", "411001"
PASSWORD = "Trikut-Pahar-1915"


@dataclass
class Staff:
    """The office and the road, as actors."""

    collector: Actor
    desk: Actor
    accountant: Actor
    coordinator: Actor
    rider: User


@dataclass
class District:
    """Everybody and everything by name."""

    mart: Mart
    staff: Staff
    group: Maker
    federated: Maker
    artisan: Maker
    registered: Maker
    basket: Variant  # of the group, which shares equally
    tray: Variant  # of the group, made to order
    peda: Variant  # of the artisan, food
    shawl: Variant  # of the federated group, which a registered federation sells for
    lamp: Variant  # of the registered artisan


def open_district() -> District:
    """A mart with an office, four open makers and two that are not, and goods in every state."""
    mart = _open()
    staff = _employ(mart)
    blocks = {block.slug: block for block in Place.objects.filter(parent=mart.place)}
    _set_targets(mart, blocks["sarath"], staff)
    group, federated, artisan, registered = _makers(mart, blocks, staff)
    made = District(
        mart,
        staff,
        group,
        federated,
        artisan,
        registered,
        basket=_good(group, "bamboo", "Bamboo basket", "बाँस की डलिया", 260, staff, pieces=40),
        tray=_good(group, "bamboo", "Wedding tray", "सूप की थाली", 420, staff, weekly=6),
        peda=_good(artisan, "sweets", "Peda, 500 g", "पेड़ा, आधा किलो", 340, staff, pieces=40, keeps=20),
        shawl=_good(federated, "khadi", "Cotton shawl", "सूती चादर", 521, staff, pieces=40),
        lamp=_good(registered, "wood", "Wooden lamp", "लकड़ी का दीया", 733, staff, pieces=40),
    )
    _unfinished_goods(made)
    return made


def _open() -> Mart:
    """Two states with their districts, PINs, blocks and a village; crafts, taxes and wages; the mart itself."""
    district = make_district("Deoghar")
    for place, hindi in ((make_state(), "झारखंड"), (district, "देवघर")):
        place.names |= {"hi": hindi, "mr": hindi}
        place.save(update_fields=["names"])
    import_blocks(district, by=MACHINE)
    make_pin(NEAR, district=district)
    village = {"block": "Sarath", "name_en": "Babudih", "name_hi": "बाबूडीह", "pin": NEAR}
    with transaction.atomic():
        import_villages([village], district=district, by=MACHINE)
    make_pin(FAR, district=make_place("district", "Pune", parent=make_state("Maharashtra", lgd=27, gst="27"), lgd=521))
    catalogue.import_crafts(by=MACHINE)
    import_rules(by=MACHINE)
    return open_for_business("deoghar", first_day=today() - timedelta(days=60))


def _employ(mart: Mart) -> Staff:
    """Officers with passwords and authenticators, a coordinator of a block, a rider, and one who has left."""
    sarath = mart.place.children.get(slug="sarath")
    staff = Staff(
        collector=Actor(_officer(mart, "Meera Example", 3, Role.Kind.COLLECTOR).pk),
        desk=Actor(_officer(mart, "Anjali Example", 1, Role.Kind.DESK).pk),
        accountant=Actor(_officer(mart, "Sunil Example", 2, Role.Kind.ACCOUNTANT).pk),
        coordinator=Actor(_officer(mart, "Rohit Example", 4, Role.Kind.COORDINATOR, sarath).pk),
        rider=_officer(mart, "Birsa Example", 5, Role.Kind.RIDER),
    )
    left = _officer(mart, "Gone Example", 6, Role.Kind.AUDITOR)
    people.take_role(left.roles.get(), by=staff.collector)
    return staff


def _officer(mart: Mart, name: str, number: int, kind: str, place: Place | None = None) -> User:
    user = people.sign_up(f"+91100000000{number}", name=name, language="hi", by=MACHINE)
    people.give_role(user, mart=mart, kind=kind, place=place or mart.place, by=MACHINE)
    people.give_consent(user, notice="office", language="hi", by=Actor(user.pk))
    if kind != Role.Kind.RIDER:
        people.set_password(user, password=PASSWORD, by=MACHINE)
        secret = people.begin_second_factor(user, by=MACHINE)
        people.check_second_factor(
            user, pyotp.TOTP(secret).at(int(timezone.now().timestamp())), caller=Caller("127.0.0.1")
        )
    return user


def _set_targets(mart: Mart, block: Place, staff: Staff) -> None:
    day = today() + timedelta(days=90)
    set_target(mart, place=mart.place, measure=Target.Measure.VENDORS, value=100, by_day=day, by=staff.collector)
    wrong = set_target(mart, place=block, measure=Target.Measure.GROUPS, value=7, by_day=day, by=staff.collector)
    take_back_target(wrong, by=staff.collector)


# ---- makers ----


def _makers(mart: Mart, blocks: dict[str, Place], staff: Staff) -> list[Maker]:
    federation = makers.make_organisation(
        mart,
        kind=Organisation.Kind.FEDERATION,
        names={"en": "Sarath Federation", "hi": "सारठ संघ"},
        place=blocks["sarath"],
        by=staff.collector,
    )
    village = makers.make_organisation(
        mart,
        kind=Organisation.Kind.VILLAGE,
        names={"en": "Babudih Village Organisation", "hi": "बाबूडीह ग्राम संगठन"},
        place=blocks["sarath"],
        parent=federation,
        by=staff.collector,
    )
    sells = makers.make_seller(
        mart,
        legal_name="Sarath Federation",
        address="Sarath, Deoghar",
        pin=NEAR,
        gstin=_gstin("AAATS1234A"),
        organisation=federation,
        by=staff.desk,
    )
    group = _maker(mart, blocks["sarath"], "group", "Maa Tara Group", "माँ तारा समूह", 11, staff, organisation=village)
    _stays, gone = makers.add_members(
        group, members=[_member("Rekha Example", "रेखा"), _member("Gita Example", "गीता")], by=staff.coordinator
    )
    makers.remove_member(gone, by=staff.coordinator)
    federated = _maker(
        mart, blocks["sarath"], "producer_group", "Khadi Group", "खादी समूह", 12, staff, seller=sells,
        organisation=federation,
    )  # fmt: skip
    makers.add_members(federated, members=[_member("Mala Example", "माला", work_units=7)], by=staff.coordinator)
    weights = {member.pk: member.work_units + 2 for member in federated.members.all()}
    makers.set_share_rule(federated, rule=Maker.ShareRule.BY_WORK, weights=weights, by=staff.coordinator)
    artisan = _maker(mart, blocks["madhupur"], "artisan", "Baba Peda", "बाबा पेड़ा", 13, staff, fssai="21526030000123")
    registered = _maker(mart, blocks["deoghar"], "artisan", "Lamp Maker", "बढ़ई", 14, staff)
    _paper(registered, Document.Kind.GSTIN, _gstin("AAAPL4321B"), staff)
    _not_open(mart, blocks, staff)
    return [group, federated, artisan, registered]


def _member(name: str, hindi: str, **more: int) -> makers.NewMember:
    return makers.NewMember({"en": name, "hi": hindi}, **more)


def _gstin(pan: str) -> str:
    body = f"20{pan}1Z"
    return body + gstin_check_digit(body)


def _maker(
    mart: Mart,
    block: Place,
    kind: str,
    name: str,
    hindi: str,
    number: int,
    staff: Staff,
    *,
    fssai: str = "",
    **more: object,
) -> Maker:
    """A maker with papers and a confirmed bank account, open."""
    maker = makers.enrol_maker(
        mart,
        kind=kind,
        names={"en": name, "hi": hindi},
        block=block,
        pin=NEAR,
        phone=f"+9110000000{number}",
        leader_names={"en": f"Leader {number} Example", "hi": "सीता"},
        leader_language="hi",
        stories={"en": "We began with four baskets."},
        since=2015,
        by=staff.coordinator,
        **more,  # type: ignore[arg-type]
    )
    _paper(maker, Document.Kind.PAN, f"AAA{'P' if kind == 'artisan' else 'A'}T{number:04d}D", staff)
    if fssai:
        _paper(maker, Document.Kind.FSSAI, fssai, staff)
    account = makers.set_bank(
        maker, holder=name, number=f"3001122{number:04d}", ifsc="SBIN0000064", by=staff.coordinator
    )
    makers.confirm_bank(account, by=staff.desk)
    return makers.open_maker(maker, by=staff.desk)


def _paper(maker: Maker, kind: str, number: str, staff: Staff) -> None:
    document = makers.give_document(maker, kind=kind, number=number, by=staff.coordinator)
    makers.decide_document(document, accept=True, by=staff.desk)


def _not_open(mart: Mart, blocks: dict[str, Place], staff: Staff) -> None:
    """One maker who rests, one whose papers are not complete, with a paper refused and one to be looked at."""
    resting = _maker(mart, blocks["mohanpur"], "artisan", "Resting Potter", "कुम्हार", 15, staff)
    makers.pause_maker(resting, by=staff.desk)
    new = makers.enrol_maker(
        mart,
        kind="artisan",
        names={"en": "New Weaver", "hi": "बुनकर"},
        block=blocks["karon"],
        pin=NEAR,
        phone="+911000000016",
        leader_names={"en": "Leader 16 Example", "hi": "फूलमनी"},
        by=staff.desk,
    )
    refused = makers.give_document(new, kind=Document.Kind.PAN, number="AAAPN0016C", by=staff.desk)
    makers.decide_document(refused, accept=False, by=staff.desk)
    makers.give_document(new, kind=Document.Kind.UDYAM, number="UDYAM-JH-05-0000016", by=staff.desk)
    makers.set_bank(new, holder="New Weaver", number="30011220016", ifsc="SBIN0000064", by=staff.desk)


# ---- goods ----


def plain_picture(shade: int) -> Picture:
    """A picture that weighs next to nothing: rings on a ground."""
    image = Image.new("RGB", (640, 640), (200, 180, shade))
    ImageDraw.Draw(image).ellipse((120, 120, 520, 520), outline=(90, 40, 30), width=40)
    out = BytesIO()
    image.save(out, "PNG")
    return store_picture(out.getvalue())


def draft(maker: Maker, craft: str, name: str, hindi: str, rupees: int, *, by: Actor, **more: object) -> Good:
    """A draft with a picture and its cost."""
    good = catalogue.save_draft(
        maker,
        key=f"{maker.pk}-{name}"[:40],
        craft=Craft.objects.get(slug=craft),
        names={"en": name, "hi": hindi},
        descriptions={"en": "Made by hand in Deoghar."},
        by=by,
        **more,  # type: ignore[arg-type]
    )
    variant = catalogue.set_variant(good, price_paise=rupees * 100, weight_g=450, by=by)
    catalogue.add_photo(good, picture=plain_picture(60 + len(name)), by=by)
    materials = [{"slug": "material", "paise": rupees * 30}]
    set_cost(variant, materials=materials, minutes=20, by=by)
    return good


def _good(
    maker: Maker,
    craft: str,
    name: str,
    hindi: str,
    rupees: int,
    staff: Staff,
    *,
    pieces: int = 0,
    weekly: int = 0,
    keeps: int | None = None,
) -> Variant:
    """A good in the shop, with pieces on hand or so many a week."""
    leader = Actor(maker.members.get(leads=True).user_id)
    good = draft(
        maker, craft, name, hindi, rupees, by=leader, shelf_life_days=keeps, made_to_order=bool(weekly),
        making_days=5 if weekly else 0,
    )  # fmt: skip
    variant = good.variants.get()
    if weekly:
        stock.set_capacity(variant, capacity=weekly, by=leader)
    else:
        stock.count(variant, on_hand=pieces, cause=f"first:{good.pk}", by=leader)
    catalogue.send_for_check(good, by=leader)
    lines = checks_of(good, on_hand=pieces, counted_at=None, week_capacity=weekly)
    catalogue.approve(good, checks=lines, by=staff.desk)
    return variant


def _unfinished_goods(made: District) -> None:
    """A draft, one that waits, one sent back, one that rests, one whose price changed, one with a second size."""
    leader, desk = Actor(made.group.members.get(leads=True).user_id), made.staff.desk
    draft(made.group, "bamboo", "Draft fan", "पंखा", 90, by=leader)
    waits = draft(made.group, "bamboo", "Waiting mat", "चटाई", 190, by=leader)
    catalogue.send_for_check(waits, by=leader)
    back = catalogue.send_for_check(draft(made.group, "bamboo", "Bad box", "डिब्बा", 50, by=leader), by=leader)
    catalogue.send_back(back, reasons=["picture_blurred"], note="Too dark.", by=desk)
    rests = _good(made.group, "bamboo", "Resting stool", "मूढ़ा", 640, made.staff, pieces=3)
    catalogue.pause_good(rests.good, by=leader)
    catalogue.change_price(made.lamp, price_paise=74_100, by=desk)
    big = catalogue.set_variant(
        made.basket.good, price_paise=39_900, weight_g=900, labels={"en": "large", "hi": "बड़ा"}, position=1, by=desk
    )
    stock.count(big, on_hand=5, cause="big", by=leader)
