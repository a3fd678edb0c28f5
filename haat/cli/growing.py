"""`haat grow`: a whole district's invented groups, brought into a demonstration through the real import."""

import argparse
import tempfile
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from haat.cli import demonstration
from haat.cli.refusing import Refused
from haat.cli.rostering import bring_lists
from haat.core.dates import today
from haat.core.marks import DEMONSTRATION, set_mark
from haat.places.models import Mart
from haat.places.queries import blocks_of

START = 10_000  # behind the numbers of the demonstration's own list


def grow(options: argparse.Namespace) -> int:
    """Write the lists and bring them in; a second run changes nothing. Raises Refused for what is no demonstration."""
    if not settings.DEMO:
        raise Refused("haat grow invents people: only where HAAT_DEMO=1 stands may it write them.")
    demonstration.refuse_on_real_data()
    mart = _mart(options.mart)
    groups, members = _lists(mart, options)
    with tempfile.TemporaryDirectory(prefix="haat-grow-") as folder:
        paths = [Path(folder) / "groups.csv", Path(folder) / "members.csv"]
        for path, content in zip(paths, (groups, members), strict=True):
            path.write_bytes(content)
        given = {"files": list(map(str, paths)), "sheet": "", "map": [], "dry_run": False, "convert": False}
        return bring_lists(argparse.Namespace(**given, result=""), mart)


def _lists(mart: Mart, options: argparse.Namespace) -> tuple[bytes, bytes]:
    from demo.lists import Lists, organisations

    if min(options.groups, options.organisations, options.federations, options.households) < 1:
        raise Refused("Write at least 1 for groups, organisations, federations and households.")
    names = [str(block) for block in blocks_of(mart)]
    told = organisations(names, federations=options.federations, count=options.organisations)
    each = max(1, round(options.households / options.groups))
    lists = Lists(mart.slug, told, groups=options.groups, each=each, start=START)
    return lists.groups(), lists.members()


def _mart(slug: str) -> Mart:
    """The mart of the demonstration; an empty installation gets it first, with its people and nothing to sell."""
    found = Mart.objects.select_related("place").filter(slug=slug).first()
    if found is not None:
        return found
    if Mart.objects.exists():
        raise Refused(f"This demonstration has no mart {slug}. It has {', '.join(_slugs())}.")
    from demo.people import employ
    from demo.world import lay_ground, open_for_business

    with transaction.atomic():
        set_mark(DEMONSTRATION, timezone.now())
        lay_ground()
        made = open_for_business(slug, first_day=today() - timedelta(days=1))
        employ(made)
    return made


def _slugs() -> list[str]:
    return sorted(Mart.objects.values_list("slug", flat=True))
