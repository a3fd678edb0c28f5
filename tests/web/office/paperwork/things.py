"""What stands in the addresses of papers on their way, for the walk of every address."""

from datetime import timedelta
from typing import Any

from haat.core.dates import today
from haat.makers import actions as makers
from haat.paperwork import actions
from haat.paperwork.models import Duty
from tests.make_paperwork import ONE, OTHER, make_camp

FORMS = {"office:paperwork:turn": {"turn": "0", "deed": "came"}}


def paperwork_things(maker: Any) -> dict[str, Any]:
    """A road, a duty, and a papers day at which the maker has a turn."""
    road = actions.begin_road(maker, kind="pan_group", by=ONE)
    camp = make_camp(maker, key="scope")
    actions.give_turns(camp, makers=[maker], by=ONE)
    FORMS["office:paperwork:turn"] = {"turn": str(camp.turns.get().pk), "deed": "came"}
    until = today() + timedelta(days=20)
    paper = makers.give_document(maker, kind="silk_mark", number="S1", valid_until=until, by=ONE)
    makers.decide_document(paper, accept=True, by=OTHER)
    actions.find_duties()
    return {
        "paper_road": road.pk,
        "paper_sheet": "form",
        "papers_camp": camp.pk,
        "paper_duty": Duty.objects.get(document=paper).pk,
    }
