"""Names by their sound, and makers that are known before their phone is."""

import pytest

from haat.core.actor import Actor
from haat.makers import actions
from haat.makers.alike import key_of, keys_of
from haat.makers.models import Maker, NameKey
from tests.make_rooms import make_block, make_maker, make_mart, make_pin

pytestmark = pytest.mark.django_db
BY = Actor(user_id=7)


@pytest.mark.parametrize(
    "names",
    [
        ("सीता समूह", "Seeta Samooh SHG", "SITA", "Sita Self Help Group"),
        ("चाँदनी", "Chandni group", "Chandani Mahila Samuh", "चांदनी समूह"),
        ("लक्ष्मी", "Laxmi", "Lakshmi swayam sahayata samuh", "lakshmee"),
        ("जागृति महिला मंडल", "Jagriti Bachat Gat"),
    ],
)
def test_spellings_of_one_name_have_one_key(names):
    assert len({key_of(name) for name in names}) == 1


def test_other_names_have_other_keys():
    names = ("Sita", "Mira", "Gulab", "গোলাপ", "ᱪᱟᱸᱫᱚ", "SHG", "Phulmani")
    assert len({key_of(name) for name in names}) == len(names)
    assert keys_of({"hi": "सीता", "en": "Sita", "bn": ""}) == {"sit"}
    assert (key_of("…"), len(key_of("ঝ" * 200))) == ("…", 60)


def test_keys_follow_the_names_of_a_maker():
    maker = make_maker("Sita")
    actions.change_maker(maker, names={"hi": "सीता", "en": "Gulab"}, by=BY)
    assert set(NameKey.objects.values_list("key", flat=True)) == {"sit", "gulb"}
    actions.change_maker(maker, names={"hi": "सीता"}, by=BY)
    assert set(NameKey.objects.values_list("key", flat=True)) == {"sit"}


def test_table_knows_a_maker_without_a_phone_by_its_lokos_number():
    make_pin("814149")
    row = {
        "kind": "group", "name_hi": "सीता समूह", "block": str(make_block()), "pin": "814149", "phone": "",
        "leader_hi": "सीता देवी", "lokos_id": "LK1",
    }  # fmt: skip
    first, second = (actions.import_makers([row], mart=make_mart(), by=BY) for _turn in range(2))
    assert ((first.made, second.same), Maker.objects.get().phone) == ((1, 1), "")
    bare = actions.import_makers([{**row, "lokos_id": ""}], mart=make_mart(), by=BY)
    assert [refusal.field for refusal in bare.refused] == ["phone"]
