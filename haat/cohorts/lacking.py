"""What is missing before a group reaches the stage it waits for: the words, the next step, and whose it is."""

from django.utils.translation import gettext_lazy as _

from haat.makers.rules import BLOCKERS, Blocker

GROUP, COORDINATOR, DESK, BUYER = "maker", "coordinator", "desk", "buyer"
_OWN = (
    Blocker("enrol", _("The group is not enrolled."), _("Visit the group and enrol it."), COORDINATOR),
    Blocker("lesson", _("Nobody has tried a lesson yet."), _("Hold a lesson together."), COORDINATOR),
    Blocker("good", _("No good has been brought."), _("Add the first good together."), COORDINATOR),
    Blocker("picture", _("No good with a picture has come to the desk."), _("Take a picture and send it."), GROUP),
    Blocker(
        "sent_back", _("The desk has sent the good back."), _("Mend what the desk asks, and send it again."), GROUP
    ),
    Blocker("look", _("A good waits for the desk."), _("Look at the good and approve it."), DESK),
    Blocker("draft", _("The good was taken back before the desk looked."), _("Send the good again."), GROUP),
    Blocker("order", _("Nobody has bought anything yet."), _("Share the goods."), BUYER),
    Blocker("orders", _("Fewer than ten sales have been delivered."), _("Keep goods in stock, and share them."), BUYER),
)
LACKS = {**BLOCKERS, **{blocker.code: blocker for blocker in _OWN}}
