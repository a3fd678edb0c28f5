"""Groups of a district as lists know them, enrolled or not: members, numbers, and the lists they came with."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from haat.makers.models import Maker, Organisation
from haat.people.models import User
from haat.places.models import Mart, Place
from haat.roster.known import KnownRows as KnownRows

WAY_BACK = timedelta(days=90)


class ColumnMap(models.Model):
    """What the columns of one kind of list mean in a mart: said once, then remembered by the headings' digest.

    `heads`: the headings as they are written; `fields`: of each the field it means, or "" for one that is not read.
    `confirmed`: a person looked at it; else it was read from the table of headings alone.
    """

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=16)
    heads = models.JSONField(default=list)
    fields = models.JSONField(default=list)
    confirmed = models.BooleanField(default=False)
    by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mart", "digest"], name="columns_once")]

    def __str__(self) -> str:
        return f"columns {self.digest}"


class ListUpload(models.Model):
    """One or several files that are brought together, joined by code, and how far that has come.

    `done` of `rows` are through, of all files; `cursor` is where it goes on when it was interrupted: [which file, after
    which row]. `counts` are figures by name (`reading.COUNTS`). BROKEN: it could not be read to its end.
    """

    class State(models.TextChoices):
        MAPPING = "mapping"  # a person says what the columns mean
        LOOKING = "looking"
        LOOKED = "looked"
        BRINGING = "bringing"
        BROUGHT = "brought"
        BROKEN = "broken"

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.MAPPING)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    language = models.CharField(max_length=5)
    convert = models.BooleanField(default=False)
    rows = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    cursor = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    problem = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["mart", "-id"], name="list_of_mart")]

    def __str__(self) -> str:
        return f"list {self.pk}"

    @property
    def working(self) -> bool:
        """Whether the worker has it."""
        return self.state in (self.State.LOOKING, self.State.BRINGING)

    @property
    def looked_through(self) -> bool:
        """Whether it is known of every row what becomes, or became, of it."""
        return self.state in (self.State.LOOKED, self.State.BROUGHT)


class ListFile(models.Model):
    """One file of a list. `content` is what was read of it, sealed, without the columns that are never kept; empty for
    one brought by a command, and once it is forgotten. `outcomes` has a letter for each row (`reading`), packed.

    `digest` is the file's own (SHA-256). `dropped`: why a column was not read (`headings.NEVER`) → how many cells.
    """

    upload = models.ForeignKey(ListUpload, models.CASCADE, related_name="files")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    sheet = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64)
    shape = models.CharField(max_length=12)
    columns = models.ForeignKey(ColumnMap, models.PROTECT, null=True, related_name="+")
    rows = models.PositiveIntegerField(default=0)
    dropped = models.JSONField(default=dict)
    content = models.BinaryField(default=b"")
    outcomes = models.BinaryField(default=b"")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["upload", "number"], name="list_file_once")]

    def __str__(self) -> str:
        return self.name


class ListNote(models.Model):
    """What is said of a row of a file: why it was refused, or what of it was left out or mended (`remark`)."""

    file = models.ForeignKey(ListFile, models.CASCADE, related_name="notes")
    row = models.PositiveIntegerField()
    field = models.CharField(max_length=20)
    code = models.CharField(max_length=20)
    said = models.CharField(max_length=120, blank=True)
    remark = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["file", "row"], name="list_note_row")]

    def __str__(self) -> str:
        return f"row {self.row}: {self.code}"


class Group(models.Model):
    """A self-help group or producer group a list told of, or that was enrolled. With `maker` it is enrolled.

    `place` is its village where the list of places has it, else its block; `village` is how the list spells it.
    `sort` is the name as lists are ordered by it. `told_members`: as a sheet of groups says; `member_count` and
    `household_count` are what pages show (`actions.counting`). `officers`: role → {name, phone}. Of the account only a
    mark to compare by and its last digits: where money goes is written down from the passbook. `stage`: how far it is
    (`rules.STAGES`).
    `told_by`, `told_rank`: the columns and the rank of the list that may change what is known (`rules.may_tell`).
    `placed_by`: who has moved it by hand, after which no list does.
    """

    class Kind(models.TextChoices):
        GROUP = "group"
        PRODUCER_GROUP = "producer_group"

    class State(models.TextChoices):
        KNOWN = "known"
        ENROLLED = "enrolled"
        MERGED = "merged"

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=15, choices=Kind, default=Kind.GROUP)
    state = models.CharField(max_length=8, choices=State, default=State.KNOWN)
    stage = models.CharField(max_length=8, default="never")
    names = models.JSONField(default=dict)
    sort = models.CharField(max_length=60)
    block = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    village = models.CharField(max_length=120, blank=True)
    panchayat = models.CharField(max_length=120, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+", db_index=False)
    since = models.PositiveSmallIntegerField(null=True)
    told_members = models.PositiveIntegerField(default=0)
    member_count = models.PositiveIntegerField(default=0)
    household_count = models.PositiveIntegerField(default=0)
    officers = models.JSONField(default=dict)
    phone = models.CharField(max_length=16, blank=True)
    makes = models.CharField(max_length=200, blank=True)
    account_mark = models.CharField(max_length=32, blank=True)
    account_end = models.CharField(max_length=4, blank=True)
    ifsc = models.CharField(max_length=11, blank=True)
    urban = models.BooleanField(default=False)
    maker = models.OneToOneField(Maker, models.PROTECT, null=True, related_name="known_as")
    told_by = models.CharField(max_length=16, blank=True)
    told_rank = models.PositiveSmallIntegerField(default=0)
    placed_by = models.BigIntegerField(null=True)
    came_with = models.ForeignKey(ListUpload, models.PROTECT, null=True, related_name="+", db_index=False)
    known_at = models.DateTimeField(default=timezone.now)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        indexes = [
            models.Index(fields=["mart", "sort", "id"], name="group_sort"),
            models.Index(fields=["block", "sort", "id"], name="group_block"),
            models.Index(fields=["block", "stage", "sort", "id"], name="group_block_stage"),
            models.Index(fields=["organisation", "sort", "id"], name="group_organisation"),
            models.Index(fields=["mart", "stage", "sort", "id"], name="group_stage"),
            models.Index(fields=["phone"], condition=~Q(phone=""), name="group_phone"),
            models.Index(fields=["account_mark"], condition=~Q(account_mark=""), name="group_account"),
            models.Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name="group_merged"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state="merged") | Q(merged_into=None), name="group_merged_says_so"),
            models.CheckConstraint(condition=~Q(state="enrolled") | Q(maker__isnull=False), name="group_enrolled_has"),
        ]

    def __str__(self) -> str:
        return self.sort


class GroupCode(models.Model):
    """A number a group has, or had, in somebody's lists. Once a mart and kind; all that came stay."""

    class Kind(models.TextChoices):
        LOKOS = "lokos"
        MIS = "mis"
        STATE = "state"
        BANK = "bank"
        NAMED = "named"  # of one that no list numbers: made of its village, name and leader

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+", db_index=False)
    group = models.ForeignKey(Group, models.CASCADE, related_name="codes")
    kind = models.CharField(max_length=5, choices=Kind)
    number = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mart", "kind", "number"], name="group_code_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class OrganisationCode(models.Model):
    """A number a federation or village organisation has in somebody's lists."""

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+", db_index=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    number = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mart", "number"], name="organisation_code_once")]

    def __str__(self) -> str:
        return self.number


class Person(models.Model):
    """A member of a group as lists know her: once a group, by her code, or where she has none by name and guardian.

    `key` is that code, or `~` and the two by their sound. `told_by`: the columns (`ColumnMap`) of the list that may
    change what is known of her. Never an Aadhaar number, loan, caste, religion or disability.
    """

    group = models.ForeignKey(Group, models.CASCADE, related_name="people", db_index=False)
    key = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    guardian = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=20, blank=True)
    phone = models.CharField(max_length=16, blank=True)
    makes = models.CharField(max_length=120, blank=True)
    told_by = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "key"], name="person_once")]

    def __str__(self) -> str:
        return f"person {self.pk} of group {self.group_id}"


class GroupName(models.Model):
    """One of a group's names by its sound, as `makers.NameKey`."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="name_keys")
    key = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "key"], name="group_name_once")]
        indexes = [models.Index(fields=["key"], name="group_name_key")]

    def __str__(self) -> str:
        return self.key


class GroupChange(models.Model):
    """What a list changed of a group that was known: only the fields that changed, before and after."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="changes")
    upload = models.ForeignKey(ListUpload, models.CASCADE, related_name="+")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"change {self.pk} of group {self.group_id}"


class GroupLink(models.Model):
    """`group` also belongs to the producer group `within`, which cuts across the tree. Over since `ended_at`."""

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    group = models.ForeignKey(Group, models.CASCADE, related_name="links")
    within = models.ForeignKey(Group, models.CASCADE, related_name="holds")
    by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "within"], condition=Q(ended_at=None), name="group_link_once"),
            models.CheckConstraint(condition=~Q(group=F("within")), name="group_link_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} in {self.within_id}"


class Tally(models.Model):
    """So many groups, members and households an organisation (None: none) has itself in a block, by stage."""

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+", db_index=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="+")
    block = models.ForeignKey(Place, models.CASCADE, related_name="+", db_index=False)
    stage = models.CharField(max_length=8)
    groups = models.PositiveIntegerField()
    members = models.PositiveIntegerField()
    households = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["mart", "block"], name="tally_of_mart")]

    def __str__(self) -> str:
        return f"{self.groups} of {self.organisation_id} {self.stage}"


class GroupPair(models.Model):
    """Two groups that may be one, as `actions.doubling.find_pairs` found them last; `why`: what they share."""

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+", db_index=False)
    one = models.ForeignKey(Group, models.CASCADE, related_name="+")
    two = models.ForeignKey(Group, models.CASCADE, related_name="+")
    block = models.ForeignKey(Place, models.CASCADE, related_name="+")
    other_block = models.ForeignKey(Place, models.CASCADE, related_name="+")
    why = models.JSONField(default=list)
    weight = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["one", "two"], name="group_pair_once")]
        indexes = [models.Index(fields=["mart", "-weight", "id"], name="group_pair_weight")]

    def __str__(self) -> str:
        return f"{self.one_id} {self.two_id}"


class GroupsApart(models.Model):
    """Two groups that somebody looked at and found to be two; `one` was known first."""

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    one = models.ForeignKey(Group, models.CASCADE, related_name="+")
    two = models.ForeignKey(Group, models.CASCADE, related_name="+")
    by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "two"], name="groups_apart_once"),
            models.CheckConstraint(condition=Q(one__lt=F("two")), name="groups_apart_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} is not {self.two_id}"


class GroupsMerged(models.Model):
    """`gone` was found to be `kept`; `undo` is what the way back needs. It stands until `undone_at`."""

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    kept = models.ForeignKey(Group, models.PROTECT, related_name="+")
    gone = models.ForeignKey(Group, models.PROTECT, related_name="+")
    undo = models.JSONField()
    by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gone"], condition=Q(undone_at=None), name="groups_merged_once"),
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="groups_merged_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} is {self.kept_id}"

    @property
    def back_until(self) -> datetime:
        """Until when it can be undone."""
        return self.at + WAY_BACK
