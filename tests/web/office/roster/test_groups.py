"""Lists are sent and brought in; the tree counts; groups are moved, enrolled, made one, and two again."""

import csv

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from haat.core import worker
from haat.core.models import Event
from haat.makers.models import Maker, Organisation
from haat.roster import actions
from haat.roster.models import ColumnMap, Group, GroupsMerged, ListFile, ListUpload, Person
from tests.make import BY, make_maker, make_organisation, make_pin
from tests.roster.sheets import bring, group, here, member, written
from tests.sound import faults
from tests.web.office.roster.things import make_group
from tests.web.office.signed import officer

pytestmark = pytest.mark.django_db


def send(client, *contents, nonce="n"):
    files = [SimpleUploadedFile(f"list-{number}.csv", content) for number, content in enumerate(contents)]
    answer = client.post(reverse("office:roster:lists"), {"sent": files, "nonce": nonce})
    assert answer.status_code == 302, answer.context["form"].errors
    return answer


def say(client, upload, **more):
    given = {"nonce": "m"}
    for file in upload.files.select_related("columns"):
        given |= {f"column_{file.number}_{at}": field for at, field in enumerate(file.columns.fields)}
    return client.post(reverse("office:roster:columns", args=[upload.pk]), given | more)


def test_list_is_sent_mapped_looked_through_and_brought_in():
    here()
    desk = officer("desk")
    secret = "999941057058"
    rows = [member(1, **{"Aadhar Number": secret, "Religion": "X", "Kind of house": "kutcha"}), member(2), member(2)]
    assert send(desk, written([group(1)]), written(rows)).status_code == 302
    upload = ListUpload.objects.get()
    page = desk.get(reverse("office:roster:upload", args=[upload.pk])).content.decode()
    assert "What does each column mean?" in page
    assert "Phulmani Murmu" in page
    assert secret not in page
    assert say(desk, upload).status_code == 302
    while worker.run_due():
        pass
    upload.refresh_from_db()
    assert (upload.state, upload.counts["groups_new"], upload.counts["people_new"]) == ("looked", 1, 2)
    assert Group.objects.count() == 0
    assert desk.post(reverse("office:roster:bring", args=[upload.pk]), {"nonce": "b"}).status_code == 302
    while worker.run_due():
        pass
    upload.refresh_from_db()
    assert (upload.state, Group.objects.count(), Person.objects.count()) == ("brought", 1, 2)
    page = desk.get(reverse("office:roster:upload", args=[upload.pk])).content.decode()
    assert "This member stands in this group already, further up." in page
    result = desk.get(reverse("office:roster:result", args=[upload.pk, 1]))
    lines = result.content.decode("utf-8-sig").splitlines()
    assert lines[0].endswith("Kind of house,What became of it,Reason")
    assert [row[-2] for row in csv.reader(lines[1:])] == ["new", "new", "refused"]
    assert secret not in result.content.decode()
    assert "Religion" not in lines[0]
    assert all(secret.encode() not in bytes(file.content) for file in ListFile.objects.all())
    assert not Event.objects.filter(data__icontains=secret).exists()


def test_two_columns_cannot_mean_the_same_and_the_next_list_is_known():
    here()
    desk = officer("desk")
    send(desk, written([group(1)]))
    upload = ListUpload.objects.get()
    answer = say(desk, upload, column_0_2="block")
    assert answer.status_code == 422
    assert "Two columns cannot mean the same." in answer.content.decode()
    say(desk, upload, column_0_2="")
    assert ColumnMap.objects.get().confirmed
    assert ColumnMap.objects.get().fields[2] == ""
    send(desk, written([group(2)]), nonce="o")
    assert ListFile.objects.latest("pk").columns.fields[2] == ""


def test_tree_counts_and_opens_within_so_many_statements(django_assert_num_queries):
    mart = here()
    bring(mart, written([group(1), group(2, "Tara SHG"), group(3, Block="Palojori", Village="Kusmaha")]))
    desk = officer("desk")
    tree = reverse("office:roster:list")
    desk.get(tree)
    federation = Organisation.objects.get(kind="federation", children__isnull=False, place__slug="sarath")
    for asked, statements in (({}, 6), ({"at": federation.pk}, 6)):
        with django_assert_num_queries(statements):
            answer = desk.get(tree, asked)
    assert (answer.context["level"].all.groups, answer.context["level"].all.stages["never"]) == (3, 3)
    every = reverse("office:roster:all")
    for asked in ({}, {"stage": "never"}, {"at": federation.pk}, {"block": "sarath"}):
        with django_assert_num_queries(5):
            assert len(desk.get(every, asked).context["listing"].rows) in (2, 3)
    at = Group.objects.get(sort="tara-shg").organisation_id
    opened = desk.get(tree, {"at": at}).content.decode()
    assert "Tara SHG" in opened
    listed = desk.get(reverse("office:roster:all"), {"q": "Taara"}).content.decode()
    assert "Tara SHG" in listed
    assert "Jyoti SHG" not in listed


def test_coordinator_sees_nothing_outside_her_block():
    mart = here()
    bring(mart, written([group(1), group(3, "Far SHG", Block="Palojori", Village="Kusmaha")]))
    far = Group.objects.get(sort="far-shg")
    mine = Group.objects.exclude(pk=far.pk).get()
    client = officer("coordinator", place=mine.block)
    for name in ("list", "all"):
        page = client.get(reverse(f"office:roster:{name}"), {"at": far.organisation_id}).content.decode()
        assert "Far SHG" not in page
    assert "Far SHG" not in client.get(reverse("office:roster:all"), {"export": "csv"}).content.decode()
    assert client.get(reverse("office:roster:group", args=[far.pk])).status_code == 404
    assert client.get(reverse("office:roster:pair", args=[mine.pk, far.pk])).status_code == 404
    assert client.get(reverse("office:roster:lists")).status_code in (403, 404)


def test_group_is_moved_and_no_list_moves_it_back():
    mart = here()
    bring(mart, written([group(1)]))
    known = Group.objects.get()
    other = make_organisation(mart, "Kusmaha VO", kind="village", place=known.block)
    desk = officer("desk")
    moved = desk.post(reverse("office:roster:move", args=[known.pk]), {"organisation": other.pk})
    assert moved.status_code == 302
    rows, _files = bring(mart, written([group(1)]))
    known.refresh_from_db()
    assert (known.organisation_id, rows["changed"]) == (other.pk, 0)
    page = desk.get(reverse("office:roster:group", args=[known.pk])).content.decode()
    assert "Moved" in page
    assert "Kusmaha VO" in page


def test_known_group_is_enrolled_once_with_what_is_known():
    mart = here()
    make_pin("814149")
    bring(mart, written([group(1)]), written([member(1), member(2, "Phulmani Murmu")]))
    known = Group.objects.get()
    desk = officer("desk")
    address = reverse("office:roster:enrol", args=[known.pk])
    assert "Phulmani Murmu" in desk.get(address).content.decode()
    bad = desk.post(address, {"leader": "Phulmani Murmu", "leader_language": "hi", "pin": "12", "nonce": "n"})
    assert bad.status_code == 422
    given = {"leader": "Phulmani Murmu", "leader_language": "hi", "pin": "814149", "with_members": "on", "nonce": "n"}
    for _turn in range(2):
        assert desk.post(address, given).status_code == 302
    maker = Maker.objects.get()
    known.refresh_from_db()
    assert (known.maker_id, known.state, known.stage, maker.lokos_id) == (maker.pk, "enrolled", "bank", "4000000001")
    assert sorted(str(each.names) for each in maker.members.all()) == [
        "{'en': 'Phulmani Murmu'}",
        "{'en': 'Rani Devi'}",
    ]
    assert maker.organisation_id == known.organisation_id


def test_two_groups_are_made_one_and_two_again():
    mart = here()
    phone = {"Chair Person Mobile No.": "9876543210"}
    bring(
        mart, written([group(1, **phone), group(2, "JYOTI MAHILA SHG", **phone)]), written([member(1), member(2, of=2)])
    )
    assert actions.find_pairs(mart) == 1
    one, two = Group.objects.order_by("pk")
    desk = officer("desk")
    assert "Same phone" in desk.get(reverse("office:roster:alike")).content.decode()
    assert "Are these two one group?" in desk.get(reverse("office:roster:pair", args=[one.pk, two.pk])).content.decode()
    merge = reverse("office:roster:merge", args=[one.pk, two.pk])
    assert desk.post(merge).status_code == 422
    assert desk.post(merge, {"stays": one.pk}).status_code == 302
    one.refresh_from_db()
    assert (one.member_count, one.codes.count(), GroupsMerged.objects.count()) == (2, 2, 1)
    rows, _files = bring(mart, written([group(2, "JYOTI MAHILA SHG", **phone)]))
    assert rows["new"] == 0
    assert desk.post(reverse("office:roster:undo", args=[GroupsMerged.objects.get().pk])).status_code == 302
    two.refresh_from_db()
    assert (two.state, two.codes.count(), two.member_count) == ("known", 1, 1)
    desk.post(reverse("office:roster:apart", args=[one.pk, two.pk]))
    assert actions.find_pairs(mart) == 0


def test_makers_of_another_road_are_known_and_followed():
    mart = here()
    maker = make_maker("Chandni group", mart=mart, lokos_id="4000000001")
    bring(mart, written([group(1)]))
    actions.keep_up(mart, by=BY)
    known = Group.objects.get(maker=maker)
    assert (known.state, known.stage, Group.objects.count()) == ("enrolled", "good", 1)
    assert actions.keep_up(mart, by=BY) == 0


def test_whoever_died_before_it_counted_is_made_good_with_the_next_turn():
    mart = here()
    make_group(mart, mart.place.children.first())  # written, and never counted
    assert "groups: the tree's counts = its groups" in faults()
    actions.keep_up(mart, by=BY)
    assert faults() == {}


def test_page_is_read_in_hindi():
    mart = here()
    make_group(mart, mart.place.children.first())
    assert "समूह" in officer("desk", language="hi").get(reverse("office:roster:list")).content.decode()
