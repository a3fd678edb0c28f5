"""The audit page: everything of the mart and nothing else, narrowed, masked, a page at a time, and as a sheet."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from python_calamine import CalamineWorkbook

from haat.core.actor import Actor
from haat.core.dates import today
from haat.core.kinds import KINDS
from haat.core.models import Event
from haat.places import actions as places
from haat.web.office.settings.audit import event_words
from haat.web.office.settings.words import ABOUT, ROOMS, SILENT
from tests.make import make_district, make_mart, make_officer
from tests.web.office.signed import district, officer, sign_in

pytestmark = pytest.mark.django_db

AUDIT = "office:settings:audit"


def look(client, **asked):
    return client.get(reverse(AUDIT), asked)


def quiet():
    """Nothing has happened yet: the people who are made leave a trail of their own."""
    Event.objects.all().delete()


def kinds(answer):
    return [row.kind for row in answer.context["rows"]]


def told(kind, mart, subject, *, by=None, for_maker=None, days=0, **data):
    return Event.objects.create(
        kind=kind,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        mart_id=mart.pk,
        by_id=by,
        for_maker_id=for_maker,
        data=data,
        at=timezone.now() - timedelta(days=days),
    )


@pytest.mark.parametrize("language", ["hi", "mr"])
def test_everything_that_is_told_has_words_for_room_subject_and_deed(language):
    with override(language):
        bare = {
            *({kind.about for kind in KINDS} - ABOUT.keys()),
            *({kind.name.partition(".")[0] for kind in KINDS} - ROOMS.keys()),
            *(kind.name for kind in KINDS if event_words(kind.name) == kind.name),
            *(
                str(text)
                for text in (*ABOUT.values(), *ROOMS.values(), *SILENT.values())
                if re.search("[a-z]", str(text))
            ),
        }
    assert sorted(bare) == []


def test_who_did_what_for_whom_and_nothing_of_another_mart():
    here = district()
    far = make_mart("chandrapur", place=make_district("Chandrapur", lgd=500), order_prefix="CH")
    desk, auditor = make_officer("desk"), officer("auditor")
    quiet()
    told("makers.paused", here.mart, here.maker, by=desk.pk, for_maker=here.maker.pk)
    told("makers.opened", far, here.maker, by=desk.pk)
    answer = look(auditor)
    assert kinds(answer) == ["makers.paused"]
    page = answer.content.decode()
    assert "for Chandni group" in page
    assert "The desk" in page
    assert answer.context["rows"][0].about == "Maker"


def test_phones_accounts_and_mail_are_masked():
    here = district()
    facts = {"before": {"phone": "+919876543210"}, "after": {"phone": "+919812345678", "address": "me@example.in"}}
    told("stock.place_changed", here.mart, here.maker, **facts)
    told("orders.cancelled", here.mart, here.maker, reason="Call 98765 43210 or mail me@example.in")
    for asked in ({}, {"export": "csv"}):
        page = look(officer("auditor"), **asked).content.decode()
        assert "9876543210" not in page.replace(" ", "")
        assert "@example.in" not in page
        assert "9812345678" not in page.replace(" ", "")
        assert "…" in page


def test_where_money_goes_is_shown_whole_but_for_the_account_number():
    here = district()
    by = Actor(make_officer("desk").pk)
    given = {"bank_holder": "Society", "bank_number": "12345678901", "bank_ifsc": "SBIN0000064"}
    places.propose_account(here.mart, vpa="elsewhere@sbi", **given, by=by)
    page = look(officer("auditor")).content.decode()
    assert "elsewhere@sbi" in page
    assert "xxxxxxx8901" in page
    assert "12345678901" not in page


def test_filters_narrow_by_person_room_kind_day_subject_and_acting():
    here = district()
    one, two = make_officer("desk"), make_officer("accountant")
    desk = officer("collector")
    quiet()
    told("makers.paused", here.mart, here.maker, by=one.pk, days=9)
    told("makers.opened", here.mart, here.other, by=two.pk, for_maker=here.other.pk)
    told("catalogue.good_paused", here.mart, here.maker, by=two.pk)
    assert kinds(look(desk, who="the DESK")) == ["makers.paused"]
    assert kinds(look(desk, who=two.phone)) == ["catalogue.good_paused", "makers.opened"]
    assert kinds(look(desk, who="nobody at all")) == []
    assert kinds(look(desk, room="makers")) == ["makers.opened", "makers.paused"]
    assert kinds(look(desk, kind="makers.opened")) == ["makers.opened"]
    week = (today() - timedelta(days=2)).isoformat()
    assert kinds(look(desk, first=week)) == ["catalogue.good_paused", "makers.opened"]
    assert kinds(look(desk, last=week)) == ["makers.paused"]
    assert kinds(look(desk, subject=f"makers.maker:{here.other.pk}")) == ["makers.opened"]
    assert kinds(look(desk, acting="on")) == ["makers.opened"]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"first": "yesterday"}, 422),
        ({"first": "2026-11-02", "last": "2026-11-01"}, 422),
        ({"room": "cellar"}, 422),
        ({"subject": "people.user:abc"}, 404),
        ({"subject": "auth.group:1"}, 404),
        ({"subject": "core.event:1"}, 404),
        ({"page": "nonsense"}, 200),
        ({"who": "%_'"}, 200),
    ],
)
def test_nonsense_is_answered_with_a_sentence(asked, status):
    district()
    client = officer("auditor")
    client.raise_request_exception = False
    assert look(client, **asked).status_code == status


def test_pages_follow_one_another_in_a_counted_number_of_queries(django_assert_max_num_queries):
    here = district()
    desk, auditor = make_officer("desk"), officer("auditor")
    quiet()
    for _turn in range(120):
        told("makers.paused", here.mart, here.maker, by=desk.pk)
    seen, address = [], reverse(AUDIT)
    while address:
        with django_assert_max_num_queries(21):
            answer = auditor.get(address)
        seen += [row.at for row in answer.context["rows"]]
        after = answer.context["listing"].after
        address = f"{reverse(AUDIT)}?page={after}" if after else ""
    assert (len(seen), seen) == (120, sorted(seen, reverse=True))


def test_sheet_is_what_is_shown_with_the_kind_as_it_is_kept():
    here = district()
    desk, auditor = make_officer("desk"), officer("auditor")
    quiet()
    told("makers.paused", here.mart, here.maker, by=desk.pk, reason="=HYPERLINK(1)")
    told("makers.opened", here.mart, here.maker, by=desk.pk)
    answer = look(auditor, export="csv", kind="makers.paused")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[4] for row in rows] == ["Kind", "makers.paused"]
    assert rows[1][1] == "The desk"
    assert rows[1][7] == "'=HYPERLINK(1)"
    book = CalamineWorkbook.from_filelike(io.BytesIO(look(auditor, export="xlsx").content))
    assert len(book.get_sheet_by_index(0).to_python()) == 3


@pytest.mark.parametrize(
    ("kind", "sees"), [("desk", True), ("collector", True), ("auditor", True), ("accountant", False)]
)
def test_tab_is_shown_to_whoever_may_audit(kind, sees):
    district()
    page = officer(kind).get(reverse("office:settings:mart")).content.decode()
    assert (reverse(AUDIT) in page) is sees


def test_desk_of_a_block_is_not_led_to_the_whole_trail():
    here = district()
    client = sign_in(make_officer("desk", place=here.here))
    assert look(client).status_code == 404


@pytest.mark.parametrize("field", ["first", "last"])
@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_day_beyond_every_calendar_is_asked_for_again(field, day):
    answer = look(officer("auditor"), **{field: day})
    assert (answer.status_code, answer.context["form"].errors[field]) == (
        422,
        ["Write the day as day/month/year, like 31/12/2026."],
    )


def test_thing_narrowed_to_stays_when_the_list_is_narrowed_further():
    here = district()
    client = officer("auditor")
    subject = f"places.mart:{here.mart.pk}"
    form = look(client, subject=subject).content.decode().split('class="filters"')[1].split("</form>")[0]
    assert f'<input type="hidden" name="subject" value="{subject}">' in form
    assert 'name="subject"' not in look(client).content.decode()
