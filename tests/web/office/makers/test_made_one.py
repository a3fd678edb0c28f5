"""Two that were made one: said to who comes later, and undone only by who sees both."""

import pytest

from haat.core.languages import best
from haat.doubles import actions
from haat.doubles.models import Proposal
from tests.make import BY, make_block, make_maker
from tests.web.office.makers.test_alike import enrolled, url
from tests.web.office.signed import officer

pytestmark = pytest.mark.django_db


def test_coordinator_of_one_block_undoes_no_merge_with_a_maker_of_another():
    here, there = make_block("Sarath"), make_block("Palojori")
    one, two = enrolled("Alpha", block=here), enrolled("Beta", block=there)
    merge = actions.merge_makers(one, two, by=BY)
    Proposal.objects.create(mart=one.mart, kept=one, gone=two, back=True, by_id=7)
    coordinator = officer("coordinator", place=here)
    page = coordinator.get(url("alike"))
    assert (page.context["merges"], page.context["proposals"]) == ([], [])
    assert coordinator.post(url("undo_merge", merge.pk)).status_code == 404
    assert [row["merge"] for row in officer("desk").get(url("alike")).context["merges"]] == [merge]
    Proposal.objects.update(back=False)
    assert coordinator.get(url("alike")).context["proposals"] == []
    merge.refresh_from_db()
    assert merge.undone_at is None


def test_who_chose_the_other_to_stay_reads_that_they_were_made_one_and_which_stayed():
    kept, gone = make_maker("Kept"), make_maker("Gone", state="paused")
    actions.merge_makers(kept, gone, by=BY)
    desk = officer("desk")
    for answer in (
        desk.post(url("merge", kept.pk, gone.pk), {"stays": gone.pk}, follow=True),
        desk.get(url("pair", kept.pk, gone.pk), follow=True),
    ):
        assert f"was made one with another already: {best(kept.names).text} stays." in answer.content.decode()
    far = officer("coordinator", place=make_block("Palojori"))
    assert far.get(url("pair", kept.pk, gone.pk)).status_code == 404
