"""Words of the room."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.roster.alike import ACCOUNT, CODE, LEADER, NAME, PHONE, VILLAGE
from haat.roster.headings import BANK, FEDERATIONS, GROUPS, MEMBERS
from haat.roster.models import Group, GroupCode, ListUpload
from haat.roster.reading import CHANGED, NEW, PASSED, REFUSED, SAME

_S, _K, _C = ListUpload.State, Group.Kind, GroupCode.Kind
STAGES: "Mapping[str, str | Promise]" = {
    "sells": _("sells"),
    "good": _("no good yet"),
    "bank": _("bank account"),
    "leader": _("a leader"),
    "paper": _("a tax paper"),
    "desk": _("the desk’s look"),
    "paused": _("is paused"),
    "never": _("never asked"),
}
LISTS: "Mapping[str, str | Promise]" = {
    _S.MAPPING: _("Say what the columns mean"),
    _S.LOOKING: _("Being read"),
    _S.LOOKED: _("Read, nothing brought in yet"),
    _S.BRINGING: _("Being brought in"),
    _S.BROUGHT: _("Brought in"),
    _S.BROKEN: _("Could not be read to its end"),
}
SHAPES: "Mapping[str, str | Promise]" = {
    GROUPS: _("List of groups"),
    MEMBERS: _("List of members"),
    BANK: _("List of accounts"),
    FEDERATIONS: _("List of federations"),
    "": _("Not known yet"),
}
KINDS: "Mapping[str, str | Promise]" = {_K.GROUP: _("Self-help group"), _K.PRODUCER_GROUP: _("Producer group")}
CODES: "Mapping[str, str | Promise]" = {
    _C.LOKOS: _("LokOS number"),
    _C.MIS: _("NRLM (MIS) number"),
    _C.STATE: _("Number of the state mission"),
    _C.BANK: _("Number at the bank"),
}
ROLES: "Mapping[str, str | Promise]" = {
    "leader": _("leads"),
    "secretary": _("secretary"),
    "treasurer": _("treasurer"),
    "": "",
}
SHARED: "Mapping[str, str | Promise]" = {
    ACCOUNT: _("Same bank account"),
    CODE: _("Same number"),
    PHONE: _("Same phone"),
    LEADER: _("Leader alike"),
    VILLAGE: _("Same village"),
    NAME: _("Name alike"),
}
BECOMES: "Mapping[str, str | Promise]" = {
    NEW: _("new"),
    CHANGED: _("changed"),
    SAME: _("there already"),
    REFUSED: _("refused"),
    PASSED: _("passed over"),
}
