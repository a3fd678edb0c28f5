"""What is refused of lessons."""

from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError, Stale


class UnknownLesson(HaatError):
    """No lesson of the mart is called so, or it is closed."""

    def __init__(self) -> None:
        super().__init__("learning.unknown_lesson", _("This lesson is no longer there. Go back to the lessons."))


class NotInLesson(HaatError):
    """A place, a question or a language that the lesson does not have."""

    def __init__(self) -> None:
        super().__init__("learning.not_in_lesson", _("The lesson has no such place. Load the page again."))


class NoWords(HaatError):
    """Words that are read aloud may not be empty where nothing stands below them."""

    def __init__(self, field: str = "text") -> None:
        super().__init__("learning.no_words", _("Write the words."), field=field)


class TooManyWords(HaatError):
    """More words than are understood when they are heard once, or than stand on a small screen."""

    def __init__(self, most: int, given: int) -> None:
        super().__init__(
            "learning.too_many_words",
            _("These are %(given)s words. Write at most %(most)s."),
            field="text",
            most=most,
            given=given,
        )


class TextTooLong(HaatError):
    """More letters than a place holds."""

    def __init__(self, most: int, field: str = "text") -> None:
        super().__init__("learning.too_long", _("Write at most %(most)s letters."), field=field, most=most)


class VoiceTooLarge(HaatError):
    """A recording that a phone on 2G would wait too long for."""

    def __init__(self, most: int) -> None:
        super().__init__(
            "learning.voice_too_large",
            _("The recording is too large for a phone on 2G. Say only the words, and at most %(most)s kB."),
            field="voice",
            most=most // 1000,
        )


class LessonTooLarge(HaatError):
    """With this recording all voices of the lesson in this language would be too large."""

    def __init__(self, most: int) -> None:
        super().__init__(
            "learning.lesson_too_large",
            _("All recordings of a lesson may have %(most)s kB in one language. Take a longer one back first."),
            field="voice",
            most=most // 1000,
        )


class NoReader(HaatError):
    """Whose voice it is."""

    def __init__(self) -> None:
        super().__init__("learning.no_reader", _("Write who reads."), field="reader")


class NoPicture(HaatError):
    """Neither a picture nor a drawing was chosen."""

    def __init__(self) -> None:
        super().__init__("learning.no_picture", _("Choose a picture."), field="photo")


class SlugTaken(HaatError):
    """Another lesson has this title."""

    def __init__(self) -> None:
        super().__init__("learning.slug_taken", _("Another lesson is called so. Choose another title."), field="title")


class NotReady(HaatError):
    """A lesson that lacks words or pictures is not shown to makers."""

    def __init__(self, missing: int) -> None:
        super().__init__(
            "learning.not_ready",
            _("%(missing)s places have no words in the mart’s first language yet. Write them first."),
            missing=missing,
        )


class NotForAll(HaatError):
    """Only what a person looked at for all is taught: nobody is named in it."""

    def __init__(self) -> None:
        super().__init__("learning.not_for_all", _("Publish the answer for all first."))


class LessonOpen(HaatError):
    """Scenes without pictures are not put into what makers see."""

    def __init__(self) -> None:
        super().__init__(
            "learning.lesson_open",
            _("Makers see this lesson. Take it from them first, or make a new lesson."),
            field="lesson",
        )


class NoRoom(HaatError):
    """An answer that says more than the scenes of a lesson hold."""

    def __init__(self, needed: int, free: int) -> None:
        super().__init__(
            "learning.no_room",
            _("The answer needs %(needed)s scenes, and there is room for %(free)s. Shorten the answer for all."),
            field="lesson",
            needed=needed,
            free=free,
        )


class BadNumber(HaatError):
    """A lesson that is too short to teach, or too long to be heard."""

    def __init__(self, least: int, most: int) -> None:
        super().__init__(
            "learning.bad_number",
            _("Choose from %(least)s to %(most)s scenes."),
            field="scenes",
            least=least,
            most=most,
        )


class BadMeeting(HaatError):
    """A meeting without a place, a teacher, or a sensible time; `field` says which."""

    def __init__(self, field: str) -> None:
        words = {
            "where": _("Write where it is."),
            "teacher": _("Write who teaches."),
            "minutes": _("Write how many minutes it takes, at most eight hours."),
            "block": _("Choose a block of yours."),
        }
        super().__init__("learning.bad_meeting", words[field], field=field)


class NotNow(HaatError):
    """A meeting's code, before it begins or long after."""

    def __init__(self) -> None:
        super().__init__(
            "learning.not_now",
            _("This code is taken only while the lesson lasts. Tell whoever teaches, she writes you down."),
        )


class MeetingOff(HaatError):
    """Nobody was at a meeting that did not take place."""

    conflict = True

    def __init__(self) -> None:
        super().__init__("learning.meeting_off", _("This meeting was called off. Write down another one."))


class SomebodyCame(HaatError):
    """A meeting at which somebody was took place."""

    conflict = True

    def __init__(self) -> None:
        super().__init__(
            "learning.somebody_came", _("Somebody was there, so it took place. Strike her first if that is not so.")
        )


class NotAMember(HaatError):
    """Who is no member of the maker cannot be written down as there."""

    def __init__(self) -> None:
        super().__init__("learning.not_a_member", _("Only members are written down. Tell whoever teaches."))


class WordsChanged(Stale):
    """Somebody wrote other words meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            "learning.words_changed",
            _("Somebody changed these words meanwhile. Load the page again and look once more."),
        )


class BadPracticeName(HaatError):
    """A practice good without a name, or with too long a one."""

    def __init__(self, most: int) -> None:
        super().__init__(
            "learning.bad_practice_name",
            _("Name: say or write what it is, at most %(most)s letters."),
            field="name",
            most=most,
        )


class BadPracticePrice(HaatError):
    """No price in rupees."""

    def __init__(self, most_paise: int) -> None:
        super().__init__(
            "learning.bad_practice_price",
            _("Price: write whole rupees, for example 120, at most %(most)s."),
            field="price",
            most=most_paise // 100,
        )


class BadPracticeWeight(HaatError):
    """No weight in grams."""

    def __init__(self, most_g: int) -> None:
        super().__init__(
            "learning.bad_practice_weight",
            _("Weight: write grams, for example 850, at most %(most)s."),
            field="weight",
            most=most_g,
        )


class NoPractice(HaatError):
    """A step before the one it follows."""

    def __init__(self) -> None:
        super().__init__("learning.no_practice", _("Begin the practice first, then one step after the other."))


class NotAPhoto(HaatError):
    """A PDF where a photo is asked for."""

    def __init__(self, field: str) -> None:
        super().__init__("learning.not_a_photo", _("Photo: take it with the camera of the phone."), field=field)


class PhotoUnreadable(HaatError):
    """Sealed under a key that is no longer there."""

    def __init__(self) -> None:
        super().__init__("learning.photo_unreadable", _("This photo cannot be opened any more."))


class WrongChoice(HaatError):
    """The other one is right, in a practice; the sentence says why."""

    WORDS = {
        "mend": _("The quilt distracts, and it is refused again. Lay it on something white."),
        "whole": _("It is whole and clean, like new: it can be sold again."),
        "food": _("Food that was away is never sold again, even when the packet is closed."),
        "swapped": _("That is not your work. Touch nothing more, take photos, and call first."),
    }

    def __init__(self, case: str) -> None:
        super().__init__("learning.wrong_choice", self.WORDS[case], field="choice")
