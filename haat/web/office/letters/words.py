"""The room's words for kinds and states."""

from django.utils.translation import gettext_lazy as _

from haat.web.office.desk.rooms import Words

CARD_KINDS: Words = {"seller": _("Sellers"), "worker": _("Who works outside")}
CARD_STATES: Words = {"holds": _("Valid"), "over": _("Ended")}
ENDED: Words = {"lost": _("lost"), "new": _("replaced by a new one"), "wrong": _("something on it is wrong")}
