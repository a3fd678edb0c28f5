"""Makers: enrolled, opened, mended, with their papers, bank accounts and members."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from haat.makers.queries import not_open_within
from haat.messages.sender import every_sender
from haat.people.consents import HOW, SELLING
from haat.places.models import Mart, Place
from haat.review import stuck
from haat.web.office.desk.rooms import Field, Owned, Room, Shape, Trouble
from haat.web.office.makers.words import LACKS, MAKER_KINDS, MAKER_STATES, PAPER_STATES, PAPERS, SHARE_RULES


def waits(mart: Mart, place: Place) -> Iterable[QuerySet[Any]]:
    """Makers that are not open yet."""
    return (not_open_within(mart, place),)


def bank(data: Mapping[str, Any]) -> Shape:
    """Only the last digits were ever told."""
    return (
        {"account": data.get("before", ""), "ifsc": data.get("ifsc_before", "")},
        {"account": data["number"], "ifsc": data["ifsc"]},
    )


def leader(data: Mapping[str, Any]) -> Shape:
    """Who led before may have been several, or nobody."""
    return {"leader": data["before"] or None}, {"leader": data["member"]}


def sharing(data: Mapping[str, Any]) -> Shape:
    """The rule, and how heavily each member counts."""
    return (
        {"share_rule": data["before"], "weights": data.get("weights_before") or None},
        {"share_rule": data["rule"], "weights": data.get("weights") or None},
    )


def joined(data: Mapping[str, Any]) -> Shape:
    """Her name stands in the line already; of a new member only what is not so with every other."""
    before, after = data.get("before", {}), dict(data.get("after", {}))
    if not before:
        usual = {"names": after.get("names"), "leads": False, "active": True, "work_units": 1, "amount_share": 1}
        after = {field: value for field, value in after.items() if value != usual[field]}
    return before, after


def other(data: Mapping[str, Any]) -> Shape:
    """The other of two, and what came over or went back."""
    return data.get("before", {}), {"called": data["called"], **data.get("after", {})}


def seen(data: Mapping[str, Any]) -> Shape:
    """Which paper, and by which number it is known."""
    return {}, {"paper": data["paper"], "paper_number": data["number"]}


def answer(data: Mapping[str, Any]) -> Shape:
    """In which language it was read, and how she answered; older consents do not say."""
    said = {field: data[field] for field in ("version", "language", "how") if data.get(field)}
    sender = data["notice"].partition("-")[0]
    return {}, said if sender == SELLING.slug else {"notice": sender} | said


def senders() -> dict[str, Any]:
    """The senders that ask before they write to anybody, by what they read to her."""
    return {sender.slug: sender.asks_first.title for sender in every_sender() if sender.asks_first}


def paper(data: Mapping[str, Any]) -> Shape:
    """Whether it was taken."""
    return {}, {"accepted": data["accepted"]}


ROOM = Room(
    title=_("Makers"),
    order=20,
    first="office:makers:list",
    deed="see_makers",
    waits=waits,
    words={
        "maker_kind": MAKER_KINDS,
        "maker": MAKER_STATES,
        "paper": PAPERS,
        "paper_state": PAPER_STATES,
        "paper_lacks": LACKS,
        "share_rule": SHARE_RULES,
        "how": HOW,
        "asking_sender": Owned(senders),
    },
    events={
        "makers.enrolled": _("Enrolled"),
        "makers.opened": _("Opened"),
        "makers.paused": _("Paused"),
        "makers.merged": _("Found to be another maker"),
        "makers.parted": _("A maker of its own again"),
        "makers.took_in": _("Took in another entry of the same maker"),
        "makers.gave_back": _("Gave back what another maker had brought"),
        "doubles.kept_apart": _("Not the same as another maker"),
        "doubles.merge_proposed": _("Proposed to be one with another maker, or two again"),
        "makers.changed": _("Changed"),
        "makers.bank_set": _("Bank account written down"),
        "makers.bank_confirmed": _("Bank account compared with the passbook"),
        "makers.bank_sent_back": _("The bank sent money back from this account"),
        "makers.forgotten": _("Erased"),
        "makers.member_forgotten": _("Member erased"),
        "makers.document_forgotten": _("Paper erased"),
        "makers.account_forgotten": _("Account erased"),
        "makers.bank_doubted": _("The bank account is the other maker’s: nothing goes to it"),
        "makers.paper_seen": _("The picture of a paper was looked at"),
        "makers.phone_changed": _("Mobile number changed"),
        "makers.leader_set": _("Another member leads"),
        "makers.member_added": _("Member added"),
        "makers.member_removed": _("Member left"),
        "makers.share_rule_set": _("Rule of sharing changed"),
        "makers.member_changed": _("Member’s name changed"),
        "ledger.share_disputed": _("A member says that she has not got her share"),
        "ledger.share_settled": _("The member has her share"),
        "people.consent_given": _("Agreed to what is kept of her"),
        "people.consent_refused": _("Said no to what is kept of her"),
        "people.consent_withdrawn": _("Took her consent back"),
        "makers.document_given": _("Paper given"),
        "makers.document_decided": _("Paper looked at"),
    },
    fields={
        "makers.names": Field(_("Name"), "names"),
        "makers.phone": Field(_("Phone")),
        "makers.place": Field(_("Place"), "place"),
        "makers.pin": Field(_("PIN code")),
        "makers.since": Field(_("Since")),
        "makers.lokos_id": Field(_("LokOS number")),
        "makers.portrait": Field(_("Portrait"), "yes"),
        "makers.seller": Field(_("Sells through"), "seller"),
        "makers.account": Field(_("Bank account")),
        "makers.ifsc": Field("IFSC"),
        "makers.leader": Field(_("Leader"), "member"),
        "makers.leads": Field(_("Leads the group"), "yes"),
        "makers.active": Field(_("Belongs to it"), "yes"),
        "makers.work_units": Field(_("Work done")),
        "makers.amount_share": Field(_("Share agreed")),
        "makers.share_rule": Field(_("Sharing"), "word:share_rule"),
        "makers.weights": Field(_("How each counts"), "weights"),
        "makers.called": Field(_("The other one")),
        "doubles.called": Field(_("The other one")),
        "makers.paper": Field(_("Paper"), "word:paper"),
        "makers.paper_number": Field(_("Number")),
        "people.notice": Field(_("Told by"), "word:asking_sender"),
        "people.version": Field(_("Version of the notice")),
        "people.language": Field(_("Read in"), "language"),
        "people.how": Field(_("How she answered"), "word:how"),
        "makers.accepted": Field(_("Accepted"), "yes"),
    },
    reads={
        "makers.bank_set": bank,
        "makers.leader_set": leader,
        "makers.member_added": joined,
        "makers.share_rule_set": sharing,
        "makers.document_decided": paper,
        "makers.took_in": other,
        "makers.gave_back": other,
        "doubles.kept_apart": other,
        "doubles.merge_proposed": other,
        "makers.paper_seen": seen,
        "people.consent_given": answer,
        "people.consent_refused": answer,
    },
    troubles=(
        Trouble(
            kind="failed_payout",
            find=stuck.failed_payouts,
            says=_("The bank sent the payout back: %(what)s"),
            key=_("Correct bank"),
            page="office:makers:maker",
        ),
        Trouble(
            kind="no_bank_account",
            find=stuck.no_bank_account,
            says=_("Money is due, but no confirmed bank account is known"),
            key=_("Add bank account"),
            page="office:makers:maker",
        ),
        Trouble(
            kind="disputed_share",
            find=stuck.disputed_shares,
            says=_("%(what)s says that she has not got her share"),
            key=_("Look at the shares"),
            page="office:makers:maker",
        ),
        Trouble(
            kind="not_open",
            find=stuck.not_open,
            says=_("Enrolled, but not open yet"),
            key=_("See what is missing"),
            page="office:makers:maker",
        ),
    ),
)
