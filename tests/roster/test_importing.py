"""Lists of groups and members: joined by number, whole or not at all, the second time nothing."""

import pytest
from django.apps import apps

from haat.core.longtable import from_bytes
from haat.core.models import Event
from haat.makers.models import Organisation
from haat.roster.actions import importing, receive_list, say_columns, unlink_group
from haat.roster.actions import packed as packed_list
from haat.roster.lists import prepare
from haat.roster.models import Group, GroupChange, GroupCode, GroupLink, ListUpload, Person, Tally
from tests.make import BY, make_officer
from tests.roster.sheets import bring, group, here, member, notes, written

pytestmark = pytest.mark.django_db
NEW = {"new": 0, "changed": 0, "same": 0, "refused": 0, "passed": 0}


def test_groups_and_members_are_joined_by_number():
    mart = here()
    groups, people = (
        written([group(1), group(2, "Tara SHG")]),
        written([member(1), member(2, "Salomi Kisku"), member(3, of=2)]),
    )
    rows, files = bring(mart, people, groups)
    assert rows == NEW | {"new": 5}
    assert notes(files) == []
    jyoti = Group.objects.get(sort="jyoti-shg")
    assert (jyoti.names, str(jyoti.block), str(jyoti.place), jyoti.member_count, jyoti.household_count) == (
        {"en": "Jyoti SHG"},
        "Sarath",
        "Bhelwa",
        2,
        1,
    )
    assert jyoti.officers == {"leader": {"name": "Phulmani Murmu", "phone": ""}}
    own = Organisation.objects.get(pk=jyoti.organisation_id)
    assert (own.kind, own.names, own.parent.names) == ("village", {"en": "Bhelwa VO"}, {"en": "Nari Jagriti"})
    assert list(Tally.objects.values_list("organisation", "stage", "groups", "members")) == [(own.pk, "never", 2, 3)]


def test_second_run_changes_nothing():
    mart = here()
    contents = written([group(1), group(2, "Tara SHG")]), written([member(1), member(2, of=2)])
    bring(mart, *contents)
    before = list(Group.objects.order_by("pk").values()), list(Person.objects.order_by("pk").values())
    rows, files = bring(mart, *contents)
    assert (rows, notes(files)) == (NEW | {"same": 4}, [])
    assert (list(Group.objects.order_by("pk").values()), list(Person.objects.order_by("pk").values())) == before
    assert GroupChange.objects.count() == 0


def test_dry_run_says_the_same_and_keeps_nothing():
    mart = here()
    contents = written([group(1), group(2, Block="Nowhere")]), written([member(1), member(1)])
    dry, dry_files = bring(mart, *contents, dry_run=True)
    assert (
        Group.objects.count(),
        Person.objects.count(),
        Organisation.objects.count(),
        ListUpload.objects.count(),
    ) == (0,) * 4
    rows, files = bring(mart, *contents)
    assert dry == rows == NEW | {"new": 2, "refused": 2}
    assert notes(dry_files) == notes(files) == [(3, "block", "block"), (3, "member_code", "member_twice")]


def test_missing_column_never_blanks_and_a_lower_list_only_fills():
    mart = here()
    bring(mart, written([group(1)]))
    rows, _files = bring(
        mart, written([{"SHG Code": "4000000001", "SB_Account_number": "30011223344", "IFSC": "SBIN0000064"}])
    )
    assert rows == NEW | {"changed": 1}
    known = Group.objects.get()
    assert (known.names, known.account_end, known.ifsc) == ({"en": "Jyoti SHG"}, "3344", "SBIN0000064")
    rows, _files = bring(mart, written([member(1, **{"SHG Name": "JYOTI S.H.G."})]))
    assert rows == NEW | {"new": 1}
    assert Group.objects.get().names == {"en": "Jyoti SHG"}


def test_same_list_later_changes_what_it_told_and_the_history_says_so():
    mart = here()
    bring(mart, written([group(1)]))
    rows, _files = bring(mart, written([group(1, "Jyoti Mahila SHG")]))
    assert rows == NEW | {"changed": 1}
    change = GroupChange.objects.get()
    assert (change.before, change.after) == ({"names": {"en": "Jyoti SHG"}}, {"names": {"en": "Jyoti Mahila SHG"}})
    kinds = ["roster.list_bringing", "roster.list_brought"] * 2
    told = Event.objects.filter(kind__startswith="roster.").order_by("pk")
    assert list(told.values_list("kind", flat=True)) == kinds
    assert told.last().data["digests"] != told.first().data["digests"]


def test_several_numbers_lead_to_one_group_and_two_groups_are_not_mixed():
    mart = here()
    bring(mart, written([group(1, **{"NRLM SHG Code": "10001"}), group(2, **{"NRLM SHG Code": "10002"})]))
    assert sorted(GroupCode.objects.values_list("kind", "number")) == [
        ("lokos", "4000000001"),
        ("lokos", "4000000002"),
        ("mis", "10001"),
        ("mis", "10002"),
    ]
    rows, files = bring(mart, written([{"NRLM SHG Code": "10001", "SHG Name": "Jyoti SHG", "Block": "Sarath"}]))
    assert rows == NEW | {"same": 1}
    rows, files = bring(mart, written([group(1, **{"NRLM SHG Code": "10002"})]))
    assert (rows, notes(files)) == (NEW | {"refused": 1}, [(2, "lokos", "code_two")])


def test_group_in_hindi_gets_its_second_name():
    mart = here()
    bring(mart, written([group(1)]))
    hindi = {"समूह कोड": "4000000001", "समूह का नाम": "ज्योति समूह", "विकासखंड": "Sarath", "अध्यक्ष": "फुलमनी मुर्मू"}
    rows, _files = bring(mart, written([hindi]))
    assert rows == NEW | {"changed": 1}
    assert Group.objects.get().names == {"en": "Jyoti SHG", "hi": "ज्योति समूह"}


def test_group_without_any_number_is_known_by_name_village_and_leader():
    mart = here()
    told = {"Name of SHG": "Gulabi", "Block": "Sarath", "Village": "Bhelwa", "Chair Person Name": "Rina Devi"}
    assert bring(mart, written([told]))[0] == NEW | {"new": 1}
    assert bring(mart, written([told | {"Name of SHG": "GULAABI SHG"}]))[0]["new"] == 0
    assert bring(mart, written([told | {"Chair Person Name": ""}]))[0] == NEW | {"refused": 1}


def test_interrupted_list_goes_on_where_it_stood(monkeypatch):
    mart = here()
    contents = (
        written([group(number, f"Group {number}") for number in range(1, 8)]),
        written([member(1), member(2, of=7)]),
    )
    monkeypatch.setattr(importing, "TOGETHER", 3)
    written_so_far = importing.write
    batches = []

    def stops(bringing, file, decided, **more):
        batches.append(file.name)
        if len(batches) == 3:
            raise RuntimeError("the machine went off")
        written_so_far(bringing, file, decided, **more)

    monkeypatch.setattr(importing, "write", stops)
    with pytest.raises(RuntimeError):
        bring(mart, *contents)
    half = ListUpload.objects.get()
    assert (half.state, half.cursor, Group.objects.count()) == ("bringing", [0, 7], 6)
    rows, _files = bring(mart, *contents)
    assert (ListUpload.objects.count(), Group.objects.count(), Person.objects.count()) == (1, 7, 2)
    assert rows == NEW | {"new": 9}


def test_column_that_is_not_known_is_said_and_kept():
    mart = here()
    told = {"Dal ka number": "4000000001", "Dal": "Jyoti", "Block": "Sarath"}
    rows, _files = bring(mart, written([told]), said={"Dal ka number": "lokos_id", "Dal": "group_name"})
    assert rows == NEW | {"new": 1}
    rows, _files = bring(mart, written([told]))
    assert rows == NEW | {"same": 1}


def test_aadhaar_numbers_are_counted_and_nowhere_kept():
    mart = here()
    people = [member(number, **{"UID": "999941057058", "Aadhar Number": "999941057058"}) for number in range(1, 7)]
    _rows, files = bring(mart, written([group(1)]), written(people))
    assert files[1].dropped == {"aadhaar": 12}
    for model in apps.get_app_config("roster").get_models():
        assert "999941057058" not in repr(list(model.objects.values()))


def test_column_of_a_producer_group_binds_groups_to_it_across_the_tree():
    mart = here()
    rows = [group(1), group(2, "Tara SHG", **{"VO Name": "Kusmaha VO"}), group(3, Block="Palojori", Village="Kusmaha")]
    contents = written([row | {"Name of PG": "Sarath Bamboo PG"} for row in rows])
    dry, _files = bring(mart, contents, dry_run=True)
    became, _files = bring(mart, contents)
    assert dry == became == NEW | {"new": 3}
    made = {row.block.slug: row for row in Group.objects.filter(kind="producer_group").select_related("block")}
    assert set(made) == {"sarath", "palojori"}
    links = GroupLink.objects.values_list("group__sort", "within__block__slug").order_by("group_id")
    assert list(links) == [("jyoti-shg", "sarath"), ("tara-shg", "sarath"), ("jyoti-shg", "palojori")]
    assert bring(mart, contents)[0] == NEW | {"same": 3}
    assert ListUpload.objects.earliest("pk").counts["links_new"] == 3


def test_member_binds_her_group_and_a_link_that_was_ended_stays_so():
    mart = here()
    told = [group(1), group(9, "Sarath Bamboo PG", **{"Type of group": "Producer group"})]
    bring(mart, written(told))
    people = written([member(1, **{"Producer Group": "4000000009"}), member(2, **{"Producer Group": "4000000009"})])
    assert bring(mart, people)[0] == NEW | {"new": 2}
    link = GroupLink.objects.get()
    assert (link.group.sort, link.within.sort, Group.objects.count()) == ("jyoti-shg", "sarath-bamboo-pg", 2)
    unlink_group(link, by=BY)
    bring(mart, people)
    later = written([member(3, **{"Producer Group": "Sarath Bamboo PG"})])
    assert bring(mart, later)[0] == NEW | {"new": 1}
    assert GroupLink.objects.get().ended_at is not None


def test_columns_that_a_person_said_never_to_keep_stay_so_and_the_others_stay_in_their_places():
    mart = here()
    told = {"SHG Code": "4000000001", "Religion": "none", "SHG Name": "Jyoti SHG", "House": "1", "Block": "Sarath"}
    packed = packed_list(prepare(from_bytes(written([told]), "a.csv"), mart), convert=False)
    upload = receive_list(mart, [packed], convert=False, user=make_officer("desk"), by=BY)
    say_columns(upload, {0: ["lokos_id", "group_name", "personal", "block"]}, by=BY)
    again = prepare(from_bytes(written([told]), "a.csv"), mart)
    assert again.fields == ["lokos_id", "personal", "group_name", "personal", "block"]
    assert bring(mart, written([told]))[0] == NEW | {"new": 1}
    assert Group.objects.get().names == {"en": "Jyoti SHG"}
