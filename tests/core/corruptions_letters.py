"""Corruptions of certificates, cards, work and earnings; see corruptions.py."""

from datetime import timedelta

from django.db.models import F

from haat.core.dates import today
from haat.core.models import Event
from haat.letters import actions
from haat.letters.models import Letter
from haat.livelihood.actions import set_day_rule
from haat.livelihood.models import DayRule, MonthWork
from tests.core.plants import Plant
from tests.make import BY, make_maker, make_mart, make_own_mart
from tests.make_letters import make_card, make_letter


def letter() -> Letter:
    """The certificate of a maker beside those of the books."""
    return make_letter(make_maker("Planted group", mart=make_mart()))


def since_another_day() -> None:
    Letter.objects.filter(pk=letter().pk).update(day=today() - timedelta(days=400))


def made_by_nobody() -> None:
    Event.objects.filter(kind="letters.made", subject_id=letter().pk).delete()


def handed_by_nobody() -> None:
    Letter.objects.filter(pk=letter().pk).update(handed_on=today(), handed_by="Somebody")


def ended_by_nobody() -> None:
    card = actions.end_card(make_card(make_maker("Planted group")), by=BY)
    Event.objects.filter(kind="letters.card_ended", subject_id=card.pk).delete()


def printed_untold() -> None:
    Letter.objects.filter(pk=letter().pk).update(prints=3)


def more_minutes() -> None:
    month = MonthWork.objects.filter(orders__gt=0).earliest("pk")
    MonthWork.objects.filter(pk=month.pk).update(minutes=F("minutes") + 60)


def month_gone() -> None:
    MonthWork.objects.filter(orders__gt=0).earliest("pk").delete()


def month_elsewhere() -> None:

    month = MonthWork.objects.earliest("pk")
    MonthWork.objects.filter(pk=month.pk).update(mart=make_own_mart())


def rule_untold() -> None:
    set_day_rule(make_mart(), rule="nss", by=BY)
    DayRule.objects.update(rule="four")


CERTIFIED = "a certificate is of who was on sale there, since that day"
TOLD = "certificates and cards were made, handed over and ended by somebody"
MONTHS = "livelihood: months = what was sold, owed and told of its cost"
LETTERS: list[tuple[str, str, Plant]] = [
    ("a certificate since another day", CERTIFIED, since_another_day),
    ("a certificate nobody made", TOLD, made_by_nobody),
    ("a certificate handed over by nobody", TOLD, handed_by_nobody),
    ("a card ended by nobody", TOLD, ended_by_nobody),
    ("a certificate with more prints", "a certificate says how often it was printed", printed_untold),
    ("an hour more in a month", MONTHS, more_minutes),
    ("a month of work gone", MONTHS, month_gone),
    ("a month of work in another mart", "livelihood: months lie where their makers lie", month_elsewhere),
    ("another rule for a day", "livelihood: the rule for a day of work was set by somebody", rule_untold),
]
