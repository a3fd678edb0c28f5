"""Certificates in the office: ticked, made, printed as they are, handed over; a coordinator sees only her block."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from haat.core.dates import today
from haat.letters.models import Card, Ceremony, Letter
from haat.makers.models import Maker
from tests.make import make_maker, make_mart
from tests.make_letters import make_begun, make_card, make_letter, make_signing
from tests.web.office.signed import district, officer

pytestmark = pytest.mark.django_db
LIST = "office:letters:list"


def read(client, name, *args, **query) -> str:
    return client.get(reverse(name, args=args), query).content.decode()


def test_who_went_live_stands_in_the_list_until_the_certificate_is_made():
    here = district()
    make_begun(here.maker)
    make_signing()
    desk = officer("desk")
    assert "Chandni group" in read(desk, LIST)
    sent = {"one": str(here.maker.begun.get().pk), "nonce": "n"}
    answer = desk.post(reverse("office:letters:make"), sent)
    assert answer.url == reverse("office:letters:letter", args=[Letter.objects.get().pk])
    assert "Chandni group" not in read(desk, LIST)


def test_ceremony_is_made_of_what_was_ticked_and_nothing_typed_is_lost():
    here = district()
    rows = [make_begun(maker) for maker in (here.maker, here.other)]
    make_signing()
    desk = officer("desk")
    sent = {"pick": [row.pk for row in rows], "title": "Diwali fair", "place": "", "held_on": today().isoformat()}
    refused = desk.post(reverse("office:letters:make"), sent | {"nonce": "n"})
    assert refused.status_code == 422
    assert "Diwali fair" in refused.content.decode()
    assert refused.content.decode().count(" checked") == 2
    for _turn in range(2):
        made = desk.post(reverse("office:letters:make"), sent | {"place": "Town hall", "nonce": "n"})
    assert (made.status_code, Ceremony.objects.count(), Letter.objects.count()) == (302, 1, 2)
    shown = desk.get(made.url).content.decode()
    assert "Diwali fair" in shown
    assert "0 of 2 handed over" in shown


def test_nobody_ticked_is_said_at_the_list():
    make_begun()
    make_signing()
    sent = {"title": "Fair", "place": "Hall", "held_on": today().isoformat(), "nonce": "n"}
    answer = officer("desk").post(reverse("office:letters:make"), sent)
    assert answer.status_code == 422
    assert "Choose at least one of the list." in answer.content.decode()


def test_certificate_is_printed_and_says_so_and_looking_is_not_printing():
    letter, desk = make_letter(), officer("desk")
    look = desk.get(reverse("office:letters:look", args=[letter.pk]))
    assert (look["Content-Type"], look.content[:4]) == ("application/pdf", b"%PDF")
    assert Letter.objects.get().prints == 0
    for _turn in range(2):
        out = desk.post(reverse("office:letters:print", args=[letter.pk]), {"nonce": "n"})
    assert (out["Content-Type"], Letter.objects.get().prints) == ("application/pdf", 1)


def test_what_is_not_on_sale_is_not_printed():
    letter, desk = make_letter(), officer("desk")
    Maker.objects.update(state=Maker.State.PAUSED)
    answer = desk.post(reverse("office:letters:print", args=[letter.pk]), {"nonce": "n"}, follow=True)
    assert "Not on sale there now: Chandni group." in answer.content.decode()
    assert Letter.objects.get().prints == 0


def test_ceremony_comes_in_one_file_with_a_list_to_sign_and_is_ticked_off():
    letter, desk = make_letter(ceremony=True), officer("desk")
    at = [letter.ceremony_id]
    assert desk.post(reverse("office:letters:print_all", args=at), {"nonce": "n"}).content[:4] == b"%PDF"
    assert desk.get(reverse("office:letters:to_sign", args=at)).content[:4] == b"%PDF"
    sent = {"pick": [letter.pk], "handed_on": today().isoformat(), "handed_by": "Anjali Toppo"}
    for _turn in range(2):
        assert desk.post(reverse("office:letters:hand_all", args=at), sent).status_code == 302
    assert "Anjali Toppo" in read(desk, "office:letters:ceremony", *at)
    assert Letter.objects.get().handed_on == today()


def test_handing_without_a_name_stands_at_its_field():
    letter, desk = make_letter(), officer("desk")
    sent = {"handed_on": "31/12/2039", "handed_by": "Anjali"}
    answer = desk.post(reverse("office:letters:hand", args=[letter.pk]), sent)
    assert answer.status_code == 422
    assert answer.context["form"].errors["handed_on"]
    assert 'value="Anjali"' in answer.content.decode()


def test_coordinator_sees_and_gives_only_what_is_of_her_block():
    here = district()
    mine, other = make_letter(here.maker, ceremony=True), make_letter(here.other)
    coordinator = officer("coordinator", place=here.here)
    shown = read(coordinator, "office:letters:made")
    assert mine.number in shown
    assert other.number not in shown
    assert coordinator.get(reverse("office:letters:letter", args=[other.pk])).status_code == 404
    sent = {
        "pick": [other.maker.begun.get().pk],
        "title": "A",
        "place": "B",
        "held_on": today().isoformat(),
        "nonce": "n",
    }
    assert coordinator.post(reverse("office:letters:make"), sent).status_code == 422


def test_who_signs_is_written_in_both_languages_and_a_half_is_refused():
    desk, at = officer("desk"), reverse("office:letters:signing")
    sent = {"name_1": "विशाल", "name_1_en": "Vishal", "from_on": today().isoformat()}
    refused = desk.post(at, sent)
    assert (refused.status_code, bool(refused.context["form"].errors["office_1"])) == (422, True)
    assert desk.post(at, sent | {"office_1": "उपायुक्त", "office_1_en": "Collector"}).status_code == 302
    assert "Collector" in desk.get(at).content.decode()


def test_cards_are_made_printed_and_replaced():
    here, desk = district(), officer("desk")
    member = here.maker.members.get()
    assert "Sita Devi" in read(desk, "office:letters:cards_without")
    sent = {"pick": [member.pk], "valid_until": "2027-03-31", "nonce": "n"}
    assert desk.post(reverse("office:letters:cards_make"), sent).status_code == 302
    card = Card.objects.get()
    assert desk.post(reverse("office:letters:cards_print"), {"pick": [card.pk], "nonce": "p"}).content[:4] == b"%PDF"
    for _turn in range(2):
        desk.post(reverse("office:letters:card_lost", args=[card.pk]))
    assert list(Card.objects.order_by("pk").values_list("why", flat=True)) == ["lost", ""]
    assert Card.objects.first().prints == 1
    assert escape(card.number) in read(desk, "office:letters:cards", state="over")


def test_card_with_a_past_day_is_refused_at_its_field():
    member = make_maker().members.get()
    sent = {"pick": [member.pk], "valid_until": "2020-01-01", "nonce": "n"}
    answer = officer("desk").post(reverse("office:letters:cards_make"), sent)
    assert (answer.status_code, bool(answer.context["form"].errors["valid_until"])) == (422, True)


def test_lists_ask_as_much_for_one_as_for_many():
    desk = officer("desk")
    for name in (LIST, "office:letters:made", "office:letters:cards"):
        counts = []
        for _size in range(2):
            for _more in range(3):
                maker = make_maker()
                make_letter(maker) if "made" in name else make_begun(maker)
                make_card(maker)
            read(desk, name)
            with CaptureQueriesContext(connection) as asked:
                read(desk, name)
            counts.append(len(asked))
        assert counts[0] == counts[1], name


def test_page_is_read_in_hindi_and_marathi():
    make_letter()
    assert "प्रमाण पत्र" in read(officer("desk", language="hi"), "office:letters:made")
    assert "प्रमाणपत्रे" in read(officer("desk", language="mr"), "office:letters:made")
    assert make_mart()


def test_ceremony_is_called_off_by_who_may_give_all_of_it():
    here = district()
    rows = [make_begun(maker) for maker in (here.maker, here.other)]
    make_signing()
    desk, hers = officer("desk"), officer("coordinator", place=here.maker.block)
    sent = {"pick": [row.pk for row in rows], "title": "Diwali fair", "place": "Hall", "held_on": today().isoformat()}
    desk.post(reverse("office:letters:make"), sent | {"nonce": "n"})
    pk = Ceremony.objects.get().pk
    assert "Call it off" not in read(hers, "office:letters:ceremony", pk)
    assert hers.post(reverse("office:letters:call_off", args=[pk])).status_code == 404
    assert "Call it off" in read(desk, "office:letters:ceremony", pk)
    assert desk.post(reverse("office:letters:call_off", args=[pk])).status_code == 302
    shown = read(desk, "office:letters:ceremony", pk)
    assert ("called off" in shown, "Call it off" in shown, "Write it down" in shown) == (True, False, False)
    printed = desk.post(reverse("office:letters:print_all", args=[pk]), {"nonce": "p"}, follow=True)
    assert "This ceremony was called off." in printed.content.decode()
    assert "Chandni group" in read(desk, LIST)
