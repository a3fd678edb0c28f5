"""A federation's accountant sees her makers, their orders, payouts and invoices, and nothing of anybody else."""

import pyotp
import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from haat.ledger import actions as ledger
from haat.ledger.models import Invoice, Payout
from haat.makers.models import Maker
from haat.makers.rules import federations_of, makers_of_federation, visible_to
from haat.people import actions as people
from haat.people.models import Role, User
from haat.people.queries import factor_of
from haat.people.rules import DEEDS, organisations_held, scope
from haat.web.office.desk.rooms import rooms
from tests.ledger.books import ACCOUNTANT, COLLECTOR, delivered, payable, work
from tests.make import make_accountant, make_maker, make_mart, make_officer, make_organisation
from tests.web.office.people.test_people import code_on
from tests.web.office.signed import officer, sign_in

pytestmark = pytest.mark.django_db
PASSWORD = "three words for a desk"


def url(name, *args):
    return reverse(f"office:federation:{name}", args=args)


class Two:
    """Two federations: hers, with a village organisation below it, and another one; each maker sold and was paid."""

    def __init__(self):
        self.hers, self.others = make_organisation(name="Nari Jagriti"), make_organisation(name="Trikut")
        village = make_organisation(kind="village", parent=self.hers)
        self.maker = make_maker("Chandni", organisation=village)
        self.other = make_maker("Gulabi", organisation=self.others)
        self.alone = make_maker("Parvati")
        for maker in (self.maker, self.other, self.alone):
            payable(maker)
        run = ledger.propose_payouts(make_mart(), by=ACCOUNTANT)
        ledger.release_payouts(run, by=COLLECTOR)
        self.parts = {maker.pk: delivered(maker) for maker in (self.maker, self.other, self.alone)}
        work()
        self.user = make_accountant(self.hers)
        self.client = sign_in(self.user)


@pytest.mark.parametrize("name", ["home", "orders", "payouts", "invoices"])
def test_her_lists_hold_her_own_and_nothing_else(name, django_assert_max_num_queries):
    two = Two()
    two.client.get(url(name))
    with django_assert_max_num_queries(13):
        page = two.client.get(url(name))
    body = page.content.decode()
    assert "Chandni" in body
    assert "Gulabi" not in body
    assert "Parvati" not in body


def test_tables_taken_out_hold_her_own_and_nothing_else():
    two = Two()
    for name in ("orders", "payouts", "invoices"):
        table = two.client.get(url(name), {"export": "csv"}).content.decode()
        assert ("Chandni" in table, "Gulabi" in table, "Parvati" in table) == (True, False, False)


def test_what_is_anothers_is_not_found():
    two = Two()
    mine, foreign = two.parts[two.maker.pk], two.parts[two.other.pk]
    assert two.client.get(url("order", mine.number)).status_code == 200
    assert two.client.get(url("order", foreign.number)).status_code == 404
    assert two.client.get(url("maker", two.maker.pk)).status_code == 200
    assert two.client.get(url("maker", two.alone.pk)).status_code == 404
    papers = {paper.part_id: paper.pk for paper in Invoice.objects.all()}
    assert two.client.get(url("invoice", papers[mine.pk])).status_code == 200
    assert two.client.get(url("invoice", papers[foreign.pk])).status_code == 404
    assert Payout.objects.count() == 3


def test_an_order_shows_no_phone_and_no_address_of_the_buyer():
    two = Two()
    part = two.parts[two.maker.pk]
    body = two.client.get(url("order", part.number)).content.decode()
    assert part.order.phone[-5:] not in body
    assert part.order.address not in body


def test_every_other_room_refuses_her():
    two = Two()
    answers = {}
    for name, room in rooms().items():
        try:
            answers[name] = two.client.get(reverse(room.first)).status_code
        except NoReverseMatch:  # a room whose first page wants arguments
            continue
    hers = ("federation", "paperwork", "livelihood")  # of her own makers alone
    assert [answers.pop(room) for room in hers] == [200] * 3
    assert set(answers.values()) == {403}


def test_her_role_reaches_no_place():
    two = Two()
    assert [scope(two.user, make_mart(), deed) for deed in DEEDS] == [None] * len(DEEDS)
    assert visible_to(two.user, make_mart()).count() == 0
    assert organisations_held(two.user, make_mart()) == [two.hers.pk]
    assert list(federations_of(two.user, make_mart())) == [two.hers]
    assert list(makers_of_federation(two.user, make_mart())) == [two.maker]


def test_without_the_second_factor_she_sees_nothing():
    two = Two()
    two.user.proven = False
    assert makers_of_federation(two.user, make_mart()).count() == 0
    assert sign_in(two.user, factor=False).get(url("home")).status_code == 302


def test_an_officer_who_is_her_accountant_too_keeps_both_scopes_apart():
    two = Two()
    people.give_role(two.user, mart=make_mart(), kind="auditor", place=make_mart().place, by=COLLECTOR)
    user = User.objects.get(pk=two.user.pk)
    user.proven = True
    assert visible_to(user, make_mart()).count() == 3
    assert makers_of_federation(user, make_mart()).count() == 1


def test_a_maker_that_was_merged_is_listed_no_more_and_what_it_was_paid_stays():
    two = Two()
    kept = make_maker("Kept group", organisation=two.hers)
    Maker.objects.filter(pk=two.maker.pk).update(state=Maker.State.MERGED, merged_into=kept)
    home = two.client.get(url("home"))
    body = home.content.decode()
    assert ("Kept group" in body, "Chandni" in body, home.context["count"].makers) == (True, False, 1)
    assert two.client.get(url("maker", two.maker.pk)).status_code == 404
    assert "Chandni" in two.client.get(url("orders")).content.decode()
    payouts = two.client.get(url("payouts")).content.decode()
    assert ("Chandni" in payouts, url("maker", two.maker.pk) in payouts) == (True, False)


def test_her_makers_come_and_go_with_the_tree():
    two = Two()
    two.maker.organisation = two.others
    two.maker.save(update_fields=["organisation"])
    assert "Chandni" not in two.client.get(url("home")).content.decode()


def test_a_collector_invites_her_on_the_federations_page_and_she_comes_in():
    top = make_organisation(name="Nari Jagriti")
    make_officer("collector")
    boss = officer("collector")
    invite = reverse("office:organisations:accountant", args=[top.pk])
    assert invite in boss.get(reverse("office:organisations:organisation", args=[top.pk])).content.decode()
    blank = boss.post(invite, {"phone": "123", "name": "Sunita", "nonce": "a"})
    assert (blank.status_code, list(blank.context["form"].errors)) == (422, ["phone"])
    page = boss.post(invite, {"phone": "9431100055", "name": "Sunita Hansda", "nonce": "b"})
    her = Client()
    her.post("/join/", {"phone": "9431100055", "code": code_on(page)})
    her.post("/join/password/", {"new": PASSWORD, "again": PASSWORD})
    her.get("/sign-in/second-step/")
    user = User.objects.get(phone="+919431100055")
    secret = people.open_secret(factor_of(user))
    assert her.post("/sign-in/second-step/", {"code": pyotp.TOTP(secret).now()}).url == url("home")
    body = her.get(url("home")).content.decode()
    assert "Nari Jagriti" in body
    assert reverse("office:makers:list") not in body
    changed = her.post(reverse("office:password"), {"old": PASSWORD, "new": "three other words"})
    assert changed.url == url("home")


def test_who_keeps_two_organisations_reads_one_head():
    user, others = make_accountant(make_organisation(name="Nari Jagriti")), make_organisation(name="Trikut")
    Role.objects.create(user=user, mart=others.mart, place=others.place, kind="federation", organisation_id=others.pk)
    html = sign_in(user).get(url("home")).content.decode()
    assert (html.count("<h1"), "Nari Jagriti" in html, "Trikut" in html) == (1, True, True)


def test_the_desk_is_told_who_invites_her_before_it_types_anything():
    top = make_organisation()
    address = reverse("office:organisations:accountant", args=[top.pk])
    shown = [
        ('name="phone"' in html, "Only a collector invites her" in html)
        for html in (officer(kind).get(address).content.decode() for kind in ("collector", "desk"))
    ]
    assert shown == [(True, False), (False, True)]


def test_the_desk_invites_no_accountant_of_a_federation():
    top = make_organisation()
    page = officer("desk").post(
        reverse("office:organisations:accountant", args=[top.pk]), {"phone": "9431100055", "name": "Sunita"}
    )
    assert (page.status_code, Role.objects.filter(kind="federation").count()) == (422, 0)


def test_her_role_ends_with_the_next_press():
    two = Two()
    boss = make_officer("collector")
    role = two.user.roles.get()
    page = sign_in(boss).get(reverse("office:people:person", args=[two.user.pk])).content.decode()
    assert "End this role" in page
    assert "Move there" not in page
    assert "Nari Jagriti" in page
    people.take_role(role, by=COLLECTOR)
    assert two.client.get(url("home")).status_code == 403
