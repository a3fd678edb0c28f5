"""What the survey refuses; every sentence says what to do instead."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError, Stale


class NoVillage(HaatError):
    """No place, or one where she does not walk."""

    def __init__(self) -> None:
        super().__init__("survey.no_village", _("Village: choose one of yours from the list."), field="place")


class BadPosition(HaatError):
    """No place on earth, or none in India."""

    def __init__(self) -> None:
        super().__init__(
            "survey.bad_position", _("The place of the phone cannot be right. Choose the village."), field="place"
        )


class NoCraft(HaatError):
    """Nothing chosen that she makes, or more than one person makes."""

    def __init__(self) -> None:
        super().__init__("survey.no_craft", _("What she makes: choose one to five."), field="craft")


class NoFindName(HaatError):
    """She agreed to be called, but nobody knows whom to ask for."""

    def __init__(self) -> None:
        super().__init__("survey.no_name", _("Name: write what she is called."), field="name")


class BadNumber(HaatError):
    """A number that cannot be meant."""

    def __init__(self, field: str, label: "str | Promise", most: int) -> None:
        super().__init__(
            "survey.bad_number",
            _("%(label)s: write a number up to %(most)s, or leave it empty."),
            field=field,
            label=label,
            most=most,
        )


class MoreThanTheHouse(HaatError):
    """More women or earners than people."""

    def __init__(self, field: str) -> None:
        super().__init__(
            "survey.more_than_house", _("There cannot be more of them than live in the house."), field=field
        )


class UnknownSells(HaatError):
    """A place to sell that is none of the list."""

    def __init__(self) -> None:
        super().__init__("survey.unknown_sells", _("Where she sells: choose one of the list."), field="sells")


class Unanswered(HaatError):
    """Nobody can know whether she agreed."""

    def __init__(self) -> None:
        super().__init__(
            "survey.unanswered",
            _("Her answer is missing. Let her hear the notice, and ask her yes or no."),
            field="yes",
        )


class OldNotice(HaatError):
    """A notice that is no longer the one she must hear."""

    def __init__(self) -> None:
        super().__init__(
            "survey.old_notice",
            _("The notice has changed. Open the page with net once, and let her hear the new one."),
            field="yes",
        )


class TongueUnheard(HaatError):
    """A tongue in which the notice is neither written nor recorded."""

    def __init__(self) -> None:
        super().__init__(
            "survey.tongue_unheard",
            _("The notice is not recorded in this language yet. Choose another one that she knows."),
            field="tongue",
        )


class ToldOtherwise(Stale):
    """The same key with other words, from another phone or of before: the first stands."""

    def __init__(self) -> None:
        super().__init__(
            "survey.told_otherwise",
            _("Under this number another find was told already, and that one stands. Keep this as a find of its own."),
        )


class TakenUp(Stale):
    """The desk has begun with it."""

    def __init__(self) -> None:
        super().__init__(
            "survey.taken_up",
            _("The office works with this find already. Tell the office what is to be mended."),
        )


class NotAgreed(HaatError):
    """A file that she did not agree to."""

    def __init__(self) -> None:
        super().__init__("survey.not_agreed", _("She did not agree to this. It is not kept."), field="file")


class NotHers(HaatError):
    """A file for a find of somebody else."""

    def __init__(self) -> None:
        super().__init__("survey.not_hers", _("This find was told by somebody else."), field="file")


class TooManyPhotos(HaatError):
    """More photos than anybody looks at."""

    def __init__(self, most: int) -> None:
        super().__init__("survey.too_many_photos", _("At most %(most)s photos of one maker."), field="photo", most=most)


class NoPicture(HaatError):
    """A PDF where a photo is meant."""

    def __init__(self) -> None:
        super().__init__("survey.no_picture", _("Photo: take it with the camera."), field="photo")


class BadStep(Stale):
    """From where the find stands now, it cannot go there."""

    def __init__(self) -> None:
        super().__init__(
            "survey.bad_step", _("This find stands otherwise by now. Load the page again and look once more.")
        )


class YesMissing(HaatError):
    """Her recorded yes has not come from the phone."""

    def __init__(self) -> None:
        super().__init__(
            "survey.yes_missing",
            _("Her recorded yes has not come from the phone yet. Until it has, she is not called or enrolled."),
        )


class NoReason(HaatError):
    """Dropped for nothing."""

    def __init__(self) -> None:
        super().__init__("survey.no_reason", _("Reason: write why, in a few words."), field="reason")


class PastDay(HaatError):
    """A day to ask again that is over."""

    def __init__(self) -> None:
        super().__init__("survey.past_day", _("Day: choose a day that is still to come."), field="again_on")


class TooFar(HaatError):
    """A day to ask again by which nothing of her is kept any more."""

    def __init__(self) -> None:
        super().__init__(
            "survey.too_far",
            _("Day: choose one within two years. After that nothing is kept of her."),
            field="again_on",
        )


class UnknownCall(HaatError):
    """No result a call can have."""

    def __init__(self) -> None:
        super().__init__("survey.unknown_call", _("Call: choose how it went."), field="result")


class SameAsItself(HaatError):
    """A find is no duplicate of itself, nor of one that is its own duplicate."""

    def __init__(self) -> None:
        super().__init__(
            "survey.same_as_itself", _("Choose another find or maker: this is the same one."), field="twin"
        )


class FileUnreadable(HaatError):
    """Sealed under a secret that this installation no longer has."""

    def __init__(self) -> None:
        super().__init__(
            "survey.file_unreadable",
            _("This file can no longer be opened: the secret it was sealed with is gone."),
        )


class UnknownTongue(HaatError):
    """A language that is none of the list."""

    def __init__(self) -> None:
        super().__init__("survey.unknown_tongue", _("Language: choose one of the list."), field="tongue")


class RecordedAlready(Stale):
    """Somebody has recorded the notice in this tongue; only the office replaces it."""

    def __init__(self) -> None:
        super().__init__(
            "survey.recorded_already", _("It is recorded in this language already. Only the office records it anew.")
        )


class NotAWorkerHere(HaatError):
    """Somebody who does not survey in this village."""

    def __init__(self) -> None:
        super().__init__("survey.not_a_worker_here", _("Who walks it: choose one who walks here."), field="worker")


class GivenToAnother(Stale):
    """Two workers would walk the same houses."""

    def __init__(self, worker: str) -> None:
        super().__init__(
            "survey.given_to_another",
            _("%(worker)s walks there. Take it back from her first, or write another hamlet."),
            field="hamlet",
            worker=worker,
        )


class NotHerWalk(HaatError):
    """Only who was given it says that it is walked."""

    def __init__(self) -> None:
        super().__init__("survey.not_her_walk", _("This village is given to somebody else. Load the page again."))


class WalkOver(Stale):
    """What was walked to its end, or taken back, is handed to nobody."""

    def __init__(self) -> None:
        super().__init__("survey.walk_over", _("It is walked, or was taken back. Load the page again."))


class NoHouse(HaatError):
    """Nobody would find the house again."""

    def __init__(self) -> None:
        super().__init__("survey.no_house", _("House: write by what it is found, but no name."), field="house")
