"""Two makers that are one: what one knew goes over to the other, and comes back when it was a mistake.

Only what makers themselves keep. Whether it may be, and the goods, are decided above (`doubles.actions`).
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from haat.core.actor import Actor
from haat.core.errors import Gone
from haat.core.events import record
from haat.core.identifiers import mask_account, mask_phone
from haat.core.locks import hold_all, hold_key
from haat.core.rows import update
from haat.makers.actions.enrolling import note_names
from haat.makers.actions.files import copy_files
from haat.makers.actions.members import count_members
from haat.makers.actions.selling import check_gstin, write_seller
from haat.makers.alike import keys_of
from haat.makers.errors import SameLokos
from haat.makers.models import BankAccount, Document, Maker, Member, Seller
from haat.makers.queries import leader_of, name, name_told
from haat.places.models import Mart

Facts = dict[str, Any]
# What the one that stays takes over where it knows nothing itself.
_FILLED = ("phone", "lokos_id", "since", "portrait_id", "organisation_id")


def hold_both(kept: Maker, gone: Maker) -> tuple[Maker, Maker]:
    """Both as they stand, held with their mart. Raises Gone when one of them is not its own any more."""
    hold_key(Mart, kept.mart_id)
    found = {row.pk: row for row in hold_all(Maker.objects.filter(pk__in=(kept.pk, gone.pk), mart_id=kept.mart_id))}
    if len(found) != 2:
        raise Gone()
    return found[kept.pk], found[gone.pk]


@transaction.atomic
def take_in(kept: Maker, gone: Maker, *, stay: frozenset[int] = frozenset(), by: Actor) -> Facts:
    """`gone` was `kept` all along: what only it knew stands at `kept`, copies of its papers and account to be looked
    at again. Answers what `give_back` needs.

    Members in `stay` had shares as members of `gone`: they stand there, and at `kept` anew.
    """
    kept, gone = hold_both(kept, gone)
    if Maker.State.MERGED in (kept.state, gone.state):
        raise Gone()
    undo: Facts = {"state": gone.state, "lokos_id": gone.lokos_id, "gstin": _free_gstin(gone)}
    wanted = _lacking(kept, gone)
    undo["before"], undo["after"] = {field: _plain(getattr(kept, field)) for field in wanted}, dict(wanted)
    gone.state, gone.merged_into = Maker.State.MERGED, kept
    gone.lokos_id = "" if "lokos_id" in wanted else gone.lokos_id  # by its own it is known when a table comes again
    update(gone, "state", "lokos_id", "merged_into")
    gone.name_keys.all().delete()
    _set(kept, wanted)
    undo |= {"leader": _lend_phone(kept, gone), "members": _bring_members(kept, gone, stay, undo)}
    undo |= {"papers": _copy_papers(kept, gone, by), "bank": _copy_bank(kept, gone, by)}
    told: Facts = {when: _said(undo[when], group=kept.is_group) for when in ("before", "after")}
    record("makers.merged", gone, by=by, into=kept.pk)
    record("makers.took_in", kept, by=by, maker=gone.pk, called=name_told(gone), **told)
    return undo


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else value


def _said(facts: Facts, *, group: bool) -> Facts:
    """What the trail keeps of them: no whole phone, no long story, no person's name."""
    kept = ("names", "lokos_id", "since") if group else ("lokos_id", "since")
    short = {field: value for field, value in facts.items() if field in kept}
    return short | ({"phone": mask_phone(facts["phone"])} if facts.get("phone") else {})


def _lacking(kept: Maker, gone: Maker) -> Facts:
    """Field → value of what `kept` lacks and `gone` has."""
    wanted = {field: getattr(gone, field) for field in _FILLED if not getattr(kept, field) and getattr(gone, field)}
    for field in ("names", "stories"):
        both = {**getattr(gone, field), **getattr(kept, field)}
        if both != getattr(kept, field):
            wanted[field] = both
    if kept.place_id == kept.block_id == gone.block_id != gone.place_id:
        wanted["place_id"] = gone.place_id
    return wanted


def _set(maker: Maker, facts: Facts) -> None:
    for field, value in facts.items():
        setattr(maker, field, value)
    if facts:
        update(maker, *(field.removesuffix("_id") if field != "lokos_id" else field for field in facts))
    if "names" in facts:
        note_names(maker)


def _free_gstin(gone: Maker) -> str:
    """Its own seller's GSTIN, which only one seller may have; taken off it. Nothing of one that others sell through.

    What was ordered of it before is still billed under it.
    """
    seller = hold_key(Seller, gone.seller_id)
    if seller.organisation_id is not None or not seller.gstin or seller.makers.exclude(pk=gone.pk).exists():
        return ""
    seller.gstin, seller.gstin_before = "", seller.gstin
    update(seller, "gstin", "gstin_before")
    return seller.gstin_before


def _lend_phone(kept: Maker, gone: Maker) -> int | None:
    """Who leads `kept` and could not sign in does so by the phone of who led `gone`, when they are called alike.

    Answers whom that befell.
    """
    leader, other = leader_of(kept), leader_of(gone)
    if leader is None or leader.user is not None or other is None or other.user is None:
        return None
    if not keys_of(leader.names) & keys_of(other.names) or kept.members.filter(user=other.user).exists():
        return None
    leader.user = other.user
    update(leader, "user")
    return leader.pk


def _bring_members(kept: Maker, gone: Maker, stay: frozenset[int], undo: Facts) -> dict[str, bool]:
    """The members of `gone` whom `kept` does not know: member → whether she led. An artisan is only herself.

    Who is to `stay` is seated anew; `undo` learns in which seats.
    """
    undo["seats"] = []
    if not kept.is_group:
        return {}
    known = list(kept.members.all())
    users = {member.user_id for member in known if member.user_id}
    called = {key for member in known for key in keys_of(member.names)}
    new = [
        member
        for member in hold_all(Member.objects.filter(maker=gone))
        if member.user_id not in users and not (member.user_id is None and keys_of(member.names) & called)
    ]
    led = {str(member.pk): member.leads for member in new if member.pk not in stay}
    same = ("user_id", "names", "active", "work_units", "amount_share")
    seats = [
        Member(maker=kept, **{field: getattr(member, field) for field in same}) for member in new if member.pk in stay
    ]
    Member.objects.bulk_create(seats)
    undo["seats"] = [member.pk for member in seats]
    new = [member for member in new if member.pk not in stay]
    for member in new:
        member.maker, member.leads = kept, False
        update(member, "maker", "leads")
    count_members(kept)
    count_members(gone)
    return led


def _copy_papers(kept: Maker, gone: Maker, by: Actor) -> list[int]:
    """Papers that `kept` lacks, to be looked at again."""
    there = set(kept.documents.values_list("kind", "which"))
    made = []
    same = ("kind", "which", "number", "valid_from", "valid_until", "facts")
    for paper in gone.documents.exclude(state=Document.State.REFUSED).order_by("pk"):
        if (paper.kind, paper.which) in there:
            continue
        copy = Document.objects.create(maker=kept, **{field: getattr(paper, field) for field in same})
        copy_files(paper, copy, by=by)
        record("makers.document_given", copy, by=by, mart_id=kept.mart_id, maker=kept.pk, kind=copy.kind)
        made.append(copy.pk)
    return made


def _copy_bank(kept: Maker, gone: Maker, by: Actor) -> bool:
    """Its account, when `kept` has none; another person compares it with the passbook again."""
    account = BankAccount.objects.filter(maker=gone).first()
    if account is None or account.sent_back or BankAccount.objects.filter(maker=kept).exists():
        return False
    copy = BankAccount.objects.create(
        maker=kept,
        holder=account.holder,
        number=account.number,
        ifsc=account.ifsc,
        bank_name=account.bank_name,
        set_by_id=by.user_id,
    )
    copy_files(account, copy, by=by)
    told: Facts = {"number": mask_account(account.number), "before": "", "ifsc": account.ifsc, "ifsc_before": ""}
    record("makers.bank_set", kept, by=by, **told)
    return True


@transaction.atomic
def give_back(kept: Maker, gone: Maker, *, undo: Facts, stay: frozenset[int] = frozenset(), by: Actor) -> Maker:
    """They are two after all: `gone` is as it was, and `kept` without what it took and nobody has changed since.

    Members in `stay` remain. Raises Gone, SameLokos, GstinTaken when somebody else has its number by now.
    """
    kept, gone = hold_both(kept, gone)
    if gone.state != Maker.State.MERGED or gone.merged_into_id != kept.pk:
        raise Gone()
    back = {
        field: undo["before"][field]
        for field, value in undo["after"].items()
        if getattr(kept, field) == value and not (field == "phone" and kept.state == Maker.State.LIVE)
    }
    before = _said({field: _plain(getattr(kept, field)) for field in back}, group=kept.is_group)
    _set(kept, back)
    _own_again(gone, undo)
    _members_back(kept, gone, undo, stay)
    _refuse_copies(kept, undo["papers"], by)
    if undo["bank"]:
        _doubt_copy(kept, gone, by)
    record("makers.parted", gone, by=by, was=kept.pk)
    record(
        "makers.gave_back",
        kept,
        by=by,
        maker=gone.pk,
        called=name_told(gone),
        before=before,
        after=_said(back, group=kept.is_group),
    )
    return gone


def _refuse_copies(kept: Maker, papers: list[int], by: Actor) -> None:
    """The papers that came over and nobody has accepted are not its own. One that sells keeps them, to be looked at."""
    if kept.state == Maker.State.LIVE:
        return
    for paper in hold_all(kept.documents.filter(pk__in=papers, state=Document.State.GIVEN)):
        paper.state = Document.State.REFUSED
        update(paper, "state")
        told: Facts = {"maker": kept.pk, "kind": paper.kind, "accepted": False}
        record("makers.document_decided", paper, by=by, mart_id=kept.mart_id, **told)


def _doubt_copy(kept: Maker, gone: Maker, by: Actor) -> None:
    """The account that came over is not its own, whoever confirmed it there: nothing goes to it until another is."""
    account = BankAccount.objects.filter(maker=gone).first()
    if account is None:
        return
    copies = BankAccount.objects.filter(maker=kept, number=account.number, ifsc=account.ifsc)
    if copies.update(confirmed=False, sent_back=True):
        record("makers.bank_doubted", kept, by=by, number=mask_account(account.number), maker=gone.pk)


def _own_again(gone: Maker, undo: Facts) -> None:
    others = Maker.objects.filter(mart=gone.mart_id, lokos_id=undo["lokos_id"]).exclude(lokos_id="")
    other = others.exclude(pk=gone.pk).first()
    if other is not None:
        raise SameLokos(name(other), other.pk)
    gone.state, gone.lokos_id, gone.merged_into = undo["state"], undo["lokos_id"], None
    update(gone, "state", "lokos_id", "merged_into")
    note_names(gone)
    seller = hold_key(Seller, gone.seller_id, "state")
    if undo["gstin"] and not seller.gstin:
        check_gstin(undo["gstin"], seller.state)
        seller.gstin, seller.gstin_before = undo["gstin"], ""
        write_seller(seller, "gstin", "gstin_before")


def _members_back(kept: Maker, gone: Maker, undo: Facts, stay: frozenset[int]) -> None:
    keys = {int(pk) for pk in undo["members"]} - stay
    for member in hold_all(Member.objects.filter(pk__in=keys, maker=kept)):
        member.maker, member.leads = gone, undo["members"][str(member.pk)] and member.active
        update(member, "maker", "leads")
    # Seats that were given anew and nobody has had a share in are as if they had never been.
    Member.objects.filter(pk__in=set(undo.get("seats", ())) - stay, maker=kept, leads=False).delete()
    lent = kept.members.filter(pk=undo["leader"]).first() if undo["leader"] and not kept.phone else None
    if lent is not None:
        lent.user = None
        update(lent, "user")
    count_members(kept)
    count_members(gone)
