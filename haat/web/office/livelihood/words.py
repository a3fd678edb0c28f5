"""The room's words for rules, ranges and how often."""

from django.utils.translation import gettext_lazy as _

from haat.web.office.desk.rooms import Words

RULES: Words = {
    "four": _("four hours are a day"),
    "eight": _("eight hours are a day"),
    "nss": _("National Sample Survey: four hours a day, one to four half a day"),
}
RANGES: Words = {
    "none": _("nothing"),
    "to_1000": _("up to ₹1,000"),
    "to_2500": _("₹1,000 to ₹2,500"),
    "to_5000": _("₹2,500 to ₹5,000"),
    "to_10000": _("₹5,000 to ₹10,000"),
    "over_10000": _("above ₹10,000"),
}
OFTEN: Words = {
    "never": _("in no month"),
    "now_and_then": _("now and then"),
    "mostly": _("in most months"),
    "always": _("every month"),
}
