"""Whom a worker found in a village, what she agreed to, and what was recorded of it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from haat.catalogue.models import Craft
from haat.makers.models import Maker
from haat.people.models import User
from haat.places.models import Mart, Place


class NoticeVoice(models.Model):
    """The notice as somebody read it aloud in a tongue. A new recording ends the one before; none is deleted, for a yes
    may have been given to it."""

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    tongue = models.CharField(max_length=12)
    version = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=4)
    content = models.BinaryField()
    by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mart", "tongue", "version"], condition=Q(ended_at=None), name="notice_voice_one"
            )
        ]

    def __str__(self) -> str:
        return f"{self.tongue} {self.version}"


class Find(models.Model):
    """One maker as one worker met her. `key` and `turn` are the phone's: a higher turn mends what was told.

    `digest` is of what was told. `place` is the village (the block where it stands in no list); `latitude`, `longitude`
    in degrees, `accuracy_m` in metres. `month_pieces` she makes in a month, `price_paise` for one. `twin` and `maker`:
    whom it was found to be, or became. `files_due`: names of files that its phone still sends; `yes_due`: the only
    proof of her yes is one of them. `walker`: who walked, where several people share the worker's phone.
    """

    class State(models.TextChoices):
        NEW = "new"
        LEAD = "lead"
        MAKER = "maker"
        NOT_NOW = "not_now"
        DUPLICATE = "duplicate"
        DROPPED = "dropped"
        COUNTED = "counted"  # she said no, or took her yes back: village and craft stay, nothing of her

    class Sells(models.TextChoices):
        NOWHERE = "nowhere"
        HOME = "home"
        HAAT = "haat"
        TRADER = "trader"
        TOWN = "town"
        GROUP = "group"
        ONLINE = "online"

    class Call(models.TextChoices):
        REACHED = "reached"
        NO_ANSWER = "no_answer"
        WRONG = "wrong"
        BUSY = "busy"

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    turn = models.PositiveIntegerField(default=1)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=9, choices=State, default=State.NEW)
    block = models.ForeignKey(Place, models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    hamlet = models.CharField(max_length=80, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    accuracy_m = models.PositiveIntegerField(null=True)
    name = models.CharField(max_length=120, blank=True)
    name_key = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=16, blank=True)
    crafts = models.ManyToManyField(Craft, related_name="+")
    words = models.CharField(max_length=500, blank=True)
    month_pieces = models.PositiveIntegerField(null=True)
    price_paise = models.BigIntegerField(null=True)
    sells = models.CharField(max_length=8, choices=Sells, blank=True)
    members = models.PositiveSmallIntegerField(null=True)
    women = models.PositiveSmallIntegerField(null=True)
    earners = models.PositiveSmallIntegerField(null=True)
    files_due = models.JSONField(default=list)
    yes_due = models.BooleanField(default=False)
    found_by_id = models.BigIntegerField(null=True)
    walker = models.CharField(max_length=120, blank=True)
    found_at = models.DateTimeField()
    told_at = models.DateTimeField(default=timezone.now)
    state_at = models.DateTimeField(default=timezone.now)
    state_words = models.CharField(max_length=300, blank=True)
    again_on = models.DateField(null=True)
    called_at = models.DateTimeField(null=True)
    call = models.CharField(max_length=9, choices=Call, blank=True)
    call_words = models.CharField(max_length=300, blank=True)
    twin = models.ForeignKey("self", models.PROTECT, null=True, related_name="twins")
    maker = models.ForeignKey(Maker, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mart", "key"], name="find_once"),
            models.CheckConstraint(
                condition=~Q(state="counted")
                | Q(name="", name_key="", phone="", words="", hamlet="", latitude=None, longitude=None, members=None),
                name="find_counted_keeps_nobody",
            ),
            models.CheckConstraint(condition=~Q(state="maker") | Q(maker__isnull=False), name="find_maker_is_named"),
            models.CheckConstraint(
                condition=~Q(state="duplicate") | Q(maker__isnull=False) | Q(twin__isnull=False),
                name="find_duplicate_names_other",
            ),
        ]
        indexes = [
            models.Index(fields=["mart", "state", "-id"], name="find_state"),
            models.Index(fields=["mart", "block", "state"], name="find_block"),
            models.Index(fields=["mart", "place", "name_key"], name="find_name"),
            models.Index(fields=["mart", "phone"], name="find_phone", condition=~Q(phone="")),
        ]

    def __str__(self) -> str:
        return f"find {self.pk}"

    @property
    def called(self) -> str:
        """Her name, or what is left when none is kept."""
        return self.name or f"#{self.pk}"


class Answer(models.Model):
    """What she said to the notice: yes or no, to which purposes, in which tongue, heard how, from whom and when.

    `how`: read aloud by the worker, or heard from a recording (`voice`); her yes itself is a file of the find. Where it
    was is the find's village.
    """

    class How(models.TextChoices):
        READ = "read"
        RECORDED = "recorded"

    find = models.OneToOneField(Find, models.CASCADE, related_name="answer")
    yes = models.BooleanField()
    purposes = models.JSONField(default=list)
    notice = models.SlugField(max_length=20)
    version = models.PositiveSmallIntegerField()
    tongue = models.CharField(max_length=12)
    how = models.CharField(max_length=8, choices=How)
    voice = models.ForeignKey(NoticeVoice, models.PROTECT, null=True, related_name="+")
    reader_id = models.BigIntegerField(null=True)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(yes=True) | Q(purposes=[]), name="answer_no_allows_nothing"),
        ]

    def __str__(self) -> str:
        return f"answer of {self.find_id}"

    def allows(self, purpose: str) -> bool:
        """Whether she said yes to this, and has not taken it back."""
        return self.yes and self.withdrawn_at is None and purpose in self.purposes


class FindFile(models.Model):
    """A photo, a voice note, or her recorded yes, sealed: see `actions.files`. `name` is the phone's own."""

    class Kind(models.TextChoices):
        PHOTO = "photo"
        VOICE = "voice"
        YES = "yes"

    find = models.ForeignKey(Find, models.CASCADE, related_name="files")
    name = models.CharField(max_length=64)
    kind = models.CharField(max_length=5, choices=Kind)
    form = models.CharField(max_length=4)
    sealed = models.BinaryField()
    size = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["find", "name"], name="find_file_once")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.find_id}"


class Walk(models.Model):
    """A village given to a worker, or one hamlet of it ("": all of it that nobody else walks).

    `done_at`: she has walked it to its end, but for the houses where nobody was at home. `ended_at`: taken back.
    """

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    hamlet = models.CharField(max_length=80, blank=True)
    hamlet_key = models.CharField(max_length=80, blank=True)
    worker = models.ForeignKey(User, models.CASCADE, related_name="+")
    given_by_id = models.BigIntegerField(null=True)
    given_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mart", "place", "hamlet_key"], condition=Q(ended_at=None), name="walk_of_one_worker"
            ),
        ]
        indexes = [models.Index(fields=["worker", "mart"], condition=Q(ended_at=None), name="walk_of_worker")]

    def __str__(self) -> str:
        return f"walk {self.pk}"


class ClosedHouse(models.Model):
    """A house where nobody was at home, to come again: told once, whoever walks by. `house`: how it is found."""

    class How(models.TextChoices):
        MET = "met"
        NOBODY = "nobody"  # nobody lives there

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    hamlet = models.CharField(max_length=80, blank=True)
    house = models.CharField(max_length=80)
    house_key = models.CharField(max_length=170)
    found_by_id = models.BigIntegerField(null=True)
    found_at = models.DateTimeField()
    how = models.CharField(max_length=6, choices=How, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mart", "place", "house_key"], condition=Q(ended_at=None), name="closed_house_once"
            ),
            models.CheckConstraint(
                condition=Q(how="", ended_at=None) | ~Q(how="") & Q(ended_at__isnull=False), name="closed_house_ended"
            ),
        ]

    def __str__(self) -> str:
        return f"closed house {self.pk}"
