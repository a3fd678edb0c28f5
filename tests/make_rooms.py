"""What tests of the lower rooms need, written straight to the database: valid unless told otherwise."""

from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models

from haat.catalogue.models import Attribute, Check, Craft, Good, GoodKind, GoodText, Photo, Variant
from haat.core.files import SIZES, picture_path
from haat.core.identifiers import mask_account
from haat.core.models import Event, Picture
from haat.makers.models import BankAccount, Maker, Member, Organisation, Seller
from haat.people.models import Role, User
from haat.places.models import Mart, MartHost, PinCode, Place
from haat.pricing.models import CostSheet, FeeRule, TaxRule

NUMBERS = count(1)
LONG_AGO = date(2020, 1, 1)
WRITER, CHECKER = 8, 9  # who wrote down and who looked at what is made here


def trail(kind: str, subject: models.Model, *, by: int = CHECKER, mart_id: int | None = None, **data: Any) -> None:
    """The trail that a thing leaves when it comes through the doors; nobody is set to work by it."""
    Event.objects.create(
        kind=kind,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        mart_id=mart_id or getattr(subject, "mart_id", None),
        by_id=by,
        data=data,
    )


# ---- places ----


def make_place(kind: str, name: str, *, parent: Place | None = None, lgd: int | None = None, **more: Any) -> Place:
    """A place below `parent`; the same one when it is there."""
    found = Place.objects.filter(parent=parent, slug=name.lower()).first()
    if found is not None:
        return found
    step = str(Place.objects.filter(parent=parent).count() + 1).zfill(4)
    return Place.objects.create(
        kind=kind,
        parent=parent,
        path=(parent.path if parent else "") + step,
        slug=name.lower(),
        lgd_code=lgd,
        names={"en": name},
        **more,
    )


def make_state(name: str = "Jharkhand", *, lgd: int = 20, gst: str = "20") -> Place:
    return make_place("state", name, lgd=lgd, gst_code=gst)


def make_district(name: str = "Deoghar", *, lgd: int = 324) -> Place:
    return make_place("district", name, parent=make_state(), lgd=lgd)


def make_block(name: str = "Sarath", *, district: Place | None = None) -> Place:
    return make_place("block", name, parent=district or make_district())


def make_village(name: str = "Palojori", *, block: Place | None = None) -> Place:
    return make_place("locality", name, parent=block or make_block())


def make_pin(pin: str = "814112", *, district: Place | None = None) -> PinCode:
    district = district or make_district()
    found, _made = PinCode.objects.get_or_create(
        pin=pin, defaults={"district": district, "state": district.parent, "office": "Deoghar"}
    )
    return found


def make_mart(slug: str = "deoghar", *, place: Place | None = None, **more: Any) -> Mart:
    """A mart; the same one when it is there."""
    found = Mart.objects.filter(slug=slug).first()
    if found is not None:
        return found
    wanted = {
        "place": place or make_district(),
        "names": {"en": "Deoghar Mart", "hi": "देवघर मार्ट"},
        "languages": ["hi", "en"],
        "order_prefix": "DM",
        "legal_name": "Deoghar Mart Society",
        "address": "Collectorate, Deoghar",
        "phone": "+916432222222",
        "email": "help@deoghar.example.in",
        "grievance_officer": "Anjali Toppo",
        "vpa": "deogharmart@sbi",
    }
    mart = Mart.objects.create(slug=slug, **(wanted | more))
    MartHost.objects.create(host=f"{slug}.localhost", mart=mart)
    return mart


# ---- people ----


def make_own_mart() -> Mart:
    """A mart of one trial alone: a race stages all its trials before the first pair meets."""
    return make_mart(f"mart-{next(NUMBERS)}")


def make_phone() -> str:
    return f"+919{next(NUMBERS):09d}"


def make_user(name: str = "Sita Devi", *, phone: str = "", language: str = "hi", **more: Any) -> User:
    return User.objects.create(phone=phone or make_phone(), name=name, language=language, **more)


def make_officer(
    kind: str = "desk", *, mart: Mart | None = None, place: Place | None = None, proven: bool = True
) -> User:
    """A person with a role, at the mart's place unless told otherwise; as in a session with the second factor."""
    mart = mart or make_mart()
    user = make_user(f"The {kind}", language="en")
    role = Role.objects.create(user=user, mart=mart, kind=kind, place=place or mart.place)
    trail("people.role_given", user, mart_id=mart.pk, role=role.kind, place=role.place_id)
    user.proven = proven
    return user


# ---- makers ----


def make_organisation(
    mart: Mart | None = None, name: str = "", *, kind: str = "federation", place: Place | None = None, **more: Any
) -> Organisation:
    """A federation, or another `kind`, at the mart's place unless told otherwise."""
    mart, name = mart or make_mart(), name or f"Sangh {next(NUMBERS)}"
    names, slug = {"en": name, "hi": name}, name.lower().replace(" ", "-")
    given = {"names": names, "slug": slug, "place": place or mart.place}
    made = Organisation.objects.create(mart=mart, kind=kind, **(given | more))
    trail("makers.organisation_made", made, slug=slug)
    return made


def make_seller(mart: Mart | None = None, *, gstin: str = "", **more: Any) -> Seller:
    mart = mart or make_mart()
    wanted = {
        "legal_name": "Chandni Group",
        "address": "Sarath, Deoghar",
        "pin": "814149",
        "state": make_state(),
        "pan": "AAATC1234D",
    }
    return Seller.objects.create(mart=mart, gstin=gstin, **(wanted | more))


def make_accountant(organisation: Organisation) -> User:
    """Who keeps the accounts of an organisation; as in a session with the second factor."""
    user, mart, place = make_user("The accountant of a federation"), organisation.mart, organisation.place
    Role.objects.create(user=user, mart=mart, kind="federation", place=place, organisation_id=organisation.pk)
    told = {"role": "federation", "place": place.pk, "organisation": organisation.pk}
    trail("people.role_given", user, mart_id=mart.pk, **told)
    user.proven = True
    return user


def make_maker(
    name: str = "Chandni group", *, mart: Mart | None = None, block: Place | None = None, **more: Any
) -> Maker:
    """A live group with a leader (who has a user) and a bank account."""
    mart = mart or make_mart()
    block = block or make_block()
    number = next(NUMBERS)
    wanted = {
        "kind": Maker.Kind.GROUP,
        "state": Maker.State.LIVE,
        "slug": f"maker-{number}",
        "names": {"en": name, "hi": name},
        "block": block,
        "place": block,
        "pin": "814149",
        "phone": make_phone(),
        "member_count": 1,
    }
    wanted |= more
    if "seller" not in wanted:
        wanted["seller"] = make_seller(mart)
    maker = Maker.objects.create(mart=mart, **wanted)
    make_member(maker, user=make_user(phone=maker.phone), leads=True)
    _make_bank(maker)
    if maker.state != Maker.State.ENROLLED:
        trail("makers.opened", maker)
    if maker.state == Maker.State.PAUSED:
        trail("makers.paused", maker)
    if maker.share_rule != Maker.ShareRule.EQUAL:
        trail("makers.share_rule_set", maker, before="equal", rule=maker.share_rule, weights={})
    return maker


def _make_bank(maker: Maker) -> None:
    account = BankAccount.objects.create(
        maker=maker,
        holder="Sita Devi",
        number="30011223344",
        ifsc="SBIN0000064",
        bank_name="State Bank of India",
        set_by_id=WRITER,
        confirmed=True,
    )
    masked = mask_account(account.number)
    trail("makers.bank_set", maker, by=WRITER, number=masked, before="", ifsc=account.ifsc)
    trail("makers.bank_confirmed", maker, number=masked)


def make_member(maker: Maker, name: str = "Sita Devi", *, user: User | None = None, **more: Any) -> Member:
    """A member; her user's phone has been proven by a code."""
    if user is not None:
        user.phone_verified = True
        user.save(update_fields=["phone_verified"])
    member = Member.objects.create(maker=maker, names={"en": name}, user=user, **more)
    if not member.active:
        trail("makers.member_removed", member, mart_id=maker.mart_id, maker=maker.pk)
    return member


# ---- catalogue ----


def make_craft(slug: str = "bamboo", *, tax_slug: str = "bamboo-basket", **more: Any) -> Craft:
    wanted = {"names": {"en": slug.title(), "hi": "बाँस"}, "tax_slug": tax_slug, "drawing": "basket-natural.svg"}
    found, _made = Craft.objects.get_or_create(slug=slug, defaults=wanted | more)
    return found


def make_kind(slug: str = "basket", *, craft: Craft | None = None, **more: Any) -> GoodKind:
    """A kind of good of a craft (bamboo), of code 46021100 and the craft's tax line."""
    craft = craft or make_craft()
    wanted = {"names": {"en": slug.title()}, "hsn": "46021100", "tax_slug": craft.tax_slug, "net_unit": "piece"}
    return GoodKind.objects.create(slug=slug, craft=craft, **(wanted | more))


def make_attribute(kind: GoodKind | None, slug: str = "made_of", **more: Any) -> Attribute:
    """A question of a kind (None: of all): a choice of bamboo and cane."""
    wanted: dict[str, Any] = {"labels": {"en": slug.replace("_", " ").capitalize()}, "type": "choice"}
    if more.get("type", "choice") == "choice":
        wanted |= {"choices": ["bamboo", "cane"], "words": {"bamboo": {"en": "Bamboo"}, "cane": {"en": "Cane"}}}
    return Attribute.objects.create(kind=kind, slug=slug, **(wanted | more))


def make_picture(**more: Any) -> Picture:
    wanted = {
        "digest": f"{next(NUMBERS):064x}",
        "width": 1200,
        "height": 1200,
        "sharpness": 300,
        "brightness": 140,
    }
    picture = Picture.objects.create(**(wanted | more))
    for width in (None, *SIZES):
        path = Path(settings.MEDIA_ROOT) / picture_path(picture.digest, width)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return picture


def make_good(
    name: str = "Bamboo basket", *, maker: Maker | None = None, craft: Craft | None = None, **more: Any
) -> Good:
    """A live good with a picture and names in Hindi and English, without a variant."""
    maker, craft = maker or make_maker(), craft or make_craft()
    number = next(NUMBERS)
    wanted = {
        "state": Good.State.LIVE,
        "slug": f"good-{number}",
        "key": f"key-{number}",
        "tax_slug": craft.tax_slug,
    }
    good = Good.objects.create(mart=maker.mart, maker=maker, craft=craft, **(wanted | more))
    for language in ("hi", "en"):
        GoodText.objects.create(good=good, language=language, name=name)
    Photo.objects.create(good=good, picture=make_picture())
    _tell_state(good)
    return good


def _tell_state(good: Good) -> None:
    """How it came to where it is: sent by its maker, looked at by the desk, rested."""
    if good.state == Good.State.DRAFT:
        return
    trail("catalogue.good_sent", good, by=WRITER)
    if good.state in (Good.State.LIVE, Good.State.PAUSED):
        Check.objects.create(good=good, outcome=Check.Outcome.APPROVED, by_id=CHECKER)
        trail("catalogue.good_approved", good)
    if good.state == Good.State.PAUSED:
        trail("catalogue.good_paused", good)
    if good.state == Good.State.SENT_BACK:
        Check.objects.create(good=good, outcome=Check.Outcome.SENT_BACK, reasons=["picture_blurred"], by_id=CHECKER)
        trail("catalogue.good_sent_back", good, reasons=["picture_blurred"], note="")


def make_variant(good: Good | None = None, *, price_paise: int = 38000, **more: Any) -> Variant:
    """A variant of a live good, 450 g."""
    good = good or make_good()
    wanted = {"sku": f"SKU-{next(NUMBERS)}", "mrp_paise": price_paise, "weight_g": 450}
    return Variant.objects.create(mart=good.mart, good=good, price_paise=price_paise, **(wanted | more))


# ---- pricing ----


def make_tax_rule(slug: str = "bamboo-basket", *, rate_bp: int = 500, **more: Any) -> TaxRule:
    wanted = {"hsn": "4602", "names": {"en": slug}, "from_date": LONG_AGO, "source": "test"}
    return TaxRule.objects.create(slug=slug, rate_bp=rate_bp, **(wanted | more))


def make_fee(mart: Mart | None = None, *, fee_bp: int = 800, packing_paise: int = 0, **more: Any) -> FeeRule:
    wanted = {"from_date": LONG_AGO, "source": "test"}
    rule = FeeRule.objects.create(
        mart=mart or make_mart(), fee_bp=fee_bp, packing_paise=packing_paise, **(wanted | more)
    )
    said = {"channel": rule.channel, "fee_bp": rule.fee_bp, "packing_paise": rule.packing_paise}
    trail("pricing.fee_set", rule.mart, mart_id=rule.mart_id, from_date=rule.from_date.isoformat(), **said)
    return rule


def make_cost(variant: Variant, *, materials_paise: int = 10000, minutes: int = 60) -> CostSheet:
    return CostSheet.objects.create(
        variant=variant, materials=[{"slug": "material", "paise": materials_paise}], minutes=minutes
    )
