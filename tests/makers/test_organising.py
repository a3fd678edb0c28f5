"""Federations and village organisations: made, moved, merged and closed; sellers, and who sells through them."""

import pytest

from haat.catalogue.standing import counted, tree, with_why
from haat.core.actor import MACHINE, Actor
from haat.core.doctor import examine
from haat.core.identifiers import gstin_check_digit
from haat.core.models import Event
from haat.doubles.actions import merge_makers
from haat.makers import actions
from haat.makers.doctor import organisations_are_told
from haat.makers.models import Document, Maker, Organisation, Seller
from haat.makers.queries import organisations_in, organisations_of, own_seller, sellers_to_choose
from haat.makers.rules import missing_to_open
from haat.people import actions as people
from tests.make import (
    make_block,
    make_district,
    make_good,
    make_maker,
    make_mart,
    make_organisation,
    make_seller,
    make_user,
)
from tests.refusals import refused

pytestmark = pytest.mark.django_db
BY = Actor(user_id=7)
ADDRESS = {"address": "Babadham road, Madhupur", "pin": "815353"}


def gstin(state="20", pan="AAATC1234D"):
    body = f"{state}{pan}1Z"
    return body + gstin_check_digit(body)


def far():
    return make_mart("chandrapur", place=make_district("Chandrapur", lgd=500))


def kinds_told(row):
    return list(
        Event.objects.filter(subject_type=row._meta.label_lower, subject_id=row.pk).values_list("kind", flat=True)
    )


# ---- made and changed ----


def test_a_village_organisation_lies_below_a_federation():
    mart, place = make_mart(), make_block("Sarath")
    top = actions.make_organisation(mart, kind="federation", names={"hi": "नारी जागृति"}, place=place, by=BY)
    below = actions.make_organisation(mart, kind="village", names={"hi": "भेलवा"}, place=place, parent=top, by=BY)
    assert (below.parent, top.parent, kinds_told(below)) == (top, None, ["makers.organisation_made"])
    with refused("makers.wrong_parent", field="parent"):
        actions.make_organisation(mart, kind="village", names={"en": "Kusmaha"}, place=place, parent=below, by=BY)
    with refused("makers.wrong_parent", field="parent"):
        actions.make_organisation(mart, kind="federation", names={"en": "Trikut"}, place=place, parent=top, by=BY)


def test_a_closed_federation_takes_nobody_in():
    top = make_organisation()
    actions.close_organisation(top, by=BY)
    with refused("makers.organisation_closed", field="parent"):
        actions.make_organisation(top.mart, kind="village", names={"en": "Kusmaha"}, place=top.place, parent=top, by=BY)
    assert list(organisations_of(top.mart)) == []


def test_an_organisation_lies_in_its_mart():
    with refused("makers.place_outside_mart", field="place"):
        actions.make_organisation(make_mart(), kind="federation", names={"en": "A"}, place=far().place, by=BY)
    with refused("makers.other_mart", field="parent"):
        actions.make_organisation(
            make_mart(),
            kind="village",
            names={"en": "A"},
            place=make_mart().place,
            parent=make_organisation(far()),
            by=BY,
        )


@pytest.mark.parametrize("name", ["", "\u200d\u200d\u200d", "123"])
def test_its_name_is_judged(name):
    with refused(("makers.no_letter" if name == "123" else "makers.no_name"), field="names"):
        actions.make_organisation(make_mart(), kind="federation", names={"hi": name}, place=make_mart().place, by=BY)


def test_its_names_and_place_change_with_before_and_after():
    top, block = make_organisation(name="Nari Jagriti"), make_block("Sarath")
    for _time in range(2):
        actions.change_organisation(top, names={"en": "Nari Jagriti Sangh"}, place=block, by=BY)
    told = Event.objects.get(kind="makers.organisation_changed").data
    assert told == {
        "before": {"names": {"en": "Nari Jagriti", "hi": "Nari Jagriti"}, "place": top.mart.place_id},
        "after": {"names": {"en": "Nari Jagriti Sangh"}, "place": block.pk},
    }


def test_two_of_one_name_beside_each_other_are_refused():
    make_organisation(name="Trikut")
    other = make_organisation(name="Ujala")
    with refused("makers.same_name_beside", field="names"):
        actions.change_organisation(other, names={"en": "Trikut"}, place=other.place, by=BY)


def test_none_is_made_moved_or_opened_again_beside_one_of_its_name():
    one, two = make_organisation(name="Trikut"), make_organisation(name="Ujala")
    place, village = one.place, {"kind": "village", "name": "Bhelwa", "parent": one}
    make_organisation(**village)
    with refused("makers.same_name_beside", field="names"):
        actions.make_organisation(one.mart, kind="federation", names={"mr": "Trikut"}, place=place, by=BY)
    names = {"hi": "Bhelwa"}
    other = actions.make_organisation(one.mart, kind="village", names=names, place=place, parent=two, by=BY)
    with refused("makers.same_name_beside", field="parent"):
        actions.move_organisation(other, parent=one, by=BY)
    assert Organisation.objects.get(pk=other.pk).parent == two
    actions.close_organisation(other, by=BY)
    actions.make_organisation(one.mart, kind="village", names=names, place=place, parent=two, by=BY)
    with refused("makers.same_name_beside", field="names"):
        actions.reopen_organisation(other, by=BY)


def test_it_moves_below_another_federation():
    one, two = make_organisation(), make_organisation()
    below = make_organisation(kind="village", parent=one)
    for _time in range(2):
        actions.move_organisation(below, parent=two, by=BY)
    told = Event.objects.get(kind="makers.organisation_changed").data
    assert told == {"before": {"parent": one.pk}, "after": {"parent": two.pk}}
    with refused("makers.wrong_parent"):
        actions.move_organisation(one, parent=two, by=BY)
    actions.move_organisation(below, parent=None, by=BY)
    assert Organisation.objects.get(pk=below.pk).parent is None


# ---- merged and closed ----


def test_merged_makers_villages_and_sellers_go_over():
    one, two = make_organisation(), make_organisation()
    below, seller = make_organisation(kind="village", parent=one), make_seller(organisation=one)
    maker = make_maker(organisation=one, seller=seller)
    actions.merge_organisation(one, into=two, by=BY)
    for row in (one, below, seller, maker):
        row.refresh_from_db()
    assert (below.parent, seller.organisation, maker.organisation, maker.seller) == (two, two, two, seller)
    assert (one.merged_into, one.closed_at is None) == (two, False)
    assert Event.objects.get(kind="makers.organisation_merged").data == {
        "into": two.pk,
        "makers": 1,
        "sellers": [seller.pk],
        "below": [below.pk],
    }
    assert "makers.changed" in kinds_told(maker)
    assert kinds_told(two)[-1] == "makers.organisation_took_over"
    assert [finding.name for finding in examine() if finding.broken] == []


def test_merging_is_refused_where_it_cannot_be():
    one, below = make_organisation(), make_organisation(kind="village")
    for into in (one, below, make_organisation(far())):
        with refused("makers.cannot_merge", field="into"):
            actions.merge_organisation(one, into=into, by=BY)
    closed = make_organisation()
    actions.close_organisation(closed, by=BY)
    with refused("makers.cannot_merge", field="into"):
        actions.merge_organisation(one, into=closed, by=BY)
    with refused("makers.organisation_closed"):
        actions.merge_organisation(closed, into=one, by=BY)


def test_while_somebody_keeps_its_accounts_it_is_neither_merged_nor_closed():
    top, user = make_organisation(), make_user()
    role = people.give_role(user, mart=top.mart, kind="federation", place=top.place, organisation_id=top.pk, by=MACHINE)
    with refused("makers.organisation_not_empty"):
        actions.merge_organisation(top, into=make_organisation(), by=BY)
    with refused("makers.organisation_not_empty"):
        actions.close_organisation(top, by=BY)
    people.take_role(role, by=MACHINE)
    actions.close_organisation(top, by=BY)


def test_closing_says_what_still_hangs_on_it():
    top = make_organisation()
    below = make_organisation(kind="village", parent=top)
    with refused("makers.organisation_not_empty") as caught:
        actions.close_organisation(top, by=BY)
    assert "Village organisations" in caught.value.message
    maker = make_maker(organisation=below)
    with refused("makers.organisation_not_empty") as caught:
        actions.close_organisation(below, by=BY)
    assert "Makers belong" in caught.value.message
    actions.join_organisation(maker, organisation=None, by=BY)
    for _time in range(2):
        actions.close_organisation(below, by=BY)
    seller = make_seller(organisation=top)
    Maker.objects.update(seller=seller)
    with refused("makers.organisation_not_empty") as caught:
        actions.close_organisation(top, by=BY)
    assert "sell under its papers" in caught.value.message


def test_makers_that_were_merged_away_keep_nothing_open():
    """No page shows them, so nobody could move them."""
    top = make_organisation()
    kept = make_maker("Kept")
    gone = make_maker("Gone", organisation=top, seller=make_seller(organisation=top), state="paused")
    merge_makers(kept, gone, by=BY)
    actions.join_organisation(Maker.objects.get(pk=kept.pk), organisation=None, by=BY)
    for _time in range(2):
        actions.close_organisation(top, by=BY)
    assert Organisation.objects.get(pk=top.pk).closed_at is not None
    assert list(organisations_are_told()) == []
    assert Maker.objects.get(pk=gone.pk).organisation is None


def test_a_closed_one_opens_again_but_not_a_merged_one():
    one, two = make_organisation(), make_organisation()
    actions.close_organisation(one, by=BY)
    for _time in range(2):
        actions.reopen_organisation(one, by=BY)
    assert kinds_told(one)[-2:] == ["makers.organisation_closed", "makers.organisation_reopened"]
    actions.merge_organisation(one, into=two, by=BY)
    with refused("makers.organisation_closed"):
        actions.reopen_organisation(one, by=BY)


def test_a_maker_joins_an_organisation_of_its_mart():
    maker, top = make_maker(), make_organisation()
    for _time in range(2):
        actions.join_organisation(maker, organisation=top, by=BY)
    told = Event.objects.get(kind="makers.changed").data
    assert told == {"fields": ["organisation"], "before": {"organisation": None}, "after": {"organisation": top.pk}}
    with refused("makers.other_mart", field="organisation"):
        actions.join_organisation(maker, organisation=make_organisation(far()), by=BY)
    closed = make_organisation()
    actions.close_organisation(closed, by=BY)
    with refused("makers.organisation_closed", field="organisation"):
        actions.join_organisation(maker, organisation=closed, by=BY)


# ---- sellers ----


def test_a_seller_takes_its_pan_from_the_gstin():
    top = make_organisation()
    made = actions.make_seller(
        top.mart, legal_name="Babadham Sangh", **ADDRESS, gstin=gstin().lower(), organisation=top, by=BY
    )
    assert (made.gstin, made.pan, made.registered) == (gstin(), "AAATC1234D", True)


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"gstin": gstin()[:-1] + ("0" if gstin()[-1] != "0" else "1")}, "gstin.check_digit", "gstin"),
        ({"gstin": gstin("27")}, "makers.gstin_of_other_state", "gstin"),
        ({"gstin": gstin(), "pan": "AAATC1234E"}, "makers.pan_of_another", "pan"),
        ({"pan": "AAAXC1234D"}, "pan.holder", "pan"),
        ({"fssai": "123"}, "fssai.length", "fssai"),
        ({"legal_name": " 12 "}, "makers.no_name", "legal_name"),
        ({"address": " \u200b"}, "makers.no_address", "address"),
        ({"pin": "8153"}, "pin.length", "pin"),
    ],
)
def test_a_seller_is_refused_at_its_field(wrong, code, field):
    given = {"legal_name": "Babadham Sangh", **ADDRESS} | wrong
    known = make_seller(organisation=make_organisation(), pan="")
    for do in (
        lambda: actions.make_seller(make_mart(), **given, by=BY),
        lambda: actions.change_seller(known, **given, by=BY),
    ):
        with refused(code, field=field):
            do()


def test_a_seller_changes_with_before_and_after_and_keeps_its_gstin():
    seller = make_seller(gstin=gstin(), organisation=make_organisation())
    given = {"legal_name": "Babadham Sangh", **ADDRESS, "gstin": gstin()}
    for _time in range(2):
        actions.change_seller(seller, **given, by=BY)
    told = Event.objects.get(kind="makers.seller_changed").data
    assert told["before"] == {"legal_name": "Chandni Group", "address": "Sarath, Deoghar", "pin": "814149"}
    make_seller(gstin=gstin(pan="AAATC1235D"))
    with refused("makers.gstin_taken", field="gstin"):
        actions.change_seller(seller, **{**given, "gstin": gstin(pan="AAATC1235D")}, by=BY)


def test_a_maker_sells_through_her_federation_and_comes_back_to_her_own_papers():
    top, maker = make_organisation(), make_maker()
    own, seller = maker.seller, make_seller(organisation=top, gstin=gstin())
    for _time in range(2):
        actions.choose_seller(maker, seller=seller, by=BY)
    assert Event.objects.get(kind="makers.changed").data["after"] == {"seller": seller.pk}
    maker.refresh_from_db()
    assert (maker.seller, own_seller(maker)) == (seller, own)
    actions.choose_seller(maker, seller=None, by=BY)
    assert Maker.objects.get(pk=maker.pk).seller == own


def test_who_was_enrolled_through_a_federation_gets_papers_of_her_own():
    seller = make_seller(organisation=make_organisation(), gstin=gstin())
    maker = make_maker(seller=seller)
    Document.objects.create(maker=maker, kind="pan", number="ABCPD1234E", state="accepted")
    actions.choose_seller(maker, seller=None, by=BY)
    maker.refresh_from_db()
    assert (maker.seller.organisation, maker.seller.pan, maker.seller.gstin) == (None, "ABCPD1234E", "")


def test_nobody_begins_to_sell_under_a_closed_ones_papers():
    """Else new invoices would bear the GSTIN of who is no longer there."""
    top, maker = make_organisation(), make_maker()
    seller = make_seller(organisation=top, gstin=gstin())
    assert list(sellers_to_choose(top.mart)) == [seller]
    actions.close_organisation(top, by=BY)
    assert list(sellers_to_choose(top.mart)) == []
    with refused("makers.organisation_closed", field="seller"):
        actions.choose_seller(maker, seller=seller, by=BY)
    with refused("makers.organisation_closed"):
        actions.make_seller(top.mart, legal_name="New Sangh", **ADDRESS, organisation=top, by=BY)
    assert Maker.objects.get(pk=maker.pk).seller == maker.seller


def test_nobody_sells_through_another_maker_or_mart():
    maker = make_maker()
    with refused("makers.not_her_seller", field="seller"):
        actions.choose_seller(maker, seller=make_maker("Other").seller, by=BY)
    with refused("makers.other_mart", field="seller"):
        actions.choose_seller(maker, seller=make_seller(far(), organisation=make_organisation(far())), by=BY)


# ---- the tree ----


def test_what_keeps_a_maker_agrees_with_what_she_lacks():
    """`with_why` says in the database what `missing_to_open` says of one maker."""
    ready = make_maker("Ready", state="enrolled")
    bare = make_maker("Bare", state="enrolled")
    bare.bank.delete()
    headless = make_maker("Headless", state="enrolled")
    headless.members.update(leads=False)
    paperless = make_maker("Paperless", state="enrolled")
    Seller.objects.filter(pk=paperless.seller_id).update(pan="", gstin="", enrolment="")
    given = make_maker("Given", state="enrolled")
    Seller.objects.filter(pk=given.seller_id).update(pan="", gstin="", enrolment="")
    Document.objects.create(maker=given, kind="pan", number="ABCPD1234E")
    found = {maker.slug: maker.why for maker in with_why(Maker.objects.all())}
    for maker in Maker.objects.all():
        missing = [blocker.code for blocker in missing_to_open(Maker.objects.get(pk=maker.pk))]
        wanted = {"members": "leader", "pan": "paper", "bank": "bank"}.get(missing[0], "?") if missing else "desk"
        assert found[maker.slug] == wanted, maker.slug
    assert ready.slug in found


def test_the_tree_counts_every_branch_in_three_statements(django_assert_num_queries):
    top = make_organisation(name="Nari Jagriti")
    below = make_organisation(name="Bhelwa", kind="village", parent=top)
    sells, not_yet = make_maker(organisation=below), make_maker(organisation=below)
    make_good(maker=sells)
    make_maker(organisation=top, state="paused")
    make_maker()
    with django_assert_num_queries(3):
        whole = tree(top.mart, Maker.objects.filter(mart=top.mart), organisations_in(top.mart))
    node = whole.nodes[top.pk]
    assert (node.count.makers, node.count.sell, node.own.makers, node.count.most) == (3, 1, 1, ("good", 1))
    assert (whole.all.makers, whole.alone.makers, whole.number("village")) == (4, 1, 1)
    assert [each.organisation for each in whole.top] == [top]
    assert counted(Maker.objects.filter(pk=not_yet.pk))[below.pk].whys == {"good": 1}


def test_gstin_that_stands_is_not_changed_and_the_rest_is():
    seller = make_seller(pan="")
    told, new = {"legal_name": "Sangh", "address": "Sarath", "pin": "814149"}, "20AAATC1234D1Z"
    new += gstin_check_digit(new)
    with refused("makers.gstin_stands", field="gstin"):
        actions.change_seller(seller, **told, gstin=new, fixed=lambda held: held == seller, by=BY)
    assert actions.change_seller(seller, **told, fixed=lambda _held: True, by=BY).legal_name == "Sangh"
    assert actions.change_seller(seller, **told, gstin=new, fixed=lambda _held: False, by=BY).registered
