"""The review, its workbook and its targets."""

import io
from datetime import date

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from haat.core.dates import today
from haat.review.models import Target
from tests.make import make_officer
from tests.web.office.signed import district, officer, part_of, sign_in

pytestmark = pytest.mark.django_db


def test_review_shows_targets_blocks_and_what_is_stuck():
    here = district()
    part_of(here.maker, state="delivered")
    Target.objects.create(mart=here.mart, place=here.mart.place, measure="groups", value=5, by_day=date(2030, 1, 31))
    page = officer("collector").get(reverse("office:review")).content.decode()
    assert "Groups selling" in page
    assert "5 short." in page
    assert "Sarath" in page


def test_review_of_a_block_lists_its_makers_with_phone():
    here = district()
    page = officer("collector").get(reverse("office:review"), {"block": "sarath"}).content.decode()
    assert f"tel:{here.maker.phone}" in page
    assert f"tel:{here.other.phone}" not in page


def test_review_workbook_speaks_the_officers_language():
    district()
    answer = officer("collector", language="hi").get(reverse("office:review"), {"export": "xlsx"})
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert book.sheet_names[:2] == ["लक्ष्य", "प्रखंड के हिसाब से"]


def test_collector_sets_a_target_and_sets_it_again():
    here = district()
    collector = officer("collector")
    given = {"measure": "reached_paise", "place": here.mart.place.pk, "value": "5,00,000", "by_day": "2026-12-31"}
    assert collector.post(reverse("office:target"), given).status_code == 302
    assert collector.post(reverse("office:target"), given | {"value": "600000"}).status_code == 302
    assert [target.value for target in Target.objects.all()] == [60_000_000]


def test_target_that_is_no_number_stays_typed_with_its_error():
    here = district()
    given = {"measure": "groups", "place": here.mart.place.pk, "value": "many", "by_day": "2026-12-31"}
    answer = officer("collector").post(reverse("office:target"), given)
    assert answer.status_code == 422
    assert 'value="many"' in answer.content.decode()
    assert Target.objects.count() == 0


def test_only_the_collector_changes_targets():
    district()
    assert officer("desk").get(reverse("office:target")).status_code == 403


def test_month_that_is_not_one_shows_the_running_month():
    district()
    desk = sign_in(make_officer("desk"))
    assert desk.get(reverse("office:review"), {"month": "no"}).context["day"] == today()
    assert desk.get(reverse("office:review"), {"month": "2026-02"}).context["day"] == date(2026, 2, 28)
