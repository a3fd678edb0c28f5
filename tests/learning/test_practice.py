"""The practice shop: step by step, each once; what it practises is tried; and nobody else sees any of it."""

import pytest
from django.test import Client
from django.urls import reverse

from haat.catalogue.models import Good, Variant
from haat.core.actor import Actor
from haat.core.doctor import examine
from haat.core.models import Event, Picture
from haat.core.scans import Scan
from haat.learning import actions
from haat.learning.models import CraftCheck, Practice, Study
from haat.learning.practice import case_for, check_of, photo_of, photos_of, points_for
from haat.learning.queries import lesson_of
from haat.ledger.models import Due
from haat.makers.models import Maker
from haat.orders.models import Order, Part
from haat.shelf import build
from haat.stock.models import Movement
from tests.make import BY, make_craft, make_good, make_maker, make_part, make_stocked
from tests.refusals import refused
from tests.web.office.signed import officer

pytestmark = pytest.mark.django_db
NAME = "Zyxwick basket"
PHOTO = Scan("jpeg", b"a photo")


def hers(maker: Maker) -> Actor:
    return Actor(user_id=maker.members.get().user_id)


def listed(maker: Maker) -> Practice:
    return actions.begin_practice(maker, name=NAME, price_paise=120_00, photo=PHOTO, by=hers(maker))


def whole_turn(maker: Maker) -> Practice:
    by = hers(maker)
    listed(maker)
    actions.mend_practice(maker, white=True, by=by)
    actions.accept_practice(maker, by=by)
    actions.pack_practice(maker, weight_g=850, photo=PHOTO, by=by)
    row = Practice.objects.get(maker=maker, ended_at=None)
    right = {"whole": "again", "food": "aside", "swapped": "call"}[row.case]
    return actions.end_practice(maker, choice=right, closed=PHOTO, opened=PHOTO, by=by)


def test_a_turn_goes_step_by_step_and_each_counts_once():
    maker = make_maker()
    for _turn in range(2):
        assert listed(maker).step == "refused"
    for step, after in (
        (lambda: actions.mend_practice(maker, white=True, by=hers(maker)), "ordered"),
        (lambda: actions.accept_practice(maker, by=hers(maker)), "accepted"),
        (lambda: actions.pack_practice(maker, weight_g=850, photo=PHOTO, by=hers(maker)), "back"),
        (lambda: actions.end_practice(maker, choice="again", closed=PHOTO, by=hers(maker)), "done"),
    ):
        assert [step().step for _turn in range(2)] == [after, after]
    row = Practice.objects.get()
    assert (row.turn, row.weight_g, row.ended_at is not None) == (1, 850, True)
    assert photos_of(row) == {"good", "label", "closed"}
    found = photo_of(row, "label")
    assert found is not None
    assert PHOTO.content not in bytes(found.sealed)
    assert actions.open_practice_photo(found) == PHOTO.content
    assert Event.objects.filter(kind="learning.practised").count() == 5


def test_the_next_turn_brings_something_else_back():
    maker = make_maker()
    whole_turn(maker)
    assert (listed(maker).turn, listed(maker).case) == (2, "swapped")
    baker = make_maker()
    make_good(maker=baker, craft=make_craft("laddu", food=True))
    assert case_for(baker, 1) == "food"


@pytest.mark.parametrize(("name", "price", "code"), [
    ("", 120_00, "learning.bad_practice_name"),
    ("   ", 120_00, "learning.bad_practice_name"),
    ("x" * 61, 120_00, "learning.bad_practice_name"),
    ("Pot", 0, "learning.bad_practice_price"),
    ("Pot", 100_001_00, "learning.bad_practice_price"),
])  # fmt: skip
def test_a_good_that_cannot_be_is_refused_at_its_field(name: str, price: int, code: str):
    maker = make_maker()
    with refused(code, field="name" if "name" in code else "price"):
        actions.begin_practice(maker, name=name, price_paise=price, by=hers(maker))
    assert not Practice.objects.exists()


def test_what_is_wrong_is_said_and_changes_nothing():
    maker = make_maker()
    by = hers(maker)
    with refused("learning.no_practice"):
        actions.accept_practice(maker, by=by)
    listed(maker)
    with refused("learning.wrong_choice", field="choice"):
        actions.mend_practice(maker, white=False, by=by)
    with refused("learning.no_practice"):
        actions.pack_practice(maker, weight_g=850, by=by)
    with refused("learning.bad_practice_weight", field="weight"):
        actions.pack_practice(maker, weight_g=0, by=by)
    with refused("learning.not_a_photo", field="good"):
        actions.begin_practice(make_maker(), name="Pot", price_paise=100, photo=Scan("pdf", b"x"), by=by)
    assert Practice.objects.get().step == "refused"


def test_a_step_is_the_practice_of_a_lesson_she_has_begun_and_of_no_other():
    maker = make_maker()
    by = hers(maker)
    for slug in ("packing", "returns"):
        actions.begin(maker, lesson=lesson_of(maker.mart, slug), by=by)
    listed(maker)
    actions.mend_practice(maker, white=True, by=by)
    actions.accept_practice(maker, by=by)
    assert not Study.objects.exclude(tried_at=None).exists()
    actions.pack_practice(maker, weight_g=850, by=by)
    assert list(Study.objects.exclude(tried_at=None).values_list("lesson", flat=True)) == ["packing"]


def test_nobody_else_sees_a_practice_good(client: Client, media: object):
    maker = make_maker()
    make_part({make_stocked(maker): 1})
    models = (Good, Variant, Order, Part, Movement, Due, Picture)
    before = [model.objects.count() for model in models]
    sound = [(found.name, found.broken) for found in examine()] if hasattr(examine()[0], "broken") else examine()
    whole_turn(maker)
    listed(maker)
    build.rebuild()
    assert [model.objects.count() for model in models] == before
    after = [(found.name, found.broken) for found in examine()] if hasattr(examine()[0], "broken") else examine()
    assert after == sound
    pages = [
        "/en/", "/sitemap.xml", "/sitemap-pages.xml", "/sitemap-goods-1.xml", "/robots.txt",
        f"/en/search/?q={NAME.split()[0]}", reverse("shop:maker", args=[maker.slug]), reverse("shop:crafts"),
    ]  # fmt: skip
    for page in pages:
        answer = client.get(page, HTTP_HOST="deoghar.localhost", follow=True)
        assert NAME not in answer.content.decode(), page
    desk = officer("desk")
    for name in ("goods", "orders", "stock", "makers", "review", "today"):
        answer = desk.get(reverse(f"office:{name}:list") if name != "review" else "/office/review/", follow=True)
        assert NAME not in answer.content.decode(), name
    assert NAME not in desk.get(reverse("office:orders:list"), {"export": "csv"}).getvalue().decode("utf-8", "ignore")


def test_work_is_checked_by_the_card_of_its_craft_and_may_be_passed_over():
    maker = make_maker()
    part = make_part({make_stocked(maker): 1}, state="accepted")
    lesson = lesson_of(maker.mart, "quality-by-craft")
    card, points = points_for(lesson, make_craft("bamboo"))
    assert (card, len(points), points[0].say.key) == ("bamboo", 4, "bamboo.say")
    assert points_for(lesson, make_craft("never-heard-of"))[0] == "all"
    actions.begin(maker, lesson=lesson, by=hers(maker))
    for _turn in range(2):
        actions.check_craft(part, card=card, yes=0, asked=4, by=hers(maker))
    assert (check_of(part).passed_over, Study.objects.get().tried_at) == (True, None)
    actions.check_craft(part, card=card, yes=3, asked=4, by=hers(maker))
    actions.check_craft(part, card=card, yes=0, asked=4, by=hers(maker))
    found = CraftCheck.objects.get()
    assert (found.yes, found.asked, found.passed_over) == (3, 4, False)
    assert Study.objects.get().tried_at is not None
    assert Event.objects.filter(kind="learning.craft_checked").count() == 2


def test_a_label_that_was_looked_at_judges_the_lesson():
    from haat.orders import actions as orders

    maker = make_maker()
    actions.begin(maker, lesson=lesson_of(maker.mart, "label"), by=hers(maker))
    part = make_part({make_stocked(maker): 1}, state="accepted")
    photo = orders.keep_photo(part, kind="label", photo=PHOTO, by=hers(maker))
    orders.judge_label(photo, right=True, by=BY)
    actions.look()
    assert Study.objects.get().first == "right"
