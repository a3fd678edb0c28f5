"""The way of each paper from what is lacking to its number, its duties afterwards, and days on which many are made."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from haat.makers.models import Document, Maker, Member, Seller, SellerPaper
from haat.places.models import Mart, Place


class Road(models.Model):
    """One paper on its way, of a maker, of one of its members, or of a federation's seller (`maker` None).

    `kind`: a road of `paperwork.roads`; `about` tells several of one kind apart (a place, a brand). `answers`: what was
    asked for the form, sealed (`actions.filling`), wiped out when the road ends. `lacking`: the one need it waits for.
    `reference`: the number under which it was applied for; `why` it was refused, in words. The paper's own number
    stands in the makers' book alone: `document` or `paper`. `typed_by_id` wrote it down, `checked_by_id`, somebody
    else, read it from the paper.
    """

    class State(models.TextChoices):
        MAKING = "making"
        APPLIED = "applied"
        REFUSED = "refused"
        GIVEN = "given"  # its number is written down, another person has to read it
        GRANTED = "granted"
        NOT_NEEDED = "not_needed"
        THROUGH = "through"  # only through the federation, or by a loan licence

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    maker = models.ForeignKey(Maker, models.CASCADE, null=True, related_name="roads")
    member = models.ForeignKey(Member, models.CASCADE, null=True, related_name="+")
    seller = models.ForeignKey(Seller, models.CASCADE, null=True, related_name="+")
    kind = models.SlugField(max_length=30, db_index=False)
    about = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.MAKING)
    answers = models.BinaryField(default=b"")
    lacking = models.SlugField(max_length=30, blank=True, db_index=False)
    printed_at = models.DateTimeField(null=True)
    applied_on = models.DateField(null=True)
    applied_where = models.CharField(max_length=80, blank=True)
    reference = models.CharField(max_length=40, blank=True)
    why = models.CharField(max_length=160, blank=True)
    document = models.ForeignKey(Document, models.SET_NULL, null=True, related_name="+")
    paper = models.ForeignKey(SellerPaper, models.SET_NULL, null=True, related_name="+")
    typed_by_id = models.BigIntegerField(null=True)
    checked_by_id = models.BigIntegerField(null=True)
    begun_at = models.DateTimeField(default=timezone.now)
    moved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(maker__isnull=False, seller=None) | Q(maker=None, member=None, seller__isnull=False),
                name="road_has_one_holder",
            ),
            models.UniqueConstraint(
                fields=["maker", "kind", "about"],
                condition=Q(member=None, maker__isnull=False, state__in=("making", "applied", "refused", "given")),
                name="road_open_once",
            ),
            models.UniqueConstraint(
                fields=["member", "kind", "about"],
                condition=Q(member__isnull=False, state__in=("making", "applied", "refused", "given")),
                name="road_of_member_open_once",
            ),
            models.UniqueConstraint(
                fields=["seller", "kind", "about"],
                condition=Q(seller__isnull=False, state__in=("making", "applied", "refused", "given")),
                name="road_of_seller_open_once",
            ),
        ]
        indexes = [models.Index(fields=["mart", "state", "moved_at"], name="road_state")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.maker_id or f'seller {self.seller_id}'}"


class Tick(models.Model):
    """Something of a road is there, or done: `need:<slug>`, `step:<number>` or `signed`; by whom and when."""

    road = models.ForeignKey(Road, models.CASCADE, related_name="ticks")
    what = models.CharField(max_length=40)
    by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["road", "what"], name="tick_once")]

    def __str__(self) -> str:
        return f"{self.what} of road {self.road_id}"


class Duty(models.Model):
    """A paper that has to be renewed, paid for or confirmed by a `day`; from `opens` on, where that is laid down.

    `told`: so many days before it people were last told (0: not yet). Done with a `receipt`, or by a newer paper.
    """

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    maker = models.ForeignKey(Maker, models.CASCADE, null=True, related_name="duties")
    seller = models.ForeignKey(Seller, models.CASCADE, null=True, related_name="+")
    document = models.ForeignKey(Document, models.CASCADE, null=True, related_name="+")
    paper = models.ForeignKey(SellerPaper, models.CASCADE, null=True, related_name="+")
    kind = models.SlugField(max_length=30, db_index=False)
    day = models.DateField()
    opens = models.DateField(null=True)
    told = models.PositiveSmallIntegerField(default=0)
    receipt = models.CharField(max_length=40, blank=True)
    done_at = models.DateTimeField(null=True)
    done_by_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(document__isnull=False, paper=None) | Q(document=None, paper__isnull=False),
                name="duty_has_one_paper",
            ),
            models.UniqueConstraint(fields=["document", "day"], name="duty_once"),
            models.UniqueConstraint(fields=["paper", "day"], name="duty_of_seller_once"),
        ]
        indexes = [models.Index(fields=["mart", "day"], name="duty_open", condition=Q(done_at=None))]

    def __str__(self) -> str:
        return f"{self.kind} by {self.day}"


class Camp(models.Model):
    """A papers day: one desk at one place, where groups come one after another. `kinds`: the roads made there."""

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    block = models.ForeignKey(Place, models.PROTECT, related_name="+")
    where = models.CharField(max_length=80)
    day = models.DateField()
    begins = models.TimeField()
    ends = models.TimeField()
    desk = models.CharField(max_length=80, blank=True)
    kinds = models.JSONField(default=list)
    most = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    called_off = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mart", "key"], name="camp_once"),
            models.CheckConstraint(condition=Q(most__gt=0), name="camp_has_room"),
        ]
        indexes = [models.Index(fields=["mart", "-day"], name="camp_list")]

    def __str__(self) -> str:
        return f"{self.where} {self.day}"


class Turn(models.Model):
    """A maker's turn at a camp's desk: its number, when it came, when it was called, when it was seen to."""

    camp = models.ForeignKey(Camp, models.CASCADE, related_name="turns")
    maker = models.ForeignKey(Maker, models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    came_at = models.DateTimeField(null=True)
    called_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    next_camp = models.ForeignKey(Camp, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["camp", "maker"], name="turn_once"),
            models.UniqueConstraint(fields=["camp", "number"], name="turn_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} at camp {self.camp_id}"
