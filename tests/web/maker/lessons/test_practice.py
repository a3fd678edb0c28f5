"""The practice shop on the phone: marked at every step, a wrong answer said, nothing typed lost, nobody else's."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from haat.learning.models import Practice
from haat.makers.models import Maker
from tests.make import make_maker
from tests.web.maker.conftest import photo, sign_in

URL = "/maker/lessons/practice/"


def shot() -> SimpleUploadedFile:
    return SimpleUploadedFile("p.jpg", photo(), content_type="image/jpeg")


def test_every_step_is_marked_and_the_later_ones_lie_behind_it(phone: Client):
    answer = phone.get(URL)
    page = answer.content.decode()
    assert "Nobody buys it, and no money moves." in page
    steps = answer.context["steps"]
    assert [step.name for step in steps] == ["good", "mend", "accept", "pack", "return"]
    assert [step.after for step in steps][:2] == ["", f"{URL}good/"]
    assert page.count("data-after=") == 5


def test_a_turn_on_the_phone(phone: Client, maker: Maker):
    assert phone.post(f"{URL}good/", {"name": "Pot", "price": "१२०", "photo": shot()})["Location"] == URL
    row = Practice.objects.get()
    assert (row.name, row.price_paise, row.step) == ("Pot", 120_00, "refused")
    assert phone.get(f"{URL}photos/good/")["Content-Type"] == "image/jpeg"
    page = phone.get(URL).content.decode()
    assert "What lies behind it in the picture is not white." in page
    wrong = phone.post(f"{URL}mend/", {"choice": "quilt"})
    assert (wrong.status_code, "The quilt distracts" in wrong.content.decode()) == (422, True)
    for step, fields in (("mend", {"choice": "white"}), ("accept", {}), ("pack", {"weight": "850", "label": shot()})):
        assert phone.post(f"{URL}{step}/", fields).status_code == 302
    assert phone.post(f"{URL}return/", {"choice": "call"}).status_code == 422
    assert phone.post(f"{URL}return/", {"choice": "again", "closed": shot(), "opened": shot()}).status_code == 302
    assert "You have done it all" in phone.get(URL).content.decode()
    assert Practice.objects.get().step == "done"


def test_bad_input_stands_at_its_field_and_what_was_typed_stays(phone: Client):
    answer = phone.post(f"{URL}good/", {"name": "Big pot", "price": "much"})
    assert (answer.status_code, answer.context["wrong"].keys()) == (422, {"price"})
    assert 'value="Big pot"' in answer.content.decode()
    for step, fields in (("accept", {}), ("pack", {"weight": "850"}), ("return", {"choice": "again"})):
        assert phone.post(f"{URL}{step}/", fields).status_code == 302  # one step after the other: said on the page
    assert not Practice.objects.exists()
    assert phone.post(f"{URL}fly/").status_code == 404
    bad = SimpleUploadedFile("p.jpg", b"no picture", content_type="image/jpeg")
    said = phone.post(f"{URL}good/", {"name": "Pot", "price": "120", "photo": bad})
    assert (said.status_code, list(said.context["wrong"])) == (422, ["photo"])


def test_a_deed_of_the_queue_counts_once(phone: Client, leader):
    head = {"X-Deed": "a" * 32}
    for again in (False, True):
        told = phone.post(f"{URL}good/", {"name": "Pot", "price": "120"}, headers=head).json()
        assert (told["done"], told["again"]) == (True, again)
    refused = phone.post(f"{URL}mend/", {"choice": "quilt"}, headers={"X-Deed": "b" * 32})
    assert (refused.status_code, refused.json()["field"]) == (422, "choice")


def test_another_groups_practice_is_not_hers(phone: Client, maker: Maker):
    phone.post(f"{URL}good/", {"name": "Pot", "price": "120", "photo": shot()})
    other = make_maker("Gulab group", mart=maker.mart)
    client = sign_in(other.members.get().user)
    assert client.get(f"{URL}photos/good/").status_code == 404
    assert client.get(URL).context["row"] is None


def test_choices_are_called_by_what_they_show(phone: Client):
    page = phone.get("/maker/lessons/packing/").content.decode()
    assert "Two bare pieces that touch" in page
    assert "Picture 1" not in page
    phone.cookies["language"] = "mr"
    assert "दोन उघडे नग, एकमेकांना टेकलेले" in phone.get("/maker/lessons/packing/").content.decode()
    phone.cookies["language"] = "en"
    assert "lessons/caller-cheat" in phone.get("/maker/lessons/codes-and-upi/").content.decode()


def test_page_costs_few_statements(phone: Client, django_assert_max_num_queries):
    phone.get(URL)
    with django_assert_max_num_queries(12):
        phone.get(URL)
