"""An Amazon for one example, and what is asked of whatever is read of it; `HAAT_FUZZ=2000` tries so many of each."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import stamina
from django.conf import settings as shipped
from django.test import override_settings
from hypothesis import settings

from haat.channels import http
from haat.channels.amazon import login
from haat.channels.channel import Lost, Shut, Trouble
from haat.channels.plain import plain
from tests.channels.amazon.answering import API, LOGIN, Amazon

MANY = settings(max_examples=int(os.environ.get("HAAT_FUZZ", "60")))
REFUSED = (Trouble, Shut, Lost)


@contextmanager
def amazon() -> Iterator[Amazon]:
    """One that answers in the process, for one example."""
    told = Amazon()
    line = told.client()
    channels = shipped.CHANNELS | {"amazon_login_url": LOGIN, "amazon_api_url": API}
    with (
        override_settings(CHANNELS=channels),
        patch.object(http, "client", lambda: line),
        stamina.set_testing(True, attempts=1),
    ):
        login.forget()
        yield told
        login.forget()


def reads(call: Callable[[], Any]) -> Any:
    """What is read, all of it; None where it is refused as a channel refuses."""
    try:
        found = call()
        return list(found) if isinstance(found, Iterator) else found
    except REFUSED:
        return None


def keepable(value: Any) -> bool:
    """Whether both databases keep it as it is."""
    return bool(plain(value) == json.loads(json.dumps(value)))
