"""Members' shares that are marked as given, and said not to be."""

from haat.ledger import actions
from haat.ledger.models import Share
from haat.orders.models import Part
from tests.make import BY
from tests.races.payouts import Ready, due, settled
from tests.races.race import Pair, race, told, twice


def given_share(one: Part) -> Share:
    share = Share.objects.get(payout=settled(one))
    return actions.share_given(share, by=BY)


@race(actions.dispute_share)
def a_share_is_disputed_twice() -> Ready:
    one = due()

    def ready() -> Pair:
        share = given_share(one)
        return twice(
            lambda row: actions.dispute_share(row, by=BY), share, counted=told("ledger.share_disputed", share.member)
        )

    return ready


@race(actions.settle_share)
def a_disputed_share_is_settled_twice() -> Ready:
    one = due()

    def ready() -> Pair:
        share = actions.dispute_share(given_share(one), by=BY)
        return twice(
            lambda row: actions.settle_share(row, by=BY), share, counted=told("ledger.share_settled", share.member)
        )

    return ready
