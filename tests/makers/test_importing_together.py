"""A table of makers taken some rows at a time gives what each row gives alone, and costs a few statements."""

from typing import Any

import pytest
from django.db import DataError, connection, transaction
from django.test.utils import CaptureQueriesContext

from haat.core import imports
from haat.core.actor import Actor
from haat.core.doctor import examine
from haat.core.models import Event, Job
from haat.makers import actions
from haat.makers.actions import enrolling_together, importing
from haat.makers.models import BankAccount, Document, Maker, Member, NameKey, Seller
from haat.people.models import User
from tests.make_rooms import make_block, make_maker, make_mart, make_pin, make_user, make_village

pytestmark = pytest.mark.django_db
BY = Actor(user_id=7)
FINE = {
    "kind": "group",
    "name_hi": "चाँदनी समूह",
    "name_en": "Chandni Group",
    "block": "Sarath",
    "pin": "814149",
    "phone": "9876543210",
    "leader_en": "Sita Devi",
}
BANK = {"account_number": "30011223344", "ifsc": "SBIN0000064"}
SURE = BANK | {"account_compared": "yes"}


@pytest.fixture(autouse=True)
def _places():
    make_pin("814149")
    make_village("Burhai", block=make_block("Sarath"))
    make_maker("Old Group", phone="+919876500001")
    make_user(phone="+919876500002", name="")


def table() -> list[dict[str, Any]]:
    """Every column, every way to be refused, and everything that two rows may have alike."""

    def row(number: int, **more: Any) -> dict[str, Any]:
        return FINE | {"phone": f"98765432{number:02d}", "name_en": f"Group {number}"} | more

    return [
        row(10, **BANK, members="रीना; मीना", since="2016", village="Burhai", pan="AAATD4127M", story_hi="हम दस"),
        row(11, name_en="Chandni Group"),
        row(11, name_en="Another", name_hi="दूसरा"),
        row(10),
        row(12, **BANK),
        row(13, **BANK, account_compared="yes"),
        row(14, account_number="30011223345", ifsc="SBIN0000O64"),
        row(15, account_number="12", ifsc="SBIN0000064"),
        row(16, pan="AAATD4127"),
        row(17, pin="999999"),
        row(18, since="1700"),
        row(19, block="Nowhere"),
        row(20, kind="company"),
        row(21, name_en="x" * 200),
        row(22, members="☺☺"),
        row(23, lokos_id="JH-1"),
        row(24, lokos_id="jh 1"),
        row(25, lokos_id="JH-2", phone="", village="Burhai"),
        row(26, lokos_id="JH-3", phone="", village="Burhai"),
        row(27, phone="9876500001"),
        row(28, phone="9876500001", name_en="Old Group"),
        row(29, phone="9876500002"),
        row(30, phone="12345"),
        row(31, name_en="", name_hi=""),
        row(32, leader_en=""),
        row(33, name_en="☺"),
        row(34),
    ]


def written() -> dict[str, Any]:
    """Every row the table made, by what it is about instead of by its keys; moments and random words left out."""
    slugs = dict(Maker.objects.values_list("pk", "slug"))
    sellers = dict(Maker.objects.values_list("seller_id", "slug"))
    leave = ("id", "password", "made_at", "enrolled_at", "given_at", "seller_id", "user_id", "maker_id")
    found: dict[str, Any] = {}
    for model in (Maker, Seller, Member, NameKey, BankAccount, Document, User):
        whose = {Maker: slugs, Seller: sellers}.get(model, {})
        found[model.__name__] = sorted(
            str(
                (
                    whose.get(each.pk, slugs.get(getattr(each, "maker_id", None))),
                    {f.attname: getattr(each, f.attname) for f in each._meta.concrete_fields if f.attname not in leave},
                )
            )
            for each in model._default_manager.all()
        )
    found["usable"] = [user.has_usable_password() for user in User.objects.order_by("phone")]
    members = {member.pk: slugs[member.maker_id] for member in Member.objects.all()}
    phones = dict(User.objects.values_list("pk", "phone"))
    papers = {paper.pk: slugs[paper.maker_id] for paper in Document.objects.all()}
    about = {
        "makers.maker": slugs,
        "makers.member": members,
        "makers.seller": sellers,
        "makers.document": papers,
        "people.user": phones,
    }
    events: dict[Any, list[Any]] = {}
    for event in Event.objects.order_by("pk"):
        said = {word: value for word, value in event.data.items() if word != "maker"}
        subject = about.get(event.subject_type, {}).get(event.subject_id)
        events.setdefault((event.subject_type, subject), []).append((event.kind, event.mart_id, event.by_id, said))
    found["events"] = sorted(str((key, sorted(map(str, each)))) for key, each in events.items())
    return found


def taken(rows: list[dict[str, Any]], **more: Any) -> tuple[Any, dict[str, Any]]:
    with transaction.atomic():
        report, found = actions.import_makers(rows, mart=make_mart(), by=BY, **more), written()
        transaction.set_rollback(True)
    return report, found


def test_rows_together_give_what_each_gives_alone(monkeypatch):
    together, made = taken(table())
    monkeypatch.setattr(enrolling_together, "_sharing", lambda _mart, drafts: set(drafts))  # nothing is plain
    alone, written_alone = taken(table())
    assert together.made > 8
    assert len(together.refused) > 12
    assert together == alone
    assert {what: rows for what, rows in made.items() if rows != written_alone[what]} == {}


def test_rows_that_share_nothing_are_written_together(monkeypatch):
    monkeypatch.setattr(importing, "enrol_told", lambda *_all, **_more: pytest.fail("one by one"))
    rows = [
        FINE | {"phone": f"98765433{n:02d}", "account_number": f"300112233{n:02d}", "ifsc": "SBIN0000064"}
        for n in range(20)
    ]
    assert actions.import_makers(rows, mart=make_mart(), by=BY).made == 20


def test_books_of_makers_are_sound_afterwards():
    actions.import_makers(table(), mart=make_mart(), by=BY)
    assert [finding.name for finding in examine() if finding.broken and "maker" in finding.name] == []


def test_second_run_changes_nothing():
    first = actions.import_makers(table(), mart=make_mart(), by=BY)
    before = written()
    again = actions.import_makers(table(), mart=make_mart(), by=BY)
    assert (again.made, written()) == (0, before)
    assert again.same >= first.made


def test_dry_run_says_of_each_row_what_becomes_of_it(monkeypatch):
    """Rows see each other, also those of an earlier batch."""
    for together in (200, 3):
        monkeypatch.setattr("haat.core.imports.TOGETHER", together)
        with transaction.atomic():
            jobs, events = Job.objects.count(), Event.objects.count()
            dry = actions.import_makers(table(), mart=make_mart(), by=BY, dry_run=True)
            assert (Job.objects.count(), Event.objects.count()) == (jobs, events)
            kept, _written = taken(table())
        assert dry == kept


def test_many_of_one_name_get_addresses_of_their_own():
    rows = [FINE | {"phone": f"98765434{number:02d}"} for number in range(12)]
    report = actions.import_makers(rows, mart=make_mart(), by=BY)
    slugs = set(Maker.objects.filter(phone__startswith="+9198765434").values_list("slug", flat=True))
    assert (report.made, slugs) == (12, {"chandni-group", *(f"chandni-group-{number}" for number in range(2, 13))})


def test_what_the_database_refuses_is_said_at_its_row(monkeypatch):
    real = enrolling_together.insert_many

    def refuse(rows: Any) -> None:
        if rows and isinstance(rows[0], Maker):
            raise DataError("too long")
        real(rows)

    monkeypatch.setattr(enrolling_together, "insert_many", refuse)
    report = actions.import_makers([FINE, FINE | {"phone": "9876543299", "pin": "1"}], mart=make_mart(), by=BY)
    assert (report.made, [refusal.row for refusal in report.refused]) == (1, [3])


def test_a_hundred_rows_cost_a_few_statements():
    def cost(first: int, count: int) -> int:
        rows = [
            FINE
            | {"phone": f"98{first + number:08d}", "name_en": f"Group {first + number}"}
            | {"account_number": f"3001{first + number:07d}", "ifsc": "SBIN0000064"}
            for number in range(count)
        ]
        with CaptureQueriesContext(connection) as asked:
            assert actions.import_makers(rows, mart=make_mart(), by=BY).made == count
        return len(asked)

    assert cost(0, 100) <= cost(1_000, 10) + 4


def test_who_is_here_already_costs_no_statement_each():
    def again(first: int, count: int) -> int:
        rows = [
            FINE | {"phone": f"98{first + number:08d}", "name_en": f"Group {first + number}"} | SURE
            if number == 0
            else FINE | {"phone": f"98{first + number:08d}", "name_en": f"Group {first + number}"}
            for number in range(count)
        ]
        actions.import_makers(rows, mart=make_mart(), by=BY)
        with CaptureQueriesContext(connection) as asked:
            report = actions.import_makers(rows, mart=make_mart(), by=BY)
        assert (report.made, report.same, report.refused) == (0, count, [])
        return len(asked)

    assert again(0, 60) <= again(1_000, 5) + 2


def test_what_she_has_otherwise_by_now_is_asked_about_in_a_second_reading():
    row = FINE | SURE
    actions.import_makers([row], mart=make_mart(), by=BY)
    report = actions.import_makers([row | {"account_number": "30011229999"}], mart=make_mart(), by=BY)
    (refusal,) = report.refused
    assert (report.same, refusal.field) == (0, "account_number")
    assert "She is here already, with account" in refusal.sentence


def test_what_cannot_be_written_together_goes_a_few_at_a_time(monkeypatch):
    """One phone for all: each is looked at by itself, and others who write get in between."""
    sizes = []
    real = imports._answered

    def answered(before: Any, rows: Any, *more: Any, **how: Any) -> Any:
        sizes.append(len(rows))
        return real(before, rows, *more, **how)

    monkeypatch.setattr(imports, "_answered", answered)
    monkeypatch.setattr(imports, "FEW", 2)
    rows = [FINE | {"name_en": f"Group {letter}", "name_hi": ""} for letter in "ABCDE"]
    for dry_run in (True, False):
        report = actions.import_makers(rows, mart=make_mart(), by=BY, dry_run=dry_run)
        assert (report.made, report.refused) == (5, [])
    assert sizes == [5, 2, 2, 1] * 2
    assert Maker.objects.filter(phone="+919876543210").count() == 5
