"""A form's boxes in its order, with what Haat knows filled in; what it must not keep stays a line for the hand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from haat.catalogue.queries import goods_of
from haat.catalogue.queries import name as good_name
from haat.core.dates import financial_year, today
from haat.core.languages import best
from haat.makers.models import Document, Maker
from haat.makers.queries import leader_of
from haat.paperwork import data
from haat.paperwork.models import Road
from haat.paperwork.roads import road_of

KNOWN, ASKED, HAND = "known", "ask", "hand"
MOST_GOODS = 8
AOP, PERSON = "Association of Persons (AOP)", "Individual"


@dataclass(frozen=True)
class Box:
    """One box: its name by language, what stands in it, and how: known, asked at the desk, or for the hand alone."""

    slug: str
    says: Mapping[str, str]
    value: str
    how: str


def boxes_of(road: Road, answers: Mapping[str, str]) -> list[Box]:
    """The boxes of a road's form (`queries.with_all` loaded), some six statements; none where it has no form."""
    form = road_of(road.kind).form
    if form is None:
        return []
    facts = _facts(road)
    found = []
    for slug in form.boxes:
        row = data.boxes()[slug]
        how = row["fill"] if row["fill"] in (ASKED, HAND) else KNOWN
        value = "" if how == HAND else answers.get(slug, "") if how == ASKED else facts.get(row["fill"], _nothing)()
        found.append(Box(slug, row["says"], value, how))
    return found


def to_ask(boxes: list[Box]) -> list[Box]:
    """What the desk asks her."""
    return [box for box in boxes if box.how == ASKED]


def filled(boxes: list[Box]) -> int:
    """How many boxes have something in them."""
    return sum(bool(box.value) for box in boxes)


def _nothing() -> str:
    return ""


def _facts(road: Road) -> dict[str, Callable[[], str]]:
    if road.maker is None:
        seller = road.seller
        if seller is None:
            return {}
        return {
            "name": lambda: seller.legal_name,
            "legal_name": lambda: seller.legal_name,
            "bank_holder": lambda: seller.legal_name,
            "address": lambda: seller.address,
            "pin": lambda: seller.pin,
            "state": lambda: best(seller.state.names, "en").text,
            "pan": lambda: seller.pan,
            "gstin": lambda: seller.gstin,
            "tax_number": lambda: seller.gstin or seller.enrolment,
            "fiscal_year": lambda: financial_year(today()),
        }
    return _of_maker(road, road.maker)


def _of_maker(road: Road, maker: Maker) -> dict[str, Callable[[], str]]:
    bank, seller = getattr(maker, "bank", None), maker.seller
    own = seller.organisation_id is None

    def number(kind: str) -> str:
        rows = Document.objects.filter(maker=maker, kind=kind, state=Document.State.ACCEPTED)
        held = rows.order_by("-pk").values_list("number", flat=True).first()
        return str(held or (getattr(seller, kind, "") if own else ""))

    return {
        "name": lambda: _name(maker),
        "legal_name": lambda: seller.legal_name if own else _name(maker),
        "person": lambda: best(road.member.names, "en").text if road.member else _leader(maker),
        "leader": lambda: _leader(maker),
        "capacity": lambda: "President" if maker.is_group else "Proprietor",
        "address": lambda: _address(maker),
        "pin": lambda: maker.pin,
        "phone": lambda: maker.phone.removeprefix("+91"),
        "state": lambda: best(seller.state.names, "en").text,
        "district": lambda: best(maker.mart.place.names, "en").text,
        "bank_holder": lambda: bank.holder if bank else _name(maker),
        "bank_number": lambda: bank.number if bank else "",
        "ifsc": lambda: bank.ifsc if bank else "",
        "pan": lambda: number("pan"),
        "gstin": lambda: number("gstin"),
        "tax_number": lambda: number("gstin") or number("enrolment"),
        "lokos": lambda: maker.lokos_id,
        "aop": lambda: AOP if maker.is_group else PERSON,
        "since": lambda: str(maker.since or ""),
        "members": lambda: str(maker.member_count or ""),
        "proof": lambda: "Letter of the block mission unit",
        "goods": lambda: _goods(maker),
        "crafts": lambda: _goods(maker),
        "statement": lambda: _statement(maker),
        "fiscal_year": lambda: financial_year(today()),
    }


def _name(maker: Maker) -> str:
    return best(maker.names, "en").text


def _leader(maker: Maker) -> str:
    leader = leader_of(maker)
    return best(leader.names, "en").text if leader is not None else ""


def _address(maker: Maker) -> str:
    places = dict.fromkeys(best(place.names, "en").text for place in (maker.place, maker.block, maker.mart.place))
    return ", ".join(places)


def _goods(maker: Maker) -> str:
    goods = goods_of(maker)[:MOST_GOODS]
    return ", ".join(dict.fromkeys(good_name(good, "en").text for good in goods))


def _statement(maker: Maker) -> str:
    since = f" since {maker.since}" if maker.since else ""
    return f"Makes {_goods(maker) or '…'}{since} at {_address(maker)}; members: {maker.member_count}."
