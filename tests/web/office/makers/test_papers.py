"""Passbook and papers as files: kept sealed, shown behind a key that writes the look down, compared by two people."""

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from haat.core.models import Event
from haat.makers.models import BankAccount, Document, Maker, PaperFile
from haat.makers.queries import seen_now
from tests.core import hostile
from tests.core.test_scans import PDF
from tests.make import make_mart, make_officer
from tests.sound import faults
from tests.web.office.signed import District, district, officer, sign_in

pytestmark = pytest.mark.django_db
BANK = {"holder": "Sita Devi", "number": "99911223344", "ifsc": "SBIN0000064"}


def url(name: str, *args: int) -> str:
    return reverse(f"office:makers:{name}", args=args)


def sent(data: bytes = b"", name: str = "p.jpg") -> SimpleUploadedFile:
    if not data:
        out = io.BytesIO()
        Image.linear_gradient("L").resize((700, 400)).convert("RGB").save(out, "JPEG")
        data = out.getvalue()
    return SimpleUploadedFile(name, data)


@pytest.fixture
def here(db: Any) -> District:
    return district()


def files(maker: Maker) -> list[tuple[str, str]]:
    return list(maker.paper_files.order_by("pk").values_list("kind", "about"))


def seen(subject: BankAccount | Document) -> dict[str, str]:
    """What the page of this moment carries of it."""
    return {"seen": seen_now(type(subject).objects.get(pk=subject.pk))}


@pytest.mark.parametrize(
    "change",
    [
        {"holder": "Rina Devi"},
        {"number": "11111113344"},  # of the same branch, with the same last figures
        {"photo": True},
    ],
)
def test_what_is_confirmed_is_all_that_was_compared(here, change):
    writer, other = officer("desk"), officer("desk")
    writer.post(url("set_bank", here.maker.pk), {**BANK, "photo": sent()})
    looked = other.post(url("look", here.maker.pk, PaperFile.objects.get().pk)).content.decode()
    before = re.search(r'name="seen" value="(\w+)"', looked)[1]
    picture = {"photo": sent()} if change.pop("photo", False) else {}
    writer.post(url("set_bank", here.maker.pk), {**BANK, **change, **picture})
    other.post(url("confirm_bank", here.maker.pk), {"seen": before})
    assert BankAccount.objects.get(maker=here.maker).confirmed is False
    other.post(url("confirm_bank", here.maker.pk), seen(here.maker.bank))
    assert BankAccount.objects.get(maker=here.maker).confirmed is True


def test_a_paper_is_decided_on_as_it_stood_on_the_page(here):
    desk = officer("desk")
    desk.post(url("give_paper", here.maker.pk), {"kind": "pan", "number": "AAATC1234D"})
    paper = here.maker.documents.get()
    before = seen(paper)
    assert before["seen"] in desk.get(url("maker", here.maker.pk)).content.decode()
    desk.post(url("give_paper", here.maker.pk), {"kind": "pan", "number": "AAATC1234E"})
    for stale in (before, {}):
        desk.post(url("decide_paper", here.maker.pk, paper.pk), {"accept": "yes", **stale})
    paper.refresh_from_db()
    assert (paper.number, paper.state) == ("AAATC1234E", "given")
    desk.post(url("decide_paper", here.maker.pk, paper.pk), {"accept": "yes", **seen(paper)})
    paper.refresh_from_db()
    assert paper.state == "accepted"


def test_account_is_confirmed_by_another_who_looked_at_the_passbook(here):
    writer, page = officer("desk"), url("maker", here.maker.pk)
    assert writer.post(url("set_bank", here.maker.pk), {**BANK, "photo": sent()}).status_code == 302
    file = PaperFile.objects.get()
    assert file.about == "xxxxxxx3344 SBIN0000064"
    assert not bytes(file.sealed).startswith(b"\xff\xd8")
    own = writer.post(url("look", here.maker.pk, file.pk)).content.decode()
    assert "You wrote it down" in own
    assert "It is as in the passbook" not in own
    second = make_officer("desk", mart=make_mart())
    other = sign_in(second)
    shown = other.get(page).content.decode()
    assert "Look at the picture" in shown
    assert "99911223344" not in shown
    assert "data:image" not in shown
    assert url("confirm_bank", here.maker.pk) not in shown
    looked = other.post(url("look", here.maker.pk, file.pk))
    text = looked.content.decode()
    assert "no-store" in looked["Cache-Control"]
    assert [words in text for words in ("99911223344", "data:image/jpeg;base64,", 'width="700"')] == [True] * 3
    told = Event.objects.filter(kind="makers.paper_seen").order_by("pk").last()
    assert (told.by_id, told.subject_id, told.data) == (
        second.pk,
        here.maker.pk,
        {"file": file.pk, "paper": "passbook", "number": "xxxxxxx3344 SBIN0000064"},
    )
    other.post(url("confirm_bank", here.maker.pk), seen(here.maker.bank))
    assert BankAccount.objects.get(maker=here.maker).confirmed is True
    assert "The picture of a paper was looked at" in other.get(page).content.decode()
    assert faults() == {}


def test_looking_is_never_a_plain_address(here):
    desk = officer("desk")
    desk.post(url("set_bank", here.maker.pk), {**BANK, "photo": sent()})
    file = PaperFile.objects.get()
    assert desk.get(url("look", here.maker.pk, file.pk)).status_code == 405
    assert desk.post(url("look", here.other.pk, file.pk)).status_code == 404
    assert officer("coordinator", place=here.there).post(url("look", here.maker.pk, file.pk)).status_code == 404
    assert officer("auditor").post(url("look", here.maker.pk, file.pk)).status_code == 403
    assert Event.objects.filter(kind="makers.paper_seen").count() == 0


def test_old_passbook_stays_until_the_new_one_is_decided_on(here):
    desk = officer("desk")
    desk.post(url("set_bank", here.maker.pk), {**BANK, "photo": sent()})
    desk.post(url("set_bank", here.maker.pk), {**BANK, "number": "88811223355", "photo": sent(PDF, "p.pdf")})
    assert files(here.maker) == [("jpeg", "xxxxxxx3344 SBIN0000064"), ("pdf", "xxxxxxx3355 SBIN0000064")]
    officer("desk").post(url("confirm_bank", here.maker.pk), seen(here.maker.bank))
    assert files(here.maker) == [("pdf", "xxxxxxx3355 SBIN0000064")]


def test_picture_of_another_number_says_so_and_goes_when_the_account_is_confirmed(here):
    desk = officer("desk")
    desk.post(url("set_bank", here.maker.pk), {**BANK, "photo": sent()})
    desk.post(url("set_bank", here.maker.pk), {**BANK, "number": "88811223355"})
    said = desk.post(url("look", here.maker.pk, PaperFile.objects.get().pk)).content.decode()
    assert "This picture was given with another number: xxxxxxx3344" in said
    officer("desk").post(url("confirm_bank", here.maker.pk), seen(here.maker.bank))
    assert files(here.maker) == []


def test_paper_is_given_with_its_pdf_and_fetched_as_a_file(here):
    desk = officer("desk")
    given = {"kind": "pan", "number": "AAATC1234D", "photo": sent(PDF, "pan.jpg")}
    assert desk.post(url("give_paper", here.maker.pk), given).status_code == 302
    answer = desk.post(url("look", here.maker.pk, PaperFile.objects.get().pk))
    assert (answer.content, answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        PDF,
        "application/pdf",
        "nosniff",
    )
    assert answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]
    paper = here.maker.documents.get()
    desk.post(url("give_paper", here.maker.pk), {**given, "photo": sent()})
    assert [kind for kind, _about in files(here.maker)] == ["pdf", "jpeg"]
    shown = desk.post(url("look", here.maker.pk, PaperFile.objects.last().pk)).content.decode()
    assert url("decide_paper", here.maker.pk, paper.pk) in shown
    desk.post(url("decide_paper", here.maker.pk, paper.pk), {"accept": "no", **seen(paper)})
    assert [kind for kind, _about in files(here.maker)] == ["jpeg"]


def test_who_wrote_a_paper_down_has_no_key_to_accept_it_while_another_may(here):
    user = make_officer("desk")
    desk, key, said = sign_in(user), ">Accept<", "You wrote it down. Another person reads it from the paper."
    desk.post(url("give_paper", here.maker.pk), {"kind": "pan", "number": "AAATC1234D", "photo": sent()})

    def pages(client) -> list[str]:
        looked = client.post(url("look", here.maker.pk, PaperFile.objects.get().pk)).content.decode()
        return [client.get(url("maker", here.maker.pk)).content.decode(), looked]

    assert [key in page for page in pages(desk)] == [True, True]
    other = officer("desk")
    assert [(key in page, said in page) for page in pages(desk)] == [(False, True)] * 2
    assert [(key in page, said in page) for page in pages(other)] == [(True, False)] * 2


@pytest.mark.parametrize(
    "data", [b"<script>", hostile.png((60_000, 60_000)), PDF.replace(b"/Type", b"/JavaScript /Type"), b"%PDF-1.4"]
)
def test_hostile_file_is_refused_at_its_field_and_nothing_typed_is_lost(here, data):
    before = BankAccount.objects.get(maker=here.maker).number
    answer = officer("desk").post(url("set_bank", here.maker.pk), {**BANK, "photo": sent(data, "passbook.jpg")})
    form = answer.context["bank_form"]
    assert (answer.status_code, list(form.errors), form["number"].value()) == (422, ["photo"], BANK["number"])
    assert (PaperFile.objects.count(), BankAccount.objects.get(maker=here.maker).number) == (0, before)


def test_file_that_cannot_be_opened_says_so(here):
    desk = officer("desk")
    desk.post(url("set_bank", here.maker.pk), {**BANK, "photo": sent()})
    PaperFile.objects.update(maker=here.other)  # a row that somebody moved in the database
    answer = desk.post(url("look", here.other.pk, PaperFile.objects.get().pk), follow=True)
    assert "sealed under another key" in answer.content.decode()
    assert Event.objects.filter(kind="makers.paper_seen").count() == 0


def test_without_a_picture_the_key_says_what_to_compare_with(here):
    BankAccount.objects.filter(maker=here.maker).update(confirmed=False)
    shown = officer("desk").get(url("maker", here.maker.pk)).content.decode()
    assert "No picture of the passbook is here" in shown
    assert url("confirm_bank", here.maker.pk) in shown


def test_numbers_of_papers_are_masked_for_who_may_not_change_them(here):
    officer("desk").post(url("give_paper", here.maker.pk), {"kind": "pan", "number": "AAATC1234D"})
    assert "AAATC1234D" not in officer("auditor").get(url("maker", here.maker.pk)).content.decode()
    assert "AAATC1234D" in officer("desk").get(url("maker", here.maker.pk)).content.decode()


def test_account_whose_passbook_is_a_pdf_can_be_confirmed(here):
    """A PDF is fetched as a file: no page of it bears the key."""
    officer("desk").post(url("set_bank", here.maker.pk), {**BANK, "photo": sent(PDF, "p.pdf")})
    second = officer("desk")
    html = second.get(url("maker", here.maker.pk)).content.decode()
    assert (url("confirm_bank", here.maker.pk) in html, "Fetch the PDF of the passbook" in html) == (True, True)
    second.post(url("confirm_bank", here.maker.pk), seen(here.maker.bank))
    assert BankAccount.objects.get(maker=here.maker).confirmed is True


FIGURES = {"plant_paise": "24,90,000", "turnover_paise": "1,90,00,000", "figures_by": "A. Sahay", "size": "micro"}
UDYAM = {"kind": "udyam", "number": "UDYAM-JH-05-0001234", "figures_on": "1/6/2026", **FIGURES}


def test_udyam_is_given_with_the_figures_an_accountant_signed(here):
    desk, page = officer("desk"), url("maker", here.maker.pk)
    assert desk.post(url("give_paper", here.maker.pk), UDYAM | {"valid_from": "1/4/2026"}).url == page
    paper = here.maker.documents.get()
    assert paper.facts == {
        "size": "micro",
        "plant_paise": 24_90_000_00,
        "turnover_paise": 1_90_00_000_00,
        "figures_by": "A. Sahay",
        "figures_on": "2026-06-01",
    }
    shown = desk.get(page).content.decode()
    words = ("Udyam registration", "it looks right", "₹24,90,000", "A. Sahay", "Micro enterprise", "from 1 April 2026")
    assert [each for each in words if each not in shown] == []
    auditor = officer("auditor").get(page).content.decode()
    assert "₹24,90,000" not in auditor
    assert faults() == {}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"plant_paise": "twenty"}, "plant_paise"),
        ({"figures_on": "31/02/2026"}, "figures_on"),
        ({"figures_on": "31/12/2999"}, "figures_on"),
        ({"gi_name": "Bastar Dhokra"}, "gi_name"),
        ({"kind": "fssai", "number": "22026123000456"}, "size"),
        ({"valid_from": "2/1/2999", "valid_until": "1/1/2999"}, "valid_until"),
        ({"number": "UDYAM"}, "number"),
    ],
)
def test_a_figure_that_cannot_be_stands_at_its_field_and_the_others_stay(here, change, field):
    answer = officer("desk").post(url("give_paper", here.maker.pk), UDYAM | change)
    form = answer.context["paper_form"]
    assert (answer.status_code, list(form.errors), form["figures_by"].value()) == (422, [field], "A. Sahay")
    assert form.facts_open
    assert here.maker.documents.count() == 0


def test_each_card_of_a_group_stands_by_itself(here):
    desk = officer("desk")
    for number, person in (("JH1", "Rina Devi"), ("JH2", "Sita Devi")):
        desk.post(url("give_paper", here.maker.pk), {"kind": "artisan_card", "number": number, "person": person})
    shown = desk.get(url("maker", here.maker.pk))
    assert [each.paper.number for each in shown.context["papers"]] == ["JH1", "JH2"]
    assert [name in shown.content.decode() for name in ("Rina Devi", "Sita Devi")] == [True, True]


def test_figures_stand_beside_the_picture_of_the_paper(here):
    desk = officer("desk")
    desk.post(url("give_paper", here.maker.pk), UDYAM | {"photo": sent()})
    text = desk.post(url("look", here.maker.pk, PaperFile.objects.get().pk)).content.decode()
    assert [words in text for words in ("₹1,90,00,000", "Turnover of the last year", "A. Sahay")] == [True] * 3
