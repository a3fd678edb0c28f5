"""What a person is told before she agrees (DPDP): itemised, plain, how to take it back. A change is a new version."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.core.languages import best
from haat.places.models import Mart


@dataclass(frozen=True)
class Notice:
    """A notice by its slug and version; `lines` may name `mart`, `phone` and `officer`.

    `languages` are those it is written in: in another nobody has read it, whatever a page falls back to.
    """

    slug: str
    version: int
    title: "str | Promise"
    lines: "tuple[str | Promise, ...]"
    languages: tuple[str, ...]

    def tongues(self, mart: Mart) -> list[str]:
        """The mart's languages that it is written in, in the mart's order; English when it is none of them."""
        return [code for code in mart.languages if code in self.languages] or ["en"]

    def read(self, mart: Mart) -> list[str]:
        """Its lines for a mart, in the active language."""
        called = best(mart.called_legally).text
        facts = {"mart": called, "phone": mart.phone.removeprefix("+91"), "officer": mart.grievance_officer}
        return [str(line) % facts for line in self.lines]


SELLING = Notice(
    slug="selling",
    version=1,
    languages=("en", "hi", "mr"),
    title=_("What the mart keeps of you, and what for"),
    lines=(
        _("%(mart)s keeps your name, mobile number, village, bank account, papers, pictures and what you make."),
        _("It is for three things: to show your goods to buyers, to bring you orders, and to send you your money."),
        _("Buyers see your name, village and picture. They never see your phone, your account or your papers."),
        _("Who carries a parcel learns where to fetch it. The bank learns where your money goes."),
        _("You may say no. You may take your yes back on any day: tell the coordinator, or call %(phone)s."),
        _("If you lead, your goods then leave the shop. What was sold stays in the books as long as the law asks."),
        _("You may ask what is kept of you, and have it mended. Complaints are heard by %(officer)s, %(phone)s."),
        _("If that does not help, you may go to the Data Protection Board of India."),
    ),
)
NOTICES = {notice.slug: notice for notice in (SELLING,)}
HOW = {"spoken": _("She said it"), "written": _("She signed"), "thumb": _("Her thumb print")}
