"""Many new makers of one mart at once: each is what `enrol_maker`, `set_bank` and `give_document` make of it."""

from collections import Counter
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction

from haat.core.actor import Actor
from haat.core.errors import HaatError
from haat.core.events import Happened, changes, record_all
from haat.core.identifiers import mask_account, mask_phone
from haat.core.languages import best
from haat.core.locks import hold
from haat.core.rows import insert_many
from haat.core.slugs import free_slug
from haat.makers import papers
from haat.makers.actions.banking import set_bank
from haat.makers.actions.documents import give_document
from haat.makers.actions.enrolling import check_enrolment, enrol_maker, free_slug_of
from haat.makers.actions.members import NewMember, facts_of_member
from haat.makers.actions.selling import address_of, new_seller
from haat.makers.alike import keys_of
from haat.makers.models import BankAccount, Document, Maker, Member, NameKey, Organisation, Seller
from haat.makers.naming import Names, english_first, given, told
from haat.makers.queries import organisations_of, slug_told, spoken
from haat.people.models import User
from haat.places.models import Mart, Place
from haat.places.queries import state_of


@dataclass(frozen=True)
class Bank:
    """Where her money goes, as typed, and what somebody is sure of (`set_bank`)."""

    holder: str
    number: str
    ifsc: str
    sure: Collection[str] = ()


@dataclass(frozen=True)
class Telling:
    """What is told of a maker as she is enrolled; `papers` are (kind, number)."""

    kind: str
    names: Names
    leader_names: Names
    block: Place
    place: Place | None
    pin: str
    phone: str = ""
    lokos_id: str = ""
    members: Sequence[NewMember] = ()
    since: int | None = None
    organisation: Organisation | None = None
    stories: Names = field(default_factory=dict)
    bank: Bank | None = None
    papers: Sequence[tuple[str, str]] = ()


# What `enrol_maker` takes; account and papers come after it.
_OF_HERSELF = (
    *("kind", "names", "leader_names", "block", "place", "pin", "phone"),
    *("lokos_id", "members", "since", "organisation", "stories"),
)


def enrol_told(mart: Mart, telling: Telling, *, by: Actor) -> Maker:
    """Enrol one maker whole, with account and papers. Raises HaatError naming the field."""
    facts = {name: getattr(telling, name) for name in _OF_HERSELF}
    maker = enrol_maker(mart, **facts, by=by)
    if (bank := telling.bank) is not None:
        set_bank(maker, holder=bank.holder, number=bank.number, ifsc=bank.ifsc, sure=bank.sure, by=by)
    for kind, number in telling.papers:
        give_document(maker, kind=kind, number=number, field=kind, by=by)
    return maker


@dataclass
class _Draft:
    """Rows of a maker that nothing speaks against, not written yet."""

    maker: Maker
    seller: Seller
    leader: str
    user: User | None
    members: list[Member]
    bank: BankAccount | None
    papers: list[Document]

    @property
    def marks(self) -> set[Hashable]:
        """What another maker may have as well: then a person, or `enrol_told`, has to look."""
        maker = self.maker
        found: set[Hashable] = {("phone", maker.phone), ("lokos", maker.lokos_id)}
        found |= {("account", self.bank.number)} if self.bank is not None else set()
        if not maker.phone:
            found |= {("called", maker.place_id, name) for name in spoken(maker.names)}
        return {mark for mark in found if mark[-1]}  # type: ignore[index]


@transaction.atomic
def enrol_plain(mart: Mart, told: Sequence[Telling], *, pins: "Pins", slugs: "Slugs", by: Actor) -> set[int]:
    """Enrol those that are plainly new, in a few statements for all; answers their places in `told`.

    The others, which share something with a maker who is here or with one another, or of which something is wrong, are
    left to `enrol_told`, one after the other.
    """
    mart = hold(mart)
    closed = {each.organisation.pk for each in told if each.organisation is not None}
    closed -= set(organisations_of(mart).filter(pk__in=closed).values_list("pk", flat=True))
    state, drafts = state_of(mart.place), dict[int, _Draft]()
    for place, telling in enumerate(told):
        if telling.organisation is None or telling.organisation.pk not in closed:
            try:
                drafts[place] = _draft(mart, telling, state, pins)
            except HaatError:
                continue
    plain = {place: drafts[place] for place in drafts.keys() - _sharing(mart, drafts)}
    if plain:
        _write(mart, [plain[place] for place in sorted(plain)], slugs, by)
    return set(plain)


class Pins:
    """Which PIN codes are near which blocks, each asked once for a whole table."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, str], str | HaatError] = {}

    def near(self, block: Place, text: str) -> str:
        """As `papers.pin_near`. Raises HaatError."""
        if (block.pk, text) not in self._known:
            try:
                self._known[block.pk, text] = papers.pin_near(block, text)
            except HaatError as refusal:
                self._known[block.pk, text] = refusal
        found = self._known[block.pk, text]
        if isinstance(found, HaatError):
            raise found
        return found


class Slugs:
    """Addresses for the makers of a whole table: of one name the next number is remembered, and asked for once."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    def give(self, mart: Mart, makers: Sequence[Maker]) -> None:
        """An address to each that no other maker of the mart has; the mart is held."""
        bases = [free_slug(english_first(maker.names), (), limit=80, otherwise="maker") for maker in makers]
        self._meet(mart, {base for base in bases if base not in self._last})
        for maker, base in zip(makers, bases, strict=True):
            self._last[base] = number = self._last[base] + 1
            maker.slug = base if number == 1 else f"{base}-{number}"
        taken, given = _slugs_among(mart, [maker.slug for maker in makers]), set[str]()
        for maker, base in zip(makers, bases, strict=True):
            if maker.slug in taken or maker.slug in given:
                maker.slug = free_slug_of(mart, base, given)
            given.add(maker.slug)

    def _meet(self, mart: Mart, bases: set[str]) -> None:
        """The last number of each that is taken already."""
        taken = _slugs_among(mart, bases)
        for base in bases:
            self._last[base] = int(free_slug_of(mart, base).rpartition("-")[2]) - 1 if base in taken else 0


def _slugs_among(mart: Mart, slugs: Collection[str]) -> set[str]:
    return set(Maker.objects.filter(mart=mart, slug__in=slugs).values_list("slug", flat=True)) if slugs else set()


def _draft(mart: Mart, telling: Telling, state: Place, pins: Pins) -> _Draft:
    """Everything that can be wrong with a telling by itself is found here. Raises HaatError."""
    names, leader_names = given(telling.names), given(telling.leader_names, "leader_names")
    where: dict[str, Any] = {"block": telling.block, "place": telling.place}
    check_enrolment(mart, kind=telling.kind, **where, seller=None, organisation=telling.organisation)
    place, pin = telling.place or telling.block, pins.near(telling.block, telling.pin)
    legal_name, address = english_first(names)[0], address_of(place)
    maker = Maker(
        mart=mart,
        kind=telling.kind,
        names=names,
        stories=told(telling.stories),
        block=telling.block,
        place=place,
        pin=pin,
        phone=papers.phone_if_known(telling.phone, demo=settings.DEMO),
        since=papers.year(telling.since),
        organisation=telling.organisation,
        lokos_id=papers.lokos(telling.lokos_id),
        member_count=1 + len(telling.members),
    )
    members = [Member(maker=maker, names=leader_names, leads=True)]
    members += [Member(maker=maker, names=given(new.names)) for new in telling.members]
    return _Draft(
        maker=maker,
        seller=new_seller(mart, legal_name=legal_name, address=address, pin=pin, state=state),
        leader=best(leader_names, mart.default_language).text,
        user=None,
        members=members,
        bank=_account(maker, telling.bank),
        papers=[
            Document(maker=maker, kind=kind, number=papers.paper_number(kind, number, field=kind))
            for kind, number in telling.papers
        ],
    )


def _account(maker: Maker, bank: Bank | None) -> BankAccount | None:
    if bank is None:
        return None
    holder, number, ifsc, bank_name = papers.bank_account(bank.holder, bank.number, bank.ifsc, sure=bank.sure)
    return BankAccount(maker=maker, holder=holder, number=number, ifsc=ifsc, bank_name=bank_name)


def _sharing(mart: Mart, drafts: dict[int, _Draft]) -> set[int]:
    """Places of those that have a mark in common with one another or with a maker of the mart, or a person's phone."""
    marks = {place: draft.marks for place, draft in drafts.items()}
    times = Counter(mark for own in marks.values() for mark in own)
    taken = _taken(mart, [draft.maker for draft in drafts.values()], [draft.bank for draft in drafts.values()])
    return {place for place, own in marks.items() if own & taken or any(times[mark] > 1 for mark in own)}


def _taken(mart: Mart, makers: Sequence[Maker], banks: Sequence[BankAccount | None]) -> set[Hashable]:
    """Which of their marks are taken in the mart, whoever has them."""
    phones = {maker.phone for maker in makers if maker.phone}
    numbers, codes = {bank.number for bank in banks if bank}, {maker.lokos_id for maker in makers if maker.lokos_id}
    here = Maker.objects.filter(mart=mart)
    found: set[Hashable] = {("phone", phone) for phone in here.filter(phone__in=phones).values_list("phone", flat=True)}
    found |= {("phone", phone) for phone in User.objects.filter(phone__in=phones).values_list("phone", flat=True)}
    found |= {("lokos", code) for code in here.filter(lokos_id__in=codes).values_list("lokos_id", flat=True)}
    found |= {("account", n) for n in here.filter(bank__number__in=numbers).values_list("bank__number", flat=True)}
    if places := {maker.place_id for maker in makers if not maker.phone}:
        unreached = here.filter(phone="", place__in=places).values_list("place", "names")
        found |= {("called", place, name) for place, names in unreached.iterator() for name in spoken(names)}
    return found


def _write(mart: Mart, drafts: Sequence[_Draft], slugs: Slugs, by: Actor) -> None:
    slugs.give(mart, [draft.maker for draft in drafts])
    for draft in drafts:
        if draft.maker.phone:
            draft.user = User(phone=draft.maker.phone, name=draft.leader, language=mart.default_language)
            draft.user.set_unusable_password()
    insert_many([draft.seller for draft in drafts])
    insert_many([draft.user for draft in drafts if draft.user is not None])
    for draft in drafts:
        draft.maker.seller, draft.members[0].user = draft.seller, draft.user
    insert_many([draft.maker for draft in drafts])
    for draft in drafts:
        for row in (*draft.members, *draft.papers, *([draft.bank] if draft.bank else ())):
            row.maker = draft.maker
        if draft.bank is not None:
            draft.bank.set_by_id = by.user_id
    insert_many([NameKey(maker=d.maker, key=key) for d in drafts for key in sorted(keys_of(d.maker.names))])
    insert_many([member for draft in drafts for member in draft.members])
    insert_many([draft.bank for draft in drafts if draft.bank is not None])
    insert_many([paper for draft in drafts for paper in draft.papers])
    record_all([happened for draft in drafts for happened in _told_of(draft)], by=by)


def _told_of(draft: _Draft) -> list[Happened]:
    """The events of one maker, as they come one by one."""
    maker, events = draft.maker, list[Happened]()

    def tell(kind: str, subject: Any, /, **data: Any) -> None:
        events.append(Happened(kind, subject, data, maker.mart_id))

    tell("makers.seller_made", draft.seller, registered=False)
    tell("makers.enrolled", maker, kind=maker.kind, slug=slug_told(maker), phone=mask_phone(maker.phone))
    if draft.user is not None:
        events.append(Happened("people.signed_up", draft.user, {}))
    for member in draft.members:
        facts = changes({}, facts_of_member(member))
        tell("makers.member_added", member, maker=maker.pk, leads=member.leads, **facts)
    if (bank := draft.bank) is not None:
        tell("makers.bank_set", maker, number=mask_account(bank.number), before="", ifsc=bank.ifsc, ifsc_before="")
    for paper in draft.papers:
        tell("makers.document_given", paper, maker=maker.pk, kind=paper.kind)
    return events
