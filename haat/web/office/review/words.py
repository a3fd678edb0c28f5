"""Words for what is measured."""

from django.utils.translation import gettext_lazy as _

from haat.web.office.desk.rooms import Words

MEASURES: Words = {
    "vendors": _("Vendors on the mart"),
    "groups": _("Groups selling"),
    "reached_paise": _("Reached the makers"),
    "in_time_bp": _("Delivered by the date given"),
}
