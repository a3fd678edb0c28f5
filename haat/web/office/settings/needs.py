"""What a mart needs before it opens, in words: why it matters, how it stands, and where it is mended."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from haat.core.languages import LANGUAGES
from haat.messages.queries import ready
from haat.people.models import Role, User
from haat.people.rules import DEEDS, GIVES, kinds_to_give
from haat.places.models import Mart
from haat.places.rules import told_contrast
from haat.review.launch import Need
from haat.web.office.desk.rail import may_do
from haat.web.office.desk.rooms import rooms
from haat.web.office.desk.words import ROLES
from haat.web.office.settings.words import HANDS, TEXTS

Words = str | Promise


@dataclass(frozen=True)
class Told:
    """How a need is called, why it matters, the words of its key, the page it leads to, and the drawing that lies on
    its cloth when it is there.

    The key is for who may do what it says: the page's own deed, or `deed`; for an invitation, who may give the role.
    """

    title: Words
    why: Words
    key: Words
    page: tuple[str, tuple[str, ...]]
    drawing: str
    deed: str = ""
    gives: str = ""


def _to(name: str, *args: str) -> tuple[str, tuple[str, ...]]:
    return name, args


TOLD: dict[str, Told] = {
    "names": Told(
        gettext_lazy("The mart’s name in all its languages"),
        gettext_lazy("It stands at the head of the shop and on every paper."),
        gettext_lazy("Write the names"),
        _to("office:settings:part", "names"),
        "saree-lac.svg",
    ),
    "look": Told(
        gettext_lazy("A colour that can be read"),
        gettext_lazy("Keys of the shop bear it; on a pale one nobody reads the words in the sun."),
        gettext_lazy("Choose a colour"),
        _to("office:settings:part", "look"),
        "bangles-lac.svg",
    ),
    "behind": Told(
        gettext_lazy("Legal name, address and grievance officer"),
        gettext_lazy("The law wants every shop on the internet to say who stands behind it."),
        gettext_lazy("Write who it is"),
        _to("office:settings:part", "behind"),
        "clay-pot.svg",
    ),
    "texts": Told(
        gettext_lazy("Terms of sale, and pages in every language"),
        gettext_lazy("A buyer may ask what holds between her and the mart, and read it in her language."),
        gettext_lazy("Write the pages"),
        _to("office:settings:texts"),
        "scroll-creation.svg",
    ),
    "fee": Told(
        gettext_lazy("The mart’s fee"),
        gettext_lazy("Without one the mart keeps nothing, and packing is paid by nobody."),
        gettext_lazy("Set the fee"),
        _to("office:settings:fees"),
        "batua.svg",
    ),
    "zones": Told(
        gettext_lazy("A place to deliver to"),
        gettext_lazy("Nobody can order before goods reach somewhere."),
        gettext_lazy("Add a place"),
        _to("office:settings:add_zone"),
        "bullock-cart.svg",
    ),
    "payment": Told(
        gettext_lazy("A way to pay"),
        gettext_lazy("A UPI address, or cash at the door. Where money goes takes two people."),
        gettext_lazy("Write where money goes"),
        _to("office:settings:account"),
        "cloth-bag.svg",
    ),
    "officers": Told(
        gettext_lazy("A second officer"),
        gettext_lazy("Payouts, bank accounts and the UPI address take two people, each with a role for it."),
        gettext_lazy("Invite somebody"),
        _to("office:people:list"),
        "artisan-potter.svg",
        gives=Role.Kind.DESK,
    ),
    "coordinators": Told(
        gettext_lazy("A coordinator in every block"),
        gettext_lazy("She enrols makers, and acts for those who have no phone."),
        gettext_lazy("Invite somebody"),
        _to("office:people:list"),
        "basket-natural.svg",
        gives=Role.Kind.COORDINATOR,
    ),
    "villages": Told(
        gettext_lazy("The villages of the district"),
        gettext_lazy("Parcels are picked up in a village; without the list each address is typed by hand."),
        gettext_lazy("Bring them in"),
        _to("office:sheets:list"),
        "soop.svg",
    ),
    "makers": Told(
        gettext_lazy("Makers who are open"),
        gettext_lazy("A maker is open when her papers and her bank account have been looked at."),
        gettext_lazy("Enrol makers"),
        _to("office:makers:list"),
        "mat-lac.svg",
        deed="change_makers",
    ),
    "goods": Told(
        gettext_lazy("Goods that are live"),
        gettext_lazy("A shop with few goods looks empty to a buyer."),
        gettext_lazy("Look at the goods"),
        _to("office:goods:list"),
        "diyas.svg",
    ),
    "trial": Told(
        gettext_lazy("One trial order, delivered"),
        gettext_lazy("Buy one good yourself. The rupees go the whole way to a maker."),
        gettext_lazy("Open the shop"),
        _to("shop:begin"),
        "hamper.svg",
    ),
    "hosts": Told(
        gettext_lazy("The web address answers, encrypted"),
        gettext_lazy("Buyers’ browsers warn of a shop without HTTPS; whoever runs the machine sets it up."),
        gettext_lazy("See how"),
        _to("office:settings:hosts"),
        "sohrai-elephant.svg",
    ),
    "messages": Told(
        gettext_lazy("Messages leave the house"),
        gettext_lazy("Sign-in codes and news of parcels. The telephone company registers the texts first; ask early."),
        gettext_lazy("See how"),
        _to("office:messages:list"),
        "bansuri.svg",
    ),
}


@dataclass(frozen=True)
class Line:
    """A need as the page shows it. Where the reader may not do it, `url` is empty and `by` says whose roles do it;
    where nobody holds one of them yet and she may give one, `invite` leads there."""

    need: Need
    told: Told
    says: str
    url: str
    by: str = ""
    invite: str = ""

    @property
    def name(self) -> str:
        return self.need.name


# Of this room's own pages those that only show; all others change something.
SHOWN = frozenset({"office:settings:hosts", "office:settings:mart", "office:settings:texts"})


def line_of(need: Need, mart: Mart, user: User, held: Collection[str]) -> Line:
    """A need of this mart in words, with where it is mended if the reader may go there; `held`: the roles somebody
    has."""
    told = TOLD[need.name]
    if need.name == "payment" and need.half:  # somebody has written it down: now it is for another to look at
        told = replace(
            told, key=gettext_lazy("Look and agree"), page=_to("office:settings:mart"), deed="change_settings"
        )
    name, args = told.page
    says, gives = _says(need, mart), kinds_to_give(user, mart)
    if _may(user, mart, told, gives):
        return Line(need, told, says, reverse(name, args=args))
    kinds = _roles_for(told)
    by = ", ".join(str(words) for kind, words in ROLES.items() if kind in kinds)
    lone = not kinds & set(held) and kinds & gives
    return Line(need, told, says, "", by, reverse("office:people:invite") if lone else "")


def _deed(told: Told) -> str:
    """What the key is for; empty where everybody may."""
    page = told.page[0]
    surface, room = page.split(":")[:2]
    if surface != "office":
        return ""
    own = "change_settings" if room == "settings" and page not in SHOWN else rooms()[room].deed
    return told.deed or own


def _may(user: User, mart: Mart, told: Told, gives: frozenset[str]) -> bool:
    """Whether the reader, who may give these roles, may do what the key says, where it leads."""
    if told.gives and told.gives not in gives:
        return False
    deed = _deed(told)
    return not deed or may_do(user, deed, mart)


def _roles_for(told: Told) -> frozenset[str]:
    """The roles that may do what the key says."""
    if told.gives:
        return frozenset(kind for kind, gives in GIVES.items() if told.gives in gives)
    return DEEDS[_deed(told)]


def _says(need: Need, mart: Mart) -> str:
    say: Any = SAYS[need.name]
    return str(say(need, mart))


def _names(need: Need, mart: Mart) -> str:
    if need.done:
        return ", ".join(LANGUAGES[code].endonym for code in mart.languages)
    lacks = ", ".join(LANGUAGES[code].endonym for code in need.missing)
    return _("no name yet: %(languages)s") % {"languages": lacks}


def _look(_need: Need, mart: Mart) -> str:
    told = {"colour": mart.accent.upper(), "ratio": f"{told_contrast(mart.accent):.1f}"}
    return _("%(colour)s, contrast %(ratio)s") % told


IMPRINT = {
    "legal_name": gettext_lazy("Legal name"),
    "address": gettext_lazy("Address"),
    "phone": gettext_lazy("Phone"),
    "email": gettext_lazy("E-mail"),
    "grievance_officer": gettext_lazy("Grievance officer"),
}


def _behind(need: Need, mart: Mart) -> str:
    if need.done:
        return mart.legal_name
    return _("lacks: %(what)s") % {"what": ", ".join(str(IMPRINT[field]) for field in need.missing)}


def _texts(need: Need, _mart: Mart) -> str:
    if need.done:
        return _("written")
    lacks: dict[str, list[str]] = {}
    for each in need.missing:
        slug, _colon, code = each.partition(":")
        lacks.setdefault(slug, []).append(LANGUAGES[code].endonym)
    what = "; ".join(f"{TEXTS[slug]} ({', '.join(names)})" for slug, names in lacks.items())
    return _("lacks: %(what)s") % {"what": what}


def _zones(need: Need, _mart: Mart) -> str:
    if not need.number:
        return _("none yet")
    return ngettext("%(n)s place", "%(n)s places", need.number) % {"n": need.number}


def _payment(need: Need, mart: Mart) -> str:
    if need.half:
        return _("1 of 2 people. Waits for another to agree")
    if mart.vpa:
        return mart.vpa
    return _("cash only") if need.done else _("none yet")


def _of(need: Need, _mart: Mart) -> str:
    return _("%(n)s of %(of)s") % {"n": need.number or 0, "of": need.of or 0}


def _officers(need: Need, _mart: Mart) -> str:
    if need.done:
        return _("two people for everything")
    lacks = []
    for each in need.missing:
        name, _colon, kinds = each.partition(":")
        roles = ", ".join(str(words) for kind, words in ROLES.items() if kind in kinds.split(","))
        lacks.append(f"{HANDS[name]} ({roles})")
    return _("lacks a second person: %(what)s") % {"what": "; ".join(lacks)}


def _villages(need: Need, _mart: Mart) -> str:
    if not need.number:
        return _("none yet")
    return ngettext("%(n)s village", "%(n)s villages", need.number) % {"n": need.number}


def _makers(need: Need, _mart: Mart) -> str:
    return _("%(open)s open, %(all)s enrolled") % {"open": need.number or 0, "all": need.of or 0}


def _goods(need: Need, _mart: Mart) -> str:
    words = _("%(n)s live") % {"n": need.number or 0}
    return _("%(live)s, others wait to be checked") % {"live": words} if need.half else words


def _trial(need: Need, _mart: Mart) -> str:
    if need.done:
        return _("delivered")
    return _("ordered, not delivered yet") if need.half else _("not ordered yet")


def _hosts(need: Need, _mart: Mart) -> str:
    if need.done:
        return _("answers, encrypted")
    if need.missing:
        return _("missing in HAAT_HOSTS: %(hosts)s") % {"hosts": ", ".join(need.missing)}
    return _("answers, not encrypted")


def _messages(need: Need, mart: Mart) -> str:
    return _("set up") if need.done else _why_no_code(mart)


def _why_no_code(mart: Mart) -> str:
    """What keeps a code from a phone, sender by sender."""
    told = ready(mart)
    if not told.lacks:
        return _("No carrier is set: nobody gets a code")
    if not told.reaches_people:
        return _("Messages are only written to the log here: nobody gets them.")
    whys = [
        _("not set for %(sender)s: %(what)s") % {"sender": sender, "what": ", ".join(lacks)}
        for sender, lacks in told.lacks.items()
        if lacks
    ]
    whys += [_("%(sender)s tells only who has said yes to it") % {"sender": sender} for sender in told.asking]
    if not whys:
        whys = [_("the words of the code are not registered")]
    return _("nobody gets a code: %(why)s") % {"why": "; ".join(whys)}


def _fee(need: Need, _mart: Mart) -> str:
    if need.done:
        return _("holds")
    return _("coming") if need.half else _("none yet")


SAYS = {
    "names": _names,
    "look": _look,
    "behind": _behind,
    "texts": _texts,
    "fee": _fee,
    "zones": _zones,
    "payment": _payment,
    "officers": _officers,
    "coordinators": _of,
    "villages": _villages,
    "makers": _makers,
    "goods": _goods,
    "trial": _trial,
    "hosts": _hosts,
    "messages": _messages,
}
