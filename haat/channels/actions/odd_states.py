"""An order in a state that nobody here knows: a person has read at the channel what it is, and says so."""

from django.db import transaction

from haat.channels.actions.importing import act_on
from haat.channels.channel import find
from haat.channels.errors import NotToldEnough, NoWordNeeded, StillUnreadable
from haat.channels.models import Sale
from haat.channels.models.sales import UNTOLD
from haat.channels.states import is_odd
from haat.core.actor import Actor
from haat.core.errors import Changed
from haat.core.events import record
from haat.core.locks import hold
from haat.core.rows import update


@transaction.atomic
def read_state(sale: Sale, *, state: str, to_pack: bool, by: Actor) -> Sale:
    """Whether an order in this `state` (as the person read it) is to be packed: then it is received at once.

    Told twice it counts once; another state there asks anew. Raises Changed, NoWordNeeded, NotToldEnough,
    StillUnreadable.
    """
    row = hold(sale, "account")
    if row.state != state:
        raise Changed
    channel = find(row.account.channel)
    if channel is None:
        raise StillUnreadable(["channel"])
    if not is_odd(row.state, channel):
        raise NoWordNeeded
    if to_pack and row.facts is None and row.arrival_id is None:
        raise NotToldEnough
    word = row.state or UNTOLD
    if (row.read_state, row.to_pack) == (word, to_pack):
        return row
    row.read_state, row.to_pack = word, to_pack
    update(row, "read_state", "to_pack")
    record("channels.state_read", row, by=by, external_id=row.external_id, state=row.state, to_pack=to_pack)
    return act_on(row, channel, by=by)
