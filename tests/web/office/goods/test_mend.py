"""Mending any good at the desk: each change at its field, live at once, told in its history, none lost or doubled."""

import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from haat.catalogue.models import Good, Variant
from haat.core.dates import monday_of, today
from haat.core.models import Event
from haat.stock.models import OrdinaryWeek, StockItem, WeekCapacity
from tests.make import make_cost, make_craft, make_fee, make_good, make_order, make_stocked, make_tax_rule, make_variant
from tests.sound import faults
from tests.web.office.signed import district, officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def good(media):
    """A live good of one size, with a rate, a fee and a cost sheet (₹100 of materials)."""
    here = district()
    make_tax_rule()
    make_fee(here.mart)
    craft = make_craft(
        attributes=[
            {"slug": "material", "type": "text", "label": {"en": "Material", "hi": "किससे बना"}, "required": True},
            {"slug": "finish", "type": "choice", "label": {"en": "Finish"}, "choices": ["plain", "painted"]},
            {"slug": "size_cm", "type": "size", "unit": "cm", "label": {"en": "Size"}},
            {"slug": "food_safe", "type": "yes_no", "label": {"en": "Food safe"}},
        ]
    )
    one = make_good(maker=here.maker, craft=craft)
    make_cost(make_variant(one, sku="ONE"), materials_paise=10000)
    return one


def page(client, good):
    return client.get(reverse("office:goods:mend", args=[good.pk]))


def seen(good):
    good.refresh_from_db()
    return good.changed_at.isoformat()


def send(client, name, good, *more, **data):
    return client.post(reverse(f"office:goods:{name}", args=[good.pk, *more]), data)


def words(good, code="hi", **more):
    told = {"name": "बाँस की डलिया", "description": "मज़बूत", "care": "", "origin": "person", "seen": seen(good)}
    return {f"w-{code}-{name}": value for name, value in {**told, **more}.items()}


def facts(good, **more):
    told = {"tax_slug": good.tax_slug, "hsn": "", "about_material_hi": "बाँस", "seen": seen(good)}
    return {f"facts-{name}": value for name, value in {**told, **more}.items()}


def size(variant, **more):
    told = {
        **{"price": "380", "mrp": "400", "weight": "450", "net_quantity": "1", "net_unit": "piece"},
        **{"sku": variant.sku, "place": "1", "label_hi": "बड़ी", "seen": seen(variant.good)},
    }
    return {f"v{variant.pk}-{name}": value for name, value in {**told, **more}.items()}


def last_told(good, kind="catalogue.good_saved"):
    return Event.objects.filter(kind=kind).latest("pk").data


def errors(answer, form):
    assert answer.status_code == 422
    return dict(answer.context[form].errors)


def test_words_say_who_wrote_and_who_read_them(good):
    desk = officer("desk")
    assert send(desk, "words", good, "hi", **words(good, origin="machine", read="on")).status_code == 302
    text = good.texts.get(language="hi")
    reader = int(desk.session["_auth_user_id"])
    assert (text.name, text.description, text.origin, text.reviewed_by_id) == (
        *("बाँस की डलिया", "मज़बूत", "machine"),
        reader,
    )
    again = officer("desk")
    send(again, "words", good, "hi", **words(good, origin="machine", read="on"))
    text.refresh_from_db()
    assert text.reviewed_by_id == reader  # nothing changed: who read it stays
    send(again, "words", good, "hi", **words(good, name="सूप", origin="person"))
    text.refresh_from_db()
    assert (text.name, text.origin, text.reviewed_by_id) == ("सूप", "person", None)
    assert "Description" in page(desk, good).content.decode()


@pytest.mark.parametrize(("typed", "field"), [({"name": ""}, "name"), ({"name": "x" * 121}, "name")])
def test_words_that_cannot_be_are_refused_at_their_field_and_kept(good, typed, field):
    answer = send(officer("desk"), "words", good, "en", **words(good, "en", **typed))
    (form,) = [form for form in answer.context["words"] if form.is_bound]
    assert (answer.status_code, list(form.errors)) == (422, [field])
    assert "मज़बूत" in answer.content.decode()


def test_a_language_of_another_mart_is_no_page(good):
    assert send(officer("desk"), "words", good, "xx", **words(good, "xx")).status_code == 404


def test_a_stale_form_changes_nothing_loses_nothing_and_may_be_saved_again(good):
    desk = officer("desk")
    old = words(good, name="पुराना")
    send(officer("desk"), "words", good, "hi", **words(good, name="नया"))
    answer = send(desk, "words", good, "hi", **old)
    html = answer.content.decode()
    assert (answer.status_code, good.texts.get(language="hi").name) == (422, "नया")
    assert ("There now: नया" in html, 'value="पुराना"' in html, "in the meantime" in html) == (True, True, True)
    (form,) = [form for form in answer.context["words"] if form.is_bound]
    assert form.seen_now == seen(good)
    send(desk, "words", good, "hi", **{**old, "w-hi-seen": form.seen_now})
    assert good.texts.get(language="hi").name == "पुराना"


def test_a_refused_field_does_not_forget_what_was_seen(good):
    desk = officer("desk")
    old = words(good, name="")
    send(officer("desk"), "words", good, "hi", **words(good, name="नया"))
    answer = send(desk, "words", good, "hi", **old)
    (form,) = [form for form in answer.context["words"] if form.is_bound]
    assert form.seen_now == old["w-hi-seen"] != seen(good)


@pytest.mark.parametrize("seen_as", ["", "yesterday", "2026-01-01"])
def test_a_form_without_its_moment_changes_nothing(good, seen_as):
    answer = send(officer("desk"), "words", good, "hi", **words(good, seen=seen_as))
    assert (answer.status_code, good.texts.get(language="hi").name) == (422, "Bamboo basket")


def test_facts_are_saved_whole_and_told_field_by_field(good):
    make_tax_rule("leaf-goods", rate_bp=0, hsn="4602")
    told = {
        **{"hsn": "४६०२", "tax_slug": "leaf-goods", "packed_and_labelled": "on", "shelf_life_days": "30"},
        **{"fragile": "on", "length_mm": "28.5", "width_mm": "२०", "height_mm": "30", "about_material_hi": "बाँस"},
        **{
            "about_material_en": "Bamboo",
            "about_finish": "painted",
            "about_size_cm": "28 x 20",
            "about_food_safe": "no",
        },
    }
    assert send(officer("desk"), "facts", good, **facts(good, **told)).status_code == 302
    good.refresh_from_db()
    assert (good.hsn, good.tax_slug, good.packed_and_labelled, good.shelf_life_days) == ("4602", "leaf-goods", True, 30)
    assert (good.fragile, good.length_mm, good.width_mm, good.height_mm) == (True, 285, 200, 300)
    assert good.attributes == {
        "material": {"hi": "बाँस", "en": "Bamboo"},
        "finish": "painted",
        "size_cm": [28, 20],
        "food_safe": False,
    }
    html = page(officer("desk"), good).content.decode()
    assert all(part in html for part in ("28.5 × 20 × 30 cm", "Keeps for days", "What happened"))


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"hsn": "46"}, "hsn"),
        ({"tax_slug": "no-such"}, "tax_slug"),
        ({"shelf_life_days": "0"}, "shelf_life_days"),
        ({"shelf_life_days": "4000"}, "shelf_life_days"),
        ({"made_to_order": "on", "making_days": "0"}, "making_days"),
        ({"made_to_order": "on", "making_days": "400"}, "making_days"),
        ({"length_mm": "10"}, "width_mm"),
        ({"length_mm": "2000", "width_mm": "1", "height_mm": "1"}, "length_mm"),
        ({"length_mm": "-1", "width_mm": "1", "height_mm": "1"}, "length_mm"),
        ({"about_material_hi": ""}, "about_material_hi"),
        ({"about_finish": "gilded"}, "about_finish"),
        ({"about_size_cm": "large"}, "about_size_cm"),
        ({"about_size_cm": "5²"}, "about_size_cm"),
        ({"about_size_cm": "① x 2"}, "about_size_cm"),
        ({"about_size_cm": "1 x 2 x 3 x 4"}, "about_size_cm"),
    ],
)
def test_facts_that_cannot_be_are_refused_at_their_field(good, typed, field):
    before = Good.objects.filter(pk=good.pk).values().get()
    answer = send(officer("desk"), "facts", good, **facts(good, **typed))
    assert list(errors(answer, "facts")) == [field]
    assert Good.objects.filter(pk=good.pk).values().get() == before


def test_what_is_promised_keeps_the_way_it_is_made(good):
    variant = make_stocked(good.maker, pieces=2)
    variant.good.craft = good.craft
    variant.good.save()
    make_order({variant: 1})
    answer = send(officer("desk"), "facts", variant.good, **facts(variant.good, made_to_order="on", making_days="5"))
    assert list(errors(answer, "facts")) == ["made_to_order"]


def test_a_size_is_mended_with_all_that_is_said_of_it(good):
    variant = good.variants.get()
    told = size(variant, price="१,२५०", mrp="1300", weight="500", net_quantity="2", net_unit="set", sku="NEW-1")
    assert send(officer("desk"), "size", good, variant.pk, **told).status_code == 302
    variant.refresh_from_db()
    assert (variant.price_paise, variant.mrp_paise, variant.weight_g) == (125000, 130000, 500)
    assert (variant.net_quantity, variant.net_unit, variant.sku, variant.labels) == (2, "set", "NEW-1", {"hi": "बड़ी"})
    html = page(officer("desk"), good).content.decode()
    assert "Price changed" in html
    assert faults() == {}


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"price": "0"}, "price"),
        ({"price": "401"}, "price"),
        ({"price": "cheap"}, "price"),
        ({"weight": ""}, "weight"),
        ({"weight": "60000"}, "weight"),
        ({"weight": "1,5"}, "weight"),
        ({"net_quantity": "0"}, "net_quantity"),
        ({"net_quantity": "99999999999999"}, "net_quantity"),
        ({"weight": "9" * 5000}, "weight"),
        ({"net_unit": "cartload"}, "net_unit"),
        ({"sku": "TAKEN"}, "sku"),
        ({"sku": "क"}, "sku"),
        ({"label_hi": "x" * 41}, "label_hi"),
    ],
)
def test_a_size_that_cannot_be_is_refused_at_its_field(good, typed, field):
    make_variant(make_good(maker=good.maker), sku="TAKEN")
    variant = good.variants.get()
    answer = send(officer("desk"), "size", good, variant.pk, **size(variant, **typed))
    (drawn,) = [row["form"] for row in answer.context["sizes"]]
    assert (answer.status_code, list(drawn.errors)) == (422, [field])
    assert Variant.objects.get(pk=variant.pk).sku == "ONE"


def test_a_price_below_her_cost_wants_a_reason_and_keeps_it(good):
    desk, variant = officer("desk"), good.variants.get()
    low = size(variant, price="90", mrp="90")
    answer = send(desk, "size", good, variant.pk, **low)
    (drawn,) = [row["form"] for row in answer.context["sizes"]]
    assert list(drawn.errors) == ["reason"]
    assert "₹100" in str(drawn.errors)
    assert send(desk, "size", good, variant.pk, **low, **{f"v{variant.pk}-reason": "Seconds"}).status_code == 302
    assert last_told(good, "catalogue.price_changed")["reason"] == "Seconds"
    html = page(desk, good).content.decode()
    assert ("She pays for selling this size" in html, "Seconds" in html) == (True, True)


def test_the_fair_price_stands_beside(good):
    html = page(officer("desk"), good).content.decode()
    assert "A piece costs her ₹100." in html


def test_a_size_is_added_once_and_stands_behind(good):
    desk = officer("desk")
    told = {
        **{"new-price": "200", "new-weight": "100", "new-net_quantity": "1", "new-net_unit": "piece", "nonce": "n"},
        **{"new-label_hi": "छोटी", "new-seen": seen(good)},
    }
    assert [send(desk, "add_size", good, **told).status_code for _ in range(2)] == [302, 302]
    rows = list(good.variants.order_by("position").values_list("labels", "mrp_paise"))
    assert rows == [({}, 38000), ({"hi": "छोटी"}, 20000)]
    second = good.variants.last()
    send(desk, "size", good, second.pk, **size(second, place="1"))
    assert good.variants.order_by("position")[0].pk == second.pk


def test_the_last_size_of_a_good_in_the_shop_stays(good):
    desk, variant = officer("desk"), good.variants.get()
    answer = desk.post(reverse("office:goods:stop_size", args=[good.pk, variant.pk]), follow=True)
    assert "only size" in answer.content.decode()
    more = make_variant(good, position=1)
    send(desk, "stop_size", good, variant.pk)
    variant.refresh_from_db()
    assert variant.active is False
    send(desk, "size", good, variant.pk, **size(variant, place="2"))
    assert list(good.variants.filter(active=True).order_by("position")) == [more, variant]


def test_pieces_are_counted_and_weeks_set(good):
    desk, variant = officer("desk"), good.variants.get()
    name = f"p{variant.pk}"
    told = {f"{name}-pieces": "७", "nonce": "a"}
    assert [send(desk, "pieces", good, variant.pk, **told).status_code for _ in range(2)] == [302, 302]
    assert StockItem.objects.get(variant=variant).on_hand == 7
    assert send(desk, "pieces", good, variant.pk, **{f"{name}-pieces": "-1"}).status_code == 422
    Good.objects.filter(pk=good.pk).update(made_to_order=True, making_days=3)
    send(desk, "pieces", good, variant.pk, **{f"{name}-pieces": "5", "nonce": "b"})
    day = today()
    for week, status in ((day - timedelta(days=8), 422), (day + timedelta(days=400), 422), (day, 302)):
        told = {f"{name}-pieces": "2", f"{name}-week": week.isoformat(), "nonce": "c"}
        assert send(desk, "pieces", good, variant.pk, **told).status_code == status
    devanagari = str.maketrans("0123456789", "०१२३४५६७८९")
    told = {f"{name}-pieces": "3", f"{name}-week": f"{day:%d/%m/%Y}".translate(devanagari), "nonce": "d"}
    assert send(desk, "pieces", good, variant.pk, **told).status_code == 302
    assert WeekCapacity.objects.get(variant=variant, week=monday_of(day)).capacity == 3
    told = {f"{name}-pieces": "2", f"{name}-week": day.isoformat(), "nonce": "e"}
    assert send(desk, "pieces", good, variant.pk, **told).status_code == 302
    assert OrdinaryWeek.objects.get(variant=variant).capacity == 5
    assert WeekCapacity.objects.get(variant=variant, week=monday_of(day)).capacity == 2


def picture(shade):
    out = io.BytesIO()
    Image.new("RGB", (700, 700), (shade, 90, 40)).save(out, "JPEG")
    return SimpleUploadedFile("p.jpg", out.getvalue(), "image/jpeg")


def test_pictures_are_added_ordered_replaced_and_taken_away(good):
    desk = officer("desk")
    (first,) = good.photos.all()
    send(desk, "pictures", good, **{"pictures-photo": picture(10), "pictures-seen": seen(good)})
    old, new = good.photos.order_by("position")
    assert old.picture_id == first.picture_id
    order = {f"pictures-place_{old.pk}": "2", f"pictures-place_{new.pk}": "1", "pictures-seen": seen(good)}
    send(desk, "pictures", good, **order)
    assert [row.picture_id for row in good.photos.order_by("position")] == [new.picture_id, old.picture_id]
    main, rest = good.photos.order_by("position")
    change = {f"pictures-other_{main.pk}": picture(200), f"pictures-gone_{rest.pk}": "on", "pictures-seen": seen(good)}
    send(desk, "pictures", good, **change)
    (only,) = good.photos.all()
    assert only.picture_id not in (main.picture_id, rest.picture_id)
    answer = send(desk, "pictures", good, **{f"pictures-gone_{only.pk}": "on", "pictures-seen": seen(good)})
    assert list(errors(answer, "pictures")) == ["photo"]
    html = page(desk, good).content.decode()
    assert "1 added, 2 taken away" in html
    assert faults() == {}


def test_a_file_that_is_no_picture_is_refused_at_its_field(good):
    (only,) = good.photos.all()
    sent = SimpleUploadedFile("p.jpg", b"no picture", "image/jpeg")
    answer = send(officer("desk"), "pictures", good, **{f"pictures-other_{only.pk}": sent, "pictures-seen": seen(good)})
    assert f"other_{only.pk}" in errors(answer, "pictures")


def test_pause_and_resume(good):
    desk = officer("desk")
    for to, state in (("paused", "paused"), ("", "live"), ("", "live")):
        send(desk, "shelf", good, to=to)
        good.refresh_from_db()
        assert good.state == state


@pytest.mark.parametrize("kind", ["collector", "accountant", "auditor"])
def test_who_may_only_look_gets_no_key(good, kind):
    client = officer(kind)
    answer = page(client, good)
    assert (answer.status_code, "Save the words" in answer.content.decode()) == (200, False)
    assert send(client, "words", good, "hi", **words(good)).status_code == 403


def test_a_coordinator_of_another_block_finds_nothing(good):
    other = officer("coordinator", place=district().there)
    assert [page(other, good).status_code, send(other, "shelf", good, to="paused").status_code] == [404, 404]


def test_page_costs_the_same_for_one_and_many_sizes(good, django_assert_num_queries):
    desk = officer("desk")
    page(desk, good)
    with django_assert_num_queries(24):
        page(desk, good)
    for place in (1, 2):
        make_cost(make_variant(good, position=place))
    with django_assert_num_queries(24):
        page(desk, good)


def test_pressing_save_twice_is_no_change_by_somebody_else(good):
    """The second answer is the one the browser shows."""
    desk, variant = officer("desk"), good.variants.get()
    forms = {"words": (["hi"], words, good), "facts": ([], facts, good), "size": ([variant.pk], size, variant)}
    for name, (more, told, of) in forms.items():
        sent = told(of) | {"nonce": name * 5}
        assert [send(desk, name, good, *more, **sent).status_code for _turn in range(2)] == [302, 302], name
        assert "It counts once." in page(desk, good).content.decode()


def test_every_form_that_remembers_what_its_writer_saw_is_told_from_another(good):
    html = page(officer("desk"), good).content.decode()
    forms = re.findall(r"<form.*?</form>", html, re.DOTALL)
    remembering = [form for form in forms if "-seen" in form]
    assert len(remembering) >= 4
    assert [form for form in remembering if form.count('name="nonce" value=""') or 'name="nonce"' not in form] == []


def test_a_draft_draws_no_form_without_a_key(good):
    Good.objects.filter(pk=good.pk).update(state=Good.State.DRAFT)
    assert reverse("office:goods:shelf", args=[good.pk]) not in page(officer("desk"), good).content.decode()
