"""By which rule hours are shown as days."""

from django.db import transaction

from haat.core.actor import Actor
from haat.core.events import changes, record
from haat.core.locks import hold
from haat.livelihood.errors import UnknownRule
from haat.livelihood.models import DayRule
from haat.livelihood.queries import day_rule
from haat.places.models import Mart


@transaction.atomic
def set_day_rule(mart: Mart, *, rule: str, by: Actor) -> str:
    """Show hours as days by this rule from now on; the same again changes nothing. Raises UnknownRule."""
    if rule not in DayRule.Rule.values:
        raise UnknownRule
    hold(mart)
    before = day_rule(mart)
    if before.rule != rule:
        DayRule.objects.create(mart=mart, rule=rule, by_id=by.user_id)
        told = changes({"day_rule": before.rule}, {"day_rule": rule})
        record("livelihood.day_rule_set", mart, by=by, mart_id=mart.pk, **told)
    return rule
