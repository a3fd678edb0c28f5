"""`{% load matters %}`: what is the matter with an order that a channel told of, and what to do."""

from django import template
from django.utils.functional import Promise

from haat.channels.channel import find
from haat.channels.models import Sale
from haat.channels.states import is_odd
from haat.web.office.channels.matters import STEPS, fields_in

register = template.Library()


@register.filter
def step_of(sale: Sale) -> "str | Promise":
    """What to do about an order's problem."""
    return STEPS.get(sale.problem, "")


@register.filter
def left_out(sale: Sale) -> list[str]:
    """What the channel left out of an order that cannot be read in, in words."""
    return fields_in(sale.said) if sale.problem == Sale.Problem.UNREADABLE else []


@register.filter
def in_odd_state(sale: Sale) -> bool:
    """Whether nobody here knows the state in which its channel says it is."""
    channel = find(sale.account.channel)
    return channel is not None and is_odd(sale.state, channel)
