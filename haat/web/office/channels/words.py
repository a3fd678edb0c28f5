"""Words of the room."""

from django.utils.translation import gettext_lazy as _

from haat.web.office.desk.rooms import Words

WHO: Words = {
    "maker": _("the maker"),
    "coordinator": _("the block coordinator"),
    "desk": _("the district desk"),
    "federation": _("the federation"),
}
BILLS: Words = {
    "here": _("we write the invoice"),
    "channel": _("the portal writes the invoice"),
}
