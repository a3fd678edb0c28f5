"""What subjects, levels and states of questions are called, for every page that shows them."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.helping.models import Question

L = Question.Level
Words = Mapping[str, "str | Promise"]

SUBJECT_WORDS: Words = {
    "payment": _("Money"),
    "parcel": _("A parcel"),
    "stock": _("Pieces and stock"),
    "photo": _("A photo"),
    "papers": _("A paper"),
    "phone": _("The phone or the app"),
    "price": _("The price"),
    "quality": _("How the good is"),
    "marketplace": _("A marketplace"),
    "other": _("Something else"),
}
LEVEL_WORDS: Words = {
    L.COORDINATOR: _("Coordinator of the block"),
    L.DESK: _("The desk"),
    L.OFFICER: _("Grievance officer"),
    L.DEPARTMENT: _("The department"),
}
ASKER_WORDS: Words = {
    Question.Asker.MAKER: _("A maker"),
    Question.Asker.MEMBER: _("A member of a group"),
    Question.Asker.BUYER: _("A buyer"),
}
