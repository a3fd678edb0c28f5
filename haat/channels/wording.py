"""What keeps goods back, in words: because of this, do that. Of a channel's own code, its folder's words or its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Case, IntegerField, Value, When
from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from haat.catalogue.models import Attribute
from haat.channels.channel import ENGLISH, UNFIT, Channel, find
from haat.channels.goods import FOUND, MART_CLOSED, NOT_OURS
from haat.channels.models import Account, Cause
from haat.core.languages import best
from haat.makers.paper_book import paper_names

called = lazy(lambda names: best(names).text, str)
Names = Mapping[str, Mapping[str, str]]
MOST_SAID = 110
ANSWERABLE = "attribute_missing"  # of our own reasons


@dataclass(frozen=True)
class Said:
    """Because of this (`sentence`), do that (`next_step`); `where`: the channel's name."""

    sentence: "str | Promise"
    next_step: "str | Promise"
    where: "str | Promise"


_TAKE = _("Take a picture of it by day, on a white sheet.")
# What we hold back ourselves: code → sentence and next step.
OURS: "dict[str, tuple[str | Promise, str | Promise]]" = {
    FOUND: (
        _("The account sold something under this code before us."),
        _("Say whether it is this size: until then nothing is written over it."),
    ),
    NOT_OURS: (
        _("Under this code the account sells something that is none of ours."),
        _("Give this size another code there: two goods cannot have one code."),
    ),
    MART_CLOSED: (
        _("The mart is closed to buyers: while it is, nothing is sold at marketplaces either."),
        _("Open the mart again in the settings: then it goes on by itself."),
    ),
    "kind_missing": (
        _("What kind of good it is nobody has chosen: so nobody knows what is asked of it."),
        _("Choose its kind."),
    ),
    "tax_missing": (_("No tax rate is known for it."), _("Choose its tax line.")),
    "inside_state": (
        _("Its seller has no GST number: it may go to buyers of the own state alone."),
        _("Sell it through a federation that has a GST number."),
    ),
    "gtin_missing": (
        _("It has no barcode number, and no letter of the channel that it needs none."),
        _("Ask the channel to exempt the brand, and write down its letter."),
    ),
    "weight_missing": (_("Nobody has weighed it."), _("Weigh one, packed.")),
    "measures_missing": (
        _("Nobody has measured it, packed."),
        _("Measure one, packed: length, width and height."),
    ),
    "life_missing": (_("How long it keeps nobody has said."), _("Say for how many days it keeps.")),
    "not_fresh": (_("It would not arrive fresh enough."), _("Sell it nearer, where it arrives fresh.")),
    "picture_none": (_("There is no picture of it."), _TAKE),
    "picture_drawn": (_("There is only a drawing of it, and marketplaces take photos alone."), _TAKE),
    "picture_rendered": (_("It is a test picture: it shows nothing real, and marketplaces take photos alone."), _TAKE),
    "picture_unseen": (
        _("Its picture is still being measured."),
        _("Nothing needs to be done: it takes some minutes."),
    ),
    "picture_small": (
        _("The picture is too small."),
        _("Take it again with the camera of the phone; one that came by WhatsApp is too small."),
    ),
    "picture_not_white": (
        _("What lies behind it in the picture is not white."),
        _("Have it laid on white, and look whether it came out well."),
    ),
    "picture_fill": (
        _("It is small in its picture."),
        _("Go nearer, until it fills the picture, and take it again."),
    ),
    "picture_letters": (
        _("Letters or a sign stand on the picture."),
        _("Put another picture first, without letters."),
    ),
    "picture_unlooked": (
        _("Nobody has looked yet whether letters stand on the picture."),
        _("Look at it, and say whether letters or a sign stand on it."),
    ),
    "picture_few": (_("There are too few pictures of it."), _("Take one more picture, from another side.")),
    "above_mrp": (
        _("To bring the maker as much as the shop it would cost more there than its MRP."),
        _("Print a higher MRP on it, or let it sell there at the shop’s price."),
    ),
    "fees_unknown": (
        _("What is taken of a sale there is not known."),
        _("Write down what the channel takes of a sale."),
    ),
    "nothing_left": (_("At its price nothing would be left for the maker there."), _("Raise its price.")),
    "size_off": (_("This size is no longer offered."), _("Offer this size again.")),
    "good_draft": (_("It was not sent to the desk yet."), _("Send it for the desk’s look.")),
    "good_waiting": (_("The desk has not looked at it yet."), _("Look at it, and let it into the shop.")),
    "good_sent_back": (_("The desk sent it back."), _("Mend what the desk wrote, and send it again.")),
    "good_paused": (_("It is paused."), _("Bring it back when pieces can be sent again.")),
}
# Of a paper: what of it is wrong → sentence and next step; the paper's name stands in front.
PAPERS: "dict[str, tuple[str | Promise, str | Promise]]" = {
    "paper_missing": (_("{paper} is missing."), _("Give its number.")),
    "paper_expired": (_("{paper} has run out."), _("Renew it and give the new date.")),
    "paper_not_yet": (
        _("{paper} holds only from a later day."),
        _("Wait for that day, or give the paper that holds now."),
    ),
    "paper_refused": (_("{paper} was refused."), _("Give it again, as the paper has it.")),
    "paper_unchecked": (
        _("{paper} was given, and nobody has looked at it yet."),
        _("Look at it: accept or refuse it."),
    ),
    "paper_claimed_without": (
        _("Its words say what only this paper allows: {paper}."),
        _("Take the word out, or give the paper."),
    ),
}
# What is found by reading back: the channel took it, and shows otherwise.
READ: "dict[str, tuple[str | Promise, str | Promise]]" = {
    "not_moved": (
        _("It was sent and taken, and the channel still shows what it showed before."),
        _("Nothing needs to be done yet: it is sent again by itself."),
    ),
    "stuck": (
        _("It was sent several times, and the channel still shows what it showed before."),
        _("Look at it in the seller’s own pages, and ask the channel there."),
    ),
    "shown_otherwise": (
        _("The channel shows it otherwise than it was sent."),
        _("Compare both on the good’s page here. Often the channel has cut or corrected it."),
    ),
    "not_there": (
        _("It was sent and taken, and the channel does not know it."),
        _("Send it again. If it stays away, ask the channel in the seller’s own pages."),
    ),
    "not_live": (
        _("The channel has it and names nothing that is wrong, and no buyer can buy it."),
        _("Look at it in the seller’s own pages, and ask the channel there."),
    ),
    "unshaped": (
        _("The channel has no form for such a good."),
        _("Choose the good’s kind, or what the channel calls it, under Crafts."),
    ),
    "refused": (
        _("The channel did not take it and gave no reason."),
        _("Look at it in the seller’s own pages, and ask the channel there."),
    ),
}
_ANSWER = _("Answer it: once answered, every good with the same question is sent again.")
# Of a question: what of its answer keeps the good back → sentence and next step; the question stands in front.
ANSWERS: "dict[str, tuple[str | Promise, str | Promise]]" = {
    ANSWERABLE: (_("{what}: nobody has said."), _ANSWER),
    UNFIT: (
        _("{what}: the channel does not take it as it is answered."),
        _("Open the good, and choose an answer that the channel takes."),
    ),
    ENGLISH: (
        _("{what}: it is answered, but not in English."),
        _("Open the good, and write it in English too."),
    ),
}
_AT_GOOD = _("Open the good: it says there what to do.")
_SEE = _("Read what the channel says, mend the goods, and send them again.")
_MAKER = _("Its maker cannot sell yet."), _("Look at the maker’s page: it says what is missing.")


def slug_of(cause: Cause) -> str:
    """The question that mends it when it is answered; "" when it is none."""
    return cause.slug if not cause.ours or cause.code == ANSWERABLE else ""


def words_of(causes: Iterable[Cause]) -> dict[int, Said]:
    """By cause (its account loaded), its words; one statement, and one more where a paper is among them."""
    rows = list(causes)
    labels = _labels({slug for cause in rows if (slug := slug_of(cause) or cause.slug)})
    papers = paper_names() if any(cause.ours and cause.code in PAPERS for cause in rows) else {}
    return {cause.pk: _said(cause, find(cause.account.channel), labels, papers) for cause in rows}


def words_of_ours(account: Account, names: Iterable[tuple[str, str]]) -> "dict[tuple[str, str], str | Promise]":
    """By (code, about) of a reason of ours, what it says of many goods together; two statements."""
    wanted = list(names)
    labels, papers = _labels({about for _code, about in wanted if about}), paper_names()
    causes = {name: Cause(account=account, ours=True, code=name[0], about=name[1]) for name in wanted}
    channel = find(account.channel)
    return {name: _ours(cause, labels, papers, channel)[0] for name, cause in causes.items()}


def reasons_said(names: Iterable[tuple[str, str]]) -> "dict[tuple[str, str], tuple[str | Promise, str | Promise]]":
    """By (code, about) of a reason of ours, its sentence and next step, at no channel; two statements at most."""
    wanted = list(names)
    labels = _labels({about for _code, about in wanted if about})
    papers = paper_names() if any(code in PAPERS for code, _about in wanted) else {}
    causes = {name: Cause(ours=True, code=name[0], about=name[1]) for name in wanted}
    return {name: _ours(cause, labels, papers, None) for name, cause in causes.items()}


def _labels(slugs: set[str]) -> dict[str, dict[str, str]]:
    if not slugs:
        return {}
    of_all = Case(When(kind=None, then=Value(1)), default=Value(0), output_field=IntegerField())
    rows = Attribute.objects.filter(slug__in=slugs).order_by(of_all, "-pk").values_list("slug", "labels")
    return dict(rows)


def _said(cause: Cause, channel: Channel | None, labels: Names, papers: Names) -> Said:
    where = channel.title if channel else cause.account.channel
    if cause.ours:
        return Said(*_ours(cause, labels, papers, channel), where)
    advice = channel.advice.get(cause.code) if channel else None
    slug = cause.slug
    if advice is not None:
        sentence = advice.sentence
        if slug in labels:
            sentence = format_lazy("{what}: {sentence}", what=called(labels[slug]), sentence=advice.sentence)
        return Said(sentence, advice.next_step, where)
    if cause.code in READ:
        return Said(*READ[cause.code], where)
    said = " ".join(cause.said.split())
    short = said if len(said) <= MOST_SAID else f"{said[:MOST_SAID]}…"
    sentence = format_lazy(_("{where} says: “{said}”"), where=where, said=short) if short else cause.code
    if slug in labels:
        return Said(format_lazy("{what}: {sentence}", what=called(labels[slug]), sentence=sentence), _ANSWER, where)
    return Said(sentence, _SEE, where)


def _ours(cause: Cause, labels: Names, papers: Names, channel: Channel | None) -> "tuple[str | Promise, str | Promise]":
    plain = OURS.get(cause.code) or READ.get(cause.code)
    if plain is not None:
        return plain
    if cause.code in PAPERS:
        sentence, step = PAPERS[cause.code]
        return format_lazy(str(sentence), paper=called(papers.get(cause.about, {"en": cause.about}))), step
    if cause.code in ANSWERS:
        sentence, step = ANSWERS[cause.code]
        if channel is not None and cause.code == ANSWERABLE and cause.about in channel.picture_fields:
            return OURS["picture_none"]
        there = channel.field_words.get(cause.about) if channel is not None else None
        what = called(labels[cause.about]) if cause.about in labels else there or cause.about
        return format_lazy(str(sentence), what=what), step
    if cause.code.startswith("maker_"):
        return _MAKER
    return cause.said or cause.code, _AT_GOOD
