"""One offer's page in parts: the road it went, the one thing to do, its fields, its money, and the good elsewhere."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.catalogue.queries import main_pictures
from haat.channels.beside import Field, fields_of
from haat.channels.channel import LISTING, PRICE, STOCK, find
from haat.channels.finding import find_offers
from haat.channels.goods import NOT_OURS
from haat.channels.models import Attempt, Cause, Offer, Refusal
from haat.channels.queries import refusals_of
from haat.channels.showing import asked_in, names_there, offers_of_good
from haat.channels.talks import Talk, talks_of, wanted_by
from haat.channels.wording import Said, slug_of, words_of
from haat.core.languages import best
from haat.core.money import format_rupees
from haat.makers.models import Member
from haat.makers.queries import leader_of
from haat.people.queries import people
from haat.places.models import Mart
from haat.web.office.channels.forms import AnswerForm, CodeForm
from haat.web.office.channels.frame import title_of
from haat.web.office.channels.offer_money import money_context
from haat.web.office.channels.words import HEADS, MEANS, WHOSE
from haat.web.office.desk.history import history_of
from haat.web.ui.sending import nonce

S = Offer.State
# So many fields that agree are shown at once; the others are behind a fold.
AGREEING = 3
MOST_CODE = 38  # letters of a code before what is added to it
DONE, NOW, NEXT = "done", "now", "next"
# Figures that every channel's bodies call alike (`channels.channel`).
ALIKE = {"price_paise": _("Price"), "mrp_paise": _("MRP"), "quantity": _("In hand")}
Names = Mapping[str, Mapping[str, str]]
Words = Mapping[str, "str | Promise"]
# Where a picture of ours lies (`core.files.square_path`).
_OURS = re.compile(r"pictures/[0-9a-f]{2}/([0-9a-f]{64})/square\.jpg")
PARTS = {PRICE: _("Price"), STOCK: _("In hand"), LISTING: _("Listing")}


@dataclass(frozen=True)
class Step:
    """A step of an offer's road: done, now, or next; when it was taken, and what is said of it."""

    name: "str | Promise"
    how: str
    at: datetime | None = None
    says: "str | Promise" = ""


def steps_of(offer: Offer, *, held: bool = False) -> list[Step]:
    """Sent, accepted, the channel's look, live: each as the channel answered. `held`: somebody here has to act."""
    attempt = offer.attempt
    sent = bool(offer.sent) or offer.there
    under_way = attempt is not None and attempt.state in (Attempt.State.SENDING, Attempt.State.UNKNOWN)
    failed = offer.state == S.REFUSED and not offer.there
    live = offer.buyable and offer.shown
    return [
        Step(_("Sent"), DONE if sent else NOW if under_way else NEXT, offer.sent_at, _sent_words(offer, attempt)),
        Step(
            _("Accepted"),
            DONE if offer.there else NOW if sent else NEXT,
            None,
            _("The channel said no.") if failed else _("The channel has it.") if offer.there else "",
        ),
        Step(
            _("The channel’s look"),
            DONE if live else NOW if offer.there else NEXT,
            offer.seen_at if offer.there else None,
            _look_words(offer, live=live, held=held),
        ),
        Step(
            _("Live"),
            DONE if live else NEXT,
            offer.live_at if live else None,
            "" if live else _("Hidden: no buyer finds it.") if offer.buyable else _("not yet"),
        ),
    ]


def _sent_words(offer: Offer, attempt: Attempt | None) -> "str | Promise":
    if attempt is not None and attempt.state == Attempt.State.UNKNOWN and offer.sending:
        return _("Nobody answered: it is read back first.")
    if attempt is not None and attempt.state == Attempt.State.SENDING:
        return _("A sending is under way.")
    return "" if offer.sent_at else _("not yet")


def _look_words(offer: Offer, *, live: bool, held: bool) -> "str | Promise":
    if live or not offer.there:
        return ""
    if held or offer.state == S.REFUSED:
        return _("Held by what is said below.")
    return _("Nobody here has to do anything but wait.")


@dataclass(frozen=True)
class Shown:
    """A field as it is drawn: what it is called, and what is said of it at the end of its row.

    `technical`: nobody here has a word for it, and `label` is the channel's own name.
    """

    field: Field
    label: str
    mark: "str | Promise"
    kind: str
    technical: bool = False

    @property
    def changed(self) -> bool:
        return not self.field.agrees

    @property
    def unread(self) -> bool:
        """Whether the channel has never told what stands there: it agrees with nothing, and differs from nothing."""
        return self.field.agrees and self.field.seen is None

    @property
    def theirs(self) -> bool:
        """Whether it stands there by itself: we send no such field."""
        return self.field.agrees and not self.unread and self.field.wanted is None

    @property
    def wanted(self) -> Any:
        """What we want, as it is read: money in rupees."""
        return self._said(self.field.wanted)

    @property
    def seen(self) -> Any:
        """What is shown there, likewise."""
        return self._said(self.field.seen)

    def _said(self, value: Any) -> Any:
        money = self.field.leaf.endswith("_paise") and isinstance(value, int)
        return format_rupees(value) if money else value


def shown_fields(offer: Offer, refusals: Sequence[Refusal]) -> list[Shown]:
    """Wanted beside seen, those that differ first; pictures stand apart (`pictures_of`)."""
    names = names_there(offer.variant, offer.account.channel)
    channel = find(offer.account.channel)
    words = channel.field_words if channel is not None else {}
    pictures = set(channel.picture_fields if channel is not None else ())
    held = {row.cause.about for row in refusals if row.cause.about and not row.cause.ours}
    return [
        _shown(field, names, words, held) for field in fields_of(offer) if pictures.isdisjoint(field.name.split("."))
    ]


def _shown(field: Field, names: Names, words: Words, held: set[str]) -> Shown:
    steps = field.name.split(".")
    label, technical = _label(field, names, words)
    if held & set(steps):
        return Shown(field, label, _("Holds it back"), "wrong", technical)
    if field.agrees:
        never, theirs = field.seen is None, field.wanted is None
        mark = _("never read") if never else _("the channel’s own") if theirs else _("agrees")
        return Shown(field, label, mark, "", technical)
    return Shown(field, label, _("Sent, not read back yet") if field.sent else _("Differs"), "note", technical)


def _label(field: Field, names: Names, words: Words) -> tuple[str, bool]:
    """What a field is called: as our question of it is, as the channel's folder says, or as the channel itself does."""
    if not field.name:
        return str(PARTS[field.part]), False
    ways = [field.name, *reversed(field.name.split("."))]
    if (known := next((names[way] for way in ways if way in names), None)) is not None:
        return best(known).text, False
    said = ALIKE.get(field.leaf) or next((words[way] for way in ways if way in words), None)
    return (str(said), False) if said else (field.leaf, True)


@dataclass(frozen=True)
class Pictures:
    """The pictures of an offer: digests of those we want there, in their order, and which of them are seen there.

    `known`: the channel tells of pictures at all. `others` are there that are none of ours, or under another address.
    """

    wanted: Sequence[str]
    seen: Sequence[bool]
    known: bool
    others: int

    @property
    def left_out(self) -> int:
        """How many of ours are not seen, where the channel tells of pictures by our own addresses."""
        return sum(not each for each in self.seen) if self.known and not self.others else 0


def pictures_of(offer: Offer) -> Pictures | None:
    """What pictures should stand there beside what does; None where the channel has no fields for them."""
    channel = find(offer.account.channel)
    if channel is None or not channel.picture_fields:
        return None
    places = set(channel.picture_fields)
    fields = [field for field in fields_of(offer) if not places.isdisjoint(field.name.split("."))]
    fields.sort(key=lambda field: next(at for at, name in enumerate(channel.picture_fields) if name in field.name))
    wanted = [digest for field in fields if (digest := _digest(field.wanted))]
    seen = [digest for field in fields if (digest := _digest(field.seen))]
    told = sum(field.seen is not None for field in fields)
    return Pictures(wanted, [digest in seen for digest in wanted], bool(told), told - len(seen)) if wanted else None


def _digest(value: Any) -> str:
    """The picture of ours that an address in a field's value is of; empty for any other."""
    found = _OURS.search(str(value))
    return found[1] if found is not None else ""


@dataclass(frozen=True)
class Doer:
    """One of those who have to do something about an offer, in their order: done, now, or next."""

    how: str
    name: "str | Promise"
    says: "str | Promise"
    phone: str = ""


@dataclass(frozen=True)
class Task:
    """The one thing to do: its words, the refusal behind it, and how many goods the same answer would mend."""

    refusal: Refusal
    said: Said
    form: AnswerForm | None
    goods: int = 1

    @property
    def who(self) -> str:
        return self.refusal.cause.who


def task_of(mart: Mart, refusals: Sequence[Refusal], said: dict[int, Said]) -> Task | None:
    """The gravest of what stands against an offer that somebody here can mend."""
    row = next((each for each in refusals if each.severity != "info"), None)
    if row is None:
        return None
    slug = slug_of(row.cause)
    question = asked_in(row.cause, slug) if slug else None
    if question is None:
        return Task(row, said[row.cause_id], None)
    goods = find_offers(mart, mart.place, cause=row.cause).values("variant__good").distinct().count()
    return Task(row, said[row.cause_id], AnswerForm(mart, question), goods)


def doers_of(offer: Offer, task: Task, title: str, leader: Member | None) -> list[Doer]:
    """Who must do what, one after the other: whoever knows it, this desk, and then the channel looks again."""
    looks = Doer(NEXT, title, _("looks again when it is mended; we ask by ourselves"))
    if task.who == Cause.Who.CHANNEL:
        return [Doer(NOW, title, _("has to decide; we ask by ourselves"))]
    maker = offer.variant.good.maker
    if task.who in (Cause.Who.MAKER, Cause.Who.COORDINATOR):
        called = f"{best(leader.names).text}, {best(maker.names).text}" if leader else best(maker.names).text
        says = _("only the maker knows it: it stands on her phone, or the coordinator asks her")
        desk = Doer(NEXT, WHOSE["desk"], _("has nothing to do: the answer goes by itself"))
        return [Doer(NOW, called, says, maker.phone), desk, looks]
    before = [Doer(DONE, best(maker.names).text, _("has nothing to do here"))]
    return [*before, Doer(NOW, WHOSE[task.who], _("has to do what stands beside this")), looks]


@dataclass(frozen=True)
class Elsewhere:
    """The same good at another place of sale."""

    title: str
    state: str
    offer: Offer | None
    size: str = ""


def elsewhere_of(offer: Offer, every: Sequence[Offer]) -> list[Elsewhere]:
    """The mart's own shop, and every offer of the good."""
    good = offer.variant.good
    shop = Elsewhere("", S.LIVE if good.state == "live" else S.BLOCKED, None)
    several = len({each.variant_id for each in every}) > 1
    return [
        shop,
        *(Elsewhere(title_of(each.account), each.state, each, each.sku if several else "") for each in every),
    ]


@dataclass(frozen=True)
class ShownTalk:
    """A sending with what was said to it, and what was heard afterwards, each in words."""

    talk: Talk
    said: list[tuple[Refusal, Said]]
    heard: list[tuple[Refusal, Said]]


def talks_shown(offer: Offer) -> dict[str, Any]:
    """What was asked, said and heard, and who wanted it there."""
    talks, deed = talks_of(offer), wanted_by(offer)
    causes = {row.cause_id: row.cause for talk in talks for row in (*talk.said, *talk.heard)}
    words = words_of(causes.values())
    doers = people([deed.by_id]) if deed is not None else {}
    return {
        "talks": [
            ShownTalk(
                talk,
                [(row, words[row.cause_id]) for row in talk.said],
                [(row, words[row.cause_id]) for row in talk.heard],
            )
            for talk in talks
        ],
        "deed": deed,
        "deed_by": doers.get((deed.by_id or 0) if deed is not None else 0),
    }


def code_form(offer: Offer, data: Any = None) -> CodeForm:
    """The code under which it goes there; one that may be free is proposed."""
    return CodeForm(data, label=_("Its code there"), code=f"{offer.sku[:MOST_CODE]}-H", of=offer.pk)


def context_of(mart: Mart, offer: Offer, code: CodeForm | None = None) -> dict[str, Any]:
    """All that the page shows of an offer as `finding.offer_of` reads it; `code`: what was typed and refused."""
    variant = offer.variant
    variant.good.mart = mart
    leader = leader_of(variant.good.maker)
    every = offers_of_good(offer)
    refusals = list(refusals_of(offer))
    said = words_of([row.cause for row in refusals])
    task = task_of(mart, refusals, said)
    fields = shown_fields(offer, refusals)
    agree = [field for field in fields if not (field.changed or field.unread or field.theirs)]
    channel = find(offer.account.channel)
    not_ours = any(row.cause.ours and row.cause.code == NOT_OURS for row in refusals)
    return {
        "offer": offer,
        "code_form": (code or code_form(offer)) if not_ours else None,
        "good": variant.good,
        "title": title_of(offer.account),
        "live_after": channel.live_after if channel else "",
        "head": HEADS[offer.state],
        "means": MEANS[offer.state],
        "steps": steps_of(offer, held=task is not None and task.who != Cause.Who.CHANNEL),
        "task": task,
        "others": [(row, said[row.cause_id]) for row in refusals if task is None or row != task.refusal],
        "doers": doers_of(offer, task, title_of(offer.account), leader) if task is not None else [],
        "pictures": pictures_of(offer),
        **talks_shown(offer),
        "differing": [field for field in fields if field.changed],
        "agreeing": agree[:AGREEING],
        "folded": agree[AGREEING:],
        "unread": [field for field in fields if field.unread],
        "theirs": [field for field in fields if field.theirs],
        "number": len(fields),
        **money_context(offer, every),
        "elsewhere": elsewhere_of(offer, every),
        "picture": main_pictures([variant.good_id]).get(variant.good_id, ""),
        "history": history_of(("channels.offer", [offer.pk])),
        "nonce": nonce(),
    }
