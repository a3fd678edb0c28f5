"""Reads of makers with more than one caller."""

import json
from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import BigIntegerField, Prefetch, Q, QuerySet, TextField
from django.db.models.functions import Cast

from haat.core.languages import best
from haat.core.models import Event
from haat.core.numerals import latin_digits
from haat.core.prepared import Prepared, Slot
from haat.core.slugs import slug
from haat.makers.models import (
    BankAccount,
    Document,
    Maker,
    MakerQuerySet,
    Member,
    Organisation,
    PaperFile,
    Seller,
    SellerPaper,
)
from haat.makers.naming import Names
from haat.makers.papers import as_seen
from haat.people.models import User
from haat.people.rules import somebody_else
from haat.places.models import Mart, Place


def name(maker: Maker, language: str | None = None) -> str:
    """The maker's name in `language` (the active one if not given), or the nearest there is."""
    return best(maker.names, language).text or maker.slug


def with_papers(makers: MakerQuerySet) -> MakerQuerySet:
    """`makers` with all that `rules.missing_to_open` and `readiness` read: four queries for any number."""
    return makers.select_related("mart", "seller", "bank", "block", "place", "portrait").prefetch_related(
        "documents", Prefetch("members", Member.objects.select_related("user"))
    )


@Prepared
def _leaders() -> QuerySet[Member]:
    members = Member.objects.filter(maker=Slot("maker", BigIntegerField()), leads=True, active=True)
    return members.select_related("user").order_by("pk")


def leader_of(maker: Maker) -> Member | None:
    """The member who leads (the first one, when several do), with her user."""
    return _leaders.first(maker=maker.pk)


def name_told(maker: Maker) -> str:
    """As the trail calls a maker: a group by its name, somebody who works alone by her key, for the trail is not edited
    when she is erased."""
    return name(maker) if maker.is_group else f"#{maker.pk}"


def slug_told(maker: Maker) -> str:
    """The same of its address, which is made of its name."""
    return maker.slug if maker.is_group else ""


def works_in(user: User, mart: Mart) -> bool:
    """Whether she is a member of a maker of the mart."""
    return Member.objects.filter(user=user, active=True, maker__mart=mart).exists()


def language_of(maker: Maker) -> str:
    """The language to speak to the maker in: its leader's, else the mart's first."""
    return spoken_to(maker)[1]


def spoken_to(maker: Maker) -> tuple[User | None, str]:
    """Who is told what concerns the maker (the leader's user, when she has one), and in which language."""
    leader = leader_of(maker)
    if leader is not None and leader.user is not None:
        return leader.user, leader.user.language
    return None, maker.mart.default_language


def each_spoken_to(makers: Iterable[Maker]) -> dict[int, tuple[User | None, str]]:
    """By maker (its mart loaded), who is told and in which language, as `spoken_to` says: one statement."""
    each = {maker.pk: maker for maker in makers}
    leaders = Member.objects.filter(maker__in=each, leads=True, active=True).select_related("user").order_by("-pk")
    users = {leader.maker_id: leader.user for leader in leaders}  # of several the first one, told last
    return {
        pk: (user, user.language) if (user := users.get(pk)) is not None else (None, maker.mart.default_language)
        for pk, maker in each.items()
    }


def holder_of(mart: Mart, lokos_id: str) -> Maker | None:
    """The maker of the mart with this LokOS number; who stayed, when it is that of one found to be another."""
    holders = Maker.objects.select_related("merged_into").filter(mart=mart, lokos_id=lokos_id)
    found = holders.first() if lokos_id else None
    return _stays(found) if found else None


def _stays(maker: Maker) -> Maker:
    return maker.merged_into or maker


def namesake(mart: Mart, phone: str, names: Names, *, but: Maker | None = None) -> Maker | None:
    """The maker of the mart (other than `but`) with this canonical phone that is called so in any language.

    An artisan and her group may share a phone; their names tell them apart. For one that was found to be another, who
    stayed: a table that is brought in again does not make it anew.
    """
    said = spoken(names)
    makers = Maker.objects.select_related("merged_into").filter(mart=mart, phone=phone).order_by("pk")
    found = (_stays(maker) for maker in makers if said & spoken(maker.names))
    return next((maker for maker in found if maker != but), None)


def known_among(mart: Mart, told: Sequence[tuple[str, str, Names]]) -> list[Maker | None]:
    """Of each of these tellings (LokOS number, canonical phone, names; empty where there is none), who she is here, as
    `holder_of` and `namesake` say; two statements."""
    codes, phones = {code for code, _phone, _names in told if code}, {phone for _code, phone, _names in told if phone}
    makers = Maker.objects.select_related("merged_into").filter(mart=mart).order_by("pk")
    holders: dict[str, Maker] = {}
    for maker in makers.filter(lokos_id__in=codes) if codes else ():
        holders.setdefault(maker.lokos_id, maker)
    called: dict[str, list[Maker]] = {}
    for maker in makers.filter(phone__in=phones) if phones else ():
        called.setdefault(maker.phone, []).append(maker)
    found: list[Maker | None] = []
    for code, phone, names in told:
        said = spoken(names)
        by_phone = (maker for maker in called.get(phone, ()) if said & spoken(maker.names))
        first = holders.get(code) or next(by_phone, None)
        found.append(_stays(first) if first is not None else None)
    return found


def unreached_namesake(mart: Mart, *, place: Place, names: Names, leader_names: Names) -> Maker | None:
    """The maker of the mart without a phone, in this place, that is called so and whose leader is called so.

    For one that was found to be another, who stayed; who led it is among the members of either.
    """
    said, led = spoken(names), spoken(leader_names)
    makers = Maker.objects.select_related("merged_into").filter(mart=mart, phone="", place=place)
    for maker in makers.prefetch_related("members", "merged_into__members").order_by("pk"):
        leaders = [member for member in maker.members.all() if member.leads]
        if maker.merged_into is not None:
            leaders = [*maker.members.all(), *maker.merged_into.members.all()]
        if said & spoken(maker.names) and any(led & spoken(leader.names) for leader in leaders):
            return _stays(maker)
    return None


def spoken(names: Names) -> set[str]:
    """The names as two tellings of them agree: by their Latin letters, where Haat can write them so."""
    return {slug(name) or name for name in names.values()}


def sharing(maker: Maker, number: str, ifsc: str) -> MakerQuerySet:
    """The mart's other makers that are paid into the same account of the same bank, with their block."""
    banked = Q(bank__number=number, bank__ifsc__startswith=ifsc[:4])
    others = Maker.objects.filter(banked, mart=maker.mart_id).exclude(pk=maker.pk)
    return others.select_related("mart", "block").order_by("pk")


def live_makers(mart: Mart) -> MakerQuerySet:
    """Everyone who sells in the mart now, with place and portrait."""
    return Maker.objects.live().filter(mart=mart).select_related("block", "place", "portrait")


def makers_of_mart(mart: Mart) -> MakerQuerySet:
    """The mart's makers, whatever their state, with what acting for one reads."""
    return Maker.objects.own().filter(mart=mart).select_related("block", "portrait", "seller")


def merged_into(mart: Mart, pk: int) -> Maker | None:
    """The maker that the maker of this number was found to be; None when it is still its own."""
    gone = Maker.objects.select_related("merged_into").filter(mart=mart, pk=pk, state=Maker.State.MERGED).first()
    return gone.merged_into if gone else None


def one_with(maker: Maker) -> QuerySet[Maker]:
    """The maker and those that were found to be it: what stands under their numbers is its own to read."""
    return Maker.objects.filter(Q(pk=maker.pk) | Q(merged_into=maker.pk))


def found_to_be_one() -> dict[int, set[int]]:
    """Maker → those it was ever found to be one with, also when they are two again: for who checks old papers."""
    found: dict[int, set[int]] = {}
    pairs = Event.objects.filter(kind="makers.merged", subject_type=Maker._meta.label_lower)
    for gone, data in pairs.order_by("pk").values_list("subject_id", "data").iterator():
        together = {gone, data["into"]} | found.get(gone, set()) | found.get(data["into"], set())
        for each in together:
            found[each] = found.get(each, set()) | together
    return found


def merged_slug(mart: Mart, slug: str) -> str:
    """The address of the maker that the maker at this address was found to be; empty when it is still its own."""
    gone = Maker.objects.filter(mart=mart, slug=slug, state=Maker.State.MERGED)
    return gone.values_list("merged_into__slug", flat=True).first() or ""


def not_open_within(mart: Mart, place: Place) -> MakerQuerySet:
    """The mart's makers at or below `place` who are enrolled and not open yet."""
    return Maker.objects.filter(place.reach(mart, "block"), mart=mart, state=Maker.State.ENROLLED)


def named(makers: MakerQuerySet, words: str, languages: Sequence[str]) -> MakerQuerySet:
    """Those whose name in one of the languages, short name or phone holds `words`."""
    called = Q()
    for code in languages:
        called |= Q(**{f"names__{code}__icontains": words})
    # A look at all names at once, which few pass; SQLite keeps them as ASCII.
    near = json.dumps(words)[1:-1] if connection.vendor == "sqlite" else words
    wanted = Q(slug__icontains=words.replace(" ", "-")) | Q(phone__contains=latin_digits(words).replace(" ", ""))
    return makers.alias(all_names=Cast("names", TextField())).filter(wanted | Q(all_names__icontains=near) & called)


def speakers(mart: Mart, stems: Sequence[str]) -> MakerQuerySet:
    """Live makers whose address is one of `stems`, or begins with one and a dash, by address."""
    begun = Q()
    for stem in stems:
        begun |= Q(slug=stem) | Q(slug__startswith=f"{stem}-")
    return live_makers(mart).filter(begun).order_by("slug")


def makers_by_id(ids: Iterable[int | None]) -> dict[int, Maker]:
    """Id → maker; ids that are None are left out. No query when there is none."""
    return Maker.objects.in_bulk({pk for pk in ids if pk})


def organisations_of(mart: Mart) -> QuerySet[Organisation]:
    """The mart's federations and village organisations that are open."""
    return Organisation.objects.filter(mart=mart, closed_at=None).order_by("slug")


def organisations_in(mart: Mart) -> QuerySet[Organisation]:
    """All of them, those that were closed or merged too."""
    return Organisation.objects.filter(mart=mart).order_by("slug")


def organisations_by_id(ids: Iterable[int | None]) -> dict[int, Organisation]:
    """Id → organisation; ids that are None are left out. No query when there is none."""
    return Organisation.objects.in_bulk({pk for pk in ids if pk})


def sellers_of_organisations(mart: Mart) -> QuerySet[Seller]:
    """Who may invoice for makers: the sellers of organisations."""
    return Seller.objects.filter(mart=mart).exclude(organisation=None).order_by("legal_name", "pk")


def sellers_to_choose(mart: Mart) -> QuerySet[Seller]:
    """Those of them through whom a maker may begin to sell: of organisations that are open."""
    return sellers_of_organisations(mart).filter(organisation__closed_at=None)


def own_seller(maker: Maker) -> Seller | None:
    """Whose papers are the maker's own: those it sells under, or did before it sold through an organisation."""
    if maker.seller.organisation_id is None:
        return maker.seller
    about = Event.objects.filter(kind="makers.changed", subject_type="makers.maker", subject_id=maker.pk)
    for before in about.order_by("-pk").values_list("data__before__seller", flat=True):
        own = Seller.objects.filter(pk=before, organisation=None).first() if before else None
        if own is not None:
            return own
    return None


def memberships(maker: Maker, user: User | None) -> QuerySet[Member]:
    """As whom a person (None: anybody) is, or was, a member of the maker, or of one that was found to be it."""
    members = Member.objects.filter(maker__in=one_with(maker).values("pk"))
    return members if user is None else members.filter(user=user)


def files_of(maker: Maker) -> QuerySet[PaperFile]:
    """The files of its papers and of its passbook, the newest first, without what is in them."""
    return maker.paper_files.defer("sealed").select_related("document").order_by("-pk")


def seen_now(subject: BankAccount | Document | SellerPaper) -> str:
    """What whoever looks at an account or a paper has before her now (`papers.as_seen`)."""
    if isinstance(subject, SellerPaper):
        return as_seen(subject, 0)
    document = subject if isinstance(subject, Document) else None
    files = PaperFile.objects.filter(maker=subject.maker_id, document=document).order_by("-pk")
    return as_seen(subject, files.values_list("pk", flat=True).first() or 0)


PAPER_GIVEN = ("makers.document_given", "makers.seller_paper_given")


def given_by(paper: Document | SellerPaper) -> int | None:
    """Who wrote this paper down last; None for the machine, or where nobody told of it."""
    told = Event.objects.filter(subject_type=paper._meta.label_lower, subject_id=paper.pk, kind__in=PAPER_GIVEN)
    return told.order_by("-pk").values_list("by_id", flat=True).first()


def own_papers(
    papers: "Iterable[Document | SellerPaper]", user: User, deed: str, *, mart: Mart, place: Place
) -> set[int]:
    """Which of these papers of one kind of row wait for another officer, for `user` wrote them down (their keys).

    None where nobody else may decide. At most two statements, none when nothing waits.
    """
    open_ = [paper for paper in papers if paper.state == paper.State.GIVEN]
    if not open_:
        return set()
    told = Event.objects.filter(
        subject_type=open_[0]._meta.label_lower, subject_id__in=[paper.pk for paper in open_], kind__in=PAPER_GIVEN
    )
    last = dict(told.order_by("pk").values_list("subject_id", "by_id"))
    hers = {pk for pk, by_id in last.items() if by_id == user.pk}
    return hers if hers and somebody_else(user.pk, deed, mart=mart, place=place) else set()
