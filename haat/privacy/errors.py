"""What privacy refuses; every sentence says what to do instead."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError, Stale


class NoWords(HaatError):
    """Nothing said where something must be."""

    def __init__(self, field: str, label: "str | Promise") -> None:
        super().__init__("privacy.no_words", _("%(label)s: write it in a sentence."), field=field, label=label)


class WordsTooLong(HaatError):
    """More than fits."""

    def __init__(self, field: str, label: "str | Promise", most: int) -> None:
        sentence = _("%(label)s: at most %(most)s letters. Write it shorter.")
        super().__init__("privacy.words_too_long", sentence, field=field, label=label, most=most)


class UnknownKind(HaatError):
    """Not something that can be asked."""

    def __init__(self) -> None:
        super().__init__("privacy.unknown_kind", _("What: choose what you ask for."), field="kind")


class UnknownPurpose(HaatError):
    """Not something that is asked of her."""

    def __init__(self) -> None:
        super().__init__("privacy.unknown_purpose", _("Choose one of the purposes."), field="purpose")


class AskedByWorker(HaatError):
    """A yes that only a worker of the survey can note, who reads the notice to her."""

    def __init__(self) -> None:
        sentence = _("A worker asks this in the village, and reads it aloud. Here you can only take your yes back.")
        super().__init__("privacy.asked_by_worker", sentence, field="purpose")


class NobodyKnown(HaatError):
    """No row of a person with this number."""

    def __init__(self) -> None:
        super().__init__("privacy.nobody_known", _("Phone: nothing is kept of this number here."), field="phone")


class NotOpen(Stale):
    """It was answered before."""

    def __init__(self) -> None:
        super().__init__("privacy.not_open", _("This petition was answered in the meantime. Load the page again."))


class WrongDeed(HaatError):
    """Not the answer to what was asked."""

    def __init__(self) -> None:
        super().__init__("privacy.wrong_deed", _("This is not what she asked for. Load the page again."))


class TwoPeople(HaatError):
    """One person would erase alone."""

    def __init__(self) -> None:
        sentence = _("Erasing: two people do this. You said yes first; now another person of the office does.")
        super().__init__("privacy.two_people", sentence)


class HoldsRole(HaatError):
    """She works for the office."""

    def __init__(self) -> None:
        sentence = _("Erasing: she has a role at the office. End her roles first, under People.")
        super().__init__("privacy.holds_role", sentence)


class LeaderFirst(HaatError):
    """A group would be without a leader, or without a number."""

    def __init__(self, maker: str) -> None:
        sentence = _("Erasing: %(maker)s is led by her or reached by her number. Choose another leader first.")
        super().__init__("privacy.leader_first", sentence, maker=maker)


class MoneyOwed(HaatError):
    """Money is still on its way to her."""

    def __init__(self) -> None:
        sentence = _("Erasing: money is still owed to her or on its way. Pay it out first: her account is needed.")
        super().__init__("privacy.money_owed", sentence)


class OrdersOpen(HaatError):
    """An order is not over."""

    def __init__(self, numbers: Sequence[str]) -> None:
        sentence = _("Erasing: an order is not over yet (%(numbers)s). Wait until it can no longer come back.")
        super().__init__("privacy.orders_open", sentence, numbers=", ".join(numbers[:3]))


class QuestionsOpen(HaatError):
    """What she asked is not answered."""

    def __init__(self, numbers: Sequence[str]) -> None:
        sentence = _("Erasing: what she asked is not answered yet (%(numbers)s). Answer it first, under Help.")
        super().__init__("privacy.questions_open", sentence, numbers=", ".join(numbers[:3]))


class ExportOver(HaatError):
    """The archive is not there, or not any more."""

    def __init__(self) -> None:
        sentence = _("This file was there for seven days and is deleted. Ask for it again.")
        super().__init__("privacy.export_over", sentence)


class PageTooLong(HaatError):
    """More than a paper bears."""

    def __init__(self) -> None:
        sentence = _("This copy is too long for a paper. Take it as a file: the page data.html in it says the same.")
        super().__init__("privacy.page_too_long", sentence)


class SealUnreadable(HaatError):
    """Sealed under a key that is not there any more."""

    def __init__(self) -> None:
        sentence = _("This was sealed under another key of the mart and cannot be opened. It is deleted on its day.")
        super().__init__("privacy.seal_unreadable", sentence)


class DaysOutOfRange(HaatError):
    """Less than the law allows, or more than it lets one keep."""

    def __init__(self, least: int, most: int) -> None:
        sentence = _("Days: a whole number from %(least)s to %(most)s. The law allows no other.")
        super().__init__("privacy.days_out_of_range", sentence, field="days", least=least, most=most)


class BadBreach(HaatError):
    """A breach that cannot be so."""

    def __init__(self, field: str, sentence: "str | Promise") -> None:
        super().__init__("privacy.bad_breach", sentence, field=field)


class NotYet(HaatError):
    """One step of a breach before the one it follows on."""

    def __init__(self, sentence: "str | Promise") -> None:
        super().__init__("privacy.not_yet", sentence)
