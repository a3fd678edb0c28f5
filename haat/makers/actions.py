"""The only writes of makers: enrol, add members, papers, bank; open and pause."""

from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.identifiers import mask_account, mask_phone
from haat.core.models import Picture
from haat.core.slugs import free_slug
from haat.makers import errors, papers
from haat.makers.models import BankAccount, Document, Maker, Member, Organisation, Seller
from haat.makers.rules import missing_to_open
from haat.people.actions import sign_up
from haat.people.models import User
from haat.places.models import Mart, Place
from haat.places.queries import state_of

Names = Mapping[str, str]


def _given(names: Names, field: str = "names") -> dict[str, str]:
    """The names that say something, trimmed; raises HaatError when none does."""
    kept = {code: " ".join(text.split()) for code, text in names.items() if text and text.strip()}
    if not kept:
        raise errors.no_name(field)
    return kept


def _in_english_first(names: Names) -> list[str]:
    return [names[code] for code in sorted(names, key=lambda code: (code != "en", code))]


@transaction.atomic
def make_organisation(
    mart: Mart, *, kind: str, names: Names, place: Place, parent: Organisation | None = None, by: Actor
) -> Organisation:
    """A federation, or a village organisation below one (`parent`). Raises HaatError."""
    names = _given(names)
    if parent is not None and parent.mart_id != mart.pk:
        raise errors.other_mart("parent")
    taken = set(Organisation.objects.filter(mart=mart).values_list("slug", flat=True))
    slug = free_slug(_in_english_first(names), taken, otherwise=kind)
    made = Organisation.objects.create(
        mart=mart, kind=Organisation.Kind(kind), names=names, place=place, parent=parent, slug=slug
    )
    record("makers.organisation_made", made, by=by, slug=slug)
    return made


@transaction.atomic
def make_seller(
    mart: Mart,
    *,
    legal_name: str,
    address: str,
    pin: str,
    state: Place | None = None,
    gstin: str = "",
    enrolment: str = "",
    pan: str = "",
    fssai: str = "",
    organisation: Organisation | None = None,
    by: Actor,
) -> Seller:
    """Who invoices. `state` is the mart's own if not given. Raises HaatError naming the field."""
    if not legal_name.strip():
        raise errors.no_name("legal_name")
    if organisation is not None and organisation.mart_id != mart.pk:
        raise errors.other_mart("organisation")
    given = {"gstin": gstin, "enrolment": enrolment, "pan": pan, "fssai": fssai}
    numbers = {kind: papers.paper_number(kind, text, field=kind) for kind, text in given.items() if text}
    state = state or state_of(mart.place)
    _check_gstin(numbers.get("gstin", ""), state)
    if numbers.get("gstin") and "pan" not in numbers:
        numbers["pan"] = numbers["gstin"][2:12]
    made = Seller.objects.create(
        mart=mart,
        legal_name=legal_name.strip(),
        address=address.strip(),
        pin=papers.pin(pin),
        state=state,
        organisation=organisation,
        **numbers,
    )
    record("makers.seller_made", made, by=by, registered=made.registered)
    return made


def _check_gstin(gstin: str, state: Place) -> None:
    if gstin and state.gst_code and gstin[:2] != state.gst_code:
        raise errors.gstin_of_other_state()
    if gstin and Seller.objects.filter(gstin=gstin).exists():
        raise errors.gstin_taken()


@transaction.atomic
def enrol_maker(
    mart: Mart,
    *,
    kind: str,
    names: Names,
    block: Place,
    place: Place | None = None,
    pin: str,
    phone: str,
    leader_names: Names,
    leader_language: str = "",
    seller: Seller | None = None,
    organisation: Organisation | None = None,
    stories: Names | None = None,
    since: int | None = None,
    lokos_id: str = "",
    portrait: Picture | None = None,
    by: Actor,
) -> Maker:
    """Enrol a maker with its leader, who may sign in with `phone` at once.

    Without `place` it is the block's; without `seller` the maker sells in its own name. Raises HaatError
    naming the field.
    """
    names, leader_names = _given(names), _given(leader_names, "leader_names")
    _check_enrolment(mart, kind=kind, block=block, place=place, seller=seller, organisation=organisation)
    phone, pin = papers.phone(phone, demo=settings.DEMO), papers.pin(pin)
    if seller is None:
        seller = _own_seller(mart, names, place or block, pin, by)
    taken = set(Maker.objects.filter(mart=mart).values_list("slug", flat=True))
    maker = Maker.objects.create(
        mart=mart,
        kind=kind,
        slug=free_slug(_in_english_first(names), taken, limit=80, otherwise="maker"),
        names=names,
        stories=dict(stories or {}),
        block=block,
        place=place or block,
        pin=pin,
        phone=phone,
        since=since,
        organisation=organisation,
        seller=seller,
        lokos_id=lokos_id,
        portrait=portrait,
    )
    record("makers.enrolled", maker, by=by, kind=kind, slug=maker.slug, phone=mask_phone(phone))
    language = leader_language or mart.default_language
    user = sign_up(phone, name=_in_english_first(leader_names)[0], language=language, by=by)
    add_member(maker, names=leader_names, user=user, leads=True, by=by)
    return maker


def _check_enrolment(
    mart: Mart,
    *,
    kind: str,
    block: Place,
    place: Place | None,
    seller: Seller | None,
    organisation: Organisation | None,
) -> None:
    if kind not in Maker.Kind.values:
        raise errors.unknown_kind(kind)
    if block.kind != Place.Kind.BLOCK or not mart.place.contains(block):
        raise errors.block_outside_mart()
    if place is not None and not block.contains(place):
        raise errors.place_outside_block()
    if seller is not None and seller.mart_id != mart.pk:
        raise errors.other_mart("seller")
    if organisation is not None and organisation.mart_id != mart.pk:
        raise errors.other_mart("organisation")


def _own_seller(mart: Mart, names: Names, place: Place, pin: str, by: Actor) -> Seller:
    address = ", ".join(dict.fromkeys([str(place), str(place.parent)]))
    return make_seller(mart, legal_name=_in_english_first(names)[0], address=address, pin=pin, by=by)


@transaction.atomic
def change_maker(
    maker: Maker,
    *,
    names: Names | None = None,
    stories: Names | None = None,
    phone: str | None = None,
    portrait: Picture | None = None,
    seller: Seller | None = None,
    by: Actor,
) -> Maker:
    """Change what is given; what is None stays. Raises HaatError naming the field."""
    maker = _locked(maker)
    wanted: dict[str, object] = {}
    if names is not None:
        wanted["names"] = _given(names)
    if stories is not None:
        wanted["stories"] = dict(stories)
    if phone is not None:
        wanted["phone"] = papers.phone(phone, demo=settings.DEMO)
    if portrait is not None:
        wanted["portrait"] = portrait
    if seller is not None:
        if seller.mart_id != maker.mart_id:
            raise errors.other_mart("seller")
        wanted["seller"] = seller
    for field, value in wanted.items():
        setattr(maker, field, value)
    maker.save(update_fields=list(wanted))
    record("makers.changed", maker, by=by, fields=sorted(wanted))
    return maker


def _locked(maker: Maker) -> Maker:
    return Maker.objects.select_for_update(of=("self",)).select_related("mart", "seller").get(pk=maker.pk)


@transaction.atomic
def add_member(
    maker: Maker,
    *,
    names: Names,
    user: User | None = None,
    leads: bool = False,
    work_units: int = 1,
    amount_share: int = 1,
    by: Actor,
) -> Member:
    """Add a member; with a `user` she may act on the maker's phone. Raises HaatError."""
    names = _given(names)
    maker = _locked(maker)
    if user is not None and maker.members.filter(user=user).exists():
        raise errors.already_member()
    if min(work_units, amount_share) < 0:
        raise errors.bad_weights()
    member = Member.objects.create(
        maker=maker, user=user, names=names, leads=leads, work_units=work_units, amount_share=amount_share
    )
    _count_members(maker)
    record("makers.member_added", member, by=by, mart_id=maker.mart_id, maker=maker.pk, leads=leads)
    return member


@transaction.atomic
def remove_member(member: Member, *, by: Actor) -> Member:
    """A member leaves: she keeps what she earned, takes no further share, and acts no more for the maker."""
    maker = _locked(member.maker)
    member.active = False
    member.save(update_fields=["active"])
    _count_members(maker)
    record("makers.member_removed", member, by=by, mart_id=maker.mart_id, maker=maker.pk)
    return member


def _count_members(maker: Maker) -> None:
    maker.member_count = maker.members.filter(active=True).count()
    maker.save(update_fields=["member_count"])


@transaction.atomic
def set_bank(maker: Maker, *, holder: str, number: str, ifsc: str, by: Actor) -> BankAccount:
    """Where payouts go from now on; a changed account waits to be confirmed again. Raises HaatError."""
    holder, number, ifsc, bank_name = papers.bank_account(holder, number, ifsc)
    before = BankAccount.objects.select_for_update().filter(maker=maker).first()
    same = before is not None and (before.number, before.ifsc) == (number, ifsc)
    account, _made = BankAccount.objects.update_or_create(
        maker=maker,
        defaults={
            "holder": holder,
            "number": number,
            "ifsc": ifsc,
            "bank_name": bank_name,
            "confirmed": same and before is not None and before.confirmed,
        },
    )
    maker.bank = account
    record(
        "makers.bank_set",
        maker,
        by=by,
        number=mask_account(number),
        before=mask_account(before.number) if before else "",
        ifsc=ifsc,
    )
    return account


@transaction.atomic
def confirm_bank(account: BankAccount, *, by: Actor) -> BankAccount:
    """The desk compared the account with the passbook."""
    account.confirmed = True
    account.save(update_fields=["confirmed"])
    record("makers.bank_confirmed", account.maker, by=by, number=mask_account(account.number))
    return account


@transaction.atomic
def give_document(
    maker: Maker, *, kind: str, number: str, valid_until: date | None = None, by: Actor
) -> Document:
    """A maker's paper, to be looked at by the desk; giving one again replaces it. Raises HaatError."""
    number = papers.paper_number(kind, number)
    document, _made = Document.objects.update_or_create(
        maker=maker,
        kind=kind,
        defaults={
            "number": number,
            "valid_until": valid_until,
            "state": Document.State.GIVEN,
            "given_at": timezone.now(),
        },
    )
    record("makers.document_given", document, by=by, mart_id=maker.mart_id, maker=maker.pk, kind=kind)
    return document


@transaction.atomic
def decide_document(document: Document, *, accept: bool, by: Actor) -> Document:
    """Accept or refuse a paper; an accepted number becomes the seller's when the maker sells for itself."""
    document.state = Document.State.ACCEPTED if accept else Document.State.REFUSED
    document.save(update_fields=["state"])
    if accept and document.kind in papers.SELLER_PAPERS:
        _take_over(document)
    record(
        "makers.document_decided",
        document,
        by=by,
        mart_id=document.maker.mart_id,
        maker=document.maker_id,
        kind=document.kind,
        accepted=accept,
    )
    return document


def _take_over(document: Document) -> None:
    seller = Seller.objects.select_for_update().get(pk=document.maker.seller_id)
    if seller.organisation_id is not None or getattr(seller, document.kind) == document.number:
        return
    if document.kind == Document.Kind.GSTIN:
        _check_gstin(document.number, seller.state)
    setattr(seller, document.kind, document.number)
    seller.save(update_fields=[document.kind])


@transaction.atomic
def open_maker(maker: Maker, *, by: Actor) -> Maker:
    """Make a maker live; opening one that is live changes nothing. Raises NotReady with what is missing."""
    maker = _locked(maker)
    if maker.state == Maker.State.LIVE:
        return maker
    missing = missing_to_open(maker)
    if missing:
        raise errors.NotReady(missing)
    maker.state = Maker.State.LIVE
    maker.live_at = maker.live_at or timezone.now()
    maker.save(update_fields=["state", "live_at"])
    record("makers.opened", maker, by=by)
    return maker


@transaction.atomic
def pause_maker(maker: Maker, *, by: Actor) -> Maker:
    """Take a live maker's goods off the shelf for a while. Raises HaatError(makers.not_live)."""
    maker = _locked(maker)
    if maker.state != Maker.State.LIVE:
        raise errors.not_live()
    maker.state = Maker.State.PAUSED
    maker.save(update_fields=["state"])
    record("makers.paused", maker, by=by)
    return maker


@transaction.atomic
def set_share_rule(maker: Maker, *, rule: str, weights: Mapping[int, int] | None = None, by: Actor) -> Maker:
    """How a payout is shared: equal, by_work or by_amounts; `weights` is member id → whole number.

    Raises HaatError(makers.bad_share_rule, makers.bad_weights).
    """
    maker = _locked(maker)
    if rule not in Maker.ShareRule.values:
        raise errors.bad_share_rule()
    if rule != Maker.ShareRule.EQUAL:
        _set_weights(
            maker, "work_units" if rule == Maker.ShareRule.BY_WORK else "amount_share", weights or {}
        )
    before, maker.share_rule = maker.share_rule, rule
    maker.save(update_fields=["share_rule"])
    shares = {str(member): weight for member, weight in (weights or {}).items()}
    record("makers.share_rule_set", maker, by=by, before=before, rule=rule, weights=shares)
    return maker


def _set_weights(maker: Maker, field: str, weights: Mapping[int, int]) -> None:
    members = list(maker.members.select_for_update().filter(active=True).order_by("pk"))
    if set(weights) != {member.pk for member in members}:
        raise errors.bad_weights()
    if min(weights.values(), default=0) < 0 or not any(weights.values()):
        raise errors.bad_weights()
    for member in members:
        setattr(member, field, weights[member.pk])
    Member.objects.bulk_update(members, [field])
