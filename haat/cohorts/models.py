"""Waves: groups taken along together by a plan with days, how far each has come, and what it cost."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from haat.core.dates import today
from haat.makers.models import Maker
from haat.places.models import Mart, Place
from haat.roster.models import Group


class Cohort(models.Model):
    """A wave. `plan`: stage (`rules.STAGES`) → the day by which groups shall have reached it, as ISO text.

    `chosen`: by which filters its groups were chosen (`choosing.Choice`). `begun_on`: its day nought; None in a draft.
    `budget_paise`: the money there is for it, where somebody said so. `copied`: the wave whose plan it took over.
    `turn` counts changes, so that nobody changes what she has not seen.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        RUNNING = "running"
        ENDED = "ended"

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+", db_index=False)
    title = models.CharField(max_length=80)
    state = models.CharField(max_length=7, choices=State, default=State.DRAFT)
    plan = models.JSONField(default=dict)
    chosen = models.JSONField(default=dict)
    begun_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    budget_paise = models.PositiveBigIntegerField(null=True)
    copied = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    turn = models.PositiveIntegerField(default=1)
    key = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mart", "key"], name="cohort_once"),
            models.CheckConstraint(
                condition=Q(state="draft", begun_on=None, ended_on=None)
                | Q(state="running", begun_on__isnull=False, ended_on=None)
                | Q(state="ended", ended_on__isnull=False),
                name="cohort_state_is_dated",
            ),
        ]
        indexes = [models.Index(fields=["mart", "-id"], name="cohort_of_mart")]

    def __str__(self) -> str:
        return self.title

    @property
    def artisans(self) -> bool:
        """Whether it is made of artisans, not of groups."""
        return bool(self.chosen.get("who") == Maker.Kind.ARTISAN)


class Seat(models.Model):
    """A group of the roster, enrolled or not, or an artisan, in a wave.

    `open`: the wave runs and it has not left; then it is in no other. The days are those on which it first reached each
    stage, as the rooms' own rows say (`reckoning`): never ticked by hand. `sales` delivered and kept, up to ten.
    `stage` is the one it waits for ("": it is through all), `since` when it began to wait for it, `stuck_from` the last
    day on which that is within the plan (None where no wave runs), `lacks` what is missing (`lacking.LACKS`).
    `reason`, `step`, `whose`: why it is stuck as somebody wrote it down, what is done next, and by whom.
    """

    class Whose(models.TextChoices):
        GROUP = "group"
        COORDINATOR = "coordinator"
        DESK = "desk"
        BANK = "bank"
        OFFICE = "office"  # another office of the government

    class Left(models.TextChoices):
        TAKEN_OUT = "taken_out"
        ELSEWHERE = "elsewhere"  # another wave had begun with it
        SAME = "same"  # found to be another group, which is in the wave

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+", db_index=False)
    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="seats")
    group = models.ForeignKey(Group, models.PROTECT, null=True, related_name="+")
    maker = models.ForeignKey(Maker, models.PROTECT, null=True, related_name="+")
    block = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    village = models.CharField(max_length=120, blank=True)
    open = models.BooleanField(default=False)
    left_on = models.DateField(null=True)
    left_why = models.CharField(max_length=10, choices=Left, blank=True)
    survey_on = models.DateField(null=True)
    training_on = models.DateField(null=True)
    good_on = models.DateField(null=True)
    papers_on = models.DateField(null=True)
    photos_on = models.DateField(null=True)
    live_on = models.DateField(null=True)
    sale_on = models.DateField(null=True)
    tenth_on = models.DateField(null=True)
    sales = models.PositiveSmallIntegerField(default=0)
    stage = models.CharField(max_length=8, default="survey", blank=True)
    since = models.DateField(null=True)
    stuck_from = models.DateField(null=True)
    lacks = models.JSONField(default=list)
    reason = models.CharField(max_length=200, blank=True)
    step = models.CharField(max_length=200, blank=True)
    whose = models.CharField(max_length=11, choices=Whose, blank=True)
    noted_at = models.DateTimeField(null=True)
    noted_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(group__isnull=False, maker=None) | Q(group=None, maker__isnull=False), name="seat_is_of_one"
            ),
            models.CheckConstraint(condition=Q(left_on=None) | Q(open=False), name="seat_left_is_not_open"),
            models.UniqueConstraint(
                fields=["cohort", "group"], condition=Q(left_on=None, group__isnull=False), name="seat_group_once"
            ),
            models.UniqueConstraint(
                fields=["cohort", "maker"], condition=Q(left_on=None, maker__isnull=False), name="seat_maker_once"
            ),
            models.UniqueConstraint(fields=["group"], condition=Q(open=True), name="seat_group_in_one_wave"),
            models.UniqueConstraint(fields=["maker"], condition=Q(open=True), name="seat_maker_in_one_wave"),
        ]
        indexes = [
            models.Index(fields=["mart", "stuck_from"], condition=Q(open=True), name="seat_stuck"),
        ]

    def __str__(self) -> str:
        return f"seat {self.pk} of wave {self.cohort_id}"

    @property
    def who(self) -> Group | Maker | None:
        """Its group or artisan (loaded)."""
        return self.group or self.maker

    @property
    def names(self) -> dict[str, str]:
        """What it is called, by language."""
        return self.who.names if self.who is not None else {}

    @property
    def phone(self) -> str:
        """Whom to call."""
        return self.who.phone if self.who is not None else ""

    @property
    def waits(self) -> int:
        """So many days it has waited for its stage."""
        return max(0, (today() - self.since).days) if self.since and self.stage else 0

    @property
    def late(self) -> int:
        """So many of them lie beyond the plan."""
        return max(0, (today() - self.stuck_from).days) if self.stuck_from else 0


class Cost(models.Model):
    """What a wave cost, bill by bill. One that was written by mistake is struck, and stays to be read."""

    class Kind(models.TextChoices):
        TRAINING = "training"
        DAYS = "days"  # of field workers
        TRAVEL = "travel"
        PAPERS = "papers"
        MATERIAL = "material"
        OTHER = "other"

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+", db_index=False)
    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="costs")
    kind = models.CharField(max_length=8, choices=Kind)
    amount_paise = models.PositiveBigIntegerField()
    day = models.DateField()
    words = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=64)
    by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(default=timezone.now)
    struck_at = models.DateTimeField(null=True)
    struck_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "key"], name="cohort_cost_once"),
            models.CheckConstraint(condition=Q(amount_paise__gt=0), name="cohort_cost_is_something"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount_paise} of wave {self.cohort_id}"
