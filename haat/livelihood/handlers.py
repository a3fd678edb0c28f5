"""Months follow what happens: those touched by events are made anew, each once for all that touched it."""

from haat.core.dates import day_of
from haat.core.events import subscribe
from haat.core.models import Event
from haat.ledger.models import Due
from haat.livelihood import actions


@subscribe("ledger.earned", "ledger.taken_back", "orders.return_received", "ledger.due_moved", many=True)
def count_work(events: list[Event]) -> None:
    """Parts were delivered, came back, or are another maker's now: the months of all whose they were."""
    dues = Due.objects.filter(part__in={event.subject_id for event in events})
    months = {part: (maker_id, day_of(at).replace(day=1)) for part, maker_id, at in
              dues.values_list("part_id", "maker_id", "earned_at")}  # fmt: skip
    wanted = set(months.values())
    wanted |= {(int(event.data["was"]), months[event.subject_id][1]) for event in events
               if "was" in event.data and event.subject_id in months}  # fmt: skip
    actions.refresh(wanted)
