"""A scene with all that channels keep, and what somebody with a password of the database may do to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from haat.catalogue.models import Variant
from haat.channels import actions
from haat.channels.actions import schemas
from haat.channels.channel import LISTING, Issue, Told
from haat.channels.models import Account, Found, Sale
from haat.core import worker
from haat.orders.models import Part
from haat.studio.where import Reason
from tests.channels.make import Says, live, make_account, make_good, publish, studio, told, turn
from tests.channels.toy import LOST, Bazaar, Listing, once, opened
from tests.core.plants import edit
from tests.make import BY, make_mart, walk

FAR = "'2999-01-01 00:00:00+00:00'"
PAST = "'2001-01-01 00:00:00+00:00'"


@dataclass
class Scene:
    """Two accounts at the bazaar; what stands, is refused, waits, was sold and stood there before."""

    bazaar: Bazaar
    says: Says
    account: Account
    other: Account


@contextmanager
def scene(place: Path) -> Iterator[Scene]:
    """Everything is as the doors of the room leave it."""
    with opened(place) as bazaar, studio() as says:
        make_mart("other")
        made = Scene(bazaar, says, make_account(), make_account())
        _before_us(made)
        _orders(made, _goods(made))
        _loss(made)
        worker.run_due()
        yield made


def _before_us(made: Scene) -> None:
    """The other account sold three things before: one is ours, one is none of ours, one nobody has spoken of."""
    for sku in ("OLD-1", "OLD-2", "OLD-3"):
        made.bazaar.shop(made.other.key)[sku] = Listing({LISTING: {"title": sku}})
    turn(made.other)
    first, second, _third = Found.objects.order_by("sku")
    actions.adopt(first, variant=make_good(), by=BY)
    actions.leave(second, by=BY)
    live(made.other, make_good())


def _goods(made: Scene) -> Variant:
    """One stands (it is answered), one is off, one refused, one held back, and a feed is not reported yet."""
    account, bazaar = made.account, made.bazaar
    stands, off, refused, held, fed = (make_good(pieces=50) for _good in range(5))
    live(account, stands, off)
    actions.close_offers(account, offers=[account.offers.get(variant=off).pk], by=BY)
    bazaar.refuses[refused.sku] = Issue("90220", "error", "Metal?", "metal_type")
    made.says.reasons[held.pk] = [Reason("paper_missing", "No paper.", "Give it.", "maker")]
    publish(account, refused, held)
    turn(account)
    schemas.keep_schema(account, "BRACELET", version="1", body={"asks": ["metal_type"], "schema": {}})
    schemas.keep_asked(account, [(schemas.Of("BRACELET"), "gem_type", "Gem?")])
    bazaar.by_feed, bazaar.report_after = True, 99
    publish(account, fed)
    turn(account)
    bazaar.by_feed = False
    actions.pause_account(made.other, why="a fair", by=BY)
    return stands


def _orders(made: Scene, good: Variant) -> None:
    """One is received, one cancelled in part, one is to be cancelled, one waits for its rate, one is forgotten."""
    abroad = told({good: 1}, key="ABROAD")
    facts = {name: value for name, value in dict(abroad.facts or {}).items() if name != "pin"}
    orders: list[Told] = [
        told({good: 2}, key="WHOLE"),
        replace(told({good: 3}, key="PART"), cancelled={"L1": 1}),
        replace(told({good: 1}, key="ASKED"), asks_cancel=True),
        replace(abroad, facts={**facts, "currency": "USD", "country": "US"}),
        told({good: 1}, key="OLD"),
    ]
    made.bazaar.tell(made.account.key, *orders)
    turn(made.account)
    part = walk(Part.objects.get(order__external_id="OLD"), "delivered")
    Part.objects.filter(pk=part.pk).update(sent_at="2026-01-01T10:00:00Z")
    Sale.objects.filter(external_id="OLD").update(changed_at="2026-01-01T10:00:00Z")
    actions.forget_buyers()


def _loss(made: Scene) -> None:
    """A call was lost, and what became of it is not known yet."""
    publish(made.account, make_good(pieces=50))
    made.bazaar.happens = [once("send", "before", LOST)]
    turn(made.account)
    made.bazaar.happens = []


TOLD = "channels: accounts stand as told"
EVER = "channels: no account waits for ever"
BUCKETS = "channels: quotas are buckets that fill"
ASKED = "channels: what channels ask can be read"
PUBLISHED = "channels: goods stand where somebody published them"
RECKONED = "channels: what goes out is what was reckoned"
STANDS = "channels: an offer stands as what is known of it"
SEEN = "channels: what is wanted is seen, or explained"
SENDINGS = "channels: sendings can be asked for, and end"
FORGOTTEN = "channels: no attempt is forgotten"
FOUND = "channels: what stood there before is left alone until somebody speaks"
TASKS = "channels: no task without a cause"
SPOKEN = "channels: what is said against goods can be told to somebody"
BACK = "channels: what was cancelled there is not kept for its buyer here"
KEPT = "channels: orders are kept as their channel allows"
RECEIVED = "channels: an order that was told is received, or waits for somebody"
MART = "channels: an account is of its mart"
LIVE, OTHER = "state = 'live'", "(SELECT max(id) FROM channels_account)"
account, quota, schema, asked, offer, attempt, found, cause, refusal, sale = (
    partial(edit, f"channels_{table}")
    for table in ("account", "quota", "schema", "asked", "offer", "attempt", "found", "cause", "refusal", "sale")
)
ELSEWHERE = "(SELECT id FROM places_mart WHERE slug = 'other')"

# (what is done, the check that names it, how it is done)
CORRUPTIONS: list[tuple[str, str, str]] = [
    # accounts
    ("an account closed by nobody", TOLD, account("state = 'closed'")),
    ("an account stopped by nobody", TOLD, account("state = 'stopped', trouble = 'suspended'")),
    ("an account paused by nobody", TOLD, account(f"paused_at = {PAST}", "paused_at IS NULL")),
    ("a pause taken away", TOLD, account("paused_at = NULL", "paused_at IS NOT NULL")),
    ("the keys of another account", "channels: keys of open accounts can be opened here",
     account(f"keys = (SELECT keys FROM channels_account WHERE id = {OTHER})")),
    ("a right that is missing since no day", TOLD, account("""lacking = '{"orders": "2026-01-01T00:00:00+00:00"}'""")),
    ("a turn without end", EVER, account(f"turn_until = {FAR}")),
    ("orders that are never asked for", EVER, account(f"orders_at = {FAR}")),
    ("a step that waits for ever", EVER, account("""waits = '{"sent": "2999-01-01T00:00:00+00:00"}'""")),
    ("a step that waits for no day", EVER, account("""waits = '{"sent": "soon"}'""")),
    ("a seller of another mart", MART,
     f"UPDATE makers_seller SET mart_id = {ELSEWHERE} WHERE id = (SELECT min(seller_id) FROM channels_account)"),
    # quotas and schemas
    ("more tokens than fit", BUCKETS, quota("left_micro = burst_micro + 1")),
    ("a bucket that never fills", BUCKETS, quota("rate_micro = 0")),
    ("a bucket without a bottom", BUCKETS, quota("burst_micro = 9000000000000000000")),
    ("a bucket of tomorrow", BUCKETS, quota("at_micro = at_micro + 90000000000")),
    ("a rate lowered for ever", BUCKETS, quota("lowered_until_micro = 9000000000000000000")),
    ("a schema that asks a number", ASKED, schema("""body = '{"asks": [5]}'""")),
    ("a schema of no version", ASKED, schema("version = ''")),
    ("a question without a name", ASKED, asked("name = ''")),
    # offers
    ("a good taken off by nobody", PUBLISHED, offer("open = FALSE", LIVE)),
    ("a good that stands again", PUBLISHED, offer("open = TRUE", "state = 'closed'")),
    ("a good held back by nobody", PUBLISHED, offer("paused = TRUE", LIVE)),
    ("another price that goes out", RECKONED,
     offer("""wanted_body = '{"price": {"paise": 1}}'""", LIVE)),
    ("a difference that nobody sees", RECKONED, offer("seen_body = wanted_body, seen = '{}'", LIVE)),
    ("a change that nobody looks at", RECKONED, offer("made = touched + 7", LIVE)),
    ("a good bought where it is not", RECKONED, offer("there = FALSE", LIVE)),
    ("pieces of a good that is off", RECKONED, offer("pieces = 3", "state = 'closed'")),
    ("a sending of another account", RECKONED,
     offer(f"attempt_id = (SELECT max(id) FROM channels_attempt WHERE account_id = {OTHER})",
          f"state = 'live' AND account_id < {OTHER}")),
    ("a good said to be refused", STANDS, offer("state = 'refused'", LIVE)),
    ("a change that is due to nobody", STANDS, offer("due = 'stock'", LIVE)),
    ("a listing wanted otherwise than it is seen", SEEN,
     offer("""seen = '{"stock": "x"}', look_at = NULL""", LIVE)),
    ("one piece more than there is", "channels: one stock", offer("pieces = pieces + 1", LIVE)),
    ("an offer that is never read again", EVER, offer(f"look_at = {FAR}", LIVE)),
    ("something under way with nobody", FORGOTTEN, offer("""sending = '{"stock": "a"}'""", LIVE)),
    ("a reason that nobody is told of", TASKS,
     offer("""reasons = '[{"code": "x", "about": "", "who": "desk", "hold": "all"}]'""", LIVE)),
    # attempts
    ("a feed without its number", SENDINGS, attempt("ref = ''", "state = 'taken'")),
    ("a loss that nobody reads", SENDINGS, attempt("state = 'unknown', ended_at = NULL",
                                                "state = 'done'")),
    ("a sending of no kind", SENDINGS, attempt("operation = 'all'")),
    ("a sending of nothing", SENDINGS, attempt("number = 0")),
    ("a sending that ended before it began", SENDINGS, attempt(f"ended_at = {PAST}", "state = 'done'")),
    ("a feed nobody asks for", FORGOTTEN, attempt("look_at = NULL", "state = 'taken'")),
    ("a sending of a turn that is over", FORGOTTEN, attempt("state = 'sending', ended_at = NULL",
                                                         "state = 'done'")),
    ("a loss that is never read", FORGOTTEN, offer("look_at = NULL", "state = 'unknown'")),
    # what stood there before
    ("a listing adopted by nobody", FOUND, found("state = 'adopted'", "state = 'open'")),
    ("a listing left by nobody", FOUND, found("state = 'left'", "state = 'open'")),
    ("a word taken back by nobody", FOUND, found("state = 'open'", "state = 'left'")),
    ("something sent over it", FOUND,
     f"UPDATE channels_offer SET sku = 'OLD-3' WHERE state = 'live' AND account_id = {OTHER} AND sku <> 'OLD-1'"),
    # causes
    ("a task that is closed too early", TASKS, cause(f"closed_at = {PAST}", "code = '90220'")),
    ("a cause of another account", TASKS, cause(f"account_id = {OTHER}", "code = '90220'")),
    ("a refusal put into our mouth", TASKS, refusal("source = 'ours'", "source = 'answer'")),
    ("a task of nobody", SPOKEN, cause("who = 'nobody'", "code = '90220'")),
    ("a cause of another mart", SPOKEN, cause(f"mart_id = {ELSEWHERE}")),
    ("a refusal as grave as none is", SPOKEN, refusal("severity = 'grave'", "source = 'answer'")),
    ("a refusal that ended before it was said", SPOKEN, refusal(f"ended_at = {PAST}")),
    # orders
    ("pieces kept for who cancelled", BACK, sale("""cancelled = '{"L1": 2}'""", "external_id = 'WHOLE'")),
    ("a buyer who is remembered", KEPT, sale("""raw = '{"name": "Ranjana"}'""", "external_id = 'OLD'")),
    ("half a piece cancelled", KEPT, sale("""cancelled = '{"L1": "half"}'""", "external_id = 'ABROAD'")),
    ("a buyer who never asked", KEPT, sale("asks_cancel = TRUE", "external_id = 'WHOLE'")),
    ("a problem nobody knows", KEPT, sale("problem = 'odd'", "external_id = 'WHOLE'")),
    ("an order of another mart", KEPT, sale(f"mart_id = {ELSEWHERE}", "external_id = 'ABROAD'")),
    ("an order that was received and is not", RECEIVED, sale("arrival_id = NULL", "external_id = 'PART'")),
    ("an order under another's number", RECEIVED, sale("external_id = 'X'", "external_id = 'WHOLE'")),
    ("a problem that was passed over", RECEIVED, sale("problem = ''", "external_id = 'ABROAD'")),
]  # fmt: skip
