"""What a page that fails says, and what the log keeps of it."""

import re

import pytest
import structlog
from django import forms
from django.test import Client
from django.utils.translation import override
from structlog.testing import capture_logs

from config.logs import without_personal_data
from tests.make import make_mart

pytestmark = pytest.mark.django_db


def test_a_failure_is_logged_under_the_number_on_the_page(monkeypatch):
    make_mart()

    def fail(*_arguments, **_more):
        raise RuntimeError("shelf fell down")

    monkeypatch.setattr("haat.web.shop.look.home.shelf.home", fail)
    client = Client(raise_request_exception=False)
    with capture_logs(
        processors=[structlog.contextvars.merge_contextvars, structlog.processors.format_exc_info]
    ) as told:
        answer = client.get("/en/")
    reference = answer.headers["X-Reference"]
    assert answer.status_code == 500
    assert reference in answer.content.decode()
    failed = next(line for line in told if line["event"] == "request failed")
    assert (failed["log_level"], failed["reference"]) == ("error", reference)
    assert "RuntimeError: shelf fell down" in failed["exception"]
    request = next(line for line in told if line["event"] == "request")
    assert (request["log_level"], request["status"]) == ("error", 500)


def test_an_exception_in_the_log_names_no_person():
    event = {"exception": "Key (phone)=(+919876543210) of a.b@example.in exists, account 12345678901"}
    told = without_personal_data(None, "error", event)
    assert told["exception"] == "Key (phone)=(…) of … exists, account …"


def test_a_form_without_its_token_says_what_to_do_in_the_reader_s_language():
    make_mart()
    client = Client(enforce_csrf_checks=True)
    client.cookies["language"] = "hi"
    answer = client.post("/sign-in/", {"phone": "9876543210"}, headers={"accept": "text/html"})
    assert answer.status_code == 403
    assert re.search(r"<h1[^>]*>यह पन्ना बहुत देर खुला रहा</h1>", answer.content.decode())
    told = client.post("/maker/sync/", {}, headers={"accept": "application/json"})
    assert (told.status_code, told.json()["code"]) == (403, "stale")


@pytest.mark.parametrize(
    ("language", "said"),
    [("hi", "यह ख़ाली है। यहाँ लिखें या चुनें।"), ("mr", "हे रिकामे आहे. इथे लिहा किंवा निवडा."), ("en", "This field is required.")],
)
def test_what_django_says_of_a_form_is_in_plain_words(language, said):
    class Form(forms.Form):
        name = forms.CharField(max_length=3)

    with override(language):
        assert Form({"name": ""}).errors["name"] == [said]
        if language != "en":
            assert not Form({"name": "abcde"}).errors["name"][0].isascii()
