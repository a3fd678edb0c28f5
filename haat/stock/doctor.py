"""What must hold of stock."""

from collections.abc import Iterable

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from haat.core.doctor import check
from haat.stock.models import StockItem, WeekCapacity


@check("stock = its movements")
def items_are_their_movements() -> Iterable[str]:
    items = StockItem.objects.annotate(
        moved=Coalesce(Sum("movements__on_hand"), 0), promised=Coalesce(Sum("movements__reserved"), 0)
    ).filter(~Q(on_hand=F("moved")) | ~Q(reserved=F("promised")))
    for item in items:
        yield (
            f"stock item {item.pk}: {item.on_hand} on hand and {item.reserved} reserved, "
            f"but its movements say {item.moved} and {item.promised}"
        )


@check("promised weeks = their movements")
def weeks_are_their_movements() -> Iterable[str]:
    weeks = WeekCapacity.objects.annotate(promised=Coalesce(Sum("movements__reserved"), 0))
    for week in weeks.exclude(reserved=F("promised")):
        yield f"week {week.pk}: {week.reserved} reserved, but its movements say {week.promised}"
