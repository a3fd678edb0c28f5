"""She shares a good: pictures with her link, words to go with them, and what sharing brought her."""

import io
from urllib.parse import quote

import pytest
from django.test import Client
from PIL import Image

from haat.catalogue.models import Good
from haat.makers.models import Maker
from haat.orders.models import Order
from tests.make import make_maker, make_order, make_stocked
from tests.web.office.signed import officer

pytestmark = pytest.mark.django_db
QUERIES = 24


def page(good, tail=""):
    return f"/maker/goods/{good.pk}/share/{tail}"


def test_the_good_page_leads_to_sharing_and_a_resting_good_does_not(phone: Client, maker: Maker):
    good = make_stocked(maker).good
    address = f'href="{page(good)}"'
    assert address in phone.get(f"/maker/goods/{good.pk}/").content.decode()
    Good.objects.update(state=Good.State.PAUSED)
    assert address not in phone.get(f"/maker/goods/{good.pk}/").content.decode()
    assert phone.get(page(good)).status_code == 404
    assert phone.get(page(good, "status.jpg")).status_code == 404


def test_pictures_words_and_links_are_hers(phone: Client, maker: Maker):
    good = make_stocked(maker).good
    shown = phone.get(page(good)).content.decode()
    link = f"http://deoghar.localhost/en/g/{good.slug}/?from={maker.slug}"
    assert f"{link}-wa" in shown
    assert f"{link}-ig" in shown
    assert f"https://wa.me/?text={quote('Bamboo basket, by ')}" in shown
    assert f'src="{page(good, "status.jpg")}"' in shown
    assert 'download="' in shown
    assert "maker/js/share" in shown


@pytest.mark.parametrize(("form", "size"), [("status", (1080, 1920)), ("square", (1080, 1080))])
def test_a_picture_is_as_large_as_its_place(phone: Client, maker: Maker, form, size):
    answer = phone.get(page(make_stocked(maker).good, f"{form}.jpg"))
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert Image.open(io.BytesIO(answer.content)).size == size


def test_another_form_is_none(phone: Client, maker: Maker):
    assert phone.get(page(make_stocked(maker).good, "poster.jpg")).status_code == 404


def test_what_sharing_brought_is_told(phone: Client, maker: Maker):
    variant = make_stocked(maker)
    assert "Your links brought" not in phone.get(page(variant.good)).content.decode()
    order = make_order({variant: 1})
    Order.objects.filter(pk=order.pk).update(source=f"{maker.slug}-wa")
    shown = phone.get(page(variant.good))
    assert "Your links brought in 90 days" in shown.content.decode()
    assert shown.context["brought"].parts == 1


def test_another_makers_good_is_not_hers_to_share(phone: Client, maker: Maker):
    other = make_stocked(make_maker("Other", mart=maker.mart)).good
    assert phone.get(page(other)).status_code == 404


def test_the_desk_shares_for_her(maker: Maker):
    good = make_stocked(maker).good
    desk = officer("desk", mart=maker.mart)
    shown = desk.get(f"/maker/goods/{good.pk}/share/?for={maker.pk}").content.decode()
    assert f"status.jpg?for={maker.pk}" in shown


def test_page_costs_the_same_for_one_size_and_three(
    phone: Client, maker: Maker, django_assert_num_queries, django_assert_max_num_queries
):
    from tests.make import make_variant

    good = make_stocked(maker).good
    phone.get(page(good))
    with django_assert_max_num_queries(QUERIES) as few:
        phone.get(page(good))
    make_variant(good)
    make_variant(good)
    with django_assert_num_queries(len(few)):
        phone.get(page(good))
