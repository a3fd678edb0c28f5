"""Reading groups: lists, one with its members and numbers, lists that came, pairs that may be one."""

from collections.abc import Iterable
from contextlib import suppress

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from haat.core.identifiers import InvalidIdentifier, clean_mobile
from haat.core.models import Event
from haat.core.numerals import latin_digits
from haat.core.slugs import slug
from haat.makers.alike import key_of
from haat.makers.models import Organisation
from haat.places.models import Mart
from haat.roster.models import (
    WAY_BACK,
    ColumnMap,
    Group,
    GroupChange,
    GroupCode,
    GroupLink,
    GroupName,
    GroupPair,
    GroupsMerged,
    ListFile,
    ListNote,
    ListUpload,
    Person,
)


def found_by(groups: "QuerySet[Group]", words: str) -> "QuerySet[Group]":
    """Those of `groups` called so however it is spelt, whose name begins so, or with this number or phone."""
    wanted = Q(pk__in=GroupName.objects.filter(key=key_of(words)).values("group"))
    if begins := slug(words):
        wanted |= Q(sort__gte=begins, sort__lt=begins + "{")
    digits = latin_digits(words).replace(" ", "").upper()
    if any(sign.isdigit() for sign in digits):
        wanted |= Q(pk__in=GroupCode.objects.filter(number=digits).values("group"))
        with suppress(InvalidIdentifier):
            wanted |= Q(phone=clean_mobile(digits, allow_demo=True))
    return groups.filter(wanted)


def below(groups: "QuerySet[Group]", organisation: Organisation | int) -> "QuerySet[Group]":
    """Those of `groups` at an organisation or below it."""
    return groups.filter(Q(organisation=organisation) | Q(organisation__parent=organisation))


def with_lines(groups: "QuerySet[Group]") -> "QuerySet[Group]":
    """With what a line of a list shows."""
    return groups.select_related("block", "place", "organisation__parent")


def with_producers(groups: "QuerySet[Group]") -> "QuerySet[Group]":
    """With the names of the first producer group each belongs to besides, as `producers`."""
    first = GroupLink.objects.filter(group=OuterRef("pk"), ended_at=None).order_by("pk")
    return groups.annotate(producers=Subquery(first.values("within__names")[:1]))


def one_whole(groups: "QuerySet[Group]") -> "QuerySet[Group]":
    """With what its own page shows."""
    return groups.select_related(
        "mart__place", "block", "place", "organisation__parent", "maker", "merged_into", "came_with"
    )


def stages_of(groups: "QuerySet[Group]") -> dict[str, int]:
    """How far these groups are → how many."""
    return dict(groups.order_by().values_list("stage").annotate(n=Count("pk")))


def people_of(group: Group) -> "QuerySet[Person]":
    """Its members, who leads first."""
    return group.people.order_by("-role", "name", "pk")


def codes_of(group: Group) -> "QuerySet[GroupCode]":
    """Its numbers, without the one that is made of its name."""
    return group.codes.exclude(kind=GroupCode.Kind.NAMED).order_by("kind", "pk")


def links_of(group: Group) -> "QuerySet[GroupLink]":
    """The producer groups it also belongs to."""
    return group.links.filter(ended_at=None).select_related("within").order_by("pk")


def held_by(group: Group) -> "QuerySet[GroupLink]":
    """The groups that also belong to it, a producer group."""
    return group.holds.filter(ended_at=None).select_related("group__block").order_by("group__sort", "pk")


def producer_groups(groups: "QuerySet[Group]") -> "QuerySet[Group]":
    """Those of `groups` that are producer groups."""
    return groups.filter(kind=Group.Kind.PRODUCER_GROUP).order_by("sort", "pk")


def elsewhere(group: Group) -> "QuerySet[Person]":
    """Members of other groups of the mart under the number of one of its members."""
    keys = group.people.exclude(key__startswith="~").values("key")
    others = Person.objects.filter(key__in=keys, group__mart=group.mart_id).exclude(group=group)
    return others.exclude(group__state=Group.State.MERGED).select_related("group__block").order_by("key", "pk")


def told_by_lists(group: Group, most: int) -> list[Event]:
    """What lists changed of it, as events that were never written one by one: their keys are negative."""
    rows = GroupChange.objects.filter(group=group).select_related("upload").order_by("-pk")[:most]
    return [
        Event(
            pk=-row.pk,
            kind="roster.list_brought",
            at=row.at,
            by_id=row.upload.by_id,
            subject_type=Group._meta.label_lower,
            subject_id=group.pk,
            data={"before": row.before, "after": row.after},
        )
        for row in rows
    ]


def lists_of(mart: Mart) -> "QuerySet[ListUpload]":
    """The lists of a mart, the newest first, each with its files without what is in them."""
    return ListUpload.objects.filter(mart=mart).select_related("by").order_by("-pk")


def list_of(mart: Mart, pk: int) -> "ListUpload | None":
    """A list of the mart."""
    return ListUpload.objects.filter(mart=mart, pk=pk).select_related("mart__place", "by").first()


def files_in(uploads: Iterable[ListUpload]) -> dict[int, list[ListFile]]:
    """List → its files, without what is in them."""
    found: dict[int, list[ListFile]] = {}
    rows = ListFile.objects.filter(upload__in=[upload.pk for upload in uploads]).defer("content", "outcomes")
    for row in rows.select_related("columns").order_by("upload_id", "number"):
        found.setdefault(row.upload_id, []).append(row)
    return found


def waiting_lists(mart: Mart) -> "QuerySet[ListUpload]":
    """Lists that wait for a person, till they are forgotten: to say what columns mean, or to bring in what is new."""
    kept = ListFile.objects.filter(upload=OuterRef("pk")).exclude(content=b"")
    new = Q(counts__rows_new__gt=0) | Q(counts__rows_changed__gt=0)
    waits = Q(state=ListUpload.State.MAPPING) | Q(new, state=ListUpload.State.LOOKED)
    return ListUpload.objects.filter(waits, Exists(kept), mart=mart)


def columns_of(mart: Mart) -> "QuerySet[ColumnMap]":
    """What is remembered of columns, the newest first."""
    return ColumnMap.objects.filter(mart=mart, confirmed=True).order_by("-pk")


def pairs_within(mart: Mart, groups: "QuerySet[Group]", whole: bool) -> "QuerySet[GroupPair]":
    """Pairs that may be one, both of `groups`; of the `whole` mart all are."""
    rows = GroupPair.objects.filter(mart=mart).select_related("one__place", "two__place", "one__block", "two__block")
    return rows if whole else rows.filter(one__in=groups, two__in=groups)


def merges_of(mart: Mart, groups: "QuerySet[Group]") -> "QuerySet[GroupsMerged]":
    """Merges that stand and can be undone, both of `groups` (`ever_visible_to`), the newest first."""
    rows = GroupsMerged.objects.filter(mart=mart, kept__in=groups, gone__in=groups, undone_at=None)
    return rows.filter(at__gt=timezone.now() - WAY_BACK).select_related("kept", "gone").order_by("-pk")


def link_within(mart: Mart, groups: "QuerySet[Group]") -> "QuerySet[GroupLink]":
    """The second memberships of `groups`."""
    return GroupLink.objects.filter(group__in=groups, mart=mart)


def whole_file(upload: ListUpload, number: int) -> "ListFile | None":
    """A file of a list with what is kept of it; None where there is none, or it is forgotten."""
    file = ListFile.objects.filter(upload=upload, number=number).select_related("columns").first()
    return file if file is not None and file.content else None


def kept_files(upload: ListUpload) -> bool:
    """Whether something of its files is still kept."""
    return ListFile.objects.filter(upload=upload).exclude(content=b"").exists()


def notes_of(file: ListFile) -> "QuerySet[ListNote]":
    """What is said of its rows: why they stay out first, then what was left out or mended."""
    return ListNote.objects.filter(file=file).order_by("remark", "row", "pk")
