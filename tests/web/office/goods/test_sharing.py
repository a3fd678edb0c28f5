"""The desk takes a maker's pictures to share, with the maker's own links."""

import io

import pytest
from django.urls import reverse
from PIL import Image

from haat.catalogue.models import Good
from haat.orders.models import Order
from tests.make import make_order, make_stocked
from tests.web.office.signed import district, officer

pytestmark = pytest.mark.django_db


def page(name, *args):
    return reverse(f"office:goods:{name}", args=args)


def test_pictures_and_words_are_the_makers():
    here = district()
    variant = make_stocked(here.maker)
    desk = officer("desk")
    assert page("share", variant.good_id) in desk.get(page("mend", variant.good_id)).content.decode()
    shown = desk.get(page("share", variant.good_id)).content.decode()
    for medium in ("wa", "ig"):
        assert f"/en/g/{variant.good.slug}/?from={here.maker.slug}-{medium}" in shown
    assert "brought 0 orders" in shown
    for form, size in (("status", (1080, 1920)), ("square", (1080, 1080))):
        answer = desk.get(page("share_picture", variant.good_id, form))
        assert Image.open(io.BytesIO(answer.content)).size == size
    assert desk.get(page("share_picture", variant.good_id, "poster")).status_code == 404


def test_what_her_links_brought_is_told():
    here = district()
    variant = make_stocked(here.maker)
    order = make_order({variant: 1})
    Order.objects.filter(pk=order.pk).update(source=f"{here.maker.slug}-ig")
    assert "brought 1 order," in officer("desk").get(page("share", variant.good_id)).content.decode()


def test_what_buyers_cannot_see_is_not_shared():
    good = make_stocked(district().maker).good
    Good.objects.update(state=Good.State.PAUSED)
    assert officer("desk").get(page("share", good.pk)).status_code == 404


def test_a_coordinator_shares_what_lies_in_her_block():
    here = district()
    good = make_stocked(here.maker).good
    assert officer("coordinator", place=here.here).get(page("share", good.pk)).status_code == 200
    assert officer("coordinator", place=here.there).get(page("share", good.pk)).status_code == 404
