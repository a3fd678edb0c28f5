"""What this room holds of people (see `core.personal`)."""

import json
from typing import Any

from django.utils.translation import gettext_lazy as _

from haat.core.personal import BLANK, IN_USE, MEMBER, SELLING, Excused, Holds
from haat.paperwork.actions.forgetting import forget_roads
from haat.paperwork.sealed import opened


def _answers(row: Any) -> tuple[str, bytes]:
    """What she told for a form."""
    return f"road-{row.pk}.json", json.dumps(opened(row), ensure_ascii=False).encode()


PERSONAL = (
    Holds(
        model="paperwork.road",
        what=_("Papers that are being made"),
        fields=("member", "kind", "about", "state", "applied_on", "applied_where", "reference", "why"),
        secret=("answers",),
        whose=MEMBER,
        purposes=(SELLING,),
        keeps=IN_USE,
        erase=BLANK,
        reach={"member": "member", "maker": "maker"},
        eraser=forget_roads,
        opens=_answers,
    ),
    Excused("paperwork.duty", {"told": "so many days before it people were told"}),
)
