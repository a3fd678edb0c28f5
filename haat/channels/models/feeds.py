"""What is published without an account: feeds that others fetch, and sheets for portals that have no other door."""

from django.db import models
from django.utils import timezone

from haat.places.models import Mart


class Feed(models.Model):
    """All ready goods of a mart as one file at an address nobody can guess, of a `kind` (its folder's name).

    The file is made by the worker and lies in the data folder under its `digest` (docs/decisions/feeds-are-made.md).
    `changed_at` is when it last was another one, `made_at` when the goods were last gone through, up to the event
    `seen_event`. `base` begins the addresses in it: "https://deoghar.example". `number` of sizes stand in it, `held` do
    not; `report`: {"reasons": [[code, about, who, sizes]], "cut": {column: sizes}}.
    """

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="feeds")
    kind = models.SlugField(max_length=20, db_index=False)
    language = models.CharField(max_length=5)
    token = models.CharField(max_length=64, unique=True)
    base = models.CharField(max_length=140)
    opened_at = models.DateTimeField(default=timezone.now)
    moved_at = models.DateTimeField(null=True)  # when its address was changed last
    closed_at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)
    seen_event = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)  # bytes, unpacked
    number = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mart", "kind", "language"], name="feed_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.language}"


class FeedAsk(models.Model):
    """What kept a size out of a feed when it was made last and is its maker's to mend: a reason's `code` and `about`.

    `who` can take the next step; `since` when a making met it first.
    """

    feed = models.ForeignKey(Feed, models.CASCADE, related_name="asks")
    variant = models.ForeignKey("catalogue.Variant", models.CASCADE, related_name="+")
    code = models.CharField(max_length=40)
    about = models.CharField(max_length=80, blank=True)
    who = models.CharField(max_length=11)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feed", "variant", "code", "about"], name="feed_ask_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.about} of {self.variant_id}"


class Portal(models.Model):
    """A place of sale that takes a sheet and gives one back; `slug` is the channel its orders stand under.

    `columns`: [{heading, from, text}], in their order: `from` is a fact of `portals.facts` or an attribute's slug, or
    empty for a cell that always says `text`. `orders`: what an order tells → the heading it stands under in the
    portal's own sheet. `bills`: who writes the buyer's invoice (`orders.Order.Bills`). `pictures`: how many of a good
    go with it.
    """

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="portals")
    slug = models.SlugField(max_length=20, db_index=False)
    title = models.CharField(max_length=80)
    language = models.CharField(max_length=5)
    columns = models.JSONField(default=list)
    orders = models.JSONField(default=dict)
    bills = models.CharField(max_length=8, default="here")
    pictures = models.PositiveSmallIntegerField(default=3)
    closed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mart", "slug"], name="portal_once")]

    def __str__(self) -> str:
        return self.title
