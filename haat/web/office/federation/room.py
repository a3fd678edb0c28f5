"""A federation's accountant: her makers, their orders, payouts and invoices, and nothing of anybody else."""

from django.utils.translation import gettext_lazy as _

from haat.web.office.desk.rooms import Room

ROOM = Room(title=_("My federation"), order=11, first="office:federation:home", deed="see_federation")
