"""Federations, village organisations, and who sells for whom."""

import contextlib

from haat.core.models import Event
from haat.ledger.handlers import write_invoice
from haat.ledger.models import Invoice
from haat.ledger.queries import has_invoices
from haat.makers import actions
from haat.makers.errors.organisations import OrganisationNotEmpty
from haat.makers.models import Maker, Organisation, Seller
from haat.people.models import Role
from tests.make import (
    BY,
    make_block,
    make_maker,
    make_mart,
    make_organisation,
    make_own_mart,
    make_part,
    make_phone,
    make_seller,
    make_stocked,
    number,
)
from tests.races.makers import gstin
from tests.races.race import Pair, given, race, read, told, twice


@race(actions.change_organisation, "makers.same_name_beside")
def two_organisations_take_one_name() -> Pair:
    name, one, two = f"Sangh {number()}", make_organisation(), make_organisation()
    return Pair(
        given(lambda row: actions.change_organisation(row, names={"en": name}, place=row.place, by=BY), one),
        given(lambda row: actions.change_organisation(row, names={"en": name}, place=row.place, by=BY), two),
        lambda: Organisation.objects.filter(names__en=name).count(),
    )


@race(actions.move_organisation, "makers.same_name_beside")
def two_of_one_name_move_below_one_federation() -> Pair:
    name, above = f"Sangh {number()}", make_organisation()
    one, two = (make_organisation(name=name, kind="village", slug=f"sangh-{number()}") for _each in range(2))
    return Pair(
        given(lambda row: actions.move_organisation(row, parent=above, by=BY), one),
        given(lambda row: actions.move_organisation(row, parent=above, by=BY), two),
        lambda: Organisation.objects.filter(parent=above).count(),
    )


@race(actions.move_organisation, "makers.organisation_closed", always=False)
def one_moves_below_what_is_being_closed() -> Pair:
    one, below = make_organisation(), make_organisation(kind="village")
    return Pair(
        given(lambda row: actions.move_organisation(row, parent=one, by=BY), below),
        given(_try_to_close, one),
        lambda: read(one).closed_at is not None and read(below).parent_id == one.pk,
        once=False,
    )


def _try_to_close(row: Organisation) -> None:
    with contextlib.suppress(OrganisationNotEmpty):
        actions.close_organisation(row, by=BY)


@race(actions.close_organisation)
def one_is_closed_twice() -> Pair:
    one = make_organisation()
    return twice(
        lambda row: actions.close_organisation(row, by=BY), one, counted=told("makers.organisation_closed", one)
    )


@race(actions.reopen_organisation)
def one_is_opened_again_twice() -> Pair:
    one = make_organisation()
    actions.close_organisation(one, by=BY)
    return twice(
        lambda row: actions.reopen_organisation(row, by=BY), one, counted=told("makers.organisation_reopened", one)
    )


@race(actions.merge_organisation, "makers.cannot_merge")
def two_merge_with_each_other() -> Pair:
    one, two = make_organisation(), make_organisation()
    return Pair(
        given(lambda row: actions.merge_organisation(row, into=two, by=BY), one),
        given(lambda row: actions.merge_organisation(row, into=one, by=BY), two),
        lambda: Organisation.objects.filter(pk__in=(one.pk, two.pk), closed_at=None).count(),
    )


@race(actions.join_organisation, "makers.organisation_closed", always=False)
def a_maker_joins_what_is_being_merged() -> Pair:
    one, into, joining = make_organisation(), make_organisation(), make_maker()
    return Pair(
        given(lambda row: actions.join_organisation(row, organisation=one, by=BY), joining),
        given(lambda row: actions.merge_organisation(row, into=into, by=BY), one),
        lambda: Maker.objects.filter(organisation=one).count(),
        once=0,
    )


@race(actions.change_seller, "makers.gstin_taken")
def two_sellers_take_one_gstin() -> Pair:
    one, two, taken = make_seller(pan=""), make_seller(pan=""), gstin()

    def change(row: Seller) -> object:
        told = {"legal_name": "Sangh", "address": "Sarath", "pin": "814149", "gstin": taken}
        return actions.change_seller(row, **told, by=BY)

    return Pair(given(change, one), given(change, two), lambda: Seller.objects.filter(gstin=taken).count())


@race(actions.change_seller, "makers.gstin_stands")
def a_seller_takes_another_gstin_while_its_first_bill_is_written() -> Pair:
    seller, taken = make_seller(organisation=make_organisation(), gstin=gstin(), pan=""), gstin()
    sold = make_part({make_stocked(make_maker(seller=seller)): 1}, state="packed")
    packed = Event.objects.get(kind="orders.packed", subject_id=sold.pk)
    new = {"legal_name": "Sangh", "address": "Sarath", "pin": "814149", "gstin": taken}

    def same() -> bool:
        paper = Invoice.objects.get(part=sold)
        return bool(paper.facts["seller"]["gstin"] == Seller.objects.get(pk=seller.pk).gstin)

    return Pair(
        lambda: write_invoice(packed),
        given(lambda row: actions.change_seller(row, **new, fixed=has_invoices, by=BY), seller),
        same,
        once=True,
    )


@race(actions.choose_seller)
def a_maker_gets_papers_of_her_own_twice() -> Pair:
    federated = make_maker(seller=make_seller(organisation=make_organisation()))
    return twice(
        lambda row: actions.choose_seller(row, seller=None, by=BY),
        federated,
        counted=told("makers.changed", federated),
    )


@race(actions.choose_seller, "makers.organisation_closed", always=False)
def a_maker_begins_to_sell_through_what_is_being_closed() -> Pair:
    one, maker = make_organisation(), make_maker()
    seller = make_seller(organisation=one)
    return Pair(
        given(lambda row: actions.choose_seller(row, seller=seller, by=BY), maker),
        given(_try_to_close, one),
        lambda: read(one).closed_at is not None and read(maker).seller_id == seller.pk,
        once=False,
    )


@race(actions.invite_accountant)
def one_phone_is_invited_twice_by_a_federation() -> Pair:
    one, phone = make_organisation(), make_phone()
    return twice(
        lambda row: actions.invite_accountant(row, phone=phone, name="Sita", by=BY),
        one,
        counted=lambda: Role.objects.filter(organisation_id=one.pk).count(),
    )


@race(actions.invite_to_node)
def one_phone_is_invited_twice_to_keep_the_groups() -> Pair:
    one, phone = make_organisation(make_own_mart()), make_phone()
    return twice(
        lambda row: actions.invite_to_node(row, kind=Role.Kind.SECRETARY, phone=phone, name="Sita", by=BY),
        one,
        counted=lambda: Role.objects.filter(organisation_id=one.pk).count(),
    )


@race(actions.import_organisations)
def a_table_of_organisations_is_read_twice() -> Pair:
    make_block("Sarath")
    name = f"Sangh {number()}"
    rows = [{"kind": "federation", "name_en": name, "block": "Sarath"}]

    def load() -> object:
        return actions.import_organisations(rows, mart=make_mart(), by=BY)

    return Pair(load, load, lambda: Organisation.objects.filter(names__en=name).count())


@race(actions.rearrange_makers)
def a_maker_is_rearranged_twice() -> Pair:
    one, top = make_maker(), make_organisation()
    return twice(
        lambda row: actions.rearrange_makers([row], organisation=top, by=BY), one, counted=told("makers.changed", one)
    )
