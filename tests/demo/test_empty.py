"""The third mart of the demonstration: nothing is there but its blocks and officers, and its launch list says so."""

import pytest
from django.urls import reverse

from demo import empty
from demo.people import phone_of
from haat.core.doctor import examine
from haat.people.models import User
from haat.places.queries import blocks_of
from haat.review.launch import lacking, needs
from haat.web.ui.middleware import HOSTS
from tests.make import make_district
from tests.web.office.signed import sign_in

pytestmark = pytest.mark.django_db


def test_it_has_begun_and_a_visitor_walks_its_launch_list(settings):
    settings.DEMO = True
    settings.ALLOWED_HOSTS = [".localhost"]
    make_district("Sonbhadra", lgd=184)
    mart = empty.begin()
    assert mart.shut
    assert len(blocks_of(mart)) >= 8
    missing = {need.name for need in lacking(needs(mart))}
    assert missing == {"names", "behind", "zones", "payment", "makers", "goods"}
    HOSTS.forget()
    desk = sign_in(User.objects.get(phone=phone_of(82)))
    page = desk.get(reverse("office:settings:launch"), headers={"host": empty.BEGUN["hosts"][0]}).content.decode()
    assert "of fifteen is ready" in page
    assert "bank accounts (District desk, Block coordinator)" in page
    assert reverse("office:settings:open") in page
    assert [found.name for found in examine() if found.broken] == []
