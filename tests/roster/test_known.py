"""A list that comes again is read only where it says something else, and never less than what holds now."""

import pytest

from haat.roster import marks
from haat.roster.models import Group, KnownRows, Person
from haat.roster.reading import Reader
from tests.roster.sheets import bring, group, here, member, notes, written

pytestmark = pytest.mark.django_db
NEW = {"new": 0, "changed": 0, "same": 0, "refused": 0, "passed": 0}


@pytest.fixture
def unread(monkeypatch):
    """No row may be read: what is asked of one is refused."""

    def refuse(self, row):
        raise AssertionError("a row was read that is known")

    def begin():
        monkeypatch.setattr(Reader, "group", refuse)
        monkeypatch.setattr(Reader, "person", refuse)

    return begin


def kept() -> int:
    return sum(len(row.marks) // marks.SIZE for row in KnownRows.objects.all())


def test_rows_that_are_in_are_not_read_again(unread):
    mart = here()
    contents = written([group(1), group(2, "Tara SHG")]), written([member(1), member(2, of=2)])
    bring(mart, *contents)
    assert kept() == 4
    unread()
    for dry_run in (True, False):
        rows, files = bring(mart, *contents, dry_run=dry_run)
        assert (rows, notes(files)) == (NEW | {"same": 4}, [])
    assert kept() == 4


def test_row_that_has_moved_is_known_and_only_the_other_is_read(unread):
    mart = here()
    bring(mart, written([group(1, SNo="1"), group(2, "Tara SHG", SNo="2")]))
    unread()
    rows, _files = bring(mart, written([group(2, "Tara SHG", SNo="1"), group(1, SNo="2")]))
    assert rows == NEW | {"same": 2}


def test_changed_row_is_read_and_what_it_said_before_is_no_longer_known():
    mart = here()
    first = written([group(1), group(2, "Tara SHG")]), written([member(1)])
    bring(mart, *first)
    rows, _files = bring(mart, written([group(1, "Jyoti Mahila SHG"), group(2, "Tara SHG")]), first[1])
    assert rows == NEW | {"changed": 1, "same": 2}
    rows, _files = bring(mart, *first)
    assert rows == NEW | {"changed": 1, "same": 2}
    assert Group.objects.get(sort="jyoti-shg").names == {"en": "Jyoti SHG"}


def test_changed_member_goes_back_with_the_list_that_told_first():
    mart = here()
    bring(mart, written([group(1)]), written([member(1)]))
    bring(mart, written([group(1)]), written([member(1, "Rani Murmu")]))
    assert Person.objects.get().name == "Rani Murmu"
    bring(mart, written([group(1)]), written([member(1)]))
    assert Person.objects.get().name == "Rani Devi"


def test_row_of_which_something_is_said_is_read_and_said_again():
    mart = here()
    contents = written([group(1, **{"Chair Person Mobile No.": "98765"}), group(2, Block="Nowhere")])
    first = notes(bring(mart, contents)[1])
    assert [code for _row, _field, code in first] == ["phone", "block"]
    rows, files = bring(mart, contents)
    assert (rows, notes(files), kept()) == (NEW | {"same": 1, "refused": 1}, first, 0)


def test_member_told_twice_is_refused_again():
    mart = here()
    contents = written([group(1)]), written([member(1), member(1)])
    for became in ({"new": 2, "refused": 1}, {"same": 2, "refused": 1}):
        rows, files = bring(mart, *contents)
        assert (rows, notes(files)) == (NEW | became, [(3, "member_code", "member_twice")])


def test_another_meaning_of_a_column_makes_every_row_strange(unread):
    mart = here()
    contents = written([group(1, Work="Mats"), group(2, "Tara SHG", Work="Pots")])
    bring(mart, contents)
    rows, _files = bring(mart, contents, said={"Work": "makes"})
    assert rows == NEW | {"changed": 2}
    assert set(Group.objects.values_list("makes", flat=True)) == {"Mats", "Pots"}


def test_another_way_to_read_makes_every_row_strange(monkeypatch, unread):
    mart = here()
    contents = written([group(1)])
    bring(mart, contents)
    monkeypatch.setattr(marks, "_read_by", lambda: b"another")
    unread()
    with pytest.raises(AssertionError):
        bring(mart, contents)


def test_another_secret_knows_nothing_and_the_mark_says_nothing(settings):
    mart = here()
    contents = written([group(1)])
    bring(mart, contents)
    before = bytes(KnownRows.objects.get().marks)
    settings.SECRET_KEY = "another secret of this installation"
    assert bring(mart, contents)[0] == NEW | {"same": 1}
    assert bytes(KnownRows.objects.order_by("-pk").first().marks) != before
