"""Lac bangles for a marketplace: who may sell them to all states, the letter they need, and a photo of them."""

import io
from datetime import timedelta
from functools import cache

from demo.stills import still
from haat.core.actor import MACHINE, Actor
from haat.core.dates import today
from haat.makers import actions as makers
from haat.makers.models import Seller, SellerPaper
from haat.people.models import User
from haat.places.models import Mart

GSTIN, FEDERATION = "20AAATC1234D1ZR", "Deoghar Mahila Sangh"
BRAND, CATEGORY, LETTER = "Generic", "BRACELET", "GTIN-EX-814112"
# As much of a real photo as marketplaces ask for, with few rays: a second of work.
SIDE, RAYS = 1600, 160


def make_federation_seller(mart: Mart) -> Seller:
    """A federation of the district with a GST number, for makers who have none."""
    names = {"hi": "देवघर महिला संघ", "en": FEDERATION}
    federation = makers.make_organisation(mart, kind="federation", names=names, place=mart.place, by=MACHINE)
    return makers.make_seller(
        mart,
        legal_name=FEDERATION,
        address="Court Road, Deoghar, Jharkhand",
        pin="814112",
        gstin=GSTIN,
        organisation=federation,
        by=MACHINE,
    )


def make_letter(seller: Seller, *, given_by: User, accepted_by: User) -> SellerPaper:
    """The marketplace's letter that the brand needs no bar code; one person gives it, another accepts it."""
    paper = makers.give_seller_paper(
        seller,
        kind="gtin_exemption",
        number=LETTER,
        valid_from=today() - timedelta(days=10),
        facts={"brand": BRAND, "category": CATEGORY, "channel": "Amazon"},
        by=Actor(given_by.pk),
    )
    return makers.decide_seller_paper(paper, accept=True, by=Actor(accepted_by.pk))


@cache
def photographed() -> bytes:
    """A JPEG as a camera takes it: the bangles on a white sheet."""
    out = io.BytesIO()
    still("bangles", "white", side=SIDE, seen=RAYS).save(out, "JPEG", quality=90)
    return out.getvalue()
