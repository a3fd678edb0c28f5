"""What paperwork refuses: each names the field, the reason and the way out."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError, Stale


class UnknownRoad(HaatError):
    """No paper is called so."""

    def __init__(self) -> None:
        super().__init__("paperwork.unknown_road", _("Paper: choose one of the list."), field="kind")


class NotForThis(HaatError):
    """A group's paper for an artisan, or a federation's for a group."""

    def __init__(self, paper: str) -> None:
        super().__init__(
            "paperwork.not_for_this",
            _("Paper: “%(paper)s” is not made for such a maker. Choose another, or the federation."),
            field="kind",
            paper=paper,
        )


class HasPaper(HaatError):
    """The paper lies in the book already, accepted, and holds."""

    def __init__(self, paper: str) -> None:
        super().__init__(
            "paperwork.has_paper",
            _("Paper: “%(paper)s” is there already and holds. Look at the maker’s papers."),
            field="kind",
            paper=paper,
        )


class NotAMember(HaatError):
    """Somebody who does not belong to the maker."""

    def __init__(self) -> None:
        super().__init__("paperwork.not_a_member", _("Member: choose one of this maker."), field="member")


class NeedsMember(HaatError):
    """A card belongs to a person, never to a group."""

    def __init__(self) -> None:
        super().__init__(
            "paperwork.needs_member", _("Member: this paper belongs to one person. Choose whose it is."), field="member"
        )


class NotOnThisRoad(HaatError):
    """A need, a step or a box that the road does not have."""

    def __init__(self) -> None:
        super().__init__("paperwork.not_on_road", _("This road has no such step. Load the page again."))


class RoadEnded(Stale):
    """Nothing more is done on a road that has ended."""

    def __init__(self) -> None:
        super().__init__(
            "paperwork.road_ended",
            _("This road has ended in the meantime. Load the page again; begin a new one if needed."),
        )


class BadDay(HaatError):
    """A day on which nothing can have been applied for."""

    def __init__(self, since: date) -> None:
        super().__init__(
            "paperwork.bad_day",
            _("Day: choose today or an earlier day, not before %(since)s."),
            field="day",
            since=f"{since:%d/%m/%Y}",
        )


class NoWhere(HaatError):
    """Where it was applied for."""

    def __init__(self) -> None:
        super().__init__("paperwork.no_where", _("Where: write the office or the site."), field="where")


class NoReason(HaatError):
    """Why it was refused, or why it is not needed."""

    def __init__(self) -> None:
        super().__init__("paperwork.no_reason", _("Reason: choose one, or write it in a few words."), field="reason")


class TooLong(HaatError):
    """More letters than are kept."""

    def __init__(self, field: str, most: int) -> None:
        super().__init__("paperwork.too_long", _("Write at most %(most)s letters."), field=field, most=most)


class NotApplied(HaatError):
    """Refused before it was applied for."""

    def __init__(self) -> None:
        super().__init__(
            "paperwork.not_applied", _("It was not applied for yet. Write down first where and when."), field="reason"
        )


class NoSuchEnd(HaatError):
    """An end that this road does not have."""

    def __init__(self) -> None:
        super().__init__(
            "paperwork.no_such_end", _("End: this paper cannot end so. Choose one of the list."), field="how"
        )


class WrongHolder(HaatError):
    """A PAN whose fourth letter says that another kind of holder has it."""

    def __init__(self, letter: str, *, group: bool) -> None:
        said = (
            _("Number: its 4th letter, %(letter)s, is a person’s. A group’s PAN has A there, seldom B, T, F, C or J.")
            if group
            else _("Number: its 4th letter, %(letter)s, is not a person’s. An artisan’s own PAN has P there.")
        )
        super().__init__("paperwork.wrong_holder", said, field="number", letter=letter)


class OtherPan(HaatError):
    """A GSTIN that was made for another PAN."""

    def __init__(self) -> None:
        super().__init__(
            "paperwork.other_pan",
            _("Number: signs 3 to 12 of a GSTIN are the holder’s PAN, and these are another’s. Compare both papers."),
            field="number",
        )


class NumberNotKept(HaatError):
    """A member's own PAN is looked at, and never kept as the group's."""

    def __init__(self) -> None:
        super().__init__(
            "paperwork.number_not_kept",
            _("Number: a member’s own PAN is not kept here. Look at the card, and write down that it was shown."),
            field="number",
        )


class AtTheBank(HaatError):
    """A bank account is written down on the maker's page, where two people confirm it."""

    def __init__(self) -> None:
        super().__init__(
            "paperwork.at_the_bank",
            _("Number: write the account down on the maker’s page. Here it then stands by itself."),
            field="number",
        )


class InTheSeller(HaatError):
    """A tax number of a federation stands in its seller."""

    def __init__(self) -> None:
        super().__init__(
            "paperwork.in_the_seller",
            _("Paper: this number stands on the seller’s invoices. Write it among the seller’s numbers."),
            field="kind",
        )


class NothingToCheck(Stale):
    """No number waits to be read."""

    def __init__(self) -> None:
        super().__init__("paperwork.nothing_to_check", _("No number waits here any more. Load the page again."))


class OwnHand(HaatError):
    """Who wrote a number down does not also confirm it."""

    def __init__(self) -> None:
        super().__init__(
            "paperwork.own_hand",
            _("You wrote this number down. Another person reads it from the paper and confirms it."),
        )


class NotDueYet(HaatError):
    """A yearly duty before its window opens."""

    def __init__(self, opens: date) -> None:
        super().__init__(
            "paperwork.not_due_yet",
            _("It can be done from %(opens)s on. Come back that day."),
            opens=f"{opens:%d/%m/%Y}",
        )


class BadCamp(HaatError):
    """A camp without a place, without a paper, or on a day that has been."""

    def __init__(self, field: str) -> None:
        words = {
            "where": _("Place: write where the desk stands."),
            "day": _("Day: choose today or a later day."),
            "far": _("Day: choose one within a year."),
            "ends": _("Until: the day has to end after it begins."),
            "kinds": _("Papers: choose at least one, at most eight."),
            "most": _("Groups: write how many come, from 1 to 60."),
        }
        super().__init__(f"paperwork.bad_camp_{field}", words[field], field="day" if field == "far" else field)


class CampFull(HaatError):
    """More makers than the day has turns."""

    def __init__(self, left: int) -> None:
        super().__init__(
            "paperwork.camp_full", _("Groups: only %(left)s more turns are free on this day. Choose fewer."), left=left
        )


class CampEnded(Stale):
    """The day is over."""

    def __init__(self) -> None:
        super().__init__("paperwork.camp_ended", _("This papers day is over. Plan the next one."))


class CampNotOver(HaatError):
    """A day is ended on the day itself or later."""

    def __init__(self) -> None:
        super().__init__("paperwork.camp_not_over", _("This day lies ahead. End it when it is over."))


class CameAlready(Stale):
    """Who was at the desk is not taken off the list."""

    def __init__(self) -> None:
        super().__init__("paperwork.came_already", _("It has come already, so it stays on the list."))


class AnswersUnreadable(HaatError):
    """The key that sealed what was asked for the form is gone."""

    def __init__(self) -> None:
        super().__init__(
            "paperwork.answers_unreadable",
            _("What was asked for the form can no longer be opened. Ask her again and write it anew."),
        )


class AadhaarNotKept(HaatError):
    """Twelve digits as Aadhaar has them, where something else was asked."""

    def __init__(self, field: str) -> None:
        super().__init__(
            "paperwork.aadhaar_not_kept",
            _("These look like the 12 digits of Aadhaar, never kept here. Leave them out: they are written by hand."),
            field=field,
        )


class RenewedByPaper(HaatError):
    """A paper that runs out is renewed by its new number and day, not by a word."""

    def __init__(self) -> None:
        super().__init__(
            "paperwork.renewed_by_paper",
            _("This paper runs out that day. Write down the renewed paper with its new day, and this is done."),
        )
