"""Federations and village organisations: their makers, and the sellers under whose papers they sell."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from haat.web.office.desk.rooms import Field, Room, Shape
from haat.web.office.organisations.words import KINDS, WHYS


def merged(data: Mapping[str, Any]) -> Shape:
    """Into which, and how many makers went over."""
    return {}, {"organisation": data["into"], "went_over": data["makers"]}


def took_over(data: Mapping[str, Any]) -> Shape:
    """Which one came in."""
    return {}, {"organisation": data["merged"]}


def decided(data: Mapping[str, Any]) -> Shape:
    """Whether the paper was taken."""
    return {}, {"accepted": data["accepted"]}


ROOM = Room(
    title=_("Federations"),
    order=22,
    kept=True,
    first="office:organisations:list",
    deed="see_organisations",
    whole_mart=True,
    words={"organisation": KINDS, "why": WHYS},
    events={
        "makers.organisation_made": _("Organisation made"),
        "makers.organisation_changed": _("Changed"),
        "makers.organisation_merged": _("Merged into another one"),
        "makers.organisation_took_over": _("Another one was merged into it"),
        "makers.organisation_closed": _("Closed"),
        "makers.organisation_reopened": _("Opened again"),
        "makers.seller_made": _("Seller made"),
        "makers.seller_changed": _("Seller changed"),
        "makers.seller_paper_given": _("Paper given"),
        "makers.seller_paper_decided": _("Paper looked at"),
    },
    fields={
        "makers.organisation": Field(_("Federation or village organisation"), "organisation"),
        "makers.parent": Field(_("Federation"), "organisation"),
        "makers.went_over": Field(_("Makers that went over")),
        "makers.legal_name": Field(_("Legal name")),
        "makers.address": Field(_("Address")),
        "makers.state": Field(_("State"), "place"),
        "makers.gstin": Field("GSTIN"),
        "makers.enrolment": Field(_("GST enrolment number")),
        "makers.pan": Field("PAN"),
        "makers.fssai": Field("FSSAI"),
    },
    reads={
        "makers.organisation_merged": merged,
        "makers.organisation_took_over": took_over,
        "makers.seller_paper_decided": decided,
    },
)
