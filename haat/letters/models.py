"""Certificates for who went live, the ceremonies at which they are handed over, and cards to show who one is."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from haat.makers.models import Maker, Member
from haat.people.models import Role, User
from haat.places.models import Mart, Place

MART = "mart"


class Signing(models.Model):
    """Who signs a mart's letters and cards from a day on: at most two, [{names, offices}], each by language."""

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+", db_index=False)
    people = models.JSONField(default=list)
    from_on = models.DateField()
    by_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mart", "from_on"], name="signing_once_a_day")]

    def __str__(self) -> str:
        return f"who signs from {self.from_on}"


class Begun(models.Model):
    """Since which day a maker's goods are on sale somewhere, as the trail tells: kept once, never moved.

    `where`: "mart", or a channel's slug.
    """

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+", db_index=False)
    maker = models.ForeignKey(Maker, models.CASCADE, related_name="begun", db_index=False)
    where = models.SlugField(max_length=20, db_index=False)
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["maker", "where"], name="begun_once")]
        indexes = [models.Index(fields=["mart", "day", "id"], name="begun_day")]

    def __str__(self) -> str:
        return f"{self.maker_id} at {self.where} since {self.day}"


class Ceremony(models.Model):
    """A day on which letters are handed over; the same `key` again is the same ceremony.

    `called_off_at`: since when it is known that it does not take place. Its letters may then go on another list.
    """

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+", db_index=False)
    title = models.CharField(max_length=120)
    place = models.CharField(max_length=120)
    held_on = models.DateField()
    key = models.CharField(max_length=60)
    by_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(default=timezone.now)
    called_off_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mart", "key"], name="ceremony_once")]
        indexes = [models.Index(fields=["mart", "-held_on", "-id"], name="ceremony_day")]

    def __str__(self) -> str:
        return self.title


class Letter(models.Model):
    """The certificate of one maker at one place of sale. What is printed is frozen in `facts` when it is made.

    `code` stands in the address that checks it. `prints`: how often it was printed; `print_key`: under which key last.
    `position`: its place in the list of its ceremony. `handed_by`: who handed it over, in words.
    """

    mart = models.ForeignKey(Mart, models.PROTECT, related_name="+", db_index=False)
    maker = models.ForeignKey(Maker, models.PROTECT, related_name="letters", db_index=False)
    where = models.SlugField(max_length=20, db_index=False)
    day = models.DateField()
    number = models.CharField(max_length=24)
    code = models.CharField(max_length=20, unique=True)
    facts = models.JSONField()
    ceremony = models.ForeignKey(Ceremony, models.PROTECT, null=True, related_name="letters", db_index=False)
    position = models.PositiveIntegerField(default=0)
    prints = models.PositiveSmallIntegerField(default=0)
    print_key = models.CharField(max_length=60, blank=True)
    printed_at = models.DateTimeField(null=True)
    handed_on = models.DateField(null=True)
    handed_by = models.CharField(max_length=120, blank=True)
    by_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["maker", "where"], name="letter_once"),
            models.UniqueConstraint(fields=["mart", "number"], name="letter_number"),
            models.CheckConstraint(
                condition=(Q(handed_on=None) & Q(handed_by="")) | (Q(handed_on__isnull=False) & ~Q(handed_by="")),
                name="letter_handed_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["ceremony", "position", "id"], name="letter_ceremony"),
            models.Index(fields=["mart", "id"], condition=Q(handed_on=None), name="letter_to_hand"),
        ]

    def __str__(self) -> str:
        return self.number


class Card(models.Model):
    """An identity card: of a seller (who leads a maker), or of somebody who works for the mart at a place.

    It holds while nobody ended it, its day has not passed, and what it says is so (`rules.holds`).
    """

    class Kind(models.TextChoices):
        SELLER = "seller"
        WORKER = "worker"

    class Why(models.TextChoices):
        LOST = "lost"
        NEW = "new"
        WRONG = "wrong"

    mart = models.ForeignKey(Mart, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=6, choices=Kind)
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="cards", db_index=False)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="cards", db_index=False)
    role = models.CharField(max_length=12, choices=Role.Kind, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    number = models.CharField(max_length=24)
    code = models.CharField(max_length=20, unique=True)
    names = models.JSONField()
    valid_until = models.DateField()
    prints = models.PositiveSmallIntegerField(default=0)
    print_key = models.CharField(max_length=60, blank=True)
    printed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=5, choices=Why, blank=True)
    by_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mart", "number"], name="card_number"),
            models.UniqueConstraint(
                fields=["member"], condition=Q(ended_at=None, kind="seller"), name="card_of_seller"
            ),
            models.UniqueConstraint(
                fields=["user", "mart", "role", "place"],
                condition=Q(ended_at=None, kind="worker"),
                name="card_of_worker",
            ),
            models.CheckConstraint(
                condition=Q(kind="seller", member__isnull=False, user=None, role="")
                | (Q(kind="worker", member=None, user__isnull=False) & ~Q(role="")),
                name="card_of_somebody",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, why="") | (Q(ended_at__isnull=False) & ~Q(why="")), name="card_ended_why"
            ),
        ]
        indexes = [
            models.Index(fields=["mart", "kind", "-id"], name="card_kind"),
            models.Index(fields=["member"], condition=Q(member__isnull=False), name="card_member"),
            models.Index(fields=["user"], condition=Q(user__isnull=False), name="card_user"),
        ]

    def __str__(self) -> str:
        return self.number
