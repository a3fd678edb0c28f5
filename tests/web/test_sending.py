"""A form sent twice counts once and says so; one whose deed broke off may be sent again."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from haat.catalogue.models import Good
from haat.core.models import Sending
from haat.makers import actions
from haat.makers.models import Maker, Member
from haat.stock.models import OrdinaryWeek, StockItem
from haat.web.ui.sending import name_of_sending
from tests.make import make_maker, make_mart, make_officer, make_stocked
from tests.web.maker.conftest import sign_in as on_phone
from tests.web.office.signed import sign_in as at_desk

pytestmark = pytest.mark.django_db
AGAIN, SAVED = "This was already saved. It counts once.", "Saved."
MEMBER = {"nonce": "n" * 20, "name_hi": "सीता", "name_en": "Sita"}


def said(answer) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


@pytest.fixture
def maker() -> Maker:
    make_mart()
    return make_maker()


@pytest.fixture
def phone(maker: Maker) -> Client:
    return on_phone(maker.members.get().user)


@pytest.fixture
def desk(maker: Maker) -> Client:
    client = at_desk(make_officer("desk", mart=maker.mart))
    client.raise_request_exception = False
    return client


def test_a_form_that_broke_off_may_be_sent_again(maker, desk, monkeypatch):
    add = actions.enrol_member

    def breaks(*args, **given):
        add(*args, **given)
        raise RuntimeError("power cut")

    monkeypatch.setattr(actions, "enrol_member", breaks)
    there = f"/office/makers/{maker.pk}/members/add/"
    assert desk.post(there, MEMBER).status_code == 500
    assert (Member.objects.filter(maker=maker).count(), Sending.objects.count()) == (1, 0)
    monkeypatch.undo()
    assert said(desk.post(there, MEMBER, follow=True)) == ["Added. She takes part in sharing from now on."]
    assert said(desk.post(there, MEMBER, follow=True)) == [AGAIN]
    assert Member.objects.filter(maker=maker).count() == 2


def test_a_refused_form_may_be_sent_again(maker, desk):
    there = f"/office/makers/{maker.pk}/members/add/"
    wrong = {**MEMBER, "phone": "12"}
    assert [desk.post(there, wrong).status_code for _turn in range(2)] == [422, 422]
    assert Sending.objects.count() == 0


def test_one_more_a_week_sent_twice_counts_once(maker, phone):
    variant = make_stocked(maker)
    Good.objects.update(made_to_order=True, making_days=7)
    form = {"variant": variant.pk, "step": "1", "nonce": "n"}
    told = [said(phone.post(f"/maker/goods/{variant.good_id}/stock/", form, follow=True)) for _turn in range(2)]
    assert (told, OrdinaryWeek.objects.get(variant=variant).capacity) == ([[SAVED], [AGAIN]], 1)


def test_another_count_from_the_same_page_is_saved(maker, phone):
    variant = make_stocked(maker)
    for pieces in ("5", "7"):
        form = {"variant": variant.pk, "pieces": pieces, "nonce": "n"}
        answer = phone.post(f"/maker/goods/{variant.good_id}/stock/", form, follow=True)
        assert (said(answer), StockItem.objects.get(variant=variant).on_hand) == ([SAVED], int(pieces))


def test_another_file_from_the_same_page_is_another_sending(rf, maker):
    """A page that comes back whole (the browser's "back") has its nonce still."""

    def named(name: str, content: bytes) -> str:
        request = rf.post("/office/sheets/new/", {"nonce": "n", "file": SimpleUploadedFile(name, content)})
        request.user = maker.members.get().user
        return name_of_sending(request)

    one = named("makers.csv", b"a,b")
    assert one == named("makers.csv", b"a,b")
    assert len({one, named("goods.csv", b"a,b"), named("makers.csv", b"a,b,c")}) == 3
