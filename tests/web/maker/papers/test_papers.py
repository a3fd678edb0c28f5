"""Her papers on the phone: what lacks first, one sentence each, begun and sent by herself."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from haat.makers.models import Document, Maker
from haat.paperwork import actions
from haat.paperwork.models import Road
from tests.core.test_files import jpeg
from tests.make import BY, make_maker
from tests.make_paperwork import make_camp, make_road
from tests.web.office.signed import BACKEND

pytestmark = pytest.mark.django_db
FSSAI = "22026123000456"


@pytest.fixture
def maker() -> Maker:
    return make_maker()


@pytest.fixture
def phone(maker: Maker) -> Client:
    client = Client()
    client.force_login(maker.members.get().user, backend=BACKEND)
    client.cookies["language"] = "en"
    return client


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_papers_say_what_is_next_and_when_the_day_is(phone: Client, maker: Maker):
    camp = make_camp(maker)
    actions.give_turns(camp, makers=[maker], by=BY)
    road = make_road(maker)
    page = text(phone.get(reverse("maker:papers")))
    assert "Papers day" in page
    assert "Bring: Two photographs" in page
    assert f"road-{road.pk}" in page
    assert "Papers day" in text(phone.get(reverse("maker:home")))


def test_she_wants_a_paper_and_sends_it(phone: Client, maker: Maker):
    phone.post(reverse("maker:paper_begin"), {"kind": "udyam"})
    road = Road.objects.get()
    assert (road.kind, road.maker) == ("udyam", maker)
    assert phone.post(reverse("maker:paper_begin"), {"kind": "x"}).status_code == 302
    assert "What to bring" in text(phone.get(reverse("maker:paper", args=[road.pk])))


def test_a_wrong_number_stands_beside_what_was_sent(phone: Client, maker: Maker):
    road = make_road(maker)
    send = reverse("maker:paper_send", args=[road.pk])
    bad = phone.post(send, {"number": "12", "valid_until": ""})
    assert (bad.status_code, 'value="12"' in text(bad)) == (422, True)
    assert phone.post(send, {"number": FSSAI, "valid_until": "soon"}).status_code == 422
    broken = phone.post(send, {"number": FSSAI, "photo": SimpleUploadedFile("p.jpg", b"x")})
    assert (broken.status_code, Document.objects.filter(kind="fssai").count()) == (422, 0)
    sent = phone.post(send, {"number": FSSAI, "photo": SimpleUploadedFile("p.jpg", jpeg())})
    assert (sent.status_code, Road.objects.get().state) == (302, "given")
    assert bytes(maker.paper_files.get().sealed) != b""


def test_another_makers_paper_is_not_found(phone: Client):
    other = make_road(make_maker("Other"))
    assert phone.get(reverse("maker:paper", args=[other.pk])).status_code == 404
    assert phone.post(reverse("maker:paper_send", args=[other.pk]), {"number": FSSAI}).status_code == 404


def test_papers_cost_the_same_for_one_road_and_five(phone: Client, maker: Maker, django_assert_max_num_queries):
    make_road(maker)
    phone.get(reverse("maker:papers"))
    with django_assert_max_num_queries(15) as few:
        phone.get(reverse("maker:papers"))
    for kind in ("udyam", "gstin", "trade_mark", "packer"):
        make_road(maker, kind)
    with django_assert_max_num_queries(len(few)):
        phone.get(reverse("maker:papers"))
