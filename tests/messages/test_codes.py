"""A code whose words are forgotten goes by another sender the next time, when the last did not bring it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from haat.messages.actions import hear, tell
from haat.messages.models import Message
from haat.messages.sender import Told
from tests.make import make_mart
from tests.messages.carrying import PHONE, Double, work

pytestmark = pytest.mark.django_db


def code(number, phone=PHONE, **more):
    given = {"template": "sign_in_code", "language": "en", "body": "", "values": {"code": "123456"}} | more
    return tell(phone, cause=f"code:{number}", mart=make_mart(), **given)


def failed(ref):
    hear(ref.partition("-")[0], Told(ref, "failed", code="131026"))


def test_next_code_goes_by_another_when_the_last_did_not_arrive(senders):
    one, two = senders(Double("one"), Double("two"))
    code(1)
    work()
    failed("one-1")
    for number in (2, 3):
        code(number)
        work()
    assert (len(one.sent), len(two.sent)) == (1, 2)
    failed("two-2")
    code(4)
    work()
    assert (len(one.sent), len(two.sent)) == (2, 2)


def test_another_phone_another_notice_and_another_day_go_as_ever(senders):
    one, two = senders(Double("one"), Double("two"))
    first = code(1)
    work()
    failed("one-1")
    code(9, template="order_placed", values={"number": "DGH-1"})
    code(8, "+919876543211")
    work()
    assert (len(one.sent), len(two.sent)) == (3, 0)
    Message.objects.filter(pk=first.pk).update(made_at=timezone.now() - timedelta(days=2))
    code(2)
    work()
    assert (len(one.sent), len(two.sent)) == (4, 0)
