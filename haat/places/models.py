"""Places from state down to village, PIN codes, and the mart: a branded marketplace for a place."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from haat.core.languages import spoken

# Four decimal digits a level. Only digits: they sort alike in every collation, so a subtree is the same range
# of an ordinary index on SQLite and on PostgreSQL (docs/decisions/places-as-paths.md).
STEP = 4


class PlaceQuerySet(models.QuerySet["Place"]):
    def within(self, place: "Place") -> "PlaceQuerySet":
        """`place` and everything below it."""
        return self.filter(place.range("path"))


class Place(models.Model):
    """A node of state > district > block > locality. `path` holds fixed-width steps: a subtree is a range."""

    class Kind(models.TextChoices):
        STATE = "state"
        DISTRICT = "district"
        BLOCK = "block"
        LOCALITY = "locality"

    kind = models.CharField(max_length=10, choices=Kind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=40, unique=True)
    slug = models.SlugField(max_length=60)
    lgd_code = models.PositiveIntegerField(null=True)
    gst_code = models.CharField(max_length=2, blank=True)
    names = models.JSONField(default=dict)
    pin = models.CharField(max_length=6, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["parent", "slug"], name="place_slug_in_parent"),
            models.UniqueConstraint(fields=["kind", "lgd_code"], name="place_lgd"),
        ]

    def __str__(self) -> str:
        return str(self.names.get("en") or self.slug)

    def range(self, field: str) -> Q:
        """That the path in `field` ("place__path") is this place's or below it; one range of its index."""
        above = str(int(self.path) + 1).zfill(len(self.path))
        return Q(**{f"{field}__gte": self.path, f"{field}__lt": above})

    def reach(self, mart: "Mart", block: str) -> Q:
        """That the block in the field `block` ("maker__block") of a row of `mart` is this place's or below it.

        Nothing is asked of what holds of all rows: makers live in blocks of their mart's place.
        """
        if self.contains(mart.place):
            return Q()
        return Q(**{block: self.pk}) if self.kind == self.Kind.BLOCK else self.range(f"{block}__path")

    def contains(self, other: "Place") -> bool:
        """True when `other` is this place or lies below it."""
        return other.path.startswith(self.path)


class PinCode(models.Model):
    """A PIN code, the district most of its post offices lie in, and where it is."""

    pin = models.CharField(max_length=6, primary_key=True)
    district = models.ForeignKey(Place, models.PROTECT, related_name="+")
    state = models.ForeignKey(Place, models.PROTECT, related_name="+")
    office = models.CharField(max_length=60)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)

    def __str__(self) -> str:
        return self.pin


class Mart(models.Model):
    """A branded marketplace for a place. Everything that belongs to it carries `mart_id`."""

    slug = models.SlugField(unique=True)
    place = models.ForeignKey(Place, models.PROTECT, related_name="marts")
    names = models.JSONField(default=dict)
    lines = models.JSONField(default=dict)
    languages = models.JSONField(default=list)
    accent = models.CharField(max_length=7, default="#A3261F")
    motif = models.SlugField(default="haat")
    order_prefix = models.CharField(max_length=4)
    legal_name = models.CharField(max_length=120)
    address = models.TextField()
    phone = models.CharField(max_length=16)
    email = models.EmailField()
    grievance_officer = models.CharField(max_length=120)
    vpa = models.CharField(max_length=120, blank=True)
    # `legal_name` is what stands on papers; here the same by language, for pages in it.
    legal_names = models.JSONField(default=dict)
    bank_holder = models.CharField(max_length=120, blank=True)
    bank_number = models.CharField(max_length=34, blank=True)
    bank_ifsc = models.CharField(max_length=11, blank=True)
    # Where the buyers' money shall go, as one person has written it down and another has not agreed to yet.
    proposed = models.JSONField(default=dict)
    words = models.JSONField(default=dict)
    # The crafts that lead the home page, by slug; all others follow as they always do.
    crafts = models.JSONField(default=list)
    # Festivals the mart has added, or dates otherwise than the project's list: key, starts, ends, names, shown.
    festivals = models.JSONField(default=list)
    # Since when buyers may enter; None while it is being made ready, and while it is closed (then since when).
    opened_at = models.DateTimeField(null=True, default=timezone.now)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(accent__regex=r"^#[0-9A-Fa-f]{6}$"), name="mart_accent_is_hex")
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def shut(self) -> bool:
        """Whether only the office may enter the shop."""
        return self.opened_at is None

    @property
    def called_legally(self) -> dict[str, str]:
        """Language → the legal name, in English as it stands on papers unless it was written otherwise."""
        return {"en": self.legal_name} | self.legal_names

    @property
    def default_language(self) -> str:
        return str(self.languages[0])

    @property
    def spoken(self) -> list[str]:
        """The languages its shop is read in, the first first; its other languages name goods and makers."""
        return spoken(self.languages)


class MartHost(models.Model):
    """A host name that answers as a mart."""

    host = models.CharField(max_length=120, primary_key=True)
    mart = models.ForeignKey(Mart, models.CASCADE, related_name="hosts")

    def __str__(self) -> str:
        return self.host
