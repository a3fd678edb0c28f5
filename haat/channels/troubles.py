"""What stops an account or holds it up: in words, with what to do and who can. A channel's folder names the code."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.studio.where import DESK, FEDERATION

CHANNEL = "channel"
# What a channel says where its keys allow other things, and not this.
ONE_RIGHT = "rights_missing"


@dataclass(frozen=True)
class Word:
    """Because of this (`sentence`), do that (`next_step`); `who` has to, "channel" when nobody here can."""

    code: str
    sentence: "str | Promise"
    next_step: "str | Promise"
    who: str


_AGAIN = _("Connect it again with new keys. Nothing is lost: what waits here goes then.")
_BY_ITSELF = _("We ask again by ourselves, ever more seldom. Nothing is lost.")
WORDS = {
    word.code: word
    for word in (
        # What shuts an account: nothing is sent or heard until a person acts.
        Word("keys_refused", _("The channel does not take the keys of this account any more."), _AGAIN, DESK),
        Word("keys_ended", _("The keys of this account have ended."), _AGAIN, DESK),
        Word("keys_missing", _("A key of this account is missing."), _AGAIN, DESK),
        Word(
            "keys_unreadable",
            _("The keys of this account cannot be opened here: the secret of the installation was changed."),
            _AGAIN,
            DESK,
        ),
        Word(
            "wrong_region",
            _("These keys are for another region, and the account sells in none that we speak to."),
            _("Sign in to the channel for India, take the keys there, and connect the account again."),
            DESK,
        ),
        Word(
            "not_a_seller",
            _("The account may not sell at this channel."),
            _("Finish the registration as a seller there, then check the account again."),
            FEDERATION,
        ),
        Word(
            "suspended",
            _("The channel has suspended this account."),
            _("Read the channel’s letter in the seller’s own pages and answer it there."),
            FEDERATION,
        ),
        Word(
            "rights_missing",
            _("The keys do not allow what is needed here."),
            _("Give the application the missing rights in the seller’s own pages, then connect the account again."),
            DESK,
        ),
        Word(
            "no_folder",
            _("This channel is not part of the installation any more."),
            _("Ask who runs the installation to bring it back, or close the account."),
            DESK,
        ),
        # What passes by itself.
        Word("throttled", _("The channel asks us to wait: we have asked as often as we may."), _BY_ITSELF, CHANNEL),
        Word("silent", _("The channel does not answer."), _BY_ITSELF, CHANNEL),
        Word("down", _("The channel answers that it is out of order."), _BY_ITSELF, CHANNEL),
        Word(
            "bad_request",
            _("The channel refuses to read what we ask, though it was right before."),
            _("Such a refusal often heals within hours. We go on asking, from where we stopped."),
            CHANNEL,
        ),
        Word(
            "refused_whole",
            _("The channel did not take one of our sendings at all."),
            _("It is sent again later. If it is refused once more, tell who runs the installation."),
            DESK,
        ),
        Word(
            "unreadable",
            _("The channel answers in a way we do not understand."),
            _("We go on asking. If it lasts longer than a day, tell who runs the installation."),
            CHANNEL,
        ),
    )
}


# What keys do not allow, by the step of a turn that was refused; the others go on.
_SENDS = _("The keys do not allow sending goods, prices and stock: what stands there stays as it is.")
_READS = _("The keys do not allow reading how goods stand there: whether they are live nobody can say.")
OTHER = ""
LACKING: "dict[str, str | Promise]" = {
    "orders": _("The keys do not allow reading orders: none comes in."),
    "found": _READS,
    "wanted": _("The keys do not allow reading what is asked of goods: none can be prepared."),
    "sent": _SENDS,
    "sold_out": _SENDS,
    "reports": _READS,
    "looks": _READS,
    "parcels": _("The keys do not allow parcels: no pick-up is booked, and no label comes."),
    "settlements": _("The keys do not allow reading settlements: what was paid nobody can say."),
    OTHER: _("The keys do not allow something that is needed here."),
}
GIVE_RIGHT = _(
    "Give the application the right “{right}” in the seller’s own pages. Then ask here whether the channel lets us in. "
    "Everything else goes on."
)


def word_of(code: str) -> Word:
    """The words of a code; of one that nobody knows, that the channel said so."""
    return WORDS.get(code) or Word(code, _("The channel reports a trouble we have no words for."), _BY_ITSELF, CHANNEL)
