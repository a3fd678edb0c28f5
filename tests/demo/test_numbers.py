from demo.numbers import article_number, serial
from haat.core.identifiers import clean_s10
from haat.places.models import Mart


def test_numbers_are_as_long_as_the_posts_whatever_key_the_mart_has() -> None:
    assert [len(serial(Mart(pk=pk), 7, digits=11)) for pk in (1, 12, 4_321)] == [11, 11, 11]
    for pk in (1, 12, 4_321):
        number = article_number(Mart(pk=pk), 7)
        assert clean_s10(number) == number


def test_two_districts_of_one_demonstration_share_no_number() -> None:
    assert serial(Mart(pk=9), 1, digits=8) != serial(Mart(pk=10), 1, digits=8)
