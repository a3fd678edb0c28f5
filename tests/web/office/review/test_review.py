"""The review, its workbook and its targets."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from haat.core.dates import today
from haat.core.money import format_rupees
from haat.makers.models import BankAccount, Maker
from haat.orders import actions as orders
from haat.orders.models import Part
from haat.review.models import Target
from tests.make import BY, make_maker, make_officer, make_part, make_stocked
from tests.web.office.signed import district, officer, part_of, sign_in, work_off

pytestmark = pytest.mark.django_db
FIGURES_SHOWN = ("groups", "reached_paise")


def open_since_yesterday(*makers):
    for maker in makers:
        part_of(maker)
    Maker.objects.update(live_at=timezone.now() - timedelta(days=1))


def day_in(days):
    return (today() + timedelta(days=days)).isoformat()


def test_review_shows_targets_blocks_and_what_is_stuck():
    here = district()
    part_of(here.maker, state="delivered")
    Target.objects.create(mart=here.mart, place=here.mart.place, measure="groups", value=5, by_day=date(2030, 1, 31))
    page = officer("collector").get(reverse("office:review:review")).content.decode()
    assert "Groups selling" in page
    assert "5 short." in page
    assert "Sarath" in page


def test_figures_are_reckoned_anew_with_the_facts_and_with_what_happens(django_assert_num_queries):
    here, collector = district(), officer("collector")
    address = reverse("office:review:review")
    assert collector.get(address).context["sold"] == 0
    make_part({make_stocked(here.maker): 1})
    assert collector.get(address).context["sold"] == 0  # the worker has not counted it yet
    work_off()
    assert collector.get(address).context["sold"] == 1
    with django_assert_num_queries(8):
        collector.get(address)


def test_review_of_a_block_lists_its_makers_with_phone():
    here = district()
    page = officer("collector").get(reverse("office:review:review"), {"block": "sarath"}).content.decode()
    assert f"tel:{here.maker.phone}" in page
    assert f"tel:{here.other.phone}" not in page


def test_review_workbook_speaks_the_officers_language():
    district()
    answer = officer("collector", language="hi").get(reverse("office:review:review"), {"export": "xlsx"})
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert book.sheet_names[:2] == ["लक्ष्य", "ब्लॉक के हिसाब से"]


def test_collector_sets_a_target_and_sets_it_again():
    here = district()
    collector = officer("collector")
    given = {"measure": "reached_paise", "place": here.mart.place.pk, "value": "5,00,000", "by_day": day_in(30)}
    assert collector.post(reverse("office:review:target"), given).status_code == 302
    assert collector.post(reverse("office:review:target"), given | {"value": "600000"}).status_code == 302
    assert [target.value for target in Target.objects.all()] == [60_000_000]


def test_target_that_is_no_number_stays_typed_with_its_error():
    here = district()
    given = {"measure": "groups", "place": here.mart.place.pk, "value": "many", "by_day": day_in(30)}
    answer = officer("collector").post(reverse("office:review:target"), given)
    assert answer.status_code == 422
    assert 'value="many"' in answer.content.decode()
    assert Target.objects.count() == 0


def test_only_the_collector_changes_targets():
    district()
    assert officer("desk").get(reverse("office:review:target")).status_code == 403


def test_month_that_is_not_one_shows_the_running_month():
    district()
    desk = sign_in(make_officer("desk"))
    assert desk.get(reverse("office:review:review"), {"month": "no"}).context["day"] == today()
    assert desk.get(reverse("office:review:review"), {"month": "2026-02"}).context["day"] == date(2026, 2, 28)


def test_target_reads_indian_dates_and_refuses_american_ones():
    here = district()
    collector, day = officer("collector"), today() + timedelta(days=400)
    given = {"measure": "groups", "place": here.mart.place.pk, "value": "5"}
    for written in (f"{day:%d/%m/%Y}", f"{day:%d-%m-%Y}", f"{day:%Y-%m-%d}"):
        assert collector.post(reverse("office:review:target"), given | {"by_day": written}).status_code == 302
    assert [target.by_day for target in Target.objects.all()] == [day]
    answer = collector.post(reverse("office:review:target"), given | {"by_day": f"12/22/{day.year}"})
    assert "Write the day as day/month/year" in answer.content.decode()
    answer = collector.post(reverse("office:review:target"), given | {"by_day": "1/1/2020"})
    assert "choose today or a later day" in answer.content.decode()


@pytest.mark.parametrize(
    ("measure", "value"),
    [("groups", "99999999999"), ("groups", "150%"), ("reached_paise", "150%"), ("in_time_bp", "150%"),
     ("reached_paise", "10000000000.01")],
)  # fmt: skip
def test_target_that_cannot_be_is_refused_at_its_field(measure, value):
    here = district()
    given = {"measure": measure, "place": here.mart.place.pk, "value": value, "by_day": day_in(30)}
    answer = officer("collector").post(reverse("office:review:target"), given)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["value"])
    assert Target.objects.count() == 0


def test_target_says_who_set_it_and_is_taken_back():
    here = district()
    collector = officer("collector")
    given = {"measure": "groups", "place": here.mart.place.pk, "value": "70", "by_day": day_in(30)}
    collector.post(reverse("office:review:target"), given)
    collector.post(reverse("office:review:target"), given | {"value": "7"})
    page = collector.get(reverse("office:review:target"))
    (row,) = page.context["rows"]
    assert (row[1], row[2].value, row[2].before) == ("7", "7", "70")
    assert "before: 70" in page.content.decode()
    collector.post(reverse("office:review:take_back", args=[Target.objects.get().pk]))
    assert Target.objects.count() == 0
    page = collector.get(reverse("office:review:target"))
    assert [change.kind for change in page.context["history"]] == [
        "review.target_taken_back",
        "review.target_set",
        "review.target_set",
    ]
    assert "Target taken back" in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_targets_ask_a_fixed_number_of_queries(django_assert_num_queries, count):
    here = district()
    collector = officer("collector")
    for number in range(count):
        given = {"measure": "groups", "place": here.here.pk, "value": "7", "by_day": day_in(30 + number)}
        collector.post(reverse("office:review:target"), given)
    collector.get(reverse("office:review:target"))
    with django_assert_num_queries(10):
        collector.get(reverse("office:review:target"))


def test_tiles_say_their_day_and_period_and_lead_to_their_rows():
    here = district()
    Target.objects.create(mart=here.mart, place=here.mart.place, measure="groups", value=5, by_day=date(2030, 1, 31))
    answer = officer("collector").get(reverse("office:review:review"), {"month": "2026-09"})
    groups, reached = (next(stat for stat in answer.context["stats"] if stat.of == of) for of in FIGURES_SHOWN)
    assert (groups.label, groups.target_text) == ("Groups selling, 30 September", "5 by 31 January 2030")
    assert reached.label == "Reached the makers, September 2026"
    assert f"{reverse('office:review:rows', args=['groups'])}?month=2026-09" in answer.content.decode()


def test_blocks_most_behind_their_target_come_first():
    here = district()
    open_since_yesterday(here.maker, here.other)
    for block, value in ((here.here, 2), (here.there, 9)):
        Target.objects.create(mart=here.mart, place=block, measure="groups", value=value, by_day=date(2030, 1, 31))
    answer = officer("collector").get(reverse("office:review:review"))
    assert [(line.block, line.groups_short) for line in answer.context["fewest"]] == [(here.there, 8), (here.here, 1)]
    assert "of 9" in answer.content.decode()


def test_rows_of_a_figure_add_up_to_it():
    here = district()
    part_of(here.maker, state="delivered")
    late = part_of(here.other, state="packed")
    Part.objects.filter(pk=late.pk).update(promised_by=today() - timedelta(days=1))
    Maker.objects.update(live_at=timezone.now() - timedelta(days=1))
    cancelled = part_of(here.maker)
    orders.cancel(cancelled, reason="no", by=BY)
    work_off()
    collector = officer("collector")
    page = collector.get(reverse("office:review:review"))
    shown = {stat.of: stat.value for stat in page.context["stats"]}
    said = {}
    for of in ("vendors", "groups", "reached_paise", "in_time_bp", "sales"):
        rows = collector.get(reverse("office:review:rows", args=[of]))
        said[of] = (rows.context["sum"], rows.context["listing"].total)
    assert said["groups"] == (shown["groups"], 2)
    assert said["vendors"] == (shown["vendors"], 0)
    assert said["reached_paise"] == (shown["reached_paise"], 0)
    assert said["in_time_bp"] == ("1 of 2 in time, 50%", 2)
    assert shown["in_time_bp"] == "50%"
    assert said["sales"] == (format_rupees(page.context["sold_paise"]), 2)
    block = collector.get(reverse("office:review:rows", args=["sales"]), {"block": "palojori"})
    assert [cells[0][1] for _link, cells in block.context["rows"]] == [late.number]


def test_no_share_is_told_of_nothing():
    district()
    shown = {stat.of: stat.value for stat in officer("collector").get(reverse("office:review:review")).context["stats"]}
    assert shown["in_time_bp"] == "–"
    assert shown["groups"] != "–"


def test_rows_of_a_figure_as_a_table():
    here = district()
    part = part_of(here.maker, state="delivered")
    answer = officer("desk").get(reverse("office:review:rows", args=["sales"]), {"export": "csv"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["Number", "Maker", "Block", "Placed", "State", "Goods"]
    assert rows[1] == [part.number, "Chandni group", "Sarath", today().isoformat(), "Delivered", "520.0"]


def test_workbook_sets_each_blocks_target_beside_its_figure():
    here = district()
    Target.objects.create(mart=here.mart, place=here.here, measure="groups", value=7, by_day=date(2030, 1, 31))
    answer = officer("desk").get(reverse("office:review:review"), {"export": "xlsx"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_name("By block").to_python()
    assert [row[:5] for row in rows if row[0] == "Sarath"] == [["Sarath", 0, "", 0, 7]]


def test_rows_of_no_figure_are_not_found():
    district()
    assert officer("desk").get(reverse("office:review:rows", args=["luck"])).status_code == 404


@pytest.mark.parametrize("of", ["vendors", "groups", "reached_paise", "in_time_bp", "sales"])
def test_rows_cost_the_same_for_one_and_three(django_assert_max_num_queries, of):
    here = district()
    counts = []
    desk = officer("desk")
    for makers in ((here.maker,), (here.maker, here.other)):
        for maker in makers:
            part_of(maker, state="delivered")
        desk.get(reverse("office:review:rows", args=[of]))
        with django_assert_max_num_queries(11) as asked:
            desk.get(reverse("office:review:rows", args=[of]))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_one_maker_lacks_and_two_lack():
    here = district()
    maker = make_maker("Sita group", mart=here.mart, block=here.here, state="enrolled")
    BankAccount.objects.filter(maker=maker).delete()
    Target.objects.create(mart=here.mart, place=here.mart.place, measure="groups", value=9, by_day=date(2030, 1, 31))
    page = officer("collector").get(reverse("office:review:review")).content.decode()
    assert "1 lacks a bank account." in page
