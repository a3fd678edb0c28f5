"""The desk makes the tree of federations, gives them sellers, and lets makers sell through them."""

import re

import pytest
from django.urls import reverse

from haat.core.identifiers import gstin_check_digit
from haat.makers import actions
from haat.makers.models import Maker, Organisation, Seller
from tests.ledger.books import delivered, work
from tests.make import BY, make_block, make_district, make_good, make_maker, make_mart, make_organisation, make_seller
from tests.web.office.signed import officer

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"office:organisations:{name}", args=args)


def gstin(pan="AAATC1234D"):
    body = f"20{pan}1Z"
    return body + gstin_check_digit(body)


def test_a_federation_and_a_village_organisation_are_made_by_hand():
    desk, mart = officer("desk"), make_mart()
    sent = {
        "kind": "federation",
        "name_hi": "नारी जागृति",
        "name_en": "Nari Jagriti",
        "place": mart.place_id,
        "nonce": "a",
    }
    answer = desk.post(url("new"), sent)
    top = Organisation.objects.get()
    assert answer.url == url("organisation", top.pk)
    assert desk.post(url("new"), sent).url == url("list")
    page = desk.get(url("new"), {"parent": top.pk})
    assert page.context["form"].initial["kind"] == "village"
    below = {"kind": "village", "name_hi": "भेलवा", "parent": top.pk, "place": make_block("Sarath").pk, "nonce": "b"}
    desk.post(url("new"), below)
    assert Organisation.objects.get(kind="village").parent == top
    assert "भेलवा" in desk.get(url("organisation", top.pk)).content.decode()


def test_a_refused_name_stands_at_its_language_and_stays():
    desk, mart = officer("desk"), make_mart()
    page = desk.post(url("new"), {"kind": "federation", "name_hi": "123", "name_en": "Trikut", "place": mart.place_id})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["name_hi"])
    assert 'value="Trikut"' in page.content.decode()


def test_the_tree_says_why_the_others_do_not_sell(django_assert_max_num_queries):
    top = make_organisation(name="Nari Jagriti")
    below = make_organisation(name="Bhelwa", kind="village", parent=top)
    sells = make_maker("Chandni", organisation=below)
    make_good(maker=sells)
    bare = make_maker("Gulabi", organisation=below, state="enrolled")
    bare.bank.delete()
    for _one in range(5):
        make_maker(organisation=make_organisation(kind="village", parent=top))
    desk = officer("desk")
    desk.get(url("list"))
    with django_assert_max_num_queries(14):
        page = desk.get(url("list"))
    body = page.content.decode()
    assert "1 maker sells." in body
    assert "6 do not yet:" in body
    assert [(part.name, part.number) for part in page.context["bar"]] == [("sells", 1), ("good", 5), ("bank", 1)]
    assert "Bhelwa" not in body
    opened = desk.get(url("list"), {"at": top.pk}).content.decode()
    assert "Bhelwa" in opened
    assert "Gulabi" not in opened
    assert "Gulabi" in desk.get(url("list"), {"at": below.pk}).content.decode()
    kept = desk.get(url("list"), {"why": "bank"})
    assert [maker.pk for maker in kept.context["listing"].rows] == [bare.pk]
    found = desk.get(url("list"), {"q": "bhel"}).context["found"]
    assert [node.organisation for node in found.rows] == [below]
    assert "Nothing is called so" in desk.get(url("list"), {"q": "zz"}).content.decode()


def test_the_tree_of_one_block_counts_its_makers_only():
    top = make_organisation()
    make_maker(organisation=top, block=make_block("Sarath"))
    make_maker(organisation=top, block=make_block("Palojori"))
    page = officer("desk").get(url("list"), {"block": make_block("Sarath").slug})
    assert page.context["tree"].all.makers == 1


def test_an_empty_district_is_told_what_to_do_first():
    assert "No federation yet" in officer("collector").get(url("list")).content.decode()


def test_names_change_and_it_moves_merges_and_closes():
    desk, one, two = officer("desk"), make_organisation(name="Trikut"), make_organisation(name="Ujala")
    below = make_organisation(kind="village", parent=one)
    place = one.mart.place_id
    desk.post(url("change", one.pk), {"name_en": "Trikut Sangh", "name_hi": "त्रिकूट", "place": place})
    assert Organisation.objects.get(pk=one.pk).names == {"en": "Trikut Sangh", "hi": "त्रिकूट"}
    taken = desk.post(url("change", one.pk), {"name_en": "", "name_hi": "Ujala", "place": place})
    assert list(taken.context["form"].errors) == ["name_hi"]
    desk.post(url("move", below.pk), {"parent": two.pk})
    assert Organisation.objects.get(pk=below.pk).parent == two
    refused = desk.post(url("close", two.pk), follow=True).content.decode()
    assert "Village organisations lie below it" in refused
    blank = desk.post(url("merge", two.pk), {"into": below.pk})
    assert (blank.status_code, list(blank.context["merge_form"].errors)) == (422, ["into"])
    assert desk.post(url("merge", two.pk), {"into": one.pk}).url == url("organisation", one.pk)
    assert "Merged into another one" in desk.get(url("organisation", two.pk)).content.decode()
    assert Organisation.objects.get(pk=below.pk).parent == one
    other = make_organisation()
    desk.post(url("close", other.pk))
    desk.post(url("reopen", other.pk))
    assert Organisation.objects.get(pk=other.pk).closed_at is None


SELLER = {"legal_name": "Babadham Sangh", "address": "Madhupur", "pin": "815353"}


def test_a_seller_is_given_and_makers_sell_through_it():
    desk, top = officer("desk"), make_organisation()
    own, other = make_maker(organisation=top), make_maker(organisation=top)
    state = own.seller.state_id
    wrong = desk.post(url("new_seller", top.pk), SELLER | {"gstin": gstin()[:-1] + "?", "state": state, "nonce": "a"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["gstin"])
    assert "Babadham Sangh" in wrong.content.decode()
    sent = SELLER | {"gstin": gstin(), "fssai": "", "state": state, "nonce": "b"}
    for _time in range(2):
        assert desk.post(url("new_seller", top.pk), sent).url == url("organisation", top.pk)
    seller = Seller.objects.get(organisation=top)
    assert (seller.gstin, seller.pan) == (gstin(), "AAATC1234D")
    desk.post(url("makers", top.pk), {"pick": [own.pk, other.pk], "seller": seller.pk})
    assert set(Maker.objects.values_list("seller", flat=True)) == {seller.pk}
    desk.post(url("of_maker", own.pk), {"seller": "herself"})
    assert Maker.objects.get(pk=own.pk).seller == own.seller
    page = desk.get(url("of_maker", own.pk)).content.decode()
    assert page.count("Sells through") >= 3
    untouched = desk.post(url("makers", top.pk), {"seller": seller.pk}, follow=True).content.decode()
    assert "Tick makers" in untouched


def test_ticks_stay_when_nothing_was_chosen_or_what_was_is_gone(monkeypatch):
    monkeypatch.setattr("haat.web.office.organisations.pages.MAKERS", 1)
    desk, top = officer("desk"), make_organisation()
    makers = [make_maker(organisation=top) for _number in range(3)]
    ticked = [makers[0].pk, makers[2].pk]
    for chosen in ({}, {"organisation": "999999"}):
        answer = desk.post(url("makers", top.pk), {"pick": ticked, **chosen})
        html = answer.content.decode()
        checked = {int(pk) for pk in re.findall(r'name="pick"\s+value="(\d+)"[^>]*\schecked', html)}
        assert (answer.status_code, checked) == (422, set(ticked))


def test_makers_move_to_another_organisation_many_at_once():
    desk, one, two = officer("desk"), make_organisation(), make_organisation()
    maker, stranger = make_maker(organisation=one), make_maker()
    desk.post(url("makers", one.pk), {"pick": [maker.pk, stranger.pk], "organisation": two.pk})
    maker.refresh_from_db()
    stranger.refresh_from_db()
    assert (maker.organisation, stranger.organisation) == (two, None)
    desk.post(url("join", stranger.pk), {"organisation": one.pk})
    stranger.refresh_from_db()
    assert stranger.organisation == one
    bad = desk.post(url("join", stranger.pk), {"organisation": 999_999})
    assert (bad.status_code, list(bad.context["join_form"].errors)) == (422, ["organisation"])


def test_a_gstin_stays_once_an_invoice_was_written_under_it():
    desk, top = officer("desk"), make_organisation()
    seller = make_seller(organisation=top, gstin=gstin())
    maker = make_maker(organisation=top, seller=seller)
    new = gstin("AAATC1235D")
    sent = SELLER | {"gstin": new, "pan": "", "state": seller.state_id}
    desk.post(url("seller", seller.pk), sent)
    assert Seller.objects.get(pk=seller.pk).gstin == new
    delivered(maker)
    work()
    page = desk.get(url("seller", seller.pk)).content.decode()
    assert "Invoices were written under this GSTIN" in page
    desk.post(url("seller", seller.pk), sent | {"gstin": gstin(), "legal_name": "Another name"})
    seller.refresh_from_db()
    assert (seller.gstin, seller.legal_name) == (new, "Another name")


@pytest.mark.parametrize("kind", ["collector", "accountant", "auditor"])
def test_who_may_only_look_finds_no_key(kind):
    top = make_organisation()
    make_maker(organisation=top)
    page = officer(kind).get(url("organisation", top.pk)).content.decode()
    assert "Close it" not in page
    assert "Give it a seller" not in page


def test_a_desk_of_one_block_is_not_led_into_the_whole_districts_tree():
    assert officer("desk", place=make_block("Sarath")).get(url("list")).status_code == 404


def test_another_marts_organisation_is_not_found():
    desk, far = officer("desk"), make_mart("chandrapur", place=make_district("Chandrapur", lgd=500))
    assert desk.get(url("organisation", make_organisation(far).pk)).status_code == 404


def test_the_makers_page_leads_to_her_seller():
    maker = make_maker()
    page = officer("desk").get(reverse("office:makers:maker", args=[maker.pk])).content.decode()
    assert url("of_maker", maker.pk) in page
    actions.join_organisation(maker, organisation=make_organisation(), by=BY)
