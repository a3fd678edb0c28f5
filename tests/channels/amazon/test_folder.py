"""The folder keeps to what every channel is: its facts, its five methods, and its own table of quotas."""

import os
import subprocess
import sys

from haat.channels import channel
from haat.channels.amazon.operations import OPERATIONS
from haat.channels.channel import CLOSE, LISTING, PRICE, STOCK, Channel

AMAZON = channel.get("amazon")


def test_it_answers_five_methods_and_no_more():
    own = [name for name in vars(type(AMAZON)) if not name.startswith("_") and callable(vars(type(AMAZON))[name])]
    assert sorted(own) == ["check", "look", "orders", "send", "shape"]
    assert isinstance(AMAZON, Channel)


def test_it_says_all_that_the_desk_and_the_engine_read():
    assert (AMAZON.slug, AMAZON.asks_as, AMAZON.bills, AMAZON.keeps_buyers_days) == ("amazon", "amazon", True, 30)
    assert str(AMAZON.title) == "Amazon.in"
    assert AMAZON.batches == {CLOSE: 25_000, STOCK: 25_000, PRICE: 25_000, LISTING: 25_000}
    assert set(AMAZON.secrets) <= set(AMAZON.environment)
    assert {name for name in AMAZON.environment.values() if not name.startswith("HAAT_AMAZON_")} == set()


def test_every_call_has_its_rate():
    assert {name for name in OPERATIONS if name not in AMAZON.rates} == set()
    assert [name for name, rate in AMAZON.rates.items() if rate.per_second <= 0 or rate.burst < 1] == []


def test_its_keys_are_among_the_settings(settings):
    wanted = {name.removeprefix("HAAT_").lower() for name in AMAZON.environment.values()}
    assert wanted <= settings.CHANNELS.keys()
    assert settings.CHANNELS.keys() & settings.SENDER_SECRETS.keys() == set()


def test_only_a_double_on_this_machine_is_shown_test_pictures(settings):
    for address, here in (("https://sellingpartnerapi-eu.amazon.com", False), ("http://127.0.0.1:8463", True)):
        settings.CHANNELS = settings.CHANNELS | {"amazon_api_url": address}
        assert AMAZON.rehearsed is here
    assert Channel().rehearsed is False


def test_demonstration_never_speaks_to_the_real_one():
    code = (
        "from config import settings; print(settings.CHANNELS['amazon_login_url'], settings.CHANNELS['amazon_api_url'])"
    )
    told = {}
    for demo in ("0", "1"):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("HAAT_AMAZON_")}
        environment |= {"HAAT_DEMO": demo, "HAAT_HTTPS": "0"}
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
        told[demo] = done.stdout.split()
    assert told == {
        "0": ["https://api.amazon.com", "https://sellingpartnerapi-eu.amazon.com"],
        "1": ["http://127.0.0.1:8463"] * 2,
    }
