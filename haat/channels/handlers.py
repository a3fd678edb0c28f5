"""What changes somewhere else changes offers: they are marked, and their accounts are given a turn.

Marking once more changes nothing, and a turn reads everything anew: events may come twice, late or in any order.
Where a mart sells at no marketplace nobody is told of its goods (`SELLS`): that costs no job. What is changed while the
first account is being connected is looked at a while after (`jobs.look_anew`).
"""

from collections.abc import Iterable, Sequence

from haat.catalogue.models import Attribute, Good, Variant
from haat.channels import actions
from haat.channels.jobs import ask_for_turn
from haat.channels.models import Account
from haat.core.events import subscribe
from haat.core.models import Event
from haat.core.rows import batches

# Of an event: that its mart has an account, or that nobody knows of which mart it is. Not by IS NULL: SQLite says
# 0 to that of a column that is NULL, in what a statement returns of the rows it writes (seen with 3.40).
SELLS = (
    '(COALESCE("core_event"."mart_id", 0) = 0 OR EXISTS (SELECT 1 FROM "channels_account" AS "sells"'
    ' WHERE "sells"."mart_id" = "core_event"."mart_id" AND "sells"."state" <> \'closed\'))'
)


@subscribe(
    "catalogue.good_saved",
    "catalogue.good_sent",
    "catalogue.good_taken_back",
    "catalogue.good_approved",
    "catalogue.good_sent_back",
    "catalogue.good_paused",
    "catalogue.good_resumed",
    "catalogue.change_asked",
    "catalogue.change_accepted",
    "catalogue.change_sent_back",
    "catalogue.kind_chosen",
    "catalogue.answers_said",
    "catalogue.line_moved",
    "studio.picture_ready",
    "studio.letters_told",
    many=True,
    where=SELLS,
)
def goods_changed(events: Sequence[Event]) -> None:
    """Goods say or show something else now, or came, or rest."""
    _touch(event.subject_id for event in events)


@subscribe("studio.white_used", "studio.white_refused", many=True, where=SELLS)
def pictures_changed(events: Sequence[Event]) -> None:
    """A picture on white stands before the others, or does no more."""
    _touch(good_id for event in events for good_id in _named(event))


@subscribe("catalogue.price_changed", many=True, where=SELLS)
def sizes_changed(events: Sequence[Event]) -> None:
    """Prices and what else is told of a size."""
    sizes = {event.subject_id for event in events}
    _touch(Variant.objects.filter(pk__in=sizes).values_list("good_id", flat=True))


@subscribe(
    "stock.counted",
    "stock.made",
    "stock.capacity_set",
    "stock.dispatched",
    "stock.received",
    "stock.missing_settled",
    "stock.selling_begun",
    "stock.selling_stopped",
    "orders.placed",
    "orders.grown",
    "orders.cancelled",
    "orders.pieces_home",
    "orders.pieces_lost",
    "orders.return_received",
    many=True,
    where=SELLS,
)
def figures_changed(events: Sequence[Event]) -> None:
    """What there is of goods is more or less."""
    _touch(good_id for event in events for good_id in _named(event))


def _named(event: Event) -> list[int]:
    named = event.data.get("good_ids") or [event.data.get("good_id")]
    return [int(good_id) for good_id in named if good_id]


@subscribe("catalogue.kind_changed")
def kind_changed(event: Event) -> None:
    """Another code, tax line, paper or name at a channel for goods of a kind."""
    _touch(Good.objects.filter(kind=event.subject_id).values_list("pk", flat=True))


@subscribe("catalogue.attribute_made", "catalogue.attribute_changed")
def question_changed(event: Event) -> None:
    """Somebody asks something else of goods of a kind, or of all."""
    for kind in Attribute.objects.filter(pk=event.subject_id).values_list("kind", flat=True):
        if kind is not None:
            _touch(Good.objects.filter(kind=kind).values_list("pk", flat=True))
            continue
        for account in Account.objects.order_by("pk"):
            actions.touch_all(account)
            ask_for_turn(account)


@subscribe("catalogue.craft_changed")
def craft_changed(event: Event) -> None:
    """Another tax line, paper or question for goods of a craft; where it stands in a list is no matter here."""
    if set(event.data["after"]) - {"position"}:
        _touch(Good.objects.filter(craft=event.subject_id).values_list("pk", flat=True))


@subscribe("makers.opened", "makers.paused", "makers.changed", where=SELLS)
def maker_changed(event: Event) -> None:
    """A maker sells, or rests, or is called otherwise."""
    _touch(Good.objects.filter(maker=event.subject_id).values_list("pk", flat=True))


@subscribe("makers.document_decided", "makers.document_given", where=SELLS)
def papers_changed(event: Event) -> None:
    """A paper holds, or does not."""
    _touch(Good.objects.filter(maker=event.data["maker"]).values_list("pk", flat=True))


@subscribe(
    "makers.paper_kind_changed",
    "makers.paper_rule_made",
    "makers.paper_rule_changed",
    "makers.paper_rule_ended",
    many=True,
)
def paper_rules_changed(events: Sequence[Event]) -> None:
    """What papers goods need is another, in every mart; what begins or ends later, the daily look meets."""
    for account in Account.objects.order_by("pk"):
        if actions.touch_all(account):
            ask_for_turn(account)


@subscribe("makers.seller_changed", "makers.seller_paper_given", "makers.seller_paper_decided", where=SELLS)
def seller_changed(event: Event) -> None:
    """A seller's own facts or papers: for the goods of its makers, and for the accounts it has."""
    seller = event.subject_id if event.kind == "makers.seller_changed" else event.data["seller"]
    _touch(Good.objects.filter(maker__seller=seller).values_list("pk", flat=True))
    for account in Account.objects.filter(seller=seller).order_by("pk"):
        actions.touch_all(account)
        ask_for_turn(account)


@subscribe("pricing.fee_set", "places.mart_changed", "places.doors_closed", "places.doors_opened", where=SELLS)
def mart_changed(event: Event) -> None:
    """A fee, what the mart says of itself, or whether it is open at all: all its goods are looked at."""
    for account in Account.objects.filter(mart=event.subject_id).order_by("pk"):
        actions.touch_all(account)
        ask_for_turn(account)


@subscribe("pricing.channel_fee_set", "pricing.channel_fee_taken_back")
def channel_takes_otherwise(event: Event) -> None:
    """What a channel takes: where the maker is to get the same everywhere, every price there hangs on it."""
    for account in Account.objects.filter(mart=event.subject_id, channel=event.data["channel"]).order_by("pk"):
        actions.touch_all(account)
        ask_for_turn(account)


@subscribe(
    "channels.published",
    "channels.taken_off",
    "channels.account_connected",
    "channels.account_changed",
    "channels.account_resumed",
    "channels.account_closed",
)
def account_has_work(event: Event) -> None:
    """What a person decided goes at once."""
    for account in Account.objects.filter(pk=event.subject_id):
        ask_for_turn(account)


@subscribe("channels.cause_answered", "channels.adopted", "channels.offer_resumed", "channels.offer_renamed")
def offers_have_work(event: Event) -> None:
    """The same of offers."""
    for account in Account.objects.filter(mart=event.mart_id).order_by("pk"):
        ask_for_turn(account)


def _touch(goods: Iterable[int]) -> None:
    """Mark the offers of these goods, some at a time; their accounts are given a turn."""
    ids = sorted(set(goods))
    accounts: set[int] = set()
    for some in batches(ids):
        accounts |= actions.touch(some)
    for account in Account.objects.filter(pk__in=accounts).order_by("pk"):
        ask_for_turn(account)
