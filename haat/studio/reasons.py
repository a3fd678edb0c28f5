"""Why a size may not be sold at a place, one kind of reason after the other: each sentence with its one next step.

Pure: all that is asked is loaded. In the mart's own shop a good that the desk let in sells: what channels ask besides
stops nothing there.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from haat.catalogue.freshness import arrives_fresh
from haat.catalogue.models import Good, GoodKind, Variant
from haat.core.languages import best
from haat.makers.models import Maker, Seller
from haat.makers.paper_book import Book
from haat.makers.paper_proofs import Lookout, answers, claimed_in, plain
from haat.makers.paper_rules import needs
from haat.makers.rules import BLOCKERS
from haat.pricing.channel_prices import ABOVE_MRP, UNKNOWN, ChannelPrice
from haat.studio.knowing import MUST, Known, Missing
from haat.studio.pictures import faults
from haat.studio.where import COORDINATOR, DESK, FEDERATION, MAKER, MART, Reason, Where

S = Good.State
# What the desk knows, or decides; whatever else is asked, the maker knows.
OF_THE_DESK = frozenset(
    (
        *("title", "brand", "bullets", "search_words", "common_name", "hsn", "gtin", "gtin_exempt", "model_number"),
        *("consumer_care", "packer_name_address", "importer_name_address", "unit_sale_price", "flipkart_tax_code"),
        *("dangerous_goods", "condition", "google_category", "whatsapp_compliance", "colour_hex", "size_chart"),
        *("days_to_dispatch", "return_days", "nutrition"),
    )
)
# What a reason of its own is told of instead.
TOLD_ELSEWHERE = ("package_weight", "package_size", "shelf_life", "gtin", "gtin_exempt")
CLAIMING = ("title", "description", "bullets", "search_words", "brand")
called = lazy(lambda names: best(names).text, str)


@dataclass
class Case:
    """A size at a place of sale, with all that is known of it on a day.

    `taxed`: whether a rate is known for its line. `price`: under the account's policy, None where none is asked.
    `through`: organisation → its seller with a GST number. `kept`: what was said of other goods already, and is the
    same of this one.
    """

    variant: Variant
    where: Where
    known: Known
    on: date
    taxed: bool
    price: ChannelPrice | None = None
    through: Mapping[int, Seller] = field(default_factory=dict)
    kept: dict[object, Any] = field(default_factory=dict)
    # The mart's own place; and who takes a step of the maker's: she, or somebody for her while nobody can call her.
    good: Good = field(init=False)
    kind: GoodKind | None = field(init=False)
    maker: Maker = field(init=False)
    seller: Seller = field(init=False)  # who sells it there
    shop: bool = field(init=False)
    hers: str = field(init=False)

    def __post_init__(self) -> None:
        self.good, self.maker = self.variant.good, self.known.maker.maker
        self.kind, self.shop = self.good.kind, self.where.channel == MART
        self.hers = MAKER if self.maker.phone else COORDINATOR
        self.seller = self.where.seller or self.maker.seller

    @property
    def life_days(self) -> int | None:
        """How long it keeps, as somebody has said."""
        said = self.known.values.get("shelf_life")
        return int(said) if isinstance(said, int | float) else None


def once(family: "Callable[[Case], Iterator[Reason]]", key: object, case: Case) -> list[Reason]:
    """What a family says of all goods that have this key in common: said once, however many there are."""
    whole = (family, key)
    if whole not in case.kept:
        case.kept[whole] = list(family(case))
    found: list[Reason] = case.kept[whole]
    return found


def of_maker(case: Case) -> Iterable[Reason]:
    """Whether its maker may sell: as long as she is not open, what she lacks; later it stops nothing."""
    return once(_of_maker, case.good.maker_id, case)


def _of_maker(case: Case) -> Iterator[Reason]:
    state, blockers = case.maker.state, list(case.known.maker.lacks)
    live = state == Maker.State.LIVE
    if state in (Maker.State.PAUSED, Maker.State.MERGED):
        blockers.append(BLOCKERS["paused"])
    elif not live:
        blockers.append(BLOCKERS["not_open"])
    for blocker in blockers:
        who = case.hers if blocker.who == MAKER else DESK
        yield Reason(f"maker_{blocker.code}", blocker.sentence, blocker.next_step, who, stops=not live)


_STATES: "dict[str, tuple[str | Promise, str | Promise]]" = {
    S.DRAFT: (_("It was not sent to the desk yet."), _("Send it for the desk’s look.")),
    S.WAITING: (_("The desk has not looked at it yet."), _("Look at it, and let it into the shop.")),
    S.SENT_BACK: (_("The desk sent it back."), _("Mend what the desk wrote, and send it again.")),
    S.PAUSED: (_("It is paused."), _("Bring it back when pieces can be sent again.")),
}


def of_state(case: Case) -> Iterator[Reason]:
    """Whether the shop shows it: what is not sold there is sold nowhere."""
    state = case.good.state
    if state in _STATES:
        yield Reason(f"good_{state}", *_STATES[state], DESK if state == S.WAITING else case.hers)
    if not case.variant.active:
        yield Reason("size_off", _("This size is no longer offered."), _("Offer this size again."), DESK)


def of_kind(case: Case) -> Iterator[Reason]:
    """Whether it is known what it is: papers, questions and tax hang on that."""
    if case.kind is None and not case.shop:
        sentence = _("What kind of good it is nobody has chosen: so nobody knows what is asked of it.")
        yield Reason("kind_missing", sentence, _("Choose its kind."), DESK)
    if not case.taxed:
        yield Reason("tax_missing", _("No tax rate is known for it."), _("Choose its tax line."), DESK)


def of_seller(case: Case) -> Iterable[Reason]:
    """Who has no GST number sells within the own state; a marketplace that sells to all states takes none of it."""
    if case.seller.registered or not case.where.away:
        return ()
    return once(_of_seller, case.good.maker_id, case)


def _of_seller(case: Case) -> Iterator[Reason]:
    seller = case.seller
    sentence = format_lazy(
        _("{seller} has no GST number: it may go to buyers in {state} alone."),
        seller=seller.legal_name,
        state=called(seller.state.names),
    )
    other = None if case.where.seller else _registered(case.maker, case.through)
    step: str | Promise = _("Sell it through a federation that has a GST number.")
    if other is not None:
        step = format_lazy(_("Sell it through {seller}, which has a GST number."), seller=other.legal_name)
    yield Reason("inside_state", sentence, step, FEDERATION, stops=case.where.marketplace)


def _registered(maker: Maker, through: Mapping[int, Seller]) -> Seller | None:
    """Who of her organisation, or of the one above it, may sell to all states."""
    own = maker.organisation
    above = own.parent_id if own else None
    return through.get(own.pk if own else 0) or through.get(above or 0)


def of_papers(case: Case) -> Iterable[Reason]:
    """What her and her seller's papers lack for this good at this place; that of the GST number `of_seller` says.

    They are the same for all goods of a kind and craft that claim the same and have the same answers, as far as papers
    hang on answers, of all makers who hold the same and sell through the same.
    """
    kind, held, words, values = case.kind, case.known.papers, _words(case), case.known.values
    book = held.book
    claims: tuple[tuple[int, ...] | tuple[str, ...], ...] = ()
    if seen := sorted(_lookout(book, case).sees(words)):
        text = plain(words)
        claims = (tuple(seen), *(tuple(claimed_in(text, book.claims[at])) for at in seen))
    told = tuple((slug, frozenset(answers(values, slug))) for slug in book.hangs_on if slug in values)
    whose = (held.mark, case.seller.id, case.hers)
    key = (whose, kind.id if kind else 0, case.good.craft_id, told, claims)
    return once(_of_papers, key, case)


def _lookout(book: Book, case: Case) -> Lookout:
    """Who looks for every word that a paper must allow."""
    if "lookout" not in case.kept:
        case.kept["lookout"] = Lookout(book.claims)
    found: Lookout = case.kept["lookout"]
    return found


def _of_papers(case: Case) -> Iterator[Reason]:
    good, where, kind = case.good, case.where, case.kind
    named = list(kind.papers) if kind else []
    known = {entry["paper"] for entry in named}
    named += [{"paper": paper, "need": "must"} for paper in good.craft.papers if paper not in known]
    found = needs(
        named,
        case.known.papers,
        seller=case.seller,
        marketplace=where.marketplace,
        away=where.away,
        channel=where.channel,
        claims=_words(case),
        on=case.on,
        said=case.known.values,
        craft=good.craft.slug,
        kind=kind.slug if kind else "",
    )
    for need in found:
        if (need.paper, need.code) != ("gstin", "missing"):
            who = case.hers if need.who == MAKER else need.who
            yield Reason(f"paper_{need.code}", need.sentence, need.next_step, who, need.paper, stops=need.stops)


def _words(case: Case) -> str:
    """All that is claimed of it, in every language."""
    values, found = case.known.values, list[str]()
    for slug in CLAIMING:
        if value := values.get(slug):
            if type(value) is dict:  # words by language, as nearly always
                for each in value.values():
                    if type(each) is str:
                        found.append(each)
                    else:
                        _gather(each, found)
            else:
                _gather(value, found)
    return "\n".join(found)


def _gather(value: Any, found: list[str]) -> None:
    if isinstance(value, str):
        found.append(value)
    elif isinstance(value, Mapping):
        for each in value.values():
            _gather(each, found)
    elif isinstance(value, list | tuple):
        for each in value:
            _gather(each, found)
    else:
        found.append(str(value))


def of_answers(case: Case) -> Iterator[Reason]:
    """What is asked of it there and nobody has said: each question one reason."""
    if not case.known.missing:
        return
    for missing in case.known.missing:
        if missing.slug not in TOLD_ELSEWHERE:
            question = missing.attribute.pk if missing.attribute else missing.name
            key = (question, missing.need, case.hers)
            if key not in case.kept:
                case.kept[key] = _unsaid(missing, case)
            yield case.kept[key]
    asked = [missing.need for missing in case.known.missing if missing.slug in ("gtin", "gtin_exempt")]
    if asked and not case.known.values.get("gtin_exempt"):
        sentence = _("It has no barcode number, and no letter of the channel that it needs none.")
        step = _("Ask the channel to exempt the brand, and write down its letter.")
        yield Reason("gtin_missing", sentence, step, DESK, "gtin_exempt", stops=MUST in asked and not case.shop)


def _unsaid(missing: Missing, case: Case) -> Reason:
    what = called(missing.attribute.labels) if missing.attribute else missing.name
    who = DESK if missing.attribute is None or missing.slug in OF_THE_DESK else case.hers
    step = format_lazy(_("Say this of it: {what}."), what=what)
    if missing.need == MUST:
        sentence = format_lazy(_("{what}: nobody has said."), what=what)
        return Reason("attribute_missing", sentence, step, who, missing.slug or missing.name, stops=not case.shop)
    sentence = format_lazy(_("{what}: not known, and {where} may ask for it."), what=what, where=case.where.title)
    return Reason("attribute_ask", sentence, step, who, missing.slug, stops=False)


def of_pictures(case: Case) -> Iterator[Reason]:
    """What its pictures lack."""
    for fault in faults(case.known.shown, case.where.pictures):
        who = case.hers if fault.who == MAKER else fault.who
        yield Reason(fault.code, fault.sentence, fault.next_step, who, fault.about, stops=not case.shop)


def of_parcel(case: Case) -> Iterator[Reason]:
    """What it weighs and how large it is, packed: no way is paid without the one, and some ask for the other."""
    asked = {missing.slug: missing.need for missing in case.known.missing} if case.known.missing else {}
    if case.variant.weight_g is None:
        yield Reason(
            "weight_missing", _("Nobody has weighed it."), _("Weigh one, packed."), case.hers, stops=not case.shop
        )
    if "package_size" in asked:
        sentence, step = _("Nobody has measured it, packed."), _("Measure one, packed: length, width and height.")
        stops = asked["package_size"] == MUST and not case.shop
        yield Reason("measures_missing", sentence, step, case.hers, "package_size", stops=stops)


def of_life(case: Case) -> Iterator[Reason]:
    """Whether food has enough of its life left on the day it arrives."""
    keeps, kind, where = case.life_days, case.kind, case.where
    if keeps is None:
        if not (case.good.craft.food or any(missing.slug == "shelf_life" for missing in case.known.missing)):
            return
        sentence, step = _("How long it keeps nobody has said."), _("Say for how many days it keeps.")
        yield Reason("life_missing", sentence, step, case.hers, "shelf_life", stops=not case.shop)
        keeps = kind.shelf_life_days if kind else None
    if keeps is None:
        return
    near, said = where.handling_days + where.delivery_days, {"life": keeps_words(keeps)}
    if not _fresh(keeps, near, where):
        sentence = format_lazy(_("{life}, and {road}: too little is left."), **said, road=road_words(near))
        yield Reason("not_fresh", sentence, _("Sell it nearer, where it arrives fresh."), DESK)
    elif where.far_days is not None and not _fresh(keeps, where.handling_days + where.far_days, where):
        sentence = format_lazy(_("{life}: it goes only where it arrives fresh."), **said)
        yield Reason("fresh_near", sentence, _("Find a faster way to buyers further off."), DESK, stops=False)


def _fresh(keeps: int, road_days: int, where: Where) -> bool:
    """By what is advised of all food that is sold online, and by what the place asks itself."""
    own = arrives_fresh(keeps, road_days, left_days=where.life_left_days, left_bp=where.life_left_bp)
    return own and arrives_fresh(keeps, road_days)


def _keeps(days: int) -> str:
    return ngettext("It keeps for %(days)s day", "It keeps for %(days)s days", days) % {"days": days}


def _road(days: int) -> str:
    return ngettext("it arrives after %(days)s day", "it arrives after %(days)s days", days) % {"days": days}


keeps_words, road_words = lazy(_keeps, str), lazy(_road, str)


def of_price(case: Case) -> Iterator[Reason]:
    """Whether there is a price for it there that leaves the maker as much as the account's policy says."""
    price = case.price
    if price is None or not price.code:
        return
    if price.code == UNKNOWN:
        step: str | Promise = _("Write down what the channel takes of a sale.")
    elif price.code == ABOVE_MRP:
        step = _("Print a higher MRP on it, or let it sell there at the shop’s price.")
    else:
        step = _("Raise its price.")
    yield Reason(price.code, price.blocked, step, DESK)


FAMILIES = (of_maker, of_state, of_kind, of_seller, of_papers, of_answers, of_pictures, of_parcel, of_life, of_price)


def reasons(case: Case) -> list[Reason]:
    """Everything that speaks against a size there, what has to be done first before the rest."""
    return [reason for family in FAMILIES for reason in family(case)]
