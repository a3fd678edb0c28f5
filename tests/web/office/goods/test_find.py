"""Finding any good: by how it stands, what it lacks, whose it is, and by words in any language."""

import pytest
from django.urls import reverse

from tests.make import make_good, make_stocked, make_variant
from tests.web.office.signed import district, officer, waiting_good

pytestmark = pytest.mark.django_db
LIST = reverse("office:goods:find")


def found(client, **given):
    return sorted(row.good.slug for row in client.get(LIST, given).context["rows"])


def good_called(slug, **more):
    return make_good(slug.replace("-", " ").capitalize(), slug=slug, **more)


def test_every_standing_finds_its_goods_and_counts_them():
    here = district()
    names = {"draft": "Draft", "waiting": "Waiting", "sent_back": "Back", "live": "Live", "paused": "Paused"}
    for state, name in names.items():
        make_variant(good_called(name.lower(), maker=here.maker, state=state))
    unweighed = good_called("unweighed", maker=here.maker, state="draft")
    make_variant(unweighed, weight_g=None)
    unweighed.photos.all().delete()
    stocked = make_stocked(here.other, pieces=2).good
    desk = officer("desk")
    wanted = {name: [text.lower()] for name, text in names.items()}
    wanted["draft"] = ["draft", "unweighed"]
    wanted["live"] = sorted(["live", stocked.slug])
    wanted |= {"no_photo": ["unweighed"], "no_weight": ["unweighed"], "sold_out": ["live"]}
    assert {name: found(desk, standing=name) for name in wanted} == wanted
    tabs = {name: count for name, _words, count in desk.get(LIST).context["tabs"]}
    assert tabs == {"": "7", **{name: str(len(slugs)) for name, slugs in wanted.items()}}


@pytest.mark.parametrize(
    "words", ["बाँस", "bamboo BASKET", "XY-77", "chandni", "bans ki", "Chandni basket", "bamboo-basket"]
)
def test_words_find_a_good_in_any_language(words):
    here = district()
    good = good_called("bans-ki-daliya-bamboo-basket", maker=here.maker, state="draft")
    good.texts.filter(language="hi").update(name="बाँस की डलिया")
    make_variant(good, sku="XY-77")
    make_variant(make_good("Clay pot", maker=here.other, state="draft"))
    assert found(officer("desk"), q=words) == ["bans-ki-daliya-bamboo-basket"]


def test_words_that_nothing_holds_find_nothing_and_say_so():
    make_good(maker=district().maker)
    answer = officer("desk").get(LIST, {"q": "zzzz'\"%"})
    assert (answer.context["rows"], "No good fits" in answer.content.decode()) == ([], True)


def test_a_coordinator_sees_her_block_only():
    here = district()
    mine, other = good_called("mine", maker=here.maker), good_called("other", maker=here.other)
    client = officer("coordinator", place=here.here)
    assert found(client) == [mine.slug]
    assert client.get(reverse("office:goods:mend", args=[other.pk])).status_code == 404
    assert found(client, maker=here.other.pk) == []
    assert client.get(LIST, {"maker": here.other.pk}).context["maker"] == ""


def test_a_maker_and_a_craft_narrow_the_list():
    here = district()
    good_called("mine", maker=here.maker)
    good_called("other", maker=here.other)
    desk = officer("desk")
    assert found(desk, maker=here.maker.pk) == ["mine"]
    assert (found(desk, craft="bamboo"), found(desk, craft="clay")) == (["mine", "other"], [])


def test_list_costs_the_same_for_one_and_many(django_assert_num_queries):
    here = district()
    waiting_good(here.maker)
    desk = officer("desk")
    desk.get(LIST)
    with django_assert_num_queries(13):
        desk.get(LIST)
    for maker in (here.maker, here.other):
        waiting_good(maker)
        make_stocked(maker)
    desk.get(LIST)
    with django_assert_num_queries(13):
        desk.get(LIST)
    desk.get(LIST, {"q": "bamboo"})
    with django_assert_num_queries(14):
        desk.get(LIST, {"q": "bamboo"})


def test_pages_follow_each_other_without_a_gap():
    here = district()
    for number in range(65):
        make_good(f"Good {number}", maker=here.maker)
    desk, seen, page = officer("desk"), [], ""
    while True:
        listing = desk.get(LIST, {"page": page}).context["listing"]
        seen += [good.pk for good in listing.rows]
        page = listing.after
        if not page:
            break
    assert (len(seen), len(set(seen))) == (65, 65)


def test_list_goes_out_as_a_table():
    here = district()
    make_variant(make_good("=Sum", maker=here.maker), sku="S-1")
    table = officer("desk").get(LIST, {"export": "csv"}).content.decode("utf-8-sig").splitlines()
    assert len(table) == 2
    assert table[1].startswith("'=Sum,")
