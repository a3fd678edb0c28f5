"""A group on its phone: a mart with crafts and a fee, the group, its leader signed in."""

import io
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from haat.catalogue.actions import import_crafts
from haat.core.actor import MACHINE
from haat.makers.models import Maker
from haat.people.models import User
from haat.web.ui.session import FACTOR_KEY
from tests.make import make_block, make_fee, make_maker, make_mart

BACKEND = "django.contrib.auth.backends.ModelBackend"


def sign_in(user: User, language: str = "en") -> Client:
    """A browser of the mart with this person signed in; officers have given the second factor."""
    client = Client(HTTP_HOST="deoghar.localhost")
    client.force_login(user, backend=BACKEND)
    if user.roles.exists():
        session = client.session
        session[FACTOR_KEY] = True
        session.save()
    client.cookies["language"] = language
    return client


def photo(side: int = 700) -> bytes:
    """A JPEG large enough to be taken."""
    out = io.BytesIO()
    Image.linear_gradient("L").resize((side, side)).convert("RGB").save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def maker(db: Any, media: Any) -> Maker:
    mart = make_mart()
    make_fee(mart, packing_paise=500)
    import_crafts(by=MACHINE)
    return make_maker("Maa Tara group", mart=mart, block=make_block("Mohanpur"))


@pytest.fixture
def leader(maker: Maker) -> User:
    user = maker.members.get().user
    assert user is not None
    return user


@pytest.fixture
def phone(leader: User) -> Client:
    return sign_in(leader)
