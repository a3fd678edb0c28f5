"""Words of the room: what became of messages, and why not."""

from django.utils.translation import gettext_lazy as _

STATES = {
    "failed": _("Did not arrive"),
    "waiting": _("Waits"),
    "taken": _("Taken by a sender"),
    "delivered": _("Arrived"),
    "kept": _("In the app only"),
}
STEPS = {
    "troubled": _("No answer, asked again"),
    "refused": _("Refused"),
    "taken": _("Taken"),
    "delivered": _("Arrived"),
    "failed": _("Did not arrive"),
}
# What the house calls a reason; anything else is the sender's own word.
REASONS = {
    "too_late": _("It would have come too late to be of use."),
    "nobody": _("No sender could carry it: nothing is set up for these words, or the person has no address there."),
    "forgotten": _("Its words were secret and are forgotten: a new code must be asked for."),
    "before_notices": _("It was written by an older version, whose words are not registered."),
    "said_no": _("She said no to such messages: it can be read in the app."),
    "no_answer": _("The sender did not answer."),
    "not_set_up": _("The sender is not set up."),
    "unlike": _("The words are not those that are registered."),
    "unreadable": _("The sender answered something that cannot be read."),
}
