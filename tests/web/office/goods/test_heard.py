"""What was wrong with ticks and cards is heard with them."""

import re

import pytest
from django.urls import reverse

from haat.catalogue import actions
from tests.make import BY, make_stocked
from tests.web.maker.conftest import sign_in as on_phone
from tests.web.office.signed import district, officer

pytestmark = pytest.mark.django_db


def unheard(html):
    """The errors of a page that no field tells of."""
    told = {name for names in re.findall(r'aria-describedby="([^"]+)"', html) for name in names.split()}
    shown = re.findall(r'<p[^>]*class="field-error"[^>]*>', html)
    return [tag for tag in shown if " hidden" not in tag and not told & set(re.findall(r'id="([^"]+)"', tag))]


def test_change_sent_back_without_a_reason(media):
    good = make_stocked(district().maker).good
    change = actions.ask_name(good, name="सूप", language="hi", by=BY)
    html = officer("desk").post(reverse("office:goods:send_back_change", args=[change.pk]), {}).content.decode()
    assert ("field-error" in html, unheard(html)) == (True, [])


def test_consent_without_an_answer():
    here = district()
    address = reverse("office:makers:consent", args=[here.maker.pk, here.maker.members.get().pk])
    html = officer("desk").post(address, {}).content.decode()
    assert (html.count('class="field-error"'), unheard(html)) == (2, [])


def test_craft_asked_for_and_name_changed_without_a_word(media):
    good = make_stocked(district().maker).good
    phone = on_phone(good.maker.members.get().user)
    for address, sent in (("maker:craft", {"words": " "}), ("maker:change", {"name": ""})):
        args = [] if address == "maker:craft" else [good.pk]
        html = phone.post(reverse(address, args=args), sent).content.decode()
        assert ("field-error" in html, unheard(html)) == (True, [])
