"""Corruptions of answers, of what channels take, of measures, and of what waits; see corruptions.py."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db import connection
from django.utils import timezone

from haat.catalogue import actions as catalogue
from haat.catalogue.models import Good
from haat.core.models import Job
from haat.delivery.models import Wish
from haat.places.models import Mart
from haat.pricing.models import ChannelFee, Withholding
from tests.core.plants import Plant, edit
from tests.make import BY


def answered(corruption: str) -> Callable[[], object]:
    """Of the oldest good in the shop it is said how it is called and in what it comes; then `corruption`."""

    def plant() -> None:
        good = Good.objects.filter(state=Good.State.LIVE).earliest("pk")
        catalogue.say_answers(good, {"brand": "Generic", "ribbon": "red"}, by=BY)
        with connection.cursor() as cursor:
            cursor.execute(corruption.format(good=good.pk))
            assert cursor.rowcount == 1

    return plant


def of_the_list(**figures: object) -> Callable[[], object]:
    """A row of the project's own list of what channels take."""
    usual = {"channel": "bazaar", "from_date": date(2020, 1, 1), "source": "rate card", "referral_bp": 900}
    return lambda: ChannelFee.objects.create(**(usual | figures))


def withheld() -> None:
    Withholding.objects.create(kind="tds", rate_bp=9_999, from_date=date(2020, 1, 1), source="nobody")


def job_of_tomorrow() -> None:
    """Made by a machine whose clock was a day ahead."""
    late = timezone.now() + timedelta(days=1)
    Job.objects.create(name="shelf.rebuild", made_at=late, run_at=late)


def wish_of_nobody() -> None:
    mart = Mart.objects.earliest("pk")
    Wish.objects.create(
        mart=mart,
        key="planted",
        phone="+919876543210",
        name="R",
        pin="814112",
        language="hi",
        weight_g=9,
        goods_paise=9,
    )


ANSWERS: list[tuple[str, str, Plant]] = [
    ("an answer that nobody gave", "goods say what was last answered of them",
     answered("""UPDATE catalogue_good SET attributes = '{{"brand": "Tata", "ribbon": "red"}}' WHERE id = {good}""")),
    ("an answer taken away", "goods say what was last answered of them",
     answered("""UPDATE catalogue_good SET attributes = '{{"brand": "Generic"}}' WHERE id = {good}""")),
    ("a channel that takes all", "what channels take can be", of_the_list(referral_bp=9_999)),
    ("a tax above the whole", "what channels take can be", of_the_list(tax_bp=20_000)),
    ("weights that do not rise", "what channels take can be", of_the_list(slabs=[[500, 100], [200, 300]])),
    ("a weight without its price", "what channels take can be", of_the_list(slabs=[[500]])),
    ("a fee that nobody told", "what channels take can be", of_the_list(source="")),
    ("what no law withholds", "what channels take can be", withheld),
    ("a border whiter than white", "pictures were measured as they are",
     "UPDATE studio_picturemeasure SET white_bp = 10001"),
    ("a good beyond its picture", "pictures were measured as they are",
     'UPDATE studio_picturemeasure SET "left" = 0, "top" = 0, "right" = 32000, "bottom" = 10'),
    ("a job of tomorrow", "no job waits for a clock that was ahead", job_of_tomorrow),
    ("a wish of nobody", "wishes stand where they were told", wish_of_nobody),
    ("a cash order that nobody asked", "a cash order waits for its buyer's word, and no longer",
     edit("orders_order", "state = 'awaiting_payment'", "pays = 'at_the_door'")),
    ("an order elsewhere that waits for money", "only an order that is paid before waits for its payment",
     edit("orders_order", "state = 'awaiting_payment'", "pays = 'elsewhere'")),
]  # fmt: skip
