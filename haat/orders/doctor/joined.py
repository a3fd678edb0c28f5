"""Parts that joined their order: what was told of them, and which were divided off from them."""

from collections.abc import Iterable
from typing import Any

from haat.core.models import Event
from haat.orders.models import Order, Part


def grown_by(orders: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Order id → its sums as they were last told since it grew, and under `joined` the parts it grew by."""
    found: dict[int, dict[str, Any]] = {}
    events = Event.objects.filter(
        kind="orders.grown", subject_type=Order._meta.label_lower, subject_id__in=list(orders)
    )
    for order_id, data in events.order_by("pk").values_list("subject_id", "data").iterator():
        joined = [*found.get(order_id, {}).get("joined", ()), data["part"]]
        sums = {name: data[name] for name in ("goods_paise", "delivery_paise", "total_paise")}
        found[order_id] = {**sums, "joined": joined}
    return found


def families() -> dict[int, int]:
    """Part id → the part that joined from which it was divided, or itself; those of the order's own are left out."""
    found = {pk: pk for pk in Part.objects.filter(joined=True).values_list("pk", flat=True)}
    if found:
        divided = Part.objects.exclude(divided_from=None).order_by("pk").values_list("pk", "divided_from_id")
        for pk, above in divided.iterator():  # a part is divided off after the one it was in
            if above in found:
                found[pk] = found[above]
    return found
