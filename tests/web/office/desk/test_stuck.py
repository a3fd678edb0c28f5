"""What is stuck is kept until something happens; what machines settle is told by no event, and is not shown."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from haat.orders.models import Part
from haat.places import actions
from haat.places.models import Mart
from haat.web.office.desk.troubles import stuck, whole
from tests.make import BY, make_maker, make_mart
from tests.web.office.signed import district, officer, part_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/office/", "/office/review/"])
def test_what_is_settled_without_an_event_is_neither_shown_nor_counted(address):
    here = district()
    parts = [part_of(here.maker), part_of(here.other)]
    Part.objects.update(placed_at=timezone.now() - timedelta(days=5))
    desk = officer("desk" if address == "/office/" else "collector")
    shown = desk.get(address, follow=True)
    assert all(part.number in shown.content.decode() for part in parts)
    Part.objects.filter(pk=parts[0].pk).update(state="accepted", accepted_at=timezone.now())
    shown = desk.get(address, follow=True)
    total = shown.context.get("total") if address == "/office/" else shown.context["stuck_total"]
    assert (parts[0].number in shown.content.decode(), parts[1].number in shown.content.decode(), total) == (
        False,
        True,
        1,
    )


def test_where_nothing_is_stuck_any_more_none_is_said_to_be():
    here = district()
    part_of(here.maker)
    Part.objects.update(placed_at=timezone.now() - timedelta(days=5))
    desk = officer("desk")
    assert "1 thing is stuck" in desk.get("/office/", follow=True).content.decode()
    Part.objects.update(state="accepted", accepted_at=timezone.now())
    html = desk.get("/office/", follow=True).content.decode()
    assert ("Nothing is stuck" in html, re.findall(r"\d+ things? (?:is|are) stuck", html)) == (True, [])


def test_a_process_that_knew_the_mart_from_before_an_event_keeps_nothing_of_it():
    """The mart is read anew every half minute: another process may look for what is stuck before it has done so."""
    make_maker()
    mart = make_mart()
    given = {"bank_holder": "", "bank_number": "", "bank_ifsc": ""}
    actions.propose_account(mart, vpa="one@sbi", **given, by=BY)

    def kinds(known):
        return [told.found.trouble.kind for told in whole(stuck(known, known.place))]

    before = Mart.objects.get(pk=mart.pk)
    actions.refuse_account(Mart.objects.get(pk=mart.pk), at=before.proposed["at"], by=BY)
    assert kinds(before) == ["account_asked"]
    assert kinds(Mart.objects.get(pk=mart.pk)) == []
