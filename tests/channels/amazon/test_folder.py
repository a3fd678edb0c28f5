"""The folder keeps to what every channel is: its facts, its five methods, and its own table of quotas."""

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
