"""Asking, answering, a copy of everything, and who may see which petition."""

import io
import json
import zipfile
from copy import copy
from datetime import timedelta

import pytest
from django.utils import timezone

from haat.core import worker
from haat.core.actor import Actor
from haat.core.dates import today
from haat.core.models import Event
from haat.core.scans import Scan
from haat.makers.actions.files import attach
from haat.makers.models import Document
from haat.people.models import PhoneCode
from haat.privacy import actions, copies
from haat.privacy.copies import page_of
from haat.privacy.models import Export, Petition
from haat.privacy.persons import find_person
from haat.privacy.queries import looks_at, overdue
from haat.privacy.rules import visible_to
from tests.make import BY, make_block, make_mart, make_officer, make_order, make_stocked
from tests.privacy.made import artisan, petition
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def test_same_key_or_the_same_open_thing_is_one_petition():
    maker, _seat, user = artisan()
    told = {"kind": "complain", "words": "A", "came": "phone", "language": "hi", "user": user, "by": BY}
    one = actions.ask(maker.mart, key="a", **told)
    assert actions.ask(maker.mart, key="a", **told) == one
    assert actions.ask(maker.mart, key="b", **told) == one
    assert (one.block, one.due_on) == (maker.block, today() + timedelta(days=30))


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({"kind": "all"}, "privacy.unknown_kind", "kind"),
        ({"kind": "correct", "words": " \u200b "}, "privacy.no_words", "words"),
        ({"kind": "complain", "words": "x" * 1001}, "privacy.words_too_long", "words"),
        ({"phone": "+919999999990"}, "privacy.nobody_known", "phone"),
    ],
)
def test_bad_petitions_are_refused_at_their_field(more, code, field):
    maker, _seat, user = artisan()
    told = {"kind": "export", "words": "", "came": "phone", "language": "hi", "key": "k", "by": BY} | more
    who = {} if "phone" in more else {"user": user}
    with refused(code, field=field):
        actions.ask(maker.mart, **told, **who)


def test_copy_holds_all_of_her_and_nothing_of_others():
    maker, seat, user = artisan("Sita Devi")
    other = artisan("Gulab Devi")[0]
    paper = Document.objects.create(maker=maker, kind="pan", number="AAAPC1234D")
    attach(paper, Scan("pdf", b"%PDF-1 hers"), by=BY)
    mine = petition(maker.mart, "export", user=user)
    worker.run_due()
    mine.refresh_from_db()
    assert mine.state == Petition.State.DONE
    archive = actions.take_export(mine, by=Actor(user.pk))
    assert b"Sita" not in bytes(Export.objects.get().sealed)
    with zipfile.ZipFile(io.BytesIO(archive)) as found:
        names, told = found.namelist(), json.loads(found.read("data.json"))
        page = found.read("data.html").decode()
    kept = {part["model"]: part["rows"] for part in told["kept"]}
    assert {"makers.maker", "makers.member", "makers.document", "people.user"} <= set(kept)
    assert any(name.startswith("files/pan") for name in names)
    assert "AAAPC1234D" in page
    assert other.phone not in page + json.dumps(told)
    assert 'lang="hi"' in page
    assert [each.kind for each in looks_at(find_person(maker.mart_id, user=user))] == ["privacy.export_seen"]
    assert next(iter(seat.names.values())) in page


def test_copy_is_not_cut_however_many_rows_there_are():
    maker, _seat, user = artisan()
    code = PhoneCode(mart=maker.mart, phone=user.phone, purpose="x", digest="x")
    PhoneCode.objects.bulk_create(copy(code) for _at in range(2001))
    mine = petition(maker.mart, "export", user=user)
    worker.run_due()
    with zipfile.ZipFile(io.BytesIO(actions.take_export(mine, by=Actor(user.pk)))) as found:
        told = json.loads(found.read("data.json"))
    assert [len(part["rows"]) for part in told["kept"] if part["model"] == "people.phonecode"] == [2001]


def test_copy_is_there_for_seven_days():
    maker, _seat, user = artisan()
    mine = petition(maker.mart, "export", user=user)
    worker.run_due()
    Export.objects.update(until=timezone.now() - timedelta(minutes=1))
    with refused("privacy.export_over"):
        actions.take_export(mine, by=BY)
    assert actions.clear(maker.mart) == 1
    assert Export.objects.count() == 0


def test_answers_and_refusals_are_told_once_and_say_why():
    maker, _seat, user = artisan()
    mine = petition(maker.mart, "correct", user=user)
    with refused("privacy.no_words", field="answer"):
        actions.answer(mine, words=" ", by=BY)
    with refused("privacy.no_words", field="reason"):
        actions.refuse(mine, reason="", by=BY)
    actions.answer(mine, words="Mended", by=BY)
    with refused("privacy.not_open"):
        actions.refuse(mine, reason="No", by=BY)
    again = petition(maker.mart, "complain", user=user)
    assert actions.take_back(actions.take_back(again, by=BY), by=BY).state == Petition.State.TAKEN_BACK


def test_buyer_asks_by_her_number():
    maker, _seat, _user = artisan()
    order = make_order({make_stocked(maker): 1})
    mine = petition(maker.mart, "export", phone=order.phone)
    worker.run_due()
    mine.refresh_from_db()
    with zipfile.ZipFile(io.BytesIO(actions.take_export(mine, by=BY))) as found:
        assert order.address in found.read("data.html").decode()


def test_overdue_and_scope():
    here, there = make_block("Sarath"), make_block("Palojori")
    maker, _seat, user = artisan(block=here)
    mine = petition(maker.mart, "complain", user=user)
    assert list(overdue(maker.mart)) == []
    Petition.objects.update(due_on=today())
    assert list(overdue(maker.mart)) == [mine]
    desk = make_officer("desk")
    for who in (desk, make_officer("coordinator", place=there)):
        who.proven = True
    assert list(visible_to(desk, maker.mart)) == [mine]
    assert list(visible_to(make_officer("coordinator", place=there), make_mart())) == []
    assert Event.objects.filter(kind="privacy.asked").count() == 1


def test_page_that_no_paper_bears_is_taken_as_a_file(monkeypatch):
    maker, _seat, user = artisan()
    mine = petition(maker.mart, "export", user=user)
    worker.run_due()
    archive = actions.take_export(mine, by=BY)
    assert "<h1>" in page_of(archive)
    monkeypatch.setattr(copies, "MOST_PAGE", 100)
    with refused("privacy.page_too_long"):
        page_of(archive)
