"""What a member is asked, one yes a purpose (DPDP Act 2023, section 5): each with its own notice, with versions.

What holds for all of them (how to take a yes back, whom to complain to) stands once, in RIGHTS. A change of words is a
new version of that notice. The yes itself is kept by the room of people (`people.Consent`); that to the survey by the
survey's own answer.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.core import personal
from haat.people.consents import SELLING, Notice

WRITTEN = ("en", "hi", "mr")


@dataclass(frozen=True)
class Purpose:
    """One thing she is asked: `items` of data it takes, what it `enables`, what a no `stops` at once.

    `leader_only`: asked of who leads a maker. `asked_here`: False where only a worker asks it, in the village.
    """

    code: str
    icon: str
    title: "str | Promise"
    notice: Notice
    items: "tuple[str | Promise, ...]"
    enables: "str | Promise"
    stops: "str | Promise"
    asked_here: bool = True


RIGHTS = Notice(
    slug="rights",
    version=1,
    languages=WRITTEN,
    title=_("Your rights"),
    lines=(
        _("You may say no to each of these. A no takes no help from you, and no ration, pension or loan."),
        _("You may take a yes back on any day, here, by one key; or tell the coordinator, or call %(phone)s."),
        _("You may ask for a copy of all that is kept of you, have it mended, or have it deleted."),
        _("Complaints are heard by %(officer)s, %(phone)s. After that, by the Data Protection Board of India."),
    ),
)


def _notice(slug: str, title: "str | Promise", *lines: "str | Promise") -> Notice:
    return Notice(slug=slug, version=1, title=title, lines=lines, languages=WRITTEN)


_ALL = (
    Purpose(
        personal.SELLING,
        "basket",
        _("Selling your goods"),
        SELLING,
        (_("name and village"), _("mobile number"), _("pictures and words of what you make")),
        _("Buyers see your goods, and orders come to you."),
        _("Your goods leave the shop at once. Orders that came before are still sent, and their money still comes."),
    ),
    Purpose(
        personal.PAYING,
        "rupee",
        _("Sending you your money"),
        _notice(
            personal.PAYING,
            _("Your account, so that your money comes"),
            _("%(mart)s keeps the number of your bank account and your tax papers, to send you what you earned."),
            _("The bank learns where the money goes, the tax office what was sold. Nobody else sees them."),
        ),
        (_("bank account"), _("PAN or other tax paper")),
        _("Your money comes to your own account."),
        _("Nothing more is sold, because nothing could be paid. Money owed to you, or on its way, still comes."),
    ),
    Purpose(
        personal.SHOWING,
        "user",
        _("Showing your face"),
        _notice(
            personal.SHOWING,
            _("Your picture in the shop"),
            _("%(mart)s shows a picture of you or your group beside your goods. Everybody can see it and copy it."),
            _("Goods sell without it too."),
        ),
        (_("picture of you or your group"),),
        _("Buyers see who makes what they buy."),
        _("Your picture leaves the shop at once, and nobody can put another there. Copies others made stay with them."),
    ),
    Purpose(
        personal.MESSAGES,
        "phone",
        _("Messages with tips and questions"),
        _notice(
            personal.MESSAGES,
            _("Messages to your phone"),
            _("%(mart)s sends tips, questions about your goods and good news to your mobile number."),
            _("Codes, orders, money and what the law asks are sent in any case."),
        ),
        (_("mobile number"), _("language you read")),
        _("You hear by message what you can do next."),
        _("Such messages stop at once. What they would say still stands in the app."),
    ),
    Purpose(
        personal.TRAINING,
        "speaker",
        _("Writing down what you learnt"),
        _notice(
            personal.TRAINING,
            _("Your lessons"),
            _("%(mart)s writes down which lessons you heard and how your first try went, to offer the next one."),
            _("Your coordinator sees it, the office only numbers. You can hear every lesson without this, too."),
        ),
        (_("lessons heard"), _("answers to their questions")),
        _("The next lesson comes when you need it."),
        _("What was written down of your lessons is deleted at once, and nothing more is."),
    ),
    Purpose(
        personal.SURVEY,
        "map-pin",
        _("Village survey"),
        _notice(
            personal.SURVEY,
            _("What you told in the village"),
            _("A worker of %(mart)s wrote down who you are and what you make, with your yes."),
            _("It is used to help you sell, and to count who makes what where."),
        ),
        (_("name and mobile number"), _("photo and voice"), _("how many live and earn in the house")),
        _("The office knows you, and can call you."),
        _("All that was written down of you is deleted at once. Only that somebody makes this here stays counted."),
        asked_here=False,
    ),
)
PURPOSES = {purpose.code: purpose for purpose in _ALL}
