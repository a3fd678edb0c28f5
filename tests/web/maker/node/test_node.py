"""A secretary sees the groups of her village organisation, a CRP those of her village; each enrols, and no other's."""

import pytest
from django.urls import reverse

from haat.makers.models import Organisation
from haat.people.models import Role, User
from haat.people.rules import DEEDS, can
from haat.roster.models import Group
from haat.roster.rules import groups_at_node
from tests.make import make_block, make_maker, make_mart, make_organisation, make_part, make_pin, make_stocked
from tests.make_survey import make_village
from tests.refusals import refused
from tests.sound import faults
from tests.web.maker.node.things import make_keeper
from tests.web.office.roster.things import make_group
from tests.web.office.signed import officer, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def there():
    """Two village organisations of one federation with two groups each, one in a village that both have groups in."""
    mart, block = make_mart(), make_block("Sarath")
    make_block("Palojori")
    near, far = make_village("Bhelwa", block=block), make_village("Kusmaha", block=block)
    above = make_organisation(mart, "Sarath CLF", place=block)
    own = make_organisation(mart, "Bhelwa VO", kind="village", parent=above, place=block)
    other = make_organisation(mart, "Kusmaha VO", kind="village", parent=above, place=block)
    make_group(mart, block, "Jyoti SHG", place=near, organisation=own, phone="+919876500001")
    make_group(mart, block, "Tara SHG", place=far, organisation=own, stage="sells")
    make_group(mart, block, "Gulab SHG", place=near, organisation=other)
    make_group(mart, block, "Asha SHG", place=far, organisation=other)
    return mart, block, near, own


def names(user: User, mart) -> list[str]:
    return [str(group) for group in groups_at_node(user, mart).order_by("sort")]


def test_secretary_sees_her_organisation_and_a_crp_her_village(there):
    mart, block, near, own = there
    assert names(make_keeper(mart, "secretary", block, own), mart) == ["jyoti-shg", "tara-shg"]
    assert names(make_keeper(mart, "crp", near), mart) == ["gulab-shg", "jyoti-shg"]
    assert names(make_keeper(mart, "crp", block, own), mart) == ["jyoti-shg", "tara-shg"]
    above = make_keeper(mart, "secretary", block, Organisation.objects.get(kind="federation"))
    assert len(names(above, mart)) == 4
    assert names(make_keeper(make_mart("other", place=mart.place, order_prefix="OT"), "crp", near), mart) == []


def test_crp_of_two_villages_sees_both(there):
    mart, block, near, _own = there
    user = make_keeper(mart, "crp", near)
    make_keeper(mart, "crp", near)
    other = make_village("Kusmaha", block=block)
    Role.objects.create(user=user, mart=mart, kind="crp", place=other)
    assert len(names(user, mart)) == 4


def test_such_roles_do_nothing_else_and_are_held_where_they_belong(there):
    mart, block, _near, own = there
    user = make_keeper(mart, "secretary", block, own)
    assert {deed for deed in DEEDS if can(user, deed, mart=mart)} == {"keep_node"}
    with refused("people.organisation_needed", field="kind"):
        make_keeper(mart, "secretary", block)
    with refused("people.organisation_needed", field="kind"):
        make_keeper(mart, "coordinator", block, own)
    with refused("people.block_needed"):
        make_keeper(mart, "crp", mart.place)


def test_home_shows_how_far_groups_are_whom_to_call_and_what_to_pack(there, django_assert_max_num_queries):
    mart, block, _near, own = there
    maker = make_maker("Chandni group", block=block, organisation=own)
    part = make_part({make_stocked(maker): 1})
    client = sign_in(make_keeper(mart, "secretary", block, own), factor=False)
    with django_assert_max_num_queries(17):
        page = client.get(reverse("maker:node")).content.decode()
    assert all(words in page for words in ("Bhelwa VO", "Jyoti SHG", "Tara SHG", "tel:+919876500001", part.number))
    assert "Gulab SHG" not in page
    not_yet = client.get(reverse("maker:node"), {"how": "not_yet"}).content.decode()
    assert ("Jyoti SHG" in not_yet, "Tara SHG" in not_yet) == (True, False)
    assert client.get(reverse("maker:home")).headers["Location"] == reverse("maker:node")


def test_list_goes_on_page_by_page(there, django_assert_max_num_queries):
    mart, block, near, own = there
    for number in range(40):
        make_group(mart, block, f"Group {number:02}", place=near, organisation=own)
    client = sign_in(make_keeper(mart, "secretary", block, own), factor=False)
    with django_assert_max_num_queries(17):
        first = client.get(reverse("maker:node"))
    second = client.get(reverse("maker:node"), {"page": first.context["after"]})
    assert (len(first.context["rows"]), len(second.context["rows"]), second.context["after"]) == (30, 12, "")


def test_group_of_another_is_not_found_and_hers_is_enrolled_once(there):
    mart, block, _near, own = there
    make_pin("814149")
    client = sign_in(make_keeper(mart, "secretary", block, own), factor=False)
    foreign, mine = Group.objects.get(sort="gulab-shg"), Group.objects.get(sort="jyoti-shg")
    for name in ("maker:node_group", "maker:node_enrol"):
        assert client.get(reverse(name, args=[foreign.pk])).status_code == 404
    assert client.post(reverse("maker:node_enrol", args=[foreign.pk]), {}).status_code == 404
    bad = client.post(reverse("maker:node_enrol", args=[mine.pk]), {"leader": "Sita Devi", "pin": "1", "nonce": "a"})
    assert (bad.status_code, "Sita Devi" in bad.content.decode()) == (422, True)
    sent = {"leader": "Sita Devi", "leader_language": "hi", "phone": "98765 00001", "pin": "814149", "nonce": "b"}
    for _turn in range(2):
        assert client.post(reverse("maker:node_enrol", args=[mine.pk]), sent).status_code == 302
    mine.refresh_from_db()
    assert (mine.state, mine.maker.organisation_id, mine.maker.lokos_id) == ("enrolled", own.pk, "")


def test_desk_invites_her_on_the_page_of_the_organisation_and_ends_it_there(there):
    _mart, block, near, own = there
    desk = officer("desk")
    url = reverse("office:organisations:worker", args=[own.pk])
    sent = {"phone": "98765 00009", "name": "Rina Devi", "kind": "secretary", "nonce": "a"}
    wrong = desk.post(url, sent | {"village": near.pk})
    assert (wrong.status_code, "only a CRP keeps a single one" in wrong.content.decode()) == (422, True)
    desk.post(url, sent | {"nonce": "b"})
    desk.post(url, {"phone": "98765 00008", "name": "Mina", "kind": "crp", "village": near.pk, "nonce": "c"})
    held = Role.objects.filter(kind__in=("secretary", "crp")).order_by("pk")
    assert list(held.values_list("kind", "organisation_id", "place")) == [
        ("secretary", own.pk, block.pk),
        ("crp", None, near.pk),
    ]
    shown = reverse("office:organisations:organisation", args=[own.pk])
    assert "Rina Devi" in desk.get(shown).content.decode()
    secretary = held[0]
    desk.post(reverse("office:people:end", args=[secretary.user_id, secretary.pk]))
    assert not Role.objects.filter(pk=secretary.pk).exists()
    assert [name for name in faults() if not name.startswith("groups:")] == []  # theirs were never counted


def test_one_person_may_keep_accounts_and_groups_of_one_organisation(there):
    mart, block, _near, own = there
    user = make_keeper(mart, "secretary", block, own)
    Role.objects.create(user=user, mart=mart, kind="federation", place=block, organisation_id=own.pk)
    assert user.roles.count() == 2
