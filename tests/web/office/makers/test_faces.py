"""Portraits, stories in each language, and members' names, at the desk."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from haat.core.models import Event
from haat.makers.models import Maker
from tests.core import hostile
from tests.make import make_member, make_picture
from tests.web.office.signed import District, district, officer

pytestmark = pytest.mark.django_db


def url(name: str, *args: int) -> str:
    return reverse(f"office:makers:{name}", args=args)


@pytest.fixture
def here(db: Any, media: Any) -> District:
    return district()


def jpeg() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((700, 700)).convert("RGB").save(out, "JPEG")
    return SimpleUploadedFile("p.jpg", out.getvalue())


def test_portrait_is_shown_replaced_and_taken_away(here):
    desk, page = officer("desk"), url("portrait", here.maker.pk)
    assert desk.post(page, {"photo": jpeg()})["Location"] == url("maker", here.maker.pk)
    first = Maker.objects.get(pk=here.maker.pk).portrait
    assert first.digest in desk.get(url("maker", here.maker.pk)).content.decode()
    desk.post(page, {"photo": jpeg()})
    assert Event.objects.filter(kind="makers.changed").count() == 1  # the same picture again
    desk.post(page, {"deed": "remove"})
    assert Maker.objects.get(pk=here.maker.pk).portrait is None
    told = list(Event.objects.filter(kind="makers.changed").order_by("pk").values_list("data", flat=True))
    assert [(each["before"], each["after"]) for each in told] == [
        ({"portrait": False}, {"portrait": True}),
        ({"portrait": True}, {"portrait": False}),
    ]


@pytest.mark.parametrize(
    "sent", [None, SimpleUploadedFile("p.jpg", b"<script>"), SimpleUploadedFile("p.png", hostile.png((60_000, 60_000)))]
)
def test_hostile_or_missing_portrait_is_refused_at_its_field(here, sent):
    Maker.objects.filter(pk=here.maker.pk).update(portrait=make_picture())
    answer = officer("desk").post(url("portrait", here.maker.pk), {"photo": sent} if sent else {})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["photo"])
    assert Maker.objects.get(pk=here.maker.pk).portrait is not None


def test_member_is_called_otherwise_in_each_language(here):
    her, desk = make_member(here.maker, "Rina"), officer("desk")
    page = url("rename_member", here.maker.pk, her.pk)
    assert desk.get(page).context["form"]["name_en"].value() == "Rina"
    for _turn in range(2):
        desk.post(page, {"name_hi": "रीना देवी", "name_en": "Reena Devi"})
    her.refresh_from_db()
    assert her.names == {"en": "Reena Devi", "hi": "रीना देवी"}
    assert Event.objects.filter(kind="makers.member_changed").count() == 1
    assert "रीना देवी" in officer("desk", language="hi").get(url("maker", here.maker.pk)).content.decode()


def test_name_nobody_sees_is_refused_where_it_was_typed(here):
    her = make_member(here.maker, "Rina")
    answer = officer("desk").post(url("rename_member", here.maker.pk, her.pk), {"name_en": "\u200d\u200d\u200d"})
    assert answer.status_code == 422
    her.refresh_from_db()
    assert her.names == {"en": "Rina"}
    assert officer("desk").get(url("rename_member", here.other.pk, her.pk)).status_code == 404


def test_stories_are_written_in_every_language_of_the_mart(here):
    here.mart.languages = ["hi", "en", "mr", "sat", "ur"]
    here.mart.save()
    desk, page = officer("desk"), url("change", here.maker.pk)
    given = {
        "name_hi": "चाँदनी",
        "phone": here.maker.phone[3:],
        "pin": "814149",
        "story_ur": "ہم دس",
        "story_sat": "ᱟᱵᱚ",
    }
    desk.post(page, given)
    assert Maker.objects.get(pk=here.maker.pk).stories == {"ur": "ہم دس", "sat": "ᱟᱵᱚ"}
