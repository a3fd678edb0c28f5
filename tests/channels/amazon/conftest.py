"""Every test of the folder has an Amazon that answers in the process, and waits for nothing."""

import pytest
import stamina

from haat.channels import http
from haat.channels.amazon import login
from tests.channels.amazon.answering import API, LOGIN, Amazon, Kept


@pytest.fixture
def amazon(settings, monkeypatch):
    told = Amazon()
    settings.CHANNELS = settings.CHANNELS | {"amazon_login_url": LOGIN, "amazon_api_url": API}
    line = told.client()
    monkeypatch.setattr(http, "client", lambda: line)
    login.forget()
    with stamina.set_testing(True, attempts=3):
        yield told
    login.forget()


@pytest.fixture
def line():
    return Kept()
