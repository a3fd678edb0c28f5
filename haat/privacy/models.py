"""What people ask of their data, what is sealed of who was erased, how long things are kept, and breaches."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from haat.makers.models import Member
from haat.people.models import Consent, User
from haat.places.models import Mart, Place


class Petition(models.Model):
    """What a person asks of her data: to see, mend or erase it, or to complain. To be answered by `due_on`.

    She is `user`, a `member` without a phone, or who has the `phone`. `block`: that of her maker, None for a buyer.
    `agreed_by_id` was the first of the two who erase. `answer`: what was done, or why not.
    """

    class Kind(models.TextChoices):
        EXPORT = "export"
        CORRECT = "correct"
        ERASE = "erase"
        COMPLAIN = "complain"

    class State(models.TextChoices):
        OPEN = "open"
        AGREED = "agreed"  # to be erased: one person of the two has said so
        DONE = "done"
        REFUSED = "refused"
        TAKEN_BACK = "taken_back"

    class Came(models.TextChoices):
        PHONE = "phone"  # the maker's
        SHOP = "shop"
        DESK = "desk"  # somebody of the office, for her

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    phone = models.CharField(max_length=16, blank=True)
    block = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    language = models.CharField(max_length=5)
    words = models.CharField(max_length=1000, blank=True)
    came = models.CharField(max_length=5, choices=Came)
    key = models.CharField(max_length=64)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by_id = models.BigIntegerField(null=True)
    due_on = models.DateField()
    agreed_at = models.DateTimeField(null=True)
    agreed_by_id = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by_id = models.BigIntegerField(null=True)
    answer = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mart", "key"], name="petition_once"),
            models.CheckConstraint(
                condition=Q(state__in=("open", "agreed"), ended_at=None)
                | Q(state__in=("done", "refused", "taken_back"), ended_at__isnull=False),
                name="petition_ended_is_dated",
            ),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(answer=""), name="petition_refused_says_why"),
            models.CheckConstraint(
                condition=~Q(state="agreed") | Q(kind="erase", agreed_at__isnull=False), name="petition_agreed_is_erase"
            ),
        ]
        indexes = [
            models.Index(fields=["mart", "state", "due_on"], name="petition_state"),
            models.Index(fields=["user", "-id"], name="petition_user"),
            models.Index(fields=["mart", "phone"], name="petition_phone", condition=~Q(phone="")),
        ]

    def __str__(self) -> str:
        return f"petition {self.pk}"

    @property
    def is_open(self) -> bool:
        """True while somebody has to answer it."""
        return self.state in (self.State.OPEN, self.State.AGREED)


class Export(models.Model):
    """All that is kept of a person in one archive, sealed, until it is taken away again. `size` in bytes."""

    petition = models.OneToOneField(Petition, models.CASCADE, related_name="export")
    sealed = models.BinaryField()
    size = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"export of {self.petition_id}"


class Sealed(models.Model):
    """What stood in one row of who was erased: read by nobody without a reason, deleted after `until`."""

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    petition = models.ForeignKey(Petition, models.CASCADE, related_name="seals")
    model = models.CharField(max_length=60)
    row_id = models.BigIntegerField()
    sealed = models.BinaryField()
    until = models.DateField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["petition", "model", "row_id"], name="sealed_once")]
        indexes = [models.Index(fields=["mart", "until"], name="sealed_until")]

    def __str__(self) -> str:
        return f"{self.model} {self.row_id}"


class Setting(models.Model):
    """For how many days a mart keeps something (the slug of a clock), or within how many it answers."""

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    name = models.SlugField(max_length=20)
    days = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mart", "name"], name="privacy_setting_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.days}"


class SpokenYes(models.Model):
    """Her yes as she said it, sealed, beside her consent."""

    consent = models.OneToOneField(Consent, models.CASCADE, related_name="spoken")
    kind = models.CharField(max_length=4)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.kind} of consent {self.consent_id}"


class Breach(models.Model):
    """Data came into hands it was not for: what, of how many, who was told when, and what was done.

    A `drill` was only practised: nobody outside is told. `data`: what it was (`words.DATA`); `whom`: who is told, of
    the whole mart or only of a `block`; where persons are named (`Concerned`), they alone are.
    """

    class Whom(models.TextChoices):
        MEMBERS = "members"
        BUYERS = "buyers"
        STAFF = "staff"

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    drill = models.BooleanField(default=False)
    name = models.CharField(max_length=160)
    words = models.CharField(max_length=2000)
    data = models.JSONField(default=list)
    people_count = models.PositiveIntegerField()
    whom = models.CharField(max_length=8, choices=Whom)
    block = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    measures = models.CharField(max_length=2000, blank=True)
    known_at = models.DateTimeField()
    noted_at = models.DateTimeField(default=timezone.now)
    noted_by_id = models.BigIntegerField(null=True)
    board_told_at = models.DateTimeField(null=True)
    board_details_at = models.DateTimeField(null=True)
    people_told_at = models.DateTimeField(null=True)
    told_count = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mart", "key"], name="breach_once"),
            models.CheckConstraint(
                condition=Q(board_details_at=None) | Q(board_told_at__isnull=False), name="breach_told_before_details"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None)
                | Q(board_details_at__isnull=False, people_told_at__isnull=False) & ~Q(measures=""),
                name="breach_closed_was_told",
            ),
        ]
        indexes = [models.Index(fields=["mart", "-known_at"], name="breach_list")]

    def __str__(self) -> str:
        return f"breach {self.pk}"


class Concerned(models.Model):
    """Somebody whose rows a breach is known to have shown, by her (canonical) number."""

    breach = models.ForeignKey(Breach, models.CASCADE, related_name="concerned")
    phone = models.CharField(max_length=16)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["breach", "phone"], name="breach_concerned_once")]

    def __str__(self) -> str:
        return f"concerned {self.pk} of breach {self.breach_id}"
