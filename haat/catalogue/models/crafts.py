"""What may be made: crafts, the kinds of goods of each, and what law and channels ask about them. Not per mart."""

from django.db import models
from django.db.models import Q


class Craft(models.Model):
    """What a maker practises; carries attributes, tax line, papers and usual materials. Not per mart.

    `making_days`: how long one usually takes that is made to order. `changed_at`: when an office made or changed it
    last; then the project's own list leaves it as it is.
    """

    slug = models.SlugField(max_length=40, unique=True)
    names = models.JSONField(default=dict)
    lines = models.JSONField(default=dict)
    attributes = models.JSONField(default=list)
    materials = models.JSONField(default=list)
    papers = models.JSONField(default=list)
    tax_slug = models.SlugField(max_length=60)
    drawing = models.CharField(max_length=60)
    ground = models.CharField(max_length=10, default="khadi")
    food = models.BooleanField(default=False)
    fragile = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=100)
    making_days = models.PositiveSmallIntegerField(null=True)
    changed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.slug


class GoodKind(models.Model):
    """A kind of good, finer than its craft: papad and badi are two. What tax, papers and channels hang on.

    `also`: other crafts in which it occurs (short names). `hsn`: eight digits. `rules`: [{when, hsn?, tax?, sure?}]
    (`taxing`): of the answers the first that holds and names it chooses the code, and so the tax line; `hsn` and
    `tax_slug` hold where none does. `when`: {attribute: [values], or {up_to, over} of a number}; an empty `hsn` or
    `tax` is one that nobody has found out. `papers`: [{paper, need, where?}] (`makers.paper_rules`). `channels`:
    {channel: {type, sure, …}}, what each calls it. `sure` names what is not proven: {field: true or false}.
    """

    craft = models.ForeignKey(Craft, models.PROTECT, null=True, related_name="kinds")
    slug = models.SlugField(max_length=40, unique=True)
    names = models.JSONField(default=dict)
    also = models.JSONField(default=list)
    hsn = models.CharField(max_length=8)
    tax_slug = models.SlugField(max_length=60)
    rules = models.JSONField(default=list)
    papers = models.JSONField(default=list)
    shelf_life_days = models.PositiveSmallIntegerField(null=True)
    net_unit = models.CharField(max_length=10, blank=True)
    size_standard = models.CharField(max_length=20, blank=True)
    channels = models.JSONField(default=dict)
    sure = models.JSONField(default=dict)
    source = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=100)
    changed_at = models.DateTimeField(null=True)  # when an office changed it last; then the project's list leaves it

    def __str__(self) -> str:
        return self.slug


class Attribute(models.Model):
    """One question about goods of a kind (None: of all), who requires its answer, and what each channel calls it.

    `required_for`: law, shop, rule (a rate, a code or a paper hangs on it) and channels. `expected_by`: channels that
    ask it under conditions. `maps`: {channel: [its names]}, `likely`: names that nobody has proven. `sure` False: that
    it is asked is not proven, shown as "not known, ask".
    """

    class Type(models.TextChoices):
        TEXT = "text"  # by language, or one text
        NUMBER = "number"
        CHOICE = "choice"
        SEVERAL = "several"  # some of the choices
        YES_NO = "yes_no"
        MEASURE = "measure"  # a number in `unit`
        SIZE = "size"  # one to three sides in `unit`

    kind = models.ForeignKey(GoodKind, models.CASCADE, null=True, related_name="attributes")
    slug = models.SlugField(max_length=40)
    labels = models.JSONField(default=dict)
    type = models.CharField(max_length=7, choices=Type)
    unit = models.CharField(max_length=20, blank=True)
    choices = models.JSONField(default=list)
    words = models.JSONField(default=dict)  # choice → {language: what it is called}
    example = models.CharField(max_length=120, blank=True)
    required_for = models.JSONField(default=list)
    expected_by = models.JSONField(default=list)
    maps = models.JSONField(default=dict)
    likely = models.JSONField(default=dict)
    sure = models.BooleanField(default=True)
    source = models.CharField(max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(default=100)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="attribute_once"),
            models.UniqueConstraint(fields=["slug"], condition=Q(kind=None), name="attribute_of_all_once"),
        ]

    def __str__(self) -> str:
        return self.slug
