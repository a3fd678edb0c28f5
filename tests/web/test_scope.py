"""Every address as everybody: who is let in, who is sent to sign in, who is told no, and whose things are not found.

A new address fails here until it has a line in doors.py; a new view of the desk fails until it asks for a deed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import caches
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone, translation

from haat.catalogue.models import Good
from haat.core.actor import MACHINE
from haat.core.dates import today
from haat.delivery.models import Parcel
from haat.ledger import actions as ledger
from haat.ledger.models import Invoice, Payout
from haat.makers.models import Document
from haat.orders import actions as orders
from haat.payments import actions as payments
from haat.payments.models import Refund
from haat.people.models import User
from haat.people.rules import DEEDS
from haat.review.models import Target
from haat.shelf import build
from haat.web.maker.acting import FOR
from haat.web.papers import printer
from haat.web.ui.gate import FACTOR_KEY
from tests.ledger.books import ACCOUNTANT, COLLECTOR, delivered, pay, payable, upi_reference, work
from tests.make import (
    make_block,
    make_district,
    make_good,
    make_maker,
    make_mart,
    make_officer,
    make_order,
    make_part,
    make_stocked,
    make_user,
)
from tests.web.doors import TABLE

pytestmark = pytest.mark.django_db

ROLES = (
    *("anonymous", "buyer", "member", "member_elsewhere", "coordinator", "coordinator_elsewhere"),
    *("desk", "accountant", "collector", "auditor", "rider", "desk_elsewhere"),
)
PHONE = {"member", "coordinator", "desk"}
HELPERS = PHONE | {"member_elsewhere", "coordinator_elsewhere"}
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}
ENTERS, SIGN_IN, OFFICE_SIGN_IN = "enters", "302 /sign-in/", "302 /sign-in/office/"


def addresses(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """(name with its namespace, pattern) of every address there is."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}", pattern
        else:
            within = getattr(pattern, "namespace", None)
            yield from addresses(pattern, f"{within}:" if within else space)


@dataclass
class World:
    """People by role, the path arguments and the form of every address that wants some."""

    people: dict[str, User]
    maker_id: int
    args: dict[str, list[Any]]
    forms: dict[str, dict[str, Any]]

    def path(self, name: str) -> str:
        with translation.override("en"):
            return reverse(name, args=self.args.get(name, []))


@pytest.fixture(scope="module")
def here(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The world, made once: every test goes back to it, and it goes with the last of them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield world()
        transaction.set_rollback(True)


def world() -> World:
    """A mart with one of everything, in the block Sarath but for the people elsewhere."""
    mart, here, there = make_mart(), make_block("Sarath"), make_block("Palojori")
    mart.words = {"festivals": [{"slug": "rakhi", "goods": []}]}
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
    released = ledger.release_payouts(ledger.propose_payouts(mart, by=ACCOUNTANT), by=COLLECTOR)
    sent = released.payouts.get()
    payable(maker)
    run = ledger.propose_payouts(mart, by=ACCOUNTANT)
    work()
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
    line = back.lines.get()
    invoice = Invoice.objects.get(part=back)
    aim = Target.objects.create(mart=mart, place=mart.place, measure="groups", value=5, by_day=today())
    digest = waiting.photos.get().picture.digest
    kept = f"pictures/{digest[:2]}/{digest}/640.webp"
    args: dict[str, list[Any]] = {
        "api:sitemap_part": ["pages"],
        "api:picture": [kept],
        "shop:craft": [live.good.craft.slug],
        "shop:good": [live.good.slug],
        "shop:maker": [maker.slug],
        "shop:order": [back.order.token],
        "shop:invoice": [back.order.token, invoice.number],
        "shop:festival": ["rakhi"],
        "shop:page": ["about"],
        **{f"maker:{name}": [live.good.pk] for name in ("good", "stock", "price", "shelf", "added")},
        **{f"maker:{name}": [fresh.number] for name in ("order", "accept", "pack", "cannot")},
        **{f"office:{name}": [maker.pk] for name in ("maker", "open", "pause", "set_bank", "confirm_bank")},
        **{f"office:{name}": [waiting.pk] for name in ("good", "approve", "give_name", "send_back")},
        **{f"office:{name}": [fresh.number] for name in ("order", "cancel")},
        **{f"office:{name}": [back.number] for name in ("receive_return", "refuse_return")},
        **{f"office:{name}": [payment.pk] for name in ("confirm", "refuse")},
        **{f"office:{name}": [parcel.round.pk] for name in ("round", "start", "close", "labels", "packing_list")},
        **{f"office:{name}": [parcel.round.pk] for name in ("drop_round", "take_missing")},
        **{f"office:{name}": [parcel.pk] for name in ("send_by_post", "post_delivered", "post_returned", "new_code")},
        **{f"office:{name}": [run.pk] for name in ("payout_run", "release", "drop")},
        **{f"office:{name}": [released.pk, sent.pk] for name in ("paid", "failed")},
        **{f"office:{name}": [parcel.round.pk] for name in ("leave", "end")},
        **{f"office:{name}": [parcel.pk] for name in ("hand_over", "not_delivered", "label")},
        **{f"office:{name}": [maker.pk] for name in ("change_maker", "members", "add_member", "share_rule")},
        **{f"office:{name}": [maker.pk, maker.members.get().pk] for name in ("make_leader", "remove_member")},
        "office:give_paper": [maker.pk],
        "office:decide_paper": [maker.pk, paper.pk],
        "office:take_out": [parcel.pk],
        "office:take_back_target": [aim.pk],
        "office:review_rows": ["sales"],
        "office:refund_sent": [Refund.objects.get(part__order=cancelled).pk],
        "office:bank_file": [released.pk],
        "office:invoice": [invoice.pk],
        "office:slip": [Payout.objects.get(pk=sent.pk).pk],
    }
    forms = {
        "shop:order": {"deed": "rate", "line": line.pk, "stars": "5", "at": f"part-{back.pk}"},
        "shop:basket_change": {"variant": live.pk, "quantity": "1"},
        "shop:checkout": {},
        "maker:stock": {"variant": live.pk, "step": "1"},
        "maker:price": {"variant": live.pk, "price": "520"},
        "maker:sync": {"maker": maker.pk},
        "office:decide_paper": {"accept": "1"},
        "office:open_many": {"pick": maker.pk},
        "office:makers_table": {"pick": maker.pk},
    }
    return World(people, maker.pk, args, forms)


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
    fresh = Client(headers=SAME_SITE)
    fresh.cookies.load({name: morsel.value for name, morsel in signed.cookies.items()})
    return fresh


def kind_of(role: str) -> str:
    return {"coordinator_elsewhere": "coordinator", "desk_elsewhere": "", "member_elsewhere": ""}.get(role, role)


def of_the_phone(door: str, role: str) -> str:
    if role == "anonymous":
        return "401" if door in ("outbox", "token") else SIGN_IN
    let_in = {"signed_in": set(ROLES), "token": set(ROLES), "helpers": HELPERS, "rider": {"rider"}}.get(door, PHONE)
    return ENTERS if role in let_in else "403"


def expected(door: str, role: str, *, own: bool) -> str:
    """What should come of it: enters, 401, 403, 404, or where one is sent to sign in."""
    if door == "open":
        return ENTERS
    if door not in DEEDS:
        return of_the_phone(door, role)
    if role == "anonymous":
        return OFFICE_SIGN_IN
    if kind_of(role) not in DEEDS[door]:
        return "403"
    return "404" if own and role == "coordinator_elsewhere" else ENTERS


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
    assert asked == {name: line[1] for name, line in TABLE.items() if name.startswith("office:")}


def test_what_only_takes_a_sending_answers_nothing_else(here):
    client = sign_in(here, "desk")
    only = [name for name, line in TABLE.items() if line[0] == "POST"]
    assert {name: client.get(here.path(name)).status_code for name in only} == dict.fromkeys(only, 405)


class Blank:
    """In place of the printer: this test asks who may print, not how it looks."""

    def __init__(self, **_given: object) -> None:
        pass

    def write_pdf(self, **_given: object) -> bytes:
        return b"%PDF-1.7"


@pytest.mark.parametrize("role", ROLES)
def test_everybody_reaches_what_is_theirs_and_nothing_else(here, role, media, monkeypatch):
    monkeypatch.setattr(printer, "HTML", Blank)
    kept = media / here.args["api:picture"][0]
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"RIFF")
    signed = sign_in(here, role)
    found, right = {}, {}
    for name, (methods, door, *more) in TABLE.items():
        for method in methods.split(","):
            with transaction.atomic():
                client = as_signed_in(signed)
                send = client.post if method == "POST" else client.get
                response = send(here.path(name), here.forms.get(name, {}) if method == "POST" else {})
                if response.streaming:
                    response.getvalue()  # closes the file, and not the database with it
                transaction.set_rollback(True)
            found[f"{method} {name}"] = came(response, door)
            right[f"{method} {name}"] = expected(door, role, own="own" in more)
    assert {key: (found[key], right[key]) for key in found if found[key] != right[key]} == {}
