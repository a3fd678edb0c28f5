"""Every address as everybody: who is let in, who is sent to sign in, who is told no, and whose things are not found.

A new address fails here until it has a line in doors.py; a new view of the desk fails until it asks for a deed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone, translation

from haat.catalogue import actions as catalogue
from haat.catalogue.models import Good
from haat.core.actor import MACHINE
from haat.core.dates import today
from haat.core.health import EXAMINED
from haat.core.marks import WORKER, set_mark
from haat.core.scans import Scan
from haat.delivery import actions as delivery
from haat.delivery.models import Parcel
from haat.doubles import actions as doubles
from haat.ledger import actions as ledger
from haat.ledger.models import Invoice
from haat.makers.actions.files import attach
from haat.makers.models import Document, SellerPaper
from haat.messages.models import Message
from haat.orders import actions as orders
from haat.payments import actions as payments
from haat.payments.models import Refund
from haat.people.models import User
from haat.people.rules import DEEDS
from haat.review.models import Target
from haat.shelf import build
from haat.stock import actions as stock
from haat.stock.models import StockPlace
from haat.studio import actions as studio
from haat.web.maker.base.acting import FOR
from haat.web.papers import press
from haat.web.ui.session import FACTOR_KEY
from tests.ledger.books import ACCOUNTANT, COLLECTOR, delivered, pay, payable, upi_reference, work
from tests.ledger.elsewhere import settle, sold
from tests.make import (
    make_accountant,
    make_arrival,
    make_attribute,
    make_block,
    make_channel_fee,
    make_district,
    make_fee,
    make_good,
    make_hub,
    make_kind,
    make_maker,
    make_mart,
    make_moved,
    make_officer,
    make_order,
    make_organisation,
    make_part,
    make_seller,
    make_sheet,
    make_stocked,
    make_user,
    make_wish,
)
from tests.web.doors import LET_IN, PHONE, TABLE
from tests.web.handler import quick
from tests.web.things import FORMS, room_things

pytestmark = pytest.mark.django_db

ROLES = (
    *("anonymous", "buyer", "member", "member_elsewhere", "coordinator", "coordinator_elsewhere"),
    *("desk", "accountant", "collector", "auditor", "rider", "desk_elsewhere"),
    *("federation", "federation_elsewhere", "surveyor", "secretary", "crp"),
)
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}
ENTERS, SIGN_IN, OFFICE_SIGN_IN = "enters", "302 /sign-in/", "302 /sign-in/office/"


def addresses(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """(name with its namespace, pattern) of every address there is."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}", pattern
        else:
            within = getattr(pattern, "namespace", None)
            yield from addresses(pattern, f"{space}{within}:" if within else space)


@dataclass
class World:
    """People by role, what stands in addresses by the names the lines of doors.py give it, and forms to send."""

    people: dict[str, User]
    maker_id: int
    things: dict[str, Any]
    forms: dict[str, dict[str, Any]]

    def path(self, name: str) -> str:
        with translation.override("en"):
            return reverse(name, args=[self.things[thing] for thing in TABLE[name].things])


@pytest.fixture(scope="module")
def here(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The world, made once: every test goes back to it, and it goes with the last of them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield world()
        transaction.set_rollback(True)


def world() -> World:
    """A mart with one of everything, in the block Sarath but for the people elsewhere."""
    set_mark(f"{WORKER}here:1", timezone.now())  # a worker lives: without one the house says that it is not well
    mart, here, there = make_mart(), make_block("Sarath"), make_block("Palojori")
    mart.words = {"festivals": [{"slug": "rakhi", "title": {"en": "Rakhi"}, "goods": []}]}
    mela = {"key": "mela", "year": today().year, "starts": today().isoformat(), "ends": today().isoformat()}
    mart.festivals = [mela | {"names": {"hi": "मेला"}, "shown": True}]
    mart.save()
    far = make_mart("chandrapur", place=make_district("Chandrapur", lgd=500), order_prefix="CH")
    maker, other = make_maker(block=here), make_maker("Other", block=there)
    live = make_stocked(maker)
    waiting = make_good(maker=maker, state=Good.State.WAITING, sent_at=timezone.now())
    paper = Document.objects.create(maker=maker, kind=Document.Kind.PAN, number="AAATC1234D")
    fresh = make_part({live: 1})
    out = make_part({make_stocked(maker): 1}, state="on_the_way")
    parcel = Parcel.objects.get(part=out)
    back = delivered(maker, method="upi")
    orders.ask_return(back, reason="too small", by=MACHINE)
    claimed = make_order({make_stocked(maker): 1}, method="upi")
    payment = payments.claim(payments.ask(claimed, by=MACHINE), reference=upi_reference(), by=MACHINE)
    cancelled = make_order({make_stocked(maker): 1}, method="upi")
    pay(cancelled)
    orders.cancel(cancelled.parts.get(), reason="no", by=MACHINE)
    payable(maker)
    gone = ledger.release_payouts(ledger.propose_payouts(mart, by=ACCOUNTANT), by=COLLECTOR).payouts.get()
    paid = ledger.payout_paid(gone, utr="SBIN2026112299", by=ACCOUNTANT)
    payable(maker)
    released = ledger.release_payouts(ledger.propose_payouts(mart, by=ACCOUNTANT), by=COLLECTOR)
    sent = released.payouts.get()
    payable(maker)
    run = ledger.propose_payouts(mart, by=ACCOUNTANT)
    arrival = make_arrival({live: 1, "NOBODY-KNOWS": 1})
    work()
    elsewhere = sold(maker)
    settlement = settle(elsewhere, came=100)
    build.rebuild()
    people = {
        "buyer": make_user("Buyer", phone="+919876543210", phone_verified=True),
        "member": maker.members.get().user,
        "member_elsewhere": other.members.get().user,
        "coordinator": make_officer("coordinator", place=here),
        "coordinator_elsewhere": make_officer("coordinator", place=there),
        "rider": parcel.round.rider,
        "desk_elsewhere": make_officer("desk", mart=far),
        **{kind: make_officer(kind) for kind in ("desk", "accountant", "collector", "auditor")},
    }
    packed = make_part({make_stocked(maker): 1}, state="packed").parcel
    asked = {"deed": "hand_over", "words": "no", "done_at": None, "key": "scope"}
    line = back.lines.get()
    rating = orders.rate(line, stars=4, words="Call 98765 43210", by=MACHINE)
    invoice = Invoice.objects.get(part=back)
    digest = waiting.photos.get().picture.digest
    hub = make_hub(mart, sells=("mart",))
    going = stock.dispatch(
        StockPlace.objects.get(maker=maker), target=hub, pieces={live.pk: 2}, key="scope", by=MACHINE
    )
    held = make_moved(live, hub, 1)
    rider = people["rider"]
    pickup = delivery.plan_pickup(mart, rider=rider, parcels=[packed], hub=hub, day=today(), by=MACHINE)
    lying = make_stocked(maker, pieces=3)
    make_moved(lying, hub, 3)
    seat = people["coordinator"].roles.get()
    federation = make_organisation(mart)
    village = make_organisation(mart, kind="village", parent=federation)
    maker.organisation = village
    maker.save(update_fields=["organisation"])
    people["federation"] = make_accountant(federation)
    people["federation_elsewhere"] = make_accountant(make_organisation(mart))
    things: dict[str, Any] = {
        **room_things(mart, maker, live, here, people),
        "share_form": "square",
        "federation": federation.pk,
        "village_organisation": village.pk,
        "seller_of_federation": (invoices := make_seller(mart, organisation=federation)).pk,
        "seller_paper": SellerPaper.objects.create(seller=invoices, kind="khadi_mark", number="K1").pk,
        "join_code": "7KQF3M9TXW2P",
        "person": seat.user_id,
        "role": seat.pk,
        "hub": hub.pk,
        "seller": hub.sold_by.get().pk,
        "at_hub": make_part({lying: 1}).number,
        "of_maker": going.source_id,
        "held": live.pk,
        "move": going.pk,
        "move_line": held.lines.get().pk,
        "held_move": held.pk,
        "part_of_sitemap": "pages",
        "sender": "sms",
        "message": Message.objects.filter(mart=mart).latest("pk").pk,
        "secret_of_reports": "guessed",
        "picture": f"pictures/{digest[:2]}/{digest}/640.webp",
        "craft": live.good.craft.slug,
        "good_kind": make_attribute(make_kind(craft=live.good.craft)).kind.slug,
        "asked_slug": "made_of",
        "live": live.good.slug,
        "good": live.good.pk,
        "tongue": "hi",
        "picture_of_good": live.good.photos.get().picture_id,
        "white": studio.ask_white(live.good, picture=live.good.photos.get().picture, by=MACHINE).pk,
        "asked_craft": catalogue.ask_craft(maker, words="Dhokra", by=MACHINE).pk,
        "change": catalogue.ask_name(live.good, language="hi", name="और नाम", by=MACHINE).pk,
        "token": back.order.token,
        "bill": invoice.number,
        "festival": "rakhi",
        "words": "about",
        "maker": maker.pk,
        "maker_alike": make_maker(block=here).pk,
        "merge": doubles.merge_makers(make_maker(block=here), make_maker(block=here, state="paused"), by=MACHINE).pk,
        "shop_of": maker.slug,
        "year_of_book": today().year,
        "month_of_book": today().month,
        "member": maker.members.get().pk,
        "paper": paper.pk,
        "paper_file": attach(paper, Scan("pdf", b"x"), by=MACHINE).pk,
        "waiting": waiting.pk,
        "fresh": fresh.number,
        "returned": back.number,
        "invoice": invoice.pk,
        "payment": payment.pk,
        "refund": Refund.objects.get(part__order=cancelled).pk,
        "round": parcel.round.pk,
        "wish": make_wish(live).pk,
        "pickup": pickup.pk,
        "fetched": packed.number,
        "clash": delivery.tell_refused(parcel, who=rider, **asked, by=MACHINE).pk,
        "parcel": parcel.pk,
        "arrival": arrival.pk,
        "rating": rating.pk,
        "arrived_line": arrival.lines.get(state="open").pk,
        "run": run.pk,
        "released": released.pk,
        "sent": sent.pk,
        "paid": paid.pk,
        "share": paid.shares.get().pk,
        "sold": elsewhere.number,
        "settlement": settlement.pk,
        "party": settlement.party_id,
        "figure": "sales",
        "target": Target.objects.create(mart=mart, place=mart.place, measure="groups", value=5, by_day=today()).pk,
        "sheet": make_sheet(people["desk"]).pk,
        "sheet_kind": "makers",
        "mart_part": "look",
        "text_of_mart": "terms",
        "notice": "order_placed",
        "asking_sender": "whatsapp",
        "festival_of": "mela",
        "festival_year": today().year,
        "coming_fee": make_fee(mart, from_date=today() + timedelta(days=9)).pk,
        "channel_fee": make_channel_fee(mart).pk,
        "zone": mart.zones.first().pk,
    }
    forms = {
        "shop:order": {"deed": "rate", "line": line.pk, "stars": "5", "at": f"part-{back.pk}"},
        "shop:basket_change": {"variant": live.pk, "quantity": "1"},
        "shop:checkout": {},
        "maker:stock": {"variant": live.pk, "step": "1"},
        "maker:price": {"variant": live.pk, "price": "520"},
        "maker:sync": {"maker": maker.pk},
        "maker:phone_of": {"phone": "9876501234"},
        "office:makers:decide_paper": {"accept": "1"},
        "office:orders:take_line": {"variant": live.pk},
        **{key: {"pick": maker.pk} for key in ("office:makers:open_many", "office:makers:table")},
        "office:survey:same": {"maker": maker.pk},
    }
    return World(people, maker.pk, things, forms | FORMS)


def sign_in(here: World, role: str) -> Client:
    """A browser of that person: second factor given, and asking for the maker of this world."""
    client = Client(headers=SAME_SITE)
    if role != "anonymous":
        client.force_login(here.people[role], backend="django.contrib.auth.backends.ModelBackend")
        session = client.session
        session[FACTOR_KEY] = True
        session[FOR] = here.maker_id
        session.save()
    client.cookies["language"] = "en"
    return client


def as_signed_in(signed: Client) -> Client:
    """A browser as it was right after signing in, whatever has been asked since."""
    caches["default"].clear()  # the session lies there, too
    fresh = quick(Client(headers=SAME_SITE))
    fresh.cookies.load({name: morsel.value for name, morsel in signed.cookies.items()})
    return fresh


def kind_of(role: str) -> str:
    return {"coordinator_elsewhere": "coordinator", "desk_elsewhere": "", "member_elsewhere": ""}.get(
        role, role.removesuffix("_elsewhere")
    )


def of_the_phone(door: str, role: str) -> str:
    if role == "anonymous":
        return "401" if door in ("outbox", "token") else SIGN_IN
    let_in = set(ROLES) if door in ("signed_in", "token") else LET_IN.get(door, PHONE)
    return ENTERS if role in let_in else "403"


def expected(door: str, role: str, *, own: bool) -> str:
    """What should come of it: enters, 401, 403, 404, or where one is sent to sign in."""
    if door == "open":
        return ENTERS
    if door not in DEEDS:
        told = of_the_phone(door, role)
        return "404" if own and told == ENTERS and role == "coordinator_elsewhere" else told
    if role == "anonymous":
        return OFFICE_SIGN_IN
    if kind_of(role) not in DEEDS[door]:
        return "403"
    return "404" if own and role in ("coordinator_elsewhere", "federation_elsewhere") else ENTERS


def came(response: Any, door: str) -> str:
    status, to = response.status_code, response.get("Location", "")
    if door != "open" and status == 302 and to.startswith("/sign-in/"):
        return f"302 {to.partition('?')[0]}"
    # 400: the phone's call without a good in it; 422: an empty form.
    return ENTERS if status in (200, 301, 302, 303, 400, 422) else str(status)


def test_every_address_has_its_line_and_every_line_its_address():
    named = [name for name, _pattern in addresses(get_resolver())]
    assert sorted(named) == sorted(TABLE)


def test_every_view_of_the_desk_asks_for_its_deed_or_a_rider():
    asked = {
        name: getattr(pattern.callback, "deed", None)
        for name, pattern in addresses(get_resolver())
        if name.startswith("office:")
    }
    assert asked == {name: line.door for name, line in TABLE.items() if name.startswith("office:")}


def test_what_only_takes_a_sending_answers_nothing_else(here):
    client = sign_in(here, "desk")
    only = [name for name, line in TABLE.items() if line.methods == ["POST"]]
    assert {name: client.get(here.path(name)).status_code for name in only} == dict.fromkeys(only, 405)


class Blank:
    """In place of the printer: this test asks who may print, not how it looks."""

    def __init__(self, **_given: object) -> None:
        pass

    def write_pdf(self, **_given: object) -> bytes:
        return b"%PDF-1.7"


@pytest.mark.parametrize("role", ROLES)
def test_everybody_reaches_what_is_theirs_and_nothing_else(here, role, media, monkeypatch, settings):
    settings.SENDERS = ["log", "whatsapp"]  # one that asks first has a page for that
    monkeypatch.setattr(press, "HTML", Blank)
    monkeypatch.setattr(EXAMINED, "answer", dict)  # how the machine is, other tests ask
    kept = media / here.things["picture"]
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"RIFF")
    signed = sign_in(here, role)
    found, right = {}, {}
    for name, line in TABLE.items():
        for method in line.methods:
            with transaction.atomic():
                client = as_signed_in(signed)
                send = client.post if method == "POST" else client.get
                response = send(here.path(name), here.forms.get(name, {}) if method == "POST" else {})
                if response.streaming:
                    response.getvalue()  # closes the file, and not the database with it
                transaction.set_rollback(True)
            found[f"{method} {name}"] = came(response, line.door)
            right[f"{method} {name}"] = expected(line.door, role, own=line.own)
    assert {key: (found[key], right[key]) for key in found if found[key] != right[key]} == {}
