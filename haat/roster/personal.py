"""What this room holds of people (see `core.personal`)."""

from django.utils.translation import gettext_lazy as _

from haat.core.personal import A_WEEK, BLANK, IN_USE, KEEP, OTHER, SELLING, Excused, Holds
from haat.roster.actions.forgetting import forget_groups_merged

PERSONAL = (
    Holds(
        model="roster.person",
        what=_("Members as lists of groups have them"),
        fields=("name", "guardian", "phone", "makes", "role"),
        whose=OTHER,
        purposes=(SELLING,),
        keeps=IN_USE,
        erase=BLANK,
        reach={"phone": "phone"},
        mart="group__mart",
        stays=("role",),
        to={"name": "—"},
    ),
    Holds(
        model="roster.group",
        what=_("Officers of a group, as lists have them"),
        fields=("officers", "phone"),
        whose=OTHER,
        purposes=(SELLING,),
        keeps=IN_USE,
        erase=BLANK,
        reach={"phone": "phone"},
    ),
    Holds(
        model="roster.groupchange",
        what=_("What lists changed of a group"),
        fields=("before", "after", "at"),
        whose=OTHER,
        purposes=(SELLING,),
        keeps=IN_USE,
        erase=BLANK,
        reach={"phone": "group__phone"},
        mart="group__mart",
        stays=("at",),
    ),
    Holds(
        model="roster.groupsmerged",
        what=_("What stood at two groups before they were made one"),
        fields=("at",),
        secret=("undo",),
        whose=OTHER,
        purposes=(SELLING,),
        keeps="group_merges",
        erase=BLANK,
        reach={"phone": "kept__phone"},
        eraser=forget_groups_merged,
    ),
    Holds(
        model="roster.listfile",
        what=_("Lists of groups that officers bring"),
        fields=("name",),
        secret=("content", "outcomes"),
        whose=OTHER,
        purposes=(SELLING,),
        keeps=A_WEEK,
        erase=KEEP,
        mart="upload__mart",
    ),
    Excused(
        "roster.knownrows",
        {"reader": "how rows were read", "marks": "eight bytes a row, of which nobody can read what stood there"},
    ),
    Excused("roster.group", {"names": "a group's", "told_members": "how many", "ifsc": "a bank's branch"}),
    Excused("roster.listnote", {"said": "what is wrong with a row; phones and accounts are masked"}),
    Excused("roster.listupload", {"by": "which officer brought it: the trail's"}),
    Excused("roster.tally", {"members": "how many"}),
)
