"""Review: targets against what was reached, and the rows that make each figure."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from haat.web.office.desk.rooms import Field, Room, Shape
from haat.web.office.review.targets import amount
from haat.web.office.review.words import MEASURES


def target(data: Mapping[str, Any]) -> Shape:
    """What should be reached where and by when; how much is read as the measure asks."""
    before, measure = data.get("before"), data["measure"]
    after = {"measure": measure, "place": data["place"], "by_day": data.get("by_day")}
    return (
        {"value": amount(measure, before) if before else None},
        after | {"value": amount(measure, data["value"])},
    )


ROOM = Room(
    title=_("Review"),
    order=70,
    first="office:review:review",
    deed="see_review",
    words={
        "measure": MEASURES,
    },
    events={
        "review.target_set": _("Target set"),
        "review.target_taken_back": _("Target taken back"),
    },
    fields={
        "review.measure": Field(_("Target"), "word:measure"),
        "review.place": Field(_("Place"), "place"),
        "review.by_day": Field(_("By the day"), "day"),
        "review.value": Field(_("To reach")),
    },
    reads={"review.target_set": target, "review.target_taken_back": target},
)
