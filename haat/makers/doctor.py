"""What must hold of makers."""

from collections.abc import Iterable
from itertools import chain
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q

from haat.core.doctor import check
from haat.core.identifiers import InvalidIdentifier, clean_gstin, clean_ifsc, mask_account
from haat.core.models import Event
from haat.core.trail import NOTHING, last, last_id, said_text, told
from haat.makers.models import BankAccount, Document, Maker, Member, Organisation, Paper, Seller, SellerPaper
from haat.makers.paper_book import book
from haat.makers.paper_facts import which
from haat.people.models import Role

STATE = Maker.State
CLOSED = ("makers.organisation_closed", "makers.organisation_merged")


@check("every open maker has a bank account and a leader")
def payable() -> Iterable[str]:
    """A maker who sells and cannot be paid, or whom nobody answers for."""
    for maker in Maker.objects.live().filter(bank=None):
        yield f"maker {maker.pk} ({maker}) is open without a bank account"
    leads = Count("members", filter=Q(members__leads=True, members__active=True))
    for maker in Maker.objects.live().annotate(leaders=leads).filter(leaders=0):
        yield f"maker {maker.pk} ({maker}) is open without a leader"


@check("member counts = members")
def member_counts() -> Iterable[str]:
    """`Maker.member_count` is the number of active members."""
    active = Count("members", filter=Q(members__active=True))
    for maker in Maker.objects.annotate(active=active).exclude(member_count=F("active")):
        yield f"maker {maker.pk} ({maker}) counts {maker.member_count} members, has {maker.active}"


@check("makers lie in their block, blocks in their mart")
def places() -> Iterable[str]:
    """A maker no coordinator would see."""
    for maker in Maker.objects.select_related("block", "place", "mart__place").iterator():
        if not (maker.block.contains(maker.place) and maker.mart.place.contains(maker.block)):
            yield f"maker {maker.pk} ({maker}) lies outside its block or mart"


@check("makers stand where they were put")
def states_are_told() -> Iterable[str]:
    """Open when last opened, paused when last paused, enrolled when neither; merged when that was said last of all."""
    moved, joined = (
        last(told(Maker, "makers.opened", "makers.paused")),
        last(told(Maker, "makers.merged", "makers.parted")),
    )
    right = ~Q(joined="makers.merged") & (
        Q(state=STATE.LIVE, moved="makers.opened")
        | Q(state=STATE.PAUSED, moved="makers.paused")
        | Q(state=STATE.ENROLLED, moved="")
    )
    right |= Q(state=STATE.MERGED, joined="makers.merged", merged_into__isnull=False)
    for maker in Maker.objects.annotate(moved=moved, joined=joined).exclude(right):
        yield f"maker {maker.pk} ({maker}) is {maker.state}, but last told: {maker.moved or 'nothing'}"


@check("bank accounts are as they were written down")
def accounts_are_told() -> Iterable[str]:
    """Number and IFSC are those of the last event that set them."""
    written = told(Maker, "makers.bank_set", at="maker_id")
    rows = BankAccount.objects.annotate(said=said_text(written, "number"), branch=said_text(written, "ifsc"))
    for account in rows.iterator():
        if (account.said, account.branch) != (mask_account(account.number), account.ifsc):
            yield f"maker {account.maker_id}: its bank account is {mask_account(account.number)}, not {account.said}"
        elif not _is_ifsc(account.ifsc):
            yield f"maker {account.maker_id}: {account.ifsc} is no IFSC"


def _is_ifsc(text: str) -> bool:
    try:
        return clean_ifsc(text) == text
    except InvalidIdentifier:
        return False


@check("bank accounts are confirmed by another hand")
def accounts_are_confirmed() -> Iterable[str]:
    """Confirmed after it was written down, by somebody else, and not sent back since."""
    doubts = ("makers.bank_sent_back", "makers.bank_doubted")
    told_of = told(Maker, "makers.bank_set", "makers.bank_confirmed", *doubts, at="maker_id")
    confirmed = told(Maker, "makers.bank_confirmed", at="maker_id")
    rows = BankAccount.objects.filter(confirmed=True).annotate(
        moved=last(told_of), by=last_id(confirmed, "by_id"), said=said_text(confirmed, "number")
    )
    for account in rows.iterator():
        if account.by == NOTHING or account.said != mask_account(account.number):
            yield f"maker {account.maker_id}: its bank account is confirmed, and nobody confirmed it"
        elif account.by == account.set_by_id:
            yield f"maker {account.maker_id}: user {account.by} wrote its bank account and confirmed it"
        elif account.moved in doubts or account.sent_back:
            yield f"maker {account.maker_id}: its account was sent back or doubted, and it is confirmed"


@check("papers are decided by the desk")
def papers_are_decided() -> Iterable[str]:
    """Accepted or refused as the last word about it says; a paper given anew waits again."""
    for model, kind, owner in (
        (Document, "makers.document", "maker_id"),
        (SellerPaper, "makers.seller_paper", "seller_id"),
    ):
        about = told(model, f"{kind}_given", f"{kind}_decided")
        decided = told(model, f"{kind}_decided").filter(data__accepted=True)
        rows: Any = model._default_manager.annotate(
            moved=last(about), last=last_id(about, "pk"), accepted=last_id(decided, "pk")
        )
        for paper in rows.iterator():
            wanted = Paper.State.GIVEN
            if paper.moved == f"{kind}_decided":
                wanted = Paper.State.ACCEPTED if paper.accepted == paper.last else Paper.State.REFUSED
            if paper.state != wanted:
                whose = f"{owner.removesuffix('_id')} {getattr(paper, owner)}"
                yield f"paper {paper.pk} ({paper.kind}) of {whose} is {paper.state}, told as {wanted}"


@check("papers are of kinds that are known, and told apart as these are")
def papers_are_known() -> Iterable[str]:
    """A paper no rule reads, or one that a holder could give twice; and days that end before they begin."""
    kinds = book().kinds
    for paper in chain(Document.objects.order_by("pk").iterator(), SellerPaper.objects.order_by("pk").iterator()):
        kind = kinds.get(paper.kind)
        if kind is None:
            yield f"{paper}: {paper.kind} is no kind of paper"
        elif paper.which != which(kind, paper.number, paper.facts):
            yield f"{paper} is told apart by {mask_account(paper.which)}, not by its number"
        elif paper.valid_from and paper.valid_until and paper.valid_until < paper.valid_from:
            yield f"{paper} ends before it begins"


@check("sellers have GST numbers of their state, that can be true")
def gstins() -> Iterable[str]:
    for seller in Seller.objects.exclude(gstin="").select_related("state"):
        if not _is_gstin(seller.gstin):
            yield f"seller {seller.pk} ({seller}): {seller.gstin} is no GSTIN"
        elif seller.state.gst_code and seller.gstin[:2] != seller.state.gst_code:
            yield f"seller {seller.pk} ({seller}): {seller.gstin} is of another state"


def _is_gstin(text: str) -> bool:
    try:
        return clean_gstin(text) == text
    except InvalidIdentifier:
        return False


@check("makers, sellers and organisations belong to one mart")
def marts() -> Iterable[str]:
    for maker in Maker.objects.exclude(seller__mart_id=F("mart_id")):
        yield f"maker {maker.pk} ({maker}): its seller is of another mart"
    for maker in Maker.objects.exclude(organisation=None).exclude(organisation__mart_id=F("mart_id")):
        yield f"maker {maker.pk} ({maker}): its organisation is of another mart"
    for body in Organisation.objects.exclude(parent=None).exclude(parent__mart_id=F("mart_id")):
        yield f"organisation {body.pk} ({body}): it lies below one of another mart"
    for body in Organisation.objects.filter(Q(kind=Organisation.Kind.FEDERATION, parent__isnull=False)):
        yield f"organisation {body.pk} ({body}): a federation lies below another"


@check("organisations are open or closed as they were told")
def organisations_are_told() -> Iterable[str]:
    """Closed when last closed or merged; and nothing hangs on a closed one."""
    moved = last(told(Organisation, *CLOSED, "makers.organisation_reopened"))
    for body in Organisation.objects.annotate(moved=moved):
        if (body.closed_at is not None) != (body.moved in CLOSED):
            yield f"organisation {body.pk} ({body}): closed at {body.closed_at}, told: {body.moved or 'nothing'}"
    for maker in Maker.objects.exclude(organisation=None).exclude(organisation__closed_at=None):
        yield f"maker {maker.pk} ({maker}) belongs to an organisation that is closed"
    for below in Organisation.objects.filter(closed_at=None).exclude(parent=None).exclude(parent__closed_at=None):
        yield f"organisation {below.pk} ({below}) lies below one that is closed"


@check("who keeps accounts keeps those of an organisation of the mart")
def accountants() -> Iterable[str]:
    """A role at an organisation that is not there, closed, or another mart's would reach what nobody gave."""
    there = Organisation.objects.filter(pk=OuterRef("organisation_id"), mart=OuterRef("mart"), closed_at=None)
    for role in Role.objects.exclude(organisation_id=None).filter(~Exists(there)):
        yield f"role {role.pk}: no open organisation {role.organisation_id} in mart {role.mart_id}"


@check("who has left neither leads nor counts")
def left_is_left() -> Iterable[str]:
    for member in Member.objects.filter(active=False, leads=True):
        yield f"{member}: she has left, and leads"
    removed = told(Member, "makers.member_added", "makers.member_removed")
    rows = Member.objects.annotate(moved=last(removed))
    for member in rows.filter(active=True, moved="makers.member_removed"):
        yield f"{member}: she has left, and is counted again"
    for member in rows.filter(active=False).exclude(moved="makers.member_removed"):
        yield f"{member}: she is counted no more, and never left"


@check("shares go by the rule that was set")
def share_rules() -> Iterable[str]:
    rule = said_text(told(Maker, "makers.share_rule_set"), "rule")
    for maker in Maker.objects.annotate(told_rule=rule).exclude(share_rule=F("told_rule")):
        if maker.share_rule != (maker.told_rule or Maker.ShareRule.EQUAL):
            yield f"maker {maker.pk} ({maker}) shares {maker.share_rule}, told as {maker.told_rule or 'equal'}"


WEIGHTS = {"by_work": "work_units", "by_amounts": "amount_share"}


@check("members weigh what was agreed")
def weights() -> Iterable[str]:
    """Those who were weighed when the rule was set weigh the same, but for who came back since."""
    rules: dict[int, tuple[int, str, dict[str, int]]] = {}
    events = Event.objects.filter(kind="makers.share_rule_set", subject_type=Maker._meta.label_lower).order_by("pk")
    for pk, maker_id, data in events.values_list("pk", "subject_id", "data").iterator():
        rules[maker_id] = (pk, WEIGHTS.get(data["rule"], ""), data.get("weights", {}))
    added = Event.objects.filter(kind="makers.member_added", subject_type=Member._meta.label_lower).order_by()
    came = dict(added.values_list("subject_id").annotate(last=Max("pk")))
    members = Member.objects.filter(active=True).exclude(maker__share_rule=Maker.ShareRule.EQUAL).order_by("pk")
    for member in members.iterator():
        set_at, field, agreed = rules.get(member.maker_id, (0, "", {}))
        wanted = agreed.get(str(member.pk))
        if field and wanted is not None and came.get(member.pk, 0) < set_at and getattr(member, field) != wanted:
            yield f"{member}: she weighs {getattr(member, field)}, told as {wanted}"
