"""What must hold of channels: what is wanted is seen or explained, there is one stock, and nothing is forgotten."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from haat.channels import after_a_sale  # noqa: F401 - its checks are loaded
from haat.channels.actions.importing import is_wanted
from haat.channels.channel import LISTING
from haat.channels.feeds import soundness as of_feeds  # noqa: F401 - its checks are loaded
from haat.channels.goods import offered
from haat.channels.models import Account, Attempt, Cause, Offer, Refusal, Sale
from haat.channels.models.sales import UNTOLD
from haat.channels.states import ALL, SOLD_OUT, due_of, hold_of, standing_of, state_of
from haat.core.doctor import check, waiting_events
from haat.stock.queries import offerable

BATCH = 500
# Who marks offers when something changes: what they have not heard of yet is no fault.
HEARS = ("channels.goods_changed", "channels.sizes_changed", "channels.figures_changed", "channels.maker_changed")
OURS = Refusal.Source.OURS
STANDS = Refusal.objects.filter(ended_at=None)


def _offers(**more: object) -> Iterator[Sequence[Offer]]:
    """All offers, some at a time, without their bodies."""
    rows = Offer.objects.filter(**more).select_related("attempt", "account").defer("wanted_body", "seen_body")
    each = rows.order_by("pk").iterator(chunk_size=BATCH)
    while some := list(islice(each, BATCH)):
        yield some


@check("channels: an offer stands as what is known of it")
def states_follow() -> Iterable[str]:
    """State and next operation follow from what is wanted, sent and seen; nobody wrote them otherwise."""
    for offers in _offers():
        errors = STANDS.filter(~Q(source=OURS), offer__in=offers, severity="error")
        refused = set(errors.values_list("offer_id", flat=True))
        for offer in offers:
            standing = standing_of(offer, offer.attempt, refused=offer.pk in refused)
            state, due = state_of(standing), due_of(standing)
            if (offer.state, offer.due) != (state, due):
                yield f"offer {offer.pk} ({offer}): {offer.state}, next {offer.due or 'nothing'}; it is {state}, {due}"


@check("channels: what is wanted is seen, or explained")
def wanted_is_seen() -> Iterable[str]:
    """What differs is about to be sent, waits to be read, is held back, or something was said against it."""
    said, settled = STANDS.filter(offer=OuterRef("pk")), Q(attempt=None) | Q(attempt__ended_at__isnull=False)
    quiet = Offer.objects.filter(~Q(Exists(said)), settled, due="", look_at=None, made__gte=F("touched"))
    for offer in quiet.defer("wanted_body", "seen_body").order_by("pk").iterator(chunk_size=BATCH):
        if not offer.open:
            if offer.there:
                yield f"offer {offer.pk} ({offer}): it is taken off, and stands there"
        elif not hold_of(offer.reasons) and (wrong := _unseen(offer)):
            yield f"offer {offer.pk} ({offer}): {', '.join(wrong)} not as wanted, and nothing says why"


def _unseen(offer: Offer) -> list[str]:
    """Parts that are seen otherwise than wanted. What a channel does not tell of contradicts nothing."""
    if not offer.there:
        return [LISTING] if offer.wanted else []
    return [part for part, digest in sorted(offer.wanted.items()) if offer.seen.get(part, digest) != digest]


@check("channels: one stock")
def one_stock() -> Iterable[str]:
    """No account offers more than lies free for it, less what it keeps back; nothing blocked is offered at all."""
    if waiting_events(*HEARS):
        return
    for offers in _offers(open=True, made__gte=F("touched")):
        for account in {offer.account for offer in offers}:
            mine = [offer for offer in offers if offer.account_id == account.pk]
            free = offerable([offer.variant_id for offer in mine], account.channel, account.key)
            for offer in mine:
                right = 0 if hold_of(offer.reasons) == ALL else offered(account, free[offer.variant_id])
                if offer.wanted_at is not None and offer.pieces != right:
                    yield f"offer {offer.pk} ({offer}): {offer.pieces} pieces are offered, {right} may be"


@check("channels: no task without a cause")
def tasks_have_causes() -> Iterable[str]:
    """A cause is open exactly while something stands by it; what is blocked or refused says why."""
    stands = Exists(STANDS.filter(cause=OuterRef("pk")))
    for cause in Cause.objects.filter(Q(stands) & Q(closed_at__isnull=False) | ~Q(stands) & Q(closed_at=None)):
        what = "closed, and it keeps goods back" if cause.closed_at else "open, and it keeps nothing back"
        yield f"cause {cause.pk} ({cause}): {what}"
    refusals = Refusal.objects.exclude(cause__account=F("offer__account"))
    for refusal in refusals.select_related("cause", "offer"):
        yield f"refusal {refusal.pk} of offer {refusal.offer_id}: its cause is another account's"
    for refusal in Refusal.objects.filter(
        Q(source=OURS) & Q(cause__ours=False) | ~Q(source=OURS) & Q(cause__ours=True)
    ):
        yield f"refusal {refusal.pk} of offer {refusal.offer_id}: nobody said it so"
    told = Offer.objects.filter(state=Offer.State.REFUSED)
    for offer in told.filter(~Q(Exists(STANDS.filter(~Q(source=OURS), offer=OuterRef("pk"), severity="error")))):
        yield f"offer {offer.pk} ({offer}): refused, and the channel said nothing"
    yield from _blocked()


def _blocked() -> Iterator[str]:
    """Each reason of an offer that somebody can act on is a task, but for what is only sold out."""
    ours = STANDS.filter(source=OURS).select_related("cause")
    for offers in _offers(open=True):
        said: dict[int, set[tuple[str, str]]] = {}
        for refusal in ours.filter(offer__in=offers):
            said.setdefault(refusal.offer_id, set()).add((refusal.cause.code, refusal.cause.about))
        for offer in offers:
            reasons = {(each["code"], each["about"]) for each in offer.reasons if each["code"] != SOLD_OUT}
            if reasons != said.get(offer.pk, set()):
                yield f"offer {offer.pk} ({offer}): what holds it back is not what is asked for"


@check("channels: no attempt is forgotten")
def attempts_end() -> Iterable[str]:
    """One under way belongs to a turn that goes on, one that was taken is asked for, an unknown one is read back."""
    state, now = Attempt.State, timezone.now()
    rows = Attempt.objects.filter(ended_at=None).select_related("account")
    for attempt in rows.filter(state=state.SENDING):
        until = attempt.account.turn_until
        if until is None or until < now:
            yield f"attempt {attempt.pk} ({attempt}): nobody is at it any more"
    for attempt in rows.filter(state=state.TAKEN, look_at=None):
        yield f"attempt {attempt.pk} ({attempt}): nobody asks what became of it"
    for attempt in rows.filter(state__in=(state.DONE, state.FAILED)):
        yield f"attempt {attempt.pk} ({attempt}): it ended, and nobody knows when"
    for attempt in Attempt.objects.filter(ended_at__isnull=False, state__in=(state.SENDING, state.TAKEN)):
        yield f"attempt {attempt.pk} ({attempt}): it has ended, and is under way"
    for offer in Offer.objects.exclude(sending={}).select_related("attempt").defer("wanted_body", "seen_body"):
        attempt_state = offer.attempt.state if offer.attempt else ""
        if attempt_state not in (state.SENDING, state.UNKNOWN):
            yield f"offer {offer.pk} ({offer}): something of it is under way, with no attempt"
        elif attempt_state == state.UNKNOWN and offer.look_at is None:
            yield f"offer {offer.pk} ({offer}): what became of it is unknown, and nobody reads it back"


@check("channels: an order that was told is received, or waits for somebody")
def sales_are_received() -> Iterable[str]:
    """Its arrival is that of its number at its account; what is to be received and was not has a problem, or is all
    cancelled."""
    for sale in Sale.objects.filter(arrival__isnull=False).select_related("account", "arrival"):
        arrival = sale.arrival
        assert arrival is not None
        mine = (sale.mart_id, sale.account.channel, sale.account.key, sale.external_id)
        if mine != (arrival.mart_id, arrival.channel, arrival.account, arrival.external_id):
            yield f"order {sale} of account {sale.account_id}: it is said to be {arrival}"
    for sale in Sale.objects.filter(arrival=None, problem="", facts__isnull=False).order_by("pk"):
        left = sale.read_state == (sale.state or UNTOLD) and not sale.to_pack
        if is_wanted(sale) and not left:
            yield f"order {sale} of account {sale.account_id}: it was told, and nobody received it"


@check("channels: an account is of its mart")
def accounts_are_of_their_mart() -> Iterable[str]:
    """Seller, place and offers are of the account's mart."""
    rows = Account.objects.filter(~Q(seller__mart=F("mart")) | Q(place__isnull=False) & ~Q(place__mart=F("mart")))
    for account in rows:
        yield f"account {account.pk} ({account}): its seller or place is of another mart"
    for offer in Offer.objects.filter(~Q(mart=F("account__mart")) | ~Q(variant__mart=F("mart"))).only(
        "pk", "sku", "account"
    ):
        yield f"offer {offer.pk} ({offer}): it is of another mart than its account or its size"
