"""One offer's page in parts: the road it went, the one thing to do, its fields, its money, and the good elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.catalogue.queries import main_pictures
from haat.channels.beside import Field, fields_of
from haat.channels.channel import LISTING, PRICE, STOCK, find
from haat.channels.finding import find_offers
from haat.channels.models import Account, Attempt, Cause, Offer, Refusal
from haat.channels.queries import refusals_of, sold_at
from haat.channels.showing import asked_in, money_at, names_there, offers_of_good
from haat.channels.wording import Said, slug_of, words_of
from haat.core.languages import best
from haat.core.money import format_rupees
from haat.makers.queries import leader_of
from haat.places.models import Mart
from haat.studio.where import MART
from haat.web.office.channels.bars import Parts, scaled
from haat.web.office.channels.forms import AnswerForm
from haat.web.office.channels.frame import title_of
from haat.web.office.channels.words import HEADS, MEANS
from haat.web.office.desk.history import history_of
from haat.web.ui.sending import nonce

S = Offer.State
# So many fields that agree are shown at once; the others are behind a fold.
AGREEING = 3
DONE, NOW, NEXT = "done", "now", "next"
# Figures that every channel's bodies call alike (`channels.channel`).
ALIKE = {"price_paise": _("Price"), "mrp_paise": _("MRP"), "quantity": _("In hand")}
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
    """A field as it is drawn: what it is called, and what is said of it at the end of its row."""

    field: Field
    label: str
    mark: "str | Promise"
    kind: str

    @property
    def changed(self) -> bool:
        return not self.field.agrees

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
    """Wanted beside seen, those that differ first."""
    names = names_there(offer.variant, offer.account.channel)
    held = {row.cause.about for row in refusals if row.cause.about and not row.cause.ours}
    return [_shown(field, names, held) for field in fields_of(offer)]


def _shown(field: Field, names: dict[str, dict[str, str]], held: set[str]) -> Shown:
    steps = field.name.split(".")
    known = next((names[step] for step in [field.name, *reversed(steps)] if step in names), None)
    words = str(ALIKE.get(field.leaf) or " ".join(field.leaf.replace("_", " ").split())) if field.name else ""
    label = best(known).text if known else words or str(PARTS[field.part])
    if held & set(steps):
        return Shown(field, label, _("Holds it back"), "wrong")
    if field.agrees:
        told = field.seen is not None
        return Shown(field, label, _("agrees") if told else _("not told there"), "")
    return Shown(field, label, _("Sent, not read back yet") if field.sent else _("Differs"), "note")


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


def money_of(offer: Offer, every: Sequence[Offer]) -> list[dict[str, Any]]:
    """Of this size, what reaches its maker by place of sale, with what was sold there; the bars have one scale."""
    accounts: dict[int, Account] = {each.account_id: each.account for each in every}
    sold = sold_at(offer.variant.good)
    found: list[Parts] = scaled(money_at(offer.variant, list(accounts.values())))
    return [
        {
            "parts": parts,
            "title": title_of(parts.money.account) if parts.money.account else "",
            "sold": sold.get(_source(parts.money.account)),
            "estimated": parts.money.account is not None and parts.money.reach.estimated,
        }
        for parts in found
    ]


def _source(account: Account | None) -> tuple[str, str]:
    return (account.channel, account.key) if account else (MART, "")


def context_of(mart: Mart, offer: Offer) -> dict[str, Any]:
    """All that the page shows of an offer as `finding.offer_of` reads it."""
    variant = offer.variant
    variant.good.mart = mart
    every = offers_of_good(offer)
    refusals = list(refusals_of(offer))
    said = words_of([row.cause for row in refusals])
    task = task_of(mart, refusals, said)
    fields = shown_fields(offer, refusals)
    agree = [field for field in fields if not field.changed]
    channel = find(offer.account.channel)
    return {
        "offer": offer,
        "good": variant.good,
        "title": title_of(offer.account),
        "live_after": channel.live_after if channel else "",
        "head": HEADS[offer.state],
        "means": MEANS[offer.state],
        "steps": steps_of(offer, held=task is not None and task.who != Cause.Who.CHANNEL),
        "task": task,
        "others": [(row, said[row.cause_id]) for row in refusals if task is None or row != task.refusal],
        "leader": leader_of(variant.good.maker),
        "differing": [field for field in fields if field.changed],
        "agreeing": agree[:AGREEING],
        "folded": agree[AGREEING:],
        "number": len(fields),
        "money": money_of(offer, every),
        "elsewhere": elsewhere_of(offer, every),
        "picture": main_pictures([variant.good_id]).get(variant.good_id, ""),
        "history": history_of(("channels.offer", [offer.pk])),
        "nonce": nonce(),
    }
