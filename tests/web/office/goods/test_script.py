"""Words of a good in a language that runs the other way say so, on its page and in its fields."""

import re

import pytest
from django.urls import reverse

from haat.catalogue.models import GoodText
from tests.make import make_good
from tests.web.office.signed import district, officer

pytestmark = pytest.mark.django_db


def test_urdu_words_and_fields_run_from_the_right():
    here = district()
    here.mart.languages = ["hi", "en", "ur"]
    here.mart.save()
    good = make_good("Bamboo basket", maker=here.maker)
    GoodText.objects.create(good=good, language="ur", name="بانس کی ٹوکری", origin="person")
    html = officer("desk").get(reverse("office:goods:mend", args=[good.pk])).content.decode()
    assert '<span lang="ur" dir="rtl">بانس کی ٹوکری</span>' in html
    fields = [tag for tag in re.findall(r"<(?:input|textarea)[^>]*>", html) if 'lang="ur"' in tag]
    assert fields
    assert [tag for tag in fields if 'dir="rtl"' not in tag] == []
